//! Each aggregate's functions, on both engines: what is written is read back, in the order and
//! with the limits that lists promise.

use kernel::canonical::Sha256Hex;
use kernel::{
    ApiKeyId, Currency, CustomerId, DecisionId, DisputeId, Duration, EventId, EvidenceId,
    MerchantId, NoticeId, PrincipalId, Rng, TaskId, Timestamp,
};
use store::disputes::{DisputeFilter, DisputeRow};
use store::testkit::on_both_engines;
use store::{
    Cursor, Store, StoreError, api_keys, decisions, disputes, evidence, feed, links, notices,
    orders, parties, policies, tasks, tenants,
};

use crate::common::{NOW, insert_order, open, order, tenant};

fn after(ms: i64) -> Timestamp {
    NOW.plus(Duration::from_millis(ms))
}

fn dispute(n: i64, rng: &mut Rng) -> DisputeRow {
    let states = ["evidence", "review", "closed"];
    let state = states[(n % 3) as usize];
    let closed = state == "closed";
    DisputeRow {
        tenant: tenant(),
        dispute: DisputeId::generate(NOW, rng),
        order: order(n as u32),
        merchant: MerchantId::new(format!("m{}", n % 4)).unwrap(),
        customer: CustomerId::new(format!("c{}", n % 5)).unwrap(),
        state: state.to_owned(),
        outcome: closed.then(|| "merchant".to_owned()),
        reason: if n % 2 == 0 { "not_received" } else { "faulty" }.to_owned(),
        framework: "2026".to_owned(),
        currency: Currency::EUR,
        amount: 100 * n,
        amount_open: if closed { 0 } else { 100 * n },
        needs_person: n % 7 == 0,
        next_deadline_at: (!closed).then(|| after(n + 1_000)),
        // Several share an instant, so that the id must break the tie.
        created_at: after(n / 3),
        updated_at: after(n / 3 + 50),
        closed_at: closed.then(|| after(n / 3 + 50)),
        version: 1,
        doc: "{}".to_owned(),
        merchant_action: None,
        assignee: None,
    }
}

/// All pages of a list, with pages of `limit`.
fn pages(store: &Store, filter: &DisputeFilter, limit: u32) -> Vec<DisputeRow> {
    let mut cursor = Cursor::newest();
    let mut found = Vec::new();
    loop {
        let (filter, from) = (filter.clone(), cursor.clone());
        let page = store
            .read_blocking(move |tx| disputes::list(tx, &tenant(), &filter, &from, limit))
            .unwrap();
        let Some(last) = page.last() else { return found };
        cursor = Cursor { at: last.created_at, id: last.dispute.to_string() };
        found.extend(page);
    }
}

#[test]
fn dispute_lists_filter_and_page_as_a_plain_filter_would() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let mut all: Vec<DisputeRow> = (1..=60).map(|n| dispute(n, &mut rng)).collect();
        let rows = all.clone();
        store
            .write_blocking(move |tx| {
                rows.iter().try_for_each(|row| disputes::put(tx, row.clone()))
            })
            .unwrap();
        all.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.dispute)));
        let merchant = MerchantId::new("m1").unwrap();
        let customer = CustomerId::new("c2").unwrap();
        let range = (after(5), after(9));
        let base = DisputeFilter::default;
        let within = |at: Timestamp| range.0 <= at && at < range.1;
        type Keep<'a> = Box<dyn Fn(&DisputeRow) -> bool + 'a>;
        let cases: Vec<(DisputeFilter, Keep<'_>)> = vec![
            (base(), Box::new(|_| true)),
            (
                DisputeFilter { state: Some("review".into()), ..base() },
                Box::new(|row| row.state == "review"),
            ),
            (
                DisputeFilter { reason: Some("faulty".into()), ..base() },
                Box::new(|row| row.reason == "faulty"),
            ),
            (
                DisputeFilter { merchant: Some(merchant.clone()), ..base() },
                Box::new(|row| row.merchant == merchant),
            ),
            (
                DisputeFilter { customer: Some(customer.clone()), needs_person: true, ..base() },
                Box::new(|row| row.customer == customer && row.needs_person),
            ),
            (
                DisputeFilter {
                    merchant: Some(merchant.clone()),
                    customer: Some(customer.clone()),
                    ..base()
                },
                Box::new(|row| row.merchant == merchant && row.customer == customer),
            ),
            (
                DisputeFilter { created: Some(range), ..base() },
                Box::new(move |row| within(row.created_at)),
            ),
            (
                DisputeFilter { updated: Some((after(55), after(60))), ..base() },
                Box::new(|row| after(55) <= row.updated_at && row.updated_at < after(60)),
            ),
            (
                DisputeFilter {
                    closed: Some((after(55), after(60))),
                    merchant: Some(merchant.clone()),
                    ..base()
                },
                Box::new(|row| {
                    row.merchant == merchant
                        && row.closed_at.is_some_and(|at| after(55) <= at && at < after(60))
                }),
            ),
        ];
        for (filter, keep) in cases {
            let expected: Vec<DisputeRow> = all.iter().filter(|row| keep(row)).cloned().collect();
            assert!(!expected.is_empty(), "{filter:?} tests nothing");
            assert_eq!(pages(&store, &filter, 7), expected, "{filter:?}");
        }
        let counts = store.read_blocking(|tx| disputes::count_by_state(tx, &tenant())).unwrap();
        let expected = ["closed", "evidence", "review"].map(|state| (state.to_owned(), 20));
        assert_eq!(counts, expected);
    })
    .unwrap();
}

