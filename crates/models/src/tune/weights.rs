//! What is trained: the weights of some layers and of a head, and the forms that products read them in.

use kernel::Rng;
use simd::FloatColumns;

use crate::encoder::{LayerTensors, Linear};

/// Sizes of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) width: usize,
    pub(super) wide: usize,
    pub(super) heads: usize,
    pub(super) classes: usize,
}

/// The weights of one layer, or how the loss changes with each. A norm has no more inputs than outputs: a
/// weight and a bias each.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layer {
    /// Query, key and value at once.
    pub(super) ask: Linear,
    pub(super) join: Linear,
    pub(super) after_attention: Linear,
    pub(super) widen: Linear,
    pub(super) narrow: Linear,
    pub(super) after_widening: Linear,
    pub(super) epsilon: f32,
}

/// All weights, or how the loss changes with each.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub(super) layers: Vec<Layer>,
    pub(super) head: Linear,
}

impl Layer {
    fn of(layer: &LayerTensors) -> Self {
        let asked = [&layer.query, &layer.key, &layer.value];
        let ask = Linear {
            weights: asked.iter().flat_map(|part| part.weights.iter().copied()).collect(),
            biases: asked.iter().flat_map(|part| part.biases.iter().copied()).collect(),
        };
        let norm = |norm: &simd::Norm| Linear {
            weights: norm.weights.clone(),
            biases: norm.biases.clone(),
        };
        Self {
            ask,
            join: layer.join.clone(),
            after_attention: norm(&layer.after_attention),
            widen: layer.widen.clone(),
            narrow: layer.narrow.clone(),
            after_widening: norm(&layer.after_widening),
            epsilon: layer.after_attention.epsilon,
        }
    }

    pub(super) const fn parts(&self) -> [&Linear; 6] {
        [
            &self.ask,
            &self.join,
            &self.after_attention,
            &self.widen,
            &self.narrow,
            &self.after_widening,
        ]
    }

    const fn parts_mut(&mut self) -> [&mut Linear; 6] {
        [
            &mut self.ask,
            &mut self.join,
            &mut self.after_attention,
            &mut self.widen,
            &mut self.narrow,
            &mut self.after_widening,
        ]
    }
}

impl Weights {
    /// Those of an encoder's last layers, and a head that is drawn: from ± 1 / √width, each as likely.
    pub(super) fn of(layers: &[LayerTensors], shape: Shape, rng: &mut Rng) -> Self {
        let bound = 1.0 / (shape.width as f64).sqrt();
        let mut draw = |count: usize| -> Vec<f32> {
            (0..count).map(|_| ((rng.unit() * 2.0 - 1.0) * bound) as f32).collect()
        };
        let head =
            Linear { weights: draw(shape.classes * shape.width), biases: draw(shape.classes) };
        Self { layers: layers.iter().map(Layer::of).collect(), head }
    }

    /// As many noughts.
    pub(super) fn noughts(&self) -> Self {
        let mut other = self.clone();
        other.slices_mut().into_iter().for_each(|slice| slice.fill(0.0));
        other
    }

    /// Every weight: first those of the layers, then those of the head.
    pub(super) fn slices_mut(&mut self) -> Vec<&mut [f32]> {
        let layers = self.layers.iter_mut().flat_map(Layer::parts_mut);
        let parts = layers.chain([&mut self.head]);
        parts.flat_map(|part| [part.weights.as_mut_slice(), part.biases.as_mut_slice()]).collect()
    }

    pub(super) fn slices(&self) -> Vec<&[f32]> {
        let parts = self.layers.iter().flat_map(Layer::parts).chain([&self.head]);
        parts.flat_map(|part| [part.weights.as_slice(), part.biases.as_slice()]).collect()
    }

    /// How many of the slices are of the head: they are the last.
    pub(super) const SLICES_OF_HEAD: usize = 2;
}

/// One layer's matrices as columns: of outputs for the way forward, of inputs for the way back.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub(super) ask: FloatColumns,
    pub(super) join: FloatColumns,
    pub(super) widen: FloatColumns,
    pub(super) narrow: FloatColumns,
}

impl Columns {
    pub(super) fn forward(&mut self, layer: &Layer, shape: Shape) {
        self.ask.pack_turned(&layer.ask.weights, shape.width);
        self.join.pack_turned(&layer.join.weights, shape.width);
        self.widen.pack_turned(&layer.widen.weights, shape.width);
        self.narrow.pack_turned(&layer.narrow.weights, shape.wide);
    }

    pub(super) fn back(&mut self, layer: &Layer, shape: Shape) {
        self.ask.pack(&layer.ask.weights, shape.width);
        self.join.pack(&layer.join.weights, shape.width);
        self.widen.pack(&layer.widen.weights, shape.width);
        self.narrow.pack(&layer.narrow.weights, shape.wide);
    }
}
