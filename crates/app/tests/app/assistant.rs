//! The assistant over a real store: whole conversations, from what the customer writes to the changed plan.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::common::*;
use app::assistant::help::HelpCentre;
use app::assistant::intents::{self, Learnt};
use app::assistant::{Answered, Assistant, Intents, answer, shipped};
use app::conversations::{self, NewConversation};
use assistant::Value;
use assistant::catalogue::conforms;
use assistant::turn::{Intent, Rules};
use commerce::FeeTerms;
use kernel::{ConversationId, Date, Duration};
use knowledge::Language;
use models::classify::Options;
use support::conversation::{EventBody, Holder, Speaker};

/// What these tests speak of; it is learnt from the shipped messages of English.
const SPOKEN_OF: [&str; 8] = [
    "extend_due_date",
    "pause_payment",
    "refund_status",
    "payment_due_when",
    "talk_to_person",
    "thanks",
    "greeting",
    "out_of_scope",
];

pub(crate) static ASSISTANT: LazyLock<Arc<Assistant>> = LazyLock::new(|| {
    let mut messages = Vec::new();
    for (file, text) in shipped::messages() {
        messages.extend(intents::read(&file, &text).unwrap());
    }
    messages.retain(|one| one.lang == "en" && SPOKEN_OF.contains(&one.intent.as_str()));
    let book = Arc::new(shipped::book().unwrap());
    let intents = Arc::new(Learnt::from(&messages, &Options::default()).unwrap());
    let help = Arc::new(HelpCentre::shipped().unwrap());
    Arc::new(Assistant { book, intents, rules: Rules::default(), help })
});

/// A conversation with the assistant.
pub(crate) struct Talk<'d> {
    desk: &'d Desk,
    assistant: Arc<Assistant>,
    pub(crate) id: ConversationId,
    said: usize,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) texts: Vec<String>,
    pub(crate) choices: Vec<String>,
    pub(crate) receipt: bool,
    /// The passage that was quoted.
    pub(crate) source: Option<String>,
    pub(crate) answered: Answered,
}

impl<'d> Talk<'d> {
    pub(crate) fn open(desk: &'d Desk, language: &str, text: &str) -> (Self, Reply) {
        Self::with(desk, Arc::clone(&ASSISTANT), language, text)
    }

    pub(crate) fn with(
        desk: &'d Desk,
        assistant: Arc<Assistant>,
        language: &str,
        text: &str,
    ) -> (Self, Reply) {
        desk.app.connect_assistant(Arc::clone(&assistant));
        let new = NewConversation { language: Some(language.to_owned()), ..chat(text) };
        let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone()));
        let id = said.unwrap().kept.conversation.id;
        let mut talk = Self { desk, assistant, id, said: 0 };
        let reply = talk.answered();
        (talk, reply)
    }

    pub(crate) fn says(&mut self, text: &str) -> Reply {
        self.said += 1;
        let (id, new) = (self.id, words(&format!("said-{}", self.said), text));
        self.desk
            .write(&self.desk.customer(), move |s| conversations::say(s, id, new.clone()))
            .unwrap();
        self.answered()
    }

    /// What the assistant makes of what nobody has answered.
    pub(crate) fn answered(&mut self) -> Reply {
        let answered =
            block_on(answer(&self.desk.app, &self.assistant, &self.desk.tenant, self.id)).unwrap();
        let id = self.id;
        let events =
            self.desk.read(&self.desk.customer(), move |s| conversations::events(s, id, 0, 200));
        let mut reply = Reply {
            texts: Vec::new(),
            choices: Vec::new(),
            receipt: false,
            source: None,
            answered,
        };
        for event in events.iter().rev() {
            let EventBody::Message { text, choices, receipt, source, .. } = &event.body else {
                continue;
            };
            if event.by.kind != Speaker::Ai {
                break;
            }
            reply.texts.insert(0, text.clone());
            reply.receipt |= receipt;
            reply.source = reply.source.or_else(|| source.clone());
            if reply.choices.is_empty() {
                reply.choices.clone_from(choices);
            }
        }
        reply
    }

    /// The customer is through with it.
    pub(crate) fn over(self) {
        let id = self.id;
        self.desk.write(&self.desk.customer(), move |s| conversations::resolve(s, id)).unwrap();
    }

    pub(crate) fn holder(&self) -> Holder {
        let id = self.id;
        let view = self.desk.read(&self.desk.agent("a1"), move |s| conversations::get(s, id));
        view.conversation.floor.holder
    }
}

