//! What the console asks for beside conversations: briefs, the report, scorecards, blocks of text.

use std::collections::BTreeMap;

use crate::common::*;
use app::conversations::{self, NewConversation, NewMessage};
use app::macros::{self, MacroChange, NewMacro};
use app::scorecards::{self, NewScorecard, Of};
use app::support_needs::{self, Need, NewSupportNeed};
use app::{AppError, Page, Principal, Role, Tongue, disputes, report, tasks};
use dispute::{Decide, Party, Reason, State};
use kernel::{Clock as _, ConversationId, DisputeId, Duration};
use store::tasks::TaskFilter;
use support::brief::{Mood, SourceKind};
use support::conversation::EventBody;
use support::scorecard::WhyReview;

fn words(text: &str) -> NewMessage {
    crate::common::words(&format!("m-{}", text.len()), text)
}

fn opened(desk: &Desk, who: &Principal, order: bool, text: &str) -> ConversationId {
    let order = order.then(|| "o1".parse().unwrap());
    let new = NewConversation { order, message: Some(words(text)), ..chat(text) };
    let said = desk.write(who, move |s| conversations::open(s, new.clone())).unwrap();
    said.kept.conversation.id
}

fn taken(desk: &Desk, id: ConversationId, who: &Principal) {
    desk.write(who, move |s| {
        let version = conversations::get(s, id)?.conversation.assignment.version;
        conversations::take(s, id, version)
    })
    .unwrap();
}

fn says(desk: &Desk, id: ConversationId, who: &Principal, text: &str) {
    let message = words(text);
    desk.write(who, move |s| conversations::say(s, id, message.clone())).unwrap();
}

/// Taken, answered, resolved, and rated by the customer.
fn served(desk: &Desk, id: ConversationId, who: &Principal, customer: &Principal, score: u8) {
    taken(desk, id, who);
    says(desk, id, who, "Hello, I look into it.");
    desk.write(who, move |s| conversations::resolve(s, id)).unwrap();
    desk.write(customer, move |s| conversations::rate(s, id, score, None)).unwrap();
}

fn later(desk: &Desk, seconds: i64) {
    desk.clock.set(desk.clock.now().plus(Duration::from_secs(seconds)));
}

fn code(error: &AppError) -> String {
    error.code().to_owned()
}

#[test]
fn a_brief_is_made_of_what_is_known_and_shown_to_the_desk_alone() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let dispute = desk.claim(Reason::NotReceived).dispute.id;
        let customer = desk.customer();
        let need = NewSupportNeed {
            need: Need::LargePrint,
            note: None,
            purpose: None,
            consent: true,
            review_on: None,
        };
        let c1 = || "c1".parse().unwrap();
        desk.write(&customer, move |s| support_needs::create(s, &c1(), need.clone())).unwrap();
        let id = opened(&desk, &customer, true, "I want to talk to a human. Where is my money?");
        let brief =
            desk.read(&desk.agent("anna"), move |s| conversations::brief(s, id, Tongue::En));
        assert!(brief.why.starts_with("The customer asked for a person: “"), "{brief:?}");
        assert_eq!(brief.open_question.as_deref(), Some("Where is my money?"));
        assert_eq!(
            (brief.mood, &brief.support_needs[..]),
            (Some(Mood::Calm), &["large_print".to_owned()][..])
        );
        assert_eq!(brief.promised[0].text, "Payments for order o1 stand still");
        assert_eq!(brief.deadline.unwrap().what, "a person is to answer who was asked for");
        let german =
            desk.read(&desk.agent("anna"), move |s| conversations::brief(s, id, Tongue::De));
        assert_eq!(german.promised[0].text, "Die Zahlungen für die Bestellung o1 ruhen");
        let labels: Vec<&str> = german.sources.iter().map(|one| one.label.as_str()).collect();
        assert!(labels.contains(&"nicht erhalten"), "{labels:?}");
        let kinds: Vec<(SourceKind, &str)> =
            brief.sources.iter().map(|one| (one.kind, one.reference.as_str())).collect();
        let dispute = dispute.to_string();
        for source in [(SourceKind::Order, "o1"), (SourceKind::Dispute, dispute.as_str())] {
            assert!(kinds.contains(&source), "{source:?} in {kinds:?}");
        }
        let refused =
            desk.app.read_blocking(&customer, move |s| conversations::brief(s, id, Tongue::En));
        assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{refused:?}");

        // The assistant hands over: its own words beside what is known, and no support need in the log.
        let ai = desk.seat(Role::Ai, "c1");
        let own = serde_json::json!({"summary": "A parcel", "done": ["Asked the shop"]});
        let handed = desk.write(&ai, move |s| {
            conversations::hand_over(s, id, own.clone(), 1, "the rules do not cover it".to_owned())
        });
        let events = handed.unwrap().events;
        let EventBody::HandedOver { brief, why, known } = &events[0].body else {
            panic!("{events:?}")
        };
        assert_eq!(
            (brief["summary"].as_str(), why.as_str()),
            (Some("A parcel"), "the rules do not cover it")
        );
        assert!(known.as_ref().unwrap().support_needs.is_empty());
        let brief =
            desk.read(&desk.agent("anna"), move |s| conversations::brief(s, id, Tongue::En));
        assert_eq!(brief.ai_did, ["Asked the shop"]);
        assert!(brief.why.contains("the rules do not cover it"), "{}", brief.why);
    });
}

