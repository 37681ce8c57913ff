//! Conversations from the application to the wire.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use app::conversations::Kept;
use kernel::ConversationId;
use realtime::Audience;
use support::conversation as domain;
use support::conversation::{Owner, State};
use support::critical::Labels;

use super::conversation::*;

impl From<domain::Channel> for Channel {
    fn from(channel: domain::Channel) -> Self {
        match channel {
            domain::Channel::Chat => Self::Chat,
            domain::Channel::Email => Self::Email,
            domain::Channel::Phone => Self::Phone,
            domain::Channel::App => Self::App,
        }
    }
}

impl From<Channel> for domain::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Chat => Self::Chat,
            Channel::Email => Self::Email,
            Channel::Phone => Self::Phone,
            Channel::App => Self::App,
        }
    }
}

impl From<domain::Speaker> for Speaker {
    fn from(speaker: domain::Speaker) -> Self {
        match speaker {
            domain::Speaker::Customer => Self::Customer,
            domain::Speaker::Ai => Self::Ai,
            domain::Speaker::Person => Self::Person,
            domain::Speaker::System => Self::System,
        }
    }
}

impl From<domain::Level> for PriorityLevel {
    fn from(level: domain::Level) -> Self {
        match level {
            domain::Level::Normal => Self::Normal,
            domain::Level::High => Self::High,
            domain::Level::Critical => Self::Critical,
            domain::Level::Danger => Self::Danger,
        }
    }
}

fn reasons(reasons: Vec<domain::Reason>) -> Vec<PriorityReason> {
    let reason = |reason: domain::Reason| PriorityReason {
        signal: word(reason.signal),
        labels: labels(reason.signal),
        points: reason.points,
        because: reason.because,
    };
    reasons.into_iter().map(reason).collect()
}

/// What a sign is called. (That every sign has a name is proved by a test of the names.)
fn labels(sign: support::critical::Sign) -> BTreeMap<String, String> {
    static SHIPPED: OnceLock<Option<Labels>> = OnceLock::new();
    let shipped = SHIPPED.get_or_init(|| Labels::shipped().ok()).as_ref();
    let Some(label) = shipped.and_then(|labels| labels.of(sign)) else { return BTreeMap::new() };
    let names = [&label.en, &label.sv, &label.de, &label.es];
    let named = support::critical::LANGUAGES.iter().zip(names);
    named.map(|(language, name)| ((*language).to_owned(), name.clone())).collect()
}

