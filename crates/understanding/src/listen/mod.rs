//! Understanding one message of a customer, without a model and without a network.
//!
//! It hears a request for a person, a complaint, and the critical moments that a desk must not miss
//! (self-harm, bereavement, fraud, hardship and more), and says because of which words. The rules
//! are data (`policy/support/listen`, one file a language) that an operations person edits; see the
//! README there, and [`pattern`] for the way they are written.
//!
//! Recall comes first: what it overhears costs an agent a glance, what it misses costs a customer
//! the way to a person. It never decides anything, never changes the text, and never lets what a
//! customer wrote take longer than one pass over it.
//!
//! Sources: FCA Handbook Glossary "complaint" (any oral or written expression of dissatisfaction,
//! whether justified or not, which alleges financial loss, material distress or material
//! inconvenience); FCA FG21/1 on vulnerable customers.

mod anger;
mod file;

mod machine;
pub mod pattern;
mod shipped;
mod signal;

use crate::language::Guesser;
use crate::words::Tokens;
use file::{Problem as FileProblem, Rules};
use machine::{Hit, Machine};
use signal::Hears;

pub use crate::language::{Language, Spoken};
pub use crate::words::TEXT_CHARS_MAX;
pub use anger::{ANGER_POINTS_MAX, ANGRY_POINTS_MIN};
pub use file::{
    FILE_BYTES_MAX, FILES_MAX, ListenError, PATTERNS_PER_RULE_MAX, Problem, RULE_ANGER_POINTS_MAX,
    RULES_PER_FILE_MAX, Wrong,
};
pub use signal::{
    Anger, Complaint, Earlier, Feeling, How, Mood, Signal, SignalKind, Strength, WantsPerson, Words,
};

/// The second "no" to the assistant is a request for a person.
pub const REFUSALS_UNTIL_PERSON: u32 = 2;
/// Most places in a text that one finding names.
pub const PLACES_MAX: usize = 4;

/// A message to be understood.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'t> {
    /// Untrusted. Only the first [`TEXT_CHARS_MAX`] characters are read.
    pub text: &'t str,
    /// The conversation's language, where it is known.
    pub known_language: Option<Language>,
    /// [`Understanding::earlier`] of the customer's message before.
    pub earlier: Earlier,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understanding {
    /// The likeliest language, or the known one where the text says nothing about it.
    pub language: Option<Language>,
    pub wants_person: Option<WantsPerson>,
    /// Each kind once, gravest first.
    pub signals: Vec<Signal>,
    pub complaint: Option<Complaint>,
    /// Whether the customer says no to the assistant.
    pub refusal: bool,
    pub anger: Anger,
    pub mood: Mood,
    /// To be given with the customer's next message.
    pub earlier: Earlier,
}

#[derive(Debug, Clone)]
struct Rule {
    id: String,
    hears: Hears,
    strength: Strength,
    points: u8,
    own_language: Option<Language>,
}

/// Listens by a set of rules.
#[derive(Debug, Clone)]
pub struct Listener {
    machine: Machine,
    rules: Vec<Rule>,
    guesser: Guesser,
}

