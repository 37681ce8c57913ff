//! The subcommands, one module each. Each opens what it needs, calls one use case and prints.

pub(crate) mod assistant;
pub(crate) mod audit;
pub(crate) mod cobrowse;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod import;
mod import_conversations;
pub(crate) mod keys;
mod meter;
pub(crate) mod migrate;
pub(crate) mod policy;
pub(crate) mod serve;
pub(crate) mod up;
pub(crate) mod users;
pub(crate) mod verify;
pub(crate) mod version;
pub(crate) mod world;
