//! Reads labelled texts in the formats in which they are published.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A text with its labels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) text: String,
    /// One; two where a text means two things.
    pub(super) labels: Vec<String>,
    /// What else is known of it when it comes in, such as a field of its form.
    pub(super) beside: Option<String>,
    /// What it is counted apart by, such as its language.
    pub(super) group: Option<String>,
    /// What encoders made of it, where there are any.
    pub(super) encoded: Encoded,
}

/// A text as encoders see it; nothing where there is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Encoded {
    pub(super) vector: Option<Vec<f32>>,
    /// Of a second encoder.
    pub(super) other: Option<Vec<f32>>,
    /// The rows that the frozen layers made of its tokens; empty where nothing is fine-tuned.
    pub(super) states: Vec<f32>,
}

impl Row {
    fn new(text: String, label: String) -> Self {
        Self { text, labels: vec![label], beside: None, group: None, encoded: Encoded::default() }
    }
}

pub(super) fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn records<T: DeserializeOwned>(path: &Path, row: impl Fn(T) -> Row) -> Result<Vec<Row>> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<Row>, csv::Error> =
        reader.deserialize::<T>().map(|record| record.map(&row)).collect();
    let rows = rows.with_context(|| path.display().to_string())?;
    if rows.is_empty() {
        bail!("{}: there is no row below its header", path.display());
    }
    Ok(rows)
}

/// `text,category`
pub(super) fn banking77(path: &Path) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Record {
        text: String,
        category: String,
    }
    records(path, |record: Record| Row::new(record.text, record.category))
}

/// `narrative` and `product` among other columns.
pub(super) fn products(path: &Path) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Record {
        narrative: String,
        product: String,
    }
    records(path, |record: Record| Row::new(record.narrative, record.product))
}

/// The CFPB's own columns. The sub-issue says nearly what the issue is, and is never read.
pub(super) fn issues(path: &Path) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Record {
        #[serde(rename = "Consumer complaint narrative")]
        narrative: String,
        #[serde(rename = "Issue")]
        issue: String,
        #[serde(rename = "Sub-product")]
        sub_product: String,
    }
    records(path, |record: Record| Row {
        beside: Some(record.sub_product),
        ..Row::new(record.narrative, record.issue)
    })
}

/// `text,lang,intent`, by language.
pub(super) fn intents(name: &str, text: &str) -> Result<Vec<Row>> {
    let messages = app::assistant::intents::read(name, text)?;
    let row = |message: app::assistant::intents::Labelled| Row {
        labels: message.intents().map(str::to_owned).collect(),
        text: message.text,
        beside: None,
        group: Some(message.lang),
        encoded: Encoded::default(),
    };
    Ok(messages.into_iter().map(row).collect())
}

/// Texts of CLINC150.
#[derive(Debug, Default)]
pub(super) struct Clinc {
    pub(super) in_scope: Vec<Row>,
    pub(super) out_of_scope: Vec<Row>,
}

impl Clinc {
    pub(super) fn extend(&mut self, more: Self) {
        self.in_scope.extend(more.in_scope);
        self.out_of_scope.extend(more.out_of_scope);
    }
}

/// The label of what is out of scope.
pub(super) const OUT_OF_SCOPE: &str = "oos";

/// Lists of text and label by split: `train`, `val`, `test`, each also as `oos_train` …
#[derive(Debug)]
pub(super) struct Splits(BTreeMap<String, Vec<(String, String)>>);

impl Splits {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let shown = || format!("{}: expected lists of [text, label] by split", path.display());
        Ok(Self(serde_json::from_str(&text(path)?).with_context(shown)?))
    }

    /// The texts of those splits whose name holds; a text is out of scope by its label.
    pub(super) fn take(&self, holds: impl Fn(&str) -> bool) -> Clinc {
        let mut taken = Clinc::default();
        for (name, texts) in &self.0 {
            if !holds(name.strip_prefix("oos_").unwrap_or(name)) {
                continue;
            }
            for (text, label) in texts {
                let row = Row::new(text.clone(), label.clone());
                if label == OUT_OF_SCOPE {
                    taken.out_of_scope.push(row);
                } else {
                    taken.in_scope.push(row);
                }
            }
        }
        taken
    }

    /// What to learn from: everything but the splits for testing and choosing.
    pub(super) fn train(&self) -> Clinc {
        self.take(|split| split != TEST && split != CHOOSING)
    }

    /// What to choose a threshold on, where a split is named so.
    pub(super) fn choosing(&self) -> Clinc {
        self.take(|split| split == CHOOSING)
    }

    /// What to measure on: the splits for testing, or everything where none is named so.
    pub(super) fn test(&self) -> Clinc {
        let has_test = self.0.keys().any(|name| name.ends_with(TEST));
        self.take(|split| !has_test || split == TEST)
    }
}

const TEST: &str = "test";
const CHOOSING: &str = "val";

/// A text with spans, as Presidio's evaluation sets have them.
#[derive(Debug, Deserialize)]
pub(super) struct Marked {
    pub(super) full_text: String,
    pub(super) spans: Vec<Span>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Span {
    pub(super) entity_type: String,
    /// In characters.
    pub(super) start_position: usize,
    pub(super) end_position: usize,
}

pub(super) fn presidio(path: &Path) -> Result<Vec<Marked>> {
    let shown = || format!("{}: expected texts with spans", path.display());
    serde_json::from_str(&text(path)?).with_context(shown)
}