#[test]
fn a_dispute_is_replaced_by_its_next_version() {
    on_both_engines(|database| {
        let store = open(database);
        let first = dispute(1, &mut Rng::seeded(1));
        let second = DisputeRow { state: "closed".into(), version: 2, ..first.clone() };
        let (id, expected) = (first.dispute, second.clone());
        store
            .write_blocking(move |tx| {
                disputes::put(tx, first.clone())?;
                disputes::put(tx, second.clone())
            })
            .unwrap();
        let (one, of_order) = store
            .read_blocking(move |tx| {
                let one = disputes::get(tx, &tenant(), id)?;
                Ok::<_, StoreError>((one, disputes::of_order(tx, &tenant(), &order(1))?))
            })
            .unwrap();
        assert_eq!(one, Some(expected.clone()));
        assert_eq!(of_order, [expected]);
    })
    .unwrap();
}

#[test]
fn orders_and_their_events() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let event = |seq, rng: &mut Rng| orders::OrderEventRow {
            tenant: tenant(),
            order: order(1),
            seq,
            event: EventId::generate(NOW, rng),
            at: NOW,
            effective_at: after(-5),
            actor: "{}".to_owned(),
            kind: "submit".to_owned(),
            input: "{\"é\":1}".to_owned(),
            context: "{}".to_owned(),
            seed: i64::MIN,
            policy_hash: Some(Sha256Hex::of(b"policy")),
        };
        // More than one INSERT holds.
        let events: Vec<_> = (1..=150).map(|seq| event(seq, &mut rng)).collect();
        let kept = events.clone();
        store
            .write_blocking(move |tx| {
                (0..10).try_for_each(|n| insert_order(tx, n))?;
                orders::append_events(tx, events.clone())
            })
            .unwrap();
        let read =
            store.read_blocking(|tx| orders::events(tx, &tenant(), &order(1), 10, 1_000)).unwrap();
        assert_eq!(read, kept[10..]);
        let again = event(7, &mut rng);
        let taken = store.write_blocking(move |tx| orders::append_events(tx, vec![again.clone()]));
        assert!(matches!(taken, Err(StoreError::Unique { .. })), "{taken:?}");
        let customer = CustomerId::new("c1").unwrap();
        let of = [orders::OrdersOf::Tenant, orders::OrdersOf::Customer(customer)];
        for of in of {
            let listed = store
                .read_blocking(move |tx| {
                    let after = Cursor { at: NOW, id: "order-5".to_owned() };
                    orders::list(tx, &tenant(), &of, &after, 3)
                })
                .unwrap();
            let ids: Vec<String> = listed.iter().map(|row| row.order.to_string()).collect();
            assert_eq!(ids, ["order-4", "order-3", "order-2"]);
        }
    })
    .unwrap();
}

