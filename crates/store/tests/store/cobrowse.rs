//! Co-browsing sessions, their recordings, and what people of the desk could not see, on both engines.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, CustomerId, Duration, PrincipalId, Rng, Timestamp};
use store::cobrowse::blind_spots::{self, BlindSpotCount, BlindSpotRow};
use store::cobrowse::nodes;
use store::cobrowse::policy_changes;
use store::cobrowse::recordings::{self, ChunkRow, RecordingRow};
use store::cobrowse::sessions::{self, ListedRow, SessionRow, SessionsOf};
use store::evidence::BlobContent;
use store::testkit::on_both_engines;
use store::{Cursor, StoreError};

use crate::common::{NOW, open, tenant};

fn after(s: i64) -> Timestamp {
    NOW.plus(Duration::from_secs(s))
}

fn person(name: &str) -> PrincipalId {
    name.parse().unwrap()
}

fn session(s: i64, customer: &str, rng: &mut Rng) -> SessionRow {
    SessionRow {
        tenant: tenant(),
        cobrowse: CobrowseId::generate(after(s), rng),
        version: 1,
        state: "waiting".to_owned(),
        customer: customer.parse::<CustomerId>().unwrap(),
        conversation: None,
        agent: None,
        code_hash: Some(format!("hash-{s}")),
        region: "eu".to_owned(),
        lane: 1,
        due_at: Some(after(s + 1_200)),
        created_at: after(s),
        active_at: None,
        ended_at: None,
        doc: "{}".to_owned(),
    }
}

#[test]
fn sessions_have_one_code_each_and_move_by_version() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let made = [session(0, "c1", &mut rng), session(1, "c2", &mut rng)];
        let rows = made.clone();
        store
            .write_blocking(move |tx| rows.iter().try_for_each(|row| sessions::insert(tx, row)))
            .unwrap();
        let twice =
            SessionRow { code_hash: made[0].code_hash.clone(), ..session(2, "c3", &mut rng) };
        let doubled = store.write_blocking(move |tx| sessions::insert(tx, &twice));
        assert!(matches!(doubled, Err(StoreError::Unique { .. })), "{doubled:?}");

        let found = store.read_blocking(|tx| sessions::by_code(tx, &tenant(), "hash-1")).unwrap();
        assert_eq!(found.as_ref(), Some(&made[1]));
        let mut claimed = made[1].clone();
        claimed.state = "asked".to_owned();
        claimed.agent = Some(person("ana"));
        claimed.code_hash = None;
        claimed.due_at = None;
        let row = claimed.clone();
        store.write_blocking(move |tx| sessions::save(tx, row.clone())).unwrap();
        let stale = claimed.clone();
        let late = store.write_blocking(move |tx| sessions::save(tx, stale.clone()));
        assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
        let id = claimed.cobrowse;
        let read = store.read_blocking(move |tx| sessions::get(tx, &tenant(), id)).unwrap();
        assert_eq!(read, Some(SessionRow { version: 2, ..claimed }));
        let gone = store.read_blocking(|tx| sessions::by_code(tx, &tenant(), "hash-1")).unwrap();
        assert_eq!(gone, None);

        let due = |lane, now, left| {
            let at = (after(now), after(left));
            let rows = store.read_blocking(move |tx| sessions::due(tx, lane, at, 9)).unwrap();
            rows.into_iter().map(|row| (row.cobrowse, row.lane)).collect::<Vec<_>>()
        };
        assert_eq!(due(1, 1_199, 1_199), []);
        assert_eq!(due(1, 1_200, 0), [(made[0].cobrowse, 1)]);
        assert_eq!(due(2, 1_200, 1_199), [], "another lane's is left to it for a while");
        assert_eq!(due(2, 1_230, 1_200), [(made[0].cobrowse, 1)]);
        let open = |lane| store.read_blocking(move |tx| sessions::versions(tx, lane)).unwrap();
        let versions: Vec<i64> = open(1).into_iter().map(|(_, _, version)| version).collect();
        assert_eq!((versions, open(2)), (vec![1, 2], vec![]));

        let customer: CustomerId = "c1".parse().unwrap();
        let (all, own) = store
            .read_blocking(move |tx| {
                let newest = Cursor::newest();
                let all = sessions::list(tx, &tenant(), SessionsOf::All, &newest, 9)?;
                let of = SessionsOf::Customer(&customer);
                Ok::<_, StoreError>((all, sessions::list(tx, &tenant(), of, &newest, 9)?))
            })
            .unwrap();
        let ids: Vec<_> = all.iter().map(|row| row.session.cobrowse).collect();
        assert_eq!(ids, [made[1].cobrowse, made[0].cobrowse]);
        assert_eq!(own, [ListedRow { session: made[0].clone(), recording_ms: None }]);
    })
    .unwrap();
}

