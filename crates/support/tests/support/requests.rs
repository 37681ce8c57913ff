//! An open request for a person is never lost, or made later, by anything but a person's answer, the
//! customer's own withdrawal, or the end that a person makes of it.

use std::collections::BTreeMap;

use kernel::{Duration, TaskId, Timestamp};
use proptest::prelude::*;
use support::conversation::*;

pub(crate) const START: &str = "2026-12-01T10:00:00Z";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Customer,
    Ai,
    Anna,
    Bert,
    System,
}

pub(crate) use Who::*;

impl Who {
    fn by(self) -> By {
        let (kind, id) = match self {
            Customer => (Speaker::Customer, "c1"),
            Ai => (Speaker::Ai, "ai"),
            Anna => (Speaker::Person, "anna"),
            Bert => (Speaker::Person, "bert"),
            System => (Speaker::System, "system"),
        };
        By { kind, id: Some(id.parse().unwrap()), name: id.to_owned() }
    }
}

/// A conversation with the tasks that are open because of it.
pub(crate) struct Talk {
    pub(crate) c: Conversation,
    pub(crate) tasks: BTreeMap<TaskId, Timestamp>,
    pub(crate) events: Vec<Event>,
    pub(crate) now: Timestamp,
    rules: DeskRules,
    steps: u64,
    number: u64,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn rules(first: &str) -> DeskRules {
    let text = include_str!("../../../../policy/support/desk.toml");
    let text = text.replace("first = \"assistant\"", &format!("first = \"{first}\""));
    DeskRules::from_toml(&text).unwrap()
}

impl Talk {
    pub(crate) fn new(first: &str) -> Self {
        Self::numbered(first, 1)
    }

    pub(crate) fn numbered(first: &str, number: u64) -> Self {
        let (rules, now) = (rules(first), at(START));
        let task = id(number, 0).parse().unwrap();
        let context = Context { now, by: Customer.by(), rules: &rules, task };
        let opening = Opening {
            contact: Contact::default(),
            id: id(number, 0).parse().unwrap(),
            number: format!("N-{number}"),
            channel: Channel::Chat,
            customer: "c1".parse().unwrap(),
            customer_name: "Ada Byron".to_owned(),
            language: "en".to_owned(),
            subject: String::new(),
            assistant: true,
        };
        let c = Conversation::open(opening, &context).unwrap();
        let (tasks, events) = (BTreeMap::new(), Vec::new());
        Self { c, tasks, events, now, rules, steps: 0, number }
    }

    pub(crate) fn tries(&mut self, who: Who, input: Input) -> Result<Step, Refusal> {
        self.steps += 1;
        let task = id(self.number, self.steps).parse().unwrap();
        let context = Context { now: self.now, by: who.by(), rules: &self.rules, task };
        let step = self.c.clone().step(input, &context)?;
        for effect in &step.effects {
            match effect {
                Effect::OpenTask { kind: "mail_undelivered", .. } => {}
                Effect::OpenTask { task, due_at, .. } => {
                    assert_eq!(self.tasks.insert(*task, *due_at), None, "opened twice");
                }
                Effect::CloseTask { task } => {
                    assert!(self.tasks.remove(task).is_some(), "closed, and was not open");
                }
                Effect::MoveTask { task } => assert!(self.tasks.contains_key(task)),
            }
        }
        self.c = step.conversation.clone();
        self.events.extend(step.events.clone());
        Ok(step)
    }

    pub(crate) fn does(&mut self, who: Who, input: Input) -> Step {
        self.tries(who, input).unwrap()
    }

    pub(crate) fn later(&mut self, seconds: i64) -> Timestamp {
        self.now = self.now.plus(Duration::from_secs(seconds));
        self.now
    }

    pub(crate) fn says(&mut self, who: Who, text: &str) -> Step {
        let message = message(self.steps, text);
        self.does(
            who,
            match who {
                Customer => Input::CustomerMessage(message, Box::default()),
                Ai => {
                    Input::AiMessage { message, epoch: self.c.floor.epoch, shown: Shown::default() }
                }
                _ => Input::PersonMessage(message),
            },
        )
    }

    pub(crate) fn takes(&mut self, who: Who) -> Step {
        let version = self.c.assignment.version;
        self.does(who, Input::Take { version })
    }

    pub(crate) fn human(&self) -> &HumanRequest {
        self.c.human.as_ref().unwrap()
    }

