//! What stands beside the aggregates, on both engines: effects, audit chains, goodwill, connectors,
//! jobs, timers, the outbox.

use kernel::canonical::Sha256Hex;
use kernel::{
    AuditId, ComplaintId, Currency, CustomerId, DisputeId, Duration, EffectId, EventId, JobId,
    MerchantId, Rng, TimerId, Timestamp,
};
use store::testkit::on_both_engines;
use store::{
    Cursor, StoreError, audit, complaints, connector, effects, goodwill, jobs, outbox, timers,
};

use crate::common::{NOW, open, order, tenant};

fn after(ms: i64) -> Timestamp {
    NOW.plus(Duration::from_millis(ms))
}

#[test]
fn effects_have_one_key_and_move_by_version() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let effect = |n: i64, rng: &mut Rng| effects::EffectRow {
            tenant: tenant(),
            effect: EffectId::generate(NOW, rng),
            order: order(1),
            dispute: None,
            kind: "refund".to_owned(),
            state: effects::EffectState::Intent,
            provider: "simulator".to_owned(),
            provider_key: format!("key-{n}"),
            provider_ref: None,
            currency: Currency::EUR,
            amount: 100,
            attempts: 0,
            next_attempt_at: after(n),
            created_at: NOW,
            updated_at: NOW,
            version: 1,
            doc: "{}".to_owned(),
        };
        let made: Vec<_> = (1..=3).map(|n| effect(n, &mut rng)).collect();
        let rows = made.clone();
        store.write_blocking(move |tx| effects::insert(tx, rows.clone())).unwrap();
        let twice =
            effects::EffectRow { effect: EffectId::generate(NOW, &mut rng), ..made[0].clone() };
        let doubled = store.write_blocking(move |tx| effects::insert(tx, vec![twice.clone()]));
        assert!(matches!(doubled, Err(StoreError::Unique { .. })), "{doubled:?}");
        let due = store
            .read_blocking(|tx| effects::due(tx, effects::EffectState::Intent, after(2), 9))
            .unwrap();
        assert_eq!(due, made[..2]);
        let sent = effects::EffectRow {
            state: effects::EffectState::Unknown,
            attempts: 1,
            ..made[0].clone()
        };
        let (row, id) = (sent.clone(), sent.effect);
        store.write_blocking(move |tx| effects::save(tx, &row)).unwrap();
        let read = store.read_blocking(move |tx| effects::get(tx, &tenant(), id)).unwrap();
        assert_eq!(read, Some(effects::EffectRow { version: 2, ..sent }));
        let sums = store.read_blocking(|tx| effects::sums(tx, &tenant())).unwrap();
        let sums: Vec<_> = sums.iter().map(|sum| (sum.state.as_str(), sum.amount)).collect();
        assert_eq!(sums, [("intent", 200), ("unknown", 100)]);
    })
    .unwrap();
}

