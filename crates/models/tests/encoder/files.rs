//! The files of other packages, written here with the weights of a small encoder.

use models::encoder::{Encoder, Tensors, import};
use models::tokenize::Tokenizer;

use super::made_up::{
    EPSILON, HEADS, PIECES, POSITIONS, SPECIALS, TEXTS, UNIGRAM, WIDE, WIDTH, cosine, encoder,
    tensors, unigram,
};

/// All tensors under the names of `transformers`.
pub(crate) fn named(tensors: &Tensors) -> Vec<(String, Vec<f32>)> {
    let mut all = Vec::new();
    let mut put = |name: String, values: &[f32]| all.push((name, values.to_vec()));
    let embeddings = |part: &str| format!("embeddings.{part}");
    put(embeddings("word_embeddings.weight"), &tensors.words);
    put(embeddings("position_embeddings.weight"), &tensors.positions);
    put(embeddings("token_type_embeddings.weight"), &[0.0; WIDTH]);
    put(embeddings("LayerNorm.weight"), &tensors.norm.weights);
    put(embeddings("LayerNorm.bias"), &tensors.norm.biases);
    for (number, layer) in tensors.layers.iter().enumerate() {
        for (part, linear) in [
            ("attention.self.query", &layer.query),
            ("attention.self.key", &layer.key),
            ("attention.self.value", &layer.value),
            ("attention.output.dense", &layer.join),
            ("intermediate.dense", &layer.widen),
            ("output.dense", &layer.narrow),
        ] {
            put(format!("encoder.layer.{number}.{part}.weight"), &linear.weights);
            put(format!("encoder.layer.{number}.{part}.bias"), &linear.biases);
        }
        for (part, norm) in [
            ("attention.output.LayerNorm", &layer.after_attention),
            ("output.LayerNorm", &layer.after_widening),
        ] {
            put(format!("encoder.layer.{number}.{part}.weight"), &norm.weights);
            put(format!("encoder.layer.{number}.{part}.bias"), &norm.biases);
        }
    }
    all
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub(crate) fn safetensors() -> Vec<u8> {
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    header.insert("__metadata__".to_owned(), serde_json::json!({ "format": "pt" }));
    for (name, values) in named(&tensors(5)) {
        let start = data.len();
        data.extend(bytes(&values));
        let entry = serde_json::json!({ "dtype": "F32", "shape": [values.len()], "data_offsets": [start, data.len()] });
        header.insert(name, entry);
    }
    let header = serde_json::to_vec(&header).unwrap();
    [&(header.len() as u64).to_le_bytes()[..], &header, &data].concat()
}

/// A field of bytes in the wire format of Protocol Buffers.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length >= 0x80 {
        out.push(length as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    [&out[..], bytes].concat()
}

fn tensor(name: &str, raw: &[u8]) -> Vec<u8> {
    field(5, &[field(8, name.as_bytes()), field(9, raw)].concat())
}

fn node(operation: &str, inputs: [&str; 2], output: &str) -> Vec<u8> {
    let inputs = inputs.iter().filter(|input| !input.is_empty());
    let inputs: Vec<u8> = inputs.flat_map(|input| field(1, input.as_bytes())).collect();
    field(1, &[inputs, field(2, output.as_bytes()), field(4, operation.as_bytes())].concat())
}

/// Rows of this width as bytes, and their scales.
fn quantised(values: &[f32], width: usize) -> (Vec<Vec<u8>>, Vec<f32>) {
    let rows = values.chunks(width).map(|row| {
        let scale = row.iter().fold(0.0_f32, |most, value| most.max(value.abs())) / 127.0;
        (row.iter().map(|value| (value / scale).round() as i8 as u8).collect(), scale)
    });
    rows.unzip()
}

pub(crate) fn onnx() -> Vec<u8> {
    let mut graph = Vec::new();
    for (at, (name, values)) in named(&tensors(5)).into_iter().enumerate() {
        let full = format!("inner.{name}");
        if name.ends_with("_embeddings.weight") && !name.contains("token_type") {
            let (rows, scales) = quantised(&values, WIDTH);
            graph.extend(tensor(&format!("{full}_q"), &rows.concat()));
            graph.extend(tensor(&format!("{full}_scale"), &bytes(&scales)));
        } else if let Some(of) = name.strip_suffix(".weight").filter(|_| values.len() > 2 * WIDTH) {
            let inputs = if of.ends_with("output.dense") && values.len() == WIDTH * WIDE {
                WIDE
            } else {
                WIDTH
            };
            let (rows, scales) = quantised(&values, inputs);
            // The graph has the inputs first.
            let turned: Vec<u8> =
                (0..inputs).flat_map(|input| rows.iter().map(move |row| row[input])).collect();
            let own = |part: &str| format!("val_{at}{part}");
            graph.extend(tensor(&own("_q"), &turned));
            graph.extend(tensor(&own("_scale"), &bytes(&scales)));
            graph.extend(node("Cast", [&own("_q"), ""], &own("_f")));
            graph.extend(node("Mul", [&own("_f"), &own("_scale")], &own("")));
            graph.extend(node("MatMul", ["rows", &own("")], &own("_product")));
            let bias = format!("inner.{of}.bias");
            graph.extend(node("Add", [&own("_product"), &bias], &own("_sum")));
        } else {
            graph.extend(tensor(&full, &bytes(&values)));
        }
    }
    [field(2, b"pytorch"), field(7, &graph)].concat()
}

pub(crate) fn vocabulary() -> String {
    PIECES.join("\n")
}

/// Blocks of four bits, each with the scale of one over 64.
fn nibbles(values: &[f32]) -> Vec<u8> {
    let block = |block: &[f32]| {
        let nibble = |value: &f32| ((value * 64.0).round() + 8.0).clamp(0.0, 15.0) as u8;
        let pairs = (0..16).map(|at| nibble(&block[at]) | nibble(&block[at + 16]) << 4);
        [0x00, 0x24].into_iter().chain(pairs).collect::<Vec<u8>>()
    };
    values.chunks(32).flat_map(block).collect()
}

/// What the nibbles stand for.
fn rounded(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = (*value * 64.0).round().clamp(-8.0, 7.0) / 64.0);
}

