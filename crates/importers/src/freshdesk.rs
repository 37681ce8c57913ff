//! Freshdesk: the account's export (`Tickets0.json`, `Users0.json`, `Agents0.json` …), or pages of its API.
//!
//! The export is an array of `{"helpdesk_ticket": {…, "notes": […]}}`, the shape of Freshdesk's first API
//! ("View a ticket": `display_id`, `description`, `description_html`, `requester`, `responder_name`,
//! `notes` with `body`, `body_html`, `incoming`, `private`, `deleted`). The second API names them `id`,
//! `description_text` and `conversations` (`body_text`); those of a ticket may stand in
//! `conversations/{id}.json`.

use serde_json::Value;

use crate::draft::{Draft, Drafted, Said};
use crate::export::{Format, Row, single};
use crate::json::{self, Date};
use crate::loss::Reason;
use crate::neutral::{Author, Channel, Customer, Status};
use crate::people::{Person, person};
use crate::text;

pub(crate) const FORMAT: Format = Format {
    conversations: &["tickets", "ticket", "archivedtickets"],
    people: &["users", "agents", "contacts", "customers"],
    folders: &["conversations"],
    pages: &["tickets", "conversations", "results"],
    singles: &["helpdesk_ticket", "ticket"],
    expected: "Tickets0.json, Tickets1.json … (the account's export) or pages of /api/v2/tickets, with \
               Users0.json and Agents0.json beside them",
    draft,
};

/// The id of the first message: a ticket's description is no note.
const DESCRIPTION: &str = "description";
const FILE_NAMES: [&str; 4] = ["content_file_name", "name", "file_name", "filename"];

fn draft(row: &Row<'_>) -> Drafted {
    let value = row.value;
    let id = json::id(value, "display_id").or_else(|| json::id(value, "id"));
    let mut draft = Draft::new(row.source, row.place.clone(), id);
    for (name, reason) in [("deleted", Reason::Deleted), ("spam", Reason::Spam)] {
        if json::is(value, name) {
            draft.lose(reason);
        }
    }
    draft.subject(json::text(value, "subject"));
    draft.channel(match json::whole(value, "source") {
        Some(3) => Channel::Phone,
        Some(7) => Channel::Chat,
        _ => Channel::Email,
    });
    let requester = requester(row);
    draft.customer(customer(value, requester.as_ref()));
    draft.language(requester.as_ref().and_then(|person| person.language.as_deref()));
    draft.dates(json::date(value, "created_at"), json::date(value, "updated_at"));
    let found = json::id(value, "status").unwrap_or_default();
    draft.status(status(&found), json::text(value, "status_name").unwrap_or(&found));
    let responder = row.people.get(json::id(value, "responder_id").as_deref());
    let responder = responder.and_then(|person| person.name.as_deref());
    let named = json::text(value, "responder_name").filter(|name| *name != "No Agent");
    draft.assignee(responder.or(named));
    draft.tags(json::names(value, "tags"));
    describe(&mut draft, value, requester.as_ref());
    let embedded = ["notes", "helpdesk_notes", "conversations"];
    let embedded = embedded.into_iter().map(|name| json::list(value, name));
    let embedded = embedded.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    for note in if row.messages.is_empty() { embedded } else { row.messages } {
        take(&mut draft, single(note, &["helpdesk_note", "note"]), row, requester.as_ref());
    }
    draft.finish()
}

fn status(found: &str) -> Option<Status> {
    Some(match found {
        "2" => Status::Open,
        // Pending, waiting for the customer, waiting for somebody else.
        "3" | "6" | "7" => Status::Pending,
        "4" | "5" => Status::Resolved,
        _ => return None,
    })
}

