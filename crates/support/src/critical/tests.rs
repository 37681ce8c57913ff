//! The score on tables of moments, and what must hold of any.

use proptest::prelude::*;

use super::*;
use crate::listen::Strength;
use crate::routing::SkillTable;

fn heard(kinds: &[SignalKind]) -> Vec<Signal> {
    let signal = |kind: &SignalKind| Signal {
        kind: *kind,
        strength: Strength::Clear,
        because: Vec::new(),
        rule: format!("en/{}", kind.name()),
    };
    kinds.iter().map(signal).collect()
}

#[test]
fn a_moment_has_its_level_and_what_follows() {
    let critical = Critical::shipped().unwrap();
    let hour = Duration::from_hours(1);
    let cases: Vec<(&str, Moment<'_>, u32, Level)> = vec![
        ("nothing", Moment::default(), 0, Level::Normal),
        ("asked", Moment { wants_person: true, ..Moment::default() }, 20, Level::High),
        ("complaint", Moment { complaint: true, ..Moment::default() }, 25, Level::High),
        ("second contact", Moment { contacts: 2, ..Moment::default() }, 15, Level::Normal),
        ("near", Moment { deadline_in: Some(hour), ..Moment::default() }, 20, Level::High),
        (
            "far",
            Moment { deadline_in: Some(Duration::from_days(3)), ..Moment::default() },
            0,
            Level::Normal,
        ),
        (
            "much money",
            Moment {
                stake: Some(Stake { at_stake_minor: 20_000, norm_minor: 10_000 }),
                ..Moment::default()
            },
            15,
            Level::Normal,
        ),
        (
            "angry again, asked, complained",
            Moment {
                wants_person: true,
                complaint: true,
                anger: Anger { points: 60, turns: 2 },
                ..Moment::default()
            },
            70,
            Level::Critical,
        ),
        (
            "unauthorised",
            Moment { unauthorised_dispute: true, ..Moment::default() },
            60,
            Level::Critical,
        ),
    ];
    for (name, moment, score, level) in cases {
        let priority = critical.priority(&moment);
        assert_eq!((priority.score, priority.level), (score, level), "{name}");
        assert_eq!(priority.quiet_ai, level >= Level::Critical, "{name}");
    }
}

#[test]
fn self_harm_is_danger_with_blake_and_a_quiet_ai() {
    let critical = Critical::shipped().unwrap();
    let signals = heard(&[SignalKind::SelfHarm, SignalKind::Hardship]);
    let language = Language::parse("sv");
    let moment = Moment { signals: &signals, language, ..Moment::default() };
    let priority = critical.priority(&moment);
    assert_eq!(priority.level, Level::Danger);
    assert!(priority.quiet_ai && priority.pause_collections && !priority.freeze_first);
    assert_eq!(priority.skills, ["hardship", "language:sv", "self_harm"]);
    assert_eq!(priority.script.unwrap().name, "blake");
    assert_eq!(priority.reasons[0].signal, Sign::SelfHarm);

    // A message later it still is.
    let before = [SignalKind::SelfHarm];
    let later = critical.priority(&Moment { signals_before: &before, ..Moment::default() });
    assert_eq!(later.level, Level::Danger);
}

#[test]
fn the_skills_are_a_desks_skills() {
    let critical = Critical::shipped().unwrap();
    let table = SkillTable::new(critical.skills().chain(["language:sv"])).unwrap();
    let registered = [SignalKind::Bereavement];
    let language = Language::parse("sv-SE");
    let moment = Moment { registered: &registered, language, ..Moment::default() };
    let priority = critical.priority(&moment);
    assert_eq!(priority.skills, ["bereavement", "language:sv"]);
    assert_eq!(priority.level, Level::High);
    assert_eq!(table.set(priority.skills.iter().map(String::as_str)).unwrap().count(), 2);
}

#[test]
fn help_is_found_in_every_market() {
    let critical = Critical::shipped().unwrap();
    let cases = [
        ("GB", "en", "116 123"),
        ("us-ny", "es", "988"),
        ("SE", "sv", "90101"),
        ("SE", "en", "90101"),
        ("DE", "de", "0800 1110111"),
        ("ES", "es", "024"),
        ("JP", "sv", "findahelpline.com"),
    ];
    for (market, language, number) in cases {
        let found = critical.signpost(Sign::SelfHarm, market, Language::parse(language)).unwrap();
        assert!(found.text.contains(number), "{market} {language}: {}", found.text);
    }
    assert!(critical.signpost(Sign::Complaint, "GB", None).is_none());
    assert_eq!(critical.moves().order.len(), 7);
}

#[test]
fn whose_payments_are_put_on_hold_hears_so_in_their_language() {
    let critical = Critical::shipped().unwrap();
    for sign in [Sign::Hardship, Sign::Bereavement, Sign::FraudVictim, Sign::SeriousIllness] {
        let told = |code| critical.acknowledgement(sign, Language::parse(code)).unwrap();
        let all: std::collections::BTreeSet<&str> = ["en", "sv", "de", "es"].map(told).into();
        assert_eq!(all.len(), 4, "{sign:?}");
        assert_eq!(told("ja"), told("en"));
    }
    assert_eq!(critical.acknowledgement(Sign::Anger, None), None);
}

