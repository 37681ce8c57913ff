//! The words of a dispute: reasons, states, outcomes, statements, evidence. Data only.

pub(crate) mod dispute;
pub(crate) mod evidence;
pub mod facts;
pub(crate) mod reason;
pub(crate) mod settlement;
pub(crate) mod state;

pub use dispute::*;
pub use evidence::*;
pub use facts::*;
pub use reason::*;
pub use settlement::*;
pub use state::*;
