//! What the assistant may do where, over a real store: modes, resolution, falls, scores and reviews.

use std::sync::Arc;

use crate::assistant::{ASSISTANT, Talk};
use crate::common::*;
use app::assistant::{
    Answered, control, evaluation, figures, intents, procedures, quality, reviews, suggestion,
    watch,
};
use app::{AppError, Principal, Role, conversations, policies};
use assistant::control::{Mode, Row, Settings};
use commerce::FeeTerms;
use kernel::{Clock, ConversationId, Duration, Rng, Timestamp};
use store::assistant_cases::AssistantCaseRow;
use store::tasks::{TaskFilter, TaskRow};
use support::conversation::{Holder, State};

const PAUSE: &str = "can I get two more weeks to pay?";

fn lead(desk: &Desk) -> Principal {
    desk.seat(Role::Supervisor, "lead")
}

fn row(intent: Option<&str>, mode: Mode) -> Row {
    Row { intent: intent.map(str::to_owned), mode, percent: 100, ..Row::default() }
}

fn set(desk: &Desk, version: u64, rows: Vec<Row>) -> u64 {
    let settings = Settings { rows, cases_min: 10, ..Settings::default() };
    let kept = desk.write(&lead(desk), move |s| control::change(s, version, settings.clone()));
    kept.unwrap().version
}

fn results(desk: &Desk) -> figures::Results {
    let to = desk.clock.now().plus(Duration::from_days(1));
    let from = to.minus(Duration::from_days(60));
    desk.read(&lead(desk), move |s| figures::results(s, (from, to)))
}

fn watched(desk: &Desk) -> usize {
    block_on(watch(&desk.app, true)).unwrap()
}

#[test]
fn where_it_suggests_a_person_answers_and_sees_the_draft() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        set(&desk, 0, vec![row(None, Mode::Act), row(Some("extend_due_date"), Mode::Suggest)]);
        let (talk, reply) = Talk::open(&desk, "en", PAUSE);
        assert_eq!(reply.answered, Answered::HandedOver, "{reply:?}");
        assert_eq!(reply.texts, Vec::<String>::new(), "nothing is said");
        let (id, agent) = (talk.id, desk.agent("a1"));
        let suggested = desk.read(&agent, move |s| suggestion(s, id)).unwrap();
        assert!(!suggested.says.is_empty(), "{suggested:?}");
        let refused = desk.app.read_blocking(&desk.customer(), move |s| suggestion(s, id));
        assert!(refused.is_err(), "a customer does not see drafts");
        let line = results(&desk).totals;
        assert_eq!((line.asked, line.suggested, line.acted), (1, 1, 0));
        desk.sound();
    });
}

#[test]
fn where_it_is_off_nothing_is_drafted_and_shadows_are_compared() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    set(&desk, 0, vec![row(None, Mode::Off), row(Some("extend_due_date"), Mode::Shadow)]);
    let (shadow, reply) = Talk::open(&desk, "en", PAUSE);
    assert_eq!(reply.answered, Answered::HandedOver);
    let (off, reply) = Talk::open(&desk, "en", "where is my refund?");
    assert_eq!(reply.answered, Answered::HandedOver);
    let said = |id: ConversationId| {
        let (_, turns) = desk.read(&lead(&desk), move |s| reviews::look(s, id));
        (turns[0].outcome.clone(), turns[0].said.clone())
    };
    let (outcome, draft) = said(shadow.id);
    assert_eq!(outcome, "shadowed");
    assert_eq!(said(off.id), ("off".to_owned(), Vec::new()));
    let (id, agent) = (shadow.id, desk.agent("a1"));
    assert_eq!(desk.read(&agent, move |s| suggestion(s, id)), None, "nobody sees a shadow");
    // A person says the very same.
    let version = desk.read(&agent, move |s| conversations::get(s, id));
    let version = version.conversation.assignment.version;
    desk.write(&agent, move |s| conversations::take(s, id, version)).unwrap();
    let text = draft.join(" ");
    desk.write(&agent, move |s| conversations::say(s, id, words("p1", &text))).unwrap();
    desk.clock.advance(Duration::from_hours(2));
    assert!(watched(&desk) > 0);
    let line = results(&desk).totals;
    assert_eq!((line.asked, line.shadowed), (2, 1));
    assert_eq!(line.likeness(), Some((1.0, 1)));
}

#[test]
fn all_off_begins_with_people() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    set(&desk, 0, vec![row(None, Mode::Off)]);
    let (talk, reply) = Talk::open(&desk, "en", PAUSE);
    assert_eq!(reply.answered, Answered::NotNeeded);
    let id = talk.id;
    let kept = desk.read(&desk.agent("a1"), move |s| conversations::get(s, id));
    assert_ne!(kept.conversation.floor.holder, Holder::Ai);
}

