//! Finding recordings, who watched them, and how they were reviewed, on both engines.

use kernel::{CobrowseId, Duration, PrincipalId, Rng, ScorecardId, Timestamp};
use store::cobrowse::recordings::{self, RecordingRow};
use store::cobrowse::reviews::{self, ReviewRow};
use store::cobrowse::search::{RecordingFilter, RecordingsOf, search};
use store::cobrowse::sessions::{self, SessionRow, SessionsOf};
use store::cobrowse::watches::{self, WatchRow};
use store::testkit::on_both_engines;
use store::{Cursor, Store, StoreError};

use crate::common::{NOW, open, tenant};

fn after(s: i64) -> Timestamp {
    NOW.plus(Duration::from_secs(s))
}

fn person(name: &str) -> PrincipalId {
    name.parse().unwrap()
}

/// The `n`th recording: of three customers and two agents in turn, `n` minutes long.
fn recorded(n: i64, rng: &mut Rng) -> (SessionRow, RecordingRow) {
    let agent = Some(person(if n % 2 == 0 { "ana" } else { "ben" }));
    let customer: kernel::CustomerId = format!("c{}", n % 3).parse().unwrap();
    let id = CobrowseId::generate(after(n), rng);
    let session = SessionRow {
        tenant: tenant(),
        cobrowse: id,
        version: 1,
        state: "ended".to_owned(),
        customer: customer.clone(),
        conversation: None,
        agent: agent.clone(),
        code_hash: None,
        region: String::new(),
        lane: 1,
        due_at: None,
        created_at: after(n),
        active_at: Some(after(n)),
        ended_at: Some(after(n + 60)),
        doc: "{}".to_owned(),
    };
    let recording = RecordingRow {
        tenant: tenant(),
        cobrowse: id,
        wrapped_key: (n != 5).then(|| vec![7; 60]),
        parts: 1,
        chunks: 1,
        size: 9,
        head: "head".to_owned(),
        started_at: after(n),
        ended_at: Some(after(n + 60)),
        keep_until: after(100),
        held: n == 4,
        shredded_at: None,
        customer,
        agent,
        length_ms: n * 60_000,
        ended_why: None,
        intents: 0,
        points: None,
    };
    (session, recording)
}

/// Six recordings: the third was acted in, twice; the second was reviewed; all but the first ended.
fn filled(store: &Store) -> Vec<CobrowseId> {
    let mut rng = Rng::seeded(4);
    let all: Vec<_> = (0..6).map(|n| recorded(n, &mut rng)).collect();
    let ids: Vec<_> = all.iter().map(|(session, _)| session.cobrowse).collect();
    let of = ids.clone();
    store
        .write_blocking(move |tx| {
            for (session, recording) in &all {
                sessions::insert(tx, session)?;
                recordings::put(tx, recording.clone())?;
            }
            for (n, id) in of.iter().enumerate().skip(1) {
                let why = if n % 2 == 0 { "customer" } else { "agent" };
                recordings::ended(tx, &tenant(), *id, why)?;
            }
            recordings::acted(tx, &tenant(), of[2])?;
            recordings::acted(tx, &tenant(), of[2])?;
            recordings::reviewed(tx, &tenant(), of[1], 75)?;
            // What is put again keeps what others wrote.
            recordings::put(tx, all[2].1.clone())
        })
        .unwrap();
    ids
}

#[test]
fn recordings_are_found_by_what_is_known_of_them() {
    on_both_engines(|database| {
        let store = open(database);
        let ids = filled(&store);
        let found = |filter: RecordingFilter, after: Cursor, limit| -> Vec<usize> {
            let rows = store
                .read_blocking(move |tx| search(tx, &tenant(), &filter, &after, limit))
                .unwrap();
            for row in &rows {
                assert_eq!(row.recording.cobrowse, row.session.cobrowse);
            }
            let place = |id: CobrowseId| ids.iter().position(|known| *known == id).unwrap();
            rows.into_iter().map(|row| place(row.recording.cobrowse)).collect()
        };
        let any = RecordingFilter::default;
        let customer = RecordingsOf::Customer("c1".parse().unwrap());
        let ben = RecordingsOf::Agent(person("ben"));
        let table: Vec<(RecordingFilter, &[usize])> = vec![
            (any(), &[5, 4, 3, 2, 1, 0]),
            (RecordingFilter { of: customer, ..any() }, &[4, 1]),
            (RecordingFilter { of: ben.clone(), ..any() }, &[5, 3, 1]),
            (RecordingFilter { from: Some(after(3)), ..any() }, &[5, 4, 3]),
            (RecordingFilter { ended_why: Some("customer".to_owned()), ..any() }, &[4, 2]),
            (RecordingFilter { controlled: Some(true), ..any() }, &[2]),
            (RecordingFilter { controlled: Some(false), of: ben, ..any() }, &[5, 3, 1]),
            (RecordingFilter { held: Some(true), ..any() }, &[4]),
            (RecordingFilter { reviewed: Some(true), ..any() }, &[1]),
            (RecordingFilter { reviewed: Some(false), held: Some(true), ..any() }, &[4]),
            (RecordingFilter { points_min: Some(75), points_max: Some(75), ..any() }, &[1]),
            (RecordingFilter { points_min: Some(76), ..any() }, &[]),
            (
                RecordingFilter {
                    length_ms_min: Some(60_000),
                    length_ms_max: Some(120_000),
                    ..any()
                },
                &[2, 1],
            ),
            (RecordingFilter { readable: Some(false), ..any() }, &[5]),
        ];
        for (filter, expected) in table {
            assert_eq!(found(filter.clone(), Cursor::newest(), 9), expected, "{filter:?}");
        }
        let page = found(any(), Cursor::newest(), 4);
        assert_eq!(page, [5, 4, 3, 2]);
        let last = Cursor { at: after(2), id: ids[2].to_string() };
        assert_eq!(found(any(), last, 4), [1, 0]);
        let acted = ids[2];
        let row = store.read_blocking(move |tx| recordings::get(tx, &tenant(), acted)).unwrap();
        let row = row.unwrap();
        assert_eq!((row.intents, row.ended_why.as_deref()), (2, Some("customer")));

        // Lists of sessions tell how long each recording goes that can be read.
        let listed = store
            .read_blocking(|tx| {
                sessions::list(tx, &tenant(), SessionsOf::All, &Cursor::newest(), 2)
            })
            .unwrap();
        let lengths: Vec<_> = listed.iter().map(|row| row.recording_ms).collect();
        assert_eq!(lengths, [None, Some(240_000)]);
    })
    .unwrap();
}

