//! What one person may do alone: limits that no field of a request moves, that many small steps do
//! not add up past, and seats that one head does not fill twice.

use crate::common::*;
use app::complaints::{self, Answer, NewComplaint, Redress};
use app::disputes::{self, Acted, DisputeView};
use app::keys::{self, NewKey};
use app::{AppError, Principal, Role, desk as gifts, klarna};
use commerce::{FeeTerms, Product, Record};
use compliance::complaint::Finding;
use compliance::statutes::ComplaintLetter;
use connectors::klarna::{AttachmentRef, RepresentRequest};
use dispute::{Decide, ExceptionGround, Outcome, Party, Reason, ReviewGround, State};
use kernel::canonical::Sha256Hex;
use kernel::{Clock as _, ComplaintId, DisputeId, Duration, TaskId};

/// Above what an agent may do alone (250.00), below what a supervisor may (2,500.00).
const MIDDLE: i64 = 37_203;
/// Above what a supervisor may do alone.
const LARGE: i64 = 300_000;

/// Above what any two people may do.
const FAR_TOO_LARGE: i64 = 50_000_000;

/// A desk with one more order of customer c0, paid at once.
fn desk_with(order_minor: i64) -> Desk {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    desk.must_feed(Record::Order(order("o9", "c0", order_minor, desk.day0)));
    desk.must_feed(capture("o9", order_minor, Product::PayNow, Some(0), desk.day0));
    desk.must_feed(payment("o9", order_minor, desk.day0));
    desk.day(10);
    desk
}

fn claim(desk: &Desk) -> DisputeId {
    let new = new_claim(desk.clock.now(), "o9", Reason::NotReceived);
    let customer = desk.seat(Role::Consumer, "c0");
    desk.write(&customer, move |s| disputes::open(s, new.clone())).unwrap().dispute.id
}

fn decide(
    desk: &Desk,
    who: &Principal,
    dispute: DisputeId,
    for_party: Party,
    amount_minor: Option<i64>,
) -> Result<Acted<DisputeView>, AppError> {
    let reasons = "The evidence shows it.".to_owned();
    let decide = Decide { dispute, for_party, amount_minor, code: None, liable: None, reasons };
    desk.write(who, move |s| disputes::decide(s, decide.clone()))
}

fn resolve(
    desk: &Desk,
    who: &Principal,
    id: DisputeId,
    for_party: Party,
) -> Result<Acted<DisputeView>, AppError> {
    let ground = ExceptionGround::RegulatoryRequirement;
    desk.write(who, move |s| disputes::resolve_at_once(s, id, for_party, ground))
}

fn approve(desk: &Desk, who: &Principal, task: TaskId) -> Result<(), AppError> {
    desk.write(who, move |s| gifts::approve(s, task).map(|_| ()))
}

#[track_caller]
fn waits<T: std::fmt::Debug>(acted: Result<Acted<T>, AppError>) -> TaskId {
    match acted {
        Ok(Acted::AwaitsApproval(task)) => task.task,
        other => panic!("it was not to be done alone: {other:?}"),
    }
}

#[track_caller]
fn forbidden<T: std::fmt::Debug>(done: Result<T, AppError>) {
    assert!(matches!(done, Err(AppError::Forbidden { .. })), "{done:?}");
}

#[track_caller]
fn refuses_field<T: std::fmt::Debug>(done: Result<T, AppError>, expected: &str) {
    match done {
        Err(AppError::Invalid { field, .. }) => assert_eq!(field, expected),
        other => panic!("{expected} was not refused: {other:?}"),
    }
}

