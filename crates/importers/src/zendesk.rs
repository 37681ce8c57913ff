//! Zendesk: the account's JSON export, one ticket on a line with its comments; or pages of its API.
//!
//! The export (support.zendesk.com, "Exporting data to a JSON, CSV, or XML file") has in each ticket its
//! `comments`, and `requester`, `submitter` and `assignee` as whole records, as the public reader
//! scottdotjs/zendesk-flatfile uses them. The API's pages (`{"tickets": […]}`) name people by number:
//! then `users.json` is needed, and `comments/{ticket id}.json` from
//! `GET /api/v2/tickets/{id}/comments`.

use serde_json::Value;

use crate::draft::{Draft, Drafted, Said};
use crate::export::{Format, Row};
use crate::json;
use crate::loss::Reason;
use crate::neutral::{Author, Channel, Customer, Status};
use crate::people::{Person, person};
use crate::text;

pub(crate) const FORMAT: Format = Format {
    conversations: &["tickets", "ticket", "export"],
    people: &["users", "user"],
    folders: &["comments"],
    pages: &["tickets", "comments", "users"],
    singles: &["ticket"],
    expected: "tickets.json (the account's JSON export, a ticket on each line), and users.json beside it",
    draft,
};

/// The id of the first message where the export has no comments.
const DESCRIPTION: &str = "description";

fn draft(row: &Row<'_>) -> Drafted {
    let value = row.value;
    let mut draft = Draft::new(row.source, row.place.clone(), json::id(value, "id"));
    draft.subject(json::first(value, &["raw_subject", "subject"]));
    let via = json::at(value, "via").and_then(|via| json::text(via, "channel"));
    draft.channel(channel(via.unwrap_or_default()));
    let requester = party(row, "requester");
    draft.customer(customer(value, requester.as_ref()));
    draft.language(requester.as_ref().and_then(|person| person.language.as_deref()));
    draft.dates(json::date(value, "created_at"), json::date(value, "updated_at"));
    let found = json::text(value, "status").unwrap_or_default();
    if found == "deleted" {
        draft.lose(Reason::Deleted);
    }
    draft.status(status(found), found);
    draft.assignee(party(row, "assignee").and_then(|person| person.name).as_deref());
    draft.tags(json::names(value, "tags"));
    let embedded = json::list(value, "comments");
    for comment in if row.messages.is_empty() { embedded } else { row.messages } {
        take(&mut draft, comment, row);
    }
    if !draft.has_messages() {
        let words = json::text(value, "description").unwrap_or_default().to_owned();
        draft.message(Said {
            at: json::date(value, "created_at"),
            author: Some(Author::Customer),
            name: requester.as_ref().and_then(|person| person.name.as_deref()),
            ..Said::new(Some(DESCRIPTION.to_owned()), words)
        });
    }
    rating(&mut draft, value);
    draft.finish()
}

fn channel(via: &str) -> Channel {
    match via {
        "chat" | "messaging" | "native_messaging" | "line" | "whatsapp" | "facebook"
        | "twitter" => Channel::Chat,
        "voice" | "phone" | "sms" => Channel::Phone,
        "mobile_sdk" | "sdk" => Channel::App,
        _ => Channel::Email,
    }
}

fn status(found: &str) -> Option<Status> {
    Some(match found {
        "new" | "open" => Status::Open,
        "pending" | "hold" => Status::Pending,
        "solved" | "closed" | "deleted" => Status::Resolved,
        _ => return None,
    })
}

/// Somebody of the ticket: the record in it, or the one of their number.
fn party(row: &Row<'_>, name: &str) -> Option<Person> {
    let id = json::id(row.value, &format!("{name}_id"));
    let within = json::at(row.value, name).filter(|record| record.is_object());
    let known = row.people.get(within.and_then(|record| json::id(record, "id")).or(id).as_deref());
    let Some(record) = within else { return known.cloned() };
    let mut found = person(record, None);
    if let Some(known) = known {
        found.name = found.name.or_else(|| known.name.clone());
        found.email = found.email.or_else(|| known.email.clone());
        found.external_id = found.external_id.or_else(|| known.external_id.clone());
        found.language = found.language.or_else(|| known.language.clone());
    }
    Some(found)
}

fn id_of(value: &Value, name: &str) -> Option<String> {
    let within = json::at(value, name).and_then(|record| json::id(record, "id"));
    within.or_else(|| json::id(value, &format!("{name}_id")))
}

fn customer(value: &Value, requester: Option<&Person>) -> Customer {
    let own = |pick: fn(&Person) -> &Option<Box<str>>| {
        requester.and_then(|person| pick(person).as_deref()).map(str::to_owned)
    };
    Customer {
        external_id: own(|person| &person.external_id),
        source_id: id_of(value, "requester"),
        email: own(|person| &person.email),
        name: own(|person| &person.name),
    }
}

fn take(draft: &mut Draft, comment: &Value, row: &Row<'_>) {
    let plain = json::first(comment, &["plain_body", "body"]);
    let body = match (json::text(comment, "html_body"), plain) {
        (Some(html), _) => text::from_html(html),
        (None, plain) => plain.unwrap_or_default().to_owned(),
    };
    let id = json::id(comment, "author_id");
    let is = |name: &str| id.is_some() && id_of(row.value, name) == id;
    let known = row.people.get(id.as_deref());
    let author = match known.and_then(|person| person.author) {
        Some(author) => Some(author),
        None if id.as_deref() == Some("-1") => Some(Author::System),
        None if is("requester") => Some(Author::Customer),
        None if is("assignee") || is("submitter") => Some(Author::Agent),
        None => None,
    };
    let named = ["requester", "assignee", "submitter"].into_iter().find(|name| is(name));
    let within = named.and_then(|name| party(row, name)).and_then(|person| person.name);
    let name = known.and_then(|person| person.name.clone()).or(within);
    let public = json::at(comment, "public").and_then(Value::as_bool).unwrap_or(true);
    draft.message(Said {
        at: json::date(comment, "created_at"),
        author,
        name: name.as_deref(),
        private: !public,
        files: json::names_of_files(comment, "attachments", &["file_name", "name"]),
        ..Said::new(json::id(comment, "id"), body)
    });
}

/// Zendesk asks for good or bad alone.
fn rating(draft: &mut Draft, value: &Value) {
    let Some(given) = json::at(value, "satisfaction_rating") else { return };
    let found = json::text(given, "score").unwrap_or_default();
    let score = match found {
        "good" | "good_with_comment" => Some(5),
        "bad" | "bad_with_comment" => Some(1),
        "" | "unoffered" | "offered" => return,
        _ => None,
    };
    draft.rating(score, json::text(given, "comment"), found);
}
