//! How well the assistant held a conversation: 100 points, less what went wrong, each with its reason.
//!
//! Everything is a fact of the log; nothing here is a matter of taste, and nobody's protected
//! characteristics are looked at.

use kernel::Duration;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Identity, Power};

/// The best score.
pub const POINTS_MAX: u8 = 100;
/// Longer than this nobody should wait for a machine.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The same words so often are a loop.
const SAID_AGAIN_MAX: u32 = 2;
/// A customer so much angrier at the end than at the beginning, in points of 100.
const ANGRIER_POINTS_MIN: u8 = 30;
/// Most points that misses cost.
const MISSES_POINTS_MAX: u32 = 24;
const BAD_RATING_MAX: u8 = 2;

/// Something that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Something was changed, or money moved, that was not confirmed as it was done.
    Unconfirmed,
    /// Somebody was told or given what only who is known may have.
    Unidentified,
    /// A person was asked for, and did not come at once.
    PersonLate,
    Complaint,
    BadRating,
    /// The same was said again and again.
    Loop,
    /// The customer was angrier at the end.
    Angrier,
    /// The customer came again about it.
    Again,
    /// It was not understood.
    Miss,
    /// A tool did not do it.
    ToolFailed,
    /// The answer was long in coming.
    Slow,
}

impl Fault {
    pub const ALL: [Self; 11] = [
        Self::Unconfirmed,
        Self::Unidentified,
        Self::PersonLate,
        Self::Complaint,
        Self::BadRating,
        Self::Loop,
        Self::Angrier,
        Self::Again,
        Self::Miss,
        Self::ToolFailed,
        Self::Slow,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Unidentified => "unidentified",
            Self::PersonLate => "person_late",
            Self::Complaint => "complaint",
            Self::BadRating => "bad_rating",
            Self::Loop => "loop",
            Self::Angrier => "angrier",
            Self::Again => "again",
            Self::Miss => "miss",
            Self::ToolFailed => "tool_failed",
            Self::Slow => "slow",
        }
    }

    /// What it costs.
    const fn points(self) -> u32 {
        match self {
            Self::Unconfirmed => 100,
            Self::Unidentified => 60,
            Self::PersonLate => 30,
            Self::Complaint => 25,
            Self::BadRating => 20,
            Self::Loop | Self::Angrier => 15,
            Self::Again | Self::ToolFailed | Self::Slow => 10,
            Self::Miss => 8,
        }
    }
}

/// One turn as it is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// The texts that were said, by their keys and words.
    pub said: Vec<String>,
    /// It said that it did not understand, or asked again.
    pub missed: bool,
    /// The customer asked for a person in the message.
    pub wants_person: bool,
    pub handed_over: bool,
    /// What its procedure asks to be known of who writes.
    pub needs: Option<Identity>,
    pub calls: Vec<Call>,
    /// From the message to the answer.
    pub took: Duration,
}

/// A tool call as it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub power: Power,
    /// The turn before had asked for yes to these very arguments.
    pub confirmed: bool,
    pub failed: bool,
}

/// A conversation as it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub turns: Vec<Turn>,
    /// How sure it was who wrote.
    pub identity: Identity,
    /// Anger of the first and of the last message, 0 to 100.
    pub anger: (u8, u8),
    pub complaint: bool,
    pub again: bool,
    /// 1 to 5.
    pub rating: Option<u8>,
}

/// A score, with what was taken off and how often it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub points: u8,
    pub faults: Vec<(Fault, u32)>,
}

/// Scores a conversation.
pub fn score(held: &Held) -> Score {
    let turns = &held.turns;
    let count = |is: &dyn Fn(&Turn) -> bool| sum(turns.iter().filter(|turn| is(turn)).count());
    let calls = |is: &dyn Fn(&Call) -> bool| {
        sum(turns.iter().flat_map(|turn| &turn.calls).filter(|call| is(call)).count())
    };
    let too_bold = |turn: &Turn| turn.needs.is_some_and(|needs| needs > held.identity);
    let bad = held.rating.is_some_and(|rating| rating <= BAD_RATING_MAX);
    let angrier = held.anger.1 >= held.anger.0.saturating_add(ANGRIER_POINTS_MIN);
    let counts = [
        (Fault::Unconfirmed, calls(&|call| call.power != Power::Read && !call.confirmed)),
        (Fault::Unidentified, count(&|turn| too_bold(turn) && !turn.calls.is_empty())),
        (Fault::PersonLate, count(&|turn| turn.wants_person && !turn.handed_over)),
        (Fault::Complaint, u32::from(held.complaint)),
        (Fault::BadRating, u32::from(bad)),
        (Fault::Loop, loops(turns)),
        (Fault::Angrier, u32::from(angrier)),
        (Fault::Again, u32::from(held.again)),
        (Fault::Miss, count(&|turn| turn.missed)),
        (Fault::ToolFailed, calls(&|call| call.failed)),
        (Fault::Slow, count(&|turn| turn.took > ANSWER_WITHIN)),
    ];
    let faults: Vec<(Fault, u32)> = counts.into_iter().filter(|(_, times)| *times > 0).collect();
    let cost = |(fault, times): &(Fault, u32)| match fault {
        Fault::Miss => (fault.points() * times).min(MISSES_POINTS_MAX),
        // Once is as bad as twice.
        _ => fault.points(),
    };
    let off: u32 = faults.iter().map(cost).sum();
    let points = u32::from(POINTS_MAX).saturating_sub(off);
    Score { points: u8::try_from(points).unwrap_or(0), faults }
}

