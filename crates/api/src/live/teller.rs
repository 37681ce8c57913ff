//! From a commit to whoever looks: each frame is made once, and only where somebody looks.

use std::collections::BTreeSet;

use app::cobrowse::Named;
use app::conversations::{Kept, View};
use app::{Before, Stored};
use bus::{Bus, Kind};
use kernel::{PrincipalId, TenantId};
use realtime::{Audience, Topic};
use support::conversation::{CallState, Conversation, EventBody, Level, Owner, State};

use super::protocol::FromServer;
use super::{Answering, Live, Queue, frames};
use crate::types::conversation_from as wire;

/// Tells the sockets of this process, and other nodes that there is something to look at.
#[derive(Debug)]
pub(crate) struct News(Live, Queue, Answering, Bus);

impl News {
    pub(crate) const fn new(live: Live, queue: Queue, answering: Answering, bus: Bus) -> Self {
        Self(live, queue, answering, bus)
    }
}

impl app::Teller for News {
    fn tell(&self, news: &app::News) {
        self.1.boards().tell(news);
        tell(&self.0, news);
        self.2.tell(news);
        if moves(news) {
            self.1.moved();
        }
        self.3.tell(Kind::News);
    }

    fn stored(&self, what: Stored) {
        crate::wake::stored(&self.3, what);
    }
}

/// Whether routing has something new to look at.
fn moves(news: &app::News) -> bool {
    match &news.before {
        Before::Known(before) => {
            before.assignment != news.conversation.assignment
                || before.priority != news.conversation.priority
        }
        Before::Nothing | Before::Unknown => true,
    }
}

/// Sends what a commit did to whoever looks at it.
pub(super) fn tell(live: &Live, news: &app::News) {
    let (tenant, id) = (&news.tenant, news.conversation.id);
    for audience in [Audience::Desk, Audience::Customer] {
        let topic = Topic::of_thread(tenant, id, audience);
        if !live.is_watched(&topic) {
            continue;
        }
        for event in &news.events {
            let frame = frames::event(id, event.clone(), audience);
            live.publish(&topic, Some(event.seq), frame);
        }
    }
    let kept = || Kept {
        conversation: (*news.conversation).clone(),
        version: news.version,
        updated_at: news.updated_at,
    };
    let customer = news.conversation.customer.clone();
    let own = Topic::Customer { tenant: tenant.clone(), customer };
    if live.is_watched(&own) {
        live.publish(&own, None, frames::row(kept(), Audience::Customer));
    }
    let mut lists = lists(tenant, &news.conversation);
    match &news.before {
        Before::Nothing => {}
        Before::Known(before) => lists.extend(self::lists(tenant, before)),
        Before::Unknown => {
            lists.extend(live.lists(tenant).into_iter().map(|list| (*list).clone()));
        }
    }
    // Made when the first list is found that somebody looks at.
    let mut made = None;
    for list in lists.iter().filter(|list| live.is_watched(list)) {
        let frame = made.get_or_insert_with(|| frames::row(kept(), Audience::Desk));
        live.publish(list, None, frame.clone());
    }
    calls(live, news, kept);
    mentions(live, news, kept);
    offers(live, news, kept);
}

/// Puts a call on the screens of whoever it rings at.
fn calls(live: &Live, news: &app::News, kept: impl Fn() -> Kept) {
    for event in &news.events {
        let EventBody::Call { state: CallState::Ringing, call, from, users, .. } = &event.body
        else {
            continue;
        };
        for user in users {
            let conversation = Box::new(wire::conversation(kept(), Audience::Desk));
            let frame = FromServer::Call { conversation, call_id: call, from };
            let person = Topic::Person { tenant: news.tenant.clone(), user: user.clone() };
            live.publish(&person, None, frames::text(&frame));
        }
    }
}

/// Tells somebody of the desk, on whatever page of this node they are, that a co-browsing session is handed
/// to them; on others they find it in the list of sessions.
pub(crate) fn handed(live: &Live, tenant: &TenantId, to: &PrincipalId, named: &Named) {
    if named.kept.handed_to.as_ref() != Some(to) {
        return;
    }
    let session = named.kept.row.cobrowse.into();
    let (customer, by) = (named.customer_name.as_deref(), named.kept.with());
    let frame = frames::text(&FromServer::CobrowseHanded { session, customer, by });
    live.publish(&Topic::Person { tenant: tenant.clone(), user: to.clone() }, None, frame);
}

/// Tells whoever is called in a note, on whatever page they are.
fn mentions(live: &Live, news: &app::News, kept: impl Fn() -> Kept) {
    for event in &news.events {
        let EventBody::Note { text, mentions } = &event.body else { continue };
        for user in mentions.iter().filter(|user| event.by.id.as_ref() != Some(user)) {
            let conversation = Box::new(wire::conversation(kept(), Audience::Desk));
            let (seq, by) = (event.seq, event.by.name.as_str());
            let frame = FromServer::Mention { conversation, seq, by, text };
            let person = Topic::Person { tenant: news.tenant.clone(), user: user.clone() };
            live.publish(&person, None, frames::text(&frame));
        }
    }
}

/// Tells one person of an offer to them, and of its end.
fn offers(live: &Live, news: &app::News, kept: impl Fn() -> Kept) {
    let person =
        |user: &PrincipalId| Topic::Person { tenant: news.tenant.clone(), user: user.clone() };
    let now = match &news.conversation.assignment.owner {
        Owner::Offered { user, .. } => Some(user),
        _ => None,
    };
    let before = match &news.before {
        Before::Known(before) => match &before.assignment.owner {
            Owner::Offered { user, .. } => Some(user),
            _ => None,
        },
        Before::Nothing | Before::Unknown => None,
    };
    if let Some(was) = before
        && now.is_none_or(|user| user != was)
    {
        let gone = FromServer::OfferGone { conversation: news.conversation.id.into() };
        live.publish(&person(was), None, frames::text(&gone));
    }
    if let Some(user) = now
        && before != Some(user)
    {
        live.publish(&person(user), None, frames::offer(kept()));
    }
}

/// The topic of a list of the desk.
pub(super) fn list(tenant: &TenantId, view: View, me: Option<&PrincipalId>) -> Topic {
    let of = me.filter(|_| matches!(view, View::Mine | View::Mentions)).cloned();
    Topic::List { tenant: tenant.clone(), name: view.as_str(), of }
}

/// The lists that a conversation is in.
fn lists(tenant: &TenantId, conversation: &Conversation) -> BTreeSet<Topic> {
    let mut views = vec![View::All];
    let owner = &conversation.assignment.owner;
    match conversation.state {
        State::Open => {
            views.push(View::Open);
            match owner {
                Owner::None => views.push(View::Unassigned),
                Owner::Waiting { .. } => views.push(View::Waiting),
                Owner::Offered { .. } | Owner::Assigned { .. } => views.push(View::Mine),
            }
            if conversation.priority.level >= Level::Critical {
                views.push(View::Critical);
            }
            if conversation.complaint.is_some() {
                views.push(View::Complaints);
            }
        }
        State::Snoozed { .. } => views.push(View::Snoozed),
        State::Resolved { .. } => views.push(View::Resolved),
    }
    let of_all = views.into_iter().map(|view| list(tenant, view, owner.user()));
    let mentions = |user| list(tenant, View::Mentions, Some(user));
    of_all.chain(conversation.mentioned.iter().map(mentions)).collect()
}