#[test]
fn tenants_keys_and_policies() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let key = api_keys::ApiKeyRow {
            tenant: tenant(),
            key_hash: Sha256Hex::of(b"secret"),
            id: ApiKeyId::generate(NOW, &mut rng),
            role: "merchant".to_owned(),
            subject: PrincipalId::new("m1").unwrap(),
            label: "test".to_owned(),
            created_at: NOW,
            expires_at: Some(after(100)),
            revoked_at: None,
        };
        let (row, id) = (key.clone(), key.id);
        store
            .write_blocking(move |tx| {
                tenants::insert(tx, &tenant(), "{}".to_owned(), false, NOW)?;
                api_keys::insert(tx, &row)?;
                let hash = policies::put(tx, &tenant(), "pack", "text", NOW)?;
                policies::put(tx, &tenant(), "pack", "text", NOW)?;
                policies::activate(tx, &tenant(), "decisions", &hash, NOW)
            })
            .unwrap();
        let (found, hash, text, none) = store
            .read_blocking(|tx| {
                let hash = policies::active(tx, &tenant(), "decisions")?.unwrap();
                Ok::<_, StoreError>((
                    api_keys::find(tx, &Sha256Hex::of(b"secret"))?,
                    hash,
                    policies::text(tx, &tenant(), &hash)?,
                    api_keys::find(tx, &Sha256Hex::of(b"other"))?,
                ))
            })
            .unwrap();
        assert_eq!((found.as_ref(), none), (Some(&key), None));
        assert_eq!((hash, text.as_deref()), (Sha256Hex::of(b"text"), Some("text")));
        assert!(key.is_live(after(99)) && !key.is_live(after(100)));
        let revoke = || store.write_blocking(move |tx| api_keys::revoke(tx, &tenant(), id, NOW));
        assert_eq!((revoke().unwrap(), revoke().unwrap()), (true, false));
        // A tenant that is no sandbox has no test clock.
        let clock = store.write_blocking(|tx| tenants::set_test_clock(tx, &tenant(), Some(NOW)));
        assert!(matches!(clock, Err(StoreError::Missing { .. })), "{clock:?}");
    })
    .unwrap();
}

