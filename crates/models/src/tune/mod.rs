//! Fine-tuning: an encoder's last layers learn to tell classes apart, with a linear head on the mean of
//! their rows. The layers below stay as they are, so their rows are made once, by
//! [`Encoder::states`](crate::encoder::Encoder::states).
//!
//! Cross-entropy with label smoothing, dropout, AdamW, a rate that rises and falls on straight lines.
//! Source: J. Devlin et al., "BERT", 2019, 4.1 and A.2; what is frozen and why is in docs/adr/0008.
//!
//! The same texts, options and seed give the same bits, on any number of threads and every processor.

mod adam;
mod attention;
mod batches;
mod layer;
mod network;
mod ops;
mod weights;

#[cfg(test)]
mod tests;

use kernel::Rng;
use simd::Kernels;

use crate::encoder::LayerTensors;
use adam::{Adam, Step};
use network::{Aim, Batch, Network, Way};
use ops::Room;
use weights::{Shape, Weights};

/// Into how many parts a step's texts are dealt, each for a thread: fixed, so that sums do not depend on
/// the number of threads.
const PARTS: usize = 2;

/// How layers are trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How often every text is learnt from.
    pub epochs: usize,
    /// Texts of a step.
    pub batch: usize,
    /// Greatest step of a weight of the layers, and of the head.
    pub layer_rate: f32,
    pub head_rate: f32,
    /// What share of itself each weight loses, by the rate.
    pub decay: f32,
    /// The share of certainty that goes to all classes alike.
    pub smoothing: f32,
    /// The share of values that is left out.
    pub dropout: f32,
    /// Over what share of the steps rates rise.
    pub warm_up: f32,
    /// Longest that the layers' slopes may be.
    pub clip: f32,
    pub seed: u64,
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 4,
            batch: 32,
            layer_rate: 3e-4,
            head_rate: 2e-3,
            decay: 0.01,
            smoothing: 0.1,
            dropout: 0.1,
            warm_up: 0.1,
            clip: 1.0,
            seed: 1,
            threads: 1,
        }
    }
}

/// A text: the rows that the frozen layers made of it, and its class.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    pub states: &'t [f32],
    pub label: usize,
}

/// How far training is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Steps that are done, of all.
    pub done: usize,
    pub steps: usize,
    /// Of the last step.
    pub loss: f64,
}

/// Why nothing was trained.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TuneError {
    #[error("there is no text to learn from")]
    NoTexts,
    #[error("text {text} has rows of another width than {width}, or none")]
    States { text: usize, width: usize },
    #[error("text {text} is of class {label}, which is none of the {classes}")]
    Label { text: usize, label: usize, classes: usize },
    #[error("layer {0} has weights of sizes that do not fit together")]
    Layer(usize),
    #[error("heads do not divide a width of {width}: {heads}")]
    Heads { heads: usize, width: usize },
}

/// Trained layers with their head.
#[derive(Debug, Clone)]
pub struct Tuned {
    kernels: Kernels,
    shape: Shape,
    weights: Weights,
    forward: Way,
}

impl Tuned {
    /// The score of each class for a text, from the rows that the frozen layers made of it; none where they
    /// are of another width.
    pub fn logits(&self, states: &[f32]) -> Vec<f32> {
        let length = states.len() / self.shape.width;
        if length == 0 || length * self.shape.width != states.len() {
            return Vec::new();
        }
        let Self { kernels, shape, weights, forward } = self;
        let network = Network { kernels, shape: *shape, weights, forward };
        network.logits(&mut Room::default(), states.to_vec(), &[length])
    }
}