#[test]
fn an_amount_in_the_request_moves_no_limit() {
    let desk = desk_with(MIDDLE);
    let (id, agent) = (claim(&desk), desk.agent("a1"));
    // Closed against the customer, and looked at again by a person.
    let sam = desk.seat(Role::Supervisor, "sam");
    assert!(matches!(resolve(&desk, &sam, id, Party::Merchant), Ok(Acted::Done(_))));
    let customer = desk.seat(Role::Consumer, "c0");
    desk.write(&customer, move |s| disputes::request_review(s, id, ReviewGround::HumanReview))
        .unwrap();
    assert_eq!(desk.get(id).dispute.state, State::Review);
    refuses_field(decide(&desk, &agent, id, Party::Merchant, Some(1)), "amount_minor");
    waits(decide(&desk, &agent, id, Party::Merchant, None));
    let task = waits(decide(&desk, &agent, id, Party::Consumer, Some(1)));
    assert_eq!(desk.get(id).dispute.state, State::Review, "nothing was done");
    let rows = desk.read(&sam, |s| gifts::requests(s, &app::Page::default()));
    let request = rows.iter().find(|row| row.task == task).unwrap();
    let doc: serde_json::Value = serde_json::from_str(&request.doc).unwrap();
    assert_eq!(
        (doc["adverse"].as_bool(), doc["amount"]["minor"].as_i64()),
        (Some(true), Some(MIDDLE))
    );
    desk.sound();
}

#[test]
fn who_decided_first_neither_decides_nor_approves_the_review() {
    let desk = desk_with(MIDDLE);
    let (id, bob) = (claim(&desk), desk.agent("bob"));
    let [sam, sue] = ["sam", "sue"].map(|name| desk.seat(Role::Supervisor, name));
    resolve(&desk, &sam, id, Party::Merchant).unwrap();
    let customer = desk.seat(Role::Consumer, "c0");
    desk.write(&customer, move |s| disputes::request_review(s, id, ReviewGround::HumanReview))
        .unwrap();
    forbidden(decide(&desk, &sam, id, Party::Merchant, None));
    forbidden(resolve(&desk, &sam, id, Party::Merchant));
    let task = waits(decide(&desk, &bob, id, Party::Merchant, None));
    forbidden(approve(&desk, &bob, task));
    forbidden(approve(&desk, &sam, task));
    approve(&desk, &sue, task).unwrap();
    assert_eq!(desk.get(id).dispute.decisions.len(), 2);
    // Who approved acted on it, too: the next review is another's.
    desk.write(&customer, move |s| disputes::request_review(s, id, ReviewGround::HumanReview))
        .unwrap();
    forbidden(decide(&desk, &sue, id, Party::Consumer, None));
    let tom = desk.seat(Role::Supervisor, "tom");
    assert!(matches!(decide(&desk, &tom, id, Party::Consumer, None), Ok(Acted::Done(_))));
    desk.sound();
}

#[test]
fn ending_a_case_at_once_has_the_limits_of_any_decision() {
    let desk = desk_with(LARGE);
    let id = claim(&desk);
    let [sam, sue] = ["sam", "sue"].map(|name| desk.seat(Role::Supervisor, name));
    forbidden(resolve(&desk, &desk.agent("a1"), id, Party::Consumer));
    let task = waits(resolve(&desk, &sam, id, Party::Consumer));
    assert!(desk.get(id).dispute.state.is_open());
    forbidden(approve(&desk, &sam, task));
    approve(&desk, &sue, task).unwrap();
    assert_eq!(desk.get(id).dispute.closing.unwrap().outcome, Outcome::ConsumerFull);
    desk.tick().sound();
}

#[test]
fn a_deadline_is_extended_by_days_and_not_by_centuries() {
    let desk = desk_with(MIDDLE);
    let (id, agent) = (claim(&desk), desk.agent("a1"));
    let due = || desk.get(id).dispute.timers.iter().map(|timer| timer.due).max().unwrap();
    let extend = |until: kernel::Timestamp| {
        let ground = ExceptionGround::DisputeMisHandled;
        desk.write(&agent, move |s| disputes::extend_deadline(s, id, until, ground))
    };
    let first = due();
    for until in [at("2150-01-01T00:00:00Z"), first.plus(Duration::from_days(31))] {
        let refused = extend(until).unwrap_err().to_string();
        assert!(refused.contains("until"), "{refused}");
    }
    for _ in 0..3 {
        extend(due().plus(Duration::from_days(30))).unwrap();
    }
    assert_eq!(due(), first.plus(Duration::from_days(90)));
    let refused = extend(due().plus(DAY)).unwrap_err().to_string();
    assert!(refused.contains("at most 3 times"), "{refused}");
    desk.sound();
}

