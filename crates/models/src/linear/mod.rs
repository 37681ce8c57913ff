//! Linear classifiers: one support-vector machine a class against all others, and how sure their scores
//! are.

mod classifier;
mod dual;

pub use classifier::{CLASSES_MAX, Classifier, Options, TrainError};
