//! Which files of an export are what: conversations, people, messages by conversation, or nothing of ours.

use std::path::{Path, PathBuf};

use crate::InputError;
use crate::export::Format;

/// Deepest folder below the one that is imported.
const DEPTH_MAX: usize = 4;
/// Most files of conversations and people.
const FILES_MAX: usize = 100_000;
const JSON: [&str; 3] = ["json", "jsonl", "ndjson"];

/// One file of an export.
#[derive(Debug, Clone)]
pub(crate) struct InputFile {
    pub(crate) path: PathBuf,
    /// As it is called in reports: below the imported folder.
    pub(crate) shown: String,
    pub(crate) bytes: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) conversations: Vec<InputFile>,
    pub(crate) people: Vec<InputFile>,
    /// Folders with a file of messages for each conversation.
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) not_read: Vec<String>,
}

impl Inputs {
    /// # Errors
    /// [`InputError`] when there are no conversations.
    pub(crate) fn find(path: &Path, format: &Format) -> Result<Self, InputError> {
        let mut inputs = Self::default();
        for found in walk(path, &JSON, format.folders, &mut inputs.folders)? {
            match role(&found.path, format) {
                // A file that is named is what it is said to be.
                _ if found.path == path => inputs.conversations.push(found),
                Role::Conversations => inputs.conversations.push(found),
                Role::People => inputs.people.push(found),
                Role::Nothing => inputs.not_read.push(found.shown),
            }
        }
        if inputs.conversations.is_empty() {
            let path = path.to_owned();
            return Err(InputError::Nothing { path, expected: format.expected });
        }
        Ok(inputs)
    }
}

enum Role {
    Conversations,
    People,
    Nothing,
}

/// `Tickets12.json` and `tickets-2024-01.jsonl` are tickets.
fn role(path: &Path, format: &Format) -> Role {
    let stem =
        path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let word: String = stem.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    let is_any = |words: &[&str]| words.contains(&word.as_str());
    if is_any(format.conversations) {
        Role::Conversations
    } else if is_any(format.people) {
        Role::People
    } else {
        Role::Nothing
    }
}

/// The files of some kinds below a folder, or the one file, in the order of their names.
///
/// # Errors
/// [`InputError`] when something cannot be read.
pub(crate) fn walk(
    path: &Path,
    extensions: &[&str],
    apart: &[&str],
    folders: &mut Vec<PathBuf>,
) -> Result<Vec<InputFile>, InputError> {
    let about = path.metadata().map_err(|error| unreadable(path, error))?;
    if about.is_file() {
        let shown = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let shown = shown.unwrap_or_default();
        return Ok(vec![InputFile { path: path.to_owned(), shown, bytes: about.len() }]);
    }
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, error))?;
            let (place, name) = (entry.path(), entry.file_name());
            let about = entry.metadata().map_err(|error| unreadable(&place, error))?;
            let name = name.to_string_lossy().to_lowercase();
            if about.is_dir() && apart.contains(&name.as_str()) {
                folders.push(place);
            } else if about.is_dir() && depth < DEPTH_MAX {
                open.push((place, depth + 1));
            } else if about.is_file()
                && extensions.iter().any(|end| name.ends_with(&format!(".{end}")))
            {
                let shown = place.strip_prefix(path).unwrap_or(&place).display().to_string();
                found.push(InputFile { path: place, shown, bytes: about.len() });
            }
        }
        if found.len() > FILES_MAX {
            let error = std::io::Error::other(format!("it has more than {FILES_MAX} files"));
            return Err(unreadable(path, error));
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    folders.sort();
    Ok(found)
}

pub(crate) fn unreadable(path: &Path, error: std::io::Error) -> InputError {
    InputError::Unreadable { path: path.to_owned(), error }
}