#[test]
fn audit_chains_goodwill_complaints_and_connectors() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let entry = |seq: i64, rng: &mut Rng| audit::AuditRow {
            tenant: tenant(),
            lane: 1,
            seq,
            audit: AuditId::generate(NOW, rng),
            at: NOW,
            body: format!("{{\"seq\":{seq}}}"),
            hash: Sha256Hex::of(&seq.to_be_bytes()),
        };
        let entries: Vec<_> = (1..=5).map(|seq| entry(seq, &mut rng)).collect();
        let complaint = complaints::ComplaintRow {
            tenant: tenant(),
            complaint: ComplaintId::generate(NOW, &mut rng),
            customer: CustomerId::new("c1").unwrap(),
            order: None,
            dispute: None,
            state: "open".to_owned(),
            created_at: NOW,
            updated_at: NOW,
            closed_at: None,
            version: 1,
            doc: "{}".to_owned(),
        };
        let dispute = DisputeId::generate(NOW, &mut rng);
        let subject = goodwill::Subject { kind: "device".to_owned(), value: "d1".to_owned() };
        let granted = goodwill::GoodwillUse {
            tenant: tenant(),
            dispute,
            at: NOW,
            currency: Currency::EUR,
            amount: 500,
            subjects: vec![subject.clone()],
        };
        let settings = connector::KlarnaSettingsRow {
            merchant: MerchantId::new("m1").unwrap(),
            auto_accept: Some((Currency::EUR, 1_000)),
            frameworks: "[\"2026\"]".to_owned(),
            updated_at: NOW,
        };
        let event = connector::ConnectorEventRow {
            tenant: tenant(),
            provider: "stripe".to_owned(),
            event: "evt_1".to_owned(),
            received_at: NOW,
            state: "applied".to_owned(),
            order: None,
            body: "{}".to_owned(),
        };
        let (rows, kept, filed, put) =
            (entries.clone(), complaint.clone(), event.clone(), settings.clone());
        let new = store
            .write_blocking(move |tx| {
                audit::append(tx, rows.clone())?;
                complaints::insert(tx, kept.clone())?;
                goodwill::insert(tx, &granted)?;
                goodwill::insert(tx, &granted)?;
                connector::put_klarna_settings(tx, &tenant(), put.clone())?;
                let first = connector::insert_event(tx, &filed)?;
                Ok::<_, StoreError>((first, connector::insert_event(tx, &filed)?))
            })
            .unwrap();
        assert_eq!(new, (true, false));
        let merchant = settings.merchant.clone();
        let (head, page, used, before, klarna, listed) = store
            .read_blocking(move |tx| {
                let eur = Currency::EUR;
                Ok::<_, StoreError>((
                    audit::head_of(tx, &tenant(), 1)?,
                    audit::list(tx, &tenant(), (1, 3), 10)?,
                    goodwill::used_since(tx, &tenant(), &subject, NOW, eur)?,
                    goodwill::used_since(tx, &tenant(), &subject, after(1), eur)?,
                    connector::klarna_settings(tx, &tenant(), &merchant)?,
                    complaints::list(tx, &tenant(), Some("open"), None, &Cursor::newest(), 9)?,
                ))
            })
            .unwrap();
        assert_eq!(head, Some((5, Sha256Hex::of(&5i64.to_be_bytes()))));
        assert_eq!(page, entries[3..]);
        assert_eq!((used, before), ((1, 500), (0, 0)));
        assert_eq!(klarna, Some(settings));
        assert_eq!(listed, [complaint]);
    })
    .unwrap();
}

#[test]
fn jobs_timers_and_the_outbox_keep_their_order() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let event = |aggregate: &str, seq, created_at, rng: &mut Rng| outbox::OutboxRow {
            tenant: tenant(),
            aggregate: aggregate.to_owned(),
            seq,
            event: EventId::generate(NOW, rng),
            topic: "t".to_owned(),
            merchant: None,
            payload: "{}".to_owned(),
            created_at,
        };
        let events = vec![
            event("a", 1, after(10), &mut rng),
            event("a", 2, after(10), &mut rng),
            event("b", 1, after(7), &mut rng),
        ];
        let timer = timers::NewTimer {
            tenant: tenant(),
            timer: TimerId::generate(NOW, &mut rng),
            order: order(1),
            kind: "k".to_owned(),
            due_at: after(3),
            test_clock: false,
            doc: "{}".to_owned(),
        };
        let job = |run_at, rng: &mut Rng| jobs::NewJob {
            tenant: tenant(),
            job: JobId::generate(NOW, rng),
            queue: "q".to_owned(),
            key: None,
            payload: "{}".to_owned(),
            run_at,
            created_at: NOW,
        };
        let waiting =
            vec![job(after(2), &mut rng), job(after(1), &mut rng), job(after(9), &mut rng)];
        let expected = [waiting[1].job, waiting[0].job];
        store
            .write_blocking(move |tx| {
                outbox::push(tx, events.clone())?;
                timers::schedule(tx, vec![timer.clone()])?;
                jobs::enqueue(tx, waiting.clone())
            })
            .unwrap();
        let (first, next) = store
            .read_blocking(|tx| Ok::<_, StoreError>((outbox::peek(tx, 2)?, timers::next_due(tx)?)))
            .unwrap();
        let order: Vec<(String, i64)> =
            first.iter().map(|event| (event.aggregate.clone(), event.seq)).collect();
        assert_eq!(order, [("b".to_owned(), 1), ("a".to_owned(), 1)]);
        assert_eq!(next, Some(after(3)));
        store
            .write_blocking(move |tx| first.iter().try_for_each(|event| outbox::delete(tx, event)))
            .unwrap();
        let (then, backlog) = store
            .read_blocking(|tx| Ok::<_, StoreError>((outbox::peek(tx, 10)?, outbox::backlog(tx)?)))
            .unwrap();
        assert_eq!((then[0].seq, backlog), (2, (1, Some(after(10)))));
        let claimed =
            store.write_blocking(|tx| jobs::claim(tx, "q", after(5), after(50), 10)).unwrap();
        let claimed: Vec<JobId> = claimed.iter().map(|job: &jobs::JobRow| job.job).collect();
        assert_eq!(claimed, expected);
    })
    .unwrap();
}