/// The record in the ticket, or that of the number.
fn requester(row: &Row<'_>) -> Option<Person> {
    let known = row.people.get(json::id(row.value, "requester_id").as_deref());
    let within = json::at(row.value, "requester").filter(|record| record.is_object());
    let mut found = match (within, known) {
        (Some(record), _) => person(record, None),
        (None, Some(known)) => known.clone(),
        (None, None) => Person::default(),
    };
    if let Some(known) = known {
        found.name = found.name.or_else(|| known.name.clone());
        found.email = found.email.or_else(|| known.email.clone());
        found.external_id = found.external_id.or_else(|| known.external_id.clone());
        found.language = found.language.or_else(|| known.language.clone());
    }
    let name = json::text(row.value, "requester_name").map(Box::<str>::from);
    found.name = found.name.or(name);
    (found != Person::default()).then_some(found)
}

fn customer(value: &Value, requester: Option<&Person>) -> Customer {
    let own = |pick: fn(&Person) -> &Option<Box<str>>| {
        requester.and_then(|person| pick(person).as_deref()).map(str::to_owned)
    };
    Customer {
        external_id: own(|person| &person.external_id),
        source_id: json::id(value, "requester_id"),
        email: own(|person| &person.email),
        name: own(|person| &person.name),
    }
}

/// The plain text where there is one, or what the HTML shows.
fn words(value: &Value, plain: &[&str], html: &[&str]) -> String {
    match (json::first(value, html), json::first(value, plain)) {
        (Some(html), _) => text::from_html(html),
        (None, plain) => plain.unwrap_or_default().to_owned(),
    }
}

/// A ticket's description is the first thing that was said, mostly by who asked.
fn describe(draft: &mut Draft, value: &Value, requester: Option<&Person>) {
    // The second API calls the HTML `description`, and the text `description_text`.
    let second = json::text(value, "description_text").is_some();
    let html: &[&str] =
        if second { &["description_html", "description"] } else { &["description_html"] };
    let text = words(value, &["description_text", "description"], html);
    let files = json::names_of_files(value, "attachments", &FILE_NAMES);
    if text.trim().is_empty() && files.is_empty() {
        return;
    }
    // Outbound e-mail begins with the desk.
    let author =
        if json::whole(value, "source") == Some(10) { Author::Agent } else { Author::Customer };
    let name = requester.and_then(|person| person.name.as_deref());
    // A date that cannot be read was told of the ticket already.
    let at = json::date(value, "created_at").known().map_or(Date::None, Date::At);
    draft.message(Said {
        at,
        author: Some(author),
        name: name.filter(|_| author == Author::Customer),
        files,
        dated: false,
        ..Said::new(Some(DESCRIPTION.to_owned()), text)
    });
}

fn take(draft: &mut Draft, note: &Value, row: &Row<'_>, requester: Option<&Person>) {
    let second = json::text(note, "body_text").is_some();
    let html: &[&str] = if second { &["body_html", "body"] } else { &["body_html"] };
    let text = words(note, &["body_text", "body"], html);
    let id = json::id(note, "user_id");
    let known = row.people.get(id.as_deref());
    let asked = id.is_some() && id == json::id(row.value, "requester_id");
    let private = json::is(note, "private");
    let incoming = json::at(note, "incoming").and_then(Value::as_bool);
    let author = match (incoming, known.and_then(|person| person.author)) {
        (Some(true), _) => Some(Author::Customer),
        // Notes of the product itself: a ticket was merged, a rule ran.
        (Some(false), _) if json::whole(note, "source") == Some(4) => Some(Author::System),
        (Some(false), _) => Some(Author::Agent),
        (None, Some(author)) => Some(author),
        (None, None) if asked => Some(Author::Customer),
        (None, None) if private => Some(Author::Agent),
        (None, None) => None,
    };
    let name = known.and_then(|person| person.name.as_deref());
    let own = requester.filter(|_| asked).and_then(|person| person.name.as_deref());
    draft.message(Said {
        at: json::date(note, "created_at"),
        author,
        name: name.or(own),
        private,
        files: json::names_of_files(note, "attachments", &FILE_NAMES),
        lost: json::is(note, "deleted").then_some(Reason::Deleted),
        ..Said::new(json::id(note, "id"), text)
    });
}
