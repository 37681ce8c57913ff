//! Attention among the rows of each text, and the way back through it.

use simd::Kernels;

use super::ops::Room;

/// Where the rows of a text lie and how they are divided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    pub(super) heads: usize,
    /// Values of a row of each of query, key and value.
    pub(super) width: usize,
}

impl Split {
    const fn size(self) -> usize {
        match self.width.checked_div(self.heads) {
            Some(size) => size,
            None => 0,
        }
    }

    fn factor(self) -> f32 {
        1.0 / (self.size() as f32).sqrt()
    }

    /// One head's part of rows of `stride` values, which begins at `from`.
    fn part(self, rows: &[f32], stride: usize, from: usize) -> Vec<f32> {
        let rows = rows.chunks_exact(stride.max(1));
        rows.flat_map(|row| row.get(from..from + self.size()).unwrap_or_default())
            .copied()
            .collect()
    }

    /// Writes such a part back.
    fn put(self, part: &[f32], rows: &mut [f32], stride: usize, from: usize) {
        let rows = rows.chunks_exact_mut(stride.max(1));
        for (row, values) in rows.zip(part.chunks_exact(self.size().max(1))) {
            let places = row.get_mut(from..from + self.size()).unwrap_or_default();
            places.iter_mut().zip(values).for_each(|(place, value)| *place = *value);
        }
    }

    /// Query, key and value of one head.
    fn asked(self, asked: &[f32], head: usize) -> [Vec<f32>; 3] {
        let at = |part: usize| part * self.width + head * self.size();
        [0, 1, 2].map(|part| self.part(asked, self.width * 3, at(part)))
    }
}

/// Two matrices laid out and multiplied: rows of the first times `columns` of the second, which is turned
/// or not.
fn product(
    kernels: &Kernels,
    room: &mut Room,
    (rows, rows_turned): (&[f32], bool),
    (columns, columns_turned): (&[f32], bool),
    (count, steps, width): (usize, usize, usize),
) -> Vec<f32> {
    if rows_turned {
        room.rows.pack_turned(rows, count);
    } else {
        room.rows.pack(rows, steps);
    }
    if columns_turned {
        room.columns.pack_turned(columns, steps);
    } else {
        room.columns.pack(columns, width);
    }
    let mut out = vec![0.0; count * width];
    kernels.multiply_floats(&room.rows, &room.columns, &mut out);
    out
}

/// Mixes the values of a text's rows; `shares` gets how much each row takes of each, head by head.
pub(super) fn forward(
    kernels: &Kernels,
    room: &mut Room,
    split: Split,
    asked: &[f32],
    mixed: &mut [f32],
    shares: &mut Vec<f32>,
) {
    let (count, size) = (mixed.len() / split.width.max(1), split.size());
    for head in 0..split.heads {
        let [query, key, value] = split.asked(asked, head);
        let sizes = (count, size, count);
        let mut own = product(kernels, room, (&query, false), (&key, true), sizes);
        own.iter_mut().for_each(|score| *score *= split.factor());
        kernels.softmax(&mut own, count);
        let out = product(kernels, room, (&own, false), (&value, false), (count, count, size));
        split.put(&out, mixed, split.width, head * size);
        shares.extend(own);
    }
}

/// The way back: slopes of what was mixed become those of what was asked.
pub(super) fn back(
    kernels: &Kernels,
    room: &mut Room,
    split: Split,
    (asked, shares): (&[f32], &[f32]),
    of_mixed: &[f32],
    of_asked: &mut [f32],
) {
    let (count, size) = (of_mixed.len() / split.width.max(1), split.size());
    let of_heads = shares.chunks_exact((count * count).max(1));
    for (head, shares) in of_heads.enumerate().take(split.heads) {
        let [query, key, value] = split.asked(asked, head);
        let slopes = split.part(of_mixed, split.width, head * size);
        let sizes = (count, count, size);
        let of_value = product(kernels, room, (shares, true), (&slopes, false), sizes);
        let across = (count, size, count);
        let mut of_scores = product(kernels, room, (&slopes, false), (&value, true), across);
        let rows = of_scores.chunks_exact_mut(count.max(1)).zip(shares.chunks_exact(count.max(1)));
        for (slopes, shares) in rows {
            let along: f32 = slopes.iter().zip(shares).map(|(slope, share)| slope * share).sum();
            for (slope, share) in slopes.iter_mut().zip(shares) {
                *slope = share * (*slope - along) * split.factor();
            }
        }
        let of_query = product(kernels, room, (&of_scores, false), (&key, false), sizes);
        let of_key = product(kernels, room, (&of_scores, true), (&query, false), sizes);
        for (part, slopes) in [of_query, of_key, of_value].iter().enumerate() {
            split.put(slopes, of_asked, split.width * 3, part * split.width + head * size);
        }
    }
}
