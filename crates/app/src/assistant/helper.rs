//! A language model beside the assistant: what it is told, what it may answer, and how long it may take.
//!
//! It is asked outside of every transaction, with personal data taken out, within its region, its budget
//! and its time. What it proposes has no power (`assistant::propose`), what it words is checked
//! (`assistant::phrase`), and where it fails or is slow the turn goes on without it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use assistant::book::Book;
use assistant::phrase::{Checker, Found};
use assistant::propose::{self, Command, Ignored, Proposed, Question, Room};
use assistant::translation;
use assistant::turn::Utterance;
use kernel::{Clock, ConversationId, Duration, TenantId};
use llm::guard::breaker::BreakerRules;
use llm::guard::budget::{InMemory, Limits};
use llm::guard::redact::{self, Redact, Redacted};
use llm::guard::{Guards, guarded};
use llm::{
    Answer, Ask, LanguageModel, ModelError, Part, Prompt, Region, Reply, Schema, SchemaError,
    Speaker, TOKENS_OUT_MAX, Turn, Want,
};
use serde::Serialize;
use understanding::pii::{self, PiiKind};

/// Longest that a turn waits for its model, all questions together, where nothing else is said.
pub const WITHIN_DEFAULT: Duration = Duration::from_secs(4);
/// Most tokens of a proposal.
const PROPOSAL_TOKENS_MAX: u32 = 300;
/// Most tokens of a wording.
const WORDING_TOKENS_MAX: u32 = 500;
/// Longest that a person waits for a translation.
const TRANSLATION_WITHIN: Duration = Duration::from_secs(20);
/// Tokens of a translation besides one for each character.
const TRANSLATION_TOKENS_MORE: u32 = 100;
/// Longest customer message that a model is shown, in characters.
const MESSAGE_CHARS_MAX: usize = 2_000;

const PROPOSE: &str = "You help a customer service assistant to understand one message. Answer with JSON \
    commands only. start: the customer wants this procedure. answer: the words of the message that answer \
    the open question, copied letter by letter. choose: the option that is meant. yes, no: the answer to \
    the open question. cancel: the customer does not want to go on. clarify: one of two procedures is \
    meant and it is not clear which. person: the customer wants or needs a person. Give no command if you \
    are not sure.";
const REPHRASE: &str = "Say the text again in the same language, word for word and in the same order. You may \
    put one short courtesy before it, such as thanks or that you are sorry, and use contractions. Change, \
    add and leave out nothing else. Answer with the new text alone.";

/// After what from and to are.
const TRANSLATE: &str = "Keep every name, number, amount, date, order number and link, and whatever stands \
    in square brackets, as it is written. Add nothing, leave nothing out, answer nothing, explain nothing. \
    Answer with the translation alone.";

/// How a model is used.
#[derive(Debug, Clone)]
pub struct HelperOptions {
    /// Where customers' data may be processed.
    pub regions: BTreeSet<Region>,
    pub limits: Limits,
    /// Longest that a turn waits.
    pub within: Duration,
    /// Whether it may word what is said; otherwise it only proposes.
    pub rephrase: bool,
}

/// A language model beside the assistant.
#[derive(Debug)]
pub struct Helper {
    model: Arc<dyn LanguageModel>,
    options: HelperOptions,
    schema: Schema,
    /// The procedures as the model is told of them.
    procedures: String,
    /// By language.
    checkers: BTreeMap<String, Checker>,
}

/// One question to the model, for the log: no word of anybody.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Asked {
    /// `propose`, or the source of what was to be worded.
    about: String,
    #[serde(flatten)]
    pub(super) report: ReportKept,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) commands: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<Ignored>,
    /// Why a wording was not used.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    rejected: BTreeSet<Found>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What a call used.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReportKept {
    pub(crate) model: String,
    region: Region,
    pub(crate) tokens_in: u64,
    pub(crate) tokens_out: u64,
    measured: bool,
    pub(crate) cost: llm::Cost,
}

/// For whom it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Behalf {
    pub(crate) tenant: TenantId,
    pub(crate) conversation: ConversationId,
    pub(crate) language: String,
}

impl Helper {
    /// A model with everything around it: regions, redaction, budget, breaker, a limit of calls.
    ///
    /// # Errors
    /// [`SchemaError`], where there are more procedures than a schema holds.
    pub fn guarded(
        built: &llm::config::Built,
        clock: Arc<dyn Clock>,
        book: &Book,
        options: HelperOptions,
    ) -> Result<Self, SchemaError> {
        let guards = Guards {
            clock,
            redact: redactor(),
            spending: Arc::new(InMemory::default()),
            breaker: BreakerRules::default(),
            calls_at_once: built.calls_at_once,
        };
        Self::bare(guarded(Arc::clone(&built.model), guards), book, options)
    }

