//! What the assistant would have done, held against what the person did who answered in its place.
//!
//! Both are read from what was kept: the tool that the draft had come to, called or about to be confirmed,
//! and the inputs of people in the logs of the customer's orders, from the draft on until the conversation
//! was resolved, at most seven days. Words are compared elsewhere (`quality`).

use std::collections::BTreeMap;

use assistant::Value;
use assistant::control::SETTLED_AFTER;
use assistant::turn::State as Standing;
use dispute::{Input, OpenDispute, PayEarly};
use kernel::{Actor, ActorKind, OrderId, Timestamp};
use store::Cursor;
use store::assistant_turns::AssistantTurnRow;
use store::orders::{self, OrdersOf};
use support::conversation::{Conversation, State};

use super::draft;
use super::quality::TurnDoc;
use crate::{AppError, Session};

/// Newest orders of the customer that are looked through, and events of each.
const ORDERS_MAX: u32 = 20;
const EVENTS_MAX: u32 = 500;

/// How the two compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Neither did anything.
    Neither,
    /// The same to the same, with the same values.
    Same,
    /// The same to the same order, with other values: another instalment, another number of days.
    OtherValues,
    /// Something else.
    Other,
    /// The person acted, and the draft had come to no tool: it told, or asked something first.
    PersonOnly,
    /// The draft had come to a tool, and the person did nothing.
    AssistantOnly,
}

