//! Bytes that no row names any more, where they lie in a folder: the file goes too. It is a job of the
//! transaction that took the row away, so that a node that dies in between leaves nothing behind.

use async_trait::async_trait;
use engine::HandlerError;
use engine::jobs::{Completion, JobHandler, nothing_to_write};
use kernel::canonical::Sha256Hex;
use kernel::{Duration, JobId};
use serde::{Deserialize, Serialize};
use store::jobs::{JobRow, NewJob};

use crate::{App, AppError, Session};

/// The queue of files to forget.
pub const FORGET_FILES: &str = "forget_files";
/// A file written a moment ago may be about to be named by a row: it waits so long.
const AFTER: Duration = Duration::HOUR;

/// Which file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Payload {
    sha256: Sha256Hex,
    path: String,
}

/// Notes that a file is to go.
pub(crate) fn enqueue(
    s: &mut Session<'_, '_>,
    sha256: Sha256Hex,
    path: String,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let job = NewJob {
        tenant,
        job: JobId::generate(now, s.rng()),
        queue: FORGET_FILES.to_owned(),
        key: None,
        payload: serde_json::to_string(&Payload { sha256, path })?,
        run_at: now.plus(AFTER),
        created_at: now,
    };
    Ok(store::jobs::enqueue(s.tx(), vec![job])?)
}

/// Deletes what is to go.
#[derive(Debug)]
pub struct ForgetFiles(pub App);

#[async_trait]
impl JobHandler for ForgetFiles {
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError> {
        let failed = |error: AppError| HandlerError::Failed(crate::error::with_sources(&error));
        let payload: Payload =
            serde_json::from_str(&job.payload).map_err(|error| failed(error.into()))?;
        let (tenant, sha256) = (job.tenant.clone(), payload.sha256);
        let read = move |tx: &mut store::Tx<'_>| store::evidence::blob(tx, &tenant, &sha256);
        let named = self.0.store().read(read).await.map_err(|error| failed(error.into()))?;
        if named.is_none() {
            let (blobs, before) = (self.0.blobs().clone(), self.0.now().minus(AFTER));
            let work = move || blobs.forget(&payload.path, before);
            tokio::task::spawn_blocking(work)
                .await
                .map_err(|error| failed(AppError::internal("forgetting was cut short", error)))?
                .map_err(failed)?;
        }
        Ok(nothing_to_write())
    }
}
