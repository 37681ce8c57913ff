//! Where the rules leave room for a language model, and what they take of what it proposes.

use super::run::Runner;
use super::state::{Asked, State};
use super::{AmountSaid, Clues, Heard, Intent, Situation, answer};
use crate::book::Book;
use crate::procedure::{Act, Procedure};
use crate::propose::{Command, Ignored, Proposed, Question, Room, Taken};
use crate::value::Type;

/// Reads the clues of a few words of the message, as those of the whole were read.
pub type ReadWords<'r> = &'r dyn Fn(&str) -> Clues;

impl Book {
    /// What a model may be asked about: nothing where a person is asked for, where a value was given, or
    /// where the turn goes on by what was understood already.
    pub fn room(&self, state: &State, heard: &Heard, s: &Situation<'_>) -> Option<Room> {
        if heard.wants_person {
            return None;
        }
        let question = self.question(state, heard, s)?;
        let alone = self.hear(state.clone(), heard, s);
        let missed = alone.state.misses > state.misses;
        let procedure = state.frames.last().map(|frame| frame.procedure.clone());
        missed.then_some(Room { question, procedure })
    }

    /// Takes the first command of a proposal that may be taken; everything else is told as ignored.
    pub fn take(
        &self,
        state: &State,
        heard: &Heard,
        s: &Situation<'_>,
        proposed: &Proposed,
        read: ReadWords<'_>,
    ) -> Taken {
        let mut taken =
            Taken { heard: heard.clone(), command: None, ignored: proposed.ignored.clone() };
        let room = self.room(state, heard, s);
        for command in &proposed.commands {
            let found = match (&taken.command, &room) {
                (Some(_), _) => Err(Ignored::Second),
                (None, None) => Err(Ignored::Understood),
                (None, Some(room)) => self.with(state, heard, s, room.question, command, read),
            };
            match found {
                Ok(with) => {
                    taken.heard = with;
                    taken.command = Some(command.clone());
                }
                Err(ignored) => taken.ignored.push(ignored),
            }
        }
        taken
    }

    /// The open question; `None` where the answer is already there, or nobody may help with it.
    fn question(&self, state: &State, heard: &Heard, s: &Situation<'_>) -> Option<Question> {
        Some(match &state.asked {
            None => Question::Wish,
            Some(Asked::More | Asked::Helped) => Question::More,
            Some(Asked::Meant(names)) => Question::Options(names.len()),
            Some(Asked::Choice(ids)) => Question::Options(ids.len()),
            Some(Asked::Confirm(_)) => Question::Confirmation,
            Some(Asked::Person) => Question::YesNo,
            Some(Asked::Slot) => {
                let runner = Runner::new(self, s, state.clone());
                let (_, Act::Ask { slot, kind, .. }) = runner.at()? else { return None };
                let labels = runner.labels(slot, kind);
                // A value that was given stands, also one that is outside of what is allowed.
                if answer::value(heard, kind, &labels, runner.currency()).is_some() {
                    return None;
                }
                match kind.present() {
                    Type::Bool if is_argument(runner.procedure()?, slot) => Question::Declaration,
                    Type::Bool => Question::YesNo,
                    Type::Word(_) => Question::Options(labels.len()),
                    Type::Int | Type::Date | Type::Money => Question::Value,
                    _ => return None,
                }
            }
        })
    }

    /// The message as a command makes it.
    fn with(
        &self,
        state: &State,
        heard: &Heard,
        s: &Situation<'_>,
        question: Question,
        command: &Command,
        read: ReadWords<'_>,
    ) -> Result<Heard, Ignored> {
        let mut with = heard.clone();
        match (command, question) {
            (Command::Person, _) => with.wants_person = true,
            (Command::Start { procedure }, _) => {
                let at_work = state.frames.iter().any(|frame| frame.procedure == *procedure);
                if at_work {
                    return Err(Ignored::NotAsked);
                }
                let likely = s.rules.sure.max(s.rules.sure_of_change).max(heard.out_of_scope);
                with.intents = vec![self.intent(procedure, likely)?];
            }
            (Command::Clarify { procedure, other }, Question::Wish | Question::More) => {
                let likely = f32::midpoint(s.rules.likely, s.rules.sure);
                if procedure == other {
                    return Err(Ignored::UnknownLabel);
                }
                with.intents = vec![self.intent(procedure, likely)?, self.intent(other, likely)?];
                with.out_of_scope = 0.0;
            }
            (Command::Yes | Command::No, Question::Declaration)
            | (Command::Yes, Question::Confirmation) => return Err(Ignored::Withheld),
            (Command::Yes, Question::YesNo | Question::More) => with.clues.yes = Some(true),
            (Command::No, Question::YesNo | Question::More | Question::Confirmation)
            | (Command::Cancel, Question::Options(_) | Question::Value | Question::Confirmation) => {
                with.clues.yes = Some(false);
            }
            (Command::Choose { option }, Question::Options(options)) => {
                let fits = (1..=options).contains(option);
                let ordinal = i64::try_from(*option).ok().filter(|_| fits);
                with.clues.ordinal = Some(ordinal.ok_or(Ignored::UnknownLabel)?);
            }
            (Command::Answer { words }, Question::Value) => {
                with.clues = said(heard, words, read)?;
            }
            _ => return Err(Ignored::NotAsked),
        }
        Ok(with)
    }

    /// The intent that leads to a procedure.
    fn intent(&self, procedure: &str, likely: f32) -> Result<Intent, Ignored> {
        let procedure = self.procedures.get(procedure).ok_or(Ignored::UnknownLabel)?;
        let leads = |label: &&String| self.by_intent.get(*label) == Some(&procedure.name);
        let label = procedure.intents.iter().find(leads).ok_or(Ignored::UnknownLabel)?;
        Ok(Intent { label: label.clone(), likely })
    }
}

/// The clues of the message where only those of the words count that the rules read in the whole message
/// too: a model chooses among what the customer said, and adds nothing.
fn said(heard: &Heard, words: &str, read: ReadWords<'_>) -> Result<Clues, Ignored> {
    if !heard.text.contains(words) {
        return Err(Ignored::NotSaid);
    }
    let Clues { amounts, dates, counts, .. } = read(words);
    let mut clues = heard.clues.clone();
    let amounts: Vec<AmountSaid> =
        amounts.into_iter().filter(|one| heard.clues.amounts.contains(one)).collect();
    let dates: Vec<_> = dates.into_iter().filter(|one| heard.clues.dates.contains(one)).collect();
    let counts: Vec<i64> =
        counts.into_iter().filter(|one| heard.clues.counts.contains(one)).collect();
    if amounts.is_empty() && dates.is_empty() && counts.is_empty() {
        return Err(Ignored::NotSaid);
    }
    (clues.amounts, clues.dates, clues.counts) = (amounts, dates, counts);
    Ok(clues)
}

/// Whether a tool of the procedure is handed the value of this name.
pub(super) fn is_argument(procedure: &Procedure, slot: &str) -> bool {
    procedure.steps.values().any(|act| match act {
        Act::Do(call) => call.speaks_of(slot),
        // Another name of it may be handed over.
        Act::Let { values, .. } => values.iter().any(|(_, source)| source.expr.speaks_of(slot)),
        _ => false,
    })
}