/// Two conversations that people ended, and one that came back.
pub(crate) fn busy(desk: &Desk) -> [ConversationId; 3] {
    desk.base(FEE_1500, None);
    let (c1, c0) = (desk.customer(), desk.seat(Role::Consumer, "c0"));
    let first = opened(desk, &c1, true, "Where is my parcel?");
    let second = opened(desk, &c0, false, "Hello?");
    later(desk, 60);
    served(desk, first, &desk.agent("anna"), &c1, 5);
    later(desk, 1_140);
    served(desk, second, &desk.agent("bert"), &c0, 2);
    desk.day(1);
    let third = opened(desk, &c0, false, "It is still not there.");
    [first, second, third]
}

#[test]
fn the_report_counts_what_happened_and_nothing_else() {
    on_every_store(|desk| {
        let [first, second, third] = busy(&desk);
        let sue = desk.seat(Role::Supervisor, "sue");
        let period = (desk.day0.minus(DAY), desk.day0.plus(Duration::from_days(3)));
        let found = desk.read(&sue, move |s| report::report(s, period));
        let days: Vec<(String, i64)> =
            found.days.iter().map(|(day, line)| (day.to_string(), line.contacts)).collect();
        assert_eq!(days, [("2026-12-01".to_owned(), 2), ("2026-12-02".to_owned(), 1)]);
        let totals = found.totals;
        assert_eq!(totals.contacts, 3);
        assert_eq!(
            (totals.first_response_p50_s, totals.first_response_p90_s),
            (Some(60.0), Some(1_200.0))
        );
        // First answers: one in time, one late; both were resolved in time.
        let sla = totals.sla.unwrap();
        assert_eq!((sla.share, sla.of), (0.75, 4));
        assert!(sla.low > 0.29 && sla.low < 0.31 && sla.high < 0.96, "{sla:?}");
        assert_eq!(totals.automated.unwrap().share, 0.0);
        assert_eq!(totals.first_contact_resolution.unwrap().share, 0.5);
        assert_eq!((totals.csat, totals.ratings, totals.provisional), (Some(3.5), 2, true));
        assert_eq!((totals.wrong_decision, totals.overturn), (None, None));
        let people: Vec<_> = found
            .people
            .iter()
            .map(|one| (one.user.as_str(), one.conversations, one.first_response_p50_s, one.csat))
            .collect();
        assert_eq!(
            people,
            [("anna", 1, Some(60.0), Some(5.0)), ("bert", 1, Some(1_200.0), Some(2.0))]
        );

        let rows = desk.read(&sue, move |s| report::rows(s, period, &Page::default()));
        let ids: Vec<ConversationId> = rows.iter().map(|row| row.conversation).collect();
        let mut same_instant = [first, second];
        same_instant.sort_by_key(|id| id.to_string());
        assert_eq!(ids, [same_instant[0], same_instant[1], third]);
        let of = |id| rows.iter().find(|row| row.conversation == id).unwrap();
        assert_eq!(of(second).again_at, Some(of(third).opened_at), "the customer came back");
        assert_eq!((of(first).again_at, of(first).person, of(first).csat), (None, true, Some(5)));
        assert_eq!((of(second).kept, of(second).broken, of(third).assignee.clone()), (1, 1, None));
        let one = Page::new(None, 1).unwrap();
        let begun = desk.read(&sue, move |s| report::rows(s, period, &one));
        let after = store::Cursor { at: begun[0].opened_at, id: begun[0].conversation.to_string() };
        let rest = Page::new(Some(after), 10).unwrap();
        assert_eq!(desk.read(&sue, move |s| report::rows(s, period, &rest)).len(), 2);
        assert_eq!(desk.read(&sue, move |s| report::export(s, period)).len(), 3);

        // Eight days on, what stayed settled stays so.
        desk.day(9);
        let settled = desk.read(&sue, move |s| report::report(s, period)).totals;
        assert!(!settled.provisional);
        let agent = desk.agent("anna");
        let refused = desk.app.read_blocking(&agent, move |s| report::report(s, period));
        assert!(matches!(refused, Err(AppError::Forbidden { .. })));
        for (from, to) in
            [(period.1, period.0), (desk.day0, desk.day0.plus(Duration::from_days(367)))]
        {
            let refused = desk.app.read_blocking(&sue, move |s| report::report(s, (from, to)));
            assert!(matches!(refused, Err(AppError::Invalid { .. })), "{from} {to}");
        }
    });
}

