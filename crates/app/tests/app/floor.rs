//! The desk as a whole: rules of its own, hours of its own, the queue in memory, what-if over its log.

use std::sync::Arc;

use crate::common::*;
use app::complaints::NewComplaint;
use app::conversations::{self, NewConversation, NewMessage};
use app::desk_policy;
use app::routing::{
    self, AskedLoad, AskedLog, AskedRules, AskedSurge, AskedWhatIf, Boards, prepare,
};
use app::{AppError, News, Page, Role, Teller, policies, tasks};
use commerce::FeeTerms;
use compliance::complaint::State as ComplaintState;
use kernel::{Clock as _, ConversationId, Duration, Rng};
use store::conversations::ConversationRow;
use store::seats::SeatRow;
use store::tasks::TaskFilter;
use support::conversation::ClockKind;
use support::hours::Hours;

#[derive(Debug)]
struct Heard(Boards);

impl Teller for Heard {
    fn tell(&self, news: &News) {
        self.0.tell(news);
    }
}

fn open(desk: &Desk, text: &str) -> conversations::Kept {
    let new = NewConversation { language: Some("en".to_owned()), ..chat(text) };
    desk.write(&desk.customer(), move |s| conversations::open(s, new.clone())).unwrap().kept
}

fn seat(desk: &Desk, number: usize, skills: &str, capacity_units: i64) -> SeatRow {
    SeatRow {
        tenant: desk.tenant.clone(),
        user: format!("agent-{number:04}").parse().unwrap(),
        name: format!("Agent {number}"),
        state: "available".to_owned(),
        skills: skills.to_owned(),
        capacity_units,
        extension: None,
        since: desk.clock.now(),
        seen_at: desk.clock.now(),
    }
}

/// 5,000 wait and 500 sit; one more comes, one is taken: nothing of the queue is read again.
#[test]
fn a_change_reads_what_changed_and_not_what_waits() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let boards = Boards::default();
    assert!(desk.app.tell_to(Arc::new(Heard(boards.clone()))));
    let first = open(&desk, "hello");
    let (tenant, id) = (desk.tenant.clone(), first.conversation.id);
    let row = desk.app.store().read_blocking(move |tx| store::conversations::get(tx, &tenant, id));
    let row: ConversationRow = row.unwrap().unwrap();
    let mut rng = Rng::seeded(1);
    let now = desk.clock.now();
    let rows: Vec<ConversationRow> = (0..4_999)
        .map(|number| {
            let other = ConversationId::generate(now, &mut rng);
            let doc = row.doc.replace(&id.to_string(), &other.to_string());
            let number = format!("N{number}");
            let customer = "c0".parse().unwrap();
            ConversationRow { conversation: other, customer, number, doc, ..row.clone() }
        })
        .collect();
    // Busy: whatever they have, they can have no more.
    let seats: Vec<SeatRow> = (0..500).map(|n| seat(&desk, n, "[\"language:sv\"]", 1)).collect();
    desk.app
        .store()
        .write_blocking(move |tx| -> Result<(), store::StoreError> {
            rows.clone().into_iter().try_for_each(|row| store::conversations::insert(tx, row))?;
            seats.clone().into_iter().try_for_each(|seat| store::seats::put(tx, seat))
        })
        .unwrap();
    let system = desk.app.system(&desk.tenant);
    let look = || block_on(routing::look(&desk.app, &boards, &system)).unwrap();
    let whole = look();
    assert_eq!((whole.rows, whole.offers.len()), (5_500, 500));
    assert!(whole.places.standing(id).is_some());
    assert_eq!(look().rows, 0, "nothing moved");
    let agent = desk.agent("agent-0007");
    let version = first.conversation.assignment.version;
    desk.write(&agent, move |s| conversations::take(s, id, version)).unwrap();
    let after = look();
    assert_eq!(after.rows, 0, "news is enough");
    assert!(after.places.standing(id).is_none(), "it waits no longer");
    assert_eq!(after.offers.len(), 499, "and its seat is busy");
    let second = open(&desk, "and again").conversation.id;
    let after = look();
    assert_eq!(after.rows, 0);
    // A second contact in a week is more urgent: it goes before the others.
    assert_eq!(after.places.standing(second).unwrap().position, 1);
    // Seats are read again after a second, the queue after a minute.
    desk.clock.set(now.plus(Duration::from_secs(2)));
    assert_eq!(look().rows, 500);
    desk.clock.set(now.plus(Duration::from_secs(61)));
    assert_eq!(look().rows, 5_000 + 1 + 500);
}

