//! The seats around a dispute: keys, the Klarna-compatible seat, connectors, webhooks, policies,
//! networks, and a person's own data.

use crate::common::*;
use app::connectors::{self as inbox, Received};
use app::disputes::{self, Acted};
use app::keys::{self, NewKey};
use app::{AppError, Bundle, Role, data, klarna, network, policies, webhooks};
use commerce::FeeTerms;
use connectors::Source;
use connectors::klarna::{AttachmentRef, ListFilter, RepresentRequest};
use dispute::{Decide, NetworkState, Outcome, Party, Reason, ReviewGround, State};
use kernel::OrderId;

#[test]
fn a_key_opens_its_own_seat_until_it_is_revoked() {
    on_every_store(|desk| {
        let operator = desk.seat(Role::Operator, "ops");
        let new = NewKey {
            role: Role::Merchant,
            subject: "m1".parse().unwrap(),
            label: "shop".to_owned(),
            expires_at: None,
        };
        let created = desk.write(&operator, move |s| keys::create(s, new.clone())).unwrap();
        let secret = created.secret.expose().to_owned();
        let who = block_on(desk.app.authenticate(&secret)).unwrap();
        assert_eq!((who.role, who.merchant), (Role::Merchant, Some("m1".parse().unwrap())));
        let wrong = format!("{}x", &secret[..secret.len() - 1]);
        for bad in [wrong.as_str(), "", "ombud_sk_", "Bearer"] {
            let refused = block_on(desk.app.authenticate(bad)).unwrap_err();
            assert!(matches!(refused, AppError::Unauthenticated));
        }
        let id = created.row.id;
        desk.write(&operator, move |s| keys::revoke(s, id)).unwrap();
        assert!(block_on(desk.app.authenticate(&secret)).is_err());
        let merchant = desk.merchant();
        let refused = desk.write(&merchant, keys::list).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
    });
}

#[test]
fn a_person_who_signs_in_has_no_key() {
    crate::sign_in::at_every_door(|door| {
        let user = door.user("anna@acme.example", Role::Supervisor);
        let new = NewKey {
            role: Role::Company,
            subject: user.to_string().parse().unwrap(),
            label: String::new(),
            expires_at: None,
        };
        let made = door.write(&door.operator(), move |s| keys::create(s, new.clone()));
        assert!(made.unwrap_err().to_string().contains("is a person who signs in"));
    });
}

#[test]
fn a_partner_of_klarnas_api_finds_its_way() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let admin = desk.seat(Role::MerchantAdmin, "m1");
        desk.write(&admin, |s| klarna::enrol(s, None, &[])).unwrap();
        desk.day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        let filter = ListFilter::parse(&[("state".to_owned(), "INITIATED".to_owned())]).unwrap();
        let page = desk.read(&desk.merchant(), move |s| klarna::list(s, &filter));
        assert_eq!(page.disputes.iter().map(|view| view.id).collect::<Vec<_>>(), [id]);
        let proof = desk.proof(4);
        let request = RepresentRequest {
            attachments: vec![AttachmentRef {
                payment_dispute_attachment_id: proof.sha256.unwrap().to_string(),
                description: Some("Delivered".to_owned()),
            }],
            additional_information: Some("It was delivered.".to_owned()),
            partner_proposed_refund_amount: None,
        };
        let represent = || {
            let request = request.clone();
            desk.write(&desk.merchant(), move |s| klarna::represent(s, id, request.clone()))
                .unwrap()
        };
        // A document without the facts of a delivery proves none: the merchant is asked once more,
        // and then loses, with the right to appeal.
        let view = represent();
        assert_eq!(view.state, State::Evidence);
        assert_eq!(view.merchant_evidence.unwrap().attachments.len(), 1);
        assert_eq!(represent().state, State::Preliminary);
        // Webhooks in that shape were left in the outbox, in order, beside Ombud's own.
        let topics: Vec<String> = desk
            .app
            .store()
            .read_blocking(|tx| store::outbox::peek(tx, 100))
            .unwrap()
            .into_iter()
            .map(|event| event.topic)
            .collect();
        for topic in [
            "dispute.opened",
            "payment.dispute.state-change.initiated",
            "payment.dispute.state-change.pre-arbitration",
        ] {
            assert!(topics.iter().any(|known| known == topic), "{topic} in {topics:?}");
        }
        let other = desk.seat(Role::Merchant, "m2");
        let hidden = desk.app.read_blocking(&other, move |s| klarna::get(s, id)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }));
        let item = desk.get(id).dispute.evidence.iter().find(|i| i.sha256.is_some()).unwrap().id;
        let file = block_on(desk.app.blob(&desk.customer(), id, item)).unwrap();
        assert_eq!(file.bytes, b"%PDF-1.4 proof of delivery");
        desk.sound();
    });
}