impl Listener {
    /// With the rules that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, ListenError> {
        Self::parse(shipped::FILES)
    }

    /// With these rules, as file names and texts.
    ///
    /// # Errors
    /// [`ListenError`] with everything that is wrong, each with its file, line and fix.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, ListenError> {
        let Rules { rules, marks, fillers } = file::read(files)?;
        let mut machine = Machine::default();
        machine.set_fillers(&fillers);
        for (number, rule) in rules.iter().enumerate() {
            rule.patterns.iter().for_each(|pattern| machine.add(number, false, pattern));
            rule.unless.iter().for_each(|pattern| machine.add(number, true, pattern));
        }
        let known = rules.iter().map(|rule| Rule {
            id: rule.id.clone(),
            hears: rule.hears,
            strength: rule.strength,
            points: rule.points,
            own_language: rule.own_language,
        });
        let listener = Self { machine, rules: known.collect(), guesser: Guesser::new(&marks) };
        let problems = listener.prove(&rules);
        if problems.is_empty() { Ok(listener) } else { Err(ListenError { problems }) }
    }

    /// The languages that have a file.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.guesser.languages()
    }

    /// The languages of a message: also those that have no file, and one that is mixed in.
    pub fn speaks(&self, text: &str, known: Option<Language>) -> Spoken {
        self.guesser.spoken(text, &Tokens::of(text), known)
    }

    /// Understands one message. The time it takes grows with the length of the text and no faster.
    pub fn hear(&self, heard: &Heard<'_>) -> Understanding {
        let tokens = Tokens::of(heard.text);
        let language = self.guesser.guess(heard.text, &tokens, heard.known_language);
        let hits: Vec<Hit> = self.hits(&tokens);
        let holds = |hit: &&Hit| {
            self.rules.get(hit.rule).is_some_and(|rule| {
                rule.own_language.is_none()
                    || rule.own_language == language
                    || rule.own_language == heard.known_language
            })
        };
        let hits: Vec<Hit> = hits.iter().filter(holds).copied().collect();
        let found = |hears| self.found(hears, &hits, &tokens);
        let refusal = found(Hears::Refusal);
        let anger =
            anger::measure(heard.text, self.points(Hears::Anger, &hits), heard.earlier.anger);
        let earlier = Earlier {
            refusals: heard.earlier.refusals.saturating_add(u32::from(refusal.is_some())),
            anger,
        };
        let mood = self.mood(&hits, &tokens, anger);
        let mut signals: Vec<Signal> = Vec::new();
        for hears in Hears::SIGNALS {
            let kind = hears.signal();
            if let (Some(kind), Some(found)) = (kind, found(hears)) {
                signals.push(found.signal(kind));
            }
        }
        signals.extend(self.anger_signal(&hits, &tokens, anger));
        let complaint = found(Hears::Complaint).map(Found::complaint).or_else(|| {
            let angry = signals.iter().find(|signal| signal.kind == SignalKind::Anger)?;
            let Signal { because, rule, .. } = angry.clone();
            Some(Complaint { strength: Strength::Likely, because, rule })
        });
        let wants_person =
            found(Hears::Person).map(|found| found.person(How::Words)).or_else(|| {
                let again = earlier.refusals >= REFUSALS_UNTIL_PERSON;
                refusal.clone().filter(|_| again).map(|found| found.person(How::RepeatedNo))
            });
        let refusal = refusal.is_some();
        Understanding { language, wants_person, signals, complaint, refusal, anger, mood, earlier }
    }

    /// Where rules hold, less their exceptions.
    fn hits(&self, tokens: &Tokens) -> Vec<Hit> {
        let (excepts, mut hits): (Vec<Hit>, Vec<Hit>) =
            self.machine.find(tokens).into_iter().partition(|hit| hit.except);
        // Each rule has few of either: the machine notes only so many.
        hits.retain(|hit| {
            let mut own = excepts.iter().filter(|except| except.rule == hit.rule);
            !own.any(|except| except.first <= hit.last && hit.first <= except.last)
        });
        hits
    }

    fn found(&self, hears: Hears, hits: &[Hit], tokens: &Tokens) -> Option<Found> {
        let of = hits.iter().filter_map(|hit| {
            let rule = self.rules.get(hit.rule)?;
            (rule.hears == hears).then_some((rule, hit))
        });
        let best = of.clone().max_by_key(|(rule, _)| rule.strength)?.0;
        let mut because: Vec<Words> = Vec::new();
        for (_, hit) in of {
            let Some((start, end)) = tokens.span(hit.first, hit.last) else { continue };
            let apart = because.iter().all(|words| end <= words.start || words.end <= start);
            if apart && because.len() < PLACES_MAX {
                because.push(Words { start, end });
            }
        }
        because.sort_by_key(|words| words.start);
        Some(Found { because, rule: best.id.clone(), strength: best.strength })
    }

    /// Each rule counts once, however often its words are said.
    fn points(&self, hears: Hears, hits: &[Hit]) -> u32 {
        let mut rules: Vec<usize> = hits.iter().map(|hit| hit.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let felt = rules.iter().filter_map(|rule| self.rules.get(*rule));
        felt.filter(|rule| rule.hears == hears).map(|rule| u32::from(rule.points)).sum()
    }

    fn mood(&self, hits: &[Hit], tokens: &Tokens, anger: Anger) -> Mood {
        let feeling = |hears: Hears| {
            let points = self.points(hears, hits).min(u32::from(ANGER_POINTS_MAX));
            let because = self.found(hears, hits, tokens).map(|found| found.because);
            Feeling {
                points: u8::try_from(points).unwrap_or(ANGER_POINTS_MAX),
                because: because.unwrap_or_default(),
            }
        };
        Mood {
            anger: Feeling { points: anger.points, ..feeling(Hears::Anger) },
            worry: feeling(Hears::Worry),
            sadness: feeling(Hears::Sadness),
            thanks: feeling(Hears::Thanks),
            urgency: feeling(Hears::Urgency),
        }
    }

    fn anger_signal(&self, hits: &[Hit], tokens: &Tokens, anger: Anger) -> Option<Signal> {
        if anger.turns == 0 {
            return None;
        }
        let strength = if anger.turns > 1 { Strength::Clear } else { Strength::Likely };
        let found = self.found(Hears::Anger, hits, tokens);
        let (because, rule) = match found {
            Some(found) => (found.because, found.rule),
            None => (Vec::new(), TYPING_RULE.to_owned()),
        };
        Some(Signal { kind: SignalKind::Anger, strength, because, rule })
    }

    /// Every rule hears its examples and none of its counter-examples.
    fn prove(&self, rules: &[file::Rule]) -> Vec<FileProblem> {
        let mut problems = Vec::new();
        let hears = |number: usize, text: &str| {
            self.hits(&Tokens::of(text)).iter().any(|hit| hit.rule == number)
        };
        for (number, rule) in rules.iter().enumerate() {
            let id = || rule.id.clone();
            for (place, text) in &rule.examples {
                if !hears(number, text) {
                    problems.push(place.problem(Wrong::Deaf { id: id(), text: text.clone() }));
                }
            }
            for (place, text) in &rule.not {
                if hears(number, text) {
                    problems.push(place.problem(Wrong::Overhears { id: id(), text: text.clone() }));
                }
            }
        }
        problems
    }
}

/// Named as the rule where only the way of typing (capitals, `!!!`) shows anger.
const TYPING_RULE: &str = "typing";

#[derive(Debug, Clone)]
struct Found {
    because: Vec<Words>,
    rule: String,
    strength: Strength,
}

impl Found {
    fn signal(self, kind: SignalKind) -> Signal {
        Signal { kind, strength: self.strength, because: self.because, rule: self.rule }
    }

    fn complaint(self) -> Complaint {
        Complaint { strength: self.strength, because: self.because, rule: self.rule }
    }

    fn person(self, how: How) -> WantsPerson {
        WantsPerson { how, words: self.because, rule: self.rule }
    }
}
