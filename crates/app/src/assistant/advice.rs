//! What a language model adds to a turn, gathered before the turn's transaction: a proposal where the
//! rules did not understand, and other wordings of what will be said.
//!
//! In the transaction everything is worked out again; what does not fit there any more is dropped.

use std::collections::BTreeMap;
use std::time::Duration;

use assistant::control::Mode;
use assistant::phrase::may_rephrase;
use assistant::propose::{Proposed, Room, Taken};
use assistant::turn::{Heard, ReadWords, State};
use support::conversation::Conversation;

use super::control;
use super::facts::{self, Known};
use super::helper::{Asked, Behalf, Helper};
use super::turn::{in_situation, stood};
use super::{Assistant, hear};
use crate::{App, AppError};

/// Most utterances of a turn that are worded.
const WORDED_MAX: usize = 2;

/// How much longer than one call all of them may take, in milliseconds.
const GRACE_MILLIS: u64 = 100;

/// What a model adds to one turn.
#[derive(Debug, Clone, Default)]
pub(super) struct Advice {
    room: Option<Room>,
    proposed: Proposed,
    /// Text → the wording that is said in its place.
    wordings: BTreeMap<String, String>,
    pub(super) asked: Vec<Asked>,
}

/// The message that is advised on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) conversation: &'a Conversation,
    pub(super) setting: &'a hear::Setting,
    pub(super) heard: &'a Heard,
    /// What the assistant said last, with its choices.
    pub(super) shown: &'a (String, Vec<String>),
}

impl Advice {
    /// Asks the model, for as long as a turn may wait. What came in time counts.
    pub(super) async fn of(
        app: &App,
        helper: &Helper,
        assistant: &Assistant,
        message: Message<'_>,
        tenant: &kernel::TenantId,
    ) -> Result<Self, AppError> {
        let conversation = message.conversation.clone();
        let principal = Assistant::principal(tenant, &conversation.customer);
        let id = conversation.id;
        let (own, heard) = (assistant.clone(), message.heard.clone());
        let market = message.setting.country.clone();
        let standing = app.read(&principal, move |s| {
            let (state, known) = (stood(s, id)?, facts::read(s, &conversation.customer)?);
            let alone = in_situation(&own, &conversation, &known, |book, situation| {
                book.hear(state.clone(), &heard, situation)
            });
            let drawn = control::draw(s, (id, &market), &heard, &alone, &own.book)?;
            Ok((state, known, drawn.mode))
        });
        let (state, known, mode) = standing.await?;
        // Where the assistant is off nobody's words go to a model.
        if mode == Mode::Off {
            return Ok(Self::default());
        }
        let language = assistant.book.language(&message.conversation.language).to_owned();
        let behalf = Behalf { tenant: tenant.clone(), conversation: id, language };
        let mut advice = Self::default();
        let within = u64::try_from(helper.within().as_millis()).unwrap_or(0);
        let gathering = advice.gather(helper, assistant, message, (&state, &known), &behalf);
        // A call ends by itself within that time, and counts against the model where it does not answer:
        // this bounds all of them together.
        let all = Duration::from_millis(within.saturating_add(GRACE_MILLIS));
        if tokio::time::timeout(all, gathering).await.is_err() {
            tracing::info!(conversation = %id, "the language model took too long: the turn goes on without it");
        }
        Ok(advice)
    }

    async fn gather(
        &mut self,
        helper: &Helper,
        assistant: &Assistant,
        message: Message<'_>,
        (state, known): (&State, &Known),
        behalf: &Behalf,
    ) {
        let Message { conversation, heard, shown, .. } = message;
        let room =
            in_situation(assistant, conversation, known, |book, s| book.room(state, heard, s));
        if let Some(room) = room {
            let (proposed, asked) = helper.propose(behalf, &room, shown, &heard.text).await;
            let failed = asked.has_failed();
            self.asked.push(asked);
            (self.room, self.proposed) = (Some(room), proposed);
            if failed {
                return;
            }
        }
        if !helper.rephrases() {
            return;
        }
        let read = hear::reader(message.setting);
        let taken = self.take(assistant, conversation, (state, known), heard, &read);
        let says = in_situation(assistant, conversation, known, |book, s| {
            book.hear(state.clone(), &taken.heard, s).says
        });
        for utterance in says.iter().filter(|one| may_rephrase(one)).take(WORDED_MAX) {
            let (wording, asked) = helper.word(behalf, utterance).await;
            let failed = asked.has_failed();
            self.asked.push(asked);
            if failed {
                return;
            }
            if let Some(wording) = wording {
                self.wordings.insert(utterance.text.clone(), wording);
            }
        }
    }

    /// What the machine takes of the proposal, with everything as it stands now. Nothing where the
    /// question is another than the model was asked.
    pub(super) fn take(
        &self,
        assistant: &Assistant,
        conversation: &Conversation,
        (state, known): (&State, &Known),
        heard: &Heard,
        read: ReadWords<'_>,
    ) -> Taken {
        in_situation(assistant, conversation, known, |book, s| {
            let same = self.room.is_some() && book.room(state, heard, s) == self.room;
            if same {
                return book.take(state, heard, s, &self.proposed, read);
            }
            Taken { heard: heard.clone(), command: None, ignored: Vec::new() }
        })
    }

    /// The wording of a text; the text itself where there is none.
    pub(super) fn wording<'a>(&'a self, text: &'a str) -> &'a str {
        self.wordings.get(text).map_or(text, String::as_str)
    }
}
