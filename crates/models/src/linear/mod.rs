//! Linear classifiers: one support-vector machine a class against all others, and probabilities of all
//! classes at once.

mod classifier;
mod dual;
mod logistic;

pub use classifier::{CLASSES_MAX, Classifier, Options, TrainError};
pub use logistic::Logistic;
