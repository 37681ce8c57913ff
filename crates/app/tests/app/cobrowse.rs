//! Co-browsing: codes, consent, places, and recordings, on both databases.

use app::cobrowse::recordings::Deed;
use app::cobrowse::{self as together, Listed, Side, recordings, search};
use app::company::CompanyDoc;
use app::{AppError, BlobStore, Page, Role};
use cobrowse::consent::{Grant, Grants};
use cobrowse::recording::Kind;
use cobrowse::session::{Input, Refusal, State};
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration};

use crate::common::*;

fn grants(of: &[Grant]) -> Grants {
    of.iter().copied().collect()
}

pub(crate) fn act(desk: &Desk, id: CobrowseId, input: Input) -> together::Acted {
    let system = desk.app.system(&desk.tenant);
    desk.write(&system, move |s| together::act(s, id, input.clone(), None)).unwrap()
}

/// A session that the agent joined by the code, and that the customer accepted.
pub(crate) fn active(desk: &Desk) -> CobrowseId {
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "sv-SE")).unwrap();
    let (id, code) = (begun.kept.row.cobrowse, begun.code.clone());
    let kept = desk.write(&desk.agent("ana"), move |s| together::claim(s, &code, None)).unwrap();
    let ask = kept.machine.ask().unwrap().clone();
    assert_eq!((ask.wish.company.as_str(), ask.wish.text.language.as_str()), ("Acme", "sv"));
    act(desk, id, Input::Shown { ask: ask.id });
    let accept = Input::Accept { ask: ask.id, grants: ask.wish.wants, hash: ask.wish.text.hash };
    let acted = act(desk, id, accept);
    assert_eq!(acted.kept.machine.state(), State::Active);
    id
}

pub(crate) fn audited(desk: &Desk, id: CobrowseId) -> Vec<String> {
    let object = format!("cobrowse/{id}");
    let tenant = desk.tenant.clone();
    let rows = desk
        .app
        .store()
        .read_blocking(move |tx| store::audit::list(tx, &tenant, (0, 0), 1_000))
        .unwrap();
    let entries =
        rows.iter().map(|row| -> serde_json::Value { serde_json::from_str(&row.body).unwrap() });
    let own = entries.filter(|entry| entry["object"] == object.as_str());
    own.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_code_brings_an_agent_to_a_customer_who_says_yes() {
    on_every_store(|desk| {
        let id = active(&desk);
        let kept = desk.read(&desk.customer(), move |s| together::get(s, id));
        assert_eq!(kept.row.state, "active");
        assert_eq!(kept.row.agent, desk.agent("ana").id);
        assert_eq!(kept.row.code_hash, None, "a code is used once");
        assert_eq!(
            audited(&desk, id),
            [
                "cobrowse.begun",
                "cobrowse.joined",
                "cobrowse.asked",
                "cobrowse.shown",
                "cobrowse.consent",
                "cobrowse.accepted"
            ]
        );
        let listed =
            desk.read(&desk.agent("ben"), |s| together::list(s, &Listed::All, &Page::default()));
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0].kept, listed[0].agent_name.as_deref()), (&kept, Some("ana")));
        assert_eq!(listed[0].recording_ms, None);
        let other = desk.seat(Role::Consumer, "c2");
        let hidden = desk.app.read_blocking(&other, move |s| together::get(s, id)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }), "{hidden}");
    });
}

