//! Benchmarks, and the tests that need a whole machine: lost power, dead nodes, fuzzed requests.
//!
//! Every figure is printed with a peer measured in the same run and with the machine it was taken
//! on. This crate must never hold product behaviour: it drives the product and watches it from
//! outside.

pub mod audit;
pub mod cobrowse_nodes;
pub mod decisions;
pub mod desk;
pub mod encoder;
pub mod fuzz;
pub mod import;
pub mod latency;
pub mod learning;
pub mod machine;
pub mod nodes;
pub mod power_loss;
pub mod progress;
pub mod report;
pub mod routing;
pub mod rules;
pub mod server;
pub mod service;
pub mod stopwatch;
pub mod tau2;
pub mod turns;
pub mod understanding;
pub mod year;

pub use report::Report;
