//! A conversation in the making: what a source tells of it is checked here, in one place for all of them.

use std::collections::BTreeSet;

use kernel::Timestamp;

use crate::json::Date;
use crate::loss::{Loss, Reason, What};
use crate::neutral::{
    Author, Channel, Conversation, Customer, FILES_MAX, ID_BYTES_MAX, MESSAGES_MAX, Message,
    NAME_CHARS_MAX, Rating, SUBJECT_CHARS_MAX, Status, TAG_CHARS_MAX, TAGS_MAX, TEXT_CHARS_MAX,
};
use crate::{Rows, Source, text};

/// Longest part of what was found that a loss shows, in characters.
const DETAIL_CHARS_MAX: usize = 200;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u64,
}

/// A message as a source tells it.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    pub(crate) id: Option<String>,
    pub(crate) at: Date,
    /// `None` where the source does not say.
    pub(crate) author: Option<Author>,
    pub(crate) name: Option<&'a str>,
    pub(crate) private: bool,
    pub(crate) text: String,
    pub(crate) files: Vec<String>,
    /// Why it cannot come over, by the source's own word.
    pub(crate) lost: Option<Reason>,
    /// Whether the source gives its messages dates at all.
    pub(crate) dated: bool,
}

impl Said<'_> {
    pub(crate) fn new(id: Option<String>, text: String) -> Self {
        Self {
            id,
            at: Date::None,
            author: None,
            name: None,
            private: false,
            text,
            files: Vec::new(),
            lost: None,
            dated: true,
        }
    }
}

/// What came of one conversation of a source.
#[derive(Debug)]
pub(crate) struct Drafted {
    pub(crate) conversation: Option<Conversation>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) read: Rows,
}

#[derive(Debug)]
pub(crate) struct Draft {
    place: Place,
    conversation: Conversation,
    ids: BTreeSet<String>,
    losses: Vec<Loss>,
    messages_read: u64,
    lost: Option<Reason>,
}

impl Draft {
    pub(crate) fn new(source: Source, place: Place, id: Option<String>) -> Self {
        let id = id.map(|id| text::line(&id, ID_BYTES_MAX + 1));
        let usable = id.as_ref().is_some_and(|id| !id.is_empty() && id.len() <= ID_BYTES_MAX);
        Self {
            place,
            conversation: Conversation {
                source,
                id: id.unwrap_or_default(),
                subject: String::new(),
                channel: Channel::Chat,
                customer: Customer::default(),
                created: None,
                updated: None,
                status: Status::Resolved,
                tags: Vec::new(),
                assignee: None,
                rating: None,
                language: None,
                messages: Vec::new(),
            },
            ids: BTreeSet::new(),
            losses: Vec::new(),
            messages_read: 0,
            lost: (!usable).then_some(Reason::NoId),
        }
    }

    /// Where what is told next stands.
    pub(crate) fn at(&mut self, place: Place) {
        self.place = place;
    }

    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// It cannot come over; the first reason counts.
    pub(crate) fn lose(&mut self, reason: Reason) {
        self.lost.get_or_insert(reason);
    }

    pub(crate) fn subject(&mut self, subject: Option<&str>) {
        self.conversation.subject = text::line(subject.unwrap_or_default(), SUBJECT_CHARS_MAX);
    }

    pub(crate) fn channel(&mut self, channel: Channel) {
        self.conversation.channel = channel;
    }

    pub(crate) fn customer(&mut self, customer: Customer) {
        let line = |text: Option<String>| {
            text.map(|text| text::line(&text, NAME_CHARS_MAX)).filter(|text| !text.is_empty())
        };
        let Customer { external_id, source_id, email, name } = customer;
        self.conversation.customer = Customer {
            external_id: line(external_id),
            source_id: line(source_id),
            email: line(email).filter(|email| email.contains('@')),
            name: line(name),
        };
    }

    pub(crate) fn dates(&mut self, created: Date, updated: Date) {
        for (name, date) in [("created", &created), ("updated", &updated)] {
            if let Date::Bad(found) = date {
                self.part(None, Reason::BadDate, format!("{name}: {found}"));
            }
        }
        self.conversation.created = created.known();
        self.conversation.updated = updated.known();
    }

    /// `None` for a status that is not known.
    pub(crate) fn status(&mut self, status: Option<Status>, found: &str) {
        self.conversation.status = status.unwrap_or_else(|| {
            self.part(None, Reason::UnknownStatus, found.to_owned());
            Status::Open
        });
    }

    pub(crate) fn assignee(&mut self, name: Option<&str>) {
        let name = name.map(|name| text::line(name, NAME_CHARS_MAX));
        self.conversation.assignee = name.filter(|name| !name.is_empty());
    }

