//! The kernels of one level, and the detection of what this processor can do.

use crate::floats::{FloatColumns, FloatRows};
use crate::packed::Packed;
use crate::portable::{self, Heads, Norm};
use crate::quantised::Quantised;

/// The kernels as this processor runs them best, or, for tests, as it could.
///
/// All levels give the same bits.
#[derive(Debug, Clone, Copy)]
pub struct Kernels {
    pub(crate) name: &'static str,
    pub(crate) quantise: fn(&[f32], usize, &mut Quantised),
    pub(crate) multiply: fn(&Quantised, &Packed, &mut [f32]),
    pub(crate) attend: fn(Heads, &[f32], &mut [f32], &mut Vec<f32>),
    pub(crate) add_norm: fn(&mut [f32], &[f32], &Norm),
    pub(crate) gelu: fn(&mut [f32]),
    pub(crate) multiply_floats: fn(&FloatRows, &FloatColumns, &mut [f32]),
    pub(crate) softmax: fn(&mut [f32], usize),
    pub(crate) gelu_slopes: fn(&[f32], &mut [f32]),
}

impl Kernels {
    /// The best level of this processor.
    pub fn best() -> Self {
        Self::all().last().copied().unwrap_or(portable::KERNELS)
    }

    /// Every level that this processor has, the best last.
    pub fn all() -> Vec<Self> {
        let mut all = vec![portable::KERNELS];
        all.extend(detected());
        all
    }

    /// What it is called: the instructions that it needs.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Quantises rows of `width` values.
    pub fn quantise(&self, rows: &[f32], width: usize, into: &mut Quantised) {
        (self.quantise)(rows, width, into);
    }

    /// Rows times a matrix, plus its bias: for each row, [`Packed::outputs`] values.
    /// Rows and matrix must have the same width, and `into` room for all; what does not fit is left as it
    /// was.
    pub fn multiply(&self, rows: &Quantised, matrix: &Packed, into: &mut [f32]) {
        if rows.width() == matrix.inputs() {
            (self.multiply)(rows, matrix, into);
        }
    }

    /// Attention among the rows of one text: each row of `rows` holds query, key and value, `into` gets
    /// their mixture. `scratch` is kept between uses.
    pub fn attend(&self, heads: Heads, rows: &[f32], into: &mut [f32], scratch: &mut Vec<f32>) {
        (self.attend)(heads, rows, into, scratch);
    }

    /// Adds to each row what belongs to it, and normalises the sum.
    pub fn add_norm(&self, rows: &mut [f32], added: &[f32], norm: &Norm) {
        (self.add_norm)(rows, added, norm);
    }

    /// The Gaussian error linear unit, x Φ(x), of each value.
    pub fn gelu(&self, values: &mut [f32]) {
        (self.gelu)(values);
    }

    /// Adds rows times columns to `into`, which has a row of [`FloatColumns::columns`] values for each row.
    /// Rows and columns must have the same steps; where they do not, `into` is left as it was.
    pub fn multiply_floats(&self, rows: &FloatRows, columns: &FloatColumns, into: &mut [f32]) {
        if rows.steps() == columns.steps() {
            (self.multiply_floats)(rows, columns, into);
        }
    }

    /// Makes of each row of `width` scores shares that add up to one: e to the power of each, by their sum.
    pub fn softmax(&self, rows: &mut [f32], width: usize) {
        (self.softmax)(rows, width);
    }

    /// Multiplies each of `slopes` with the slope of [`Self::gelu`] at its value.
    pub fn gelu_slopes(&self, values: &[f32], slopes: &mut [f32]) {
        (self.gelu_slopes)(values, slopes);
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)] // What is called was detected on the line before; see docs/adr/0007.
fn detected() -> Vec<Kernels> {
    use crate::x86::{avx_vnni, avx2, avx512};
    let mut found = Vec::new();
    let has_avx2 = is_x86_feature_detected!("avx2");
    if has_avx2 {
        // SAFETY: the function needs AVX2 and nothing else of its caller.
        found.push(unsafe { avx2::kernels() });
    }
    if has_avx2 && is_x86_feature_detected!("avxvnni") {
        // SAFETY: the function needs AVX2 and AVX-VNNI and nothing else of its caller.
        found.push(unsafe { avx_vnni::kernels() });
    }
    let has_avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512dq");
    if has_avx2 && has_avx512 && is_x86_feature_detected!("avx512vnni") {
        // SAFETY: the function needs AVX2, the four of AVX-512, its VNNI, and nothing else of its caller.
        found.push(unsafe { avx512::kernels() });
    }
    found
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> Vec<Kernels> {
    Vec::new()
}
