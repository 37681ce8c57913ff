//! Broken promises, and how errors of the simulation itself become them.

use app::AppError;

/// A broken promise, with what led to it.
#[derive(Debug, thiserror::Error)]
#[error("seed {seed}: {broken}\nthe last steps:\n  {}", steps.join("\n  "))]
pub struct Failure {
    pub seed: u64,
    pub broken: Broken,
    pub steps: Vec<String>,
}

/// Which promise, and how.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {detail}")]
pub struct Broken {
    pub what: &'static str,
    pub detail: String,
}

pub(super) type Checked<T> = Result<T, Broken>;

pub(super) fn broken<T>(what: &'static str, detail: impl Into<String>) -> Checked<T> {
    Err(Broken { what, detail: detail.into() })
}

impl From<AppError> for Broken {
    fn from(error: AppError) -> Self {
        Self { what: "the service could not be looked at", detail: format!("{error:?}") }
    }
}
impl From<store::StoreError> for Broken {
    fn from(error: store::StoreError) -> Self {
        AppError::from(error).into()
    }
}
impl From<serde_json::Error> for Broken {
    fn from(error: serde_json::Error) -> Self {
        AppError::from(error).into()
    }
}
impl From<kernel::id::IdError> for Broken {
    fn from(error: kernel::id::IdError) -> Self {
        Self { what: "the simulation named something wrongly", detail: error.to_string() }
    }
}
impl From<world::WorldError> for Broken {
    fn from(error: world::WorldError) -> Self {
        Self { what: "the world could not be made", detail: error.to_string() }
    }
}