    /// A model as it is: whoever calls has put around it what it needs.
    ///
    /// # Errors
    /// As [`Helper::guarded`].
    pub fn bare(
        model: Arc<dyn LanguageModel>,
        book: &Book,
        options: HelperOptions,
    ) -> Result<Self, SchemaError> {
        let names = book.procedures.keys().map(String::as_str);
        let told = |(name, one): (&String, &assistant::procedure::Procedure)| {
            format!("{name}: {}", one.title)
        };
        let procedures: Vec<String> = book.procedures.iter().map(told).collect();
        let checkers = book.catalogue.languages.iter();
        let checkers =
            checkers.filter_map(|one| Some((one.clone(), Checker::new(book, one)?))).collect();
        Ok(Self {
            model,
            options,
            schema: Schema::from_json(&propose::schema(names))?,
            procedures: format!("Procedures:\n{}", procedures.join("\n")),
            checkers,
        })
    }

    pub(super) const fn within(&self) -> Duration {
        self.options.within
    }

    pub(super) const fn rephrases(&self) -> bool {
        self.options.rephrase
    }

    /// What the model makes of a message that the rules did not understand. `shown` is what the assistant
    /// said last, with its choices.
    pub(super) async fn propose(
        &self,
        behalf: &Behalf,
        room: &Room,
        shown: &(String, Vec<String>),
        message: &str,
    ) -> (Proposed, Asked) {
        let mut parts = vec![Part::Ours(self.procedures.clone()), Part::Ours(open_question(room))];
        if !shown.0.is_empty() {
            let choices = shown.1.iter().zip(1..).map(|(one, place)| format!("\n{place}. {one}"));
            let text = format!("{}{}", shown.0, choices.collect::<String>());
            parts.push(Part::Untrusted { label: "said by the assistant", text });
        }
        let text: String = message.chars().take(MESSAGE_CHARS_MAX).collect();
        parts.push(Part::Untrusted { label: "customer message", text });
        let want = Want::Json(self.schema.clone());
        let within = self.options.within;
        let reply = self.ask(behalf, PROPOSE, parts, (PROPOSAL_TOKENS_MAX, want, within)).await;
        let mut asked = Asked::of("propose".to_owned(), &reply);
        let proposed = match reply.outcome {
            Ok(Answer::Json(answer)) => propose::parse(&answer),
            Ok(Answer::Text(_)) => {
                Proposed { ignored: vec![Ignored::Shape], ..Proposed::default() }
            }
            Err(_) => Proposed::default(),
        };
        asked.commands = proposed.commands.iter().map(outline).collect();
        asked.ignored.clone_from(&proposed.ignored);
        (proposed, asked)
    }

    /// Another wording of an utterance, if it says the same.
    pub(super) async fn word(&self, behalf: &Behalf, said: &Utterance) -> (Option<String>, Asked) {
        let chars_max = said.text.chars().count() * 3 + 200;
        let parts = vec![Part::Untrusted { label: "text", text: said.text.clone() }];
        let want = Want::Text { chars_max };
        let within = self.options.within;
        let reply = self.ask(behalf, REPHRASE, parts, (WORDING_TOKENS_MAX, want, within)).await;
        let mut asked = Asked::of(said.source.clone(), &reply);
        let Ok(Answer::Text(draft)) = reply.outcome else { return (None, asked) };
        let Some(checker) = self.checkers.get(&behalf.language) else { return (None, asked) };
        match checker.check(&said.text, &draft) {
            Ok(()) => (Some(draft), asked),
            Err(found) => {
                asked.rejected = found;
                (None, asked)
            }
        }
    }

