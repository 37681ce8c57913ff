//! Reads and checks the mapping files: what is wrong is said with file, vocabulary, value and fix.

use std::collections::BTreeMap;

use dispute::{EvidenceType, ExceptionGround, ExceptionKind, Outcome, Reason, State, SubIssue};
use kernel::ActorKind;
use serde::Deserialize;

use super::{
    EventKind, Favours, Hold, Mappings, Meaning, MoneyKind, Source, SourceMapping, Vocabulary,
    VocabularyKind, normal,
};
use crate::MerchantSeat;

/// The files as shipped.
const SHIPPED: [(Source, &str); 11] = [
    (Source::KlarnaV4, include_str!("../../../../policy/mappings/klarna_v4.toml")),
    (Source::KlarnaV3, include_str!("../../../../policy/mappings/klarna_v3.toml")),
    (Source::Stripe, include_str!("../../../../policy/mappings/stripe.toml")),
    (Source::Adyen, include_str!("../../../../policy/mappings/adyen.toml")),
    (Source::Paypal, include_str!("../../../../policy/mappings/paypal.toml")),
    (Source::Affirm, include_str!("../../../../policy/mappings/affirm.toml")),
    (Source::Afterpay, include_str!("../../../../policy/mappings/afterpay.toml")),
    (Source::Visa, include_str!("../../../../policy/mappings/visa.toml")),
    (Source::Mastercard, include_str!("../../../../policy/mappings/mastercard.toml")),
    (Source::Hyperswitch, include_str!("../../../../policy/mappings/hyperswitch.toml")),
    (Source::Antom, include_str!("../../../../policy/mappings/antom.toml")),
];

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error("policy/mappings/{file}.toml cannot be read")]
    File { file: &'static str, source: Box<toml::de::Error> },
    #[error(
        "policy/mappings/{file}.toml, [vocabulary.{vocabulary}]: {value:?} has no meaning of kind {kind:?}"
    )]
    Value {
        file: &'static str,
        vocabulary: String,
        value: String,
        kind: VocabularyKind,
        source: Box<toml::de::Error>,
    },
    #[error(
        "policy/mappings/{file}.toml, [vocabulary.{vocabulary}]: {first:?} and {second:?} are the same value; keep one"
    )]
    Twice { file: &'static str, vocabulary: String, first: String, second: String },
    #[error(
        "policy/mappings/{file}.toml, [vocabulary.{vocabulary}]: {value:?} says seat {seat:?} and outcome {outcome:?}, which do not go together"
    )]
    Seat {
        file: &'static str,
        vocabulary: String,
        value: String,
        seat: MerchantSeat,
        outcome: Outcome,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDocument {
    title: String,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    exponents: BTreeMap<String, u32>,
    vocabulary: BTreeMap<String, VocabularyDocument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyDocument {
    kind: VocabularyKind,
    field: String,
    values: BTreeMap<String, toml::Table>,
}

impl Mappings {
    /// The mappings compiled into the program.
    ///
    /// # Errors
    /// When a shipped file is wrong; a test keeps that from happening.
    pub fn shipped() -> Result<Self, MappingError> {
        Self::from_files(&SHIPPED)
    }

    /// Mappings from the texts of files, for a company that keeps its own.
    ///
    /// # Errors
    /// Names the file, the vocabulary and the value that is wrong.
    pub fn from_files(files: &[(Source, &str)]) -> Result<Self, MappingError> {
        let sources = files
            .iter()
            .map(|(source, text)| Ok((*source, read_file(*source, text)?)))
            .collect::<Result<_, MappingError>>()?;
        Ok(Self { sources })
    }
}

fn read_file(source: Source, text: &str) -> Result<SourceMapping, MappingError> {
    let file = source.as_str();
    let document: FileDocument = toml::from_str(text)
        .map_err(|source| MappingError::File { file, source: Box::new(source) })?;
    let mut vocabularies = BTreeMap::new();
    for (name, vocabulary) in document.vocabulary {
        vocabularies.insert(name.clone(), read_vocabulary(file, &name, vocabulary)?);
    }
    Ok(SourceMapping {
        title: document.title,
        references: document.references,
        exponents: document.exponents,
        vocabularies,
    })
}

fn read_vocabulary(
    file: &'static str,
    name: &str,
    document: VocabularyDocument,
) -> Result<Vocabulary, MappingError> {
    let mut values = BTreeMap::<String, (String, Meaning)>::new();
    for (written, table) in document.values {
        let meaning = read_meaning(document.kind, table).map_err(|source| MappingError::Value {
            file,
            vocabulary: name.to_owned(),
            value: written.clone(),
            kind: document.kind,
            source: Box::new(source),
        })?;
        if let Meaning::Outcome { outcome, seat: Some(seat) } = meaning
            && !seat.fits(outcome)
        {
            let vocabulary = name.to_owned();
            return Err(MappingError::Seat { file, vocabulary, value: written, seat, outcome });
        }
        if let Some((first, _)) = values.get(&normal(&written)) {
            return Err(MappingError::Twice {
                file,
                vocabulary: name.to_owned(),
                first: first.clone(),
                second: written,
            });
        }
        values.insert(normal(&written), (written, meaning));
    }
    Ok(Vocabulary { kind: document.kind, field: document.field, values })
}

fn read_meaning(kind: VocabularyKind, table: toml::Table) -> Result<Meaning, toml::de::Error> {
    Ok(match kind {
        VocabularyKind::State => {
            let StateFields { state, outcome } = table.try_into()?;
            Meaning::State { state, outcome }
        }
        VocabularyKind::Reason => {
            let ReasonFields { reason, sub_issue } = table.try_into()?;
            Meaning::Reason { reason, sub_issue }
        }
        VocabularyKind::Event => {
            let EventFields { event, state, outcome } = table.try_into()?;
            Meaning::Event { event, state, outcome }
        }
        VocabularyKind::Outcome => {
            let OutcomeFields { outcome, seat } = table.try_into()?;
            Meaning::Outcome { outcome, seat }
        }
        VocabularyKind::Finding => {
            Meaning::Finding { favours: table.try_into::<FindingFields>()?.favours }
        }
        VocabularyKind::Evidence => {
            Meaning::Evidence { evidence: table.try_into::<EvidenceFields>()?.evidence }
        }
        VocabularyKind::Money => Meaning::Money { money: table.try_into::<MoneyFields>()?.money },
        VocabularyKind::Exception => {
            Meaning::Exception { exception: table.try_into::<ExceptionFields>()?.exception }
        }
        VocabularyKind::Ground => {
            Meaning::Ground { ground: table.try_into::<GroundFields>()?.ground }
        }
        VocabularyKind::Opener => {
            Meaning::Opener { opener: table.try_into::<OpenerFields>()?.opener }
        }
        VocabularyKind::Hold => Meaning::Hold { hold: table.try_into::<HoldFields>()?.hold },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFields {
    state: State,
    outcome: Option<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonFields {
    reason: Reason,
    #[serde(default)]
    sub_issue: SubIssue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFields {
    event: EventKind,
    state: Option<State>,
    outcome: Option<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeFields {
    outcome: Outcome,
    seat: Option<MerchantSeat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingFields {
    favours: Favours,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFields {
    evidence: EvidenceType,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyFields {
    money: MoneyKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionFields {
    exception: ExceptionKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroundFields {
    ground: ExceptionGround,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenerFields {
    opener: ActorKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldFields {
    hold: Hold,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> String {
        let files = [(Source::Affirm, text)];
        Mappings::from_files(&files).map_or_else(|error| error.to_string(), |_| "fine".to_owned())
    }

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        let head = "title = \"x\"\n[vocabulary.v]\nfield = \"f\"\n";
        for (body, expected) in [
            ("kind = \"state\"\n[vocabulary.v.values]\na = { state = \"closed\" }", "fine"),
            (
                "kind = \"state\"\n[vocabulary.v.values]\na = { state = \"shut\" }",
                "\"a\" has no meaning",
            ),
            (
                "kind = \"reason\"\n[vocabulary.v.values]\na = { state = \"closed\" }",
                "\"a\" has no meaning",
            ),
            ("kind = \"state\"\n[vocabulary.v.values]\na = {}", "\"a\" has no meaning"),
            (
                "kind = \"state\"\n[vocabulary.v.values]\na-b = { state = \"closed\" }\nA_B = { state = \"review\" }",
                "are the same value",
            ),
            (
                "kind = \"outcome\"\n[vocabulary.v.values]\na = { outcome = \"merchant\", seat = \"lost\" }",
                "do not go together",
            ),
            ("kind = \"colour\"\n[vocabulary.v.values]", "cannot be read"),
        ] {
            let said = load(&format!("{head}{body}"));
            assert!(said.contains(expected), "{body}: {said}");
        }
    }
}