    /// What is open has one task, due when it says, and a place where people find it.
    pub(crate) fn is_sound(&self) {
        let open = self.c.human.as_ref();
        let told: BTreeMap<_, _> = open.map(|open| (open.task, open.due_at)).into_iter().collect();
        assert_eq!(self.tasks, told, "{:?}", self.c);
        let Some(open) = open else { return };
        assert!(!matches!(self.c.state, State::Resolved { .. }), "{:?}", self.c);
        let later = self.c.call_back.as_ref().is_some_and(|call| !call.queued);
        if open.how != HumanHow::Call || !later {
            assert!(self.c.assignment.owner != Owner::None, "nobody sees it: {:?}", self.c);
        }
    }
}

fn id(number: u64, step: u64) -> String {
    format!("01930d1c-8f00-7000-8000-{number:04x}{step:08x}")
}

pub(crate) fn message(number: u64, text: &str) -> Message {
    Message {
        client_id: format!("m-{number}"),
        text: text.to_owned(),
        attachments: Vec::new(),
        in_reply_to: None,
    }
}

pub(crate) fn button() -> Input {
    Input::AskForPerson(Asked { how: HumanHow::Button, words: None })
}

pub(crate) fn call_back(at: Option<Timestamp>) -> Input {
    Input::CallBack { phone: "+46701234567".to_owned(), note: None, at }
}

const CANCEL: Input = Input::EndCallBack { done: false };

fn call(state: CallState, by: Option<Who>) -> Input {
    let answered_by = by.map(|who| (who.by().id.unwrap(), who.by().name));
    let (call, to) = ("k1".to_owned(), "+46855550000".to_owned());
    let from = "+46701234567".to_owned();
    let (seconds, cause, users) = (None, None, Vec::new());
    Input::Call(Box::new(PhoneCall { state, call, from, to, seconds, cause, users, answered_by }))
}

/// Something that may happen: who, what, and a number that it is made of.
pub(crate) type Op = (Who, u8, i64);

pub(crate) fn any_op() -> impl Strategy<Value = Op> {
    let who = prop_oneof![Just(Customer), Just(Ai), Just(Anna), Just(Bert), Just(System)];
    (who, 0_u8..23, 0_i64..200_000)
}

/// The input that an operation is at this moment; nobody is made to do what they cannot be.
pub(crate) fn input(talk: &Talk, (who, what, number): Op) -> Option<Input> {
    let version = talk.c.assignment.version;
    let later = talk.now.plus(Duration::from_secs(number + 1));
    let said = || message(talk.steps, "words");
    let is_person = matches!(who, Anna | Bert);
    let how = [HumanHow::Words, HumanHow::RepeatedNo][usize::from(number % 2 == 0)];
    let asked = (number % 3 == 0).then_some(Asked { how, words: None });
    Some(match (what, who) {
        (0 | 1, Customer) => {
            Input::CustomerMessage(said(), Box::new(Heard { asked, ..Heard::default() }))
        }
        (0 | 1, Ai) => {
            Input::AiMessage { message: said(), epoch: talk.c.floor.epoch, shown: Shown::default() }
        }
        (0 | 1, Anna | Bert) => Input::PersonMessage(said()),
        (2, Ai) => Input::HandOver {
            brief: serde_json::Value::Null,
            known: None,
            epoch: talk.c.floor.epoch,
            why: "so".to_owned(),
            skills: Vec::new(),
        },
        (3, Ai) => Input::AskForPerson(Asked { how: HumanHow::Assistant, words: None }),
        (3, _) => button(),
        (4 | 5, _) if is_person => Input::Take { version },
        (6, Bert) => Input::TakeOver { version },
        (7, _) if is_person => Input::Release { version, why: "break".to_owned() },
        (8, _) if is_person => Input::Schedule { message: said(), send_at: later },
        (9, _) => Input::Resolve,
        (10, _) if is_person => Input::Reopen,
        (11, _) if is_person => Input::Snooze { until: later },
        (12 | 13, _) => call_back(Some(later)),
        (14, _) => call_back(None),
        (15, _) => CANCEL,
        (16, _) if is_person => Input::EndCallBack { done: true },
        (17, System) => call(CallState::Missed, None),
        (18, System) => call(CallState::Answered, (number % 2 == 0).then_some(Anna)),
        (19, _) if is_person => Input::Transfer {
            version,
            to: (number % 2 == 0).then(|| (Bert.by().id.unwrap(), "bert".to_owned())),
            skills: vec!["fraud".to_owned()],
            note: String::new(),
        },
        (20, _) if is_person => Input::ReturnToAi { epoch: talk.c.floor.epoch },
        (21, System) => {
            Input::Offer { user: Anna.by().id.unwrap(), name: "anna".to_owned(), version }
        }
        (21, Anna) => Input::Accept { version },
        (22, _) => Input::Tick,
        _ => return None,
    })
}

/// Whether what happened is an answer, a withdrawal, or a person's end of it.
fn may_end(before: &Conversation, who: Who, input: &Input, step: &Step) -> bool {
    let open = before.human.as_ref().unwrap();
    let is_person = matches!(who, Anna | Bert);
    match input {
        Input::PersonMessage(_) | Input::EndCallBack { done: true } => is_person,
        Input::Resolve => is_person || who == Customer,
        Input::EndCallBack { done: false } => who == Customer && open.how == HumanHow::Call,
        Input::Call(call) => call.state == CallState::Answered,
        // What the person who has it had scheduled to say to it.
        Input::Tick => step.events.iter().any(|event| {
            let said = matches!(event.body, EventBody::Message { .. });
            let author = event.by.id.as_ref();
            let answers = |one: &Scheduled| author == Some(&one.user) && one.seq > open.seq;
            said && author.is_some_and(|who| before.is_of(who))
                && before.scheduled.iter().any(answers)
        }),
        _ => false,
    }
}

/// Whether the customer chose a later time themselves, of what was nothing but waiting or a call.
fn may_put_off(open: &HumanRequest, who: Who, input: &Input) -> bool {
    let light = matches!(open.how, HumanHow::NoAssistant | HumanHow::Call);
    let chosen = matches!(input, Input::CallBack { at: Some(_), .. } | Input::EndCallBack { .. });
    who == Customer && light && chosen
}

proptest! {
    #[test]
    fn an_open_request_is_never_lost_or_made_later(
        people in any::<bool>(),
        ops in prop::collection::vec((any_op(), 0_i64..5_000), 1..60),
    ) {
        let mut talk = Talk::new(if people { "people" } else { "assistant" });
        for (op, seconds) in ops {
            talk.later(seconds);
            let Some(input) = input(&talk, op) else { continue };
            let before = talk.c.clone();
            let Ok(step) = talk.tries(op.0, input.clone()) else { continue };
            talk.is_sound();
            let Some(open) = &before.human else { continue };
            match &talk.c.human {
                None => prop_assert!(may_end(&before, op.0, &input, &step), "{:?} {input:?}", op.0),
                Some(now) if now.due_at > open.due_at => {
                    prop_assert!(may_put_off(open, op.0, &input), "{:?} {input:?}", op.0);
                }
                Some(_) => {}
            }
        }
    }
}

#[test]
fn a_call_back_puts_off_nothing_that_the_customer_asked_for() {
    for who in [Customer, Ai, Anna] {
        let mut talk = Talk::new("assistant");
        talk.says(Customer, "I want a person");
        talk.does(Customer, button());
        let asked = talk.human().clone();
        let later = talk.now.plus(Duration::from_days(29));
        talk.does(who, call_back(Some(later)));
        assert_eq!((talk.human().due_at, talk.human().how), (asked.due_at, HumanHow::Button));
        assert!(matches!(talk.c.assignment.owner, Owner::Waiting { .. }), "{who:?}");
        talk.is_sound();
        // The wish to be called goes; the request does not.
        let cancelled = talk.tries(who, CANCEL);
        assert_eq!(cancelled.is_ok(), who == Customer, "{who:?}");
        assert_eq!(talk.human().task, asked.task);
        let first = talk.c.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse);
        assert!(first.unwrap().is_running());
    }
}