    pub(crate) fn tags(&mut self, tags: Vec<String>) {
        let mut left_out = 0;
        for tag in tags {
            let tag = tag.trim().to_owned();
            let fits = tag.chars().count() <= TAG_CHARS_MAX && !tag.chars().any(char::is_control);
            if tag.is_empty() || self.conversation.tags.contains(&tag) {
                continue;
            }
            if fits && self.conversation.tags.len() < TAGS_MAX {
                self.conversation.tags.push(tag);
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            self.part(None, Reason::TagsLeftOut, format!("{left_out} left out"));
        }
    }

    pub(crate) fn rating(&mut self, score: Option<u8>, comment: Option<&str>, found: &str) {
        match score.filter(|score| (1..=5).contains(score)) {
            Some(score) => {
                let comment = comment.map(|comment| text::kept(comment, TEXT_CHARS_MAX).0);
                let comment = comment.filter(|comment| !comment.is_empty());
                self.conversation.rating = Some(Rating { score, comment });
            }
            None => self.part(None, Reason::BadRating, found.to_owned()),
        }
    }

    /// `en_US` and `EN` are told as `en-US` and `en`.
    pub(crate) fn language(&mut self, language: Option<&str>) {
        let Some(found) = language else { return };
        let mut parts = found.trim().split(['-', '_']);
        let first = parts.next().unwrap_or_default().to_lowercase();
        if !(2..=3).contains(&first.len()) || !first.chars().all(|c| c.is_ascii_alphabetic()) {
            return;
        }
        let region = parts
            .next()
            .filter(|region| region.len() == 2 && region.chars().all(|c| c.is_ascii_alphabetic()));
        let region = region.map(|region| format!("-{}", region.to_uppercase()));
        self.conversation.language = Some(first + &region.unwrap_or_default());
    }

    pub(crate) fn has_messages(&self) -> bool {
        self.messages_read > 0
    }

    /// One message of the source; every one is counted.
    pub(crate) fn message(&mut self, said: Said<'_>) {
        self.messages_read += 1;
        let id = said.id.as_deref().map(|id| text::line(id, ID_BYTES_MAX + 1));
        let Some(id) = id.filter(|id| !id.is_empty() && id.len() <= ID_BYTES_MAX) else {
            return self.lose_message(None, Reason::NoId, "");
        };
        let (text, shortened) = text::kept(&said.text, TEXT_CHARS_MAX);
        let files: Vec<String> =
            said.files.iter().take(FILES_MAX).map(|name| file_name(name)).collect();
        let empty = text.is_empty() && files.is_empty();
        let full = self.conversation.messages.len() >= MESSAGES_MAX;
        if let Some(reason) = said.lost {
            return self.lose_message(Some(id), reason, "");
        }
        if empty {
            return self.lose_message(Some(id), Reason::Empty, "");
        }
        if full {
            return self.lose_message(
                Some(id),
                Reason::TooMany,
                &format!("at most {MESSAGES_MAX}"),
            );
        }
        if self.ids.contains(&id) {
            return self.lose_message(Some(id), Reason::DuplicateId, "");
        }
        let at = self.date_of(&id, said.at, said.dated);
        if shortened {
            let detail = format!("kept are {TEXT_CHARS_MAX} characters");
            self.part(Some(&id), Reason::TextShortened, detail);
        }
        for name in &files {
            self.part(Some(&id), Reason::FileNotImported, name.clone());
        }
        for name in said.files.iter().skip(FILES_MAX) {
            self.part(Some(&id), Reason::FileNotImported, file_name(name));
        }
        let author = said.author.unwrap_or_else(|| {
            self.part(Some(&id), Reason::UnknownAuthor, String::new());
            Author::System
        });
        let name = said.name.map(|name| text::line(name, NAME_CHARS_MAX));
        let author_name = name.filter(|name| !name.is_empty());
        let private = said.private;
        self.ids.insert(id.clone());
        let message = Message { id, at, author, author_name, private, text, files };
        self.conversation.messages.push(message);
    }

    fn date_of(&mut self, id: &str, date: Date, dated: bool) -> Option<Timestamp> {
        match date {
            Date::At(at) => return Some(at),
            Date::Bad(found) => self.part(Some(id), Reason::BadDate, found),
            Date::None if dated => self.part(Some(id), Reason::NoDate, String::new()),
            Date::None => {}
        }
        None
    }

    fn lose_message(&mut self, id: Option<String>, reason: Reason, detail: &str) {
        self.note(What::Message, id, reason, detail.to_owned());
    }

    fn part(&mut self, message: Option<&str>, reason: Reason, detail: String) {
        self.note(What::Part, message.map(str::to_owned), reason, detail);
    }

    fn note(&mut self, what: What, message: Option<String>, reason: Reason, detail: String) {
        let id = &self.conversation.id;
        let conversation = (!id.is_empty()).then(|| id.clone());
        self.losses.push(Loss {
            what,
            reason,
            file: self.place.file.clone(),
            line: self.place.line,
            conversation,
            message,
            detail: text::line(&detail, DETAIL_CHARS_MAX),
            help: reason.help().to_owned(),
        });
    }

    /// Everything that was told is in. Messages stand in the order of their times where all have one.
    pub(crate) fn finish(mut self) -> Drafted {
        let read = Rows { conversations: 1, messages: self.messages_read };
        if self.conversation.messages.is_empty() {
            self.lose(Reason::NoMessages);
        }
        if let Some(reason) = self.lost {
            // What was said of its parts and messages says nothing any more: they are lost with it.
            let messages = std::mem::take(&mut self.conversation.messages);
            self.losses.retain(|loss| loss.what == What::Message);
            for message in messages {
                self.note(What::Message, Some(message.id), reason, String::new());
            }
            self.note(What::Conversation, None, reason, String::new());
            return Drafted { conversation: None, losses: self.losses, read };
        }
        let messages = &mut self.conversation.messages;
        if messages.iter().all(|message| message.at.is_some()) {
            messages.sort_by_key(|message| message.at);
        }
        Drafted { conversation: Some(self.conversation), losses: self.losses, read }
    }
}

fn file_name(name: &str) -> String {
    let name = text::line(name, NAME_CHARS_MAX);
    if name.is_empty() { "file".to_owned() } else { name }
}

/// A row that could not even be taken for a conversation.
pub(crate) fn lost_row(place: &Place, what: What, reason: Reason, detail: &str) -> Loss {
    Loss {
        what,
        reason,
        file: place.file.clone(),
        line: place.line,
        conversation: None,
        message: None,
        detail: text::line(detail, DETAIL_CHARS_MAX),
        help: reason.help().to_owned(),
    }
}
