//! `GET /v4/payment/disputes`: filters, order, keyset paging.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use dispute::{Reason, State};
use kernel::{DisputeId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ParameterError;
use super::v4::{Dispute, DisputeReason, DisputeState};

pub const SIZE_DEFAULT: usize = 20;
pub const SIZE_MAX: usize = 100;
/// Values of one filter.
pub const FILTER_VALUES_MAX: usize = 100;
const CURSOR_CHARS_MAX: usize = 200;

/// `sort_by`; descending with a minus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    CreatedAscending,
    /// The newest first, when nothing is asked.
    #[default]
    CreatedDescending,
    ClosedAscending,
    ClosedDescending,
}

impl Sort {
    const fn as_str(self) -> &'static str {
        match self {
            Self::CreatedAscending => "created_at",
            Self::CreatedDescending => "-created_at",
            Self::ClosedAscending => "closed_at",
            Self::ClosedDescending => "-closed_at",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [
            Self::CreatedAscending,
            Self::CreatedDescending,
            Self::ClosedAscending,
            Self::ClosedDescending,
        ]
        .into_iter()
        .find(|sort| sort.as_str() == text)
    }
}

/// Instants from `start` (included) to `end` (excluded).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Between {
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
}

/// The place after which the next page begins: the sort value and the id of the last item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub sort: Sort,
    pub at: Timestamp,
    pub id: DisputeId,
}

impl Cursor {
    /// Opaque text for `last_item` and `starting_after`.
    pub fn encode(&self) -> String {
        let plain = format!("{} {} {}", self.sort.as_str(), self.at.as_millis(), self.id);
        BASE64_URL_SAFE_NO_PAD.encode(plain)
    }

    /// `None` for text that was not made by [`Cursor::encode`].
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > CURSOR_CHARS_MAX {
            return None;
        }
        let plain = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = plain.split(' ');
        let sort = Sort::parse(parts.next()?)?;
        let at = Timestamp::from_millis(parts.next()?.parse().ok()?);
        let id = parts.next()?.parse().ok()?;
        parts.next().is_none().then_some(Self { sort, at, id })
    }
}

/// What to list, in canonical words. Empty lists mean "all".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFilter {
    /// From `order_ids` and `payment_transaction_ids`, which are the same here.
    pub order_ids: Vec<String>,
    pub purchase_references: Vec<String>,
    pub states: Vec<State>,
    pub reasons: Vec<Reason>,
    pub created: Between,
    pub closed: Between,
    pub updated: Between,
    pub sort: Sort,
    pub size: usize,
    pub after: Option<Cursor>,
}

impl ListFilter {
    /// Reads the query's pairs. Lists may be repeated parameters or one with commas; parameters that
    /// are not known are ignored, as Klarna's clients send some of their own.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Vec<ParameterError>> {
        let mut errors = Vec::new();
        let query = Query { pairs };
        let states = query.enumeration::<DisputeState>("state", &mut errors);
        let reasons = query.enumeration::<DisputeReason>("reason", &mut errors);
        let mut order_ids = query.list("order_ids", &mut errors);
        order_ids.extend(query.list("payment_transaction_ids", &mut errors));
        let sort = query.sort(&mut errors);
        let after = query.cursor(sort, &mut errors);
        let filter = Self {
            order_ids,
            purchase_references: query.list("purchase_references", &mut errors),
            states: states
                .into_iter()
                .flat_map(|state| state.canonical().iter().copied())
                .collect(),
            reasons: reasons.into_iter().flat_map(DisputeReason::canonical).collect(),
            created: query.between("created_at", &mut errors),
            closed: query.between("closed_at", &mut errors),
            updated: query.between("updated_at", &mut errors),
            sort,
            size: query.size(&mut errors),
            after,
        };
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }
}

struct Query<'a> {
    pairs: &'a [(String, String)],
}

impl Query<'_> {
    fn one(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn list(&self, name: &str, errors: &mut Vec<ParameterError>) -> Vec<String> {
        let values: Vec<String> = self
            .pairs
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        if values.len() > FILTER_VALUES_MAX {
            let reason = format!("Give at most {FILTER_VALUES_MAX} values.");
            errors.push(ParameterError::new(name, reason));
        }
        values
    }

    fn enumeration<T: DeserializeOwned>(
        &self,
        name: &str,
        errors: &mut Vec<ParameterError>,
    ) -> Vec<T> {
        let mut read = Vec::new();
        for value in self.list(name, errors) {
            match serde_json::from_value(serde_json::Value::String(value.clone())) {
                Ok(value) => read.push(value),
                Err(_) => errors.push(ParameterError::new(
                    name,
                    format!(
                        "{:?} is not one of the values.",
                        value.chars().take(40).collect::<String>()
                    ),
                )),
            }
        }
        read
    }

    fn between(&self, name: &str, errors: &mut Vec<ParameterError>) -> Between {
        let mut instant = |end: &str| {
            let parameter = format!("{name}_{end}");
            let text = self.one(&parameter)?;
            let parsed = text.parse().ok();
            if parsed.is_none() {
                let reason = "Give an RFC 3339 instant such as 2026-11-21T09:30:00Z.";
                errors.push(ParameterError::new(parameter, reason));
            }
            parsed
        };
        Between { start: instant("start"), end: instant("end") }
    }

    fn sort(&self, errors: &mut Vec<ParameterError>) -> Sort {
        let Some(text) = self.one("sort_by") else { return Sort::default() };
        Sort::parse(text).unwrap_or_else(|| {
            let reason = "Use created_at or closed_at, with a minus for descending order.";
            errors.push(ParameterError::new("sort_by", reason));
            Sort::default()
        })
    }

    fn size(&self, errors: &mut Vec<ParameterError>) -> usize {
        let Some(text) = self.one("size") else { return SIZE_DEFAULT };
        match text.parse() {
            Ok(size) if (1..=SIZE_MAX).contains(&size) => size,
            _ => {
                let reason = format!("Give a number from 1 to {SIZE_MAX}.");
                errors.push(ParameterError::new("size", reason));
                SIZE_DEFAULT
            }
        }
    }

    /// A cursor belongs to the order it was made in.
    fn cursor(&self, sort: Sort, errors: &mut Vec<ParameterError>) -> Option<Cursor> {
        let text = self.one("starting_after")?;
        let cursor = Cursor::decode(text).filter(|cursor| cursor.sort == sort);
        if cursor.is_none() {
            let reason = "Use the last_item of a page with the same sort_by.";
            errors.push(ParameterError::new("starting_after", reason));
        }
        cursor
    }
}

/// The body of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisputesList {
    pub disputes: Vec<Dispute>,
    pub pagination: Pagination,
}

/// Where this page stands. `last_item` is null when there is no next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pagination {
    pub count: usize,
    pub first_item: Option<String>,
    pub last_item: Option<String>,
}

impl Pagination {
    /// From the cursors of the page's items and whether there are more.
    pub fn of(items: &[Cursor], has_more: bool) -> Self {
        Self {
            count: items.len(),
            first_item: items.first().map(Cursor::encode),
            last_item: items.last().filter(|_| has_more).map(Cursor::encode),
        }
    }
}
