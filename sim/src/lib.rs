//! Simulation: the machine and the service under everything that can go wrong, seeded.
//!
//! * [`sequence`]: random lives of one order on the pure machine, every invariant checked after
//!   every input, and the whole log replayed at the end;
//! * [`service`]: the whole service in one thread, on a virtual clock, under crashes, lost answers
//!   and everything else that goes wrong.
//!
//! A failing seed is printed; the same seed replays the same failure.

pub mod draw;
pub mod oracle;
pub mod sequence;
pub mod service;
