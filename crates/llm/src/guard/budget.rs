//! Budgets: what a tenant may spend a day, and what one conversation may cost, in tokens and in money.
//!
//! Before a call the most it can cost is taken from both budgets, after it the difference to what it did
//! cost is given back. A call that is dropped or lost has cost the most: a budget is never overrun.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{Clock, ConversationId, Currency, Money, TenantId};
use serde::{Deserialize, Serialize};

use crate::money::micros;
use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Reason, Reply, Report};

/// Days that the memory keeps what a conversation has cost after its last call.
const CONVERSATION_DAYS_KEPT: i64 = 7;

/// What may be spent in one scope. None is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limit {
    /// In and out together.
    pub tokens: Option<u64>,
    pub money: Option<Money>,
}

/// What a tenant allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// By UTC day.
    pub tenant_day: Limit,
    pub conversation: Limit,
}

/// What was spent, or is about to be. Money in millionths of a minor unit of the price list's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spent {
    pub tokens: u64,
    pub micros: u64,
}

/// What one call is charged to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes {
    pub tenant: TenantId,
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    pub conversation: Option<ConversationId>,
    /// Of the prices, and so of what is spent.
    pub currency: Currency,
}

/// Why nothing can be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    #[error("{scope}: {what}")]
    Over { scope: &'static str, what: &'static str },
    #[error("what was spent cannot be looked up")]
    Store,
}

/// Where it is remembered what was spent: a table, or the memory of one process.
#[async_trait]
pub trait SpendStore: Send + Sync {
    /// Takes an estimate from both scopes, or from none: [`take`] in one transaction.
    ///
    /// # Errors
    /// [`BudgetError`].
    async fn take(
        &self,
        scopes: &Scopes,
        estimate: Spent,
        limits: &Limits,
    ) -> Result<(), BudgetError>;

    /// Replaces the estimate by what it was: [`Spent::settle`] on both scopes.
    ///
    /// # Errors
    /// [`BudgetError::Store`]; the estimate stays taken.
    async fn settle(
        &self,
        scopes: &Scopes,
        estimate: Spent,
        actual: Spent,
    ) -> Result<(), BudgetError>;
}

impl Spent {
    const fn plus(self, more: Self) -> Self {
        Self {
            tokens: self.tokens.saturating_add(more.tokens),
            micros: self.micros.saturating_add(more.micros),
        }
    }

    /// Puts what it was in the place of an estimate that was taken.
    pub const fn settle(&mut self, estimate: Self, actual: Self) {
        let without = Self {
            tokens: self.tokens.saturating_sub(estimate.tokens),
            micros: self.micros.saturating_sub(estimate.micros),
        };
        *self = without.plus(actual);
    }

    fn within(self, limit: &Limit, currency: Currency) -> Result<(), &'static str> {
        if limit.tokens.is_some_and(|tokens| self.tokens > tokens) {
            return Err("tokens");
        }
        match limit.money {
            Some(money) if money.currency != currency => {
                Err("its money limit is in another currency than the model's price")
            }
            Some(money) if self.micros > micros(money) => Err("money"),
            _ => Ok(()),
        }
    }
}

impl From<&Report> for Spent {
    fn from(report: &Report) -> Self {
        let tokens = report.tokens_in.saturating_add(report.tokens_out);
        Self { tokens, micros: report.cost.micros }
    }
}

/// Takes an estimate from both budgets if both hold it.
///
/// # Errors
/// [`BudgetError::Over`]; then nothing is taken.
pub fn take(
    day: &mut Spent,
    conversation: Option<&mut Spent>,
    estimate: Spent,
    limits: &Limits,
    currency: Currency,
) -> Result<(), BudgetError> {
    let over = |scope| move |what| BudgetError::Over { scope, what };
    let day_after = day.plus(estimate);
    day_after.within(&limits.tenant_day, currency).map_err(over("the tenant's day"))?;
    if let Some(conversation) = conversation {
        let after = conversation.plus(estimate);
        after.within(&limits.conversation, currency).map_err(over("the conversation"))?;
        *conversation = after;
    }
    *day = day_after;
    Ok(())
}

/// Remembers in this process alone: for one node, and until it ends.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    today: i64,
    days: BTreeMap<TenantId, Spent>,
    /// With the day of the last call.
    conversations: BTreeMap<ConversationId, (i64, Spent)>,
}

impl Memory {
    /// Forgets what no limit asks for any more.
    fn begin(&mut self, day: i64) {
        if day > self.today {
            self.today = day;
            self.days.clear();
            self.conversations.retain(|_, (last, _)| day - *last < CONVERSATION_DAYS_KEPT);
        }
    }
}

impl InMemory {
    fn with<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl SpendStore for InMemory {
    async fn take(
        &self,
        scopes: &Scopes,
        estimate: Spent,
        limits: &Limits,
    ) -> Result<(), BudgetError> {
        self.with(|memory| {
            memory.begin(scopes.day);
            let day = memory.days.entry(scopes.tenant.clone()).or_default();
            let conversation = scopes.conversation.map(|id| {
                let (last, spent) = memory.conversations.entry(id).or_default();
                *last = scopes.day;
                spent
            });
            take(day, conversation, estimate, limits, scopes.currency)
        })
    }

    async fn settle(
        &self,
        scopes: &Scopes,
        estimate: Spent,
        actual: Spent,
    ) -> Result<(), BudgetError> {
        self.with(|memory| {
            // A call that ends after midnight was of yesterday's budget, which is gone.
            let day = memory.days.get_mut(&scopes.tenant).filter(|_| memory.today == scopes.day);
            let conversation = scopes.conversation.and_then(|id| memory.conversations.get_mut(&id));
            let both = day.into_iter().chain(conversation.map(|(_, spent)| spent));
            both.for_each(|spent| spent.settle(estimate, actual));
            Ok(())
        })
    }
}

/// A model that asks the budgets first.
pub(crate) struct Budgeted {
    model: Arc<dyn LanguageModel>,
    store: Arc<dyn SpendStore>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Budgeted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budgeted").field("model", &self.model).finish_non_exhaustive()
    }
}

impl Budgeted {
    pub(crate) const fn new(
        model: Arc<dyn LanguageModel>,
        store: Arc<dyn SpendStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { model, store, clock }
    }

    /// The most that the call can cost, as far as that can be told before.
    fn estimate(&self, ask: &Ask) -> Spent {
        let (tokens_in, tokens_out) =
            (ask.prompt.tokens_in_estimate(), u64::from(ask.prompt.tokens_out_max));
        let micros = self.about().price.of(tokens_in, tokens_out).micros;
        Spent { tokens: tokens_in.saturating_add(tokens_out), micros }
    }
}

#[async_trait]
impl LanguageModel for Budgeted {
    fn about(&self) -> &About {
        self.model.about()
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        let scopes = Scopes {
            tenant: ask.tenant.clone(),
            day: self.clock.now().utc_day(),
            conversation: ask.conversation,
            currency: self.about().price.currency,
        };
        let estimate = self.estimate(ask);
        if let Err(error) = self.store.take(&scopes, estimate, &ask.limits).await {
            let error = match error {
                BudgetError::Over { scope, what } => ModelError::OverBudget { scope, what },
                BudgetError::Store => ModelError::unavailable(Reason::Budget),
            };
            return Reply::unsent(self.about(), error);
        }
        let reply = self.model.propose(ask, on_piece).await;
        // Where it cannot be settled the estimate stays taken, which is on the safe side.
        let _ = self.store.settle(&scopes, estimate, Spent::from(&reply.report)).await;
        reply
    }
}
