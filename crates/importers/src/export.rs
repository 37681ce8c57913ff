//! An export of JSON files: pages of an API as they were saved, or the vendor's own export.
//!
//! What the vendors share is read here: where rows stand, the files of people, the messages that stand in
//! a file of their own for each conversation. What a row means is each vendor's own file.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde_json::Value;

use crate::draft::{Drafted, Place, lost_row};
use crate::elements::{Element, Elements, Text};
use crate::files::{InputFile, Inputs, unreadable};
use crate::loss::{Reason, What};
use crate::neutral::Author;
use crate::people::{PEOPLE_MAX, People};
use crate::{InputError, Rows, Source, Unit};

/// Deepest wrapping of rows in a page (`{"data": {"payload": […]}}`).
const WRAPS_MAX: usize = 4;
const BUFFER_BYTES: usize = 256 * 1024;

/// How a vendor's export is laid out.
#[derive(Debug)]
pub(crate) struct Format {
    /// First words of the names of files with conversations, and with people.
    pub(crate) conversations: &'static [&'static str],
    pub(crate) people: &'static [&'static str],
    /// Folders with a file for each conversation, named by its id.
    pub(crate) folders: &'static [&'static str],
    /// Names under which rows stand in a page, and under which one row stands alone.
    pub(crate) pages: &'static [&'static str],
    pub(crate) singles: &'static [&'static str],
    /// What is said where nothing is found.
    pub(crate) expected: &'static str,
    pub(crate) draft: fn(&Row<'_>) -> Drafted,
}

/// One row, with what else the export knows of it.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) source: Source,
    pub(crate) value: &'a Value,
    pub(crate) place: Place,
    /// Its messages, where they stand in a file of their own.
    pub(crate) messages: &'a [Value],
    pub(crate) people: &'a People,
}

#[derive(Debug)]
pub(crate) struct Export {
    source: Source,
    format: &'static Format,
    inputs: Inputs,
    people: People,
    /// Files to come, the next one last.
    todo: Vec<InputFile>,
    now: Option<Open>,
    /// Bytes of the files that are done.
    done: u64,
    /// Rows of a page.
    ready: VecDeque<(u64, Value)>,
}

struct Open {
    file: InputFile,
    elements: Elements<BufReader<File>>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Export {
    /// # Errors
    /// [`InputError`] when the files of people cannot be read.
    pub(crate) fn open(
        source: Source,
        format: &'static Format,
        inputs: Inputs,
    ) -> Result<Self, InputError> {
        let mut people = People::default();
        for file in &inputs.people {
            read_people(file, format, &mut people)?;
        }
        let todo = inputs.conversations.iter().rev().cloned().collect();
        let ready = VecDeque::new();
        Ok(Self { source, format, inputs, people, todo, now: None, done: 0, ready })
    }

    /// # Errors
    /// [`InputError`] when a file cannot be read on.
    pub(crate) fn next(&mut self) -> Result<Option<Unit>, InputError> {
        loop {
            if let Some((line, value)) = self.ready.pop_front() {
                return self.unit(line, &value).map(Some);
            }
            let Some(open) = &mut self.now else {
                let Some(file) = self.todo.pop() else { return Ok(None) };
                let elements = elements(&file.path)?;
                self.now = Some(Open { file, elements });
                continue;
            };
            let element =
                open.elements.next().map_err(|error| unreadable(&open.file.path, error))?;
            let Some(Element { line, text }) = element else {
                self.done += open.elements.bytes();
                self.now = None;
                continue;
            };
            let lost = match text {
                Text::Whole(bytes) => match serde_json::from_slice::<Value>(&bytes) {
                    Ok(value) => {
                        let rows = rows(value, self.format.pages);
                        self.ready.extend(rows.into_iter().map(|row| (line, row)));
                        continue;
                    }
                    Err(error) => (Reason::NotJson, error.to_string()),
                },
                Text::CutOff => (Reason::CutOff, String::new()),
                Text::TooLarge => (Reason::TooLarge, String::new()),
            };
            return Ok(Some(self.lost(line, lost.0, &lost.1)));
        }
    }

    fn place(&self, line: u64) -> Place {
        let file = self.now.as_ref().map(|open| open.file.shown.clone()).unwrap_or_default();
        Place { file, line }
    }

    fn bytes(&self) -> u64 {
        self.done + self.now.as_ref().map_or(0, |open| open.elements.bytes())
    }

    /// A row that is no conversation.
    fn lost(&self, line: u64, reason: Reason, detail: &str) -> Unit {
        let place = self.place(line);
        Unit {
            conversation: None,
            losses: vec![lost_row(&place, What::Conversation, reason, detail)],
            read: Rows { conversations: 1, messages: 0 },
            file: place.file,
            line,
            bytes: self.bytes(),
        }
    }

    fn unit(&self, line: u64, value: &Value) -> Result<Unit, InputError> {
        let value = single(value, self.format.singles);
        if !value.is_object() {
            return Ok(self.lost(line, Reason::NotJson, "a conversation is an object"));
        }
        let (mut messages, mut losses) = (Vec::new(), Vec::new());
        if let Some(id) = crate::json::id(value, "id") {
            self.beside(&id, &mut messages, &mut losses)?;
        }
        let row = Row {
            source: self.source,
            value,
            place: self.place(line),
            messages: &messages,
            people: &self.people,
        };
        let drafted = (self.format.draft)(&row);
        let mut read = drafted.read;
        // A row of messages that could not be read is a message lost.
        read.messages += losses.len() as u64;
        losses.extend(drafted.losses);
        let (file, bytes) = (self.place(line).file, self.bytes());
        Ok(Unit { conversation: drafted.conversation, losses, read, file, line, bytes })
    }

    /// The messages of a conversation in a file of their own.
    fn beside(
        &self,
        id: &str,
        messages: &mut Vec<Value>,
        losses: &mut Vec<crate::Loss>,
    ) -> Result<(), InputError> {
        let safe = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !safe {
            return Ok(());
        }
        for folder in &self.inputs.folders {
            let path = folder.join(format!("{id}.json"));
            if !path.is_file() {
                continue;
            }
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
            let file = format!("{}/{id}.json", name.unwrap_or_default());
            let mut elements = elements(&path)?;
            while let Some(element) = elements.next().map_err(|error| unreadable(&path, error))? {
                let place = Place { file: file.clone(), line: element.line };
                let (reason, detail) = match element.text {
                    Text::Whole(bytes) => match serde_json::from_slice::<Value>(&bytes) {
                        Ok(value) => {
                            messages.extend(rows(value, self.format.pages));
                            continue;
                        }
                        Err(error) => (Reason::NotJson, error.to_string()),
                    },
                    Text::CutOff => (Reason::CutOff, String::new()),
                    Text::TooLarge => (Reason::TooLarge, String::new()),
                };
                let mut loss = lost_row(&place, What::Message, reason, &detail);
                loss.conversation = Some(id.to_owned());
                losses.push(loss);
            }
        }
        Ok(())
    }
}

fn elements(path: &Path) -> Result<Elements<BufReader<File>>, InputError> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    Ok(Elements::new(BufReader::with_capacity(BUFFER_BYTES, file)))
}

