//! News of other nodes: what their lanes appended to the log is read on, and told here.
//!
//! A lane is written by one node at a time and numbers its events without gaps, so "everything after
//! the last number" is complete and cheap to ask for. The bus says when there is something, where it can.

use std::collections::HashMap;

use app::AppError;
use bus::Kind;
use engine::Shutdown;

use super::teller;
use crate::AppState;

/// Events of one look.
const EVENTS_MAX: u32 = 500;

/// Tells this node's sockets of what other nodes committed, until it is told to stop.
pub async fn relay(state: AppState, mut shutdown: Shutdown) {
    let mut heads: Option<HashMap<i64, i64>> = None;
    let mut ear = state.bus.ear(Kind::News);
    while !shutdown.is_triggered() {
        match look(&state, &mut heads).await {
            // Behind: look again at once.
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "news of other nodes could not be read"),
        }
        tokio::select! {
            () = ear.look_is_due() => {}
            () = shutdown.triggered() => {}
        }
    }
}

/// One look; `true` where there may be more.
async fn look(state: &AppState, heads: &mut Option<HashMap<i64, i64>>) -> Result<bool, AppError> {
    let own = state.app.store().lane();
    let known = heads.clone();
    let read = state.app.store().read(move |tx| read(tx, own, known.as_ref()));
    let Read { heads: next, news, more } = read.await?;
    for one in &news {
        state.queue.boards().tell(one);
        teller::tell(&state.live, one);
    }
    *heads = Some(next);
    Ok(more)
}

struct Read {
    heads: HashMap<i64, i64>,
    news: Vec<app::News>,
    more: bool,
}

fn read(
    tx: &mut store::Tx<'_>,
    own: i64,
    known: Option<&HashMap<i64, i64>>,
) -> Result<Read, AppError> {
    let mut heads: HashMap<i64, i64> = store::conversation_events::heads(tx)?.into_iter().collect();
    let Some(known) = known else { return Ok(Read { heads, news: Vec::new(), more: false }) };
    let (mut news, mut more) = (Vec::new(), false);
    let lanes: Vec<(i64, i64)> = heads.iter().map(|(lane, head)| (*lane, *head)).collect();
    for (lane, head) in lanes {
        let seen = known.get(&lane).copied().unwrap_or(0);
        if lane == own || head <= seen {
            continue;
        }
        let rows = store::conversation_events::of_lane(tx, lane, seen, EVENTS_MAX)?;
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        more |= rows.len() >= EVENTS_MAX as usize;
        heads.insert(lane, seen.saturating_add(count));
        for row in rows {
            news.extend(app::conversations::news_of(tx, &row)?);
        }
    }
    Ok(Read { heads, news, more })
}