/// A claim that the shop loses, appeals, and wins before a person.
fn overturned(desk: &Desk) -> DisputeId {
    desk.base(FEE_1500, None).day(10);
    let id = desk.claim(Reason::NotReceived).dispute.id;
    let weak = |desk: &Desk| {
        let mut proof = desk.proof(4);
        proof.extracted = dispute::Extracted::default();
        desk.represent(id, vec![proof], None).unwrap()
    };
    weak(desk);
    assert_eq!(weak(desk).dispute.state, State::Preliminary);
    let proof = desk.proof(4);
    desk.write(&desk.merchant(), move |s| {
        disputes::appeal(s, id, "It was delivered.".to_owned(), vec![proof.clone()])
    })
    .unwrap();
    let decide = Decide {
        dispute: id,
        for_party: Party::Merchant,
        amount_minor: None,
        code: None,
        liable: None,
        reasons: "The carrier's proof is genuine.".to_owned(),
    };
    let sue = desk.seat(Role::Supervisor, "sue");
    desk.write(&sue, move |s| disputes::decide(s, decide.clone())).unwrap();
    id
}

#[test]
fn a_decision_that_did_not_stand_is_counted_once() {
    on_every_store(|desk| {
        let id = overturned(&desk);
        let view = desk.get(id);
        let parties: Vec<Party> = view.dispute.decisions.iter().map(|one| one.for_party).collect();
        assert_eq!(parties, [Party::Consumer, Party::Merchant]);
        let sue = desk.seat(Role::Supervisor, "sue");
        let period = (desk.day0, desk.day0.plus(Duration::from_days(30)));
        let totals = desk.read(&sue, move |s| report::report(s, period)).totals;
        let (wrong, overturn) = (totals.wrong_decision.unwrap(), totals.overturn.unwrap());
        assert_eq!((wrong.share, wrong.of, overturn.share, overturn.of), (1.0, 1, 1.0, 1));
        assert_eq!((totals.contacts, totals.sla), (0, None), "no case, no share");
        desk.sound();
    });
}

fn scores(score: u8) -> NewScorecard {
    let ids = ["acknowledged", "correct", "no_repeat", "next_step", "tone"];
    let scores: BTreeMap<String, u8> = ids.map(|id| (id.to_owned(), score)).into();
    NewScorecard { scores, comment: Some("Say by when.".to_owned()) }
}

