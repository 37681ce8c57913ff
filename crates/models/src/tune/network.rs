//! The trained layers, the mean of their rows, and the head: forward, and back from the loss.

use kernel::Rng;
use simd::{FloatColumns, Kernels};

use super::layer::{Lengths, Runner, Trace};
use super::ops::{self, Room};
use super::weights::{Columns, Shape, Weights};

/// All matrices as the products of one direction read them.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    layers: Vec<Columns>,
    head: FloatColumns,
}

impl Way {
    pub(super) fn forward(&mut self, weights: &Weights, shape: Shape) {
        self.layers.resize_with(weights.layers.len(), Columns::default);
        let layers = self.layers.iter_mut().zip(&weights.layers);
        layers.for_each(|(columns, layer)| columns.forward(layer, shape));
        self.head.pack_turned(&weights.head.weights, shape.width);
    }

    pub(super) fn back(&mut self, weights: &Weights, shape: Shape) {
        self.layers.resize_with(weights.layers.len(), Columns::default);
        let layers = self.layers.iter_mut().zip(&weights.layers);
        layers.for_each(|(columns, layer)| columns.back(layer, shape));
        self.head.pack(&weights.head.weights, shape.width);
    }
}

/// Texts that go through together: their rows one after the other.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<f32>,
    pub(super) lengths: Vec<usize>,
    pub(super) labels: Vec<usize>,
}

/// What is learnt of a batch beside the slopes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    /// The share of certainty that goes to all classes alike.
    /// Source: C. Szegedy et al., "Rethinking the Inception Architecture", 2016, 7.
    pub(super) smoothing: f32,
    pub(super) dropout: f32,
    /// What the loss of a text counts: one over the texts of the whole step.
    pub(super) weight: f32,
}

/// The network as it is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Network<'w> {
    pub(super) kernels: &'w Kernels,
    pub(super) shape: Shape,
    pub(super) weights: &'w Weights,
    pub(super) forward: &'w Way,
}

impl Network<'_> {
    fn runners(&self) -> impl DoubleEndedIterator<Item = (Runner<'_>, &Columns)> {
        let runner = |layer| Runner { kernels: self.kernels, shape: self.shape, layer };
        self.weights.layers.iter().map(runner).zip(&self.forward.layers)
    }

    /// The score of each class for each text.
    pub(super) fn logits(&self, room: &mut Room, mut rows: Vec<f32>, lengths: Lengths) -> Vec<f32> {
        for (runner, columns) in self.runners() {
            runner.forward(room, columns, lengths, &mut rows, None);
        }
        let means = means(&rows, lengths, self.shape.width);
        self.head(room, &means)
    }

    fn head(&self, room: &mut Room, means: &[f32]) -> Vec<f32> {
        let biases = &self.weights.head.biases;
        ops::linear(self.kernels, room, means, &self.forward.head, biases)
    }

    /// The loss over a batch, each text by its weight; adds to the slopes of the weights.
    pub(super) fn learn(
        &self,
        back: &Way,
        batch: Batch,
        aim: Aim,
        rng: &mut Rng,
        of_weights: &mut Weights,
    ) -> f64 {
        let mut room = Room::default();
        let Batch { mut rows, lengths, labels } = batch;
        let mut traces: Vec<Trace> = Vec::new();
        for (runner, columns) in self.runners() {
            let dropout = Some((&mut *rng, aim.dropout));
            traces.push(runner.forward(&mut room, columns, &lengths, &mut rows, dropout));
        }
        let mut means = means(&rows, &lengths, self.shape.width);
        let kept = ops::dropout(rng, means.len(), aim.dropout);
        ops::scale(&mut means, &kept);
        let mut slopes = self.head(&mut room, &means);
        let loss = loss_back(&mut slopes, &labels, self.shape.classes, aim);

        let mut of_means = vec![0.0; means.len()];
        let (kernels, head) = (self.kernels, &mut of_weights.head);
        let through = (&*slopes, &*means);
        ops::linear_back(kernels, &mut room, through, &back.head, head, &mut of_means);
        ops::scale(&mut of_means, &kept);
        spread(&of_means, &lengths, self.shape.width, &mut rows);
        let runners = self.runners().zip(&back.layers).zip(&traces);
        let steps: Vec<_> = runners.zip(&mut of_weights.layers).collect();
        for ((((runner, _), columns), trace), of_layer) in steps.into_iter().rev() {
            runner.back(&mut room, columns, &lengths, trace, &mut rows, of_layer);
        }
        loss
    }
}

/// The mean of each text's rows.
fn means(rows: &[f32], lengths: Lengths<'_>, width: usize) -> Vec<f32> {
    let mut means = Vec::with_capacity(lengths.len() * width);
    let mut rest = rows.chunks_exact(width.max(1));
    for length in lengths {
        let mut sums = vec![0.0; width];
        rest.by_ref().take(*length).for_each(|row| ops::add(&mut sums, row));
        means.extend(sums.into_iter().map(|sum| sum / (*length).max(1) as f32));
    }
    means
}

/// The way back through [`means`].
fn spread(of_means: &[f32], lengths: Lengths<'_>, width: usize, rows: &mut [f32]) {
    let mut rest = rows.chunks_exact_mut(width.max(1));
    for (slopes, length) in of_means.chunks_exact(width.max(1)).zip(lengths) {
        for row in rest.by_ref().take(*length) {
            let places = row.iter_mut().zip(slopes);
            places.for_each(|(place, slope)| *place = slope / (*length).max(1) as f32);
        }
    }
}

/// The loss of scores, which become its slopes.
fn loss_back(scores: &mut [f32], labels: &[usize], classes: usize, aim: Aim) -> f64 {
    let even = aim.smoothing / classes as f32;
    let mut loss = 0.0;
    for (row, label) in scores.chunks_exact_mut(classes.max(1)).zip(labels) {
        let most = row.iter().copied().fold(f32::MIN, f32::max);
        let sum: f64 = row.iter().map(|score| f64::from(score - most).exp()).sum();
        for (class, score) in row.iter_mut().enumerate() {
            let log = f64::from(*score - most) - sum.ln();
            let wanted = even + if class == *label { 1.0 - aim.smoothing } else { 0.0 };
            loss -= f64::from(wanted) * log;
            *score = (log.exp() as f32 - wanted) * aim.weight;
        }
    }
    loss * f64::from(aim.weight)
}