#[test]
fn codes_are_over_after_twenty_minutes_and_guesses_are_counted() {
    on_every_store(|desk| {
        let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
        let right = begun.code.clone();
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let claim = |who: &str, code: &str| {
            let code = code.to_owned();
            desk.write(&desk.agent(who), move |s| together::claim(s, &code, None))
        };
        let none = claim("ana", "12345").unwrap_err();
        assert_eq!(none.to_string(), "code: the six digits that the customer reads out");
        for _ in 0..5 {
            assert_eq!(claim("eve", wrong).unwrap_err().code(), "cobrowse_code_unknown");
        }
        let stopped = claim("eve", &right);
        // The sixth try is refused, right or wrong.
        assert!(matches!(claim("eve", &right), Err(AppError::TooMany { .. })), "{stopped:?}");
        desk.clock.advance(Duration::from_secs(20 * 60));
        assert_eq!(claim("ana", &right).unwrap_err().code(), "cobrowse_code_unknown");
        block_on(together::tick_due(&desk.app, |_, _| None)).unwrap();
        let id = begun.kept.row.cobrowse;
        let kept = desk.read(&desk.customer(), move |s| together::get(s, id));
        assert_eq!((kept.row.state.as_str(), kept.row.due_at), ("ended", None));
    });
}

#[test]
fn only_the_customer_begins_and_only_the_desk_joins() {
    let desk = in_memory();
    let refused = desk.write(&desk.agent("ana"), |s| together::begin(s, None, "en")).unwrap_err();
    assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
    for role in [Role::Consumer, Role::Merchant, Role::Ai, Role::System, Role::Auditor] {
        let (seat, code) = (desk.seat(role, "m1"), begun.code.clone());
        let refused = desk.write(&seat, move |s| together::claim(s, &code, None)).unwrap_err();
        let is_refused = matches!(refused, AppError::Forbidden { .. } | AppError::NotFound { .. });
        assert!(is_refused, "{role}: {refused}");
    }
}

