//! What somebody cannot see: told to the others and the recording, and handed on with its place in the page. The customer's
//! side is asked for the place; where it does not answer, what lies around the node on the wire is the place.

use std::sync::Arc;

use cobrowse::consent::Grant;
use cobrowse::control::{Located, ToCustomer, ToViewer};
use cobrowse::place::Place;
use kernel::{Duration, Timestamp};

use super::Work;
use crate::sink::Event;

/// So many boxes a second of one viewer, and how many at once.
pub(super) const BLINDS_A_SECOND: i64 = 1;
pub(super) const BLINDS_AHEAD: Duration = Duration::from_secs(5);
/// A page that has not said by then where the box is will not say.
pub(super) const ANSWER: Duration = Duration::from_secs(5);
/// The most that wait for an answer.
const UNPLACED_MAX: usize = 16;

/// A box whose place the customer's side is asked for.
#[derive(Debug)]
pub(super) struct Unplaced {
    id: String,
    seat: u32,
    node: u32,
    note: Option<String>,
    /// By what is on the wire.
    place: Place,
    since: Timestamp,
}

impl Work<'_> {
    /// A node that is not there, or is asked for too fast, is nobody's.
    pub(super) fn blind(&mut self, from: u64, seat: u32, node: u32, note: Option<String>) {
        let now = self.now;
        let looker = self.inner.lookers.iter_mut().find(|looker| looker.id == from);
        let is_in_pace = looker.is_some_and(|looker| looker.blinds.take(now));
        if !is_in_pace || !self.may(seat, Grant::View) {
            return;
        }
        let page = self.inner.verifier.page();
        let (Some(place), Some(frame)) = (Place::on(page, node), page.sequence()) else { return };
        let text = ToViewer::Blind { seat, node, note: note.clone() }.text();
        self.tell_viewers(&text, Some(from));
        self.record_event(&text);
        let id = format!("b{}", self.take_id());
        let unplaced = Unplaced { id: id.clone(), seat, node, note, place, since: now };
        let has_room = self.inner.unplaced.len() < UNPLACED_MAX;
        match self.writer_queue().filter(|_| has_room) {
            Some(queue) => {
                queue.text(Arc::from(ToCustomer::Locate { id, frame, node }.text()));
                self.inner.unplaced.push(unplaced);
            }
            None => self.place(unplaced, None),
        }
    }

    /// The customer's side says where a box is; of one that it was not asked for, it says nothing to anybody.
    pub(super) fn take_place(&mut self, located: Located) {
        let found = self.inner.unplaced.iter().position(|one| one.id == located.id);
        let Some(at) = found else { return };
        let unplaced = self.inner.unplaced.remove(at);
        self.place(unplaced, Some(located));
    }

    /// Goes on without an answer where none has come for so long.
    pub(super) fn give_up_places(&mut self, after: Duration) {
        let now = self.now;
        let all = std::mem::take(&mut self.inner.unplaced);
        let (over, left): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| now.since(one.since) >= after);
        self.inner.unplaced = left;
        for one in over {
            self.place(one, None);
        }
    }

    fn place(&self, unplaced: Unplaced, located: Option<Located>) {
        let Unplaced { seat, node, note, place, .. } = unplaced;
        // It was read already: what is no place did not come so far.
        let told = located.as_ref().and_then(|located| located.place().ok().flatten());
        let page = located.and_then(|located| located.page);
        self.event(Event::Blind { seat, node, page, place: told.unwrap_or(place), note });
    }
}
