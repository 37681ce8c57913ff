//! What people of the desk could not see: kept with its place, ranked, proposed to be shown by two people, or dismissed.

use app::cobrowse::blind::{self, Asked, Decision, SPOTS_MAX, Spot, Standing};
use app::cobrowse::{policy, proposals};
use app::{AppError, Role};
use cobrowse::place::Place;
use cobrowse::policy::{NewShow, Policy, Turn};
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration};

use crate::cobrowse::active;
use crate::common::*;

fn spot(path: &[&str], note: Option<&str>) -> Spot {
    let (page, place) = (Some("/orders/*".to_owned()), Place::read(path).unwrap());
    Spot { seat: 1, page, place, note: note.map(str::to_owned) }
}

fn miss(desk: &Desk, id: CobrowseId, spot: Spot) {
    let system = desk.app.system(&desk.tenant);
    desk.write(&system, move |s| blind::note_blind(s, id, spot.clone())).unwrap();
}

fn board(desk: &Desk, asked: Asked) -> Vec<blind::Entry> {
    let lead = desk.seat(Role::Supervisor, "sam");
    desk.read(&lead, move |s| blind::board(s, &asked))
}

fn new(desk: &Desk) -> NewShow {
    NewShow {
        selector: "[data-ombud-id=\"sum\"] > dd".to_owned(),
        paths: Some(vec!["/orders/*".to_owned()]),
        reason: "customers ask about amounts".to_owned(),
        owner: "payments-web".to_owned(),
        expires: desk.app.now().plus(Duration::from_days(90)).utc_date(),
        pixels: false,
    }
}

const SUM: [&str; 2] = ["@sum", "dd:2"];

#[test]
fn what_was_missed_in_most_sessions_comes_first() {
    on_every_store(|desk| {
        let (first, second) = (active(&desk), active(&desk));
        for _ in 0..3 {
            miss(&desk, first, spot(&SUM, Some("the sum, for maja@example.com")));
        }
        miss(&desk, second, spot(&SUM, Some(" ")));
        miss(&desk, first, spot(&["body:1", "p:3"], None));
        // Nobody has this seat.
        miss(&desk, first, Spot { seat: 9, ..spot(&["body:1", "p:4"], None) });
        let all = board(&desk, Asked::default());
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.count.place.as_str(), one.count.sessions, one.count.asked))
            .collect();
        assert_eq!(told, [("@sum > dd:2", 2, 2), ("body:1 > p:3", 1, 1)]);
        assert_eq!(all[0].notes.len(), 1, "{:?}", all[0].notes);
        assert!(!all[0].notes[0].contains("maja@example.com"), "{:?}", all[0].notes);
        assert_eq!(all[0].selector.as_deref(), Some("[data-ombud-id=\"sum\"] > dd"));
        assert_eq!((all[0].standing, &all[1].selector), (Standing::Open, &None));
        let page = |page: &str| Asked { page: Some(page.to_owned()), ..Asked::default() };
        assert_eq!(board(&desk, page("/orders/*")).len(), 2);
        assert_eq!(board(&desk, page("/")).len(), 0);
        let later = Asked { from: Some(desk.app.now().plus(Duration::SECOND)), ..Asked::default() };
        assert_eq!(board(&desk, later).len(), 0);
        let ana = desk.agent("ana");
        let refused = desk.write(&ana, |s| blind::board(s, &Asked::default())).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        desk.sound();
    });
}

#[test]
fn a_session_fills_the_board_no_further_than_its_limit() {
    let desk = in_memory();
    let id = active(&desk);
    for nth in 1..=SPOTS_MAX + 5 {
        let step = format!("p:{nth}");
        miss(&desk, id, spot(&["body:1", &step], None));
    }
    assert_eq!(board(&desk, Asked::default()).len(), usize::try_from(SPOTS_MAX).unwrap());
}

/// The one place on the board.
fn only(desk: &Desk) -> (Sha256Hex, Standing) {
    let all = board(desk, Asked::default());
    assert_eq!(all.len(), 1, "{all:?}");
    (all[0].count.place_hash, all[0].standing)
}

