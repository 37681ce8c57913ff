//! The hand-off brief: what it says of known conversations, and that it invents nothing.

use std::collections::BTreeSet;

use kernel::{Currency, DisputeId, Duration, Money, OrderId, PrincipalId, TaskId, Timestamp};
use proptest::prelude::*;
use serde_json::json;
use support::brief::*;
use support::conversation::*;
use support::critical::Sign;
use support::listen::{Anger, Earlier, SignalKind};

pub(super) const START: &str = "2026-12-01T10:00:00Z";

/// A conversation that moves on by one second with each input.
pub(super) struct Talk {
    pub(super) c: Conversation,
    pub(super) events: Vec<Event>,
    rules: DeskRules,
    pub(super) now: Timestamp,
}

impl Talk {
    pub(super) fn new() -> Self {
        let text = include_str!("../../../../policy/support/desk.toml");
        let (rules, now) = (DeskRules::from_toml(text).unwrap(), START.parse().unwrap());
        let context = context(&rules, now, Speaker::Customer);
        let opening = Opening {
            contact: Contact::default(),
            id: "01930d1c-8f00-7000-8000-000000000001".parse().unwrap(),
            number: "7F3K-9QDM".to_owned(),
            channel: Channel::Chat,
            customer: "c1".parse().unwrap(),
            customer_name: "Ada Byron".to_owned(),
            language: "en".to_owned(),
            subject: String::new(),
            assistant: true,
        };
        let c = Conversation::open(opening, &context).unwrap();
        Self { c, events: Vec::new(), rules, now }
    }

    pub(super) fn takes(&mut self, by: Speaker, input: Input) -> &mut Self {
        self.now = self.now.plus(Duration::from_secs(1));
        let step = self.c.clone().step(input, &context(&self.rules, self.now, by));
        if let Ok(step) = step {
            self.c = step.conversation;
            self.events.extend(step.events);
        }
        self
    }

    pub(super) fn customer(&mut self, text: &str, heard: Heard) -> &mut Self {
        let said = message(self.events.len(), text);
        self.takes(Speaker::Customer, Input::CustomerMessage(said, Box::new(heard)))
    }

    pub(super) fn ai(&mut self, text: &str) -> &mut Self {
        let input = Input::AiMessage {
            message: message(self.events.len(), text),
            epoch: self.c.floor.epoch,
            shown: Shown::default(),
        };
        self.takes(Speaker::Ai, input)
    }

    pub(super) fn brief(&self, facts: &Facts) -> Brief {
        self.brief_in("en", facts)
    }

    pub(super) fn brief_in(&self, language: &str, facts: &Facts) -> Brief {
        let phrases = Phrases::shipped().unwrap();
        Brief::of(&self.c, &self.events, facts, &phrases, &words_of(language))
    }
}

pub(super) fn words_of(language: &str) -> BriefWords {
    let text = match language {
        "en" => include_str!("../../../../policy/languages/en.toml"),
        "sv" => include_str!("../../../../policy/languages/sv.toml"),
        "de" => include_str!("../../../../policy/languages/de.toml"),
        "es" => include_str!("../../../../policy/languages/es.toml"),
        other => panic!("{other}"),
    };
    let mut file: toml::Table = toml::from_str(text).unwrap();
    file.remove("brief").unwrap().try_into().unwrap()
}

fn context(rules: &DeskRules, now: Timestamp, kind: Speaker) -> Context<'_> {
    let id: PrincipalId = "anna".parse().unwrap();
    let by = By { kind, id: Some(id), name: "Anna".to_owned() };
    let task: TaskId = "01930d1c-8f00-7000-8000-000000000002".parse().unwrap();
    Context { now, by, rules, task }
}

pub(super) fn message(number: usize, text: &str) -> Message {
    Message {
        client_id: format!("m-{number}"),
        text: text.to_owned(),
        attachments: Vec::new(),
        in_reply_to: None,
    }
}

