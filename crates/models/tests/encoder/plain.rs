//! The encoder against the same model in plain arithmetic of doubles, and against itself.

use models::encoder::{Encoder, LayerTensors, Linear, Tensors};
use models::tokenize::TOKENS_MAX;
use simd::{Kernels, Norm};

use super::made_up::{POSITIONS, TEXTS, WIDTH, cosine, encoder, tensors, unigram, word_piece};

type Rows = Vec<Vec<f64>>;

fn multiply(rows: &Rows, by: &Linear) -> Rows {
    let of_row = |row: &Vec<f64>| -> Vec<f64> {
        let outputs = by.weights.chunks(row.len()).zip(&by.biases);
        outputs
            .map(|(weights, bias)| {
                let products = row.iter().zip(weights).map(|(a, w)| a * f64::from(*w));
                products.sum::<f64>() + f64::from(*bias)
            })
            .collect()
    };
    rows.iter().map(of_row).collect()
}

fn add_norm(rows: &Rows, added: &Rows, norm: &Norm) -> Rows {
    let of_row = |(row, added): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
        let row: Vec<f64> = row.iter().zip(added).map(|(one, other)| one + other).collect();
        let count = row.len() as f64;
        let mean = row.iter().sum::<f64>() / count;
        let variance = row.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let spread = (variance + f64::from(norm.epsilon)).sqrt();
        let factors = norm.weights.iter().zip(&norm.biases);
        row.iter()
            .zip(factors)
            .map(|(value, (weight, bias))| {
                (value - mean) / spread * f64::from(*weight) + f64::from(*bias)
            })
            .collect()
    };
    rows.iter().zip(added).map(of_row).collect()
}

fn attend(heads: usize, query: &Rows, key: &Rows, value: &Rows) -> Rows {
    let size = WIDTH / heads;
    let of_row = |query: &Vec<f64>| -> Vec<f64> {
        let of_head = |head: usize| {
            let own = head * size..(head + 1) * size;
            let score = |key: &Vec<f64>| {
                let products = query[own.clone()].iter().zip(&key[own.clone()]);
                (products.map(|(q, k)| q * k).sum::<f64>() / (size as f64).sqrt()).exp()
            };
            let scores: Vec<f64> = key.iter().map(score).collect();
            let sum: f64 = scores.iter().sum();
            let mixed = own.map(move |at| {
                scores.iter().zip(value).map(|(score, row)| score / sum * row[at]).sum::<f64>()
            });
            mixed.collect::<Vec<f64>>()
        };
        (0..heads).flat_map(of_head).collect()
    };
    query.iter().map(of_row).collect()
}

/// x Φ(x), by the sum of the series of the error function.
fn gelu(x: f64) -> f64 {
    let z = (x / 2.0_f64.sqrt()).clamp(-5.0, 5.0);
    let (mut term, mut sum) = (z, z);
    for n in 1..200_i32 {
        term *= -z * z / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    0.5 * x * (1.0 + sum * 2.0 / std::f64::consts::PI.sqrt())
}

fn layer(heads: usize, rows: &Rows, layer: &LayerTensors) -> Rows {
    let asked = [&layer.query, &layer.key, &layer.value].map(|by| multiply(rows, by));
    let mixed = attend(heads, &asked[0], &asked[1], &asked[2]);
    let rows = add_norm(rows, &multiply(&mixed, &layer.join), &layer.after_attention);
    let mut wide = multiply(&rows, &layer.widen);
    wide.iter_mut().flatten().for_each(|value| *value = gelu(*value));
    add_norm(&rows, &multiply(&wide, &layer.narrow), &layer.after_widening)
}

fn embed(tensors: &Tensors, tokens: &[u32]) -> Vec<f32> {
    let row = |values: &[f32], at: usize| -> Vec<f64> {
        values[at * WIDTH..(at + 1) * WIDTH].iter().map(|value| f64::from(*value)).collect()
    };
    let mut tokens = tokens.to_vec();
    if tokens.len() > POSITIONS {
        // The mark of the end stays.
        let end = tokens[tokens.len() - 1];
        tokens.truncate(POSITIONS - 1);
        tokens.push(end);
    }
    let words = tokens.iter().map(|token| row(&tensors.words, *token as usize)).collect();
    let positions = (0..tokens.len()).map(|at| row(&tensors.positions, at)).collect();
    let mut rows = add_norm(&words, &positions, &tensors.norm);
    for own in &tensors.layers {
        rows = layer(tensors.heads, &rows, own);
    }
    (0..WIDTH).map(|at| rows.iter().map(|row| row[at]).sum::<f64>() as f32).collect()
}

#[test]
fn vectors_are_those_of_plain_arithmetic() {
    for seed in 0..4 {
        let (tensors, encoder) = (tensors(seed), encoder(seed));
        for text in TEXTS.into_iter().chain([&*"my refund? ".repeat(50)]) {
            let vector = encoder.embed(text);
            let expected = embed(&tensors, &encoder.tokenizer().encode(text));
            let cosine = cosine(&vector, &expected);
            assert!(cosine > 0.999, "{text:?}: {cosine}");
            let square: f32 = vector.iter().map(|value| value * value).sum();
            assert!((square - 1.0).abs() < 1e-5);
        }
    }
}

#[test]
fn every_processor_gives_the_same_bits() {
    let encoder = encoder(7);
    for text in TEXTS {
        let expected = encoder.embed(text);
        for kernels in Kernels::all() {
            let other = encoder.clone().with_kernels(kernels);
            assert_eq!(other.embed(text), expected, "{}", other.instructions());
        }
    }
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("encoder");
    for tokenizer in [word_piece(), unigram()] {
        let encoder = Encoder::quantised(&tensors(3), tokenizer).unwrap();
        encoder.save(&path).unwrap();
        let again = Encoder::load(&path).unwrap();
        assert_eq!(again.tokenizer(), encoder.tokenizer());
        assert_eq!(again.to_bytes(), encoder.to_bytes());
        assert!(TEXTS.iter().all(|text| again.embed(text) == encoder.embed(text)));
    }
    assert!(Encoder::load(&folder.path().join("none")).is_err());
}

#[test]
fn only_so_many_tokens_count() {
    let encoder = encoder(1);
    let long = "my ".repeat(TOKENS_MAX * 2);
    assert_eq!(encoder.embed(&long), encoder.embed(&format!("{long} refund")));
}

#[test]
fn sizes_that_do_not_fit_are_named() {
    type Spoil = fn(&mut Tensors);
    let cases: [(Spoil, &str); 7] = [
        (|tensors| tensors.heads = 5, "heads"),
        (|tensors| tensors.words.truncate(WIDTH * 3), "words"),
        (|tensors| tensors.positions.clear(), "the number of positions is 0"),
        (|tensors| tensors.layers.clear(), "the number of layers is 0"),
        (|tensors| tensors.layers[1].key.weights.truncate(5), "layer 1, query, key and value"),
        (|tensors| tensors.norm.biases[0] = f32::NAN, "first norm"),
        (|tensors| tensors.layers[0].narrow.weights[0] = f32::INFINITY, "layer 0, narrowing"),
    ];
    for (spoil, expected) in cases {
        let mut tensors = tensors(1);
        spoil(&mut tensors);
        let error = Encoder::quantised(&tensors, word_piece()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}
