//! Who is who in an export that names people by number. It is all that is held in memory of one.

use std::collections::HashMap;

use serde_json::Value;

use crate::json;
use crate::neutral::Author;

/// Most people of an export.
pub const PEOPLE_MAX: usize = 2_000_000;

/// Somebody, as far as the export says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: Option<Box<str>>,
    pub(crate) email: Option<Box<str>>,
    /// The company's own id of them.
    pub(crate) external_id: Option<Box<str>>,
    pub(crate) language: Option<Box<str>>,
    pub(crate) author: Option<Author>,
}

#[derive(Debug, Default)]
pub(crate) struct People {
    by_id: HashMap<Box<str>, Person>,
}

impl People {
    /// Notes somebody; false when there are too many.
    #[must_use]
    pub(crate) fn note(&mut self, row: &Value, kind: Option<Author>) -> bool {
        let Some(id) = json::id(row, "id") else { return true };
        if self.by_id.len() >= PEOPLE_MAX && !self.by_id.contains_key(id.as_str()) {
            return false;
        }
        let known = self.by_id.entry(id.into()).or_default();
        let person = person(row, kind);
        // What an agent's record says counts where the same person is among the users too.
        known.author = match (known.author, person.author) {
            (Some(Author::Agent), _) | (_, Some(Author::Agent)) => Some(Author::Agent),
            (known, new) => new.or(known),
        };
        known.name = person.name.or(known.name.take());
        known.email = person.email.or(known.email.take());
        known.external_id = person.external_id.or(known.external_id.take());
        known.language = person.language.or(known.language.take());
        true
    }

    pub(crate) fn get(&self, id: Option<&str>) -> Option<&Person> {
        self.by_id.get(id?)
    }
}

/// A person as the record tells of them.
pub(crate) fn person(row: &Value, kind: Option<Author>) -> Person {
    let own = |text: &str| Box::<str>::from(text);
    let said = match json::text(row, "role") {
        Some("end-user") => Some(Author::Customer),
        Some("agent" | "admin") => Some(Author::Agent),
        _ => json::at(row, "helpdesk_agent")
            .and_then(Value::as_bool)
            .map(|agent| if agent { Author::Agent } else { Author::Customer }),
    };
    let split = || {
        let names = [json::text(row, "firstname"), json::text(row, "lastname")];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    };
    let external_id = ["external_id", "unique_external_id", "identifier"];
    Person {
        name: json::text(row, "name").map(own).or_else(|| split().map(String::into_boxed_str)),
        email: json::text(row, "email").map(own),
        external_id: external_id
            .iter()
            .find_map(|name| json::id(row, name))
            .map(String::into_boxed_str),
        language: json::first(row, &["locale", "language"]).map(own),
        author: kind.or(said),
    }
}