#[test]
fn a_place_is_signed_and_over_in_time() {
    on_every_store(|desk| {
        let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
        let place = together::place_of(&desk.app, &begun.token).unwrap();
        assert_eq!((place.side, place.session), (Side::Customer, begun.kept.row.cobrowse));
        for at in 0..begun.token.len() {
            let mut forged = begun.token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            if let Ok(read) = together::place_of(&desk.app, &forged) {
                // The last character of a signature has bits that mean nothing.
                assert_eq!(read, place, "at {at}");
            }
        }
        let id = active(&desk);
        // An agent who was not there may not look in; whoever leads the desk may, and is seen.
        let refused =
            desk.write(&desk.agent("ben"), move |s| together::seat(s, id, None)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        let lead = desk.seat(Role::Supervisor, "sam");
        let (kept, token) = desk.write(&lead, move |s| together::seat(s, id, None)).unwrap();
        assert_eq!(kept.machine.people_told().len(), 2);
        let place = together::place_of(&desk.app, &token).unwrap();
        assert_eq!(place.side, Side::Desk { seat: 2 });
        desk.clock.advance(together::PLACE_LIFE);
        assert!(together::place_of(&desk.app, &token).is_err());
    });
}

#[test]
fn what_a_refused_input_counted_is_kept() {
    let desk = in_memory();
    let id = active(&desk);
    act(&desk, id, Input::End { reason: Some(cobrowse::control::EndReason::LogOut) });
    let acted = act(&desk, id, Input::Pause);
    assert_eq!(acted.refusal, Some(Refusal::Ended));
    let kept = desk.read(&desk.customer(), move |s| together::get(s, id));
    assert_eq!(kept.machine.heard(), acted.kept.machine.heard());
    assert!(acted.taken().is_err());
}

#[test]
fn a_recording_is_watched_seen_held_and_forgotten() {
    on_every_store(|desk| recording_of(&desk));
    let folder = tempfile::tempdir().unwrap();
    let clock = std::sync::Arc::new(kernel::ManualClock::at(at(D0)));
    let store = store::testkit::inline(clock.clone(), store::FaultPlan::default()).unwrap();
    let mut options = app::AppOptions::new([7; 32]);
    options.blobs = BlobStore::Folder(folder.path().to_owned());
    recording_of(&Desk::with(store, clock, options));
    let files = |path: &std::path::Path| walk(path);
    assert_eq!(files(folder.path()), 0, "the files are gone with the rows");
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

fn recording_of(desk: &Desk) {
    let id = active(desk);
    let kept = |days: u32| {
        let doc = CompanyDoc { recordings_kept_days: Some(days), ..CompanyDoc::default() };
        let operator = desk.seat(Role::Operator, "otto");
        desk.write(&operator, move |s| app::company::change(s, doc.clone())).map(|_| ())
    };
    for wrong in [0, 3_661] {
        assert_eq!(kept(wrong).unwrap_err().code(), "invalid_field", "{wrong} days");
    }
    kept(7).unwrap();
    let system = desk.app.system(&desk.tenant);
    let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
    let (app, tenant) = (desk.app.clone(), desk.tenant.clone());
    let keep = |sealed, head| block_on(recordings::keep(&app, &tenant, id, sealed, head));
    assert!(writer.push(Kind::Checkpoint, desk.app.now(), b"first").is_none());
    desk.clock.advance(Duration::from_secs(6));
    let sealed = writer.push(Kind::Frame, desk.app.now(), b"second").unwrap();
    keep(sealed, writer.head()).unwrap();
    // The node is gone with what it had not sealed; another takes the recording up.
    let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
    assert!(writer.push(Kind::Frame, desk.app.now(), b"third").is_none());
    let (last, head) = writer.finish().unwrap();
    keep(last.clone(), head).unwrap();
    assert_eq!(keep(last, head).unwrap_err().code(), "recording_order");

    let ana = desk.agent("ana");
    let opened = block_on(recordings::watch(&desk.app, &ana, id)).unwrap();
    let said: Vec<&[u8]> = opened.records.iter().map(|record| record.bytes.as_slice()).collect();
    assert_eq!(said, [b"first".as_slice(), b"third"]);
    let machine = desk.seat(Role::Operator, "command-line");
    for (why, word) in [
        (Deed::Verify, "cobrowse.recording_verified"),
        (Deed::Export, "cobrowse.recording_exported"),
    ] {
        let opened = block_on(recordings::open_on_machine(&desk.app, &machine, id, why)).unwrap();
        assert_eq!(opened.records.len(), 2);
        assert!(audited(desk, id).iter().any(|action| action == word), "{word}");
        let agent = block_on(recordings::open_on_machine(&desk.app, &ana, id, why)).unwrap_err();
        assert!(matches!(agent, AppError::Forbidden { .. }), "{agent}");
    }
    let refused = block_on(recordings::watch(&desk.app, &desk.agent("ben"), id)).unwrap_err();
    assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
    let trail = audited(desk, id);
    let watched = |word: &str| trail.iter().filter(|action| *action == word).count();
    assert_eq!(watched("cobrowse.recording_watched"), 1);
    assert_eq!(watched("cobrowse.recording_closed"), 1);

    let lead = desk.seat(Role::Supervisor, "sam");
    let proof = block_on(recordings::verify(&desk.app, &ana, id)).unwrap();
    assert_eq!((&proof.broken, proof.chunks, proof.records, proof.is_closed), (&None, 2, 2, true));
    assert_eq!(proof.hash, head.hash);
    let refused = block_on(recordings::export(&desk.app, &ana, id)).unwrap_err();
    assert!(
        matches!(refused, AppError::Forbidden { .. }),
        "who was there takes nothing: {refused}"
    );
    block_on(recordings::export(&desk.app, &lead, id)).unwrap();
    let deeds = desk.read(&lead, move |s| search::watched(s, id));
    let deeds: Vec<_> =
        deeds.iter().map(|look| (look.name.as_deref(), look.deed.as_str())).collect();
    assert_eq!(deeds[..2], [(Some("sam"), "exported"), (Some("ana"), "verified")]);
    let listed =
        desk.read(&lead, |s| search::search(s, &search::Wanted::default(), &Page::default()));
    assert_eq!((listed.len(), listed[0].row.chunks, listed[0].row.length_ms), (1, 2, 6_000));
    desk.write(&lead, move |s| recordings::hold(s, id, true)).unwrap();
    let refused = desk.write(&ana, move |s| recordings::hold(s, id, false)).unwrap_err();
    assert!(matches!(refused, AppError::Forbidden { .. }), "who was there ends no hold: {refused}");
    let officer = desk.seat(Role::ComplianceOfficer, "cleo");
    let held = desk.write(&officer, move |s| recordings::shred(s, id)).unwrap_err();
    assert_eq!(held.code(), "recording_held");
    desk.clock.advance(Duration::from_days(7));
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 0);
    desk.write(&lead, move |s| recordings::hold(s, id, false)).unwrap();
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 1);
    let gone = block_on(recordings::watch(&desk.app, &ana, id)).unwrap_err();
    assert_eq!(gone.code(), "recording_shredded");
    desk.sound();
}

