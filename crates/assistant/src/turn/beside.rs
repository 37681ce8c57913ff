//! What customers say beside the answer that is waited for: they ask about what they are to agree to, take
//! back what was done, or mean none of what they were shown.

use super::run::Runner;
use super::state::{Asked, Done};
use super::{Asks, Heard, Next};
use crate::procedure::End;

impl Runner<'_> {
    /// A question instead of an answer to "shall I?". It is answered from the help centre, or by what the
    /// confirmation says, and the same is asked again: what is pending stays as it is. What asks about
    /// something else altogether is another wish, and comes back here. The second question that nothing
    /// answers is a person's.
    pub(super) fn asked_back(&mut self, heard: &Heard) -> Next {
        let is_of_this = heard.clues.asks == Some(Asks::This);
        if let Some(other) = self.other_wish(heard).filter(|_| !is_of_this) {
            self.understood();
            return self.start(&other);
        }
        if self.quote(heard) {
            self.understood();
            return self.ask_again();
        }
        self.state.misses = self.state.misses.saturating_add(1);
        if self.state.misses >= self.s.rules.misses_max {
            return self.not_understood();
        }
        let text = self.shared("about_this");
        self.utter(text, Vec::new(), false, "texts/about_this");
        self.ask_again()
    }

    /// What a message comes to that takes back what this conversation did; `None` where it takes nothing
    /// back. With a question open it is an answer, and what is surely another wish is that.
    pub(super) fn taken_back(&mut self, heard: &Heard) -> Option<Next> {
        let at_rest = self.state.frames.is_empty()
            && matches!(self.state.asked, None | Some(Asked::More | Asked::Helped));
        if !at_rest || !heard.clues.takes_back {
            return None;
        }
        let did = self.state.done.iter().rev().find(|done| !done.tools.is_empty())?;
        // "Undo that pause" may be taken for the wish to pause.
        if self.other_wish(heard).is_some_and(|other| other != did.procedure) {
            return None;
        }
        let mut all = self.book.procedures.values();
        let undoing = all.find(|one| one.undoes.iter().any(|tool| did.tools.contains(tool)));
        Some(match undoing.map(|one| one.name.clone()) {
            Some(undoing) => {
                self.understood();
                self.heard = None;
                self.start(&undoing)
            }
            None => self.cannot_take_back(),
        })
    }

    /// No tool takes back what is done: says so, and offers who may.
    fn cannot_take_back(&mut self) -> Next {
        let text = self.shared("cannot_undo");
        let choices = ["yes", "no"].map(|key| self.shared(key)).to_vec();
        self.utter(text, choices, false, "texts/cannot_undo");
        self.understood();
        self.state.asked = Some(Asked::Person);
        Next::Wait
    }

    /// After "shall I get a person?".
    pub(super) fn person_offered(&mut self, heard: &Heard) -> Next {
        match heard.clues.yes {
            Some(true) => self.person(),
            Some(false) => {
                self.understood();
                self.run()
            }
            None => {
                self.state.asked = None;
                self.wish(heard)
            }
        }
    }

    /// None of what was shown: it is left, and said in other words what it is about.
    pub(super) fn none_of_these(&mut self) -> Next {
        let text = self.shared("none_of_these");
        let choices = vec![self.shared("person")];
        self.utter(text, choices, false, "texts/none_of_these");
        self.understood();
        self.drop_frame();
        Next::Wait
    }

    /// The customer wants it no longer.
    pub(super) fn drop_it(&mut self) -> Next {
        let text = self.shared("dropped");
        self.utter(text, Vec::new(), false, "texts/dropped");
        self.drop_frame();
        self.ask_again()
    }

    /// What is at work ends here.
    fn drop_frame(&mut self) {
        if let Some(frame) = self.state.frames.pop() {
            self.state.done.push(Done {
                procedure: frame.procedure,
                version: frame.version,
                end: End::Dropped,
                tools: std::mem::take(&mut self.state.tools),
            });
        }
    }
}
