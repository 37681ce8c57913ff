//! Answers from the help centre: a stored passage word for word, for what no procedure is for.

use super::run::Runner;
use super::state::Asked;
use super::{Heard, Next};
use crate::procedure::Act;

/// What a question is written with, in our languages.
const QUESTION_MARKS: [char; 2] = ['?', '¿'];

impl Runner<'_> {
    /// Quotes the passage that was found, if it was not quoted before: the same words again help nobody.
    pub(super) fn quote(&mut self, heard: &Heard) -> bool {
        let Some(passage) = &heard.passage else { return false };
        if self.state.quoted.contains(&passage.id) {
            return false;
        }
        let text = format!("{}\n\n{}", passage.title, passage.text);
        self.utter(text, Vec::new(), false, &format!("articles/{}", passage.id));
        self.state.quoted.push(passage.id.clone());
        true
    }

    /// Quotes, and asks whether that was it. Where something could be done for the customer, it is rather
    /// asked whether they want that.
    pub(super) fn quoted(&mut self, heard: &Heard) -> Option<Next> {
        let meant = self.candidates(&heard.intents, heard.out_of_scope);
        if meant.iter().any(|name| self.does_something(name)) || !self.quote(heard) {
            return None;
        }
        self.understood();
        let choices = ["yes", "no", "person"].map(|key| self.shared(key)).to_vec();
        let text = self.shared("did_that_help");
        self.utter(text, choices, false, "texts/did_that_help");
        self.state.asked = Some(Asked::Helped);
        Some(Next::Wait)
    }

    fn does_something(&self, procedure: &str) -> bool {
        let steps = self.book.procedures.get(procedure).map(|procedure| procedure.steps.values());
        steps.is_some_and(|mut steps| steps.any(|act| matches!(act, Act::Do(_))))
    }

    /// After "did that help?". What did not help is not tried again: a person comes.
    pub(super) fn helped(&mut self, heard: &Heard) -> Next {
        self.state.asked = None;
        if !self.wanted(heard).is_empty() {
            return self.wish(heard);
        }
        match heard.clues.yes {
            Some(true) => self.run(),
            Some(false) => self.not_understood(),
            None => self.wish(heard),
        }
    }
}

/// Whether a message asks something, as far as its marks and words tell.
pub(super) fn is_question(heard: &Heard) -> bool {
    heard.clues.asks.is_some() || heard.text.contains(QUESTION_MARKS)
}