#[test]
fn a_changed_chunk_is_found() {
    let desk = in_memory();
    let id = active(&desk);
    let system = desk.app.system(&desk.tenant);
    let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
    let _ = writer.push(Kind::Frame, desk.app.now(), b"what was shown");
    let (mut sealed, head) = writer.finish().unwrap();
    let middle = sealed.bytes.len() / 2;
    sealed.bytes[middle] ^= 1;
    sealed.entry.hash = Sha256Hex::of(&sealed.bytes);
    let head = cobrowse::recording::Head { hash: sealed.entry.hash, ..head };
    block_on(recordings::keep(&desk.app, &desk.tenant, id, sealed, head)).unwrap();
    let found = block_on(recordings::watch(&desk.app, &desk.agent("ana"), id)).unwrap_err();
    assert_eq!(found.code(), "recording_broken", "{found}");
    let proof = block_on(recordings::verify(&desk.app, &desk.agent("ana"), id)).unwrap();
    assert!(proof.broken.is_some_and(|why| why.contains("chunk 0")), "it is told which");
}

#[test]
fn view_is_what_consent_is_about() {
    let desk = in_memory();
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
    let (id, code) = (begun.kept.row.cobrowse, begun.code.clone());
    let kept = desk.write(&desk.agent("ana"), move |s| together::claim(s, &code, None)).unwrap();
    let ask = kept.machine.ask().unwrap().clone();
    act(&desk, id, Input::Shown { ask: ask.id });
    let hash = ask.wish.text.hash;
    let without =
        act(&desk, id, Input::Accept { ask: ask.id, grants: grants(&[Grant::Draw]), hash });
    assert_eq!(without.refusal, Some(Refusal::Grants));
    let hash = Sha256Hex::of(b"other words");
    let other = act(&desk, id, Input::Accept { ask: ask.id, grants: grants(&[Grant::View]), hash });
    assert_eq!(other.refusal, Some(Refusal::Words));
}

#[test]
fn whoever_is_forgotten_leaves_no_recording_but_a_held_one() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let system = desk.app.system(&desk.tenant);
    let sessions = [active(&desk), active(&desk)];
    for id in sessions {
        let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
        let _ = writer.push(Kind::Frame, desk.app.now(), b"what was shown");
        let (sealed, head) = writer.finish().unwrap();
        block_on(recordings::keep(&desk.app, &desk.tenant, id, sealed, head)).unwrap();
    }
    let lead = desk.seat(Role::Supervisor, "sam");
    let held = sessions[1];
    desk.write(&lead, move |s| recordings::hold(s, held, true)).unwrap();
    let officer = desk.seat(Role::ComplianceOfficer, "cleo");
    desk.write(&officer, |s| app::data::erase(s, &"c1".parse().unwrap())).unwrap();
    let ana = desk.agent("ana");
    let gone = block_on(recordings::watch(&desk.app, &ana, sessions[0])).unwrap_err();
    assert_eq!(gone.code(), "recording_shredded");
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 1, "its chunks go too");
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 0);
    assert!(block_on(recordings::watch(&desk.app, &ana, held)).is_ok());
}
