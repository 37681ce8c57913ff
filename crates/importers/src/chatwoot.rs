//! Chatwoot: the JSON of its API, as people save it.
//!
//! Conversations are the pages of `GET /api/v1/accounts/{id}/conversations` (shape:
//! `app/views/api/v1/conversations/partials/_conversation.json.jbuilder` in chatwoot/chatwoot); such a
//! page has the last message of each alone. All messages are those of
//! `GET …/conversations/{id}/messages` (`app/views/api/v1/models/_message.json.jbuilder`), saved as
//! `messages/{id}.json`, or put in the place of `messages` by a script.

use serde_json::Value;

use crate::draft::{Draft, Drafted, Said};
use crate::export::{Format, Row};
use crate::json::{self, Date};
use crate::loss::Reason;
use crate::neutral::{Author, Channel, Customer, Status};
use crate::text;

pub(crate) const FORMAT: Format = Format {
    conversations: &["conversations", "conversation"],
    people: &[],
    folders: &["messages"],
    pages: &["data", "payload", "conversations"],
    singles: &["conversation"],
    expected: "conversations.json, conversations-2.json … (pages of the API's list), with all messages \
               of each in messages/{id}.json or in the conversation itself",
    draft,
};

fn draft(row: &Row<'_>) -> Drafted {
    let value = row.value;
    let mut draft = Draft::new(row.source, row.place.clone(), json::id(value, "id"));
    let meta = json::at(value, "meta").unwrap_or(&Value::Null);
    let more = json::at(value, "additional_attributes").unwrap_or(&Value::Null);
    draft.subject(json::text(more, "mail_subject"));
    let channel = json::text(meta, "channel").or_else(|| json::text(value, "channel"));
    draft.channel(match channel.unwrap_or_default() {
        "Channel::Email" => Channel::Email,
        "Channel::Sms" | "Channel::TwilioSms" | "Channel::Voice" => Channel::Phone,
        _ => Channel::Chat,
    });
    let sender = json::at(meta, "sender").unwrap_or(&Value::Null);
    draft.customer(Customer {
        external_id: json::id(sender, "identifier"),
        source_id: json::id(sender, "id"),
        email: json::id(sender, "email"),
        name: json::id(sender, "name"),
    });
    let created = json::date(value, "created_at");
    let updated = match json::date(value, "updated_at") {
        Date::None => json::date(value, "last_activity_at"),
        known => known,
    };
    draft.dates(created, updated);
    let status = json::text(value, "status").unwrap_or_default();
    draft.status(state(value, status), status);
    draft.assignee(json::at(meta, "assignee").and_then(|agent| json::text(agent, "name")));
    draft.tags(json::names(value, "labels"));
    draft.language(json::first(more, &["conversation_language", "browser_language"]));
    let beside = (!row.messages.is_empty()).then_some(row.messages);
    for message in beside.unwrap_or_else(|| json::list(value, "messages")) {
        take(&mut draft, message);
    }
    draft.finish()
}

fn state(value: &Value, status: &str) -> Option<Status> {
    Some(match status {
        "open" => Status::Open,
        // With a bot: nobody at the desk has it.
        "pending" => Status::Pending,
        "resolved" => Status::Resolved,
        "snoozed" => match json::date(value, "snoozed_until") {
            Date::At(until) => Status::Snoozed { until },
            // Until the customer writes.
            Date::None | Date::Bad(_) => Status::Pending,
        },
        _ => return None,
    })
}

fn take(draft: &mut Draft, message: &Value) {
    let more = json::at(message, "content_attributes").unwrap_or(&Value::Null);
    let sender = json::at(message, "sender").unwrap_or(&Value::Null);
    if json::text(message, "content_type") == Some("input_csat") {
        rating(draft, more);
    }
    let content = json::text(message, "content").unwrap_or_default();
    // E-mails are kept as they came; the text is made of their HTML where there is no other.
    let html = json::at(more, "email").and_then(|mail| json::at(mail, "html_content"));
    let html = html.and_then(|html| json::text(html, "full"));
    let body = match html {
        Some(html) if content.is_empty() => text::from_html(html),
        _ => content.to_owned(),
    };
    let kind = match json::at(message, "message_type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Number(kind)) => match kind.as_u64() {
            Some(0) => "incoming",
            Some(1) => "outgoing",
            Some(2) => "activity",
            Some(3) => "template",
            _ => "",
        },
        _ => "",
    };
    let by = json::first(sender, &["type"]).or_else(|| json::text(message, "sender_type"));
    let author = match (kind, by.unwrap_or_default()) {
        ("incoming", _) => Some(Author::Customer),
        ("outgoing", "agent_bot" | "AgentBot" | "captain_assistant") => Some(Author::Bot),
        ("outgoing", _) => Some(Author::Agent),
        ("template", _) => Some(Author::Bot),
        ("activity", _) => Some(Author::System),
        _ => None,
    };
    draft.message(Said {
        at: json::date(message, "created_at"),
        author,
        name: json::first(sender, &["available_name", "name"]),
        // What the product notes about itself was for the desk.
        private: json::is(message, "private") || kind == "activity",
        files: json::list(message, "attachments").iter().map(file).collect(),
        lost: json::is(more, "deleted").then_some(Reason::Deleted),
        ..Said::new(json::id(message, "id"), body)
    });
}

/// Attachments have no name of their own but the end of their address.
fn file(attachment: &Value) -> String {
    let titled = json::first(attachment, &["fallback_title", "file_name"]);
    let address = json::text(attachment, "data_url");
    let end = address.and_then(|address| address.split(['?', '#']).next()?.rsplit('/').next());
    titled.or(end).or_else(|| json::text(attachment, "file_type")).unwrap_or_default().to_owned()
}

fn rating(draft: &mut Draft, more: &Value) {
    let values = json::at(more, "submitted_values");
    let Some(answer) = values.and_then(|values| json::at(values, "csat_survey_response")) else {
        return;
    };
    let score = json::whole(answer, "rating");
    let comment = json::text(answer, "feedback_message");
    draft.rating(score.and_then(|score| u8::try_from(score).ok()), comment, &answer.to_string());
}
