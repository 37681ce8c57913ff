//! A step of a session: stored, then told to its room.

use app::AppError;
use app::cobrowse::{self as sessions, Acted};
use cobrowse::control::ToCustomer;
use cobrowse::recording::Noted;
use cobrowse::session::{Effect, Input};
use relay::Of;

use crate::AppState;

/// Steps a session and tells its room, also of what a refused input counted.
///
/// # Errors
/// The store's. Then the room does not hear of it, and holds back what it was told to by itself.
pub(super) async fn step(state: &AppState, of: &Of, input: Input) -> Result<(), AppError> {
    let (id, tenant) = (of.session, state.app.system(&of.tenant));
    let room = state.together.relay.room(of);
    let seen = room.as_ref().map(|room| room.seen_at());
    let act = move |s: &mut app::Session<'_, '_>| sessions::act(s, id, input.clone(), seen);
    let Acted { kept, effects, .. } = state.app.write(&tenant, act).await?;
    let Some(room) = room else { return Ok(()) };
    room.set(&kept.machine);
    for effect in effects {
        match effect {
            Effect::Show(ask) => room.tell_customer(&ToCustomer::Ask { ask }),
            Effect::Note(happened) => {
                if let Some(noted) = Noted::of(&happened) {
                    room.note(&noted);
                }
            }
            Effect::Receipt(_) => {}
        }
    }
    state.together.record(state, &room).await;
    Ok(())
}