#[test]
fn a_customer_who_has_all_ends_the_conversation_confirmed() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (mut talk, _) = Talk::open(&desk, "en", PAUSE);
    talk.says("the first one");
    talk.says("yes please");
    let reply = talk.says("no thanks");
    assert_eq!(reply.answered, Answered::Yes, "{reply:?}");
    let id = talk.id;
    let kept = desk.read(&desk.agent("a1"), move |s| conversations::get(s, id));
    assert!(matches!(kept.conversation.state, State::Resolved { .. }), "{:?}", reply);
    let all = results(&desk);
    assert_eq!((all.totals.acted, all.totals.confirmed), (1, 1), "{:?}", all.totals);
    assert_eq!(all.intents[0].0, "extend_due_date");
    // What was confirmed as it was done costs nothing.
    desk.clock.advance(Duration::from_hours(2));
    watched(&desk);
    assert_eq!(results(&desk).totals.score(), Some(100.0));
}

/// Who leaves a question without an answer was not helped; who has what was asked for was.
#[test]
fn a_question_left_without_an_answer_is_abandoned_and_not_resolved() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let _left = Talk::open(&desk, "en", PAUSE);
        desk.clock.advance(Duration::from_days(8));
        let all = results(&desk);
        let line = &all.totals;
        assert_eq!(
            (line.acted, line.abandoned, line.silent, line.pending),
            (1, 1, 0, 0),
            "{line:?}"
        );
        assert_eq!(line.resolved().map(|share| share.share), Some(0.0));
    });
}

/// A conversation that began and ended a month ago, as the store keeps it.
fn case(desk: &Desk, rng: &mut Rng, at: Timestamp) -> AssistantCaseRow {
    AssistantCaseRow {
        tenant: desk.tenant.clone(),
        conversation: ConversationId::generate(at, rng),
        customer: format!("x{}", rng.next_u64()).parse().unwrap(),
        day: 1,
        at,
        last_at: at,
        intent: "pause_payment".to_owned(),
        market: "SE".to_owned(),
        language: "sv".to_owned(),
        procedure: "pause".to_owned(),
        procedure_version: 1,
        mode: "act".to_owned(),
        settings_version: 1,
        handed_why: String::new(),
        confirmed: false,
        reopened: false,
        left_open: false,
        turns: 2,
        likely: 900,
        score: Some(90),
        scored_at: Some(at.plus(Duration::from_days(20))),
        likeness: None,
        acts: String::new(),
        tokens_in: 0,
        tokens_out: 0,
        cost_micros: 0,
        cost_currency: String::new(),
        reviewed_at: None,
        doc: "{}".to_owned(),
    }
}

fn keep(desk: &Desk, rows: Vec<AssistantCaseRow>) {
    let system = desk.app.system(&desk.tenant);
    let put = move |s: &mut app::Session<'_, '_>| {
        for row in &rows {
            store::assistant_cases::put(s.tx(), row.clone())?;
        }
        Ok::<(), AppError>(())
    };
    desk.write(&system, put).unwrap();
}

#[test]
fn what_came_of_conversations_is_counted_by_one_definition() {
    on_every_store(|desk| {
        let (mut rng, now) = (Rng::seeded(1), desk.clock.now());
        let old = now.minus(Duration::from_days(10));
        let mut rows = Vec::new();
        let changes: [fn(&mut AssistantCaseRow); 7] = [
            |_| {},
            |row| row.confirmed = true,
            |row| row.reopened = true,
            |row| row.handed_why = "procedure".to_owned(),
            |row| row.handed_why = "asked".to_owned(),
            |row| row.mode = "suggest".to_owned(),
            |row| row.mode = "off".to_owned(),
        ];
        for change in changes {
            let mut row = case(&desk, &mut rng, old);
            change(&mut row);
            rows.push(row);
        }
        rows.push(case(&desk, &mut rng, now));
        keep(&desk, rows);
        let line = results(&desk).totals;
        let counted = (line.asked, line.acted, line.suggested, line.handed_over, line.by_procedure);
        assert_eq!(counted, (8, 6, 1, 2, 1));
        let came = (line.confirmed, line.silent, line.again, line.pending);
        assert_eq!(came, (1, 1, 1, 1));
        let share = line.resolved().unwrap();
        assert!((share.share - 0.4).abs() < 1e-9 && share.of == 5, "{share:?}");
    });
}