#[test]
fn what_adyen_did_not_sign_moves_no_money() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let event = |code: &str, status: &str, method: &str| {
            serde_json::json!({"live": "true", "notificationItems": [{"NotificationRequestItem": {
                "pspReference": "D1", "originalReference": "P1", "merchantReference": "o1",
                "merchantAccountCode": "Shop", "eventCode": code, "success": "true",
                "paymentMethod": method, "reason": "Merchandise/Services Not Received",
                "amount": { "value": 4_000, "currency": "GBP" },
                "additionalData": { "disputeStatus": status },
            }}]})
            .to_string()
        };
        let network = desk.seat(Role::Network, "adyen");
        let receive = |body: String| {
            desk.write(&network, move |s| inbox::receive(s, Source::Adyen, None, body.as_bytes()))
                .unwrap()
        };
        let taken = [
            ("cash", 100_000),
            ("net_disp", 4_000),
            ("recv", 8_000),
            ("m_pay", -111_640),
            ("inc:mdr", -360),
        ];
        let announced = receive(event("NOTIFICATION_OF_CHARGEBACK", "Undefended", "visa"));
        assert!(matches!(announced[..], [Received::Tasked(_)]), "{announced:?}");
        let opened = receive(event("CHARGEBACK", "Undefended", "visa"));
        assert!(matches!(opened[..], [Received::Applied { .. }]), "{opened:?}");
        desk.balances_are(&taken);
        // The same signature, another status: a person hears of it once, and nothing moves.
        let lost = receive(event("CHARGEBACK", "Lost", "visa"));
        assert!(matches!(lost[..], [Received::Tasked(_)]), "{lost:?}");
        for (status, method) in [("Lost", "visa"), ("Lost", "klarna"), ("Pending", "visa")] {
            let again = receive(event("CHARGEBACK", status, method));
            assert_eq!(again, [Received::Duplicate], "{status} {method}");
        }
        desk.balances_are(&taken);
        desk.sound();
    });
}

#[test]
fn a_signed_transmission_is_taken_once_whatever_body_it_bears() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let event = |id: &str| {
            serde_json::json!({
                "id": id, "event_type": "CUSTOMER.DISPUTE.CREATED",
                "resource": {"dispute_id": id, "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED"},
            })
            .to_string()
        };
        let network = desk.seat(Role::Network, "paypal");
        let receive = |transmission: &'static str, id: &str| {
            let body = event(id);
            let take = move |s: &mut app::Session<'_, '_>| {
                inbox::receive(s, Source::Paypal, Some(transmission), body.as_bytes())
            };
            desk.write(&network, take).unwrap()
        };
        assert!(matches!(receive("t1", "WH-1")[..], [Received::Tasked(_)]));
        assert_eq!(receive("t1", "WH-2"), [Received::Duplicate]);
        assert_eq!(receive("t2", "WH-1"), [Received::Duplicate]);
        assert!(matches!(receive("t3", "WH-2")[..], [Received::Tasked(_)]));
    });
}

#[test]
fn a_stripe_event_is_applied_once_and_what_is_unknown_becomes_a_task() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let event = |id: &str, order: &str| {
            serde_json::json!({
                "id": id, "object": "event", "type": "charge.dispute.created", "livemode": true,
                "created": 1_764_900_000,
                "data": { "object": {
                    "id": "dp_1", "object": "dispute", "amount": 4000, "currency": "gbp",
                    "reason": "product_not_received", "status": "needs_response",
                    "charge": "ch_1", "payment_intent": "pi_1",
                    "metadata": { "order_id": order },
                } },
            })
            .to_string()
        };
        let network = desk.seat(Role::Network, "stripe");
        let receive = |body: String| {
            desk.write(&network, move |s| inbox::receive(s, Source::Stripe, None, body.as_bytes()))
                .unwrap()
        };
        let first = receive(event("evt_1", "o1"));
        assert!(matches!(first[..], [Received::Applied { .. }]), "{first:?}");
        assert_eq!(receive(event("evt_1", "o1")), [Received::Duplicate]);
        let nowhere = receive(event("evt_2", "nowhere"));
        assert!(matches!(nowhere[..], [Received::Tasked(_)]), "{nowhere:?}");
        desk.balances_are(&[
            ("cash", 100_000),
            ("net_disp", 4_000),
            ("recv", 8_000),
            ("m_pay", -111_640),
            ("inc:mdr", -360),
        ]);
        let company = desk.company();
        let order: OrderId = "o1".parse().unwrap();
        let id = desk
            .read(&company, {
                let order = order.clone();
                move |s| app::feed::order(s, &order)
            })
            .file
            .network_disputes()[0]
            .id
            .clone();
        let view =
            desk.write(&company, move |s| network::outcome(s, &order, id.clone(), true)).unwrap();
        assert_eq!(view.file.network_disputes()[0].state, NetworkState::Stands);
        desk.sound();
    });
}