/// The word of a choice.
fn word<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// A conversation for one audience.
pub(crate) fn conversation(kept: Kept, audience: Audience) -> Conversation {
    let Kept { conversation: c, version, updated_at } = kept;
    let desk = audience == Audience::Desk;
    let seen = if desk { c.seen_by_desk } else { c.seen_by_customer };
    let heard = |last: &domain::Last| match audience {
        Audience::Desk => last.by == domain::Speaker::Customer,
        Audience::Customer => last.by != domain::Speaker::Customer,
    };
    let unread = c.last.as_ref().is_some_and(|last| heard(last) && last.seq > seen);
    let user = c.assignment.owner.user().cloned();
    let (user_name, offer_until) = match &c.assignment.owner {
        Owner::Offered { name, until, .. } => (Some(name.clone()), Some(*until)),
        Owner::Assigned { name, .. } => (Some(name.clone()), None),
        Owner::None | Owner::Waiting { .. } => (None, None),
    };
    let offered = matches!(c.assignment.owner, Owner::Offered { .. });
    let why_not = c.why_not_for_ai();
    let floor_user = match &c.floor.holder {
        domain::Holder::Person { user } => Some(user.clone()),
        domain::Holder::Ai | domain::Holder::Nobody => None,
    };
    let clock = |clock: domain::Clock| SlaClock {
        kind: clock.kind.as_str().to_owned(),
        due_at: clock.due_at.into(),
        met_at: clock.met_at.map(Into::into),
        breached: clock.breached_at.is_some(),
    };
    let scheduled = |message: domain::Scheduled| ScheduledMessage {
        client_id: message.client_id,
        text: message.text,
        send_at: message.send_at.into(),
        user_name: message.name,
    };
    Conversation {
        id: c.id.into(),
        number: c.number,
        channel: c.channel.into(),
        subject: c.subject,
        customer: ConversationCustomer {
            name: c.customer_name,
            language: c.language.clone(),
            visitor: app::sign_in::is_visitor(&c.customer),
        },
        customer_id: c.customer.into(),
        language: c.language,
        state: if desk { c.state } else { c.state.for_customer() }.as_str().to_owned(),
        waiting_on: word(c.waiting_on),
        floor: Floor {
            holder: c.floor.holder.as_str().to_owned(),
            epoch: c.floor.epoch,
            user_id: floor_user.filter(|_| desk).map(Into::into),
        },
        assignment: Assignment {
            version: c.assignment.version,
            state: c.assignment.owner.as_str().to_owned(),
            user_id: user.filter(|_| desk).map(Into::into),
            // A customer learns who has it, not who was asked.
            user_name: user_name.filter(|_| desk || !offered),
            offer_until: offer_until.filter(|_| desk).map(Into::into),
        },
        skills: if desk { c.skills } else { Vec::new() },
        tags: if desk { c.tags } else { Vec::new() },
        mentioned: c.mentioned.into_iter().filter(|_| desk).map(Into::into).collect(),
        waiting_since: c.assignment.owner.waiting_since().map(Into::into),
        cobrowse: c.cobrowse.map(|one| ConversationCobrowse {
            session_id: one.session.into(),
            state: one.state.as_str(),
            user_name: one.name,
        }),
        call_back: c.call_back.map(|call| CallBack {
            phone: call.phone,
            note: call.note.filter(|_| desk || call.own_note),
            at: call.at.map(Into::into),
            asked_at: call.asked_at.into(),
        }),
        contact: Some(c.contact)
            .filter(|known| desk && (known.email.is_some() || known.phone.is_some()))
            .map(|known| ConversationContact { email: known.email, phone: known.phone }),
        priority: desk.then(|| Priority {
            score: c.priority.score,
            level: c.priority.level.into(),
            reasons: reasons(c.priority.reasons),
            quiet_ai: c.priority.quiet_ai,
            collections_paused: c.priority.pause_collections || c.priority.freeze_first,
            script: c.priority.script,
        }),
        human_requested_at: c.human.map(|human| human.at.into()),
        queue: None,
        can_return: desk.then(|| why_not.is_none()),
        cannot_return_because: why_not.filter(|_| desk).map(str::to_owned),
        sla: if desk { c.clocks.into_iter().map(clock).collect() } else { Vec::new() },
        snoozed_until: match c.state {
            State::Snoozed { until } if desk => Some(until.into()),
            _ => None,
        },
        scheduled: if desk { c.scheduled.into_iter().map(scheduled).collect() } else { Vec::new() },
        order_id: c.order.map(Into::into),
        dispute_id: c.dispute.map(Into::into),
        complaint_id: c.complaint.map(Into::into),
        last: c.last.map(|last| LastSaid {
            seq: last.seq,
            at: last.at.into(),
            by: last.by.into(),
            preview: last.preview,
        }),
        seen_by_customer: c.seen_by_customer,
        seen_by_desk: if desk { c.seen_by_desk } else { 0 },
        unread,
        merged_into: c.merged_into.map(Into::into),
        imported_from: c
            .imported_from
            .filter(|_| desk)
            .map(|origin| ImportedFrom { from: origin.from, id: origin.id }),
        csat: c.csat.map(|csat| Csat {
            score: csat.score,
            comment: csat.comment,
            at: csat.at.into(),
        }),
        created_at: c.opened_at.into(),
        updated_at: updated_at.into(),
        seq: c.seq,
        version,
    }
}

/// An event for one audience; `None` where it is not for it.
pub(crate) fn event(
    of: ConversationId,
    event: domain::Event,
    audience: Audience,
) -> Option<ConversationEvent> {
    let desk = audience == Audience::Desk;
    let for_desk = event.body.is_for_desk();
    if for_desk && !desk {
        return None;
    }
    let own = event.by.kind == domain::Speaker::Customer;
    let event = if desk { event } else { event.for_customer() };
    Some(ConversationEvent {
        conversation_id: of.into(),
        seq: event.seq,
        at: event.at.into(),
        by: EventBy {
            kind: event.by.kind.into(),
            id: event.by.id.filter(|_| desk || own).map(Into::into),
            name: event.by.name,
        },
        client_id: event.client_id,
        visible_to: if for_desk { "desk" } else { "all" },
        what: body(event.body, desk),
    })
}

fn by_email(email: domain::ByEmail) -> MessageByEmail {
    let refused = |file: domain::RefusedFile| RefusedFile { name: file.name, why: file.why };
    MessageByEmail {
        from: email.from,
        verified: email.verified,
        quoted: email.quoted,
        refused_files: email.refused.into_iter().map(refused).collect(),
    }
}