pub(crate) fn four_bit_tensors() -> Tensors {
    let mut tensors = tensors(5);
    rounded(&mut tensors.words);
    for layer in &mut tensors.layers {
        let (attention, rest) = (
            [&mut layer.query, &mut layer.key, &mut layer.value, &mut layer.join],
            [&mut layer.widen, &mut layer.narrow],
        );
        attention.into_iter().chain(rest).for_each(|linear| rounded(&mut linear.weights));
    }
    tensors
}

pub(crate) fn nano_e5() -> Vec<u8> {
    let tensors = four_bit_tensors();
    let mut file = b"E5S1".to_vec();
    let put = |file: &mut Vec<u8>, numbers: &[usize]| {
        numbers.iter().for_each(|number| file.extend((*number as u32).to_le_bytes()));
    };
    put(&mut file, &[1, WIDTH, 2, HEADS, WIDE, UNIGRAM.len(), POSITIONS, 1]);
    file.extend(EPSILON.to_le_bytes());
    put(&mut file, &[32, UNIGRAM.len()]);
    let specials = [SPECIALS.begin, SPECIALS.end, SPECIALS.padding, SPECIALS.unknown];
    put(&mut file, &specials.map(|id| id as usize));
    let all: String = UNIGRAM.iter().map(|(piece, _)| *piece).collect();
    file.extend((all.len() as u64).to_le_bytes());
    let mut end = 0;
    put(&mut file, &[0]);
    for (piece, _) in UNIGRAM {
        end += piece.len();
        put(&mut file, &[end]);
    }
    file.extend(bytes(&UNIGRAM.map(|(_, score)| score)));
    file.extend(all.as_bytes());
    let mut map = Vec::new();
    for (from, becomes) in [('\t', " "), ('ß', "ss")] {
        put(&mut map, &[from as usize]);
        map.push(becomes.len() as u8);
        put(&mut map, &becomes.chars().map(|char| char as usize).collect::<Vec<_>>());
    }
    put(&mut file, &[2, map.len()]);
    file.extend(map);
    put_tensors(&mut file, &tensors);
    file
}