#[test]
fn others_review_and_everybody_reads_their_own() {
    on_every_store(|desk| {
        let [first, second, third] = busy(&desk);
        let (sue, anna, bert) =
            (desk.seat(Role::Supervisor, "sue"), desk.agent("anna"), desk.agent("bert"));
        let suggested = desk.read(&sue, scorecards::suggested);
        let of = |id| suggested.iter().find(|one| one.row.conversation == id).map(|one| &one.why);
        assert_eq!(of(second).unwrap()[..2], [WhyReview::LowCsat, WhyReview::LongWait]);
        assert_eq!(of(first).unwrap(), &[WhyReview::Random]);
        assert_eq!(of(third), None, "it is not over");

        let write = |who: &Principal, id, new: NewScorecard| {
            desk.write(who, move |s| scorecards::write(s, id, new.clone()))
        };
        let card = write(&sue, second, scores(2)).unwrap();
        assert_eq!((card.agent.as_str(), card.written.rubric.as_str()), ("bert", "2026-11-2"));
        assert_eq!(code(&write(&sue, second, scores(3)).unwrap_err()), "scored_already");
        assert_eq!(code(&write(&sue, third, scores(3)).unwrap_err()), "nobody_to_score");
        assert!(matches!(write(&sue, first, scores(6)), Err(AppError::Invalid { .. })));
        assert!(matches!(write(&anna, second, scores(3)), Err(AppError::Forbidden { .. })));
        taken(&desk, third, &sue);
        let refused = write(&sue, third, scores(5)).unwrap_err();
        assert!(refused.to_string().contains("you had a part"), "{refused}");

        let list = |who: &Principal, agent: Option<&str>| {
            let of = Of { agent: agent.map(|id| id.parse().unwrap()), ..Of::default() };
            let page = Page::default();
            desk.app.read_blocking(who, move |s| scorecards::list(s, &of, &page))
        };
        assert_eq!(list(&bert, None).unwrap(), std::slice::from_ref(&card));
        assert_eq!(list(&bert, Some("bert")).unwrap().len(), 1);
        assert_eq!(list(&anna, None).unwrap(), []);
        assert!(matches!(list(&anna, Some("bert")), Err(AppError::Forbidden { .. })));
        assert_eq!(list(&sue, Some("bert")).unwrap(), [card]);
        let left = desk.read(&sue, scorecards::suggested);
        assert!(left.iter().all(|one| one.row.conversation != second), "it was reviewed");
    });
}

fn block(name: &str, language: &str, text: &str, shared: bool) -> NewMacro {
    let (name, language, text) = (name.to_owned(), language.to_owned(), text.to_owned());
    NewMacro { name, language, text, shared }
}

#[test]
fn blocks_of_text_promise_nothing_and_know_their_places() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let (sue, anna, bert) =
            (desk.seat(Role::Supervisor, "sue"), desk.agent("anna"), desk.agent("bert"));
        let create = |who: &Principal, new: NewMacro| {
            desk.write(who, move |s| macros::create(s, new.clone()))
        };
        let text = "Hi {{customer.name}}, order {{order.id}} of {{order.shop}}: {{payment.amount}} on \
            {{payment.date}}. {{refund.amount}} {{agent.name}}";
        let english = create(&sue, block("Plan", "en", text, true)).unwrap();
        create(&sue, block("Plan", "sv", "Hej, {{order.id}}", true)).unwrap();
        let own = create(&anna, block("Plan", "en", "Mine", false)).unwrap();
        assert_eq!(
            code(&create(&anna, block("Plan", "en", "Again", false)).unwrap_err()),
            "macro_exists"
        );
        assert!(matches!(
            create(&anna, block("X", "en", "X", true)),
            Err(AppError::Forbidden { .. })
        ));
        let unknown = create(&anna, block("X", "en", "{{card.number}}", false)).unwrap_err();
        assert!(unknown.to_string().contains("{{customer.name}}"), "{unknown}");
        let money = create(&anna, block("X", "en", "We will refund you.", false)).unwrap_err();
        assert_eq!(code(&money), "macro_promises_money");
        let names = |who: &Principal| -> Vec<(String, String, bool)> {
            let rows = desk.read(who, macros::list).into_iter();
            rows.map(|row| (row.name, row.language, row.owner.is_empty())).collect()
        };
        assert_eq!(names(&anna).len(), 3);
        assert_eq!(names(&bert).len(), 2, "nobody sees another's own");
        let id = own.id;
        let stolen = desk.write(&bert, move |s| macros::delete(s, id));
        assert!(matches!(stolen, Err(AppError::NotFound { .. })), "{stolen:?}");

        let talk = opened(&desk, &desk.customer(), true, "When is my next payment?");
        let id = english.id;
        let filled = desk.read(&anna, move |s| macros::render(s, id, talk));
        assert_eq!(
            filled.filled.text,
            "Hi {{customer.name}}, order o1 of A shop: GBP 40.00 on 2026-12-31. {{refund.amount}} anna"
        );
        let missing: Vec<&str> = filled.filled.missing.iter().map(|place| place.as_str()).collect();
        assert_eq!(missing, ["customer.name", "refund.amount"]);
        let swedish = "Hej, jag undrar var mitt paket är och när det kommer fram?";
        let talk = opened(&desk, &desk.customer(), true, swedish);
        let filled = desk.read(&anna, move |s| macros::render(s, id, talk));
        assert_eq!((filled.language.as_str(), filled.filled.text.as_str()), ("sv", "Hej, o1"));

        let change = |who: &Principal, change: MacroChange| {
            desk.write(who, move |s| macros::change(s, id, change.clone()))
        };
        let renamed = MacroChange { name: Some("Plans".to_owned()), ..MacroChange::default() };
        assert!(matches!(change(&anna, renamed.clone()), Err(AppError::Forbidden { .. })));
        assert_eq!(change(&sue, renamed).unwrap().name, "Plans");
        let taken = MacroChange {
            language: Some("sv".to_owned()),
            name: Some("Plan".to_owned()),
            ..MacroChange::default()
        };
        assert_eq!(code(&change(&sue, taken).unwrap_err()), "macro_exists");
        desk.write(&sue, move |s| macros::delete(s, id)).unwrap();
        assert_eq!(names(&bert).len(), 1);
    });
}