fn body(body: domain::EventBody, desk: bool) -> EventBody {
    use domain::EventBody as From;
    match body {
        From::Message {
            text,
            attachments,
            language,
            in_reply_to,
            email,
            choices,
            receipt,
            source,
        } => EventBody::Message {
            choices,
            receipt,
            source,
            text,
            attachments: attachments.into_iter().map(Into::into).collect(),
            language,
            in_reply_to,
            email: email.map(|email| by_email(*email)),
        },
        From::Delivery { message, of, state, why } => EventBody::Delivery {
            message,
            of_conversation_id: of.map(Into::into),
            state: word(state),
            why,
        },
        From::Note { text, mentions } => {
            EventBody::Note { text, mentions: mentions.into_iter().map(Into::into).collect() }
        }
        From::DraftDiscarded { text, epoch } => EventBody::DraftDiscarded { text, epoch },
        From::Floor { holder, epoch, user_name } => EventBody::Floor { holder, epoch, user_name },
        From::HumanRequested { how, words, task, due_at, again } => EventBody::HumanRequested {
            how: word(how),
            words,
            task_id: task.into(),
            due_at: due_at.into(),
            again,
        },
        From::HandedOver { brief, why, known } => {
            let known = known.map(|known| Box::new((*known).into()));
            EventBody::HandedOver { why, brief, known }
        }
        From::Offered { user, name, until } => {
            EventBody::Offered { user_id: user.into(), user_name: name, until: until.into() }
        }
        From::Accepted { user, name } => {
            EventBody::Accepted { user_id: desk.then(|| user.into()), user_name: name }
        }
        From::Declined { user, name } => {
            EventBody::Declined { user_id: user.into(), user_name: name }
        }
        From::OfferExpired { user, name } => {
            EventBody::OfferExpired { user_id: user.into(), user_name: name }
        }
        From::Taken { user, name } => {
            EventBody::Assigned { user_id: desk.then(|| user.into()), user_name: name }
        }
        From::Released { why } => EventBody::Released { why },
        From::Transferred { to, to_name, skills, note } => EventBody::Transferred {
            to_user_id: to.map(Into::into),
            to_user_name: to_name,
            skills,
            note,
        },
        From::Resolved => EventBody::Resolved {},
        From::Reopened => EventBody::Reopened {},
        From::Snoozed { until } => EventBody::Snoozed { until: until.into() },
        From::Woken => EventBody::Woken {},
        From::MergedInto { conversation } => {
            EventBody::Merged { into: Some(conversation.into()), from: None, from_number: None }
        }
        From::MergedFrom { conversation, number } => EventBody::Merged {
            into: None,
            from: Some(conversation.into()),
            from_number: Some(number),
        },
        From::Tagged { added, removed } => EventBody::Tagged { added, removed },
        From::Priority { score, level, reasons: why } => {
            EventBody::Priority { score, level: level.into(), reasons: reasons(why) }
        }
        From::Complaint { complaint, words } => {
            EventBody::Complaint { complaint_id: complaint.into(), words }
        }
        From::Linked { order, dispute } => EventBody::Linked {
            order_id: order.map(Into::into),
            dispute_id: dispute.map(Into::into),
        },
        From::Signpost { text } => EventBody::Signpost { text },
        From::Call { state, call, from, to, seconds, cause, users } => EventBody::Call {
            state: word(state),
            call_id: call,
            from,
            to,
            seconds,
            cause,
            user_ids: users.into_iter().map(Into::into).collect(),
        },
        From::CallBack { state, phone_end, note, at } => {
            EventBody::CallBack { state: word(state), phone_end, note, at: at.map(Into::into) }
        }
        From::Cobrowse { session, state, name } => EventBody::Cobrowse {
            session_id: session.into(),
            state: state.as_str(),
            user_name: name,
        },
        From::Csat { score, comment } => EventBody::Csat { score, comment },
        From::Scheduled { client_id, text, send_at } => {
            EventBody::Scheduled { client_id, text, send_at: send_at.into() }
        }
        From::ScheduledCancelled { client_id } => EventBody::ScheduledCancelled { client_id },
        From::Imported { from, id, said, state, assignee } => {
            EventBody::Imported { from, id, said, state, assignee }
        }
        From::Breach { clock, due_at } => {
            EventBody::Breach { clock: clock.as_str().to_owned(), due_at: due_at.into() }
        }
    }
}
