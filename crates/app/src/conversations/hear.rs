//! What is understood of a customer's message before it is a step: a request for a person, a
//! complaint, a critical moment; and what is done about it at once, in the same transaction.
//!
//! It reads words and facts, never protected characteristics, and decides nothing about money.

use kernel::{DisputeId, Duration, Jurisdiction, Timestamp};
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::{Asked, Conversation, Heard, HumanHow};
use support::critical::{Moment, Sign};
use support::listen::{self, Earlier, How, Language, SignalKind, Words};

use super::protect;
use crate::complaints::{self, NewComplaint};
use crate::{AppError, Session, disputes, feed};

/// A case is the same one for so long.
const SAME_CASE: Duration = Duration::from_days(7);
/// Conversations looked at for it.
const EARLIER_MAX: u32 = 20;
/// Most characters of the words that are kept as the reason.
const BECAUSE_CHARS_MAX: usize = 200;
/// Whose help is pointed to where the customer's market is not known.
const ANY_MARKET: &str = "any";

/// Understands a message. A complaint in it is opened, and where the moment calls for it the
/// customer's plans are paused, before anybody has read it.
pub(super) fn hear(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    text: &str,
) -> Result<Heard, AppError> {
    let app = s.app().clone();
    let known = Language::parse(&conversation.language);
    let understood = app.listener().hear(&listen::Heard {
        text,
        known_language: known,
        earlier: conversation.earlier,
    });
    let facts = facts(s, conversation)?;
    // After one that was answered, closed or withdrawn, the next is a complaint of its own.
    let known_complaint = complaints::open_one(s, conversation.complaint)?;
    let priority = app.critical().priority(&Moment {
        signals: &understood.signals,
        signals_before: &conversation.signals,
        wants_person: understood.wants_person.is_some() || conversation.human.is_some(),
        complaint: understood.complaint.is_some() || known_complaint.is_some(),
        anger: understood.anger,
        deadline_in: facts.deadline_in,
        contacts: facts.contacts,
        unauthorised_dispute: facts.unauthorised,
        language: understood.language,
        ..Moment::default()
    });
    let danger = understood.signals.iter().any(|signal| signal.kind == SignalKind::SelfHarm);
    let signpost = if danger {
        // The customer's own, or the company's home.
        let market = protect::market(s, conversation)?;
        let found = market.as_ref().map_or(ANY_MARKET, Jurisdiction::as_str);
        let found = app.critical().signpost(Sign::SelfHarm, found, understood.language);
        found.map(|signpost| signpost.text.clone())
    } else {
        None
    };
    let stand_still = priority.pause_collections || priority.freeze_first;
    let stood = conversation.priority.pause_collections || conversation.priority.freeze_first;
    let signpost = signpost.or_else(|| {
        let mut signs = understood.signals.iter().map(|signal| Sign::of(signal.kind));
        let first = (stand_still && !stood).then(|| {
            signs.find_map(|sign| app.critical().acknowledgement(sign, understood.language))
        });
        first.flatten().map(str::to_owned)
    });
    let complaint = match &understood.complaint {
        Some(heard) if known_complaint.is_none() && is_formal(heard) => {
            let words = said(text, &heard.because);
            Some((open_complaint(s, conversation, text)?, words))
        }
        _ => None,
    };
    if stand_still && !stood {
        protect::pause_plans(s, conversation)?;
    }
    // The assistant asked something: "no" answers that, and does not refuse the assistant.
    let answers = conversation.last.as_ref().is_some_and(|last| last.asks) && understood.refusal;
    let wants = understood.wants_person.as_ref();
    let wants = wants.filter(|wants| !(answers && wants.how == How::RepeatedNo));
    let asked = wants.map(|wants| Asked {
        how: match wants.how {
            How::Words => HumanHow::Words,
            How::RepeatedNo => HumanHow::RepeatedNo,
        },
        words: Some(said(text, &wants.words)),
    });
    Ok(Heard {
        language: understood.language.map(|language| language.code().to_owned()),
        asked,
        complaint,
        priority: priority.into(),
        signpost,
        earlier: Earlier {
            refusals: if answers {
                conversation.earlier.refusals
            } else {
                understood.earlier.refusals
            },
            ..understood.earlier
        },
        signals: understood.signals.iter().map(|signal| signal.kind).collect(),
        email: None,
    })
}

