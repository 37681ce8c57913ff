//! What does not come over, and why: one record for each thing, with its place and what would help.

use serde::{Deserialize, Serialize};

/// What was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A row of the source that tells of a conversation.
    Conversation,
    /// A row of the source that tells of a message.
    Message,
    /// Something about a row that did come over.
    Part,
}

impl What {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Message => "message",
            Self::Part => "part",
        }
    }
}

/// Why something was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    // Rows.
    NotJson,
    CutOff,
    TooLarge,
    NoId,
    WrongColumns,
    Deleted,
    Spam,
    Empty,
    DuplicateId,
    TooMany,
    NoMessages,
    EditedLater,
    // Parts of rows.
    NoDate,
    BadDate,
    UnknownStatus,
    UnknownAuthor,
    TextShortened,
    FileNotImported,
    TagsLeftOut,
    BadRating,
    StateKept,
}

impl Reason {
    pub const ALL: [Self; 21] = [
        Self::NotJson,
        Self::CutOff,
        Self::TooLarge,
        Self::NoId,
        Self::WrongColumns,
        Self::Deleted,
        Self::Spam,
        Self::Empty,
        Self::DuplicateId,
        Self::TooMany,
        Self::NoMessages,
        Self::EditedLater,
        Self::NoDate,
        Self::BadDate,
        Self::UnknownStatus,
        Self::UnknownAuthor,
        Self::TextShortened,
        Self::FileNotImported,
        Self::TagsLeftOut,
        Self::BadRating,
        Self::StateKept,
    ];

    /// The name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "not_json",
            Self::CutOff => "cut_off",
            Self::TooLarge => "too_large",
            Self::NoId => "no_id",
            Self::WrongColumns => "wrong_columns",
            Self::Deleted => "deleted",
            Self::Spam => "spam",
            Self::Empty => "empty",
            Self::DuplicateId => "duplicate_id",
            Self::TooMany => "too_many",
            Self::NoMessages => "no_messages",
            Self::EditedLater => "edited_later",
            Self::NoDate => "no_date",
            Self::BadDate => "bad_date",
            Self::UnknownStatus => "unknown_status",
            Self::UnknownAuthor => "unknown_author",
            Self::TextShortened => "text_shortened",
            Self::FileNotImported => "file_not_imported",
            Self::TagsLeftOut => "tags_left_out",
            Self::BadRating => "bad_rating",
            Self::StateKept => "state_kept",
        }
    }

    /// What it means, and what would help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::NotJson => "the row is not JSON; export it again",
            Self::CutOff => "the file ends in the middle of a row; copy or export it again",
            Self::TooLarge => "the row is larger than what is read; export it in smaller pages",
            Self::NoId => "the row has no usable id, so it could not be told apart at a second run",
            Self::WrongColumns => "the row does not have the columns of its header",
            Self::Deleted => "it was deleted at the source; restore it there to bring it over",
            Self::Spam => "it is marked as spam at the source; unmark it there to bring it over",
            Self::Empty => "it has neither text nor a file",
            Self::DuplicateId => "the conversation has another message of this id, which came over",
            Self::TooMany => "the conversation has more messages than are imported",
            Self::NoMessages => "none of its messages can come over",
            Self::EditedLater => {
                "it was changed at the source after it came over; what was said is never rewritten"
            }
            Self::NoDate => "it has no date; it bears that of the message before it",
            Self::BadDate => "its date cannot be read; it bears that of the message before it",
            Self::UnknownStatus => {
                "its status is not known here; it is open, so that somebody looks"
            }
            Self::UnknownAuthor => "the export does not say who wrote it; add the file of users",
            Self::TextShortened => "the text is longer than what is kept; its end is left out",
            Self::FileNotImported => "the file's name came over; the export has no contents",
            Self::TagsLeftOut => "there are more tags, or longer ones, than a conversation has",
            Self::BadRating => "the rating is not one that is known here",
            Self::StateKept => "it was worked on here since; its state at the source is ignored",
        }
    }
}

/// One thing that did not come over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    pub what: What,
    pub reason: Reason,
    /// The file, as it is called below the imported folder, and the line on which the row begins.
    pub file: String,
    pub line: u64,
    /// The source's ids, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What exactly was found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    pub help: String,
}

impl Loss {
    /// A loss that shows when a conversation meets what came over before.
    pub fn later(
        what: What,
        reason: Reason,
        (file, line): (&str, u64),
        conversation: &str,
        message: Option<&str>,
    ) -> Self {
        Self {
            what,
            reason,
            file: file.to_owned(),
            line,
            conversation: Some(conversation.to_owned()),
            message: message.map(str::to_owned),
            detail: String::new(),
            help: reason.help().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_the_name_it_is_stored_under() {
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
            assert!(!reason.help().is_empty());
        }
        for what in [What::Conversation, What::Message, What::Part] {
            assert_eq!(serde_json::to_value(what).unwrap(), what.as_str());
        }
    }
}
