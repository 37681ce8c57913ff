//! What the customer wrote that no person has answered.

use kernel::ConversationId;
use support::conversation::{Event, EventBody, HumanHow, Speaker};

use crate::assistant::draft::{Surroundings, surroundings};
use crate::{AppError, Session, conversations};

/// Newest events that are looked through.
const EVENTS_MAX: u32 = 100;
/// Newest messages of the customer that are answered together.
const MESSAGES_MAX: usize = 3;

/// What is to be answered.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The newest message of it.
    pub(super) seq: u64,
    pub(super) text: String,
    pub(super) around: Surroundings,
}

/// The customer's newest messages since a person spoke; those that only ask for a person are left out
/// where there are others. The assistant does not count as an answer: it hands over with a message.
pub(super) fn asked(
    s: &mut Session<'_, '_>,
    id: ConversationId,
) -> Result<Option<Asked>, AppError> {
    let c = conversations::worked(s, id)?.conversation;
    let tenant = s.tenant().clone();
    let rows = store::conversation_events::before(s.tx(), &tenant, id, i64::MAX, true, EVENTS_MAX)?;
    let events = rows.iter().map(conversations::event).collect::<Result<Vec<Event>, _>>()?;
    let Some((seq, text)) = newest(&events) else { return Ok(None) };
    let around = surroundings(s, &c)?;
    Ok(Some(Asked { seq, text, around }))
}

/// The number of the newest message and the text of all, of events from new to old.
fn newest(events: &[Event]) -> Option<(u64, String)> {
    let mut messages: Vec<(u64, &str, bool)> = Vec::new();
    let mut wants_person = false;
    for event in events {
        match &event.body {
            // It follows the message that it was heard in.
            EventBody::HumanRequested { how: HumanHow::Words, .. } => wants_person = true,
            EventBody::Message { text, .. } => match event.by.kind {
                Speaker::Person => break,
                Speaker::Customer => {
                    messages.push((event.seq, text, wants_person));
                    wants_person = false;
                }
                Speaker::Ai | Speaker::System => wants_person = false,
            },
            _ => {}
        }
    }
    let seq = messages.first()?.0;
    let others = messages.iter().any(|(_, _, wants_person)| !wants_person);
    let told = messages.iter().filter(|(_, _, wants_person)| !(others && *wants_person));
    let told: Vec<&str> = told.take(MESSAGES_MAX).map(|(_, text, _)| *text).collect();
    Some((seq, told.into_iter().rev().collect::<Vec<_>>().join("\n")))
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use serde_json::json;

    use super::*;

    fn event(seq: u64, by: &str, body: serde_json::Value) -> Event {
        let at = Timestamp::EPOCH.to_string();
        let by = json!({"kind": by, "name": ""});
        let event = json!({"seq": seq, "prev_public": 0, "at": at, "by": by, "body": body});
        serde_json::from_value(event).unwrap()
    }

    fn says(seq: u64, by: &str, text: &str) -> Event {
        event(seq, by, json!({"kind": "message", "text": text}))
    }

    fn wants_person(seq: u64) -> Event {
        let task = "01930d1c-8f00-7000-8000-000000000002";
        let due_at = Timestamp::EPOCH.to_string();
        let body =
            json!({"kind": "human_requested", "how": "words", "task": task, "due_at": due_at});
        event(seq, "customer", body)
    }

    #[test]
    fn what_no_person_answered_is_asked() {
        type Expected = Option<(u64, &'static str)>;
        let table: [(Vec<Event>, Expected); 5] = [
            (vec![], None),
            (vec![says(1, "customer", "a"), says(2, "person", "b")], None),
            (
                vec![says(1, "customer", "a"), says(2, "person", "b"), says(3, "customer", "c")],
                Some((3, "c")),
            ),
            // The assistant's hand-over does not hide what was asked before it.
            (
                vec![
                    says(1, "customer", "where is it"),
                    says(2, "ai", "which one?"),
                    says(3, "customer", "a person please"),
                    wants_person(4),
                    says(5, "ai", "one comes"),
                ],
                Some((3, "where is it")),
            ),
            (
                vec![says(1, "customer", "a person please"), wants_person(2)],
                Some((1, "a person please")),
            ),
        ];
        for (mut events, expected) in table {
            events.reverse();
            let found = newest(&events);
            assert_eq!(found.as_ref().map(|(seq, text)| (*seq, text.as_str())), expected);
        }
    }
}
