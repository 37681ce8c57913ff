//! Arithmetic of neural networks on a processor's wide registers: products of quantised matrices,
//! attention, normalisation, GELU; and what training needs beside.
//!
//! Which instructions are used is found at run time. **Every level gives the same bits**: products of
//! integers are exact, and of floating point each order of summation is fixed and nothing is fused. So a
//! text has one vector whatever machine made it, and what was decided on it can be decided again.
//!
//! It never reads, stores or decides anything, and holds the workspace's only unsafe expressions, in
//! [`Kernels`]: the calls that enter code for a processor that was detected.

mod floats;
mod kernels;
mod packed;
mod portable;
mod quantised;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use floats::{FloatColumns, FloatRows};
pub use kernels::Kernels;
pub use packed::{COLUMNS, PackError, Packed, WIDTH_MAX};
pub use portable::{Heads, Norm};
pub use quantised::{LEVELS_MAX, Quantised};