fn wants(how: HumanHow, words: &str) -> Heard {
    let asked = Asked { how, words: Some(words.to_owned()) };
    Heard { asked: Some(asked), ..Heard::default() }
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn order(id: &str) -> OrderId {
    id.parse().unwrap()
}

pub(super) fn due(id: &str, late: bool, move_to: Option<&str>) -> DueFact {
    DueFact {
        order: order(id),
        at: at(START),
        day: "1 March".to_owned(),
        amount: "12.50".to_owned(),
        late,
        move_to: move_to.map(str::to_owned),
        in_hardship: false,
        what: "a payment is due".to_owned(),
    }
}

pub(super) fn dispute(minutes: i64) -> DisputeFact {
    let dispute: DisputeId = "01930d1c-8f00-7000-8000-00000000d001".parse().unwrap();
    let clock = ClockFact {
        at: at(START).plus(Duration::from_secs(minutes * 60)),
        what: "the shop's time to answer ends".to_owned(),
    };
    DisputeFact {
        dispute,
        order: order("o-77"),
        reason: "not received".to_owned(),
        by_ai: true,
        waits_for_us: false,
        rules: vec!["NR-4".to_owned()],
        clocks: vec![clock],
    }
}

#[test]
fn a_story_is_told_with_its_sources() {
    let mut talk = Talk::new();
    talk.customer("Where is my refund for order o-77?", Heard::default())
        .ai("I have looked at it. We will write to you by tomorrow. Anything else?")
        .customer("snakke med et menneske", wants(HumanHow::Words, "snakke med et menneske"))
        .customer("And why was I charged 12.50?", Heard::default());
    let (amount, since) = ("£12.50".to_owned(), "1 December 2026".to_owned());
    let facts = Facts {
        pauses: vec![PauseFact { order: order("o-77"), until: Some(at("2026-12-20T00:00:00Z")) }],
        refunds: vec![RefundFact { order: order("o-77"), amount, since }],
        disputes: vec![dispute(60 * 24)],
        support_needs: vec!["large_print".to_owned()],
        ..Facts::at(talk.now)
    };
    let brief = talk.brief(&facts);
    assert_eq!(brief.why, "The customer asked for a person: “snakke med et menneske”.");
    assert_eq!(
        brief.ai_did,
        ["Opened a case for order o-77: not received", "Said: “I have looked at it.”"]
    );
    let promised: Vec<&str> = brief.promised.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(
        promised,
        [
            "£12.50 on its way back for order o-77, since 1 December 2026",
            "Payments for order o-77 stand still",
            "“We will write to you by tomorrow.”",
        ]
    );
    assert_eq!(brief.promised[1].due_at, Some(at("2026-12-20T00:00:00Z")));
    assert_eq!(brief.open_question.as_deref(), Some("And why was I charged 12.50?"));
    assert_eq!(brief.mood, Some(Mood::Calm));
    assert_eq!(brief.support_needs, ["large_print"]);
    // A person's first answer comes before the shop's.
    assert_eq!(brief.deadline.unwrap().what, "a person is to answer who was asked for");
    let sources: Vec<(SourceKind, &str)> =
        brief.sources.iter().map(|one| (one.kind, one.reference.as_str())).collect();
    use SourceKind::{Dispute, Message, Order, Policy};
    let messages = sources.iter().filter(|(kind, _)| *kind == Message).count();
    assert_eq!(messages, 3, "{sources:?}");
    for expected in
        [(Order, "o-77"), (Dispute, "01930d1c-8f00-7000-8000-00000000d001"), (Policy, "NR-4")]
    {
        assert!(sources.contains(&expected), "{expected:?} in {sources:?}");
    }
}

/// The same story in every language: each line is told, in other words, with the same facts in it.
#[test]
fn every_language_tells_all_of_it() {
    let mut talk = Talk::new();
    talk.customer("Where is my refund?", Heard::default())
        .ai("I have looked at it. We will write to you by tomorrow.")
        .takes(Speaker::Ai, Input::Link { order: Some(order("o-77")), dispute: None })
        .customer("snakke med et menneske", wants(HumanHow::Words, "snakke med et menneske"));
    let facts = Facts {
        pauses: vec![PauseFact { order: order("o-77"), until: None }],
        refunds: vec![RefundFact {
            order: order("o-77"),
            amount: "12".to_owned(),
            since: "day 1".to_owned(),
        }],
        disputes: vec![dispute(60 * 24)],
        ..Facts::at(talk.now)
    };
    let lines = |brief: Brief| {
        let promised = brief.promised.into_iter().map(|one| one.text);
        let rest = [brief.why, brief.deadline.unwrap().what];
        brief.ai_did.into_iter().chain(promised).chain(rest).collect::<Vec<String>>()
    };
    let english = lines(talk.brief(&facts));
    for language in ["sv", "de", "es"] {
        let told = lines(talk.brief_in(language, &facts));
        assert_eq!(told.len(), english.len(), "{told:?}");
        for (own, english) in told.iter().zip(&english) {
            assert_ne!(own, english, "{language}");
            for kept in [
                "o-77",
                "12",
                "day 1",
                "not received",
                "I have looked at it.",
                "We will write to you by tomorrow.",
                "snakke med et menneske",
            ] {
                assert_eq!(own.contains(kept), english.contains(kept), "{kept}: {own} / {english}");
            }
            assert!(!own.contains(['{', '}']), "{own}");
        }
    }
}

#[test]
fn why_says_who_asked_and_what_was_heard_without_the_keys_of_rules() {
    let reason = |signal, because: &str| Reason { signal, points: 50, because: because.to_owned() };
    let priority = Priority {
        score: 100,
        level: Level::Critical,
        reasons: vec![
            reason(Sign::Hardship, "They cannot pay (en/hardship)"),
            reason(Sign::HumanRequested, "They asked for a person"),
            reason(Sign::Anger, "The message is angry (twice)"),
        ],
        ..Priority::default()
    };
    let cases = [
        (
            HumanHow::Button,
            "The customer asked for a person: “now”. They cannot pay; The message is angry (twice).",
        ),
        (
            HumanHow::RepeatedNo,
            "The customer said no to the assistant again and again: “now”. They cannot pay; The message is angry (twice).",
        ),
        (
            HumanHow::CriticalMoment,
            "This moment calls for a person. They cannot pay; The message is angry (twice).",
        ),
    ];
    for (how, expected) in cases {
        let mut talk = Talk::new();
        talk.customer("now", Heard { priority: priority.clone(), ..wants(how, "now") });
        assert_eq!(talk.brief(&Facts::at(talk.now)).why, expected);
    }
    let nothing = Talk::new();
    let brief = nothing.brief(&Facts::at(nothing.now));
    assert_eq!(brief.why, "Nobody asked for a person, and nothing urgent was heard.");
    assert_eq!((brief.mood, brief.open_question), (None, None));
}

#[test]
fn a_question_is_open_until_somebody_answers_it() {
    let cases: [(&[&str], &[&str], Option<&str>); 10] = [
        (&["Where is it? I waited."], &[], Some("Where is it?")),
        (&["Where is it?"], &["It is on its way."], None),
        (&["Where is it?", "Hello"], &[], Some("Where is it?")),
        (&["var är mina pengar"], &[], Some("var är mina pengar")),
        (&["no"], &[], None),
        (&["thanks"], &[], None),
        (&["no thanks!"], &[], None),
        (&["Where is it?", "thank you very much"], &[], Some("Where is it?")),
        (&["55012"], &[], Some("55012")),
        (&[], &[], None),
    ];
    for (asks, answers, expected) in cases {
        let mut talk = Talk::new();
        for text in asks {
            talk.customer(text, Heard::default());
        }
        for text in answers {
            talk.ai(text);
        }
        let open = talk.brief(&Facts::at(talk.now)).open_question;
        assert_eq!(open.as_deref(), expected, "{asks:?} {answers:?}");
    }
    let mut only_wish = Talk::new();
    only_wish.customer("a human please", wants(HumanHow::Words, "a human"));
    assert_eq!(only_wish.brief(&Facts::at(only_wish.now)).open_question, None);
}

#[test]
fn mood_is_what_was_heard() {
    let angry = |turns| Earlier { anger: Anger { turns, ..Anger::default() }, refusals: 0 };
    let cases = [
        (vec![], angry(0), Mood::Calm),
        (vec![SignalKind::Hardship], angry(0), Mood::Worried),
        (vec![], angry(1), Mood::Upset),
        (vec![SignalKind::Hardship], angry(2), Mood::Angry),
        (vec![SignalKind::Bereavement], angry(2), Mood::Distressed),
    ];
    for (signals, earlier, mood) in cases {
        let mut talk = Talk::new();
        talk.customer("hello", Heard { signals, earlier, ..Heard::default() });
        assert_eq!(talk.brief(&Facts::at(talk.now)).mood, Some(mood));
    }
}

#[test]
fn the_nearest_deadline_is_one_to_come() {
    let mut talk = Talk::new();
    talk.customer("hello", Heard::default());
    let facts = |minutes, late: i64| Facts {
        disputes: vec![dispute(minutes)],
        ..Facts::at(at(START).plus(Duration::from_secs(late * 60)))
    };
    let what = |facts: Facts| talk.brief(&facts).deadline.unwrap().what;
    assert_eq!(what(facts(10, 0)), "the shop's time to answer ends");
    assert_eq!(what(facts(60 * 24 * 30, 0)), "the matter is to be resolved");
    // A missed one does not hide the one to come.
    assert_eq!(what(facts(10, 20)), "the matter is to be resolved");
    assert_eq!(what(facts(10, 60 * 24 * 9)), "the matter is to be resolved");
}

/// Words of the templates that begin with a capital.
const OWN_WORDS: [&str; 15] = [
    "The", "A", "Nobody", "Payments", "This", "Said", "Opened", "Linked", "Ada", "They",
    "Somebody", "We", "It", "Answer", "Offer",
];

fn tokens(text: &str) -> BTreeSet<String> {
    let ends = |c: char| !c.is_alphanumeric();
    text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '\\' | ',' | ';'))
        .map(|token| token.trim_matches(ends).to_owned())
        .filter(|token| !token.is_empty())
        .collect()
}