#[test]
fn small_gifts_add_up_to_one_large_one() {
    let desk = desk_with(LARGE);
    let give = |who: &Principal, minor: i64| {
        desk.write(who, move |s| {
            gifts::refund(s, &"o9".parse().unwrap(), minor, "For the wait.".to_owned())
        })
    };
    let [ann, ben] = ["ann", "ben"].map(|name| desk.agent(name));
    assert!(matches!(give(&ann, 20_000), Ok(Acted::Done(_))));
    assert!(matches!(give(&ann, 5_000), Ok(Acted::Done(_))));
    let task = waits(give(&ann, 1));
    assert!(matches!(give(&ben, 25_000), Ok(Acted::Done(_))), "another's limit is their own");
    approve(&desk, &desk.seat(Role::Supervisor, "sam"), task).unwrap();
    // All language models are one: another name is no other limit.
    let model =
        |name: &str| Principal { id: Some(name.parse().unwrap()), ..desk.seat(Role::Ai, "c0") };
    assert!(matches!(give(&model("one"), 4_000), Ok(Acted::Done(_))));
    assert!(matches!(give(&model("two"), 1_000), Ok(Acted::Done(_))));
    let task = waits(give(&model("two"), 1));
    // A person who takes it over does so within their own limit.
    forbidden(approve(&desk, &ann, task));
    desk.day(41);
    assert!(matches!(give(&ann, 25_000), Ok(Acted::Done(_))), "a month later");
    desk.tick().sound();
}

fn complain(desk: &Desk, who: &Principal) -> ComplaintId {
    let new = NewComplaint {
        customer: "c0".parse().unwrap(),
        order: Some("o9".parse().unwrap()),
        dispute: None,
        text: "You let me wait.".to_owned(),
        about_payment_services: false,
        received_at: None,
    };
    desk.write(who, move |s| complaints::open(s, new.clone())).unwrap().complaint.id
}

/// Answers with redress; the task where it waits for a second person.
fn redress(
    desk: &Desk,
    who: &Principal,
    id: ComplaintId,
    minor: i64,
) -> Result<Option<TaskId>, AppError> {
    let letter = ComplaintLetter::SummaryResolution;
    let contents = desk.app.statutes().complaints.rule.contents(letter).clone();
    let answer = Answer {
        letter,
        contents: contents.iter().map(str::to_owned).collect(),
        finding: Finding::Upheld,
        redress: Some(Redress { fees: Vec::new(), distress_minor: minor }),
        reasons: None,
    };
    let acted = desk.write(who, move |s| complaints::respond(s, id, &answer))?;
    Ok(match acted {
        Acted::Done(_) => None,
        Acted::AwaitsApproval(task) => Some(task.task),
    })
}

#[test]
fn redress_above_the_order_takes_two_people_who_did_not_take_it_in() {
    let desk = desk_with(1_000);
    let [ann, ben] = ["ann", "ben"].map(|name| desk.agent(name));
    let [sue, sam] = ["sue", "sam"].map(|name| desk.seat(Role::Supervisor, name));
    let first = complain(&desk, &ann);
    forbidden(redress(&desk, &ann, first, 100));
    refuses_field(redress(&desk, &ben, first, -1), "redress.distress_minor");
    // Up to what the order cost, one person alone; what was given before counts.
    assert_eq!(redress(&desk, &ben, first, 600).unwrap(), None);
    let second = complain(&desk, &sue);
    let task = redress(&desk, &ben, second, 401).unwrap().expect("more than the order cost");
    desk.tick().sound();
    assert_eq!(desk.provider.effects_seen().len(), 1, "nothing is paid before it is approved");
    forbidden(approve(&desk, &ben, task));
    // Who took it in has no part in its redress, neither asking nor approving.
    forbidden(approve(&desk, &sue, task));
    approve(&desk, &sam, task).unwrap();
    assert_eq!(approve(&desk, &sam, task).unwrap_err().code(), "request_closed");
    desk.tick().sound();
    assert_eq!(desk.provider.effects_seen().len(), 2);
    // No seat gives it alone, and two people give no more than two people may.
    let third = complain(&desk, &ann);
    assert!(redress(&desk, &sam, third, 1).unwrap().is_some());
    forbidden(redress(&desk, &sam, third, 10_000_000));
}