fn put_tensors(file: &mut Vec<u8>, tensors: &Tensors) {
    let short = |name: &str| {
        let name = name
            .replace("embeddings.LayerNorm", "emb.ln")
            .replace("embeddings.word_embeddings", "emb.word");
        let name = name.replace("embeddings.position_embeddings.weight", "emb.pos");
        let name = name.replace("embeddings.token_type_embeddings.weight", "emb.type");
        let name = name.replace("encoder.layer.", "l").replace("attention.output.LayerNorm", "aln");
        let name =
            name.replace("attention.output.dense", "ao").replace("attention.self.query", "q");
        let name = name.replace("attention.self.key", "k").replace("attention.self.value", "v");
        let name = name.replace("output.LayerNorm", "oln").replace("intermediate.dense", "fi");
        name.replace("output.dense", "fo").replace(".weight", ".w").replace(".bias", ".b")
    };
    let stored: Vec<(String, Vec<u8>)> = named(tensors)
        .into_iter()
        .map(|(name, values)| {
            let name = short(&name);
            let packed = name == "emb.word.w" || (name.ends_with(".w") && values.len() > 2 * WIDTH);
            let values = if packed { nibbles(&values) } else { bytes(&values) };
            (if name == "emb.word.w" { "emb.word".to_owned() } else { name }, values)
        })
        .collect();
    let directory: usize = stored.iter().map(|(name, _)| name.len() + 23).sum();
    let mut start = file.len() + 4 + directory;
    file.extend((stored.len() as u32).to_le_bytes());
    for (name, values) in &stored {
        file.extend((name.len() as u16).to_le_bytes());
        file.extend(name.as_bytes());
        file.push(0);
        file.extend(0_u32.to_le_bytes());
        file.extend((start as u64).to_le_bytes());
        file.extend((values.len() as u64).to_le_bytes());
        start += values.len();
    }
    stored.iter().for_each(|(_, values)| file.extend(values));
}

fn assert_near(one: &Encoder, other: &Encoder, prefix: &str, least: f64) {
    for text in TEXTS {
        let cosine = cosine(&one.embed(text), &other.embed(&format!("{prefix}{text}")));
        assert!(cosine > least, "{text:?}: {cosine}");
    }
}

#[test]
fn the_same_weights_are_read_from_each_file() {
    let tokenizer = || encoder(5).tokenizer().clone();
    let read = Tensors::from_safetensors(&safetensors(), HEADS, EPSILON).unwrap();
    assert_eq!(read, tensors(5));
    let of_onnx = import::minilm(&onnx(), &vocabulary()).unwrap();
    assert_eq!(of_onnx.tokenizer(), &tokenizer());
    // Positions have eight bits there.
    assert_near(&of_onnx, &encoder(5), "", 0.9995);

    let of_e5 = import::nano_e5(&nano_e5()).unwrap();
    assert_eq!(of_e5.tokenizer(), &unigram());
    let expected = Encoder::quantised(&four_bit_tensors(), unigram()).unwrap();
    // Words have four bits there, of which eight were made here.
    assert_near(&of_e5, &expected, "query: ", 0.9995);
    assert_ne!(of_e5.embed_passage("refund"), of_e5.embed("refund"));
    let again = Encoder::from_bytes(&of_e5.to_bytes()).unwrap();
    assert!(TEXTS.iter().all(|text| again.embed(text) == of_e5.embed(text)));
    assert!(matches!(again.tokenizer(), Tokenizer::Unigram(_)));
}
