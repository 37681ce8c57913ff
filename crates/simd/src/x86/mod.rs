//! Kernels for x86-64 with wide registers. Each level is a file whose `kernels` is entered only after its
//! instructions were detected; the closures in it carry that on.

pub(crate) mod avx2;
pub(crate) mod avx512;
pub(crate) mod avx_vnni;