#[test]
fn an_assistant_ends_no_wish_to_be_called_and_puts_it_off_no_further() {
    let mut talk = Talk::new("assistant");
    talk.says(Customer, "please call me");
    let tomorrow = talk.now.plus(Duration::DAY);
    talk.does(Customer, call_back(Some(tomorrow)));
    let due_at = talk.human().due_at;
    assert_eq!(talk.tries(Ai, CANCEL).unwrap_err(), Refusal::NeedsPerson);
    assert_eq!(talk.tries(Ai, Input::Resolve).unwrap_err(), Refusal::NeedsPerson);
    talk.does(Ai, call_back(Some(tomorrow.plus(Duration::from_days(20)))));
    assert_eq!(talk.c.call_back.as_ref().unwrap().at, Some(tomorrow));
    assert_eq!(talk.human().due_at, due_at);
    // Asked again in words it is due at once, and outlives the call.
    talk.later(60);
    talk.does(Customer, button());
    assert!(talk.human().due_at < tomorrow);
    assert_eq!(talk.human().how, HumanHow::Button);
    talk.does(Customer, CANCEL);
    assert_eq!(talk.human().how, HumanHow::Button);
    talk.is_sound();
}

#[test]
fn whoever_cancels_a_call_is_still_answered_what_they_wrote() {
    let mut talk = Talk::new("people");
    talk.says(Customer, "Hello?");
    let tomorrow = talk.now.plus(Duration::DAY);
    talk.does(Customer, call_back(Some(tomorrow)));
    assert_eq!((talk.human().how, talk.c.assignment.owner.as_str()), (HumanHow::Call, "none"));
    talk.does(Customer, CANCEL);
    assert_eq!(
        (talk.human().how, talk.c.assignment.owner.as_str()),
        (HumanHow::NoAssistant, "waiting")
    );
    talk.is_sound();
}