#[test]
fn an_offer_that_somebody_was_faster_with_is_looked_up_again() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        // Nobody tells these boards anything.
        let boards = Boards::default();
        let kept = open(&desk, "hello");
        let id = kept.conversation.id;
        let one = seat(&desk, 1, "[]", 1);
        desk.app.store().write_blocking(move |tx| store::seats::put(tx, one.clone())).unwrap();
        let system = desk.app.system(&desk.tenant);
        let look = || block_on(routing::look(&desk.app, &boards, &system)).unwrap();
        let seen = look();
        assert_eq!(seen.offers.len(), 1);
        let version = kept.conversation.assignment.version;
        desk.write(&desk.agent("quick"), move |s| conversations::take(s, id, version)).unwrap();
        let made = block_on(routing::offer(&desk.app, &boards, &system, &seen.offers)).unwrap();
        assert_eq!(made, 0);
        let after = look();
        assert_eq!((after.rows, after.offers.len()), (1, 0), "only what was doubted is read");
    });
}

#[test]
fn rules_of_routing_are_proposed_by_one_and_put_in_force_by_another() {
    on_every_store(|desk| {
        let lead = desk.seat(Role::Supervisor, "lead");
        let other = desk.seat(Role::ComplianceOfficer, "cleo");
        let now = desk.read(&lead, desk_policy::routing);
        assert_eq!((now.version, now.text.reserved_seats), (0, 1));
        let mut text = now.text.clone();
        text.reserved_seats = 3;
        let propose = |text: support::conversation::RoutingText| {
            desk.write(&lead, move |s| desk_policy::propose_routing(s, text.clone()))
        };
        let wrong = support::conversation::RoutingText { handle_time_s: 0, ..text.clone() };
        assert!(propose(wrong).unwrap_err().to_string().contains("handle_time_s"));
        assert_eq!(propose(now.text.clone()).unwrap_err().code(), "nothing_changes");
        let (task, late) = (propose(text.clone()).unwrap().task, propose(text).unwrap().task);
        let refused = desk.write(&lead, move |s| policies::activate(s, task)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        let rules = |desk: &Desk| {
            let (app, tenant) = (desk.app.clone(), desk.tenant.clone());
            desk.app.store().read_blocking(move |tx| app.desk_rules(tx, &tenant)).unwrap()
        };
        assert_eq!(rules(&desk).routing.reserved_seats, 1);
        desk.write(&other, move |s| policies::activate(s, task)).unwrap();
        assert_eq!(rules(&desk).routing.reserved_seats, 3, "and routing goes by it");
        let now = desk.read(&lead, desk_policy::routing);
        assert_eq!((now.version, now.by), (1, lead.id.clone()));
        let moved = desk.write(&other, move |s| policies::activate(s, late)).unwrap_err();
        assert_eq!(moved.code(), "routing_moved");
        let agent = desk.agent("a1");
        let refused = desk.write(&agent, move |s| {
            let text = desk_policy::routing(s)?.text;
            desk_policy::propose_routing(s, text)
        });
        assert!(matches!(refused, Err(AppError::Forbidden { .. })));
    });
}

#[test]
fn clocks_go_by_the_hours_of_the_desk() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let lead = desk.seat(Role::Supervisor, "lead");
        let mut hours = Hours::closed_all_week("Europe/Stockholm");
        hours.wednesday = "09:00-12:00, 13:00-17:00".to_owned();
        hours.closed = vec!["2026-12-02".to_owned()];
        for (wrong, expected) in [
            (Hours { zone: "Europe/Nowhere".to_owned(), ..hours.clone() }, "IANA"),
            (Hours { monday: "17:00-09:00".to_owned(), ..hours.clone() }, "monday"),
            (Hours { friday: "09:00-12:00, 11:00-13:00".to_owned(), ..hours.clone() }, "overlap"),
            (Hours::closed_all_week("UTC"), "no day of the week"),
        ] {
            let refused = desk.write(&lead, move |s| desk_policy::set_hours(s, wrong.clone()));
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains(expected), "{refused}");
        }
        let agent = desk.agent("a1");
        let text = hours.clone();
        let refused = desk.write(&agent, move |s| desk_policy::set_hours(s, text.clone()));
        assert!(matches!(refused, Err(AppError::Forbidden { .. })));
        let same = hours.clone();
        let set = desk.write(&lead, move |s| desk_policy::set_hours(s, hours.clone())).unwrap();
        assert_eq!(set.version, 1);
        let again = desk.write(&lead, move |s| desk_policy::set_hours(s, same.clone())).unwrap();
        assert_eq!(again.version, 1, "nothing changed");
        // Tuesday; Wednesday is a holiday, so the first five minutes end a week later.
        let kept = open(&desk, "where is my parcel");
        let clocks = kept.conversation.clocks;
        let due = clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!(due.due_at, at("2026-12-09T08:05:00Z"));
    });
}

