//! What is looked after without anybody asking: conversations that ended are scored, and what left its
//! band falls back.

use super::{control, quality};
use crate::{App, AppError};

const TENANTS_AT_ONCE: u32 = 100;

/// Scores what ended and lets fall what left its band, of every company; how much of either.
///
/// # Errors
/// The store's.
pub async fn watch(app: &App) -> Result<usize, AppError> {
    let (mut after, mut done) = (String::new(), 0);
    loop {
        let from = after.clone();
        let tenants = app.store().read(move |tx| store::tenants::list(tx, &from, TENANTS_AT_ONCE));
        let tenants = tenants.await?;
        let Some(last) = tenants.last() else { return Ok(done) };
        after = last.tenant.as_str().to_owned();
        for row in tenants {
            let system = app.system(&row.tenant);
            done += app.write(&system, quality::score_ended).await?;
            done += app.write(&system, control::fall).await?;
        }
    }
}
