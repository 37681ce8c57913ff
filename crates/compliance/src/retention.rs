//! What must be kept, what may be erased, and what to tell the person who asked.
//!
//! Erasing means destroying the person's key (crypto-shredding, see [`crate::audit`]): payloads
//! become unreadable at once, ledger totals and hash chains stay. This module plans; it erases
//! nothing itself, and it never reveals a confidential hold.

use kernel::{Calendar, Timestamp};
use serde::{Deserialize, Serialize};

use crate::statutes::Records;

/// The class of a record, which decides how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Preferences, campaigns, consents to be contacted.
    Marketing,
    /// Chats and calls.
    Conversation,
    /// What models made of a person's data: embeddings, scores without a decision.
    Derived,
    Complaint,
    /// Disputes with their claims, evidence and decisions.
    Dispute,
    /// Credit agreements under United States law.
    CreditUs,
    /// Credit applications under United States law.
    ApplicationUs,
    /// Orders, payments, refunds, ledger entries.
    Accounting,
    /// Cases and reports of suspicion. The person never hears of them.
    Suspicion,
}

/// A record about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    pub class: Class,
    /// When its period began: closed, answered, or the relationship ended. `None` while it runs.
    pub closed_at: Option<Timestamp>,
}

/// A reason beyond its class to keep a record: a court order, a claim, an investigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The record it holds, by [`Item::id`].
    pub item: String,
    pub ground: String,
    pub citation: String,
    /// `None` until it is lifted.
    pub until: Option<Timestamp>,
    /// The person must not learn of it.
    pub confidential: bool,
}

/// A record that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: String,
    pub class: Class,
    /// `None` when there is no end yet.
    pub until: Option<Timestamp>,
    pub ground: String,
    pub citation: String,
    /// The person is not told that the record exists.
    undisclosed: bool,
    /// What the person is told when the true ground is confidential.
    open_ground: Option<Ground>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Ground {
    until: Option<Timestamp>,
    ground: String,
    citation: String,
}

/// What an erasure request comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasurePlan {
    pub erase_now: Vec<String>,
    pub keep: Vec<Kept>,
}

/// What the person is told about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Answer {
    Erased {
        id: String,
    },
    /// A refusal, with its ground (GDPR article 12(4)).
    Kept {
        id: String,
        until: Option<Timestamp>,
        ground: String,
        citation: String,
    },
}

const RUNNING: (&str, &str) = ("a contract or case that still runs", "GDPR art. 6(1)(b)");
const UNCLASSED: (&str, &str) = ("no period is set for this class", "GDPR art. 5(1)(e)");
/// What is said in place of a confidential ground. It is true of every one of them.
const NEUTRAL: (&str, &str) = ("legal obligation", "GDPR art. 17(3)(b)");

/// Plans the erasure of a person's records.
pub fn plan_erasure(
    records: &Records,
    items: &[Item],
    holds: &[Hold],
    now: Timestamp,
    calendar: &Calendar,
) -> ErasurePlan {
    let mut plan = ErasurePlan::default();
    for item in items {
        match keep(records, item, holds, now, calendar) {
            Some(kept) => plan.keep.push(kept),
            None => plan.erase_now.push(item.id.clone()),
        }
    }
    plan
}

fn keep(
    records: &Records,
    item: &Item,
    holds: &[Hold],
    now: Timestamp,
    calendar: &Calendar,
) -> Option<Kept> {
    let ground = |until, (ground, citation): (&str, &str)| Ground {
        until,
        ground: ground.to_owned(),
        citation: citation.to_owned(),
    };
    let rule = records.of(item.class);
    let by_class = match (rule, item.closed_at) {
        (None, _) => Some(ground(None, UNCLASSED)),
        // Marketing and what models derived run with no contract: nothing holds them.
        (Some(rule), None) if rule.keep.is_nothing() => None,
        (Some(_), None) => Some(ground(None, RUNNING)),
        (Some(rule), Some(closed)) => records
            .keep_until(item.class, closed, calendar)
            .filter(|until| now < *until)
            .map(|until| ground(Some(until), (&rule.ground, &rule.citation))),
    };
    let holding = |confidential: bool| {
        holds
            .iter()
            .filter(|hold| hold.item == item.id && hold.confidential == confidential)
            .filter(|hold| hold.until.is_none_or(|until| now < until))
            .map(|hold| ground(hold.until, (&hold.ground, &hold.citation)))
            .fold(None, longer)
    };
    let open = holding(false).into_iter().fold(by_class, longer);
    let secret = holding(true);
    let is_secret = secret.is_some();
    let longest = secret.into_iter().fold(open.clone(), longer)?;
    // Without an open ground, the neutral one is given, and no date that could be asked about.
    let open_ground = is_secret.then(|| open.unwrap_or_else(|| ground(None, NEUTRAL)));
    Some(Kept {
        id: item.id.clone(),
        class: item.class,
        until: longest.until,
        ground: longest.ground,
        citation: longest.citation,
        undisclosed: rule.is_some_and(|rule| rule.undisclosed),
        open_ground,
    })
}

/// The ground that lasts longer; one without an end lasts longest.
fn longer(kept: Option<Ground>, other: Ground) -> Option<Ground> {
    let end = |ground: &Ground| ground.until.unwrap_or(Timestamp::MAX);
    match kept {
        Some(kept) if end(&kept) >= end(&other) => Some(kept),
        _ => Some(other),
    }
}

impl ErasurePlan {
    /// When the person's key may be destroyed, because nothing is kept any longer: `None` while a
    /// record has no end.
    pub fn shred_key_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.keep.iter().try_fold(now, |latest, kept| Some(latest.max(kept.until?)))
    }

    /// What to tell the person: every record that may be named, with a ground that may be told.
    pub fn answers(&self) -> Vec<Answer> {
        let erased = self.erase_now.iter().map(|id| Answer::Erased { id: id.clone() });
        let kept = self.keep.iter().filter(|kept| !kept.undisclosed).map(|kept| {
            let (until, ground, citation) = match &kept.open_ground {
                Some(open) => (open.until, &open.ground, &open.citation),
                None => (kept.until, &kept.ground, &kept.citation),
            };
            Answer::Kept {
                id: kept.id.clone(),
                until,
                ground: ground.clone(),
                citation: citation.clone(),
            }
        });
        erased.chain(kept).collect()
    }
}