fn rules(reserved_seats: u32, critical_from_points: u32) -> AskedRules {
    AskedRules { ageing_points_per_minute: 2, critical_from_points, reserved_seats }
}

fn load() -> AskedLoad {
    AskedLoad {
        log: None,
        contacts_per_hour: Some(120.0),
        critical_share: Some(0.1),
        seats: 12,
        critical_seats: 4,
        teams: Vec::new(),
        capacity_units: None,
        service_mean_s: Some(300.0),
        patience_mean_s: 240.0,
        hours: Some(4.0),
        surge: Some(AskedSurge { factor: 2.0, begins_hour: 1.0, lasts_minutes: 30.0 }),
        in_time_s: None,
    }
}

#[test]
fn rules_meet_the_same_contacts_and_differ_by_what_they_do() {
    let desk = in_memory();
    let lead = desk.seat(Role::Supervisor, "lead");
    let run = |asked: AskedWhatIf| {
        let prepared = desk.read(&lead, move |s| prepare(s, &asked));
        prepared.run(&|| true).unwrap()
    };
    let rules = vec![rules(0, 60), rules(2, 60), rules(0, 60)];
    let found = run(AskedWhatIf { load: load(), runs: 20, rules });
    let critical = |place: usize| &found.results[place][0];
    assert!(critical(0).difference.is_none());
    let same = critical(2).difference.unwrap();
    assert_eq!((same.wait_mean_s.mean, same.wait_mean_s.standard_error), (0.0, 0.0));
    let reserve = critical(1).difference.unwrap().in_time_share;
    assert!(reserve.mean > 3.0 * reserve.standard_error, "{reserve:?}");
    let alone = critical(1).figures.in_time_share.standard_error;
    assert!(reserve.standard_error < 2.0 * alone, "paired: {reserve:?}, alone {alone}");
    for class in found.results.iter().flatten() {
        let waits = [class.figures.wait_p50_s, class.figures.wait_p90_s, class.figures.wait_p99_s];
        assert!(waits.windows(2).all(|pair| pair[0].mean <= pair[1].mean), "{waits:?}");
        assert_eq!(class.hours.len(), 4, "{:?}", class.hours);
        let busy = class.hours[1].contacts;
        assert!(busy > class.hours[0].contacts && busy > class.hours[3].contacts, "the surge");
    }
    let asked = AskedWhatIf { load: load(), runs: 20, rules: vec![self::rules(0, 60)] };
    let prepared = desk.read(&lead, move |s| prepare(s, &asked));
    assert_eq!(prepared.run(&|| false).unwrap_err().code(), "simulation_stopped");
}