/// Fewest places of a message that tell of what was done to somebody, where none says it plainly.
const PLACES_TOLD_MIN: usize = 2;

/// Whether what was heard starts the clocks of a complaint: said plainly, or told in more than one way. One
/// likely sign alone ("how much do I still owe") is for whoever answers to look at.
fn is_formal(heard: &listen::Complaint) -> bool {
    heard.strength == listen::Strength::Clear || heard.because.len() >= PLACES_TOLD_MIN
}

/// The words themselves, as the reason.
fn said(text: &str, places: &[Words]) -> String {
    let words = places.iter().filter_map(|place| text.get(place.start..place.end));
    let words = words.collect::<Vec<_>>().join(" … ");
    words.chars().take(BECAUSE_CHARS_MAX).collect()
}

/// What is known about the case besides the words.
#[derive(Default)]
struct Facts {
    deadline_in: Option<Duration>,
    contacts: u32,
    unauthorised: bool,
}

fn facts(s: &mut Session<'_, '_>, conversation: &Conversation) -> Result<Facts, AppError> {
    // Contacts are counted once, with the first message.
    let contacts = match conversation.last {
        None => contacts(s, conversation)?,
        Some(_) => 1,
    };
    match conversation.dispute {
        Some(dispute) => {
            let (deadline_in, unauthorised) = dispute_facts(s, dispute)?;
            Ok(Facts { deadline_in, contacts, unauthorised })
        }
        None => Ok(Facts { contacts, ..Facts::default() }),
    }
}

fn contacts(s: &mut Session<'_, '_>, conversation: &Conversation) -> Result<u32, AppError> {
    let tenant = s.tenant().clone();
    let since = s.now().minus(SAME_CASE);
    let filter = ConversationFilter {
        of: ConversationsOf::Customer(conversation.customer.clone()),
        ..ConversationFilter::default()
    };
    let newest = store::Cursor::newest();
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &newest, EARLIER_MAX)?;
    let mut count = 1;
    for row in rows.iter().filter(|row| row.created_at >= since) {
        let earlier: Conversation = serde_json::from_str(&row.doc)?;
        let same = earlier.order == conversation.order && earlier.dispute == conversation.dispute;
        count += u32::from(same && earlier.id != conversation.id);
    }
    Ok(count)
}

/// How long until the nearest deadline of a dispute, and whether it is about a purchase that the
/// customer did not make.
fn dispute_facts(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
) -> Result<(Option<Duration>, bool), AppError> {
    let now = s.now();
    let view = match crate::disputes::get(s, dispute) {
        Ok(view) => view,
        Err(AppError::NotFound { .. } | AppError::Forbidden { .. }) => return Ok((None, false)),
        Err(error) => return Err(error),
    };
    let unauthorised = view.dispute.kind == dispute::Kind::Unauthorised;
    let next: Option<Timestamp> = view.dispute.next_due();
    Ok((next.map(|next| next.since(now)), unauthorised))
}

/// A complaint against the provider, in the customer's own words (DISP 1.6: its clocks start when it
/// is received, whatever it is called and whoever complains).
fn open_complaint(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    text: &str,
) -> Result<kernel::ComplaintId, AppError> {
    let dispute = match conversation.dispute {
        Some(dispute) if disputes::is_of(s, dispute, &conversation.customer)? => Some(dispute),
        Some(_) | None => None,
    };
    // The customer speaks: an order that they may not read is none of theirs.
    let order = match &conversation.order {
        Some(order) => match feed::order(s, order) {
            Ok(_) => Some(order.clone()),
            Err(AppError::NotFound { .. } | AppError::Forbidden { .. }) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let new = NewComplaint {
        customer: conversation.customer.clone(),
        order,
        dispute,
        text: text.to_owned(),
        about_payment_services: false,
        received_at: None,
    };
    Ok(complaints::take_in(s, new)?.complaint.id)
}