#[test]
fn s14_a_denial_is_reviewed_by_somebody_new_and_overturned() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(14);
        let proof = desk.proof(4);
        desk.represent(id, vec![proof], None).unwrap();
        desk.day(15).tick();
        assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::Merchant);
        // The merchant is paid out to 50.00.
        desk.must_feed(commerce::Record::Settlement(commerce::Settlement {
            id: "set1".parse().unwrap(),
            at: desk.day0,
            merchant_id: "m1".parse().unwrap(),
            currency: kernel::Currency::GBP,
            amount_minor: 106_640,
        }));
        desk.day(16);
        desk.write(&desk.customer(), move |s| {
            disputes::request_review(s, id, ReviewGround::HumanReview)
        })
        .unwrap();
        assert_eq!(desk.get(id).dispute.state, State::Review);
        let decide = Decide {
            dispute: id,
            for_party: Party::Consumer,
            amount_minor: None,
            code: None,
            liable: None,
            reasons: "The signature is not the customer's.".to_owned(),
        };
        let by = |who: &app::Principal| {
            let decide = decide.clone();
            desk.write(who, move |s| disputes::decide(s, decide.clone()))
        };
        let refused = by(&desk.seat(Role::Ai, "c1")).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        assert!(matches!(by(&desk.agent("a2")).unwrap(), Acted::Done(_)));
        desk.tick();
        assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::ConsumerFull);
        let balances = desk.balances();
        assert_eq!(balances.get("m_pay"), None);
        assert_eq!(balances["m_recv"], 7_000);
        assert_eq!((balances.get("hold"), balances.get("recv")), (None, None));
        let decisions = desk.read(&desk.agent("a1"), move |s| disputes::decisions(s, id));
        assert_eq!(decisions.len(), 2, "the first stays as it was");
        desk.sound();
    });
}

#[test]
fn another_policy_is_put_in_force_by_another_person_and_old_decisions_keep_theirs() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let before = desk.read(&desk.seat(Role::Supervisor, "s1"), policies::active);
        let old = Bundle::shipped();
        let pack = old.text("packs/bnpl.2026.toml").unwrap();
        let new_pack = pack.replace("version = \"bnpl.2026\"", "version = \"ours.1\"");
        let bundle = old.with([("packs/bnpl.2026.toml".to_owned(), new_pack)]);
        let broken = bundle.clone().with([("decisions/other.toml".to_owned(), "x".to_owned())]);
        let officer = desk.seat(Role::ComplianceOfficer, "o1");
        let refused = desk.write(&officer, move |s| policies::propose(s, "ours", &broken));
        assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
        let task =
            desk.write(&officer, move |s| policies::propose(s, "ours", &bundle)).unwrap().task;
        let own = desk.write(&officer, move |s| policies::activate(s, task)).unwrap_err();
        assert!(matches!(own, AppError::Forbidden { .. }), "{own}");
        let other = desk.seat(Role::ComplianceOfficer, "o2");
        desk.write(&other, move |s| policies::activate(s, task)).unwrap();
        let after = desk.read(&desk.seat(Role::Supervisor, "s1"), policies::active);
        assert_eq!((before.version.as_str(), after.version.as_str()), ("bnpl.2026", "ours.1"));
        let id = desk.claim(Reason::NotReceived).dispute.id;
        desk.day(31).tick();
        assert_eq!(desk.get(id).dispute.state, State::Closed);
        // The capture was under the shipped policy, the decision under the new one.
        desk.sound();
    });
}

