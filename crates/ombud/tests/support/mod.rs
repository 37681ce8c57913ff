//! Telling a scenario to a service over HTTP.

pub(crate) mod file;
pub(crate) mod run;
pub(crate) mod server;