/// What is spent counts for what is decided, whatever came of it; only what is resolved is divided by.
#[test]
fn what_a_model_cost_is_told_for_each_resolved_conversation() {
    on_every_store(|desk| {
        let (mut rng, now) = (Rng::seeded(3), desk.clock.now());
        let old = now.minus(Duration::from_days(10));
        let table: [(&str, &str, Timestamp, bool, i64); 6] = [
            ("act", "EUR", old, false, 3_000),
            ("act", "EUR", old, true, 1_000),
            ("act", "EUR", now, false, 500),
            ("suggest", "EUR", old, false, 70),
            ("act", "GBP", old, false, 9),
            ("act", "", old, false, 0),
        ];
        let rows = table.map(|(mode, currency, at, reopened, micros)| AssistantCaseRow {
            mode: mode.to_owned(),
            reopened,
            tokens_in: 10,
            tokens_out: 2,
            cost_micros: micros,
            cost_currency: currency.to_owned(),
            ..case(&desk, &mut rng, at)
        });
        keep(&desk, rows.into());
        let line = results(&desk).totals;
        let spent = |tokens_in, tokens_out, micros, decided_micros| figures::Spent {
            tokens_in,
            tokens_out,
            micros,
            decided_micros,
        };
        assert_eq!(line.spent["EUR"], spent(40, 8, 4_570, 4_000));
        assert_eq!(line.spent["GBP"], spent(10, 2, 9, 9));
        // Three are resolved: two of them asked a model.
        assert_eq!(line.confirmed + line.silent, 3);
        assert_eq!(line.micros_per_resolved(&line.spent["GBP"]), Some(3.0));
        let none = figures::Line::default();
        assert_eq!(none.micros_per_resolved(&line.spent["EUR"]), None);
    });
}

/// What each turn's questions to a model cost stands with its conversation.
#[test]
fn what_a_turn_asked_of_a_model_is_kept_with_its_cost() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    crate::translation::with_model(&desk, &[Ok("{\"commands\": []}"), Ok("{\"commands\": []}")]);
    let (mut talk, _) = Talk::open(&desk, "en", "qwx zzt");
    talk.says("blorp fnord");
    let all = results(&desk);
    let spent = all.totals.spent["EUR"];
    assert!(spent.micros > 0 && spent.tokens_in > spent.tokens_out, "{spent:?}");
    assert_eq!(all.intents[0].1.spent["EUR"], spent);
}

/// What a shadow would have done is held against what the person did to the same plan.
#[test]
fn shadows_are_compared_by_what_they_would_have_done() {
    type Did = fn(&mut app::Session<'_, '_>) -> Result<(), AppError>;
    type Count = fn(&figures::Acts) -> i64;
    let table: [(Option<Did>, Count); 4] = [
        (Some(|s| paused(s, 14)), |acts| acts.same),
        (Some(|s| paused(s, 7)), |acts| acts.other_values),
        (Some(extended), |acts| acts.other),
        (None, |acts| acts.assistant_only),
    ];
    for (did, expected) in table {
        let desk = in_memory();
        desk.base(FeeTerms::None, None);
        set(&desk, 0, vec![row(None, Mode::Off), row(Some("pause_payment"), Mode::Shadow)]);
        let (talk, reply) = Talk::open(&desk, "en", "Please pause my payments for 14 days");
        assert_eq!(reply.answered, Answered::HandedOver);
        desk.clock.advance(Duration::from_secs(300));
        if let Some(did) = did {
            desk.write(&desk.agent("a1"), did).unwrap();
        }
        desk.clock.advance(Duration::from_hours(2));
        assert!(watched(&desk) > 0);
        let acts = results(&desk).totals.acts;
        assert_eq!(expected(&acts), 1, "{acts:?}");
        assert_eq!(acts.agreed().map(|share| share.of), Some(1), "{acts:?}");
        assert_eq!(results(&desk).intents[0].1.acts, acts);
        drop(talk);
    }
}

fn paused(s: &mut app::Session<'_, '_>, days: u32) -> Result<(), AppError> {
    let order = "o1".parse().unwrap();
    let plan = app::plans::get(s, &order)?[0].id();
    app::plans::pause(s, &order, plan, days, "asked for".to_owned()).map(|_| ())
}

fn extended(s: &mut app::Session<'_, '_>) -> Result<(), AppError> {
    let order = "o1".parse().unwrap();
    let plan = app::plans::get(s, &order)?[0].id();
    app::plans::extend_due_date(s, &order, plan, 2).map(|_| ())
}

