//! Zammad: the JSON of its REST API, with names in place of numbers (`expand=true`).
//!
//! Tickets are the pages of `GET /api/v1/tickets?expand=true`, their articles
//! `GET /api/v1/ticket_articles/by_ticket/{id}?expand=true` (docs.zammad.org, "Articles"), saved as
//! `ticket_articles/{id}.json`, or put into the ticket as `articles` by a script.

use serde_json::Value;

use crate::draft::{Draft, Drafted, Said};
use crate::export::{Format, Row};
use crate::json::{self, Date};
use crate::neutral::{Author, Channel, Customer, Status};
use crate::people::Person;
use crate::text;

pub(crate) const FORMAT: Format = Format {
    conversations: &["tickets", "ticket"],
    people: &["users", "user"],
    folders: &["ticket_articles", "articles"],
    pages: &["tickets", "articles", "users"],
    singles: &["ticket"],
    expected: "tickets.json, tickets-2.json … (pages of /api/v1/tickets?expand=true), with the \
               articles of each in ticket_articles/{id}.json or in the ticket as `articles`, and \
               users.json where tickets name people by number",
    draft,
};

fn draft(row: &Row<'_>) -> Drafted {
    let value = row.value;
    let mut draft = Draft::new(row.source, row.place.clone(), json::id(value, "id"));
    draft.subject(json::text(value, "title"));
    let embedded = json::list(value, "articles");
    let articles = if row.messages.is_empty() { embedded } else { row.messages };
    let channel = json::text(value, "create_article_type");
    let first = articles.first().and_then(|article| json::text(article, "type"));
    draft.channel(match channel.or(first).unwrap_or("email") {
        "chat" | "web" | "telegram personal-message" | "whatsapp message" => Channel::Chat,
        "phone" | "sms" => Channel::Phone,
        _ => Channel::Email,
    });
    let known = row.people.get(json::id(value, "customer_id").as_deref());
    draft.customer(customer(value, known, articles));
    draft.language(known.and_then(|person| person.language.as_deref()));
    draft.dates(json::date(value, "created_at"), json::date(value, "updated_at"));
    let state = json::text(value, "state").unwrap_or_default();
    let found = if state.is_empty() { "no `state`: export with expand=true" } else { state };
    draft.status(status(value, state), found);
    let owner = row.people.get(json::id(value, "owner_id").as_deref());
    let owner = owner.and_then(|person| person.name.as_deref());
    draft.assignee(owner.or_else(|| json::text(value, "owner").filter(|owner| *owner != "-")));
    draft.tags(tags(value));
    for article in articles {
        take(&mut draft, article, row);
    }
    draft.finish()
}

/// Zammad's states as it ships them; a company may have added its own.
fn status(value: &Value, state: &str) -> Option<Status> {
    Some(match state {
        "new" | "open" => Status::Open,
        "closed" | "merged" | "removed" => Status::Resolved,
        "pending reminder" | "pending close" => match json::date(value, "pending_time") {
            Date::At(until) => Status::Snoozed { until },
            Date::None | Date::Bad(_) => Status::Pending,
        },
        _ => return None,
    })
}

/// With `expand=true`, `customer` is the login, which is mostly the e-mail address.
fn customer(value: &Value, known: Option<&Person>, articles: &[Value]) -> Customer {
    let own = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let login = json::text(value, "customer").map(str::to_owned);
    let written = articles.iter().find(|article| json::text(article, "sender") == Some("Customer"));
    let from = written.and_then(|article| json::text(article, "from"));
    Customer {
        external_id: known.and_then(|person| own(&person.external_id)),
        source_id: json::id(value, "customer_id"),
        email: known.and_then(|person| own(&person.email)).or(login),
        name: known.and_then(|person| own(&person.name)).or_else(|| from.map(shown_name)),
    }
}

/// The name of `Anna Berg <anna@example.com>`.
fn shown_name(from: &str) -> String {
    let name = from.split('<').next().unwrap_or_default().trim().trim_matches('"');
    if name.is_empty() || name.contains('@') { String::new() } else { name.to_owned() }
}

/// A list, or one text with commas.
fn tags(value: &Value) -> Vec<String> {
    match json::text(value, "tags") {
        Some(text) => text.split(',').map(|tag| tag.trim().to_owned()).collect(),
        None => json::names(value, "tags"),
    }
}

fn take(draft: &mut Draft, article: &Value, row: &Row<'_>) {
    let body = json::text(article, "body").unwrap_or_default();
    let html =
        json::text(article, "content_type").is_some_and(|kind| kind.starts_with("text/html"));
    let body = if html { text::from_html(body) } else { body.to_owned() };
    let author = match json::text(article, "sender") {
        Some("Customer") => Some(Author::Customer),
        Some("Agent") => Some(Author::Agent),
        Some("System") => Some(Author::System),
        _ => None,
    };
    let wrote = json::id(article, "origin_by_id").or_else(|| json::id(article, "created_by_id"));
    let wrote = row.people.get(wrote.as_deref()).and_then(|person| person.name.as_deref());
    let from = json::text(article, "from").map(shown_name).filter(|name| !name.is_empty());
    let from = from.as_deref();
    draft.message(Said {
        at: json::date(article, "created_at"),
        author,
        // Who is at the desk may write down what a customer said.
        name: if author == Some(Author::Customer) { from.or(wrote) } else { wrote.or(from) },
        private: json::is(article, "internal"),
        files: json::names_of_files(article, "attachments", &["filename"]),
        ..Said::new(json::id(article, "id"), body)
    });
}
