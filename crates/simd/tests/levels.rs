//! Every level that this machine has against plain arithmetic, and against the others, to the bit.

use proptest::prelude::*;
use simd::{FloatColumns, FloatRows, Heads, Kernels, Norm, Packed, Quantised};

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Rows, inputs, outputs: around what kernels take at once, and beyond.
fn sizes() -> impl Strategy<Value = (usize, usize, usize)> {
    (1_usize..9, 1_usize..70, 1_usize..140)
}

fn floats(count: usize) -> impl Strategy<Value = Vec<f32>> {
    proptest::collection::vec(
        prop_oneof![8 => -4.0_f32..4.0, 1 => Just(0.0), 1 => -900.0_f32..900.0],
        count,
    )
}

fn products() -> impl Strategy<Value = (usize, Vec<f32>, Packed)> {
    sizes().prop_flat_map(|(rows, inputs, outputs)| {
        let weights = proptest::collection::vec(any::<i8>(), inputs * outputs);
        let of_outputs = (floats(outputs), floats(outputs));
        (floats(rows * inputs), weights, of_outputs).prop_filter_map(
            "sizes fit",
            move |(rows, weights, (scales, biases))| {
                Some((inputs, rows, Packed::new(inputs, &weights, &scales, &biases).ok()?))
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn products_are_the_same_to_the_bit((inputs, rows, packed) in products()) {
        let outputs = packed.outputs();
        let count = rows.len() / inputs;
        let mut levels: Vec<Vec<f32>> = Vec::new();
        for kernels in Kernels::all() {
            let mut quantised = Quantised::default();
            kernels.quantise(&rows, inputs, &mut quantised);
            let mut out = vec![f32::NAN; count * outputs];
            kernels.multiply(&quantised, &packed, &mut out);
            for (value, plain) in out.iter().zip(plainly(&quantised, &packed)) {
                let error = (f64::from(*value) - plain.value).abs();
                prop_assert!(error <= plain.largest * 1e-6, "{value} for {plain:?}");
            }
            levels.push(out);
        }
        let first = bits(&levels[0]);
        prop_assert!(levels.iter().all(|level| bits(level) == first));
    }

    #[test]
    fn products_of_floats_are_the_same_to_the_bit(
        (steps, columns, left, right) in (1_usize..20, 1_usize..40, 1_usize..70).prop_flat_map(
            |(rows, steps, columns)| {
                (Just(steps), Just(columns), floats(rows * steps), floats(steps * columns))
            }
        )
    ) {
        let turned = |values: &[f32], width: usize| -> Vec<f32> {
            let of_column = |column: usize| values.iter().skip(column).step_by(width);
            (0..width).flat_map(of_column).copied().collect()
        };
        // Either side as it is, and turned before and while it is packed.
        let (mut rows, mut columns_of, mut other_rows, mut other_columns) = <(
            FloatRows, FloatColumns, FloatRows, FloatColumns
        )>::default();
        rows.pack(&left, steps);
        other_rows.pack_turned(&turned(&left, steps), left.len() / steps);
        columns_of.pack(&right, columns);
        other_columns.pack_turned(&turned(&right, columns), steps);
        let plain: Vec<f32> = left
            .chunks(steps)
            .flat_map(|row| {
                let one = |column: usize| {
                    let weights = right.iter().skip(column).step_by(columns);
                    1.0 + row.iter().zip(weights).fold(0.0, |sum, (a, w)| sum + a * w)
                };
                (0..columns).map(one).collect::<Vec<f32>>()
            })
            .collect();
        for kernels in Kernels::all() {
            for (rows, columns) in [(&rows, &columns_of), (&other_rows, &other_columns)] {
                let mut out = vec![1.0; plain.len()];
                kernels.multiply_floats(rows, columns, &mut out);
                prop_assert_eq!(bits(&out), bits(&plain), "{}", kernels.name());
            }
        }
    }

    #[test]
    fn shares_and_slopes_are_the_same_to_the_bit((width, rows) in (1_usize..80, 1_usize..5)
        .prop_flat_map(|(width, rows)| (Just(width), floats(width * rows))))
    {
        let mut levels = Vec::new();
        for kernels in Kernels::all() {
            let (mut shares, mut slopes) = (rows.clone(), vec![1.0; rows.len()]);
            kernels.softmax(&mut shares, width);
            kernels.gelu_slopes(&rows, &mut slopes);
            levels.push((bits(&shares), bits(&slopes)));
            for row in shares.chunks(width) {
                prop_assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            }
            for (value, slope) in rows.iter().filter(|value| value.abs() < 5.0).zip(
                slopes.iter().zip(&rows).filter(|(_, value)| value.abs() < 5.0).map(|(s, _)| s)
            ) {
                let step = 0.01;
                let mut ends = [value + step, value - step];
                kernels.gelu(&mut ends);
                let expected = (ends[0] - ends[1]) / (2.0 * step);
                prop_assert!((slope - expected).abs() < 1e-3, "{slope} for {expected} at {value}");
            }
        }
        prop_assert!(levels.iter().all(|level| *level == levels[0]));
    }

    #[test]
    fn quantised_rows_stay_near((width, rows) in (1_usize..80, 1_usize..5).prop_flat_map(
        |(width, rows)| (Just(width), floats(width * rows))
    )) {
        let mut all = Vec::new();
        for kernels in Kernels::all() {
            let mut quantised = Quantised::default();
            kernels.quantise(&rows, width, &mut quantised);
            all.push(bits(&quantised.to_floats()));
            for (row, again) in rows.chunks(width).zip(quantised.to_floats().chunks(width)) {
                let most = row.iter().fold(0.0_f32, |most, value| most.max(*value));
                let least = row.iter().fold(0.0_f32, |least, value| least.min(*value));
                let step = (most - least) / 4_095.0;
                for (value, again) in row.iter().zip(again) {
                    prop_assert!((value - again).abs() <= step * 1.01, "{value}: {again}");
                }
            }
        }
        prop_assert!(all.iter().all(|level| level == &all[0]));
    }

    #[test]
    fn the_rest_is_the_same_to_the_bit(
        (count, rows) in (1_usize..40).prop_flat_map(|count| (Just(count), floats(count * 2 * 32 * 3)))
    ) {
        let heads = Heads { count: 2, size: 32 };
        let norm = Norm { weights: vec![1.5; 64], biases: vec![0.25; 64], epsilon: 1e-12 };
        let mut all = Vec::new();
        for kernels in Kernels::all() {
            let mut out = vec![0.0; count * 64];
            kernels.attend(heads, &rows, &mut out, &mut Vec::new());
            kernels.add_norm(&mut out, &rows, &norm);
            kernels.gelu(&mut out);
            all.push(bits(&out));
        }
        prop_assert!(all.iter().all(|level| level == &all[0]));
    }
}

#[derive(Debug)]
struct Plain {
    value: f64,
    /// The sum without signs: what errors of rounding grow with.
    largest: f64,
}

/// The product with doubles, of what the quantised rows stand for.
fn plainly(rows: &Quantised, packed: &Packed) -> Vec<Plain> {
    let (weights, inputs) = (packed.weights(), packed.inputs());
    let mut out = Vec::new();
    for row in rows.to_floats().chunks(inputs) {
        let columns = weights.chunks(inputs).zip(packed.scales()).zip(packed.biases());
        for ((weights, scale), bias) in columns {
            let products = row.iter().zip(weights).map(|(a, w)| f64::from(*a) * f64::from(*w));
            let terms: Vec<f64> = products
                .map(|product| product * f64::from(*scale))
                .chain([f64::from(*bias)])
                .collect();
            let largest = terms.iter().map(|term| term.abs()).sum();
            out.push(Plain { value: terms.iter().sum(), largest });
        }
    }
    out
}

#[test]
fn attention_is_as_its_definition_has_it() {
    let heads = Heads { count: 1, size: 16 };
    // Two rows: equal keys give equal weights, so each gets the mean of the values.
    let row = |value: f32| {
        let mut row = vec![1.0; 32];
        row.extend(vec![value; 16]);
        row
    };
    let rows = [row(2.0), row(4.0)].concat();
    for kernels in Kernels::all() {
        let mut out = vec![0.0; 32];
        kernels.attend(heads, &rows, &mut out, &mut Vec::new());
        assert!(out.iter().all(|value| (value - 3.0).abs() < 1e-6), "{out:?}");
    }
}

#[test]
fn a_row_without_a_scale_is_nought() {
    let rows = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 1e-45, 0.0, 0.0, -1e-45];
    let packed = Packed::new(4, &[127; 8], &[1.0; 2], &[0.5; 2]).expect("sizes that fit");
    for kernels in Kernels::all() {
        let mut quantised = Quantised::default();
        kernels.quantise(&rows, 4, &mut quantised);
        let mut out = [0.0; 4];
        kernels.multiply(&quantised, &packed, &mut out);
        assert_eq!(out, [0.5; 4], "{}", kernels.name());
    }
}

#[test]
fn rows_of_another_width_are_left_alone() {
    let packed = Packed::new(4, &[1; 4], &[1.0], &[0.0]).expect("sizes that fit");
    let mut quantised = Quantised::default();
    Kernels::best().quantise(&[1.0; 5], 5, &mut quantised);
    let mut out = [7.0];
    Kernels::best().multiply(&quantised, &packed, &mut out);
    assert_eq!(out, [7.0]);
}