#[test]
fn what_leaves_its_band_falls_by_itself_and_its_owner_is_told() {
    on_both_databases(|desk| {
        let (mut rng, now) = (Rng::seeded(2), desk.clock.now());
        assert_eq!(
            set(&desk, 0, vec![row(None, Mode::Act), row(Some("pause_payment"), Mode::Act)]),
            1
        );
        let old = now.minus(Duration::from_days(10));
        let bad = |_| AssistantCaseRow { reopened: true, ..case(&desk, &mut rng, old) };
        keep(&desk, (0..40).map(bad).collect());
        watched(&desk);
        let now_is = desk.read(&lead(&desk), control::controlled);
        assert_eq!(now_is.settings.version, 2);
        let settings = &now_is.settings.text;
        assert_eq!(settings.mode(Some("pause_payment"), "SE", 0), Mode::Suggest);
        assert_eq!(settings.mode(Some("pause_payment"), "DE", 0), Mode::Act);
        assert_eq!(now_is.settings.by, None, "nobody did it");
        let tasks = move |s: &mut app::Session<'_, '_>| {
            let filter =
                TaskFilter { kind: Some(control::FELL.to_owned()), ..TaskFilter::default() };
            let page = app::Page::default();
            app::tasks::queue(s, store::tasks::OPEN, &filter, &page)
        };
        let open: Vec<TaskRow> = desk.read(&lead(&desk), tasks);
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].assignee.as_ref().map(|owner| owner.as_str()), Some("lead"));
        // It does not fall twice, and whoever saw the version before is told.
        watched(&desk);
        assert_eq!(desk.read(&lead(&desk), control::controlled).settings.version, 2);
        let stale = desk.write(&lead(&desk), |s| control::change(s, 1, Settings::default()));
        assert!(matches!(stale, Err(AppError::Conflict { .. })), "{stale:?}");
        let versions = desk.read(&lead(&desk), control::versions);
        let told: Vec<_> = versions.iter().map(|(one, by)| (one.version, by.as_deref())).collect();
        assert_eq!(told, [(2, None), (1, Some("lead"))]);
    });
}

#[test]
fn who_may_not_say_what_it_may_do() {
    let desk = in_memory();
    let change = |s: &mut app::Session<'_, '_>| control::change(s, 0, Settings::default());
    for who in [desk.agent("a1"), desk.customer(), desk.seat(Role::Ai, "c1")] {
        assert!(desk.write(&who, change).is_err(), "{:?}", who.role);
    }
    let nowhere = Row { market: Some("UK".to_owned()), ..row(None, Mode::Off) };
    for rows in [vec![], vec![row(None, Mode::Act), nowhere]] {
        let wrong = Settings { rows, ..Settings::default() };
        let refused = desk.write(&lead(&desk), move |s| control::change(s, 0, wrong.clone()));
        assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
    }
}

#[test]
fn a_row_of_a_market_counts_for_those_who_are_there() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let britain = Row { market: Some("GB".to_owned()), ..row(None, Mode::Off) };
    set(&desk, 0, vec![row(None, Mode::Act), britain]);
    let (_, reply) = Talk::open(&desk, "en", PAUSE);
    assert_eq!(reply.answered, Answered::HandedOver, "{reply:?}");
    let known = desk.read(&lead(&desk), control::controlled);
    assert!(known.markets.iter().any(|market| market == "gb"), "{known:?}");
    assert_eq!(known.settings.text.rows[1].market.as_deref(), Some("gb"));
}

#[test]
fn what_people_mark_is_an_evaluation_set() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (talk, _) = Talk::open(&desk, "en", "qwx zzt, mail me at jo@example.com");
    let id = talk.id;
    desk.clock.advance(Duration::from_hours(2));
    watched(&desk);
    let worth = desk.read(&lead(&desk), quality::worth_a_look);
    assert!(worth.iter().any(|one| one.row.conversation == id), "{worth:?}");
    let mark = move |s: &mut app::Session<'_, '_>| {
        reviews::review(s, id, 1, vec!["refund_status".to_owned()], Some("slang".to_owned()))
    };
    let review = desk.write(&lead(&desk), mark).unwrap();
    assert!(!review.text.contains("jo@example.com"), "{review:?}");
    let unknown = move |s: &mut app::Session<'_, '_>| {
        reviews::review(s, id, 1, vec!["fly_to_moon".to_owned()], None)
    };
    assert!(matches!(desk.write(&lead(&desk), unknown), Err(AppError::Invalid { .. })));
    let text = desk.write(&lead(&desk), reviews::export).unwrap();
    let rows = intents::read("reviewed.csv", &text).unwrap();
    assert_eq!((rows.len(), rows[0].intent.as_str()), (1, "refund_status"));
    let worth = desk.read(&lead(&desk), quality::worth_a_look);
    assert!(worth.iter().all(|one| one.row.conversation != id), "it was looked at");
    let measured = evaluation::evaluation(ASSISTANT.intents.as_ref(), &[], &rows);
    assert_eq!((measured.reviewed.of, measured.shipped.of), (1, 0));
    assert_answers_are_counted(&desk);
    desk.app.connect_assistant(Arc::clone(&ASSISTANT));
    let first = block_on(evaluation::evaluate(&desk.app, &lead(&desk))).unwrap();
    assert!(first.evaluation.shipped.of > 2_000 && first.worse.is_empty());
    assert_eq!(desk.read(&lead(&desk), evaluation::list).len(), 1);
}