fn strings(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| strings(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| strings(one, into)),
        _ => {}
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,9}",
        "[A-Z][a-z]{2,8}",
        "[0-9]{1,6}",
        "[0-9]{1,4}\\.[0-9]{2}",
        Just("2026-12-24".to_owned()),
        Just("we will".to_owned()),
        Just("why?".to_owned()),
        Just("Done.".to_owned()),
    ];
    proptest::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

#[derive(Debug, Clone)]
enum Act {
    Customer(String, bool),
    Ai(String),
    HandOver(String, String),
    Link(String),
    Take,
    Person(String),
    Later(String),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (words(), any::<bool>()).prop_map(|(text, asks)| Act::Customer(text, asks)),
        3 => words().prop_map(Act::Ai),
        1 => (words(), words()).prop_map(|(done, why)| Act::HandOver(done, why)),
        1 => "[a-z]{1,4}-[0-9]{1,5}".prop_map(Act::Link),
        1 => Just(Act::Take),
        2 => words().prop_map(Act::Person),
        1 => words().prop_map(Act::Later),
    ]
}

proptest! {
    /// Every number, date and name of a brief stands in the log or in the facts, as a whole word.
    #[test]
    fn a_brief_invents_no_number_date_or_name(
        acts in proptest::collection::vec(act(), 0..14),
        minor in 1i64..10_000_000,
        hours in 1i64..2_000,
        with_facts in any::<bool>(),
    ) {
        let mut talk = Talk::new();
        for act in acts {
            let number = talk.events.len();
            let version = talk.c.assignment.version;
            match act {
                Act::Customer(text, asks) => {
                    let heard =
                        if asks { wants(HumanHow::Words, &text) } else { Heard::default() };
                    talk.customer(&text, heard);
                }
                Act::Ai(text) => {
                    talk.ai(&text);
                }
                Act::HandOver(done, why) => {
                    let brief = json!({"done": [done.clone()], "promised": [{"text": done}]});
                    let epoch = talk.c.floor.epoch;
                    let input = Input::HandOver { brief, known: None, epoch, why, skills: Vec::new() };
                    talk.takes(Speaker::Ai, input);
                }
                Act::Link(id) => {
                    let input = Input::Link { order: Some(order(&id)), dispute: None };
                    talk.takes(Speaker::Ai, input);
                }
                Act::Take => {
                    talk.takes(Speaker::Person, Input::Take { version });
                }
                Act::Person(text) => {
                    talk.takes(Speaker::Person, Input::PersonMessage(message(number, &text)));
                }
                Act::Later(text) => {
                    let send_at = talk.now.plus(Duration::from_hours(hours));
                    let message = message(number, &text);
                    talk.takes(Speaker::Person, Input::Schedule { message, send_at });
                }
            }
        }
        let amount = Money::new(minor, Currency::GBP).to_string();
        let then = talk.now.minus(Duration::from_hours(hours));
        let facts = if with_facts {
            Facts {
                pauses: vec![PauseFact { order: order("o-1"), until: Some(then) }],
                refunds: vec![RefundFact {
                    order: order("o-2"),
                    amount,
                    since: then.utc_date().to_string(),
                }],
                disputes: vec![dispute(hours)],
                dues: vec![due("o-3", true, Some("3 March"))],
                ..Facts::at(talk.now)
            }
        } else {
            Facts::at(talk.now)
        };
        let mut known = serde_json::to_string(&talk.c).unwrap();
        known.push_str(&serde_json::to_string(&talk.events).unwrap());
        let mut known = tokens(&known.replace(['{', '}', '[', ']', ':'], " "));
        if with_facts {
            let (whole, part) = (minor / 100, minor % 100);
            known.extend([format!("{whole}.{part:02}"), "GBP".to_owned()]);
            known.insert(then.utc_date().to_string());
            known.extend(["o-1", "o-2", "o-3", "o-77", "NR-4", "1", "3", "March", "12.50"].map(str::to_owned));
            known.insert("01930d1c-8f00-7000-8000-00000000d001".to_owned());
        }
        let mut said = Vec::new();
        let brief = talk.brief(&facts);
        strings(&serde_json::to_value(&brief).unwrap(), &mut said);
        let instants: Vec<String> = brief.promised.iter().filter_map(|one| one.due_at)
            .chain(brief.deadline.iter().chain(&brief.deadlines).map(|one| one.at))
            .map(|at| at.to_string())
            .collect();
        let numbers: Vec<String> = talk.events.iter().map(|event| event.seq.to_string()).collect();
        for text in said.iter().filter(|text| !instants.contains(text) && !numbers.contains(text)) {
            for token in tokens(text) {
                let is_name = token.chars().next().is_some_and(char::is_uppercase);
                let is_number = token.chars().any(|c| c.is_ascii_digit());
                let invented = (is_name || is_number)
                    && !known.contains(&token)
                    && !OWN_WORDS.contains(&token.as_str());
                prop_assert!(!invented, "{token:?} of {text:?} is in no event or fact");
            }
        }
    }
}
