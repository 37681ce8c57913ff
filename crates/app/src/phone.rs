//! Phone calls, as a telephone system tells of them: on the customer's line of time, on the screen of
//! whoever is called, and never lost where nobody answered.
//!
//! A number is a hint and no proof: networks let callers choose it. It finds the customer where exactly
//! one says that it is theirs; the person who answers makes sure.

use ::connectors::cti::{CallEvent, CallKind, Direction};
use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{ConversationId, CustomerId, PrincipalId, Timestamp};
use store::Cursor;
use store::calls::CallRow;
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::{CallState, Channel, Contact, Conversation, PhoneCall, State};

use crate::conversations::{self, Arrival, Kept, NewConversation, parsed};
use crate::seats::{self, Seat};
use crate::sign_in::{VISITOR_PREFIX, is_visitor};
use crate::{AppError, Session, settings};

/// Conversations of one customer that are looked at, the newest first.
const RECENT_MAX: u32 = 20;
/// What an ended call is called that went on elsewhere.
const FORWARDED: &str = "forwarded";
/// The subject of a conversation that began with a call.
const SUBJECT: &str = "Phone call";

/// Takes what a telephone system tells. Told twice, or in another order than it happened, it changes
/// nothing the second time, and a call that was answered is never one that was missed.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's.
pub fn told(s: &mut Session<'_, '_>, event: &CallEvent) -> Result<(), AppError> {
    let case = s.of_tenant();
    s.check(Action::CallReceive, &case)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let call_id = call_id(&event.call_id);
    let known = store::calls::get(s.tx(), &tenant, &call_id)?;
    let told = known.as_ref().is_some_and(|row| match event.kind {
        CallKind::NewCall => row.rang_at.is_some(),
        CallKind::Answer => row.answered_at.is_some(),
        CallKind::Hangup => row.ended_at.is_some(),
    });
    if told {
        return Ok(());
    }
    let kept = match &known {
        Some(row) => conversations::current(s, row.conversation)?,
        None => None,
    };
    let kept = match kept {
        Some(kept) => kept,
        None => place(s, event)?,
    };
    let mut row = known.unwrap_or_else(|| CallRow {
        tenant,
        call: call_id,
        conversation: kept.conversation.id,
        peer: event.peer().as_deref().map(peer_hash),
        rang_at: None,
        answered_at: None,
        ended_at: None,
        created_at: now,
    });
    let seats = seats::of_tenant(s.tx(), &row.tenant)?;
    if let Some(call) = call_of(s, event, &row, &seats)? {
        conversations::phone_call(s, kept, call)?;
    }
    let at = match event.kind {
        CallKind::NewCall => &mut row.rang_at,
        CallKind::Answer => &mut row.answered_at,
        CallKind::Hangup => &mut row.ended_at,
    };
    *at = Some(now);
    Ok(store::calls::put(s.tx(), row)?)
}

/// What it means for the conversation; nothing for a ring that is told after its answer or its end.
fn call_of(
    s: &mut Session<'_, '_>,
    event: &CallEvent,
    row: &CallRow,
    seats: &[Seat],
) -> Result<Option<PhoneCall>, AppError> {
    let now = s.now();
    let mut call = PhoneCall {
        state: CallState::Ringing,
        call: row.call.clone(),
        from: shown(&event.from),
        to: shown(&event.to),
        seconds: None,
        cause: None,
        users: Vec::new(),
        answered_by: None,
    };
    match event.kind {
        CallKind::NewCall if row.answered_at.is_some() || row.ended_at.is_some() => {
            return Ok(None);
        }
        CallKind::NewCall => {
            call.users = lines(s, event, seats)?.into_iter().map(|(id, _)| id).collect()
        }
        CallKind::Answer => {
            call.state = CallState::Answered;
            let mut lines = lines(s, event, seats)?.into_iter();
            // Of two who could have, nobody is said to have.
            call.answered_by = lines.next().filter(|_| lines.next().is_none());
        }
        CallKind::Hangup => {
            call.seconds = row.answered_at.map(|answered| seconds(answered, now));
            let missed = event.direction == Direction::In
                && row.answered_at.is_none()
                && event.cause.as_deref() != Some(FORWARDED);
            call.state = if missed { CallState::Missed } else { CallState::Ended };
            call.cause = event.cause.as_deref().map(|said| kernel::scrub::scrub(said).text.into());
        }
    }
    Ok(Some(call))
}