/// How many texts were said too often.
fn loops(turns: &[Turn]) -> u32 {
    let mut times = std::collections::BTreeMap::new();
    for said in turns.iter().flat_map(|turn| &turn.said) {
        *times.entry(said).or_insert(0_u32) += 1;
    }
    sum(times.values().filter(|times| **times > SAID_AGAIN_MAX).count())
}

fn sum(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How alike two texts are, 0 to 1: the share of words that they have in common (Dice 1945), without
/// regard to case and order. What a person answered is held against a draft by it.
pub fn likeness(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut all: Vec<String> = parts.map(str::to_lowercase).collect();
        all.sort_unstable();
        all
    };
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut left = b.iter().peekable();
    let mut common = 0_usize;
    for word in &a {
        while left.peek().is_some_and(|other| *other < word) {
            left.next();
        }
        if left.peek() == Some(&word) {
            left.next();
            common += 1;
        }
    }
    2.0 * common as f32 / (a.len() + b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn held(turns: Vec<Turn>) -> Held {
        Held {
            turns,
            identity: Identity::SignedIn,
            anger: (0, 0),
            complaint: false,
            again: false,
            rating: None,
        }
    }

    fn call(confirmed: bool, failed: bool) -> Turn {
        let call = Call { power: Power::Money, confirmed, failed };
        Turn { calls: vec![call], needs: Some(Identity::SignedIn), ..Turn::default() }
    }

    #[test]
    fn what_goes_wrong_costs_and_is_named() {
        let same = |text: &str| Turn { said: vec![text.to_owned()], ..Turn::default() };
        let missed = Turn { missed: true, ..Turn::default() };
        let asked = Turn { wants_person: true, ..Turn::default() };
        let slow = Turn { took: Duration::from_secs(11), ..Turn::default() };
        for (held, points, faults) in [
            (held(vec![call(true, false)]), 100, vec![]),
            (held(vec![call(false, false)]), 0, vec![(Fault::Unconfirmed, 1)]),
            (held(vec![call(true, true)]), 90, vec![(Fault::ToolFailed, 1)]),
            (
                Held { identity: Identity::None, ..held(vec![call(true, false)]) },
                40,
                vec![(Fault::Unidentified, 1)],
            ),
            (held(vec![same("a"), same("a"), same("b")]), 100, vec![]),
            (held(vec![same("a"), same("a"), same("a")]), 85, vec![(Fault::Loop, 1)]),
            (held(vec![missed.clone(), missed.clone()]), 84, vec![(Fault::Miss, 2)]),
            (held(vec![missed; 9]), 76, vec![(Fault::Miss, 9)]),
            (held(vec![asked.clone()]), 70, vec![(Fault::PersonLate, 1)]),
            (held(vec![Turn { handed_over: true, ..asked }]), 100, vec![]),
            (held(vec![slow]), 90, vec![(Fault::Slow, 1)]),
            (Held { anger: (10, 60), ..held(vec![]) }, 85, vec![(Fault::Angrier, 1)]),
            (
                Held { complaint: true, again: true, rating: Some(1), ..held(vec![]) },
                45,
                vec![(Fault::Complaint, 1), (Fault::BadRating, 1), (Fault::Again, 1)],
            ),
        ] {
            assert_eq!(score(&held), Score { points, faults }, "{held:?}");
        }
    }

    #[test]
    fn texts_are_alike_by_their_words() {
        for (a, b, expected) in [
            ("Your refund is on its way.", "your REFUND, is on its way", 1.0),
            ("a b", "b c", 0.5),
            ("a a b", "a b", 0.8),
            ("", "", 0.0),
            ("Guten Tag", "Hello", 0.0),
        ] {
            assert!((likeness(a, b) - expected).abs() < 1e-6, "{a} / {b}: {}", likeness(a, b));
        }
    }

    proptest! {
        #[test]
        fn likeness_is_a_share_the_same_both_ways(a in "[a-d ]{0,20}", b in "[a-d ]{0,20}") {
            let found = likeness(&a, &b);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert!((found - likeness(&b, &a)).abs() < 1e-6);
        }
    }
}
