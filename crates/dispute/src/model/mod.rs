//! The words of a dispute: reasons, states, outcomes, statements, evidence. Data only.

pub mod dispute;
pub mod evidence;
pub mod facts;
pub mod reason;
pub mod state;

pub use dispute::*;
pub use evidence::*;
pub use facts::*;
pub use reason::*;
pub use state::*;
