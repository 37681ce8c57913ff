//! Every kernel as plain Rust, without instructions of its own.
//!
//! All but the products of matrices are compiled once for each level, by being inlined into it: the
//! compiler then uses the registers that the level has. It neither reorders nor fuses floating-point
//! operations, so the bits stay the same.

pub(crate) mod attention;
pub(crate) mod floats;
pub(crate) mod gelu;
pub(crate) mod math;
pub(crate) mod multiply;
pub(crate) mod norm;
pub(crate) mod quantise;

pub use attention::Heads;
pub use norm::Norm;

use crate::kernels::Kernels;

/// What every processor can do.
pub(crate) const KERNELS: Kernels = Kernels {
    name: "portable",
    quantise: quantise::quantise,
    multiply: multiply::multiply,
    attend: attention::attend,
    add_norm: norm::add_norm,
    gelu: gelu::gelu,
    multiply_floats: floats::multiply,
    softmax: floats::softmax,
    gelu_slopes: gelu::gelu_slopes,
};
