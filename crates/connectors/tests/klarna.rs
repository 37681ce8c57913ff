//! The merchant's seat: whole documents per state, webhooks, lists and the limits on requests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

use connectors::MerchantSeat;
use connectors::klarna::list::{DisputesList, SIZE_DEFAULT};
use connectors::klarna::request::{FILE_BYTES_MAX, FileType, check_file};
use connectors::klarna::{
    AppealRequest, AppealView, AttachmentView, ClosingView, Cursor, DisputeView, ErrorDocument,
    EvidenceView, ExceptionView, ListFilter, MerchantAnswer, Pagination, PreliminaryView,
    RepresentRequest, Sort, Webhook, WebhookChange, WebhookContext, v3, v4,
};
use connectors::mapping::{Hold, Mappings, Source};
use dispute::{ExceptionGround, ExceptionKind, Framework, Liable, Outcome, Reason, State};
use kernel::{ActorKind, Currency, DisputeId, Money, Rng, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn view(state: State) -> DisputeView {
    DisputeView {
        id: "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88".parse().expect("an id"),
        framework: Framework::Framework2026,
        reason: Reason::NotReceived,
        state,
        previous_state: None,
        order_id: "order-1".into(),
        merchant_id: "shop-1".into(),
        capture_id: Some("capture-1".into()),
        purchase_reference: Some("4711".into()),
        merchant_reference: None,
        amount: Money::new(12_000, Currency::GBP),
        opened_by: ActorKind::Consumer,
        opened_at: at("2026-11-01T10:00:00Z"),
        updated_at: at("2026-11-02T10:00:00Z"),
        hold: Hold::OnOpen,
        asked_at: at("2026-11-01T10:00:00Z"),
        asked: "Please send proof of delivery.".into(),
        evidence_due: Some(at("2026-11-22T10:00:00Z")),
        answer: MerchantAnswer::Open,
        merchant_evidence: None,
        customer_evidence: vec![],
        preliminary: None,
        appeal_due: None,
        appeal: None,
        closing: None,
        exceptions: vec![],
    }
}

fn file(id: &str) -> AttachmentView {
    AttachmentView {
        id: id.into(),
        description: "proof".into(),
        media_type: Some("application/pdf".into()),
        url: format!("https://ombud.example/{id}"),
    }
}

fn answered(state: State) -> DisputeView {
    DisputeView {
        previous_state: Some(State::Evidence),
        answer: MerchantAnswer::Received,
        merchant_evidence: Some(EvidenceView {
            at: at("2026-11-10T10:00:00Z"),
            text: "Delivered.".into(),
            attachments: vec![file("a-1")],
        }),
        ..view(state)
    }
}

fn document(view: &DisputeView) -> Value {
    serde_json::to_value(v4::Dispute::of(view)).expect("JSON")
}

#[test]
fn an_initiated_dispute() {
    let mut shown = view(State::Evidence);
    shown.customer_evidence = vec![file("c-1"), file("c-2"), file("c-3")];
    let evidence = |id: &str| {
        json!({"payment_dispute_customer_evidence_id": id,
            "attachment": {"mime_type": "application/pdf", "url": format!("https://ombud.example/{id}")}})
    };
    assert_eq!(
        document(&shown),
        json!({
            "payment_dispute_id": "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88",
            "dispute_reason": "PRODUCTS_OR_SERVICES_NOT_RECEIVED",
            "state": "INITIATED",
            "order_id": "order-1",
            "payment_transaction_id": "order-1",
            "payment_account_id": "shop-1",
            "purchase_reference": "4711",
            "capture_id": "capture-1",
            "payment_capture_id": "capture-1",
            "dispute_details": {"dispute_amount": 12000, "currency": "GBP", "created_by": "CUSTOMER"},
            "state_context": {"representment": {
                "state": "EVIDENCE_REQUESTED",
                "expires_at": "2026-11-22T10:00:00.000Z",
                "request": {"requested_at": "2026-11-01T10:00:00.000Z",
                    "additional_information": "Please send proof of delivery."},
            }},
            "customer_evidences": [evidence("c-1"), evidence("c-2")],
            "configuration": {"base_framework": "FRAMEWORK_2026",
                "options": {"hold_policy": "ON_DISPUTE_INITIATED"}},
            "created_at": "2026-11-01T10:00:00.000Z",
            "updated_at": "2026-11-02T10:00:00.000Z",
        })
    );
}

#[test]
fn the_later_states() {
    let review = document(&answered(State::Review));
    assert_eq!(review["state"], "REPRESENTMENT");
    assert_eq!(review["previous_state"], "INITIATED");
    assert_eq!(review["representment"]["state"], "EVIDENCE_RECEIVED");
    assert_eq!(review["representment"]["previous_state"], "EVIDENCE_REQUESTED");
    let evidence = &review["state_context"]["partner_evidence"];
    assert_eq!(evidence["attachments"][0]["payment_dispute_attachment_id"], "a-1");

    let mut preliminary = answered(State::Preliminary);
    preliminary.previous_state = Some(State::Review);
    preliminary.appeal_due = Some(at("2026-12-05T10:00:00Z"));
    preliminary.preliminary = Some(PreliminaryView {
        seat: MerchantSeat::Lost,
        code: "insufficient_proof_of_delivery".into(),
    });
    let shown = document(&preliminary);
    assert_eq!(shown["state"], "PRE_ARBITRATION");
    assert_eq!(
        shown["state_context"],
        json!({"arbitration_expires_at": "2026-12-05T10:00:00.000Z"})
    );
    assert_eq!(
        shown["arbitration"],
        json!({"preliminary_outcome": "LOST", "preliminary_outcome_detailed": "insufficient_proof_of_delivery"})
    );

    let appealed = DisputeView {
        state: State::FinalReview,
        previous_state: Some(State::Preliminary),
        appeal: Some(AppealView {
            at: at("2026-12-01T10:00:00Z"),
            text: "Look again.".into(),
            attachments: vec![],
        }),
        ..preliminary.clone()
    };
    let shown = document(&appealed);
    assert_eq!(shown["state"], "ARBITRATION");
    assert_eq!(shown["state_context"], json!({}));
    assert_eq!(
        shown["arbitration"]["arbitration_request"],
        json!({"requested_at": "2026-12-01T10:00:00.000Z", "additional_information": "Look again."})
    );

    let closed = closed(&appealed, Outcome::Merchant, Liable::Consumer);
    let shown = document(&closed);
    assert_eq!(shown["previous_state"], "ARBITRATION");
    assert_eq!(
        shown["state_context"],
        json!({"dispute_outcome": "WON", "dispute_outcome_detailed": "partner_provided_valid_shipping_details",
            "closed_at": "2026-12-20T10:00:00.000Z"})
    );
}

fn closed(from: &DisputeView, outcome: Outcome, liable: Liable) -> DisputeView {
    DisputeView {
        state: State::Closed,
        previous_state: Some(from.state),
        closing: Some(ClosingView {
            outcome,
            liable,
            code: "partner_provided_valid_shipping_details".into(),
            at: at("2026-12-20T10:00:00Z"),
        }),
        ..from.clone()
    }
}

#[test]
fn the_seat_follows_who_bears_the_loss() {
    for (outcome, liable, word) in [
        (Outcome::ConsumerFull, Liable::Merchant, "LOST"),
        (Outcome::ConsumerPartial, Liable::Merchant, "LOST"),
        (Outcome::ConsumerFull, Liable::Provider, "WON"),
        (Outcome::Goodwill, Liable::Provider, "WON"),
        (Outcome::Withdrawn, Liable::Nobody, "WON"),
        (Outcome::Merchant, Liable::Consumer, "WON"),
    ] {
        let shown = document(&closed(&view(State::Review), outcome, liable));
        assert_eq!(shown["state_context"]["dispute_outcome"], word, "{outcome:?} {liable:?}");
    }
}

#[test]
fn what_is_not_for_the_merchant_is_not_shown() {
    assert_eq!(v4::Dispute::of(&view(State::Draft)), None);
    assert_eq!(v3::Dispute::of(&view(State::Dialogue)), None, "framework 2026 has no V3 life");
    // Said to be closed without a closing: nothing is better than half a document.
    assert_eq!(v4::Dispute::of(&view(State::Closed)), None);
}

#[test]
fn process_exceptions_have_klarnas_words() {
    let mut shown = view(State::Evidence);
    shown.exceptions = vec![
        ExceptionView {
            kind: ExceptionKind::DisputeWindowExtension,
            ground: ExceptionGround::LegalClaim,
        },
        ExceptionView {
            kind: ExceptionKind::ImmediateDisputeResolution,
            ground: ExceptionGround::FraudulentPartner,
        },
    ];
    let exceptions = document(&shown)["process_exceptions"].clone();
    assert_eq!(exceptions[0]["exception_type"], "DISPUTE_WINDOW_EXTENSION");
    assert_eq!(exceptions[0]["reason"], "regulatory_requirement");
    assert_eq!(exceptions[1]["exception_type"], "IMMEDIATE_DISPUTE_RESOLUTION");
    assert_eq!(exceptions[1]["reason"], "fraudulent_partner");
}

#[test]
fn what_we_write_the_mapping_reads_back() {
    let mappings = Mappings::shipped().unwrap();
    let word = |value: Value| value.as_str().expect("a word").to_owned();
    for state in State::ALL {
        if let Some(shown) = v4::DisputeState::of(state) {
            let raw = word(json!(shown));
            let back = mappings.state(Source::KlarnaV4, "state", &raw).known().unwrap().0;
            assert!(
                shown.canonical().contains(&back) && shown.canonical().contains(&state),
                "{raw}"
            );
        }
        if let Some(shown) = v3::DisputeState::of(state) {
            let raw = word(json!(shown));
            let back = mappings.state(Source::KlarnaV3, "state", &raw).known().unwrap().0;
            assert_eq!(v3::DisputeState::of(back), Some(shown), "{raw}");
        }
    }
    for reason in Reason::ALL {
        let raw = word(json!(v4::DisputeReason::of(reason)));
        let back = mappings.reason(Source::KlarnaV4, "reason", &raw).known().unwrap().0;
        assert_eq!(v4::DisputeReason::of(back), v4::DisputeReason::of(reason), "{raw}");
        let raw = word(json!(v3::DisputeReason::of(reason)));
        let back = mappings.reason(Source::KlarnaV3, "reason", &raw).known().unwrap().0;
        assert_eq!(v3::DisputeReason::of(back), v3::DisputeReason::of(reason), "{raw}");
    }
    let covered: Vec<Reason> =
        v4::DisputeReason::ALL.into_iter().flat_map(|r| r.canonical()).collect();
    assert_eq!(covered.len(), Reason::ALL.len(), "each reason under exactly one filter");
}

fn context() -> WebhookContext {
    WebhookContext {
        event_id: "e-1".into(),
        occurred_at: at("2026-11-02T10:00:00Z"),
        webhook_id: "w-1".into(),
        correlation_id: "c-1".into(),
        live: false,
    }
}

#[test]
fn webhooks_are_scoped_to_the_framework() {
    let table = [
        (State::Draft, None, None),
        (State::Dialogue, Some("initiated"), Some("pre-arbitration")),
        (State::Evidence, Some("initiated"), Some("merchant-evidence-pending")),
        (State::Review, Some("representment"), Some("arbitration-pending")),
        (State::Preliminary, Some("pre-arbitration"), Some("arbitration-appeal-open")),
        (State::FinalReview, Some("arbitration"), Some("arbitration-pending")),
        (State::Closed, Some("closed"), Some("closed")),
    ];
    for (state, v4_name, v3_name) in table {
        let mut shown = view(state);
        for (framework, name) in
            [(Framework::Framework2026, v4_name), (Framework::Framework2020, v3_name)]
        {
            shown.framework = framework;
            let webhook = Webhook::of(&shown, WebhookChange::State, &context()).unwrap();
            let expected = name.map(|name| format!("payment.dispute.state-change.{name}"));
            assert_eq!(webhook.map(|hook| hook.event_type.to_owned()), expected, "{state:?}");
        }
    }
}

#[test]
fn the_bodies_of_webhooks() {
    let webhook = |view: &DisputeView, change| {
        serde_json::to_value(Webhook::of(view, change, &context()).unwrap()).unwrap()
    };
    let opened = webhook(&view(State::Evidence), WebhookChange::State);
    assert_eq!(opened["metadata"]["event_type"], opened["event_type"]);
    assert_eq!(opened["metadata"]["merchant_id"], "shop-1");
    assert_eq!(opened["payload"]["state"], "INITIATED");
    assert_eq!(opened["payload"]["representment"]["state"], "EVIDENCE_REQUESTED");
    assert_eq!(opened["payload"]["dispute_details"]["dispute_amount"], 12_000);

    let from = Some(at("2026-11-15T10:00:00Z"));
    let extended = webhook(&view(State::Evidence), WebhookChange::DeadlineExtended { from });
    assert_eq!(extended["event_type"], "payment.dispute.updated.representment-deadline-extended");
    assert_eq!(
        extended["payload"]["updated_fields"],
        json!({"evidence_response_deadline_at": "2026-11-22T10:00:00.000Z"})
    );
    assert_eq!(
        extended["payload"]["previous_fields"],
        json!({"evidence_response_deadline_at": "2026-11-15T10:00:00.000Z"})
    );

    let ended = closed(&view(State::Review), Outcome::ConsumerFull, Liable::Merchant);
    let ended = webhook(&ended, WebhookChange::State);
    assert_eq!(ended["payload"]["dispute_outcome"], "LOST");
    assert_eq!(ended["payload"]["previous_state"], "REPRESENTMENT");

    let mut old = view(State::Dialogue);
    old.framework = Framework::Framework2020;
    old.reason = Reason::AlreadyPaid;
    let old = webhook(&old, WebhookChange::State);
    assert_eq!(old["payload"]["state"], "PRE_ARBITRATION");
    assert_eq!(old["payload"]["dispute_reason"], "already_paid");
    assert_eq!(old["payload"]["deadline_expires_at"], "2026-11-22T10:00:00.000Z");
}

fn filter(query: &[(&str, &str)]) -> Result<ListFilter, Vec<String>> {
    let pairs: Vec<_> =
        query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    ListFilter::parse(&pairs)
        .map_err(|errors| errors.into_iter().map(|error| error.parameter).collect())
}

#[test]
fn filters_are_read() {
    let all = filter(&[("klarna_client", "x")]).unwrap();
    assert_eq!((all.size, all.sort, all.states.len()), (SIZE_DEFAULT, Sort::CreatedDescending, 0));
    let read = filter(&[
        ("state", "INITIATED,CLOSED"),
        ("state", "REPRESENTMENT"),
        ("reason", "INCORRECT_AMOUNT"),
        ("order_ids", "o-1, o-2"),
        ("payment_transaction_ids", "o-3"),
        ("created_at_start", "2026-11-01T00:00:00Z"),
        ("sort_by", "-closed_at"),
        ("size", "100"),
    ])
    .unwrap();
    assert_eq!(read.states, [State::Dialogue, State::Evidence, State::Closed, State::Review]);
    assert_eq!(read.reasons, [Reason::IncorrectAmount, Reason::AlreadyPaid, Reason::Duplicate]);
    assert_eq!(read.order_ids, ["o-1", "o-2", "o-3"]);
    assert_eq!(read.created.start, Some(at("2026-11-01T00:00:00Z")));
    assert_eq!(read.sort, Sort::ClosedDescending);
    for (name, value) in [
        ("state", "OPEN"),
        ("reason", "BOREDOM"),
        ("size", "0"),
        ("size", "101"),
        ("size", "many"),
        ("sort_by", "amount"),
        ("created_at_start", "yesterday"),
        ("closed_at_end", "tomorrow"),
        ("starting_after", "!!"),
    ] {
        assert_eq!(filter(&[(name, value)]), Err(vec![name.to_owned()]), "{value}");
    }
}

#[test]
fn a_cursor_belongs_to_its_order() {
    let cursor = Cursor {
        sort: Sort::CreatedDescending,
        at: at("2026-11-01T10:00:00.123Z"),
        id: DisputeId::generate(at("2026-11-01T10:00:00Z"), &mut Rng::seeded(1)),
    };
    let text = cursor.encode();
    assert_eq!(Cursor::decode(&text), Some(cursor));
    assert_eq!(filter(&[("starting_after", &text)]).unwrap().after, Some(cursor));
    let other = filter(&[("starting_after", &text), ("sort_by", "created_at")]);
    assert_eq!(other, Err(vec!["starting_after".to_owned()]));
    let last = Pagination::of(&[cursor], false);
    assert_eq!((last.count, last.last_item), (1, None));
    let more = Pagination::of(&[cursor], true);
    assert_eq!(more.last_item.as_deref(), Some(text.as_str()));
    let list = DisputesList { disputes: vec![], pagination: Pagination::of(&[], false) };
    assert_eq!(
        serde_json::to_value(list).unwrap(),
        json!({"disputes": [], "pagination": {"count": 0, "first_item": null, "last_item": null}})
    );
}

fn represent(patch: &str) -> Vec<String> {
    let request: RepresentRequest = serde_json::from_str(patch).unwrap();
    let errors = request.validate(12_000).err().unwrap_or_default();
    errors.into_iter().map(|error| error.parameter).collect()
}

#[test]
fn the_limits_on_an_answer() {
    let one = r#""attachments":[{"payment_dispute_attachment_id":"a-1"}]"#;
    let none: [&str; 0] = [];
    assert_eq!(represent(&format!("{{{one}}}")), none);
    for proposal in [1, 11_999] {
        let body = format!(r#"{{{one},"partner_proposed_refund_amount":{proposal}}}"#);
        assert_eq!(represent(&body), none, "{proposal}");
    }
    for proposal in [-1, 0, 12_000, i64::MAX] {
        let body = format!(r#"{{{one},"partner_proposed_refund_amount":{proposal}}}"#);
        assert_eq!(represent(&body), ["partner_proposed_refund_amount"], "{proposal}");
    }
    assert_eq!(represent(r#"{"attachments":[]}"#), ["attachments"]);
    let id = r#"{"payment_dispute_attachment_id":"a"}"#;
    assert_eq!(
        represent(&format!(r#"{{"attachments":[{}]}}"#, [id; 11].join(","))),
        ["attachments"]
    );
    assert_eq!(
        represent(r#"{"attachments":[{"payment_dispute_attachment_id":""}]}"#),
        ["attachments.0.payment_dispute_attachment_id"]
    );
    let fits = format!(r#"{{{one},"additional_information":"{}"}}"#, "é".repeat(5_000));
    assert_eq!(represent(&fits), none);
    let long = format!(r#"{{{one},"additional_information":"{}"}}"#, "é".repeat(5_001));
    assert_eq!(represent(&long), ["additional_information"]);
}

#[test]
fn the_limits_on_an_appeal() {
    let appeal = |text: String| AppealRequest { additional_information: text, attachments: vec![] };
    assert!(appeal("Look again.".into()).validate().is_ok());
    assert!(appeal("x".repeat(10_000)).validate().is_ok());
    assert!(appeal("x".repeat(10_001)).validate().is_err());
    assert!(appeal("  ".into()).validate().is_err());
}

#[test]
fn the_limits_on_a_file() {
    let pdf: &[u8] = b"%PDF-1.7 ...";
    assert_eq!(check_file("proof.PDF", pdf), Ok(FileType::Pdf));
    assert_eq!(check_file("a.b.jpeg", &[0xFF, 0xD8, 0xFF, 0xE0]), Ok(FileType::Jpeg));
    assert_eq!(
        check_file("a.docx", b"PK\x03\x04...").map(FileType::media_type).map(str::len),
        Ok(71)
    );
    let large = [pdf, &vec![0; FILE_BYTES_MAX]].concat();
    for (name, content, parameter) in [
        ("proof.exe", pdf, "filename"),
        ("proof", pdf, "filename"),
        (".pdf", pdf, "filename"),
        ("proof.png", pdf, "file"),
        ("proof.pdf", b"MZ...".as_slice(), "file"),
        ("proof.pdf", b"".as_slice(), "file"),
        ("proof.pdf", &large, "file"),
    ] {
        assert_eq!(check_file(name, content).unwrap_err().parameter, parameter, "{name}");
    }
    let long = format!("{}.pdf", "n".repeat(1_000));
    assert_eq!(check_file(&long, pdf).unwrap_err().parameter, "filename");
}

#[test]
fn errors_have_klarnas_shape() {
    let error = ErrorDocument::conflict("r-1", "The dispute is closed.");
    assert_eq!(
        serde_json::to_value(error).unwrap(),
        json!({"error_id": "r-1", "error_code": "RESOURCE_CONFLICT", "error_type": "RESOURCE_ERROR",
            "error_message": "The dispute is closed."})
    );
}

proptest! {
    #[test]
    fn any_cursor_text_gives_an_answer(text in "\\PC{0,250}") {
        if let Some(cursor) = Cursor::decode(&text) {
            prop_assert_eq!(cursor.encode(), text);
        }
    }

    #[test]
    fn any_query_gives_an_answer(pairs in proptest::collection::vec(
        ("(state|reason|size|sort_by|starting_after|created_at_start|order_ids)", "\\PC{0,60}"), 0..8)
    ) {
        let _ = ListFilter::parse(&pairs);
    }
}
