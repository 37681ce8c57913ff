//! What the assistant learns from, and the model that it keeps.

use app::assistant::intents::{self, Labelled, Learnt, Newest};
use app::assistant::model::{self, ModelError, Origin};
use app::assistant::vectors::Vectors;
use app::assistant::weights::Pinned;
use app::assistant::{Intents, shipped};
use std::sync::Arc;

use kernel::Rng;
use kernel::canonical::Sha256Hex;
use models::classify::{Options, TextClassifier};
use models::encoder::{Encoder, LayerTensors, Linear, Tensors};
use models::tokenize::{Tokenizer, WordPiece};
use simd::Norm;

const HEADER: &str = "text,lang,intent\n";

fn file(lines: &str) -> (String, String) {
    ("en.csv".to_owned(), format!("{HEADER}{lines}"))
}

#[test]
fn the_shipped_messages_are_good() {
    let messages = intents::read_files(&shipped::messages()).unwrap();
    assert!(messages.len() > 15_000, "{}", messages.len());
}

#[test]
fn every_wrong_line_is_named_with_what_to_do() {
    let good = "my refund,en,refund\nrefund please,en,refund\nhi,en,greeting\nhello,en,greeting\n";
    let cases = [
        (",en,refund\n", "en.csv, line 6: there is no text"),
        ("x,english language,refund\n", "line 6: `english language` is no language"),
        ("x,en,Refund\n", "line 6: `Refund` is no intent"),
        ("x,en,\n", "line 6: `` is no intent"),
        ("x,en,refund+\n", "line 6: `` is no intent"),
        ("x,en,a+a+a+a+a\n", "line 6: 5 intents; a message has 1 to 4"),
        ("x,en\n", "line 6: CSV error"),
        ("x,en,refnd\n", "line 6: nothing else is of the intent `refnd`; is it misspelt?"),
        (&format!("{},en,refund\n", "x".repeat(5_000)), "line 6: the text has more than 4000"),
    ];
    for (lines, expected) in cases {
        let problems = intents::read_files(&[file(&format!("{good}{lines}"))]).unwrap_err();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|one| one.contains(expected)), "{expected}: {told:?}");
    }
    let two = format!("{good},en,refund\nx,en,\n");
    assert_eq!(intents::read_files(&[file(&two)]).unwrap_err().len(), 2, "all are told");
    assert!(intents::read_files(&[file("")]).is_err(), "no message is none");
}

fn messages() -> Vec<Labelled> {
    let lines: String = (0..20)
        .map(|n| format!("where is my refund {n},en,refund\nhello there {n},en,greeting\n"))
        .collect();
    intents::read_files(&[file(&lines)]).unwrap()
}

fn trained() -> TextClassifier {
    intents::train(&messages(), None, &Options::default()).unwrap()
}

#[test]
fn a_model_is_read_where_it_was_learnt_from_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("assistant").join("intents.model");
    let (messages, weights) = (messages(), Some(Sha256Hex::of(b"weights")));
    let origin = Origin::of(&messages, weights);
    assert!(matches!(model::load(&path, origin), Err(ModelError::Read { .. })));
    model::save(&path, origin, &trained()).unwrap();
    assert_eq!(model::load(&path, origin).unwrap(), trained());
    for other in [Origin::of(&messages, None), Origin::of(&messages[1..], weights)] {
        assert!(matches!(model::load(&path, other), Err(ModelError::Other(_))));
    }
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.len() - 5;
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(model::load(&path, origin), Err(ModelError::Damaged(_))));
    std::fs::write(&path, &bytes[..40]).unwrap();
    assert!(matches!(model::load(&path, origin), Err(ModelError::Damaged(_))));
}

#[test]
fn a_newer_model_takes_over() {
    #[derive(Debug)]
    struct Nothing;
    impl Intents for Nothing {
        fn of(&self, _: &str) -> Vec<assistant::turn::Intent> {
            Vec::new()
        }
    }
    let newest = Newest::new(Arc::new(Nothing));
    assert!(newest.of("where is my refund").is_empty());
    newest.replace(Arc::new(Learnt::new(trained(), None)));
    assert_eq!(newest.of("where is my refund")[0].label, "refund");
}

/// An encoder of random weights.
fn encoder() -> Encoder {
    const WIDTH: usize = 16;
    let rng = &mut Rng::seeded(1);
    let mut floats =
        |count: usize| -> Vec<f32> { (0..count).map(|_| (rng.unit() - 0.5) as f32).collect() };
    let mut linear = |inputs: usize, outputs: usize| Linear {
        weights: floats(inputs * outputs),
        biases: vec![0.0; outputs],
    };
    let norm = || Norm { weights: vec![1.0; WIDTH], biases: vec![0.0; WIDTH], epsilon: 1e-6 };
    let layer = LayerTensors {
        query: linear(WIDTH, WIDTH),
        key: linear(WIDTH, WIDTH),
        value: linear(WIDTH, WIDTH),
        join: linear(WIDTH, WIDTH),
        after_attention: norm(),
        widen: linear(WIDTH, WIDTH),
        narrow: linear(WIDTH, WIDTH),
        after_widening: norm(),
    };
    let pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "refund", "hello"];
    let words = linear(WIDTH, pieces.len()).weights;
    let positions = linear(WIDTH, 30).weights;
    let tensors = Tensors { heads: 1, words, positions, norm: norm(), layers: vec![layer] };
    let pieces = WordPiece::new(pieces.map(str::to_owned).to_vec()).unwrap();
    Encoder::quantised(&tensors, Tokenizer::WordPiece(pieces)).unwrap()
}

#[test]
fn vectors_are_made_once_and_kept_without_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let pinned = Pinned { encoder: encoder(), weights: Sha256Hex::of(b"weights") };
        Vectors::open(folder.path(), pinned, 20)
    };
    let texts = ["my refund", "hello", "my refund"];
    let made = |vectors: &mut Vectors, texts: &[&str]| {
        let mut new = 0;
        let found = vectors.of(texts, 2, &mut |done, _| new = done).unwrap();
        (new, found)
    };
    let (new, first) = made(&mut open(), &texts);
    assert_eq!((new, first.len()), (2, 3), "the same text is encoded once");
    assert_eq!(first[0], encoder().with_tokens_max(20).embed(texts[0]));
    assert_eq!(made(&mut open(), &texts), (0, first.clone()), "and not again");
    let path = folder.path().read_dir().unwrap().next().unwrap().unwrap().path();
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(6).any(|six| six == b"refund"));
    std::fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    let (new, again) = made(&mut open(), &texts);
    assert_eq!((new, again), (1, first), "a row that was cut is made anew");
}

#[test]
fn vectors_take_part() {
    let folder = tempfile::tempdir().unwrap();
    let pinned = Pinned { encoder: encoder(), weights: Sha256Hex::of(b"weights") };
    let mut vectors = Vectors::open(folder.path(), pinned, intents::TOKENS_MAX);
    let messages = messages();
    let texts: Vec<&str> = messages.iter().map(|one| one.text.as_str()).collect();
    let of = vectors.of(&texts, 1, &mut |_, _| {}).unwrap();
    let classifier = intents::train(&messages, Some(&of), &intents::options(1)).unwrap();
    assert!(classifier.wants_vector());
    let learnt = Learnt::new(classifier, Some(encoder()));
    assert_eq!(learnt.of("hello")[0].label, "greeting");
}