/// Whose lines it is about: where a customer calls, whoever answers or is called; otherwise whoever
/// calls.
fn lines(
    s: &mut Session<'_, '_>,
    event: &CallEvent,
    seats: &[Seat],
) -> Result<Vec<(PrincipalId, String)>, AppError> {
    let own = match event.direction {
        Direction::In => &event.to,
        Direction::Out => &event.from,
    };
    // Who answered is known best by the number that did.
    if let Some(number) = &event.answering_number {
        let found = seats_of(s, number, seats)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let mut found: Vec<(PrincipalId, String)> = Vec::new();
    for name in std::iter::once(own).chain(&event.users) {
        for one in seats_of(s, name, seats)? {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// The seats that a line, a name, an id or an address means.
fn seats_of(
    s: &mut Session<'_, '_>,
    name: &str,
    seats: &[Seat],
) -> Result<Vec<(PrincipalId, String)>, AppError> {
    let user = match ::mail::normal(name) {
        Some(address) => {
            let tenant = s.tenant().clone();
            store::users::by_email(s.tx(), &tenant, &address)?.map(|row| row.user.to_string())
        }
        None => None,
    };
    let meant = |seat: &&Seat| {
        seat.extension.as_deref() == Some(name)
            || seat.user.as_str() == name
            || seat.name.eq_ignore_ascii_case(name)
            || user.as_deref() == Some(seat.user.as_str())
    };
    Ok(seats.iter().filter(meant).map(|seat| (seat.user.clone(), seat.name.clone())).collect())
}

fn seconds(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.since(from).as_millis() / 1_000).unwrap_or(0)
}

/// The conversation that a new call is part of: the one in which its caller is waiting or has called,
/// or a new one.
fn place(s: &mut Session<'_, '_>, event: &CallEvent) -> Result<Kept, AppError> {
    let peer = event.peer();
    let customer = match &peer {
        // Of several customers none is claimed.
        Some(peer) => match settings::with_phone(s, peer)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        },
        None => None,
    };
    if let Some(peer) = &peer
        && let Some(kept) = latest(s, peer, customer.as_ref(), event.direction)?
    {
        return Ok(kept);
    }
    if let Some(customer) = &customer
        && let Some(kept) = open_one(s, customer)?
    {
        return Ok(kept);
    }
    let customer = match customer {
        Some(customer) => customer,
        None => caller(s)?,
    };
    let arrival = Arrival {
        name: Some(peer.clone().unwrap_or_else(|| shown(&event.from))),
        contact: Contact { email: None, phone: peer },
        email: None,
    };
    let new = NewConversation {
        customer: Some(customer),
        channel: Channel::Phone,
        subject: SUBJECT.to_owned(),
        language: None,
        order: None,
        dispute: None,
        message: None,
    };
    Ok(conversations::open_by(s, new, arrival)?.kept)
}

/// The open conversation with this number. We go on with it when we call; a caller does where it is
/// of the same customer, or of nobody known.
fn latest(
    s: &mut Session<'_, '_>,
    peer: &str,
    customer: Option<&CustomerId>,
    direction: Direction,
) -> Result<Option<Kept>, AppError> {
    let tenant = s.tenant().clone();
    let Some(row) = store::calls::latest_of(s.tx(), &tenant, &peer_hash(peer))? else {
        return Ok(None);
    };
    let kept = conversations::current(s, row.conversation)?;
    let same = |of: &CustomerId| match customer {
        Some(customer) => of == customer || direction == Direction::Out,
        None => is_visitor(of) || direction == Direction::Out,
    };
    Ok(kept.filter(|kept| is_open(&kept.conversation) && same(&kept.conversation.customer)))
}

/// The customer's newest open conversation by phone.
fn open_one(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Option<Kept>, AppError> {
    let tenant = s.tenant().clone();
    let filter = ConversationFilter {
        of: ConversationsOf::Customer(customer.clone()),
        ..ConversationFilter::default()
    };
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &Cursor::newest(), RECENT_MAX)?;
    for row in &rows {
        let kept = parsed(row)?;
        if is_open(&kept.conversation) && kept.conversation.worked_as() == Channel::Phone {
            return Ok(Some(kept));
        }
    }
    Ok(None)
}

fn is_open(conversation: &Conversation) -> bool {
    !matches!(conversation.state, State::Resolved { .. })
}

/// Somebody whom nobody knows.
fn caller(s: &mut Session<'_, '_>) -> Result<CustomerId, AppError> {
    let id = ConversationId::generate(s.now(), s.rng()).uuid();
    CustomerId::new(format!("{VISITOR_PREFIX}{id}"))
        .map_err(|error| AppError::internal("a visitor's id", error))
}

/// From now on a call with this number is part of the conversation.
pub(crate) fn expect(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    number: &str,
) -> Result<(), AppError> {
    let row = CallRow {
        tenant: s.tenant().clone(),
        // No telephone system's id holds a space at its beginning: they are trimmed.
        call: format!(" call-back/{}/{}", conversation.id, conversation.seq),
        conversation: conversation.id,
        peer: Some(peer_hash(number)),
        rang_at: None,
        answered_at: None,
        ended_at: None,
        created_at: s.now(),
    };
    Ok(store::calls::put(s.tx(), row)?)
}

fn peer_hash(number: &str) -> String {
    Sha256Hex::of(format!("phone\n{number}").as_bytes()).to_string()
}

/// A number in its one form, or what was said instead of one: where it is none, it may be a card's.
fn shown(text: &str) -> String {
    ::connectors::cti::international(text).unwrap_or_else(|| kernel::scrub::scrub(text).text.into())
}

/// The id of a call as it is kept. One that looks like a card number is kept as its hash: ids are long
/// numbers, and no call is lost for looking like one.
fn call_id(text: &str) -> String {
    match kernel::scrub::has_card_number(text) {
        true => format!("call-{}", Sha256Hex::of(format!("call\n{text}").as_bytes())),
        false => text.to_owned(),
    }
}
