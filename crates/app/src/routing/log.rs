//! What really came to a desk in a period: who arrived when, what they needed, how urgent it was at that
//! moment, and how long a person had it. Read from the conversations and their logs.

use kernel::{ConversationId, Duration, Timestamp};
use store::conversation_events::WorkedRow;
use support::conversation::{Channel, Conversation, Event, EventBody, Level};

use super::{board, needs};
use crate::{AppError, Session};

/// Conversations of one period, at most.
pub(super) const CONVERSATIONS_MAX: u32 = 20_000;
/// What happened in them, at most.
const EVENTS_MAX: u32 = 400_000;

/// One contact, as it came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LogContact {
    pub(super) at: Timestamp,
    pub(super) needs: Vec<String>,
    pub(super) channel: Channel,
    pub(super) points: i64,
    /// `None` where nobody had it, or somebody still has.
    pub(super) handled: Option<Duration>,
}

/// What a conversation's log says so far.
#[derive(Debug, Default)]
struct Course {
    asked: Option<Timestamp>,
    points: i64,
    begun: Option<Timestamp>,
    handled: Option<Duration>,
}

impl Course {
    fn take(&mut self, row: &WorkedRow) -> Result<(), AppError> {
        match row.kind.as_str() {
            // The score at the moment it came: what it became later, nobody could have routed by.
            "priority" if self.asked.is_none_or(|asked| row.at <= asked) => {
                let event: Event = serde_json::from_str(&row.doc)?;
                if let EventBody::Priority { score, level, .. } = event.body {
                    self.points = board::points(score, level);
                }
            }
            "human_requested" | "offered" => {
                self.asked.get_or_insert(row.at);
            }
            "accepted" | "taken" => {
                self.asked.get_or_insert(row.at);
                self.begun.get_or_insert(row.at);
            }
            "released" | "transferred" | "resolved" => {
                if let (Some(begun), None) = (self.begun, self.handled) {
                    self.handled = Some(row.at.since(begun));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Contacts that needed a person, the first first. Conversations that an assistant had alone are not
/// among them.
pub(super) fn read(
    s: &mut Session<'_, '_>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<LogContact>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::conversations::opened(s.tx(), &tenant, from, to, CONVERSATIONS_MAX + 1)?;
    let many = AppError::invalid(
        "load.log",
        format!("more than {CONVERSATIONS_MAX} conversations came: take a shorter period"),
    );
    if rows.len() > CONVERSATIONS_MAX as usize {
        return Err(many);
    }
    let events = store::conversation_events::worked(s.tx(), &tenant, from, to, EVENTS_MAX + 1)?;
    if events.len() > EVENTS_MAX as usize {
        return Err(many);
    }
    let mut courses: std::collections::HashMap<ConversationId, Course> =
        rows.iter().map(|row| (row.conversation, Course::default())).collect();
    for event in &events {
        if let Some(course) = courses.get_mut(&event.conversation) {
            course.take(event)?;
        }
    }
    let mut contacts = Vec::new();
    for row in &rows {
        let conversation: Conversation = serde_json::from_str(&row.doc)?;
        let Some(course) = courses.get(&row.conversation) else { continue };
        let Some(at) = course.asked else { continue };
        contacts.push(LogContact {
            at,
            needs: needs(&conversation),
            channel: conversation.channel,
            points: course.points.max(board::points(0, Level::Normal)),
            handled: course.handled.filter(|handled| handled.as_millis() > 0),
        });
    }
    contacts.sort_by_key(|contact| contact.at);
    Ok(contacts)
}
