//! One layer over the rows of some texts, and the way back through it.

use kernel::Rng;
use simd::Kernels;

use super::attention::{self, Split};
use super::ops::{self, NormTrace, Room};
use super::weights::{Columns, Layer, Shape};

/// What the way back needs of the way forward.
#[derive(Debug, Default)]
pub(super) struct Trace {
    rows: Vec<f32>,
    asked: Vec<f32>,
    /// Of each text, of each head.
    shares: Vec<f32>,
    mixed: Vec<f32>,
    join_kept: Vec<f32>,
    after_attention: NormTrace,
    middle: Vec<f32>,
    /// Before and after GELU.
    widened: Vec<f32>,
    wide: Vec<f32>,
    narrow_kept: Vec<f32>,
    after_widening: NormTrace,
}

/// How many rows each text has: they lie one after the other.
pub(super) type Lengths<'l> = &'l [usize];

/// A layer with the arithmetic that it is run by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runner<'w> {
    pub(super) kernels: &'w Kernels,
    pub(super) shape: Shape,
    pub(super) layer: &'w Layer,
}

impl Runner<'_> {
    const fn split(&self) -> Split {
        Split { heads: self.shape.heads, width: self.shape.width }
    }

    /// Replaces rows by what the layer makes of them. `dropout` leaves out a share of what is added.
    pub(super) fn forward(
        &self,
        room: &mut Room,
        columns: &Columns,
        lengths: Lengths<'_>,
        rows: &mut Vec<f32>,
        dropout: Option<(&mut Rng, f32)>,
    ) -> Trace {
        let Self { kernels, layer, .. } = self;
        let mut trace = Trace { rows: rows.clone(), ..Trace::default() };
        if let Some((rng, share)) = dropout {
            trace.join_kept = ops::dropout(rng, rows.len(), share);
            trace.narrow_kept = ops::dropout(rng, rows.len(), share);
        }
        trace.asked = ops::linear(kernels, room, rows, &columns.ask, &layer.ask.biases);
        trace.mixed = vec![0.0; rows.len()];
        let (mut asked, mut mixed) = (&*trace.asked, &mut *trace.mixed);
        for length in lengths {
            let count = length * self.shape.width;
            let (own, rest) = mixed.split_at_mut(count.min(mixed.len()));
            let (own_asked, rest_asked) = asked.split_at((count * 3).min(asked.len()));
            attention::forward(kernels, room, self.split(), own_asked, own, &mut trace.shares);
            (asked, mixed) = (rest_asked, rest);
        }
        let mut added = ops::linear(kernels, room, &trace.mixed, &columns.join, &layer.join.biases);
        ops::scale(&mut added, &trace.join_kept);
        ops::add(rows, &added);
        trace.after_attention = ops::norm(rows, &layer.after_attention, layer.epsilon);
        trace.middle.clone_from(rows);

        trace.widened = ops::linear(kernels, room, rows, &columns.widen, &layer.widen.biases);
        trace.wide.clone_from(&trace.widened);
        kernels.gelu(&mut trace.wide);
        let mut added =
            ops::linear(kernels, room, &trace.wide, &columns.narrow, &layer.narrow.biases);
        ops::scale(&mut added, &trace.narrow_kept);
        ops::add(rows, &added);
        trace.after_widening = ops::norm(rows, &layer.after_widening, layer.epsilon);
        trace
    }

    /// Slopes of the rows that came out become those of the rows that went in; adds to those of the weights.
    pub(super) fn back(
        &self,
        room: &mut Room,
        columns: &Columns,
        lengths: Lengths<'_>,
        trace: &Trace,
        slopes: &mut [f32],
        of_weights: &mut Layer,
    ) {
        let Self { kernels, layer, shape } = self;
        let of = of_weights;
        ops::norm_back(
            &trace.after_widening,
            slopes,
            &layer.after_widening,
            &mut of.after_widening,
        );
        let mut of_added = slopes.to_vec();
        ops::scale(&mut of_added, &trace.narrow_kept);
        let mut of_wide = vec![0.0; trace.wide.len()];
        let through = (&*of_added, &*trace.wide);
        ops::linear_back(kernels, room, through, &columns.narrow, &mut of.narrow, &mut of_wide);
        kernels.gelu_slopes(&trace.widened, &mut of_wide);
        let through = (&*of_wide, &*trace.middle);
        ops::linear_back(kernels, room, through, &columns.widen, &mut of.widen, slopes);

        let norm = &mut of.after_attention;
        ops::norm_back(&trace.after_attention, slopes, &layer.after_attention, norm);
        of_added.copy_from_slice(slopes);
        ops::scale(&mut of_added, &trace.join_kept);
        let mut of_mixed = vec![0.0; trace.mixed.len()];
        let through = (&*of_added, &*trace.mixed);
        ops::linear_back(kernels, room, through, &columns.join, &mut of.join, &mut of_mixed);
        let mut of_asked = vec![0.0; trace.asked.len()];
        let (mut from, mut shares) = (0, 0);
        for length in lengths {
            let (count, squares) = (length * shape.width, length * length * shape.heads);
            let asked = trace.asked.get(from * 3..(from + count) * 3).unwrap_or_default();
            let own = trace.shares.get(shares..shares + squares).unwrap_or_default();
            let mixed = of_mixed.get(from..from + count).unwrap_or_default();
            let out = of_asked.get_mut(from * 3..(from + count) * 3).unwrap_or_default();
            attention::back(kernels, room, self.split(), (asked, own), mixed, out);
            from += count;
            shares += squares;
        }
        let through = (&*of_asked, &*trace.rows);
        ops::linear_back(kernels, room, through, &columns.ask, &mut of.ask, slopes);
    }
}
