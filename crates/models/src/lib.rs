//! Models that are trained and run here: features of texts, and linear classifiers on them.
//!
//! A model advises. What it says is a score with its calibration; what is done about it is for policy
//! code elsewhere. Training is deterministic: the same texts and options give the same model, on any
//! number of cores.

pub mod classify;
pub mod encoder;
pub mod linear;
pub mod measure;
pub mod nearest;
pub mod parallel;
mod shuffle;
pub mod sparse;
pub mod text;
pub mod tokenize;
pub mod tune;
