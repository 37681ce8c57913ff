//! What is looked after without anybody asking: conversations that ended are scored, and what left its
//! band falls back.

use super::{control, quality};
use crate::{App, AppError};

const TENANTS_AT_ONCE: u32 = 100;

/// Scores what ended and, where `bands` are looked at too, lets fall what left its own, of every company;
/// how much of either. Bands are of weeks of conversations: looking at them now and then is soon enough.
///
/// # Errors
/// The store's.
pub async fn watch(app: &App, bands: bool) -> Result<usize, AppError> {
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
            if bands && app.read(&system, control::must_fall).await? {
                done += app.write(&system, control::fall).await?;
            }
        }
    }
}
