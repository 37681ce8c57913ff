//! Retrieval on tau2-banking: 698 documents of a bank, and customers' scenarios that each list the
//! documents that solve them.
//!
//! The question is only what the customer says. Thirteen signs make one linear score, whose weights
//! are learned from the other tasks (ridge logistic regression); the memory of past cases holds the
//! documents of other tasks, never of the one that is asked. Recall is the share of a task's
//! documents among the first 20, averaged over tasks. Signs and constants were chosen on these same
//! tasks: expect a little less on others.

mod documents;
mod features;
mod fit;
mod said;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use crate::bm25::{Counts, counts};
use crate::language::Language;
use crate::memory::{Space, Vector, cosine, voices};
use crate::scores::{add, at};
use documents::Documents;
use features::{KNOWN, Row, Statics};

/// How far down the list is looked.
const DEPTH: usize = 20;

/// Tasks whose customers want the same kind of thing, by the last digits of their ids. A task in
/// none is its own family.
const FAMILIES: [&str; 16] = [
    "003 006 007 024 025",
    "005",
    "008 014 015 016",
    "017 018 019 020 022 026 028",
    "032 033",
    "036 037 041",
    "043 045 046 048",
    "050 051 052 053 054",
    "055 056 059 063 064 065 067 068 070 071 075 076",
    "072 073 074",
    "077 079 080 081",
    "082 083 084",
    "087 088",
    "090 092",
    "093 096 097",
    "102",
];

/// Why the data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Tau2Error {
    #[error("{kind} {position}: {source}: give the file as it is in tau2-banking")]
    Json { kind: &'static str, position: usize, source: serde_json::Error },
    #[error("document `{id}`: its name has no kind of product: name it as tau2-banking does")]
    Document { id: String },
    #[error("task `{task}`: its document `{id}` is not there: give the whole folder")]
    Missing { task: String, id: String },
    #[error("no tasks: give the files of tau2-banking/tasks")]
    NoTasks,
    #[error(transparent)]
    Pattern(#[from] regex::Error),
}

/// Recall of the required documents among the first 20, in percent, averaged over tasks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tau2Report {
    pub tasks: usize,
    pub documents: usize,
    /// Word search alone, each word of the question once.
    pub bm25: f64,
    /// All signs but the memory of past cases; the task left out of what is learned.
    pub without_memory: f64,
    /// All signs; the task left out of weights and memory.
    pub task_left_out: f64,
    /// All signs; all tasks of its family left out of weights and memory.
    pub family_left_out: f64,
}

impl fmt::Display for Tau2Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "recall@{DEPTH}, macro over {} tasks, {} documents",
            self.tasks, self.documents
        )?;
        writeln!(f, "words alone                                {:5.1} %", self.bm25)?;
        writeln!(f, "without case memory, task left out         {:5.1} %", self.without_memory)?;
        writeln!(f, "with case memory, task left out            {:5.1} %", self.task_left_out)?;
        write!(f, "with case memory, whole family left out    {:5.1} %", self.family_left_out)
    }
}