#[test]
fn the_feeds_records_parties_and_links() {
    on_both_engines(|database| {
        let store = open(database);
        let content = [Sha256Hex::of(b"1"), Sha256Hex::of(b"2")];
        let seen = store
            .write_blocking(move |tx| {
                let before = feed::seen(tx, &tenant(), "order", "o1", &content[0])?;
                feed::note(tx, &tenant(), "order", "o1", &content[0], NOW)?;
                let same = feed::seen(tx, &tenant(), "order", "o1", &content[0])?;
                let changed = feed::seen(tx, &tenant(), "order", "o1", &content[1])?;
                Ok::<_, StoreError>((before, same, changed))
            })
            .unwrap();
        assert_eq!(seen, (feed::Seen::New, feed::Seen::Same, feed::Seen::Changed));
        let customers = ["c1", "c2"].map(|id| CustomerId::new(id).unwrap());
        let linked = customers.clone();
        store
            .write_blocking(move |tx| {
                for customer in &linked {
                    links::put(tx, &tenant(), customer, "device", "d1", NOW)?;
                    links::put(tx, &tenant(), customer, "device", "d1", after(5))?;
                }
                for party in
                    [parties::Party::Merchant, parties::Party::Customer, parties::Party::Device]
                {
                    parties::put(tx, party, &tenant(), "x", "{}".to_owned(), NOW)?;
                    parties::put(tx, party, &tenant(), "x", "{2}".to_owned(), after(1))?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let (sharing, own, party, listed) = store
            .read_blocking(|tx| {
                Ok::<_, StoreError>((
                    links::sharing(tx, &tenant(), "device", "d1", 10)?,
                    links::of_customer(tx, &tenant(), &CustomerId::new("c1").unwrap(), 10)?,
                    parties::get(tx, parties::Party::Device, &tenant(), "x")?.unwrap(),
                    parties::list(tx, parties::Party::Customer, &tenant(), "", 10)?,
                ))
            })
            .unwrap();
        assert_eq!(sharing, customers);
        assert_eq!(own, [("device".to_owned(), "d1".to_owned())]);
        assert_eq!((party.version, party.doc.as_str(), party.created_at), (2, "{2}", NOW));
        assert_eq!(listed.len(), 1);
    })
    .unwrap();
}

#[test]
fn decisions_evidence_notices_and_tasks() {
    on_both_engines(|database| {
        let store = open(database);
        let mut rng = Rng::seeded(1);
        let dispute = DisputeId::generate(NOW, &mut rng);
        let decision = decisions::DecisionRow {
            tenant: tenant(),
            decision: DecisionId::generate(NOW, &mut rng),
            order: order(1),
            dispute: Some(dispute),
            at: NOW,
            actor: "{}".to_owned(),
            outcome: "merchant".to_owned(),
            rule_ids: "[]".to_owned(),
            policy_hash: Sha256Hex::of(b"p"),
            inputs_hash: Sha256Hex::of(b"i"),
            doc: "{}".to_owned(),
        };
        let item = evidence::EvidenceRow {
            tenant: tenant(),
            evidence: EvidenceId::generate(NOW, &mut rng),
            order: order(1),
            dispute,
            kind: "pod".to_owned(),
            source: "merchant:m1".to_owned(),
            sha256: None,
            received_at: NOW,
            doc: "{}".to_owned(),
        };
        let notice = notices::NoticeRow {
            tenant: tenant(),
            notice: NoticeId::generate(NOW, &mut rng),
            order: order(1),
            dispute: Some(dispute),
            customer: Some(CustomerId::new("c1").unwrap()),
            merchant: None,
            kind: "ack".to_owned(),
            created_at: NOW,
            ways: "email".to_owned(),
            sending: notices::Sending::default(),
            doc: "{}".to_owned(),
        };
        let task = |n: i64, rng: &mut Rng| tasks::TaskRow {
            tenant: tenant(),
            task: TaskId::generate(NOW, rng),
            kind: if n % 2 == 0 { "review" } else { "talk" }.to_owned(),
            state: tasks::OPEN.to_owned(),
            order: Some(order(1)),
            dispute: Some(dispute),
            assignee: (n == 4).then(|| PrincipalId::new("agent").unwrap()),
            due_at: after(100 - n),
            created_at: NOW,
            closed_at: None,
            version: 1,
            doc: "{}".to_owned(),
        };
        let made: Vec<tasks::TaskRow> = (1..=6).map(|n| task(n, &mut rng)).collect();
        let sending = notices::Sending {
            email_state: Some("failed".to_owned()),
            email_why: Some("a reason".to_owned()),
            email_at: Some(NOW),
            sms_state: None,
        };
        let told = notices::NoticeRow { sending, ..notice.clone() };
        let expected = (decision.clone(), item.clone(), told);
        let rows = made.clone();
        store
            .write_blocking(move |tx| {
                decisions::insert(tx, vec![decision.clone()])?;
                evidence::insert(tx, vec![item.clone()])?;
                notices::insert(tx, vec![notice.clone()])?;
                let why = "a reason".to_owned();
                notices::set_email(tx, &tenant(), notice.notice, ("failed", Some(&why)), NOW)?;
                assert!(notices::get(tx, &tenant(), notice.notice)?.is_some());
                tasks::insert(tx, rows.clone())
            })
            .unwrap();
        let read = store
            .read_blocking(move |tx| {
                let customer = CustomerId::new("c1").unwrap();
                let by_customer =
                    notices::of_customer(tx, &tenant(), &customer, &Cursor::newest(), 9)?;
                assert_eq!(by_customer, notices::of_order(tx, &tenant(), &order(1), 9)?);
                Ok::<_, StoreError>((
                    decisions::of_order(tx, &tenant(), &order(1), 9)?.remove(0),
                    evidence::of_dispute(tx, &tenant(), dispute, 9)?.remove(0),
                    by_customer.into_iter().next().unwrap(),
                ))
            })
            .unwrap();
        assert_eq!(read, expected);

        let queue = |filter: tasks::TaskFilter, after: Cursor| {
            let found = store
                .read_blocking(move |tx| {
                    tasks::queue(tx, &tenant(), tasks::OPEN, &filter, &after, 2)
                })
                .unwrap();
            found.into_iter().map(|row: tasks::TaskRow| row.task).collect::<Vec<_>>()
        };
        let all = tasks::TaskFilter::default;
        // The most urgent first: the last made are due first.
        assert_eq!(queue(all(), Cursor::oldest()), [made[5].task, made[4].task]);
        let second = Cursor { at: made[4].due_at, id: made[4].task.to_string() };
        assert_eq!(queue(all(), second), [made[3].task, made[2].task]);
        let reviews = tasks::TaskFilter { kind: Some("review".into()), ..all() };
        assert_eq!(queue(reviews, Cursor::oldest()), [made[5].task, made[3].task]);
        let agent = PrincipalId::new("agent").unwrap();
        let mine = tasks::TaskFilter { assignee: Some(agent), ..all() };
        assert_eq!(queue(mine, Cursor::oldest()), [made[3].task]);
        let counts =
            store.read_blocking(|tx| tasks::counts(tx, &tenant(), tasks::OPEN, after(95))).unwrap();
        assert_eq!(counts, [("review".to_owned(), 3, 1), ("talk".to_owned(), 3, 1)]);
        let closed = tasks::TaskRow { state: tasks::CLOSED.into(), ..made[0].clone() };
        let saved = closed.clone();
        store.write_blocking(move |tx| tasks::save(tx, &saved)).unwrap();
        let stale = store.write_blocking(move |tx| tasks::save(tx, &closed));
        assert!(matches!(stale, Err(StoreError::Conflict { .. })), "{stale:?}");
        store
            .write_blocking(move |tx| {
                tasks::close_of_dispute(tx, &tenant(), dispute, "review", after(1))
            })
            .unwrap();
        let open: Vec<String> = store
            .read_blocking(move |tx| tasks::of_dispute(tx, &tenant(), dispute))
            .unwrap()
            .into_iter()
            .filter(|row: &tasks::TaskRow| row.state == tasks::OPEN)
            .map(|row| row.kind)
            .collect();
        assert_eq!(open, ["talk", "talk"]);
    })
    .unwrap();
}
