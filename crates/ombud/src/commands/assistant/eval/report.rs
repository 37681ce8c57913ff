//! What an evaluation found, as JSON and in words.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What learns from texts.
const LEARNT: &str = "n-grams and, where there is one, an encoder";

/// Shares are 0 to 1; what does not apply to a task is left out.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Report {
    pub(super) task: String,
    /// What learnt.
    pub(super) model: &'static str,
    /// The sentence encoders that took part, or why none did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) encoder: String,
    /// `test`, or `cross-validation in N`.
    pub(super) method: String,
    /// Of the whole command, reading and learning included.
    pub(super) seconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) train_texts: Option<usize>,
    /// How many texts it was measured on.
    pub(super) texts: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) labels: Option<usize>,
    /// Texts that are of no class that is told apart, and count nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left_out: Option<usize>,
    /// The first guess is among the labels; out of scope is a label of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accuracy: Option<f64>,
    /// The guesses are exactly the labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exact: Option<f64>,
    /// Of texts in scope: above the threshold and of the right class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_scope_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_scope_accuracy_without_threshold: Option<f64>,
    /// Of texts out of scope: not above the threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oos_recall: Option<f64>,
    /// Of texts not above the threshold: out of scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oos_precision: Option<f64>,
    /// The mean over the classes of the harmonic mean of recall and precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) macro_f1: Option<f64>,
    /// `intents`: of the labels that a person must get, those that were guessed, first or second.
    /// `pii`: of the marks, those that were found as what they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recall: Option<f64>,
    /// `intents`: of the guesses that a person must get, those that were labels. `pii`: of what was found,
    /// what was marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) precision: Option<f64>,
    /// In a cross-validation the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) threshold: Option<f64>,
    /// The same by language or kind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) parts: BTreeMap<String, Part>,
}

/// A part that is counted apart.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Part {
    /// Texts; for `pii`, marks.
    pub(super) texts: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exact: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recall: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) precision: Option<f64>,
}

impl Report {
    pub(super) fn new(model: &'static str, method: &str) -> Self {
        Self { model, method: method.to_owned(), ..Self::default() }
    }

    /// Of something that learnt from texts, with a test set or in folds.
    pub(super) fn of_learnt(
        folds: Option<usize>,
        train_texts: usize,
        texts: usize,
        labels: usize,
    ) -> Self {
        let method =
            folds.map_or_else(|| "test".to_owned(), |folds| format!("cross-validation in {folds}"));
        Self {
            train_texts: Some(train_texts),
            texts,
            labels: Some(labels),
            ..Self::new(LEARNT, &method)
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}, {}", self.task, self.model, self.method)?;
        if !self.encoder.is_empty() {
            writeln!(f, "  encoder: {}", self.encoder)?;
        }
        let counts = [
            ("texts learnt from", self.train_texts),
            ("texts measured on", Some(self.texts)),
            ("classes", self.labels),
            ("texts left out", self.left_out),
        ];
        for (name, count) in counts {
            if let Some(count) = count {
                writeln!(f, "  {name:<40} {count:>8}")?;
            }
        }
        let shares = [
            ("accuracy (the first guess is a label)", self.accuracy),
            ("exact (all labels and no other)", self.exact),
            ("in scope, right and above the threshold", self.in_scope_accuracy),
            ("in scope, right, without a threshold", self.in_scope_accuracy_without_threshold),
            ("out of scope, recall", self.oos_recall),
            ("out of scope, precision", self.oos_precision),
            ("macro F1", self.macro_f1),
            ("recall of what matters", self.recall),
            ("precision of what matters", self.precision),
        ];
        for (name, share) in shares {
            if let Some(share) = share {
                writeln!(f, "  {name:<40} {:>7.2} %", share * 100.0)?;
            }
        }
        if let Some(threshold) = self.threshold {
            writeln!(f, "  {:<40} {threshold:>8.3}", "threshold")?;
        }
        writeln!(f, "  {:<40} {:>8.1}", "seconds", self.seconds)?;
        self.parts.iter().try_for_each(|(name, part)| writeln!(f, "  {name}: {part}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.texts)?;
        let shares = [
            ("accuracy", self.accuracy),
            ("exact", self.exact),
            ("recall", self.recall),
            ("precision", self.precision),
        ];
        for (name, share) in shares {
            if let Some(share) = share {
                write!(f, ", {name} {:.2} %", share * 100.0)?;
            }
        }
        Ok(())
    }
}
