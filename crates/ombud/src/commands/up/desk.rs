//! What was said at the demo's desk: conversations of the last two weeks, each at its own instant, with
//! macros, ratings and reviews; some wait for whoever signs in.

use std::collections::HashSet;

use anyhow::{Context as _, Result, bail};
use app::conversations::{self, NewConversation, NewMessage};
use app::macros::{self, NewMacro};
use app::scorecards::{self, NewScorecard};
use app::{App, AppError, Page, Principal, Role};
use kernel::{ConversationId, CustomerId, Duration, OrderId, TenantId, Timestamp};
use serde::Deserialize;
use store::orders::OrdersOf;
use support::conversation::Channel;

const SHIPPED: &str = include_str!("desk.toml");
/// Customers of whom some are found who speak a language.
const LOOKED_AT: u32 = 500;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "macro")]
    macros: Vec<Macro>,
    #[serde(rename = "chat")]
    chats: Vec<Chat>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Macro {
    name: String,
    language: String,
    text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chat {
    hours_ago: f64,
    language: String,
    subject: String,
    #[serde(default)]
    tags: Vec<String>,
    /// Seconds after it began, who, and the words.
    lines: Vec<(u32, Speaker, String)>,
    /// Seconds after it began.
    resolved: Option<u32>,
    rating: Option<u8>,
    comment: Option<String>,
    /// Of a reviewer, in the order of the rubric.
    #[serde(default)]
    marks: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Speaker {
    Customer,
    Agent,
    /// The agent, to the desk alone.
    Note,
}

/// One thing that somebody does in a chat.
#[derive(Debug, Clone)]
enum Act {
    Say(usize),
    Resolve,
}

/// The desk, as its script goes on.
pub(super) struct Desk<'a> {
    app: &'a App,
    tenant: TenantId,
    agent: Principal,
    supervisor: Principal,
    chats: Vec<Chat>,
    /// The customer and conversation of each chat that has begun.
    begun: Vec<Option<(Principal, ConversationId)>>,
    taken: HashSet<CustomerId>,
    steps: std::vec::IntoIter<(Timestamp, usize, Act)>,
}

impl<'a> Desk<'a> {
    /// Reads the script, and keeps the macros.
    ///
    /// # Errors
    /// When the shipped script is broken, or the store's.
    pub(super) fn new(app: &'a App, tenant: &TenantId, now: Timestamp) -> Result<Self> {
        let File { macros, chats } = toml::from_str(SHIPPED).context("desk.toml")?;
        let supervisor = user(app, tenant, "supervisor@demo.example")?;
        for Macro { name, language, text } in macros {
            let new = NewMacro { name, language, text, shared: true };
            app.write_blocking(&supervisor, move |s| macros::create(s, new.clone()))?;
        }
        let mut steps = Vec::new();
        for (place, chat) in chats.iter().enumerate() {
            let ago = Duration::from_millis((chat.hours_ago * 3_600_000.0) as i64);
            let at = |seconds: u32| now.minus(ago).plus(Duration::from_secs(i64::from(seconds)));
            for (line, (seconds, _, _)) in chat.lines.iter().enumerate() {
                steps.push((at(*seconds), place, Act::Say(line)));
            }
            steps.extend(chat.resolved.map(|seconds| (at(seconds), place, Act::Resolve)));
        }
        steps.sort_by_key(|(at, place, _)| (*at, *place));
        Ok(Self {
            app,
            tenant: tenant.clone(),
            agent: user(app, tenant, "agent@demo.example")?,
            supervisor,
            begun: vec![None; chats.len()],
            chats,
            taken: HashSet::new(),
            steps: steps.into_iter(),
        })
    }

    /// When the next thing happens.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.steps.as_slice().first().map(|(at, _, _)| *at)
    }

    /// Lets it happen, on a clock that stands there.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn step(&mut self) -> Result<()> {
        let Some((_, place, act)) = self.steps.next() else { return Ok(()) };
        let chat = self.chats.get(place).context("a chat")?.clone();
        let begun = self.begun.get(place).cloned().flatten();
        match (act, begun) {
            (Act::Say(line), None) => {
                let begun = self.open(&chat, message(&chat, place, line)?)?;
                *self.begun.get_mut(place).context("a chat")? = begun;
            }
            (Act::Say(line), Some((customer, id))) => {
                let (_, by, _) = chat.lines.get(line).context("a line")?;
                let new = message(&chat, place, line)?;
                match by {
                    Speaker::Customer => self.write(&customer, move |s| {
                        conversations::say(s, id, new.clone()).map(|_| ())
                    })?,
                    Speaker::Agent => self.answer(id, new, &chat.tags)?,
                    Speaker::Note => self.write(&self.agent, move |s| {
                        conversations::note(s, id, new.clone(), Vec::new()).map(|_| ())
                    })?,
                }
            }
            (Act::Resolve, Some((customer, id))) => self.resolve(&chat, &customer, id)?,
            // Nobody in this world speaks the language.
            (Act::Resolve, None) => {}
        }
        Ok(())
    }

    fn write<T: Send + 'static>(
        &self,
        whom: &Principal,
        work: impl FnMut(&mut app::Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T> {
        Ok(self.app.write_blocking(whom, work)?)
    }

    /// A customer who speaks the language opens it, about their newest purchase.
    fn open(
        &mut self,
        chat: &Chat,
        message: NewMessage,
    ) -> Result<Option<(Principal, ConversationId)>> {
        let Some((customer, order)) = self.customer(&chat.language)? else { return Ok(None) };
        let principal = Principal {
            tenant: self.tenant.clone(),
            role: Role::Consumer,
            id: Some(customer.as_str().parse()?),
            merchant: None,
            customer: Some(customer),
            withheld: Default::default(),
        };
        let new = NewConversation {
            customer: None,
            channel: Channel::Chat,
            subject: chat.subject.clone(),
            language: Some(chat.language.clone()),
            order: Some(order),
            dispute: None,
            message: Some(message),
        };
        let said = self.write(&principal, move |s| conversations::open(s, new.clone()))?;
        Ok(Some((principal, said.kept.conversation.id)))
    }

    /// Somebody with a purchase who has not written yet.
    fn customer(&mut self, language: &str) -> Result<Option<(CustomerId, OrderId)>> {
        let tenant = self.tenant.clone();
        let read = move |tx: &mut store::Tx<'_>| {
            let kind = store::parties::Party::Customer;
            store::parties::list(tx, kind, &tenant, "", LOOKED_AT)
        };
        let rows: Result<Vec<_>, store::StoreError> = self.app.store().read_blocking(read);
        let page = Page::new(None, 1)?;
        for row in rows? {
            let known: commerce::Customer = serde_json::from_str(&row.doc)?;
            if !known.language.starts_with(language) || self.taken.contains(&known.id) {
                continue;
            }
            let (of, page) = (OrdersOf::Customer(known.id.clone()), page.clone());
            let orders = self.app.read_blocking(&self.app.system(&self.tenant), move |s| {
                app::feed::orders(s, &of, &page)
            })?;
            if let Some(order) = orders.first() {
                self.taken.insert(known.id.clone());
                return Ok(Some((known.id, order.file.order().id.clone())));
            }
        }
        Ok(None)
    }

    fn answer(&self, id: ConversationId, new: NewMessage, tags: &[String]) -> Result<()> {
        let tags = tags.to_vec();
        self.write(&self.agent, move |s| {
            let kept = conversations::get(s, id)?;
            let assignment = &kept.conversation.assignment;
            if assignment.owner.user() != s.principal().id.as_ref() {
                conversations::take(s, id, assignment.version)?;
                if !tags.is_empty() {
                    conversations::tag(s, id, tags.clone(), Vec::new())?;
                }
            }
            conversations::say(s, id, new.clone()).map(|_| ())
        })
    }

    fn resolve(&self, chat: &Chat, customer: &Principal, id: ConversationId) -> Result<()> {
        self.write(&self.agent, move |s| conversations::resolve(s, id).map(|_| ()))?;
        if let Some(score) = chat.rating {
            let comment = chat.comment.clone();
            self.write(customer, move |s| {
                conversations::rate(s, id, score, comment.clone()).map(|_| ())
            })?;
        }
        if !chat.marks.is_empty() {
            let marks = chat.marks.clone();
            self.write(&self.supervisor, move |s| {
                let (_, criteria) = scorecards::rubric(s)?;
                let scores = criteria.iter().zip(marks.iter().cycle());
                let scores = scores.map(|(one, mark)| (one.id.clone(), *mark)).collect();
                scorecards::write(s, id, NewScorecard { scores, comment: None }).map(|_| ())
            })?;
        }
        Ok(())
    }
}

fn message(chat: &Chat, place: usize, line: usize) -> Result<NewMessage> {
    let (_, _, text) = chat.lines.get(line).context("a line")?;
    Ok(NewMessage {
        client_id: format!("demo-{place}-{line}"),
        text: text.clone(),
        attachments: Vec::new(),
        in_reply_to: None,
        epoch: None,
        send_at: None,
    })
}

/// A user of the demo as who they are.
fn user(app: &App, tenant: &TenantId, email: &str) -> Result<Principal> {
    let (of, address) = (tenant.clone(), email.to_owned());
    let read = move |tx: &mut store::Tx<'_>| store::users::by_email(tx, &of, &address);
    let found: Result<_, store::StoreError> = app.store().read_blocking(read);
    let Some(user) = found? else { bail!("the demo has no user {email}") };
    Ok(Principal {
        tenant: tenant.clone(),
        role: user.role.parse()?,
        id: Some(user.user.to_string().parse()?),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    })
}
