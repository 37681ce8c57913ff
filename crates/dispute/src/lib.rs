//! Disputes decided end to end: the machine, its clocks, evidence, decision tables and money.
//!
//! One [`OrderFile`] holds everything about one order that a decision may touch: the purchase, its
//! plans, its disputes and its share of the books. [`OrderFile::step`] is the only way it changes:
//! it takes an input and a context and returns the effects. It reads no clock, makes no network
//! call, and never moves money itself: it says what must move, as balanced entries and intents.

pub mod ce3;
pub mod collection;
pub mod context;
pub mod decide;
pub mod effect;
pub mod evidence;
pub mod input;
mod known;
pub mod model;
pub mod options;
pub mod order_file;
pub mod pack;
pub mod refusal;
mod step;

pub use collection::{Collection, CollectionMark, CollectionState, Pays};
pub use context::{AutomaticLimits, Context, Outside, RuleBook};
pub use effect::*;
pub use input::*;
pub use model::*;
pub use options::{ExtendOption, HardshipOption, PlanOptions};
pub use order_file::*;
pub use pack::{Pack, PackError};
pub use refusal::Refusal;
pub use step::{Foreseen, PACK_REASONS, Step};