#[test]
fn chunks_never_change_and_what_is_held_is_not_due() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(2);
        let id = CobrowseId::generate(NOW, &mut rng);
        let recording = RecordingRow {
            tenant: tenant(),
            cobrowse: id,
            wrapped_key: Some(vec![7; 60]),
            parts: 1,
            chunks: 2,
            size: 6,
            head: "head".to_owned(),
            started_at: NOW,
            ended_at: None,
            keep_until: after(100),
            held: false,
            shredded_at: None,
            customer: "c1".parse().unwrap(),
            agent: Some(person("ana")),
            length_ms: 5_000,
            ended_why: None,
            intents: 0,
            points: None,
        };
        let chunk = |number: i64, content| ChunkRow {
            tenant: tenant(),
            cobrowse: id,
            chunk: number,
            sha256: Sha256Hex::of(&number.to_le_bytes()),
            size: 3,
            doc: format!("{{\"number\":{number}}}"),
            content,
        };
        let chunks = [
            chunk(0, BlobContent::Bytes(vec![1, 2, 3])),
            chunk(1, BlobContent::Path("a/b/c".to_owned())),
        ];
        let (row, rows) = (recording.clone(), chunks.clone());
        store
            .write_blocking(move |tx| {
                recordings::put(tx, row.clone())?;
                rows.iter().try_for_each(|chunk| recordings::put_chunk(tx, chunk))
            })
            .unwrap();
        let other = ChunkRow { content: BlobContent::Bytes(vec![9]), ..chunks[0].clone() };
        let changed = store.write_blocking(move |tx| recordings::put_chunk(tx, &other));
        assert!(matches!(changed, Err(StoreError::Unique { .. })), "{changed:?}");
        let read = |from| {
            store.read_blocking(move |tx| recordings::chunks(tx, &tenant(), id, from, 9)).unwrap()
        };
        assert_eq!(read(0), chunks);
        assert_eq!(read(1), chunks[1..]);

        let due = |at| store.read_blocking(move |tx| recordings::due(tx, at, 9)).unwrap();
        assert_eq!(due(after(99)), []);
        assert_eq!(due(after(100)), [(tenant(), id)]);
        let held = RecordingRow { held: true, ..recording.clone() };
        store.write_blocking(move |tx| recordings::put(tx, held.clone())).unwrap();
        assert_eq!(due(after(100)), []);
        let shredded = RecordingRow {
            wrapped_key: None,
            chunks: 0,
            shredded_at: Some(after(200)),
            ended_at: Some(after(50)),
            ..recording
        };
        let row = shredded.clone();
        store.write_blocking(move |tx| recordings::put(tx, row.clone())).unwrap();
        assert_eq!(due(after(300)), []);
        let read_back = store.read_blocking(move |tx| recordings::get(tx, &tenant(), id)).unwrap();
        assert_eq!(read_back, Some(shredded));
        let forgotten = store
            .write_blocking(move |tx| recordings::delete_chunks(tx, &tenant(), id, 0))
            .unwrap();
        assert_eq!(forgotten, 1);
        assert_eq!(read(0), chunks[1..]);
    })
    .unwrap();
}