#[test]
fn what_would_lower_a_level_is_refused() {
    let critical = include_str!("../../../../policy/support/critical.toml");
    let scripts = include_str!("../../../../policy/support/scripts.toml");
    let signposts = include_str!("../../../../policy/support/signposts.toml");
    let cases = [
        ("level = \"danger\"", "level = \"high\"", "does not end at danger"),
        ("high = 20", "high = 50", "do not rise"),
        ("quiet_ai_from = \"critical\"", "quiet_ai_from = \"danger\"", "would speak"),
        ("sign = \"minor\"", "sign = \"arrears\"", "has 2 rows"),
        ("points = 100", "points = 0", "0 points"),
        ("script = \"blake\"", "script = \"black\"", "not there"),
        ("points = 100", "points = -1", "critical.toml"),
        ("skills = [\"self_harm\"]", "skill = [\"self_harm\"]", "unknown field"),
    ];
    for (from, to, expected) in cases {
        let broken = critical.replacen(from, to, 1);
        let error = Critical::parse(&broken, scripts, signposts).unwrap_err().to_string();
        assert!(error.contains(expected), "{to}: {error}");
    }
    let broken = format!(
        "{signposts}\n[[acknowledgement]]\nabout = \"minor\"\nlanguage = \"en\"\ntext = \"\""
    );
    let error = Critical::parse(critical, scripts, &broken).unwrap_err().to_string();
    assert!(error.contains("acknowledgement"), "{error}");
    let broken = signposts.replace("market = \"any\"", "market = \"GB\"");
    let error = Critical::parse(critical, scripts, &broken).unwrap_err().to_string();
    assert!(error.contains("nobody is left without help"), "{error}");
}

/// Everything about a contact that may or may not hold, as bits and numbers.
#[derive(Debug, Clone)]
struct Facts {
    signals: Vec<Signal>,
    registered: Vec<SignalKind>,
    holds: [bool; 8],
    turns: u32,
    contacts: u32,
    failed: u32,
    hours: i64,
    stake: i64,
}

impl Facts {
    fn moment(&self) -> Moment<'_> {
        let [wants_person, complaint, unauthorised_dispute, arrears, ..] = self.holds;
        let [.., unsure, policy_gap, contradiction, would_deny] = self.holds;
        Moment {
            signals: &self.signals,
            registered: &self.registered,
            wants_person,
            complaint,
            unauthorised_dispute,
            arrears,
            anger: Anger { points: 0, turns: self.turns },
            contacts: self.contacts,
            deadline_in: Some(Duration::from_hours(self.hours)),
            stake: Some(Stake { at_stake_minor: self.stake, norm_minor: 100 }),
            ai: AiTrouble {
                unsure,
                policy_gap,
                failed_turns: self.failed,
                contradiction,
                would_deny,
            },
            ..Moment::default()
        }
    }

    /// Everything of either, the graver of the two where it is a number.
    fn with(&self, more: &Self) -> Self {
        let mut both = self.clone();
        both.signals.extend(more.signals.iter().cloned());
        both.registered.extend(&more.registered);
        for (held, more) in both.holds.iter_mut().zip(more.holds) {
            *held |= more;
        }
        both.turns = both.turns.max(more.turns);
        both.contacts = both.contacts.max(more.contacts);
        both.failed = both.failed.max(more.failed);
        both.hours = both.hours.min(more.hours);
        both.stake = both.stake.max(more.stake);
        both
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let kinds = || prop::collection::vec(prop::sample::select(SignalKind::ALL.to_vec()), 0..4);
    let numbers = (0..4_u32, 0..4_u32, 0..4_u32, -10..200_i64, any::<i64>());
    (kinds(), kinds(), any::<[bool; 8]>(), numbers).prop_map(
        |(signals, registered, holds, (turns, contacts, failed, hours, stake))| Facts {
            signals: heard(&signals),
            registered,
            holds,
            turns,
            contacts,
            failed,
            hours,
            stake,
        },
    )
}

proptest! {
    /// One more sign never lowers the score, the level, or what follows from it.
    #[test]
    fn signs_only_raise(one in facts(), more in facts()) {
        let critical = Critical::shipped().unwrap();
        let less = critical.priority(&one.moment());
        let both = one.with(&more);
        let both = critical.priority(&both.moment());
        prop_assert!(both.score >= less.score && both.level >= less.level);
        prop_assert!(both.quiet_ai >= less.quiet_ai);
        prop_assert!(both.pause_collections >= less.pause_collections);
        prop_assert!(both.freeze_first >= less.freeze_first);
        prop_assert!(less.skills.iter().all(|skill| both.skills.contains(skill)));
        let sum: u32 = both.reasons.iter().map(|reason| reason.points).sum();
        prop_assert_eq!(both.score, sum);
    }

    #[test]
    fn self_harm_is_always_danger(one in facts()) {
        let critical = Critical::shipped().unwrap();
        let mut one = one;
        one.signals.extend(heard(&[SignalKind::SelfHarm]));
        prop_assert_eq!(critical.priority(&one.moment()).level, Level::Danger);
        let script = critical.priority(&one.moment()).script;
        prop_assert_eq!(script.map(|script| script.name), Some("blake".to_owned()));
    }
}