#[test]
fn redress_above_a_seats_own_limit_waits_for_a_second_person() {
    let desk = desk_with(LARGE);
    let [ann, ben] = ["ann", "ben"].map(|name| desk.agent(name));
    let sam = desk.seat(Role::Supervisor, "sam");
    let id = complain(&desk, &ann);
    let task = redress(&desk, &ben, id, MIDDLE).unwrap().expect("above an agent's limit");
    approve(&desk, &sam, task).unwrap();
    desk.tick().sound();
    assert_eq!(desk.balances()["exp:goodwill"], MIDDLE);
    // The complaint was answered by it: it takes no second answer.
    assert_eq!(redress(&desk, &sam, id, 1).unwrap_err().code(), "complaint_not_open");
}

#[test]
fn one_head_has_one_seat() {
    let desk = in_memory();
    let otto = desk.seat(Role::Operator, "otto");
    let new = |role, subject: &str| NewKey {
        role,
        subject: subject.parse().unwrap(),
        label: "a test".to_owned(),
        expires_at: None,
    };
    let over_api = |role, subject: &str| {
        let new = new(role, subject);
        desk.write(&otto, move |s| keys::create(s, new.clone()).map(|made| made.row.id))
    };
    let on_machine = |role, subject: &str| {
        let new = new(role, subject);
        desk.write(&otto, move |s| keys::create_on_machine(s, new.clone()).map(|m| m.row.id))
    };
    for role in [Role::Agent, Role::Supervisor, Role::ComplianceOfficer] {
        refuses_field(over_api(role, "evil-1"), "role");
    }
    refuses_field(on_machine(Role::Supervisor, "otto"), "subject");
    refuses_field(over_api(Role::Consumer, "otto"), "subject");
    let sam = on_machine(Role::Supervisor, "sam").unwrap();
    refuses_field(on_machine(Role::ComplianceOfficer, "sam"), "subject");
    refuses_field(over_api(Role::Consumer, "sam"), "subject");
    // A second key of the same seat, a shop's two roles, and a name that is free again.
    on_machine(Role::Supervisor, "sam").map(drop).unwrap();
    over_api(Role::Merchant, "m1").unwrap();
    over_api(Role::MerchantAdmin, "m1").unwrap();
    over_api(Role::Auditor, "ada").unwrap();
    desk.write(&otto, move |s| keys::revoke(s, sam)).unwrap();
    refuses_field(over_api(Role::Auditor, "sam"), "subject");
}

#[test]
fn no_key_is_made_that_is_over_already() {
    on_every_store(|desk| {
        let operator = desk.seat(Role::Operator, "ops");
        let now = desk.app.now();
        let make = |on_machine: bool, expires_at| {
            let new = NewKey {
                role: Role::Merchant,
                subject: "m1".parse().unwrap(),
                label: String::new(),
                expires_at: Some(expires_at),
            };
            let create = if on_machine { keys::create_on_machine } else { keys::create };
            desk.write(&operator, move |s| create(s, new.clone()))
        };
        for on_machine in [false, true] {
            for over in [now, now.minus(Duration::from_secs(1))] {
                let refused = make(on_machine, over).unwrap_err();
                let AppError::Invalid { field, problem } = refused else { panic!("{refused}") };
                assert_eq!(field, "expires_at");
                assert!(problem.contains("is in the past"), "{problem}");
            }
            make(on_machine, now.plus(Duration::from_secs(1))).unwrap();
        }
    });
}