#[test]
fn nothing_sleeps_while_somebody_asks() {
    let asks: [(Who, Input); 3] = [
        (Customer, button()),
        (System, call(CallState::Missed, None)),
        (System, call(CallState::Ringing, None)),
    ];
    for (who, ask) in asks {
        let mut talk = Talk::new("people");
        talk.says(Customer, "Hello");
        talk.takes(Anna);
        talk.says(Anna, "Hello");
        let too_late = talk.now.plus(Duration::from_days(91));
        let refused = talk.tries(Anna, Input::Snooze { until: too_late });
        assert!(matches!(refused, Err(Refusal::Invalid { field: "until", .. })), "{refused:?}");
        let until = talk.now.plus(Duration::from_days(90));
        talk.does(Anna, Input::Snooze { until });
        assert_eq!(talk.c.state.for_customer(), State::Open);
        talk.does(who, ask);
        assert_eq!(talk.c.state, State::Open, "{who:?}");
        talk.is_sound();
    }
}

#[test]
fn what_was_scheduled_answers_nothing_that_was_asked_later() {
    let schedule = |talk: &mut Talk| {
        talk.says(Customer, "Hello");
        talk.takes(Anna);
        let (message, send_at) = (message(99, "It came."), talk.now.plus(Duration::from_secs(60)));
        talk.does(Anna, Input::Schedule { message, send_at });
    };
    let sent = |talk: &mut Talk| {
        talk.later(61);
        talk.does(System, Input::Tick);
        talk.is_sound();
        let said = |event: &&Event| event.by.name == "anna";
        let said = talk.events.iter().rev().find(said).unwrap();
        matches!(&said.body, EventBody::Message { text, .. } if text == "It came.")
    };
    // Anna has it still, or ended it herself.
    for ends in [false, true] {
        let mut talk = Talk::new("people");
        schedule(&mut talk);
        if ends {
            talk.does(Anna, Input::Resolve);
        }
        assert!(sent(&mut talk), "{ends}");
        assert!(talk.c.human.is_none());
    }
    // Asked for a person since; given to somebody else since.
    let mut talk = Talk::new("people");
    schedule(&mut talk);
    talk.does(Customer, button());
    assert!(!sent(&mut talk));
    assert!(talk.c.human.is_some());
    let mut talk = Talk::new("people");
    schedule(&mut talk);
    talk.does(Anna, Input::Resolve);
    talk.does(Customer, button());
    talk.takes(Bert);
    assert!(!sent(&mut talk));
    assert!(talk.c.human.is_some() && talk.c.scheduled.is_empty());
    let note = talk.events.iter().find_map(|event| match &event.body {
        EventBody::Note { text, mentions } => Some((text.as_str(), mentions.len())),
        _ => None,
    });
    assert_eq!(note, Some(("It came.", 1)), "the desk has the words");
}

#[test]
fn a_customer_is_told_only_the_words_that_are_theirs() {
    let mut talk = Talk::new("assistant");
    let asks = |words: &str| {
        Input::AskForPerson(Asked { how: HumanHow::Assistant, words: Some(words.to_owned()) })
    };
    let words = |step: Step| match step.events[0].clone().for_customer().body {
        EventBody::HumanRequested { words, .. } => words,
        other => panic!("{other:?}"),
    };
    assert_eq!(words(talk.does(Ai, asks("they sound drunk"))), None);
    assert_eq!(words(talk.does(Customer, asks("me too"))).as_deref(), Some("me too"));
    for (who, told) in [(Anna, None), (Customer, Some("after five"))] {
        let wish = Input::CallBack {
            phone: "+46701234567".to_owned(),
            note: Some("after five".to_owned()),
            at: None,
        };
        let step = talk.does(who, wish);
        assert_eq!(talk.c.call_back.as_ref().unwrap().own_note, told.is_some());
        match step.events[0].clone().for_customer().body {
            EventBody::CallBack { note, .. } => assert_eq!(note.as_deref(), told),
            other => panic!("{other:?}"),
        }
    }
}
