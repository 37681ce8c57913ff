//! Webhooks of other systems, read into one shape: bytes in, [`InboundDispute`] out.
//!
//! Reading is lenient about everything but the identity of the event and of the dispute: a value
//! that is not known becomes [`Mapped::Unknown`] and an [`UnknownValue`], for which the caller makes
//! a task. A signature is verified first, by the functions of each module; parsing proves nothing
//! about who sent the bytes.

pub mod adyen;
mod amount;
pub mod paypal;
mod reader;
pub mod signature;
pub mod stripe;

use dispute::{Outcome, Reason, State, SubIssue};
use kernel::{Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::mapping::{EventKind, Mapped, Mappings, Source, clip};

/// The largest webhook body that is read.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// The longest identifier of another system.
pub const ID_CHARS_MAX: usize = 255;
/// Adyen sends several items in one body; more than this are refused.
pub const ITEMS_MAX: usize = 100;

/// Why a webhook body is no dispute.
#[derive(Debug, thiserror::Error)]
pub enum ConnectorError {
    #[error("the body has {bytes} bytes; at most {BODY_BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error("the body is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// Answer 200: the endpoint is subscribed to more than disputes.
    #[error("event {event:?} is not about a dispute")]
    NotADispute { event: String },
    #[error("field {field} is missing or is not the text, number or list it should be")]
    Field { field: &'static str },
    #[error("field {field} has more than {ID_CHARS_MAX} characters")]
    IdTooLong { field: &'static str },
    #[error("field {field}: {text:?} is no amount of {currency:?} in this provider's notation")]
    Amount { field: &'static str, text: String, currency: String },
    #[error("the body has {count} items; at most {ITEMS_MAX} are read")]
    TooManyItems { count: usize },
    #[error("{0:?} sends no webhooks that are read here")]
    NoParser(Source),
}

/// A value nobody has mapped yet: a task for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownValue {
    pub source: Source,
    /// The list it should have been in, such as `reason`.
    pub vocabulary: String,
    pub raw: String,
}

/// What another system says about one dispute, in our words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboundDispute {
    pub source: Source,
    /// The same for every delivery of the same event: the idempotency key of the inbox.
    pub event_id: String,
    pub event_raw: String,
    pub event: Mapped<EventKind>,
    /// The dispute's id in the other system.
    pub dispute_id: String,
    /// The payment in the other system.
    pub payment_reference: Option<String>,
    /// The merchant's own reference of the order, where the system carries it.
    pub order_reference: Option<String>,
    pub occurred_at: Option<Timestamp>,
    pub amount: Option<Money>,
    /// What the other system charges for handling the dispute.
    pub fee: Option<Money>,
    pub reason_raw: Option<String>,
    /// [`Reason::Other`] when nothing better is known.
    pub reason: Reason,
    pub sub_issue: SubIssue,
    /// The card network behind it, where there is one.
    pub network: Option<Source>,
    pub network_reason_code: Option<String>,
    pub state_raw: Option<String>,
    /// `None` when the message says nothing about the state.
    pub state: Option<Mapped<State>>,
    /// Converted from the merchant's seat.
    pub outcome: Option<Outcome>,
    /// An outcome that only an unsigned field tells of: for a person, never for money.
    pub hearsay_outcome: Option<Outcome>,
    /// By when the merchant's side must answer.
    pub due_by: Option<Timestamp>,
    /// `false` in the other system's test environment.
    pub live: Option<bool>,
    /// One task for a person each.
    pub unknowns: Vec<UnknownValue>,
}

impl InboundDispute {
    fn new(source: Source, event_id: String, event_raw: String, dispute_id: String) -> Self {
        Self {
            source,
            event_id,
            event: Mapped::Unknown { raw: event_raw.clone() },
            event_raw,
            dispute_id,
            payment_reference: None,
            order_reference: None,
            occurred_at: None,
            amount: None,
            fee: None,
            reason_raw: None,
            reason: Reason::Other,
            sub_issue: SubIssue::Unspecified,
            network: None,
            network_reason_code: None,
            state_raw: None,
            state: None,
            outcome: None,
            hearsay_outcome: None,
            due_by: None,
            live: None,
            unknowns: Vec::new(),
        }
    }

    /// Whether a person has to look before anything is done by itself.
    pub fn needs_person(&self) -> bool {
        !self.unknowns.is_empty() || self.reason == Reason::Other || self.hearsay_outcome.is_some()
    }

    fn note_unknown(&mut self, source: Source, vocabulary: &str, raw: &str) {
        let unknown = UnknownValue { source, vocabulary: vocabulary.to_owned(), raw: clip(raw) };
        if !self.unknowns.contains(&unknown) {
            self.unknowns.push(unknown);
        }
    }

    /// Takes the finest reason that is known: candidates come finest first, and a mapped `other`
    /// gives way to a coarser candidate that says more.
    fn take_reason(&mut self, mappings: &Mappings, candidates: &[(Source, &str, &str)]) {
        let mut best: Option<(Reason, SubIssue)> = None;
        for (source, vocabulary, raw) in candidates {
            match mappings.reason(*source, vocabulary, raw) {
                Mapped::Known(found) if best.is_none_or(|(reason, _)| reason == Reason::Other) => {
                    best = Some(found);
                }
                Mapped::Known(_) => {}
                Mapped::Unknown { .. } => self.note_unknown(*source, vocabulary, raw),
            }
        }
        (self.reason, self.sub_issue) = best.unwrap_or((Reason::Other, SubIssue::Unspecified));
    }
}

/// Reads a webhook of any system that has a parser.
///
/// # Errors
/// As the parser of the source; [`ConnectorError::NoParser`] for the others.
pub fn parse(
    source: Source,
    body: &[u8],
    mappings: &Mappings,
) -> Result<Vec<InboundDispute>, ConnectorError> {
    match source {
        Source::Stripe => stripe::parse(body, mappings).map(|dispute| vec![dispute]),
        Source::Paypal => paypal::parse(body, mappings).map(|dispute| vec![dispute]),
        Source::Adyen => adyen::parse(body, mappings),
        other => Err(ConnectorError::NoParser(other)),
    }
}
