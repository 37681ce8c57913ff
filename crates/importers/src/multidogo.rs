//! MultiDoGO (awslabs, CDLA-Permissive): what customers of six made-up companies said, one turn on a row.
//!
//! Tab-separated files by domain and split (`finance/train.tsv`), with the columns `conversationId`,
//! `turnNumber`, `utteranceId`, `utterance`, `slot-labels`, `intent`. The released turns are those of the
//! customer alone, and have no dates; labels and intents are no part of a conversation and are not read.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};

use crate::draft::{Draft, Place, Said, lost_row};
use crate::files::{InputFile, unreadable, walk};
use crate::loss::{Loss, Reason, What};
use crate::neutral::{Author, Channel, Status};
use crate::{InputError, Rows, Source, Unit};

const COLUMNS: [&str; 6] =
    ["conversationId", "turnNumber", "utteranceId", "utterance", "slot-labels", "intent"];
const EXPECTED: &str =
    "folders of a domain each, with train.tsv, dev.tsv and test.tsv (unpack the archive)";
const BUFFER_BYTES: usize = 256 * 1024;

/// # Errors
/// [`InputError`] when there is no such file.
pub(crate) fn files(path: &Path) -> Result<Vec<InputFile>, InputError> {
    let found = walk(path, &["tsv"], &[], &mut Vec::new())?;
    if found.is_empty() {
        return Err(InputError::Nothing { path: path.to_owned(), expected: EXPECTED });
    }
    Ok(found)
}

/// The turns of some files, gathered to conversations: at most one conversation is held.
pub(crate) struct Turns {
    todo: Vec<InputFile>,
    now: Option<Open>,
    done: u64,
    /// The conversation under way.
    draft: Option<(String, Draft)>,
    /// Rows that are no turns, told with the next conversation.
    losses: Vec<Loss>,
}

struct Open {
    file: InputFile,
    reader: csv::Reader<BufReader<File>>,
}

impl std::fmt::Debug for Turns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turns").field("todo", &self.todo).finish_non_exhaustive()
    }
}

impl Turns {
    pub(crate) fn new(mut files: Vec<InputFile>) -> Self {
        files.reverse();
        Self { todo: files, now: None, done: 0, draft: None, losses: Vec::new() }
    }

    /// # Errors
    /// [`InputError`] when a file cannot be read on, or has other columns.
    pub(crate) fn next(&mut self) -> Result<Option<Unit>, InputError> {
        let mut record = ByteRecord::new();
        loop {
            let Some(open) = &mut self.now else {
                match self.todo.pop() {
                    Some(file) => self.now = Some(open(file)?),
                    None => return Ok(self.last()),
                }
                continue;
            };
            let read = open.reader.read_byte_record(&mut record);
            let read = read.map_err(|error| unreadable(&open.file.path, error.into()))?;
            if !read {
                self.done += open.file.bytes;
                self.now = None;
                if let Some(unit) = self.end() {
                    return Ok(Some(unit));
                }
                continue;
            }
            if let Some(unit) = self.turn(&record) {
                return Ok(Some(unit));
            }
        }
    }

    fn bytes(&self) -> u64 {
        self.done + self.now.as_ref().map_or(0, |open| open.reader.position().byte())
    }

    /// One row; the conversation before it, where it begins another.
    fn turn(&mut self, record: &ByteRecord) -> Option<Unit> {
        let open = self.now.as_ref()?;
        let line = record.position().map_or(0, csv::Position::line);
        let place = Place { file: open.file.shown.clone(), line };
        let field =
            |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).into_owned();
        if record.len() != COLUMNS.len() {
            let detail = format!("{} columns, not {}", record.len(), COLUMNS.len());
            self.losses.push(lost_row(&place, What::Message, Reason::WrongColumns, &detail));
            return None;
        }
        let id = field(0);
        let is_same = self.draft.as_ref().is_some_and(|(under_way, _)| *under_way == id);
        let before = if is_same { None } else { self.end() };
        let (_, draft) = self.draft.get_or_insert_with(|| (id.clone(), begin(place.clone(), id)));
        draft.at(place);
        draft.message(Said {
            author: Some(Author::Customer),
            dated: false,
            ..Said::new(number(&field(1)), field(3))
        });
        before
    }

    /// The conversation under way is whole.
    fn end(&mut self) -> Option<Unit> {
        let (_, draft) = self.draft.take()?;
        let Place { file, line } = draft.place().clone();
        let drafted = draft.finish();
        let mut losses = std::mem::take(&mut self.losses);
        let read = Rows { messages: drafted.read.messages + losses.len() as u64, ..drafted.read };
        losses.extend(drafted.losses);
        let bytes = self.bytes();
        Some(Unit { conversation: drafted.conversation, losses, read, file, line, bytes })
    }

    /// What is left at the end.
    fn last(&mut self) -> Option<Unit> {
        if let Some(unit) = self.end() {
            return Some(unit);
        }
        let losses = std::mem::take(&mut self.losses);
        let first = losses.first()?;
        let (file, line) = (first.file.clone(), first.line);
        let read = Rows { conversations: 0, messages: losses.len() as u64 };
        Some(Unit { conversation: None, losses, read, file, line, bytes: self.bytes() })
    }
}

fn open(file: InputFile) -> Result<Open, InputError> {
    let input = File::open(&file.path).map_err(|error| unreadable(&file.path, error))?;
    let input = BufReader::with_capacity(BUFFER_BYTES, input);
    let mut reader = ReaderBuilder::new().delimiter(b'\t').flexible(true).from_reader(input);
    let header = reader.byte_headers().map_err(|error| unreadable(&file.path, error.into()))?;
    if header.iter().ne(COLUMNS.iter().map(|name| name.as_bytes())) {
        let problem = format!("the columns are not {}", COLUMNS.join(", "));
        return Err(InputError::Bad { file: file.shown, line: 1, problem });
    }
    Ok(Open { file, reader })
}

/// `finance/train.tsv` says what it is about.
fn begin(place: Place, id: String) -> Draft {
    let mut parts = place.file.trim_end_matches(".tsv").rsplit(['/', '\\']);
    let (split, domain) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let subject = format!("{domain} {split}");
    let tags = [domain, split].map(str::to_owned).to_vec();
    let mut draft = Draft::new(Source::Multidogo, place, Some(id));
    draft.subject(Some(subject.trim()));
    draft.channel(Channel::Chat);
    draft.status(Some(Status::Resolved), "");
    draft.language(Some("en"));
    draft.tags(tags);
    draft
}

/// The number of a turn: some files say `4.0` where others say `4`.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.chars().all(|c| c.is_ascii_digit()).then(|| whole.to_owned()).filter(|id| !id.is_empty())
}