fn read_people(file: &InputFile, format: &Format, people: &mut People) -> Result<(), InputError> {
    let bad = |line, problem| InputError::Bad { file: file.shown.clone(), line, problem };
    let mut elements = elements(&file.path)?;
    while let Some(element) = elements.next().map_err(|error| unreadable(&file.path, error))? {
        let Text::Whole(bytes) = element.text else {
            return Err(bad(
                element.line,
                "a row is cut off or too large; export it again".to_owned(),
            ));
        };
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|error| bad(element.line, format!("not JSON ({error}); export it again")))?;
        for row in rows(value, format.pages) {
            // An agent's record may hold the user's within it.
            let agent = row.get("agent").map(|agent| agent.get("user").unwrap_or(agent));
            let inner = agent.or_else(|| row.get("user")).or_else(|| row.get("contact"));
            let kind = agent.map(|_| Author::Agent);
            if !people.note(inner.unwrap_or(&row), kind) {
                let problem = format!("more than {PEOPLE_MAX} people; import the export in parts");
                return Err(bad(element.line, problem));
            }
        }
    }
    Ok(())
}

/// The rows of a value: those of a page, those of a list, or itself.
pub(crate) fn rows(value: Value, pages: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    gather(value, pages, WRAPS_MAX, &mut found);
    found
}

fn gather(value: Value, pages: &[&str], wraps: usize, found: &mut Vec<Value>) {
    match value {
        Value::Array(values) if wraps > 0 => {
            values.into_iter().for_each(|value| gather(value, pages, wraps - 1, found));
        }
        Value::Object(mut fields) if wraps > 0 => {
            let is_page = |name: &&&str| {
                fields.get(**name).is_some_and(|inner| inner.is_array() || inner.is_object())
                    && !fields.contains_key("id")
            };
            match pages.iter().find(is_page).and_then(|name| fields.remove(*name)) {
                Some(inner) => gather(inner, pages, wraps - 1, found),
                None => found.push(Value::Object(fields)),
            }
        }
        other => found.push(other),
    }
}

/// The row within a wrapper for one.
pub(crate) fn single<'a>(value: &'a Value, names: &[&str]) -> &'a Value {
    let inner = |name: &&str| value.get(*name).filter(|inner| inner.is_object());
    names.iter().find_map(inner).unwrap_or(value)
}