#[test]
fn a_merchant_names_only_files_of_its_own() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = desk.claim(Reason::NotReceived).dispute.id;
        let upload = |who: &Principal, bytes: &[u8]| {
            let upload = app::evidence::Upload {
                file_name: "proof.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: bytes.to_vec(),
            };
            block_on(app::evidence::upload(&desk.app, who, upload)).unwrap().sha256
        };
        let represent = |sha256: Sha256Hex| {
            let request = RepresentRequest {
                attachments: vec![AttachmentRef {
                    payment_dispute_attachment_id: sha256.to_string(),
                    description: None,
                }],
                additional_information: None,
                partner_proposed_refund_amount: None,
            };
            desk.write(&desk.merchant(), move |s| klarna::represent(s, id, request.clone()))
        };
        let nobodys = Sha256Hex::of(b"nobody's");
        let unknown = represent(nobodys).unwrap_err().to_string();
        let others = [
            desk.seat(Role::Merchant, "m2"),
            desk.seat(Role::Consumer, "m1"),
            desk.customer(),
            desk.agent("a1"),
        ];
        let bytes = b"%PDF-1.4 somebody else's";
        for other in others {
            let sha256 = upload(&other, bytes);
            let refused = represent(sha256).unwrap_err().to_string();
            assert_eq!(refused.replace(&sha256.to_string(), &nobodys.to_string()), unknown);
        }
        assert!(desk.get(id).dispute.evidence.iter().all(|item| item.sha256.is_none()));
        // The same bytes from the merchant's own administrator are the merchant's.
        let own = upload(&desk.seat(Role::MerchantAdmin, "m1"), bytes);
        represent(own).unwrap();
        let item = desk.get(id).dispute.evidence.iter().find(|i| i.sha256.is_some()).unwrap().id;
        let m2 = desk.seat(Role::Merchant, "m2");
        let hidden = block_on(desk.app.blob(&m2, id, item)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }), "{hidden}");
        desk.sound();
    });
}

#[test]
fn what_is_held_for_the_customer_is_released_by_a_person_within_their_limit() {
    let desk = desk_with(1_000);
    let twice = |id: &str, minor: i64| match payment("o9", minor, desk.clock.now()) {
        Record::Payment(payment) => {
            Record::Payment(commerce::Payment { id: id.parse().unwrap(), ..payment })
        }
        other => panic!("{other:?}"),
    };
    let release = |who: &Principal, payment: &str, minor: Option<i64>| {
        let release = dispute::ReleaseHeld {
            payment: payment.parse().unwrap(),
            to: dispute::ReleaseTo::Instrument,
            amount_minor: minor,
            note: "You had paid too much.".to_owned(),
        };
        let order = "o9".parse().unwrap();
        desk.write(who, move |s| gifts::release(s, &order, release.clone()))
    };
    let (ann, sam) = (desk.agent("ann"), desk.seat(Role::Supervisor, "sam"));
    assert_eq!(release(&ann, "pay-o9", None).unwrap_err().code(), "nothing_held");
    desk.must_feed(twice("pay-2", MIDDLE));
    forbidden(release(&desk.seat(Role::Auditor, "ada"), "pay-2", Some(1)));
    forbidden(release(&desk.seat(Role::Ai, "c0"), "pay-2", Some(1)));
    let unknown = release(&ann, "pay-3", None);
    assert!(matches!(unknown, Err(AppError::NotFound { .. })), "{unknown:?}");
    refuses_field(release(&ann, "pay-2", Some(MIDDLE + 1)), "amount_minor");
    // Limits hold for all that is held, whatever part is named.
    let task = waits(release(&ann, "pay-2", Some(100)));
    approve(&desk, &sam, task).unwrap();
    assert!(matches!(release(&sam, "pay-2", None), Ok(Acted::Done(_))));
    assert_eq!(release(&sam, "pay-2", None).unwrap_err().code(), "nothing_held");
    desk.tick().sound();
    let paid = desk.provider.effects_seen();
    assert_eq!(paid.len(), 2, "{paid:?}");
    assert_eq!(desk.balances().get("cust_ref"), None);

    // What comes after the request is neither approved with it nor left out of account.
    desk.must_feed(twice("pay-4", MIDDLE));
    let [first, second] = [(); 2].map(|()| waits(release(&ann, "pay-4", None)));
    desk.must_feed(twice("pay-5", LARGE));
    approve(&desk, &sam, first).unwrap();
    desk.tick().sound();
    assert_eq!(desk.provider.effects_seen().len(), 3);
    assert_eq!(desk.balances().get("cust_ref"), Some(&-LARGE));
    desk.must_feed(twice("pay-6", FAR_TOO_LARGE));
    forbidden(approve(&desk, &sam, second));
    let told = desk.read(&desk.seat(Role::Consumer, "c0"), |s| {
        let tenant = s.tenant().clone();
        let order = "o9".parse().unwrap();
        Ok(store::notices::of_order(s.tx(), &tenant, &order, 100)?)
    });
    let released = told.iter().filter(|notice| notice.kind == "overpayment_released");
    assert_eq!(released.filter(|notice| notice.customer.is_some()).count(), 3);
}
