//! What co-browsing leaves behind: the line of time, recordings that are found and reviewed, figures.

use app::cobrowse::reviews::{self, Of};
use app::cobrowse::search::{self, Wanted};
use app::cobrowse::{self as together, figures, recordings};
use app::timeline::{self, Kind};
use app::{AppError, Page, Principal, Role};
use cobrowse::recording::Kind as Recorded;
use cobrowse::session::Input;
use kernel::{CobrowseId, ConversationId, CustomerId, Duration};
use store::cobrowse::search::{RecordingFilter, RecordingsOf};
use support::review::{Finding, Findings, Mark};

use crate::cobrowse::{act, active, audited};
use crate::common::*;
use crate::console::busy;

fn c1() -> CustomerId {
    "c1".parse().unwrap()
}

/// A session that was recorded, acted in once, and ended by its customer after two minutes.
fn recorded(desk: &Desk) -> CobrowseId {
    let id = active(desk);
    let system = desk.app.system(&desk.tenant);
    let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
    let _ = writer.push(Recorded::Frame, desk.app.now(), b"what was shown");
    let act_once = move |s: &mut app::Session<'_, '_>| {
        together::note_intent(s, id, 1, "click", Some("grant"))?;
        together::note_intent(s, id, 1, "click", None)
    };
    desk.write(&system, act_once).unwrap();
    desk.clock.advance(Duration::from_secs(120));
    let sealed = writer.push(Recorded::Frame, desk.app.now(), b"what came then").unwrap();
    block_on(recordings::keep(&desk.app, &desk.tenant, id, sealed, writer.head())).unwrap();
    act(desk, id, Input::End { reason: None });
    let (last, head) = writer.finish().unwrap();
    block_on(recordings::keep(&desk.app, &desk.tenant, id, last, head)).unwrap();
    id
}

fn findings(control: Mark, led: u8) -> Findings {
    let finding = |mark| Finding { mark, comment: None, at_ms: None };
    let mut all: Findings = [
        ("said_why", Mark::Yes),
        ("only_needed", Mark::Yes),
        ("no_secrets", Mark::Yes),
        ("in_control", control),
        ("led_well", Mark::Score(led)),
        ("solved", Mark::Score(5)),
    ]
    .map(|(id, mark)| (id.to_owned(), finding(mark)))
    .into();
    let led = all.get_mut("led_well").unwrap();
    led.comment = Some("Slower here, please.".to_owned());
    led.at_ms = Some(60_000);
    all
}

#[test]
fn a_session_stands_on_the_line_of_time_as_each_may_know_it() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        // One that nobody came to leaves nothing.
        desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
        let id = recorded(&desk);
        let told = |who: &Principal| {
            let all = desk.read(who, |s| timeline::of(s, &c1(), &Page::default()));
            let mut own = all.into_iter().filter(|entry| entry.kind == Kind::Cobrowse);
            let entry = own.next().unwrap();
            assert!(own.next().is_none(), "one entry a session");
            entry
        };
        let entry = told(&desk.agent("ana"));
        assert_eq!((entry.id, entry.title.as_str()), (format!("cobrowse/{id}"), "ended"));
        let detail = &entry.detail;
        assert_eq!(detail["people"][0]["name"], "ana");
        assert_eq!(detail["granted"], serde_json::json!(["view", "draw", "scroll", "record"]));
        assert_eq!(
            (&detail["ended_why"], &detail["shown_ms"]),
            (&"customer".into(), &120_000.into())
        );
        assert_eq!(detail["recording_ms"], 120_000, "who was there may watch");
        for who in [desk.agent("ben"), desk.customer()] {
            let detail = told(&who).detail;
            assert!(detail["recording_ms"].is_null(), "{detail}");
            assert_eq!(detail["granted"][3], "record");
        }
        assert_eq!(told(&desk.seat(Role::Supervisor, "sam")).detail["recording_ms"], 120_000);
        let export = desk.write(&desk.customer(), |s| app::data::export(s, &c1())).unwrap();
        let own = &export["cobrowsing"];
        assert_eq!(own.as_array().unwrap().len(), 1, "{own}");
        assert_eq!(
            (&own[0]["ended_why"], &own[0]["recording_kept_ms"]),
            (&"customer".into(), &120_000.into())
        );
        assert!(!own.to_string().contains("principal"), "nobody is named by an id: {own}");
    });
}