#[test]
fn a_task_says_what_it_is_about() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        desk.claim(Reason::NotReceived);
        let id = opened(&desk, &desk.customer(), true, "I want to talk to a human");
        let page = Page::default();
        let found = desk.read(&desk.agent("anna"), move |s| {
            let rows = tasks::queue(s, store::tasks::OPEN, &TaskFilter::default(), &page)?;
            let about = tasks::about(s, &rows)?;
            Ok(rows.into_iter().zip(about).collect::<Vec<_>>())
        });
        let (_, about) = found.iter().find(|(row, _)| row.kind == "human_requested").unwrap();
        let number = desk.read(&desk.agent("anna"), move |s| conversations::get(s, id));
        assert_eq!(about.conversation, Some(id));
        assert_eq!(about.number.as_ref(), Some(&number.conversation.number));
        assert_eq!(about.customer, Some("c1".parse().unwrap()));
    });
}

#[test]
fn an_event_names_who_has_the_floor_and_whom_it_is_handed_to() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let id = opened(&desk, &desk.customer(), false, "Hello");
    let anna = desk.agent("anna");
    taken(&desk, id, &anna);
    let version = desk.read(&anna, move |s| conversations::get(s, id));
    let version = version.conversation.assignment.version;
    let seat = app::seats::Change {
        availability: app::seats::Availability::Busy,
        skills: None,
        capacity_units: None,
        extension: None,
    };
    desk.write(&desk.agent("bert"), move |s| app::seats::change(s, &seat)).unwrap();
    desk.write(&anna, move |s| {
        let to = Some("bert".parse().unwrap());
        conversations::transfer(s, id, version, to, Vec::new(), "please".to_owned())
    })
    .unwrap();
    let events = desk.read(&anna, move |s| conversations::events(s, id, 0, 100));
    let floor = events.iter().find_map(|event| match &event.body {
        EventBody::Floor { user_name: Some(name), .. } => Some(name.as_str()),
        _ => None,
    });
    let handed = events.iter().find_map(|event| match &event.body {
        EventBody::Transferred { to_name: Some(name), .. } => Some(name.as_str()),
        _ => None,
    });
    assert_eq!((floor, handed), (Some("anna"), Some("bert")));
}

#[test]
fn a_customers_own_data_has_what_was_said_and_not_what_was_noted() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = opened(&desk, &desk.customer(), false, "where is my parcel?");
        let anna = desk.agent("anna");
        taken(&desk, id, &anna);
        desk.write(&anna, move |s| conversations::note(s, id, words("sounds tired"), Vec::new()))
            .unwrap();
        desk.write(&anna, move |s| conversations::say(s, id, words("It comes tomorrow."))).unwrap();
        let c1 = || "c1".parse().unwrap();
        let told = desk.read(&desk.customer(), move |s| app::data::export(s, &c1()));
        let told = told["conversations"].to_string();
        assert!(
            told.contains("where is my parcel?") && told.contains("It comes tomorrow."),
            "{told}"
        );
        assert!(!told.contains("sounds tired"), "{told}");
    });
}
