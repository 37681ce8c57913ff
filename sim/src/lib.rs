//! Simulation: the machine and the service under everything that can go wrong, seeded.
//!
//! * [`sequence`]: random lives of one order on the pure machine, every invariant checked after
//!   every input, and the whole log replayed at the end.
//!
//! A failing seed is printed; the same seed replays the same failure.

pub mod draw;
pub mod oracle;
pub mod sequence;