#[test]
fn blind_spots_are_ranked_by_how_often_they_were_asked_for() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(3);
        let sessions = [CobrowseId::generate(NOW, &mut rng), CobrowseId::generate(NOW, &mut rng)];
        let spot = |session: usize, s: i64, place: &str| BlindSpotRow {
            tenant: tenant(),
            cobrowse: sessions[session],
            spot: 0,
            at: after(s),
            user: person("ana"),
            page: "/orders/*".to_owned(),
            place: place.to_owned(),
            place_hash: Sha256Hex::of(place.as_bytes()),
            doc: format!("{s}"),
        };
        let rows = [
            spot(0, 1, "total"),
            spot(0, 2, "address"),
            spot(0, 2, "address"),
            spot(0, 2, "address"),
            spot(1, 3, "total"),
        ];
        store
            .write_blocking(move |tx| rows.iter().try_for_each(|row| blind_spots::insert(tx, row)))
            .unwrap();
        let ranked = |to, page: Option<&'static str>, limit| {
            store
                .read_blocking(move |tx| blind_spots::ranked(tx, &tenant(), (NOW, to), page, limit))
                .unwrap()
        };
        let count = |place: &str, asked, sessions, s| BlindSpotCount {
            place_hash: Sha256Hex::of(place.as_bytes()),
            page: "/orders/*".to_owned(),
            place: place.to_owned(),
            asked,
            sessions,
            last_at: after(s),
        };
        let early = [count("address", 3, 1, 2), count("total", 1, 1, 1)];
        assert_eq!(ranked(after(3), None, 9), early, "the last is not of the span");
        let first = [count("total", 2, 2, 3)];
        assert_eq!(ranked(after(9), None, 1), first, "by sessions first");
        assert_eq!(ranked(after(9), Some("/orders/*"), 1), first);
        assert_eq!(ranked(after(9), Some("/"), 9), []);
        let hash = Sha256Hex::of(b"total");
        let docs = || {
            let of_place = store
                .read_blocking(move |tx| blind_spots::of_place(tx, &tenant(), &hash, 9))
                .unwrap();
            of_place.into_iter().map(|row| row.doc).collect::<Vec<_>>()
        };
        assert_eq!(docs(), ["3", "1"]);
        let forget =
            move |tx: &mut store::Tx<'_>| blind_spots::forget_words(tx, &tenant(), sessions[0]);
        store.write_blocking(forget).unwrap();
        assert_eq!(docs(), ["3", "{}"]);
        let own = store
            .read_blocking(move |tx| blind_spots::of_session(tx, &tenant(), sessions[0], 9))
            .unwrap();
        let own: Vec<_> = own.iter().map(|row| (row.spot, row.place.as_str())).collect();
        assert_eq!(own, [(1, "total"), (2, "address"), (3, "address"), (4, "address")]);
        for decided in ["{}", r#"{"state":"dismissed"}"#] {
            let put =
                move |tx: &mut store::Tx<'_>| blind_spots::put_place(tx, &tenant(), &hash, decided);
            store.write_blocking(put).unwrap();
            let read = move |tx: &mut store::Tx<'_>| blind_spots::place(tx, &tenant(), &hash);
            assert_eq!(store.read_blocking(read).unwrap().as_deref(), Some(decided));
        }
    })
    .unwrap();
}

#[test]
fn changes_of_the_policy_are_kept_in_their_order() {
    on_both_engines(|database| {
        let store = open(database);
        for (s, doc) in [(1, "one"), (1, "two"), (2, "three")] {
            let put =
                move |tx: &mut store::Tx<'_>| policy_changes::insert(tx, &tenant(), after(s), doc);
            store.write_blocking(put).unwrap();
        }
        let newest = store.read_blocking(|tx| policy_changes::newest(tx, &tenant(), 2)).unwrap();
        let newest: Vec<_> =
            newest.iter().map(|row| (row.change, row.at, row.doc.as_str())).collect();
        assert_eq!(newest, [(3, after(2), "three"), (2, after(1), "two")]);
    })
    .unwrap();
}

#[test]
fn nodes_give_signs_of_life_and_hear_each_others_calls() {
    on_both_engines(|database| {
        let store = open(database);
        let own = store.lane();
        let seen = |rows: Vec<nodes::NodeRow>| {
            rows.into_iter()
                .map(|row| (row.lane, row.address, row.beat, row.heard, row.called))
                .collect::<Vec<_>>()
        };
        let told = |address: &str, beat, heard, called| {
            vec![(own, address.to_owned(), beat, heard, called)]
        };
        for address in ["https://a", "https://b"] {
            store.write_blocking(move |tx| nodes::beat(tx, "eu", address)).unwrap();
        }
        assert_eq!(seen(store.read_blocking(nodes::list).unwrap()), told("https://b", 2, 0, 0));
        store.write_blocking(move |tx| nodes::call(tx, own)).unwrap();
        store.write_blocking(move |tx| nodes::call(tx, own)).unwrap();
        // A node does not call itself with the others.
        store.write_blocking(nodes::call_all).unwrap();
        store.write_blocking(|tx| nodes::heard(tx, 2)).unwrap();
        store.write_blocking(|tx| nodes::heard(tx, 1)).unwrap();
        assert_eq!(seen(store.read_blocking(nodes::list).unwrap()), told("https://b", 2, 2, 2));
        store.write_blocking(move |tx| nodes::forget(tx, own, 1)).unwrap();
        assert_eq!(store.read_blocking(nodes::list).unwrap().len(), 1, "it has beaten since");
        store.write_blocking(move |tx| nodes::forget(tx, own, 2)).unwrap();
        assert_eq!(store.read_blocking(nodes::list).unwrap(), []);
    })
    .unwrap();
}