#[test]
fn what_is_proposed_is_shown_once_another_person_agrees() {
    on_every_store(|desk| {
        let id = active(&desk);
        miss(&desk, id, spot(&SUM, Some("the sum")));
        let (sam, cleo) =
            (desk.seat(Role::Supervisor, "sam"), desk.seat(Role::ComplianceOfficer, "cleo"));
        let (place, _) = only(&desk);
        let show = |is_preview: bool| {
            let new = new(&desk);
            desk.write(&sam, move |s| proposals::show(s, &place, new.clone(), is_preview)).unwrap()
        };
        let draft = show(true);
        assert_eq!((draft.task, draft.before.as_str(), draft.diff.turn), (None, "", Turn::Wider));
        assert_eq!(only(&desk).1, Standing::Open, "a look changes nothing");
        let drafted = Policy::parse(&draft.file).unwrap();
        let shown: Vec<_> = drafted.rules.iter().map(|rule| rule.selector.clone()).collect();
        let marked = ["[data-ombud-show]", "[data-ombud-writable]"].map(str::to_owned);
        assert_eq!(shown[..2], marked, "what pages released by attributes stays released");
        assert_eq!(shown[2], "[data-ombud-id=\"sum\"] > dd");

        let task = show(false).task.unwrap();
        assert_eq!(only(&desk).1, Standing::Proposed);
        assert_eq!(desk.read(&sam, policy::read), None, "nothing is in force by one person");
        let waiting = |by: &app::Principal| desk.read(by, proposals::history).waiting;
        assert_eq!((waiting(&sam)[0].is_own, waiting(&cleo)[0].is_own), (true, false));
        let own = desk.write(&sam, move |s| app::policies::activate(s, task)).unwrap_err();
        assert!(matches!(own, AppError::Forbidden { .. }), "{own}");

        desk.write(&sam, move |s| proposals::decline(s, task)).unwrap();
        assert_eq!(only(&desk).1, Standing::Open, "declined: it is open again");
        let again = desk.write(&cleo, move |s| app::policies::activate(s, task)).unwrap_err();
        assert!(matches!(again, AppError::NotFound { .. }), "{again}");

        let task = show(false).task.unwrap();
        desk.write(&cleo, move |s| app::policies::activate(s, task)).unwrap();
        assert_eq!(only(&desk).1, Standing::Released);
        let history = desk.read(&sam, proposals::history);
        assert_eq!(history.waiting, []);
        let past = &history.changes[0];
        let names = (past.by.as_deref(), past.proposed_by.as_deref());
        assert_eq!((names, past.version), ((Some("cleo"), Some("sam")), 1));
        let twice = desk.write(&sam, {
            let new = new(&desk);
            move |s| proposals::show(s, &place, new.clone(), false)
        });
        assert_eq!(twice.unwrap_err().code(), "blind_spot_released");

        // What is taken away at once is open again, and that is in the history too.
        let narrowing = cobrowse::policy::Narrowing { off: vec![draft.rule], hide: Vec::new() };
        desk.write(&sam, move |s| policy::narrow(s, narrowing.clone())).unwrap();
        assert_eq!(only(&desk).1, Standing::Open);
        let history = desk.read(&sam, proposals::history);
        assert_eq!(history.changes[0].narrowed, Some((vec![draft.rule], 0)));
        desk.sound();
    });
}

#[test]
fn a_place_stays_hidden_for_a_reason() {
    let desk = in_memory();
    let id = active(&desk);
    miss(&desk, id, spot(&SUM, None));
    let sam = desk.seat(Role::Supervisor, "sam");
    let (place, _) = only(&desk);
    let dismiss =
        |reason: &'static str| desk.write(&sam, move |s| blind::dismiss(s, &place, reason));
    assert_eq!(dismiss(" ").unwrap_err().code(), "invalid_field");
    let entry = dismiss("their own notes").unwrap();
    let reason = Decision::Dismissed { reason: "their own notes".to_owned() };
    assert_eq!((entry.standing, entry.decided.unwrap().what), (Standing::Dismissed, reason));
    let only_open = Asked { standing: Some(Standing::Open), ..Asked::default() };
    assert_eq!(board(&desk, only_open), []);
    let nowhere = Sha256Hex::of(b"nowhere");
    let unknown = desk.write(&sam, move |s| blind::dismiss(s, &nowhere, "no")).unwrap_err();
    assert!(matches!(unknown, AppError::NotFound { .. }), "{unknown}");
}

#[test]
fn a_rule_that_cannot_hold_is_not_drafted() {
    let desk = in_memory();
    let id = active(&desk);
    miss(&desk, id, spot(&SUM, None));
    let sam = desk.seat(Role::Supervisor, "sam");
    let (place, _) = only(&desk);
    let over = desk.app.now().plus(Duration::from_days(-1)).utc_date();
    let cases = [
        NewShow { selector: "body".to_owned(), ..new(&desk) },
        NewShow { selector: "dd:first-child".to_owned(), ..new(&desk) },
        NewShow { owner: String::new(), ..new(&desk) },
        NewShow { expires: over, ..new(&desk) },
    ];
    for case in cases {
        let tried = desk.write(&sam, move |s| proposals::show(s, &place, case.clone(), true));
        assert_eq!(tried.unwrap_err().code(), "invalid_field");
    }
}

#[test]
fn where_files_are_signed_a_draft_waits_for_its_signature() {
    let clock = std::sync::Arc::new(kernel::ManualClock::at(at(D0)));
    let store = store::testkit::inline(std::sync::Arc::clone(&clock), store::FaultPlan::default());
    let signer = cobrowse::policy::Signer::from_seed([3; 32]);
    let mut options = app::AppOptions::new([7; 32]);
    options.cobrowse_policy_keys = [("acme".parse().unwrap(), vec![signer.public()])].into();
    let desk = Desk::with(store.unwrap(), clock, options);
    let id = active(&desk);
    miss(&desk, id, spot(&SUM, None));
    let (sam, cleo) =
        (desk.seat(Role::Supervisor, "sam"), desk.seat(Role::ComplianceOfficer, "cleo"));
    let (place, _) = only(&desk);
    let first = new(&desk);
    let draft =
        desk.write(&sam, move |s| proposals::show(s, &place, first.clone(), false)).unwrap();
    assert_eq!((draft.must_sign, draft.task), (true, None), "nothing unsigned waits");
    assert_eq!(only(&desk).1, Standing::Proposed);
    let file = draft.file.clone();
    let unsigned = desk.write(&sam, move |s| policy::propose(s, &file, None)).unwrap_err();
    assert_eq!(unsigned.code(), "policy_unsigned");
    let line = signer.sign(&Policy::parse(&draft.file).unwrap());
    let signed = move |s: &mut app::Session<'_, '_>| policy::propose(s, &draft.file, Some(&line));
    let task = desk.write(&sam, signed).unwrap().task.unwrap();
    desk.write(&cleo, move |s| app::policies::activate(s, task)).unwrap();
    assert_eq!(only(&desk).1, Standing::Released);
    let shown = desk.read(&sam, policy::read).unwrap();
    assert_eq!(shown.signed_by, Some(signer.public().id()));
}
