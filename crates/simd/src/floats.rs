//! Matrices of floating-point numbers, laid out in the order in which the kernels read them. For training:
//! what only runs has weights of a byte, which are faster.

/// Rows of a tile.
pub(crate) const TILE: usize = 8;
/// Columns of a panel.
pub(crate) const PANEL: usize = 32;

/// The left side of a product: for each eight rows, the first value of each, then the second …
///
/// Kept between uses: it grows to the largest and is not freed.
#[derive(Debug, Clone, Default)]
pub struct FloatRows {
    rows: usize,
    steps: usize,
    pub(crate) values: Vec<f32>,
}

/// The right side of a product: for each 32 columns, the first value of each, then the second …
///
/// Kept between uses: it grows to the largest and is not freed.
#[derive(Debug, Clone, Default)]
pub struct FloatColumns {
    columns: usize,
    steps: usize,
    pub(crate) values: Vec<f32>,
}

impl FloatRows {
    /// Takes rows of `steps` values, one after the other.
    pub fn pack(&mut self, values: &[f32], steps: usize) {
        (self.rows, self.steps) = (values.len() / steps.max(1), steps);
        lay_across::<TILE>(values, steps, self.rows, &mut self.values);
    }

    /// Takes the columns of rows of `rows` values as rows.
    pub fn pack_turned(&mut self, values: &[f32], rows: usize) {
        (self.rows, self.steps) = (rows, values.len() / rows.max(1));
        lay_along::<TILE>(values, rows, self.steps, &mut self.values);
    }

    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Values of a row.
    pub const fn steps(&self) -> usize {
        self.steps
    }
}

impl FloatColumns {
    /// Takes rows of `columns` values, one after the other.
    pub fn pack(&mut self, values: &[f32], columns: usize) {
        (self.columns, self.steps) = (columns, values.len() / columns.max(1));
        lay_along::<PANEL>(values, columns, self.steps, &mut self.values);
    }

    /// Takes columns of `steps` values, one after the other: the weights of outputs, each of its inputs.
    pub fn pack_turned(&mut self, values: &[f32], steps: usize) {
        (self.columns, self.steps) = (values.len() / steps.max(1), steps);
        lay_across::<PANEL>(values, steps, self.columns, &mut self.values);
    }

    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Values of a column.
    pub const fn steps(&self) -> usize {
        self.steps
    }
}

/// Lines of `steps` values, `N` beside each other.
fn lay_across<const N: usize>(values: &[f32], steps: usize, lines: usize, into: &mut Vec<f32>) {
    into.clear();
    into.resize(lines.div_ceil(N) * N * steps, 0.0);
    let groups = values.chunks(steps.max(1) * N).zip(into.chunks_exact_mut((steps * N).max(1)));
    for (lines, group) in groups {
        for (lane, line) in lines.chunks_exact(steps.max(1)).enumerate() {
            for (value, places) in line.iter().zip(group.as_chunks_mut::<N>().0) {
                if let Some(place) = places.get_mut(lane) {
                    *place = *value;
                }
            }
        }
    }
}

/// Lines whose values lie `lines` apart, `N` beside each other.
fn lay_along<const N: usize>(values: &[f32], lines: usize, steps: usize, into: &mut Vec<f32>) {
    into.clear();
    into.resize(lines.div_ceil(N) * N * steps, 0.0);
    for (first, group) in (0..lines).step_by(N).zip(into.chunks_exact_mut((steps * N).max(1))) {
        let last = (first + N).min(lines);
        for (row, places) in values.chunks_exact(lines).zip(group.as_chunks_mut::<N>().0) {
            for (place, value) in places.iter_mut().zip(row.get(first..last).unwrap_or_default()) {
                *place = *value;
            }
        }
    }
}