/// A bare answer is a mark of its own: no intent, yet a row like others.
fn assert_answers_are_counted(desk: &Desk) {
    let answer = reviews::ANSWERS_QUESTION;
    let known = desk.read(&lead(desk), reviews::known_intents);
    assert!(!known.iter().any(|one| one == answer), "{known:?}");
    let (mut talk, _) = Talk::open(desk, "en", PAUSE);
    talk.says("the first one");
    let id = talk.id;
    let mark = |turn, intents: &[&str]| {
        let intents = intents.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        desk.write(&lead(desk), move |s| reviews::review(s, id, turn, intents.clone(), None))
    };
    assert!(matches!(mark(2, &[answer, "thanks"]), Err(AppError::Invalid { .. })));
    assert!(!mark(1, &[answer]).unwrap().is_right(), "nothing was asked before");
    assert!(mark(2, &[answer]).unwrap().is_right(), "the procedure that had asked went on");
    let text = desk.write(&lead(desk), reviews::export).unwrap();
    let rows = intents::read("reviewed.csv", &text).unwrap();
    assert_eq!(rows.iter().filter(|row| row.intent == answer).count(), 2, "{text}");
    let measured = evaluation::evaluation(ASSISTANT.intents.as_ref(), &[], &rows);
    assert_eq!(measured.intents[answer].of, 2);
}

#[test]
fn procedures_go_live_only_where_they_are_proved_and_by_another_person() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let author = desk.seat(Role::Operator, "author");
    let shipped: std::collections::BTreeMap<String, String> =
        app::assistant::shipped::files().into_iter().collect();
    let path = "procedures/extend_due_date/procedure.toml";
    let changed = |find: &str, with: &str| {
        let text = &shipped[path];
        assert!(text.contains(find), "{text}");
        [(path.to_owned(), text.replacen(find, with, 1))].into_iter().collect::<procedures::Files>()
    };
    // What the checker finds never goes live.
    let wrong = changed("[steps.", "[steps.nowhere_leads_here_");
    let propose = |files| block_on(procedures::propose(&desk.app, &author, files));
    let refused = propose(wrong);
    assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
    // What tools may do is the program's, and who shows no example shows nothing.
    let catalogue = shipped["catalogue.toml"].replace("power = \"money\"", "power = \"read\"");
    let refused = propose([("catalogue.toml".to_owned(), catalogue)].into());
    assert!(refused.is_err_and(|error| error.to_string().contains("catalogue.toml")));
    let bare = shipped[path].split("[[example]]").next().unwrap().to_owned();
    let refused = propose([(path.to_owned(), bare)].into());
    assert!(refused.is_err_and(|error| error.to_string().contains("[[example]]")));
    let nobody = block_on(procedures::propose(&desk.app, &desk.agent("a1"), Default::default()));
    assert!(matches!(nobody, Err(AppError::Forbidden { .. })), "{nobody:?}");
    let task = propose(changed("version = 1", "version = 7")).unwrap();
    let of = |desk: &Desk| {
        let all = desk.read(&lead(desk), procedures::list).procedures;
        all.into_iter().find(|one| one.name == "extend_due_date").unwrap().version
    };
    assert_eq!(of(&desk), 1, "it waits");
    let id = task.task;
    assert!(desk.write(&author, move |s| policies::activate(s, id)).is_err(), "not its author");
    let other = desk.seat(Role::Operator, "other");
    desk.write(&other, move |s| policies::activate(s, id)).unwrap();
    assert_eq!(of(&desk), 7);
    let (talk, _) = Talk::open(&desk, "en", PAUSE);
    let id = talk.id;
    let case = desk.read(&lead(&desk), move |s| reviews::look(s, id)).0;
    assert_eq!((case.procedure.as_str(), case.procedure_version), ("extend_due_date", 7));
}
