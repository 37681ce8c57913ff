//! Slopes against differences, and a small task learnt.

use super::*;
use crate::encoder::Linear;
use simd::Norm;

const WIDTH: usize = 24;
const WIDE: usize = 40;
const HEADS: usize = 3;
const CLASSES: usize = 5;

fn floats(rng: &mut Rng, count: usize, size: f64) -> Vec<f32> {
    (0..count).map(|_| ((rng.unit() - 0.5) * 2.0 * size) as f32).collect()
}

fn layers(rng: &mut Rng, count: usize) -> Vec<LayerTensors> {
    let linear = |rng: &mut Rng, inputs: usize, outputs: usize| Linear {
        weights: floats(rng, inputs * outputs, 0.4),
        biases: floats(rng, outputs, 0.2),
    };
    let norm = |rng: &mut Rng| Norm {
        weights: floats(rng, WIDTH, 0.4).into_iter().map(|value| value + 1.0).collect(),
        biases: floats(rng, WIDTH, 0.3),
        epsilon: 1e-6,
    };
    let layer = |_| LayerTensors {
        query: linear(rng, WIDTH, WIDTH),
        key: linear(rng, WIDTH, WIDTH),
        value: linear(rng, WIDTH, WIDTH),
        join: linear(rng, WIDTH, WIDTH),
        after_attention: norm(rng),
        widen: linear(rng, WIDTH, WIDE),
        narrow: linear(rng, WIDE, WIDTH),
        after_widening: norm(rng),
    };
    (0..count).map(layer).collect()
}

fn batch(rng: &mut Rng) -> Batch {
    let lengths = vec![3, 1, 7, 4];
    let rows = floats(rng, lengths.iter().sum::<usize>() * WIDTH, 1.0);
    Batch { rows, lengths, labels: vec![0, 4, 2, 2] }
}

/// The loss with these weights, the same values left out each time, and its slopes.
fn loss(shape: Shape, weights: &Weights, batch: Batch) -> (f64, Weights) {
    let (mut forward, mut back) = (Way::default(), Way::default());
    forward.forward(weights, shape);
    back.back(weights, shape);
    let kernels = Kernels::best();
    let network = Network { kernels: &kernels, shape, weights, forward: &forward };
    let aim = Aim { smoothing: 0.1, dropout: 0.2, weight: 0.25 };
    let mut slopes = weights.noughts();
    let loss = network.learn(&back, batch, aim, &mut Rng::seeded(9), &mut slopes);
    (loss, slopes)
}

/// For each matrix, bias and norm apart, and so for each step of the way back: along a random direction the
/// loss changes as its slopes say.
#[test]
fn slopes_are_those_of_differences() {
    const STEP: f32 = 2e-3;
    let shape = Shape { width: WIDTH, wide: WIDE, heads: HEADS, classes: CLASSES };
    let weights = Weights::of(&layers(&mut Rng::seeded(3), 2), shape, &mut Rng::seeded(4));
    let of = |weights: &Weights| loss(shape, weights, batch(&mut Rng::seeded(5)));
    let (_, mut slopes) = of(&weights);
    let mut rng = Rng::seeded(6);
    for (number, slopes) in slopes.slices_mut().into_iter().enumerate() {
        // Along the slopes themselves, mixed with chance, so that the change is not lost in rounding.
        let length = slopes.iter().map(|slope| slope * slope).sum::<f32>().sqrt();
        let chance =
            floats(&mut rng, slopes.len(), f64::from(length / (slopes.len() as f32).sqrt()));
        let along: Vec<f32> = slopes.iter().zip(&chance).map(|(s, c)| (s + c) / length).collect();
        let expected: f64 =
            slopes.iter().zip(&along).map(|(s, a)| f64::from(*s) * f64::from(*a)).sum();
        let moved = |by: f32| {
            let mut moved = weights.clone();
            let slices = moved.slices_mut().into_iter().nth(number).unwrap();
            slices.iter_mut().zip(&along).for_each(|(value, along)| *value += along * by);
            of(&moved).0
        };
        let found = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
        let error = (found - expected).abs();
        assert!(error < 0.01 * expected.abs() + 1e-4, "slice {number}: {found} for {expected}");
    }
}

/// A text's class is that of the strongest of its rows' first values: no mean of the rows tells it.
fn texts(rng: &mut Rng, count: usize) -> Vec<(Vec<f32>, usize)> {
    let text = |_| {
        let mut states = floats(rng, WIDTH * 4, 0.6);
        let (class, row) = (rng.below(CLASSES as u64) as usize, rng.below(4) as usize);
        states[row * WIDTH + class] = 2.5;
        (states, class)
    };
    (0..count).map(text).collect()
}

fn trained(texts: &[(Vec<f32>, usize)], options: &Options) -> Tuned {
    let texts: Vec<Text<'_>> =
        texts.iter().map(|(states, label)| Text { states, label: *label }).collect();
    let layers = layers(&mut Rng::seeded(3), 2);
    tune(&layers, HEADS, &texts, CLASSES, options, &mut |_| {}).unwrap()
}

#[test]
fn a_small_task_is_learnt_the_same_way_by_any_number_of_threads() {
    let mut rng = Rng::seeded(7);
    let (known, new) = (texts(&mut rng, 600), texts(&mut rng, 200));
    let options = Options { epochs: 6, layer_rate: 3e-3, head_rate: 1e-2, ..Options::default() };
    let tuned = trained(&known, &options);
    let right = new.iter().filter(|(states, class)| {
        let logits = tuned.logits(states);
        let best = (0..CLASSES).max_by(|a, b| logits[*a].total_cmp(&logits[*b]));
        best == Some(*class)
    });
    let right = right.count();
    assert!(right > 180, "{right} of 200");
    let other = trained(&known, &Options { threads: 3, ..options });
    assert_eq!(other.weights, tuned.weights);
    assert!(tuned.logits(&[0.0; WIDTH + 1]).is_empty());
}

#[test]
fn rates_rise_and_fall() {
    for (done, expected) in [(0.0, 0.0), (5.0, 0.5), (10.0, 1.0), (55.0, 0.5), (100.0, 0.0)] {
        assert!((rate(done, 10.0, 100.0) - expected).abs() < 1e-6, "{done}");
    }
}

#[test]
fn what_cannot_be_trained_says_why() {
    let layers = layers(&mut Rng::seeded(1), 1);
    let states = vec![0.5; WIDTH];
    let tune = |layers: &[LayerTensors], heads, texts: &[Text<'_>]| {
        tune(layers, heads, texts, 2, &Options::default(), &mut |_| {}).map(|_| ())
    };
    let text = |states, label| [Text { states, label }];
    let mut odd = layers.clone();
    odd[0].join.weights.pop();
    let cases = [
        (tune(&layers, HEADS, &[]), TuneError::NoTexts),
        (tune(&layers, 5, &text(&states, 0)), TuneError::Heads { heads: 5, width: WIDTH }),
        (tune(&odd, HEADS, &text(&states, 0)), TuneError::Layer(0)),
        (tune(&layers, HEADS, &text(&[1.0], 0)), TuneError::States { text: 0, width: WIDTH }),
        (
            tune(&layers, HEADS, &text(&states, 2)),
            TuneError::Label { text: 0, label: 2, classes: 2 },
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, Err(expected));
    }
}