/// Trains an encoder's last `layers` on texts of known classes.
///
/// # Errors
/// [`TuneError`].
pub fn tune(
    layers: &[LayerTensors],
    heads: usize,
    texts: &[Text<'_>],
    classes: usize,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Tuned, TuneError> {
    let shape = shape(layers, heads, classes)?;
    check(texts, shape)?;
    let kernels = Kernels::best();
    let mut rng = Rng::seeded(options.seed);
    let mut weights = Weights::of(layers, shape, &mut rng);
    let mut adam = Adam::new(&weights);
    let mut slopes = vec![weights.noughts(); PARTS];
    let (mut forward, mut back) = (Way::default(), Way::default());
    let lengths: Vec<usize> = texts.iter().map(|text| text.states.len() / shape.width).collect();
    let steps = texts.len().div_ceil(options.batch.max(1)) * options.epochs;
    let mut done = 0;
    for _ in 0..options.epochs {
        for batch in batches::batches(&lengths, options.batch, &mut rng) {
            both(
                options.threads,
                || forward.forward(&weights, shape),
                || back.back(&weights, shape),
            );
            let network =
                Network { kernels: &kernels, shape, weights: &weights, forward: &forward };
            let loss = learn(network, &back, &batch, texts, options, &mut rng, &mut slopes);
            let rise = (options.warm_up * steps as f32).max(1.0);
            let rate = rate(done as f32, rise, steps as f32);
            done += 1;
            let step = Step {
                number: done,
                layer_rate: options.layer_rate * rate,
                head_rate: options.head_rate * rate,
                decay: options.decay,
                clip: options.clip,
                threads: options.threads,
            };
            if let Some(slopes) = slopes.first() {
                adam.step(&mut weights, slopes, &step);
            }
            progress(Progress { done, steps, loss });
        }
    }
    forward.forward(&weights, shape);
    Ok(Tuned { kernels, shape, weights, forward })
}

/// From nought up to one, and back to nought at the end.
fn rate(done: f32, rise: f32, steps: f32) -> f32 {
    if done < rise { done / rise } else { (steps - done) / (steps - rise).max(1.0) }
}

/// The loss of a batch; its slopes are in the first of `slopes` afterwards.
fn learn(
    network: Network<'_>,
    back: &Way,
    batch: &[usize],
    texts: &[Text<'_>],
    options: &Options,
    rng: &mut Rng,
    slopes: &mut [Weights],
) -> f64 {
    let aim = Aim {
        smoothing: options.smoothing,
        dropout: options.dropout,
        weight: 1.0 / batch.len().max(1) as f32,
    };
    let part = |number: usize| {
        let mut part = Batch::default();
        for text in batch.iter().skip(number).step_by(PARTS).filter_map(|at| texts.get(*at)) {
            part.rows.extend(text.states);
            part.lengths.push(text.states.len() / network.shape.width);
            part.labels.push(text.label);
        }
        part
    };
    let (mut first_rng, mut second_rng) = (rng.fork(), rng.fork());
    let Some((first, rest)) = slopes.split_first_mut() else { return 0.0 };
    let Some(second) = rest.first_mut() else { return 0.0 };
    let run = |number: usize, rng: &mut Rng, of: &mut Weights| {
        of.slices_mut().into_iter().for_each(|slice| slice.fill(0.0));
        network.learn(back, part(number), aim, rng, of)
    };
    let (one, other) =
        both(options.threads, || run(0, &mut first_rng, first), || run(1, &mut second_rng, second));
    for (slice, other) in first.slices_mut().into_iter().zip(second.slices()) {
        ops::add(slice, other);
    }
    one + other
}

/// Both, at once where there are threads for it.
fn both<A: Send, B>(
    threads: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if threads < 2 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (one, other)
    })
}

/// The sizes of the network, where all weights fit them.
fn shape(layers: &[LayerTensors], heads: usize, classes: usize) -> Result<Shape, TuneError> {
    let width = layers.first().map_or(0, |layer| layer.query.biases.len());
    let wide = layers.first().map_or(0, |layer| layer.widen.biases.len());
    if heads == 0 || width == 0 || !width.is_multiple_of(heads) {
        return Err(TuneError::Heads { heads, width });
    }
    let fits = |layer: &LayerTensors| {
        let square = [&layer.query, &layer.key, &layer.value, &layer.join];
        let norms = [&layer.after_attention, &layer.after_widening];
        square.iter().all(|by| (by.weights.len(), by.biases.len()) == (width * width, width))
            && norms.iter().all(|by| (by.weights.len(), by.biases.len()) == (width, width))
            && (layer.widen.weights.len(), layer.widen.biases.len()) == (width * wide, wide)
            && (layer.narrow.weights.len(), layer.narrow.biases.len()) == (width * wide, width)
    };
    match layers.iter().position(|layer| !fits(layer)) {
        Some(number) => Err(TuneError::Layer(number)),
        None => Ok(Shape { width, wide, heads, classes }),
    }
}

fn check(texts: &[Text<'_>], shape: Shape) -> Result<(), TuneError> {
    if texts.is_empty() {
        return Err(TuneError::NoTexts);
    }
    for (text, one) in texts.iter().enumerate() {
        if one.states.is_empty() || !one.states.len().is_multiple_of(shape.width) {
            return Err(TuneError::States { text, width: shape.width });
        }
        if one.label >= shape.classes {
            let (label, classes) = (one.label, shape.classes);
            return Err(TuneError::Label { text, label, classes });
        }
    }
    Ok(())
}