#[derive(Debug, Deserialize)]
struct Task {
    id: String,
    user_scenario: Scenario,
    required_documents: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Scenario {
    instructions: String,
}

/// A task made ready: what its customer says, and what solves it.
struct Case {
    family: usize,
    required: BTreeSet<usize>,
    statics: Statics,
    bm25: Vec<f64>,
    vector: Vector,
}

/// Measures the retrieval. `documents` and `tasks` are the texts of the JSON files of the two
/// folders, in any order.
///
/// # Errors
/// [`Tau2Error`] when a text is not what it should be.
pub fn tau2_retrieval(documents: &[String], tasks: &[String]) -> Result<Tau2Report, Tau2Error> {
    let documents = Documents::read(documents)?;
    let mut tasks = tasks
        .iter()
        .enumerate()
        .map(|(position, text)| {
            let wrong = |source| Tau2Error::Json { kind: "task", position, source };
            serde_json::from_str(text).map_err(wrong)
        })
        .collect::<Result<Vec<Task>, _>>()?;
    if tasks.is_empty() {
        return Err(Tau2Error::NoTasks);
    }
    tasks.sort_by(|a, b| a.id.cmp(&b.id));
    let cases = cases(&documents, &tasks)?;
    let alone: Vec<usize> = (0..cases.len()).collect();
    let families: Vec<usize> = cases.iter().map(|case| case.family).collect();
    let words = cases.iter().map(|case| recall(&case.bm25, &case.required)).sum::<f64>();
    Ok(Tau2Report {
        tasks: cases.len(),
        documents: documents.len(),
        bm25: 100.0 * words / cases.len() as f64,
        without_memory: left_out(&cases, &alone, false),
        task_left_out: left_out(&cases, &alone, true),
        family_left_out: left_out(&cases, &families, true),
    })
}

fn cases(documents: &Documents, tasks: &[Task]) -> Result<Vec<Case>, Tau2Error> {
    let said = said::Said::new()?;
    let spoken: Vec<Vec<String>> =
        tasks.iter().map(|task| said.sentences(&task.user_scenario.instructions)).collect();
    let terms: Vec<Counts> =
        spoken.iter().map(|said| counts(Language::English.stems(&said.join(" ")))).collect();
    let space = Space::of(&terms);
    let mut cases = Vec::new();
    for (position, ((task, spoken), terms)) in tasks.iter().zip(&spoken).zip(&terms).enumerate() {
        let place = |id: &String| {
            let missing = || Tau2Error::Missing { task: task.id.clone(), id: id.clone() };
            documents.position(id).ok_or_else(missing)
        };
        let number = task.id.rsplit('_').next().unwrap_or_default();
        let family = FAMILIES.iter().position(|list| list.split(' ').any(|id| id == number));
        cases.push(Case {
            family: family.unwrap_or(FAMILIES.len() + position),
            required: task.required_documents.iter().map(place).collect::<Result<_, _>>()?,
            statics: documents.statics(spoken),
            bm25: documents.words_alone(spoken),
            vector: space.vector(terms),
        });
    }
    Ok(cases)
}

/// Mean recall in percent when each group of tasks is asked with all that was learned from the others.
fn left_out(cases: &[Case], groups: &[usize], memory: bool) -> f64 {
    let mut total = 0.0;
    let kinds: BTreeSet<usize> = groups.iter().copied().collect();
    for kind in kinds {
        let learned: Vec<(usize, &Case)> =
            cases.iter().enumerate().filter(|(n, _)| group(groups, *n) != kind).collect();
        let mut rows = Vec::new();
        for (position, case) in &learned {
            // A task that is learned from must not remember itself or its group either.
            let own = group(groups, *position);
            let others = learned.iter().filter(|(n, _)| group(groups, *n) != own);
            rows.push((case_rows(case, others.copied(), memory), &case.required));
        }
        let weights = fit::weights(&rows);
        for (_, case) in cases.iter().enumerate().filter(|(n, _)| group(groups, *n) == kind) {
            let scores: Vec<f64> = case_rows(case, learned.iter().copied(), memory)
                .iter()
                .map(|row| row.iter().zip(&weights).map(|(x, w)| x * w).sum())
                .collect();
            total += recall(&scores, &case.required);
        }
    }
    100.0 * total / cases.len() as f64
}

fn group(groups: &[usize], position: usize) -> usize {
    groups.get(position).copied().unwrap_or(usize::MAX)
}

/// The signs of every document for a task, the memory filled from other cases.
fn case_rows<'a>(
    case: &Case,
    others: impl Iterator<Item = (usize, &'a Case)>,
    memory: bool,
) -> Vec<Row> {
    let documents = case.statics.len();
    let (mut times, mut called) = (vec![0.0; documents], vec![0.0; documents]);
    if memory {
        let others: BTreeMap<usize, &Case> = others.collect();
        for document in others.values().flat_map(|other| &other.required) {
            add(&mut times, *document, 1.0);
        }
        let similar = others.iter().map(|(n, other)| (*n, cosine(&case.vector, &other.vector)));
        for (other, voice) in voices(similar.collect()) {
            for document in others.get(&other).iter().flat_map(|other| &other.required) {
                add(&mut called, *document, voice);
            }
        }
    }
    let row = |(n, known): (usize, &[f64; KNOWN])| {
        let remembered = [at(&times, n).ln_1p() / 3.0, at(&called, n)];
        features::row(known, remembered)
    };
    case.statics.iter().enumerate().map(row).collect()
}

/// The share of required documents among the first.
fn recall(scores: &[f64], required: &BTreeSet<usize>) -> f64 {
    let mut ranked: Vec<(usize, f64)> = scores.iter().copied().enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let found = ranked.iter().take(DEPTH).filter(|(n, _)| required.contains(n)).count();
    found as f64 / required.len().max(1) as f64
}

#[cfg(test)]
mod tests;