    /// A text in the language of `behalf`, as the model translates it from another (both BCP 47). Whoever
    /// calls checks it.
    pub(crate) async fn translate(
        &self,
        behalf: &Behalf,
        from: &str,
        text: &str,
    ) -> (Result<String, ModelError>, ReportKept) {
        let system =
            format!("Translate the text from {from} to {} (BCP 47). {TRANSLATE}", behalf.language);
        let chars = text.chars().count();
        let tokens =
            u32::try_from(chars).unwrap_or(u32::MAX).saturating_add(TRANSLATION_TOKENS_MORE);
        let parts = vec![Part::Untrusted { label: "text", text: text.to_owned() }];
        let want = Want::Text { chars_max: translation::chars_max(chars) };
        let wanted = (tokens.min(TOKENS_OUT_MAX), want, TRANSLATION_WITHIN);
        let Reply { outcome, report } = self.ask(behalf, &system, parts, wanted).await;
        let said = outcome.and_then(|answer| match answer {
            Answer::Text(text) => Ok(text),
            Answer::Json(_) => Err(ModelError::Malformed("a translation is no JSON")),
        });
        (said, report.into())
    }

    async fn ask(
        &self,
        behalf: &Behalf,
        system: &str,
        parts: Vec<Part>,
        (tokens_out_max, want, within): (u32, Want, Duration),
    ) -> Reply {
        let prompt = Prompt {
            system: system.to_owned(),
            turns: vec![Turn { speaker: Speaker::User, parts }],
            tokens_out_max,
            temperature: Some(0.0),
            within,
        };
        let ask = Ask {
            tenant: behalf.tenant.clone(),
            conversation: Some(behalf.conversation),
            regions: self.options.regions.clone(),
            limits: self.options.limits,
            prompt,
            want,
        };
        // Pieces are unproved: nobody sees them.
        self.model.propose(&ask, &mut |_| {}).await
    }
}

impl Asked {
    /// Whether there was no answer: who does not answer is not asked again in the same turn.
    pub(super) const fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    fn of(about: String, reply: &Reply) -> Self {
        Self {
            about,
            report: reply.report.clone().into(),
            commands: Vec::new(),
            ignored: Vec::new(),
            rejected: BTreeSet::new(),
            // It never repeats the prompt or the answer.
            error: reply.outcome.as_ref().err().map(ToString::to_string),
        }
    }
}

impl From<llm::Report> for ReportKept {
    fn from(from: llm::Report) -> Self {
        let llm::Report { model, region, tokens_in, tokens_out, measured, cost } = from;
        Self { model, region, tokens_in, tokens_out, measured, cost }
    }
}

/// A command without words of anybody.
pub(super) fn outline(command: &Command) -> String {
    let name = command.name();
    match command {
        Command::Start { procedure } => format!("{name} {procedure}"),
        Command::Clarify { procedure, other } => format!("{name} {procedure} {other}"),
        Command::Choose { option } => format!("{name} {option}"),
        Command::Answer { .. } | Command::Yes | Command::No | Command::Cancel | Command::Person => {
            name.to_owned()
        }
    }
}

fn open_question(room: &Room) -> String {
    let question = match room.question {
        Question::Wish => "No question is open: what does the customer want?".to_owned(),
        Question::More => "Open question: is there anything else?".to_owned(),
        Question::Options(options) => format!("Open question: one of {options} options."),
        Question::YesNo => "Open question: yes or no.".to_owned(),
        Question::Declaration | Question::Confirmation => {
            "Open question: a confirmation, which only the customer can give. Do not answer yes."
                .to_owned()
        }
        Question::Value => "Open question: an amount, a date or a number.".to_owned(),
    };
    match &room.procedure {
        Some(procedure) => format!("{question} The procedure at work is {procedure}."),
        None => question,
    }
}

/// Finds the personal data that must not leave. Card data and keys are never given back.
pub fn redactor() -> Redact {
    Arc::new(|text: &str| Redacted {
        looked_at_bytes: text.floor_char_boundary(pii::TEXT_BYTES_MAX),
        found: pii::find(text)
            .into_iter()
            .map(|one| redact::Found {
                place: one.place,
                kind: kind(one.kind),
                give_back: !matches!(
                    one.kind,
                    PiiKind::CardNumber | PiiKind::CardCode | PiiKind::Key
                ),
            })
            .collect(),
    })
}

const fn kind(kind: PiiKind) -> &'static str {
    match kind {
        PiiKind::CardNumber => "CARD",
        PiiKind::CardCode => "CARD_CODE",
        PiiKind::Key => "KEY",
        PiiKind::Iban => "IBAN",
        PiiKind::Email => "EMAIL",
        PiiKind::IpAddress => "IP_ADDRESS",
        PiiKind::Phone => "PHONE",
        PiiKind::Personnummer | PiiKind::SteuerId | PiiKind::Dni | PiiKind::Nino | PiiKind::Ssn => {
            "IDENTITY_NUMBER"
        }
    }
}
