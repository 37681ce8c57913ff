//! The static checker: what is proved of a procedure before it may run.
//!
//! - Every step leads somewhere, every step can be reached, every path ends in `end` or `hand_over`,
//!   and none goes round without waiting for the customer.
//! - Every name is given before it is used, with one type; nothing that may be missing is used as if
//!   it were there; no text from outside and no words of the customer become an argument that is not
//!   made for words.
//! - A tool that changes something has an identity level, a policy and a confirmation; one that moves
//!   an amount has a limit, and its confirmation shows the amount.
//! - Every text is there in every language, shows the same facts in each, and is used.

mod flow;
mod steps;
mod words;

use crate::catalogue::Catalogue;
use crate::procedure::Procedure;

pub use flow::{Given, given_at};
pub(crate) use words::option_key;

/// Something that must be mended before the procedure may run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{procedure}{}: {problem}", step.as_ref().map(|step| format!(": step `{step}`")).unwrap_or_default())]
pub struct Problem {
    pub procedure: String,
    pub step: Option<String>,
    pub problem: String,
}

/// All that is wrong with a procedure; nothing for one that may run.
pub fn check(procedure: &Procedure, catalogue: &Catalogue, names: &[&str]) -> Vec<Problem> {
    let mut found = Found { procedure, problems: Vec::new() };
    flow::shape(&mut found, names, catalogue);
    if found.problems.is_empty() {
        steps::check(&mut found, catalogue);
        words::check(&mut found, catalogue);
    }
    found.problems
}

struct Found<'a> {
    procedure: &'a Procedure,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn at(&mut self, step: &str, problem: impl Into<String>) {
        self.problems.push(Problem {
            procedure: self.procedure.name.clone(),
            step: Some(step.to_owned()),
            problem: problem.into(),
        });
    }

    fn whole(&mut self, problem: impl Into<String>) {
        self.problems.push(Problem {
            procedure: self.procedure.name.clone(),
            step: None,
            problem: problem.into(),
        });
    }
}
