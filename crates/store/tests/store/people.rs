//! Users, sessions, tickets and attempts, on both engines.

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Rng, SessionId, TenantId, Timestamp, UserId};
use store::sessions::SessionRow;
use store::sign_in::{Attempts, TicketRow};
use store::testkit::on_both_engines;
use store::users::{ACTIVE, UserRow};
use store::{Cursor, StoreError, Tx};

use crate::common::open;

fn tenant() -> TenantId {
    "acme".parse().unwrap()
}

fn user(email: &str, now: Timestamp, rng: &mut Rng) -> UserRow {
    UserRow {
        tenant: tenant(),
        user: UserId::generate(now, rng),
        email: email.to_owned(),
        name: "A".to_owned(),
        role: "operator".to_owned(),
        custom_role: None,
        merchant: None,
        languages: "[]".to_owned(),
        skills: "[]".to_owned(),
        capacity_units: 4,
        locale: None,
        theme: None,
        state: ACTIVE.to_owned(),
        password_hash: Some("hash".to_owned()),
        totp_secret: None,
        totp_confirmed: false,
        totp_last_step: None,
        created_at: now,
        updated_at: now,
        last_seen_at: None,
        version: 1,
    }
}

#[test]
fn an_address_is_one_user_and_a_stale_change_is_refused() {
    on_both_engines(|database| {
        let store = open(database);
        let now = store.clock().now();
        let work = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            let mut rng = Rng::seeded(1);
            let one = user("a@x.example", now, &mut rng);
            assert!(store::users::insert(tx, &one)?);
            assert!(!store::users::insert(tx, &user("a@x.example", now, &mut rng))?);
            assert!(store::users::insert(tx, &user("b@x.example", now, &mut rng))?);
            assert_eq!(store::users::by_email(tx, &tenant(), "a@x.example")?, Some(one.clone()));
            assert_eq!(store::users::count_active(tx, &tenant(), "operator")?, 2);
            let newest = Cursor::newest();
            assert_eq!(store::users::list(tx, &tenant(), None, &newest, 10)?.len(), 2);
            let shop = "m1".parse().unwrap();
            assert_eq!(store::users::list(tx, &tenant(), Some(&shop), &newest, 10)?, []);
            let place = ("okta", "s-1");
            store::users::link(tx, &tenant(), place, one.user, now)?;
            assert_eq!(store::users::linked(tx, &tenant(), place)?, Some(one.user));
            let codes = ["x".to_owned(), "y".to_owned()];
            store::users::set_recovery_codes(tx, &tenant(), one.user, &codes)?;
            assert!(store::users::use_recovery_code(tx, &tenant(), one.user, "x")?);
            assert!(!store::users::use_recovery_code(tx, &tenant(), one.user, "x")?);
            assert_eq!(store::users::recovery_codes_left(tx, &tenant(), one.user)?, 1);
            store::users::save(tx, &UserRow { name: "B".to_owned(), ..one.clone() })?;
            tx.flush()?;
            let saved = store::users::get(tx, &tenant(), one.user)?.unwrap();
            assert_eq!((saved.name.as_str(), saved.version), ("B", 2));
            Ok(())
        };
        store.write_blocking(work).unwrap();
        store.close();
    })
    .unwrap();
}

#[test]
fn a_session_ends_once_and_is_found_by_its_secret_alone() {
    on_both_engines(|database| {
        let store = open(database);
        let now = store.clock().now();
        let work = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            let mut rng = Rng::seeded(1);
            let row = SessionRow {
                tenant: tenant(),
                session: SessionId::generate(now, &mut rng),
                secret_hash: Sha256Hex::of(b"secret"),
                kind: "user".to_owned(),
                subject: "u".to_owned(),
                method: "password".to_owned(),
                second_factor: false,
                name: String::new(),
                email: None,
                locale: None,
                user_agent: String::new(),
                created_at: now,
                last_seen_at: now,
                idle: Duration::HOUR,
                expires_at: now.plus(Duration::DAY),
                ended_at: None,
                end_reason: None,
            };
            store::sessions::insert(tx, &row)?;
            assert_eq!(store::sessions::find(tx, &row.secret_hash)?, Some(row.clone()));
            assert_eq!(store::sessions::find(tx, &Sha256Hex::of(b"other"))?, None);
            let of = ("user", "u");
            assert_eq!(store::sessions::open_of(tx, &tenant(), of, 9)?.len(), 1);
            assert_eq!(store::sessions::due(tx, now.plus(Duration::MINUTE), 9)?, []);
            assert_eq!(store::sessions::due(tx, now.plus(Duration::HOUR), 9)?.len(), 1);
            let later = now.plus(Duration::MINUTE);
            store::sessions::seen(tx, &tenant(), row.session, later)?;
            store::sessions::seen(tx, &tenant(), row.session, now)?;
            let seen = store::sessions::get(tx, &tenant(), row.session)?.unwrap();
            assert_eq!((seen.last_seen_at, seen.ends_at()), (later, later.plus(Duration::HOUR)));
            assert!(store::sessions::end(tx, &tenant(), row.session, ("revoked", later))?);
            assert!(!store::sessions::end(tx, &tenant(), row.session, ("expired", later))?);
            assert_eq!(store::sessions::open_of(tx, &tenant(), of, 9)?, []);
            assert_eq!(store::sessions::ended_since(tx, later, 9)?.len(), 1);
            assert_eq!(store::sessions::ended_since(tx, later.plus(Duration::SECOND), 9)?, []);
            assert_eq!(store::sessions::prune(tx, later)?, 0);
            assert_eq!(store::sessions::prune(tx, later.plus(Duration::SECOND))?, 1);
            Ok(())
        };
        store.write_blocking(work).unwrap();
        store.close();
    })
    .unwrap();
}

#[test]
fn a_ticket_is_used_once_and_attempts_are_counted_apart() {
    on_both_engines(|database| {
        let store = open(database);
        let now = store.clock().now();
        let work = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            let ticket = TicketRow {
                tenant: tenant(),
                hash: Sha256Hex::of(b"ticket"),
                purpose: "code".to_owned(),
                subject: "s".to_owned(),
                doc: "null".to_owned(),
                tries: 0,
                created_at: now,
                expires_at: now.plus(Duration::MINUTE),
            };
            assert!(store::sign_in::insert(tx, &ticket)?);
            assert!(!store::sign_in::insert(tx, &ticket)?);
            store::sign_in::tried(tx, &ticket)?;
            tx.flush()?;
            assert_eq!(store::sign_in::find(tx, &ticket.hash)?.unwrap().tries, 1);
            assert!(store::sign_in::take(tx, &ticket)? && !store::sign_in::take(tx, &ticket)?);
            store::sign_in::insert(tx, &ticket)?;
            store::sign_in::take_all(tx, &tenant(), ("code", "s"))?;
            assert_eq!(store::sign_in::find(tx, &ticket.hash)?, None);
            let counted = Attempts { count: 3, last_at: now, blocked_until: now };
            let place = ("account", "a");
            for count in [1, 3] {
                let attempts = Attempts { count, ..counted };
                store::sign_in::set_attempts(tx, &tenant(), place, attempts)?;
            }
            assert_eq!(store::sign_in::attempts(tx, &tenant(), place)?, Some(counted));
            assert_eq!(store::sign_in::attempts(tx, &tenant(), ("address", "a"))?, None);
            store::sign_in::forget_attempts(tx, &tenant(), place)?;
            assert_eq!(store::sign_in::attempts(tx, &tenant(), place)?, None);
            Ok(())
        };
        store.write_blocking(work).unwrap();
        store.close();
    })
    .unwrap();
}
