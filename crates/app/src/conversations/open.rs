//! A new conversation.

use compliance::authority::{Action, Resource, Role};
use kernel::{ConversationId, CustomerId, DisputeId, OrderId, Rng};
use support::conversation::{ByEmail, Channel, Contact, Conversation, Input, Opening, Step};

use super::speak::{self, NewMessage, Said};
use super::{limits, persist, refused};
use crate::order::{Work, scrub};
use crate::sign_in::is_visitor;
use crate::{AppError, Session, customers, disputes};

/// Letters and digits that are not taken for each other (Crockford's base 32).
const NUMBER_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Of whoever has said nothing of it.
const LANGUAGE: &str = "en";

/// A conversation to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConversation {
    /// Whose it is; a customer's own when they open it.
    pub customer: Option<CustomerId>,
    pub channel: Channel,
    pub subject: String,
    /// BCP 47; the customer's when absent.
    pub language: Option<String>,
    pub order: Option<OrderId>,
    pub dispute: Option<DisputeId>,
    /// The first thing the customer says.
    pub message: Option<NewMessage>,
}

/// Opens a conversation, with its first message where there is one.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`] for a customer that is not there, and for an order
/// or a dispute that is not theirs, [`AppError::Invalid`]; for customers [`AppError::Conflict`] with
/// `too_many_conversations` and [`AppError::TooMany`].
pub fn open(s: &mut Session<'_, '_>, new: NewConversation) -> Result<Said, AppError> {
    limits::may_open(s)?;
    open_by(s, new, Arrival::default())
}

/// How somebody came who did not come by a page or the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrival {
    /// How they call themselves, where nobody knows them.
    pub(crate) name: Option<String>,
    pub(crate) contact: Contact,
    pub(crate) email: Option<Box<ByEmail>>,
}

/// As [`open`], for who wrote or called.
pub(crate) fn open_by(
    s: &mut Session<'_, '_>,
    new: NewConversation,
    arrival: Arrival,
) -> Result<Said, AppError> {
    let customer = whose(s, new.customer.as_ref())?;
    let on = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    s.check(Action::ConversationOpen, &on)?;
    let known = known(s, &customer)?;
    if let Some(order) = &new.order {
        let work = Work::get(s, order)?;
        if work.file.order().customer_id != customer {
            return Err(AppError::not_found("the order", order));
        }
    }
    if let Some(dispute) = new.dispute {
        disputes::must_be_of(s, dispute, &customer)?;
    }
    let language = new.language.as_deref().map(limits::language).transpose()?;
    let mut subject = new.subject;
    scrub::text(&mut subject);
    let rules = super::desk_rules(s)?;
    // It speaks with who is on a page; letters and calls are people's.
    let is_on_page = matches!(new.channel, Channel::Chat | Channel::App);
    let assistant = is_on_page && crate::assistant::may_begin(s)?;
    let id = ConversationId::generate(s.now(), s.rng());
    let context = super::context(s, &rules, None)?;
    let opening = Opening {
        id,
        number: number(s.rng()),
        channel: new.channel,
        customer_name: match arrival.name.filter(|_| is_visitor(&customer)) {
            Some(name) => name,
            None => known.name,
        },
        customer,
        contact: arrival.contact,
        language: language.unwrap_or(known.language),
        subject,
        assistant,
    };
    let conversation = Conversation::open(opening, &context).map_err(refused)?;
    let step = Step { conversation, events: Vec::new(), effects: Vec::new(), discarded: false };
    let step = if new.order.is_some() || new.dispute.is_some() {
        let link = Input::Link { order: new.order, dispute: new.dispute };
        step.conversation.step(link, &context).map_err(refused)?
    } else {
        step
    };
    let opened = persist::save(s, None, step, "conversation.opened")?;
    match new.message {
        Some(message) => speak::say_by(s, opened.kept.conversation.id, message, arrival.email),
        None => Ok(Said { kept: opened.kept, event: None, discarded: false }),
    }
}

/// Whose conversation it is to be.
fn whose(s: &Session<'_, '_>, named: Option<&CustomerId>) -> Result<CustomerId, AppError> {
    let principal = s.principal();
    let own = principal.customer.as_ref().filter(|_| principal.role.is_of_one_customer());
    match (own, named) {
        (Some(own), None) => Ok(own.clone()),
        (Some(own), Some(named)) if own == named => Ok(own.clone()),
        (Some(_), Some(named)) => Err(AppError::not_found("the customer", named)),
        (None, Some(named)) => Ok(named.clone()),
        (None, None) => Err(AppError::invalid("customer_id", "say whose conversation it is")),
    }
}

struct Known {
    /// Empty for whoever has not said it.
    name: String,
    language: String,
}

/// What is known of a customer: by the feed, or by the company's app that signed them in. A visitor
/// is nobody known yet.
fn known(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Known, AppError> {
    if is_visitor(customer) {
        return Ok(Known { name: String::new(), language: LANGUAGE.to_owned() });
    }
    let record = customers::record(s, customer)?;
    // The company vouches for its own customer (a signed token) before the feed has told of them.
    if record.is_none() && s.principal().role != Role::Consumer {
        return Err(AppError::not_found("the customer", customer));
    }
    let claimed = customers::claimed(s, customer)?;
    let (name, language) = record.map_or((None, None), |one| (one.name, Some(one.language)));
    Ok(Known {
        name: name.or(claimed.name).unwrap_or_default(),
        language: claimed.locale.or(language).unwrap_or_else(|| LANGUAGE.to_owned()),
    })
}

/// Forty random bits that are easy to say: `7F3K-9QDM`.
fn number(rng: &mut Rng) -> String {
    let mut bits = rng.next_u64();
    let mut text = String::with_capacity(9);
    for place in 0..8 {
        if place == 4 {
            text.push('-');
        }
        let letter = NUMBER_LETTERS.get(usize::try_from(bits & 31).unwrap_or(0));
        text.push(char::from(letter.copied().unwrap_or(b'0')));
        bits >>= 5;
    }
    text
}
