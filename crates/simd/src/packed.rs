//! Weight matrices of bytes, laid out in the order in which the kernels read them.

use crate::quantised::GROUP;

/// Columns that a kernel works on at once; a matrix is padded to a multiple with noughts.
pub const COLUMNS: usize = 64;
/// Columns of one block.
pub(crate) const BLOCK: usize = 16;
/// Blocks that lie side by side.
pub(crate) const BLOCKS: usize = COLUMNS / BLOCK;
/// Most values of a row: beyond, a sum of products of twelve and eight bits could leave 32 bits.
pub const WIDTH_MAX: usize = 4_096;

/// Sixteen columns, four values of each: a cache line, and a wide register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Block(pub(crate) [i8; BLOCK * GROUP]);

/// Why a matrix was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackError {
    /// Rows of this many values; they have 1 to [`WIDTH_MAX`].
    Width(usize),
    /// So many weights, scales or biases are not what outputs and width ask for.
    Count { given: usize, wanted: usize },
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Width(width) => write!(f, "{width} inputs; a matrix has 1 to {WIDTH_MAX}"),
            Self::Count { given, wanted } => {
                write!(f, "{given} values where the sizes ask for {wanted}")
            }
        }
    }
}

impl std::error::Error for PackError {}

/// A matrix of signed bytes with a scale and a bias for each output.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    inputs: usize,
    outputs: usize,
    /// For each panel of 64 outputs, for each four inputs, four blocks.
    pub(crate) blocks: Vec<[Block; BLOCKS]>,
    /// Of each output, padded to whole panels: the sum of its weights, its scale, its bias.
    pub(crate) sums: Vec<i32>,
    pub(crate) scales: Vec<f32>,
    pub(crate) biases: Vec<f32>,
}

impl Packed {
    /// From the weights of the first output, one for each input, then of the second …
    ///
    /// # Errors
    /// [`PackError`], when sizes do not fit together or a sum could overflow.
    pub fn new(
        inputs: usize,
        weights: &[i8],
        scales: &[f32],
        biases: &[f32],
    ) -> Result<Self, PackError> {
        if !(1..=WIDTH_MAX).contains(&inputs) {
            return Err(PackError::Width(inputs));
        }
        let outputs = scales.len();
        for (given, wanted) in [(weights.len(), outputs * inputs), (biases.len(), outputs)] {
            if given != wanted {
                return Err(PackError::Count { given, wanted });
            }
        }
        let panels = outputs.div_ceil(COLUMNS);
        let steps = inputs.div_ceil(GROUP);
        let mut blocks = vec![[Block([0; BLOCK * GROUP]); BLOCKS]; panels * steps];
        let mut sums = vec![0; panels * COLUMNS];
        for (output, (row, sum)) in weights.chunks_exact(inputs).zip(&mut sums).enumerate() {
            *sum = row.iter().map(|weight| i32::from(*weight)).sum();
            let (panel, block, lane) =
                (output / COLUMNS, output % COLUMNS / BLOCK, output % BLOCK * GROUP);
            let own = blocks.get_mut(panel * steps..).unwrap_or_default();
            for (four, step) in row.chunks(GROUP).zip(own) {
                let place = step.get_mut(block).and_then(|block| block.0.get_mut(lane..));
                for (weight, place) in four.iter().zip(place.unwrap_or_default()) {
                    *place = *weight;
                }
            }
        }
        let padded = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(panels * COLUMNS, 0.0);
            values
        };
        Ok(Self { inputs, outputs, blocks, sums, scales: padded(scales), biases: padded(biases) })
    }

    pub const fn inputs(&self) -> usize {
        self.inputs
    }

    pub const fn outputs(&self) -> usize {
        self.outputs
    }

    /// Four inputs at a time.
    pub(crate) const fn steps(&self) -> usize {
        self.inputs.div_ceil(GROUP)
    }

    /// The weights in the order in which they were given.
    pub fn weights(&self) -> Vec<i8> {
        let steps = self.steps();
        let mut weights = Vec::with_capacity(self.inputs * self.outputs);
        for output in 0..self.outputs {
            let (panel, block, lane) =
                (output / COLUMNS, output % COLUMNS / BLOCK, output % BLOCK * GROUP);
            let own = self.blocks.iter().skip(panel * steps).take(steps);
            let values = own.flat_map(|step| {
                let block = step.get(block).and_then(|block| block.0.get(lane..lane + GROUP));
                block.unwrap_or_default().iter().copied()
            });
            weights.extend(values.take(self.inputs));
        }
        weights
    }

    /// The scale of each output.
    pub fn scales(&self) -> &[f32] {
        self.scales.get(..self.outputs).unwrap_or_default()
    }

    /// The bias of each output.
    pub fn biases(&self) -> &[f32] {
        self.biases.get(..self.outputs).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        for (inputs, outputs) in [(1, 1), (4, 16), (5, 17), (384, 100), (7, 200)] {
            let weights: Vec<i8> = (0..inputs * outputs).map(|at| (at * 37 % 251) as i8).collect();
            let scales = vec![0.5; outputs];
            let packed = Packed::new(inputs, &weights, &scales, &scales).unwrap();
            assert_eq!(packed.weights(), weights, "{inputs} × {outputs}");
            assert_eq!((packed.scales(), packed.biases()), (&scales[..], &scales[..]));
            let last: i32 = weights[weights.len() - inputs..].iter().map(|w| i32::from(*w)).sum();
            assert_eq!(packed.sums[outputs - 1], last);
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let cases = [
            (0, 0, 1, 1, PackError::Width(0)),
            (WIDTH_MAX + 1, 0, 1, 1, PackError::Width(WIDTH_MAX + 1)),
            (2, 3, 2, 2, PackError::Count { given: 3, wanted: 4 }),
            (2, 4, 2, 1, PackError::Count { given: 1, wanted: 2 }),
        ];
        for (inputs, weights, scales, biases, error) in cases {
            let packed =
                Packed::new(inputs, &vec![0; weights], &vec![0.0; scales], &vec![0.0; biases]);
            assert_eq!(packed.map(|_| ()), Err(error));
        }
    }
}