fn due(desk: &Desk) -> Vec<Date> {
    let plans = desk.read(&desk.customer(), |s| app::plans::get(s, &"o1".parse().unwrap()));
    plans[0].instalments().iter().map(|one| one.due).collect()
}

/// What the program tells procedures is what the catalogue promised them, also while there is a dispute, a
/// return and money on its way back.
#[test]
fn facts_are_what_the_catalogue_says() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    desk.claim(dispute::Reason::NotReceived);
    desk.must_feed(refund("r1", "o1", 9_000, desk.day0));
    desk.tick();
    let catalogue = &ASSISTANT.book.catalogue;
    for (whom, customer) in [("c1", desk.customer()), ("c0", desk.seat(app::Role::Consumer, "c0"))]
    {
        let whom: kernel::CustomerId = whom.parse().unwrap();
        let facts = desk.read(&customer, move |s| app::assistant::known(s, &whom));
        for (name, kind) in &catalogue.facts {
            let fact = facts.get(name).cloned().unwrap_or(Value::None);
            let found = conforms(catalogue, &fact, kind);
            assert_eq!(found, Ok(()), "{name} of {kind}");
        }
        assert!(facts.keys().all(|name| catalogue.facts.contains_key(name)), "{:?}", facts.keys());
        assert!(!facts["orders"].entries().is_empty());
    }
}

#[test]
fn what_was_confirmed_is_done_and_told() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let before = due(&desk);
        let (mut talk, reply) = Talk::open(&desk, "en", "can I get two more weeks to pay?");
        assert!(reply.choices.len() >= 2, "{reply:?}");
        let reply = talk.says("the first one");
        assert_eq!(reply.choices, ["Yes", "No"], "{reply:?}");
        assert_eq!(due(&desk), before, "nothing is done before it is confirmed");
        let reply = talk.says("yes please");
        assert!(reply.receipt, "{reply:?}");
        let after = due(&desk);
        assert_ne!(after, before, "{reply:?}");
        assert!(reply.texts[0].contains("GBP") || reply.texts[0].contains('£'), "{reply:?}");
        desk.sound();
    });
}

/// Days until a pause of the assistant's is over.
const A_PAUSE: Duration = Duration::from_days(15);

#[test]
fn after_two_pauses_a_person_looks() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    for _ in 0..2 {
        let (mut talk, reply) = Talk::open(&desk, "en", "please pause my payments");
        assert_eq!(reply.choices, ["Yes", "No"], "{reply:?}");
        let reply = talk.says("yes");
        assert!(reply.receipt, "{reply:?}");
        talk.over();
        desk.clock.advance(A_PAUSE);
        desk.tick();
    }
    let before = due(&desk);
    let (talk, reply) = Talk::open(&desk, "en", "please pause my payments");
    assert_eq!(reply.answered, Answered::HandedOver, "{reply:?}");
    assert!(reply.texts.iter().any(|text| text.contains("28 days")), "{reply:?}");
    assert_eq!(talk.holder(), Holder::Nobody);
    assert_eq!(due(&desk), before);
    desk.sound();
}

#[test]
fn who_changes_their_mind_changes_nothing() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let before = due(&desk);
    let (mut talk, first) = Talk::open(&desk, "en", "can I get a little longer for my payment?");
    let second = talk.says("the first one");
    let reply = talk.says("no, leave it");
    println!("{first:?} {second:?}");
    assert_eq!(reply.answered, Answered::Yes, "{reply:?}");
    assert_eq!(due(&desk), before);
}

#[test]
fn a_person_is_there_at_the_first_ask() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (mut talk, _) = Talk::open(&desk, "en", "I need more time to pay");
    let reply = talk.says("I want to talk to a human");
    assert_eq!(reply.answered, Answered::NotNeeded, "a person has it already: {reply:?}");
    assert_eq!(talk.holder(), Holder::Nobody);
}

/// Fewest ways to ask for a person that are tried in a language.
const PHRASINGS_MIN: usize = 50;
/// Conversations that one customer opens; more open at a time are refused.
const OPEN_MAX: usize = 8;