#[test]
fn a_development_endpoint_needs_the_servers_permission() {
    on_every_store(|desk| {
        let sandbox: kernel::TenantId = "sandbox".parse().unwrap();
        let tenant = app::tenants::NewTenant {
            id: sandbox.clone(),
            name: "Sandbox".to_owned(),
            sandbox: true,
        };
        desk.app.create_tenant_blocking(tenant).unwrap();
        let mut options = app::AppOptions::new([8; 32]);
        options.development_webhooks = true;
        let permitting = app::App::new(desk.app.store().clone(), options).unwrap();
        let live = desk.seat(Role::Operator, "ops");
        let inside = app::Principal { tenant: sandbox, ..live.clone() };
        let new = webhooks::NewEndpoint {
            url: "http://127.0.0.1:9/hook".to_owned(),
            topics: Vec::new(),
            merchant: None,
            development: true,
        };
        let create = |app: &app::App, who: &app::Principal| {
            let new = new.clone();
            app.write_blocking(who, move |s| webhooks::create(s, new.clone()))
        };
        let refused = create(&desk.app, &inside).unwrap_err().to_string();
        assert!(refused.contains("server.development_webhooks = true"), "{refused}");
        let refused = create(&permitting, &live).unwrap_err().to_string();
        assert!(refused.contains("only in a sandbox"), "{refused}");
        let id = create(&permitting, &inside).unwrap().endpoint.webhook;
        // One that is left from another time is neither moved nor switched on again.
        for change in [
            webhooks::EndpointChange { url: Some(new.url.clone()), ..Default::default() },
            webhooks::EndpointChange { active: Some(true), ..Default::default() },
        ] {
            let work = move |s: &mut app::Session<'_, '_>| webhooks::update(s, id, change.clone());
            let refused = desk.app.write_blocking(&inside, work).unwrap_err().to_string();
            assert!(refused.contains("server.development_webhooks"), "{refused}");
        }
        let off = webhooks::EndpointChange { active: Some(false), ..Default::default() };
        let work = move |s: &mut app::Session<'_, '_>| webhooks::update(s, id, off.clone());
        desk.app.write_blocking(&inside, work).unwrap();
    });
}

#[test]
fn webhooks_are_managed_by_whom_they_belong_to() {
    on_every_store(|desk| {
        let admin = desk.seat(Role::MerchantAdmin, "m1");
        let new = |url: &str| webhooks::NewEndpoint {
            url: url.to_owned(),
            topics: Vec::new(),
            merchant: None,
            development: false,
        };
        for bad in ["ftp://x", "http://example.com/x", "https://localhost/x", "https://10.0.0.1/"] {
            let new = new(bad);
            let refused = desk.write(&admin, move |s| webhooks::create(s, new.clone()));
            assert!(matches!(refused, Err(AppError::Invalid { .. })), "{bad}");
        }
        let good = new("https://hooks.example.com/ombud");
        let created = desk.write(&admin, move |s| webhooks::create(s, good.clone())).unwrap();
        assert!(created.secret.expose().starts_with("whsec_"));
        assert_eq!(created.endpoint.secrets, "[]");
        assert_eq!(created.endpoint.merchant, Some("m1".parse().unwrap()));
        let id = created.endpoint.webhook;
        let stranger = desk.seat(Role::MerchantAdmin, "m2");
        assert_eq!(desk.read(&stranger, webhooks::list), []);
        let hidden = desk.write(&stranger, move |s| webhooks::remove(s, id)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }));
        let rotated = desk.write(&admin, move |s| webhooks::rotate_secret(s, id)).unwrap();
        assert_ne!(rotated.secret.expose(), created.secret.expose());
        desk.write(&admin, move |s| webhooks::remove(s, id)).unwrap();
        assert_eq!(desk.read(&admin, webhooks::list), []);
    });
}

#[test]
fn a_person_gets_their_own_data_and_what_must_be_kept_is_kept() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        desk.claim(Reason::NotReceived);
        let customer = desk.customer();
        let mine = desk.write(&customer, |s| data::export(s, &"c1".parse().unwrap())).unwrap();
        let text = mine.to_string();
        assert!(text.contains("It never came.") && text.contains("c1@example.com"));
        assert!(!text.contains("\"abuse\""), "no score is told");
        let other = desk.seat(Role::Consumer, "c0");
        let hidden = desk.write(&other, |s| data::export(s, &"c1".parse().unwrap())).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }));
        let answers = desk.write(&customer, |s| data::erase(s, &"c1".parse().unwrap())).unwrap();
        assert_eq!(answers.len(), 3, "{answers:?}");
        let after = desk.write(&customer, |s| data::export(s, &"c1".parse().unwrap())).unwrap();
        assert!(!after.to_string().contains("c1@example.com"));
        desk.sound();
    });
}