impl Alike {
    const ALL: [Self; 6] = [
        Self::Neither,
        Self::Same,
        Self::OtherValues,
        Self::Other,
        Self::PersonOnly,
        Self::AssistantOnly,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Same => "same",
            Self::OtherValues => "other_values",
            Self::Other => "other",
            Self::PersonOnly => "person_only",
            Self::AssistantOnly => "assistant_only",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// Something done to an order: the tool by name, and what it was done with in a form that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Act {
    order: Option<OrderId>,
    tool: &'static str,
    with: Vec<String>,
}

/// Compares the draft of a turn with what people did since. `None` where there is no assistant to say what
/// the draft had come to.
pub(super) fn compare(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    turn: &AssistantTurnRow,
) -> Result<Option<Alike>, AppError> {
    let Some(book) = super::procedures::in_force(s)? else { return Ok(None) };
    let doc: TurnDoc = serde_json::from_str(&turn.doc)?;
    let state: Standing = serde_json::from_str(&turn.state)?;
    let called = doc.called.first().map(|one| &one.call);
    let reached = draft::reached(&book, &state, called);
    let would = reached.and_then(|(tool, args)| act_of(&tool, &args));
    let did = done(s, conversation, turn.at)?;
    Ok(Some(alike(would.as_ref(), &did)))
}

fn alike(would: Option<&Act>, did: &[Act]) -> Alike {
    let Some(would) = would else {
        return if did.is_empty() { Alike::Neither } else { Alike::PersonOnly };
    };
    // A dispute is known by its id alone.
    let same_order = |one: &Act| would.order.is_none() || one.order == would.order;
    let same_tool = |one: &&Act| one.tool == would.tool && same_order(one);
    if did.is_empty() {
        return Alike::AssistantOnly;
    }
    if did.iter().filter(same_tool).any(|one| one.with == would.with) {
        return Alike::Same;
    }
    if did.iter().any(|one| same_tool(&one)) { Alike::OtherValues } else { Alike::Other }
}

/// What people of the desk did to the customer's orders since an instant, while the conversation went on.
fn done(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    since: Timestamp,
) -> Result<Vec<Act>, AppError> {
    let tenant = s.tenant().clone();
    let end = since.plus(SETTLED_AFTER).min(s.now());
    let end = match conversation.state {
        State::Resolved { at } => end.min(at),
        _ => end,
    };
    let of = OrdersOf::Customer(conversation.customer.clone());
    let own = orders::list(s.tx(), &tenant, &of, &Cursor::newest(), ORDERS_MAX)?;
    let mut acts = Vec::new();
    for order in own {
        let rows = orders::events_between(s.tx(), &tenant, &order.order, (since, end), EVENTS_MAX)?;
        for row in rows {
            let actor: Actor = serde_json::from_str(&row.actor)?;
            if actor.kind == ActorKind::Agent {
                let input: Input = serde_json::from_str(&row.input)?;
                acts.push(of_input(order.order.clone(), &input));
            }
        }
    }
    Ok(acts)
}

/// What a person did. What no tool does is of no tool's name.
fn of_input(order: OrderId, input: &Input) -> Act {
    let (tool, with) = match input {
        Input::PausePlan { plan, days, .. } => {
            ("plan.pause", vec![plan.to_string(), days.to_string()])
        }
        Input::ExtendDueDate { plan, seq } => {
            ("plan.extend", vec![plan.to_string(), seq.to_string()])
        }
        Input::WaiveFee { plan, fee } => ("fee.waive", vec![plan.to_string(), fee.to_string()]),
        Input::PayEarly(PayEarly { plan, instalments, .. }) => match instalments.as_slice() {
            [] => ("plan.settle", vec![plan.to_string()]),
            some => {
                let parts = some.iter().map(ToString::to_string);
                ("plan.pay_instalment", std::iter::once(plan.to_string()).chain(parts).collect())
            }
        },
        Input::ReportReturn(_) => ("return.report", Vec::new()),
        Input::Open(OpenDispute { reason, .. }) => {
            ("dispute.open", vec![reason.as_str().to_owned()])
        }
        Input::Withdraw { dispute } => ("dispute.withdraw", vec![dispute.to_string()]),
        Input::AnswerProposal { dispute, accept } => {
            ("dispute.answer_offer", vec![dispute.to_string(), accept.to_string()])
        }
        Input::RequestReview { dispute, .. } => ("dispute.review", vec![dispute.to_string()]),
        _ => ("", Vec::new()),
    };
    Act { order: Some(order), tool, with }
}

/// What a draft had come to; nothing for a tool that changes no order, such as opening a complaint.
fn act_of(tool: &str, args: &BTreeMap<String, Value>) -> Option<Act> {
    let text = |name: &str| -> Option<String> {
        match args.get(name)? {
            Value::Id(id) => Some(id.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Word(word) => Some(word.to_string()),
            Value::Bool(is) => Some(is.to_string()),
            _ => None,
        }
    };
    // Parts of a plan are named `plan/number`.
    let part = |name: &str| text(name).and_then(|id| Some(id.split_once('/')?.1.to_owned()));
    let (tool, with) = match tool {
        "plan.pause" => ("plan.pause", vec![text("plan"), text("days")]),
        "plan.extend" => ("plan.extend", vec![text("plan"), part("instalment")]),
        "fee.waive" => ("fee.waive", vec![text("plan"), part("fee")]),
        "plan.settle" => ("plan.settle", vec![text("plan")]),
        "plan.pay_instalment" => ("plan.pay_instalment", vec![text("plan"), part("instalment")]),
        "return.report" => ("return.report", Vec::new()),
        "dispute.open" => ("dispute.open", vec![text("reason")]),
        "dispute.withdraw" => ("dispute.withdraw", vec![text("dispute")]),
        "dispute.answer_offer" => ("dispute.answer_offer", vec![text("dispute"), text("accept")]),
        "dispute.review" => ("dispute.review", vec![text("dispute")]),
        _ => return None,
    };
    let with = with.into_iter().flatten().collect();
    let order = text("order").and_then(|id| OrderId::new(id).ok());
    Some(Act { order, tool, with })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(order: &str, tool: &'static str, with: &[&str]) -> Act {
        let with = with.iter().map(|one| (*one).to_owned()).collect();
        Act { order: Some(order.parse().unwrap()), tool, with }
    }

    #[test]
    fn what_it_would_have_done_is_held_against_what_was_done() {
        let pause = || act("o1", "plan.pause", &["p", "14"]);
        let table = [
            (None, vec![], Alike::Neither),
            (None, vec![pause()], Alike::PersonOnly),
            (Some(pause()), vec![], Alike::AssistantOnly),
            (Some(pause()), vec![act("o1", "", &[]), pause()], Alike::Same),
            (Some(pause()), vec![act("o1", "plan.pause", &["p", "7"])], Alike::OtherValues),
            (Some(pause()), vec![act("o2", "plan.pause", &["p", "14"])], Alike::Other),
            (Some(pause()), vec![act("o1", "plan.extend", &["p", "2"])], Alike::Other),
        ];
        for (would, did, expected) in table {
            assert_eq!(alike(would.as_ref(), &did), expected, "{would:?} {did:?}");
            assert_eq!(Alike::parse(expected.as_str()), Some(expected));
        }
    }
}