/// In each of twelve languages, in any of fifty wordings, the first ask takes the conversation from the
/// assistant, in the middle of its question too; it says nothing more, and never asks again.
#[test]
fn a_person_is_there_in_twelve_languages() {
    let phrasings = include_str!("../../../understanding/tests/listen/fixtures/human.tsv");
    let rows: Vec<(&str, &str)> =
        phrasings.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut of_language: BTreeMap<&str, usize> = BTreeMap::new();
    for rows in rows.chunks(OPEN_MAX) {
        let desk = in_memory();
        desk.base(FeeTerms::None, None);
        for (place, (language, text)) in rows.iter().enumerate() {
            *of_language.entry(language).or_default() += 1;
            let (talk, reply) = if place == 0 {
                let asks = "can I get two more weeks to pay?";
                let (mut talk, asked) = Talk::open(&desk, language, asks);
                assert_eq!(asked.answered, Answered::Yes, "{asked:?}");
                let reply = talk.says(text);
                (talk, reply)
            } else {
                Talk::open(&desk, language, text)
            };
            assert_eq!(talk.holder(), Holder::Nobody, "{language}: {text}: {reply:?}");
            assert_eq!(reply.answered, Answered::NotNeeded, "{language}: {text}");
        }
    }
    assert_eq!(of_language.len(), 12, "{of_language:?}");
    assert!(of_language.values().all(|count| *count >= PHRASINGS_MIN), "{of_language:?}");
}

#[test]
fn what_is_not_understood_twice_goes_to_a_person() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (mut talk, reply) = Talk::open(&desk, "en", "qwx zzt");
    assert_eq!(reply.answered, Answered::Yes, "{reply:?}");
    let reply = talk.says("blorp fnord");
    assert_eq!(reply.answered, Answered::HandedOver, "{reply:?}");
    assert_eq!(talk.holder(), Holder::Nobody);
}

/// Takes every text for the same, and is never sure.
#[derive(Debug)]
struct Unsure(&'static str);

impl Intents for Unsure {
    fn of(&self, _text: &str) -> Vec<Intent> {
        vec![Intent { label: self.0.to_owned(), likely: 0.3 }]
    }
}

/// A question that no procedure is for is answered by a passage word for word, with what it can be looked
/// up by; the same passage is not quoted twice, and who was not helped gets a person.
#[test]
fn the_help_centre_is_quoted_once() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let intents = Arc::new(Unsure("purchase_declined"));
    let assistant = Arc::new(Assistant { intents, ..Assistant::clone(&ASSISTANT) });
    let question = "Why was my purchase declined at the checkout?";
    let ask = || Talk::with(&desk, Arc::clone(&assistant), "en", question);
    let (mut talk, reply) = ask();
    let article = ASSISTANT.help.library().get(Language::English, "purchase_declined").unwrap();
    let source = reply.source.clone().unwrap_or_else(|| panic!("nothing is quoted: {reply:?}"));
    let quoted = article.passages.iter().find(|one| one.id.to_string() == source).unwrap();
    assert_eq!(reply.texts[0], format!("{}\n\n{}", article.title, quoted.text), "{reply:?}");
    assert_eq!(reply.choices[..2], ["Yes", "No"], "{reply:?}");
    let again = talk.says(question);
    assert_ne!(again.source, Some(source), "{again:?}");
    let (mut talk, _) = ask();
    let reply = talk.says("no");
    assert_eq!(reply.answered, Answered::HandedOver, "{reply:?}");
    let (mut talk, _) = ask();
    let reply = talk.says("yes, thanks");
    assert_eq!(reply.answered, Answered::Yes, "{reply:?}");
    assert_eq!(talk.holder(), Holder::Ai);
}

/// Without a sign of life from the assistant a person is asked for.
#[test]
fn a_silent_assistant_is_not_waited_for() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    desk.app.connect_assistant(Arc::clone(&ASSISTANT));
    let new = NewConversation { language: Some("en".to_owned()), ..chat("hello") };
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone())).unwrap();
    let id = said.kept.conversation.id;
    assert_eq!(said.kept.conversation.floor.holder, Holder::Ai);
    desk.clock.advance(kernel::Duration::from_secs(31));
    let woken =
        desk.write(&desk.app.system(&desk.tenant), move |s| conversations::wake(s, id, &|_| false));
    let conversation = woken.unwrap().kept.conversation;
    assert_eq!(conversation.floor.holder, Holder::Nobody);
    assert!(conversation.human.is_some());
}