#[test]
fn recordings_are_found_by_those_who_may_and_who_watched_is_told() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let id = recorded(&desk);
        let lead = desk.seat(Role::Supervisor, "sam");
        let found = |who: &Principal, filter: RecordingFilter| {
            let wanted = Wanted { filter, to: None };
            desk.app.read_blocking(who, move |s| search::search(s, &wanted, &Page::default()))
        };
        let any = RecordingFilter::default;
        let all = found(&lead, any()).unwrap();
        let row = &all[0].row;
        assert_eq!((row.cobrowse, row.intents, row.length_ms), (id, 1, 120_000));
        assert_eq!(row.ended_why.as_deref(), Some("customer"));
        assert_eq!(all[0].session.agent_name.as_deref(), Some("ana"));
        let controlled = RecordingFilter { controlled: Some(false), ..any() };
        assert_eq!(found(&lead, controlled).unwrap(), []);
        assert_eq!(found(&desk.agent("ana"), any()).unwrap().len(), 1);
        assert_eq!(found(&desk.agent("ben"), any()).unwrap(), [], "their own");
        for of in [RecordingsOf::Customer(c1()), RecordingsOf::Agent("ana".parse().unwrap())] {
            let others = RecordingFilter { of: of.clone(), ..any() };
            assert_eq!(found(&lead, others.clone()).unwrap().len(), 1);
            let refused = found(&desk.agent("ben"), others).unwrap_err();
            assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        }
        let before = Wanted { to: Some(all[0].row.started_at), ..Wanted::default() };
        let none = desk.read(&lead, move |s| search::search(s, &before, &Page::default()));
        assert_eq!(none, []);

        block_on(recordings::watch(&desk.app, &lead, id)).unwrap();
        block_on(recordings::watch(&desk.app, &desk.agent("ana"), id)).unwrap();
        let looks = desk.read(&lead, move |s| search::watched(s, id));
        let names: Vec<_> = looks.iter().map(|look| look.name.as_deref().unwrap()).collect();
        assert_eq!(names, ["ana", "sam"]);
        let hidden = desk.app.read_blocking(&desk.agent("ana"), move |s| search::watched(s, id));
        assert!(matches!(hidden, Err(AppError::Forbidden { .. })), "{hidden:?}");
    });
}

