//! Arguments of a call, by name and type.

use std::collections::BTreeMap;
use std::str::FromStr;

use assistant::Value;
use kernel::{Date, DisputeId, Money, OrderId, PlanId};

use super::{Refused, refused};

/// Arguments. The checker proves that they are there and of their type; a call from elsewhere that is not
/// so is refused here.
pub(super) struct Args<'a>(&'a BTreeMap<String, Value>);

impl<'a> Args<'a> {
    pub(super) const fn new(args: &'a BTreeMap<String, Value>) -> Self {
        Self(args)
    }

    fn id<T: FromStr>(&self, name: &str) -> Result<T, Refused> {
        let found = match self.0.get(name) {
            Some(Value::Id(id)) => id.parse().ok(),
            _ => None,
        };
        found.ok_or_else(|| wrong(name))
    }

    pub(super) fn order(&self, name: &str) -> Result<OrderId, Refused> {
        match self.0.get(name) {
            Some(Value::Id(id)) => OrderId::new(id.to_string()).map_err(|_| wrong(name)),
            _ => Err(wrong(name)),
        }
    }

    pub(super) fn maybe_order(&self, name: &str) -> Result<Option<OrderId>, Refused> {
        if self.0.contains_key(name) { self.order(name).map(Some) } else { Ok(None) }
    }

    pub(super) fn plan(&self, name: &str) -> Result<PlanId, Refused> {
        self.id(name)
    }

    pub(super) fn dispute(&self, name: &str) -> Result<DisputeId, Refused> {
        self.id(name)
    }

    /// A part of a plan, named `plan/number`; only of this plan.
    pub(super) fn number_of(&self, name: &str, plan: PlanId) -> Result<u16, Refused> {
        let Some(Value::Id(id)) = self.0.get(name) else { return Err(wrong(name)) };
        let (of, number) = id.split_once('/').ok_or_else(|| wrong(name))?;
        if of != plan.to_string() {
            return Err(wrong(name));
        }
        number.parse().map_err(|_| wrong(name))
    }

    pub(super) fn money(&self, name: &str) -> Result<Money, Refused> {
        match self.0.get(name) {
            Some(Value::Money(money)) => Ok(*money),
            _ => Err(wrong(name)),
        }
    }

    pub(super) fn maybe_money(&self, name: &str) -> Option<Money> {
        match self.0.get(name) {
            Some(Value::Money(money)) => Some(*money),
            _ => None,
        }
    }

    pub(super) fn int(&self, name: &str) -> Result<i64, Refused> {
        match self.0.get(name) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(wrong(name)),
        }
    }

    pub(super) fn bool(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Value::Bool(true)))
    }

    pub(super) fn maybe_date(&self, name: &str) -> Option<Date> {
        match self.0.get(name) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// One of a fixed set, as the domain has it.
    pub(super) fn word<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Refused> {
        let Some(Value::Word(word)) = self.0.get(name) else { return Err(wrong(name)) };
        let word = serde_json::Value::String(word.to_string());
        serde_json::from_value(word).map_err(|_| wrong(name))
    }

    pub(super) fn words(&self, name: &str) -> Result<String, Refused> {
        self.maybe_words(name).ok_or_else(|| wrong(name))
    }

    pub(super) fn maybe_words(&self, name: &str) -> Option<String> {
        match self.0.get(name) {
            Some(Value::Words(words)) => Some(words.to_string()),
            _ => None,
        }
    }
}

fn wrong(name: &str) -> Refused {
    refused("invalid_argument", format!("{name} is missing or not what it must be"))
}