#[test]
fn who_watched_is_kept_in_order() {
    on_both_engines(|database| {
        let store = open(database);
        let id = CobrowseId::generate(NOW, &mut Rng::seeded(5));
        let looks = [
            WatchRow { at: after(1), user: Some(person("ana")), deed: "watched".into() },
            WatchRow { at: after(1), user: None, deed: "exported".into() },
        ];
        let rows = looks.clone();
        store
            .write_blocking(move |tx| {
                rows.iter().try_for_each(|row| watches::insert(tx, &tenant(), id, row))
            })
            .unwrap();
        let told = store.read_blocking(move |tx| watches::list(tx, &tenant(), id, 9)).unwrap();
        assert_eq!(told, [looks[1].clone(), looks[0].clone()]);
    })
    .unwrap();
}

#[test]
fn a_review_never_changes_and_is_answered_once() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(6);
        let cobrowse = CobrowseId::generate(NOW, &mut rng);
        let mut review = |s: i64, reviewer: &str, version| ReviewRow {
            tenant: tenant(),
            review: ScorecardId::generate(after(s), &mut rng),
            cobrowse,
            agent: person("ana"),
            reviewer: person(reviewer),
            version,
            points: 80,
            created_at: after(s),
            answered_at: None,
            answer: None,
            doc: format!("{{\"at\":{s}}}"),
        };
        let made = [review(1, "sam", 1), review(2, "sam", 2), review(3, "kim", 1)];
        let again = review(4, "sam", 2);
        let rows = made.clone();
        store
            .write_blocking(move |tx| rows.iter().try_for_each(|row| reviews::insert(tx, row)))
            .unwrap();
        let twice = store.write_blocking(move |tx| reviews::insert(tx, &again));
        assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
        let of = store
            .read_blocking(move |tx| reviews::of_recording(tx, &tenant(), cobrowse, 9))
            .unwrap();
        assert_eq!(of, [made[2].clone(), made[1].clone(), made[0].clone()]);

        let id = made[1].review;
        let answer = |at: i64| {
            let write = move |tx: &mut store::Tx<'_>| {
                reviews::answer(tx, &tenant(), id, (after(at), "why"))
            };
            store.write_blocking(write).unwrap()
        };
        assert!(answer(9));
        assert!(!answer(10));
        let read = || store.read_blocking(move |tx| reviews::get(tx, &tenant(), id)).unwrap();
        let answered = ReviewRow {
            answered_at: Some(after(9)),
            answer: Some("why".to_owned()),
            ..made[1].clone()
        };
        assert_eq!(read(), Some(answered.clone()));
        let list = |agent: Option<PrincipalId>, since| {
            let newest = Cursor::newest();
            let read = move |tx: &mut store::Tx<'_>| {
                reviews::list(tx, &tenant(), agent.as_ref(), since, &newest, 9)
            };
            store.read_blocking(read).unwrap()
        };
        assert_eq!(list(None, after(3)), [made[2].clone()]);
        assert_eq!(list(Some(person("ana")), NOW).len(), 3);
        assert_eq!(list(Some(person("ben")), NOW), []);

        store
            .write_blocking(move |tx| reviews::rewrite(tx, &tenant(), id, "{}".to_owned()))
            .unwrap();
        let bare = ReviewRow { answer: Some(String::new()), doc: "{}".to_owned(), ..answered };
        assert_eq!(read(), Some(bare));
    })
    .unwrap();
}