#[test]
fn a_review_is_final_and_answered_once() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let id = recorded(&desk);
        let (lead, ana) = (desk.seat(Role::Supervisor, "sam"), desk.agent("ana"));
        let write = |who: &Principal, findings: Findings| {
            desk.write(who, move |s| reviews::write(s, id, findings.clone()))
        };
        let first = write(&lead, findings(Mark::No, 4)).unwrap();
        assert_eq!((first.version, first.written.outcome.points), (1, 0));
        assert_eq!(first.written.outcome.failed, ["in_control"]);
        let refused = write(&ana, findings(Mark::Yes, 5)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        assert!(matches!(write(&lead, findings(Mark::Score(3), 3)), Err(AppError::Invalid { .. })));
        let mut beyond = findings(Mark::Yes, 3);
        beyond.get_mut("solved").unwrap().at_ms = Some(120_001);
        assert!(matches!(write(&lead, beyond), Err(AppError::Invalid { .. })));

        let answer = |who: &Principal, of, text: &str| {
            let text = text.to_owned();
            desk.write(who, move |s| reviews::answer(s, of, text.clone()))
        };
        let other = answer(&desk.agent("ben"), first.id, "not mine").unwrap_err();
        assert!(matches!(other, AppError::NotFound { .. }), "{other}");
        assert!(matches!(answer(&ana, first.id, " "), Err(AppError::Invalid { .. })));
        let answered = answer(&ana, first.id, "I asked at 0:12.").unwrap();
        assert_eq!(answered.answer.unwrap().text, "I asked at 0:12.");
        assert_eq!(answer(&ana, first.id, "and").unwrap_err().code(), "answered_already");

        // Who changes their mind writes a new version; the old one and its answer stay.
        let second = write(&lead, findings(Mark::Yes, 4)).unwrap();
        assert_eq!((second.version, second.written.outcome.points), (2, 97));
        let of = desk.read(&ana, move |s| reviews::of_recording(s, id));
        let versions: Vec<_> = of.iter().map(|one| (one.version, one.answer.is_some())).collect();
        assert_eq!(versions, [(2, false), (1, true)]);
        let hidden =
            desk.app.read_blocking(&desk.agent("ben"), move |s| reviews::of_recording(s, id));
        assert!(matches!(hidden, Err(AppError::Forbidden { .. })), "{hidden:?}");
        let list = |who: &Principal| {
            desk.read(who, |s| reviews::list(s, &Of::default(), &Page::default())).len()
        };
        assert_eq!([list(&lead), list(&ana), list(&desk.agent("ben"))], [2, 2, 0]);

        let filter = RecordingFilter { points_min: Some(97), ..RecordingFilter::default() };
        let wanted = Wanted { filter, to: None };
        let found = desk.read(&lead, move |s| search::search(s, &wanted, &Page::default()));
        assert_eq!(found[0].row.points, Some(97), "the newest counts");
        let officer = desk.seat(Role::ComplianceOfficer, "cleo");
        write(&officer, findings(Mark::Yes, 2)).unwrap();
        let agreed = desk.read(&lead, |s| reviews::agreed(s, &Of::default()));
        let led = agreed.iter().find(|one| one.criterion == "led_well").unwrap();
        assert_eq!((led.both, led.kappa), (1, Some(0.0)), "sam's newest and cleo's");
        let trail = audited(&desk, id);
        let count = |word: &str| trail.iter().filter(|action| *action == word).count();
        assert_eq!((count("cobrowse.reviewed"), count("cobrowse.review_answered")), (3, 1));

        // What was said in words goes with the customer; what it came to stays.
        desk.write(&officer, |s| app::data::erase(s, &c1())).unwrap();
        let of = desk.read(&lead, move |s| reviews::of_recording(s, id));
        assert!(of.iter().all(|one| one.written.findings["led_well"].comment.is_none()));
        assert!(of.iter().filter_map(|one| one.answer.as_ref()).all(|one| one.text.is_empty()));
        assert_eq!(write(&lead, findings(Mark::Yes, 1)).unwrap_err().code(), "recording_shredded");
        desk.sound();
    });
}

/// The customer shows their page beside a conversation.
fn beside(desk: &Desk, conversation: Option<ConversationId>) {
    let begun =
        desk.write(&desk.customer(), move |s| together::begin(s, conversation, "en")).unwrap();
    let (id, code) = (begun.kept.row.cobrowse, begun.code);
    let kept = desk.write(&desk.agent("ana"), move |s| together::claim(s, &code, None)).unwrap();
    let ask = kept.machine.ask().unwrap().clone();
    act(desk, id, Input::Shown { ask: ask.id });
    act(desk, id, Input::Accept { ask: ask.id, grants: ask.wish.wants, hash: ask.wish.text.hash });
    act(desk, id, Input::End { reason: None });
}

#[test]
fn cases_are_told_apart_by_whether_a_page_was_looked_at_together() {
    on_every_store(|desk| {
        let [first, ..] = busy(&desk);
        beside(&desk, Some(first));
        beside(&desk, None);
        let sue = desk.seat(Role::Supervisor, "sue");
        let period = (desk.day0, desk.day0.plus(Duration::from_days(30)));
        let read = || desk.read(&sue, move |s| figures::of_period(s, period));
        let young = read();
        assert_eq!((young.figures.with.cases, young.beside_none), (0, 0));
        assert!(young.too_young >= 2, "{young:?}");
        desk.day(9);
        let told = read();
        let groups = (told.figures.with, told.figures.without);
        assert_eq!((groups.0.cases, groups.0.rated, groups.0.handled), (1, 1, 1));
        assert!(groups.1.cases >= 1, "{told:?}");
        assert_eq!((told.too_young, told.beside_none), (0, 1));
        assert_eq!(told.figures.as_they_are, Default::default(), "too few to compare");
        let refused = desk
            .app
            .read_blocking(&desk.agent("ana"), move |s| figures::of_period(s, period))
            .unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
    });
}
