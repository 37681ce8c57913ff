//! AdamW: steps of about the same size for every weight, and weights that shrink by themselves.
//!
//! Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2.

use super::weights::Weights;

const MEAN_KEPT: f32 = 0.9;
const SQUARE_KEPT: f32 = 0.999;
const EPSILON: f32 = 1e-8;
/// Weights that a thread takes at once.
const CHUNK: usize = 1 << 16;

/// How a step is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Counted from one.
    pub(super) number: usize,
    pub(super) layer_rate: f32,
    pub(super) head_rate: f32,
    pub(super) decay: f32,
    /// Longest that all slopes of the layers together may be: longer ones are shortened.
    pub(super) clip: f32,
    pub(super) threads: usize,
}

/// Running means of each weight's slope and of its square.
#[derive(Debug)]
pub(super) struct Adam {
    means: Weights,
    squares: Weights,
}

/// Some neighbouring weights, with what belongs to them.
struct Part<'w> {
    weights: &'w mut [f32],
    means: &'w mut [f32],
    squares: &'w mut [f32],
    slopes: &'w [f32],
    rate: f32,
    factor: f32,
}

impl Adam {
    pub(super) fn new(weights: &Weights) -> Self {
        Self { means: weights.noughts(), squares: weights.noughts() }
    }

    pub(super) fn step(&mut self, weights: &mut Weights, slopes: &Weights, step: &Step) {
        let slopes = slopes.slices();
        let layers = slopes.len() - Weights::SLICES_OF_HEAD;
        let square = |slice: &&[f32]| f64::from(super::ops::sum_of(slice, slice, |a, b| a * b));
        let length = slopes.iter().take(layers).map(square).sum::<f64>().sqrt() as f32;
        let shorter = if length > step.clip { step.clip / length } else { 1.0 };
        let of = weights
            .slices_mut()
            .into_iter()
            .zip(self.means.slices_mut())
            .zip(self.squares.slices_mut())
            .zip(slopes)
            .enumerate();
        let mut shares: Vec<Vec<Part<'_>>> = (0..step.threads.max(1)).map(|_| Vec::new()).collect();
        let mut next = 0;
        for (number, (((weights, means), squares), slopes)) in of {
            let is_layer = number < layers;
            let rate = if is_layer { step.layer_rate } else { step.head_rate };
            let factor = if is_layer { shorter } else { 1.0 };
            let chunks = weights
                .chunks_mut(CHUNK)
                .zip(means.chunks_mut(CHUNK))
                .zip(squares.chunks_mut(CHUNK))
                .zip(slopes.chunks(CHUNK));
            for (((weights, means), squares), slopes) in chunks {
                let part = Part { weights, means, squares, slopes, rate, factor };
                if let Some(share) = shares.get_mut(next) {
                    share.push(part);
                }
                next = (next + 1) % step.threads.max(1);
            }
        }
        std::thread::scope(|scope| {
            for share in shares {
                scope.spawn(move || share.into_iter().for_each(|part| part.step(step)));
            }
        });
    }
}

impl Part<'_> {
    fn step(self, step: &Step) {
        let number = step.number as f64;
        // What the running means lack because they began at nought.
        let mean_whole = (1.0 / (1.0 - f64::from(MEAN_KEPT).powf(number))) as f32;
        let square_whole = (1.0 / (1.0 - f64::from(SQUARE_KEPT).powf(number))) as f32;
        let kept = 1.0 - self.rate * step.decay;
        let values = self.weights.iter_mut().zip(self.means).zip(self.squares).zip(self.slopes);
        for (((weight, mean), square), slope) in values {
            let slope = slope * self.factor;
            *mean = MEAN_KEPT * *mean + (1.0 - MEAN_KEPT) * slope;
            *square = SQUARE_KEPT * *square + (1.0 - SQUARE_KEPT) * slope * slope;
            let spread = (*square * square_whole).sqrt() + EPSILON;
            *weight = *weight * kept - self.rate * *mean * mean_whole / spread;
        }
    }
}