#[test]
fn what_cannot_be_tried_names_the_field() {
    let desk = in_memory();
    let lead = desk.seat(Role::Supervisor, "lead");
    let period = AskedLog { from: at("2026-11-01T00:00:00Z"), to: at("2026-11-08T00:00:00Z") };
    let one = || AskedWhatIf { load: load(), runs: 1, rules: vec![rules(0, 60)] };
    let of = |load: AskedLoad| AskedWhatIf { load, ..one() };
    let table = [
        (AskedWhatIf { runs: 0, ..one() }, "runs"),
        (AskedWhatIf { rules: Vec::new(), ..one() }, "rules"),
        (
            AskedWhatIf { runs: 200, ..of(AskedLoad { contacts_per_hour: Some(9e4), ..load() }) },
            "runs",
        ),
        (of(AskedLoad { seats: 0, ..load() }), "load.seats"),
        (of(AskedLoad { critical_seats: 13, ..load() }), "load.critical_seats"),
        (of(AskedLoad { contacts_per_hour: None, ..load() }), "load.contacts_per_hour"),
        (of(AskedLoad { patience_mean_s: f64::NAN, ..load() }), "load.patience_mean_s"),
        (of(AskedLoad { log: Some(period), ..load() }), "load.contacts_per_hour"),
        (
            of(AskedLoad { log: Some(AskedLog { to: period.from, ..period }), ..load() }),
            "load.log.to",
        ),
    ];
    for (asked, expected) in table {
        let what = format!("{asked:?}");
        match desk.app.read_blocking(&lead, move |s| prepare(s, &asked).map(drop)) {
            Err(AppError::Invalid { field, .. }) => assert_eq!(field, expected, "{what}"),
            other => panic!("{other:?}: {what}"),
        }
    }
}

/// The log of a morning: two came, one of them critical; one was answered after a minute and took five.
#[test]
fn a_log_is_replayed_as_it_was() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let begins = desk.clock.now();
        let later = |seconds: i64| desk.clock.set(begins.plus(Duration::from_secs(seconds)));
        later(600);
        let kept = open(&desk, "where is my parcel");
        let (id, version) = (kept.conversation.id, kept.conversation.assignment.version);
        later(660);
        desk.write(&desk.agent("a1"), move |s| conversations::take(s, id, version)).unwrap();
        later(960);
        desk.write(&desk.agent("a1"), move |s| conversations::resolve(s, id)).unwrap();
        later(1_000);
        open(&desk, "I lost my job and cannot pay, my wife has died");
        later(7_200);
        let log = AskedLog { from: begins, to: desk.clock.now() };
        let load = AskedLoad {
            log: Some(log),
            contacts_per_hour: None,
            critical_share: None,
            service_mean_s: None,
            hours: None,
            surge: None,
            seats: 1,
            critical_seats: 1,
            capacity_units: Some(1),
            patience_mean_s: 86_400.0,
            ..load()
        };
        let lead = desk.seat(Role::Supervisor, "lead");
        let asked = AskedWhatIf { load, runs: 30, rules: vec![rules(0, 60), rules(1, 60)] };
        let what_if = desk.read(&lead, move |s| prepare(s, &asked));
        let found = what_if.run(&|| true).unwrap();
        assert_eq!(found.contacts, 60, "two of each run");
        let [critical, other] = &found.results[0][..] else { panic!("two classes") };
        // One seat, which has the first for its own 300 s: nobody else is there, and nobody waits.
        assert_eq!(other.figures.wait_mean_s.mean, 0.0);
        assert_eq!(critical.figures.in_time_share.mean, 1.0);
        assert_eq!(critical.hours.iter().map(|hour| hour.contacts).sum::<f64>(), 1.0);
        // With every seat kept free for critical work, the other waits for ever, or gives up.
        let [_, other] = &found.results[1][..] else { panic!("two classes") };
        assert_eq!(other.figures.abandoned_share.mean, 1.0);
    });
}

/// DISP 1.6 does not ask who complains: not a visitor, not somebody whom no feed has brought yet.
#[test]
fn a_strangers_complaint_is_opened_as_one() {
    on_every_store(|desk| {
        let agent = desk.seat(Role::ComplianceOfficer, "o1");
        for stranger in ["visitor-0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88", "not-of-any-feed"] {
            let customer = desk.seat(Role::Consumer, stranger);
            let new = NewConversation {
                language: Some("en".to_owned()),
                ..chat("This is unacceptable, I want to make a formal complaint about you")
            };
            let kept = desk.write(&customer, move |s| conversations::open(s, new.clone())).unwrap();
            let id = kept.kept.conversation.complaint.expect("a complaint was opened");
            let view = desk.read(&agent, move |s| app::complaints::get(s, id));
            assert_eq!(
                view.jurisdiction.as_str(),
                "gb",
                "the rule's own, as the company says none"
            );
            assert_eq!(view.complaint.state, ComplaintState::Open);
            let listed = desk
                .read(&agent, |s| app::complaints::list(s, Some("open"), None, &Page::default()));
            assert!(listed.iter().any(|one| one.complaint.id == id), "the desk sees it");
            let asked = desk.read(&agent, |s| {
                let filter = TaskFilter { kind: Some("complaint".to_owned()), assignee: None };
                tasks::queue(s, "open", &filter, &Page::default())
            });
            let by_law = asked.iter().any(|task| task.due_at == view.complaint.respond_by);
            assert!(by_law, "{asked:?}");
            // What a stranger says of themselves opens nothing at the API: an id may be mistyped.
            let new = NewComplaint {
                customer: "no-such-customer".parse().unwrap(),
                order: None,
                dispute: None,
                text: "You charged me twice.".to_owned(),
                about_payment_services: false,
                received_at: None,
            };
            let refused = desk.write(&agent, move |s| app::complaints::open(s, new.clone()));
            assert_eq!(refused.unwrap_err().code(), "not_found");
        }
    });
}

#[test]
fn files_that_were_never_sent_are_forgotten_after_a_day() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None);
        let keep = |name: &str| {
            let upload = app::evidence::Upload {
                file_name: name.to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: b"%PDF-1.4 a letter".to_vec(),
            };
            let accepted =
                block_on(app::attachments::accept(&desk.app, &desk.customer(), upload)).unwrap();
            let keep = move |s: &mut app::Session<'_, '_>| app::attachments::keep(s, &accepted);
            desk.write(&desk.customer(), keep).unwrap().id
        };
        let forget = || block_on(app::attachments::forget_unsent(&desk.app)).unwrap();
        let (_unsent, sent) = (keep("a.pdf"), keep("b.pdf"));
        let kept = open(&desk, "here it is").conversation.id;
        let message =
            NewMessage { attachments: vec![sent.to_string()], ..words("m2", "the letter") };
        desk.write(&desk.customer(), move |s| conversations::say(s, kept, message.clone()))
            .unwrap();
        let now = desk.clock.now();
        desk.clock.set(now.plus(Duration::from_hours(23)));
        assert_eq!(forget(), 0);
        desk.clock.set(now.plus(Duration::from_hours(25)));
        assert_eq!((forget(), forget()), (1, 0));
        // The bytes are those of the one that was sent, and are still there.
        block_on(desk.app.attachment(&desk.customer(), sent)).unwrap();
    });
}
