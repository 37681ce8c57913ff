//! Complaints: the dates of scenario S13, the letters, and every way not to close one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use compliance::complaint::{
    Breach, CloseReason, Complaint, ComplaintError, Finding, Redress, Response, State,
};
use compliance::statutes::{ComplaintLetter, Complaints, Statutes};
use kernel::calendar::Calendars;
use kernel::{Calendar, ComplaintId, Currency, Jurisdiction, Money, Rng, Timestamp};

const FINAL: [&str; 6] = [
    "decision",
    "reasons",
    "ombudsman_address",
    "ombudsman_leaflet",
    "six_month_line",
    "waiver_wording",
];
const SUMMARY: [&str; 4] =
    ["complaint_received", "considered_resolved", "ombudsman_right", "ombudsman_address"];
const DELAY: [&str; 6] = [
    "reasons_for_delay",
    "expected_date",
    "ombudsman_address",
    "ombudsman_leaflet",
    "six_month_line",
    "waiver_wording",
];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

struct Desk {
    rule: Complaints,
    london: Calendar,
}

fn desk() -> Desk {
    let calendars = Calendars::shipped().unwrap();
    let london = calendars.get(&Jurisdiction::new("gb").unwrap()).unwrap().clone();
    Desk { rule: Statutes::shipped().unwrap().complaints.rule, london }
}

impl Desk {
    /// The complaint of scenario S13: Tuesday 2026-09-01 10:00 in London.
    fn complaint(&self, about_payment_services: bool) -> Complaint {
        let received = at("2026-09-01T09:00:00Z");
        let id = ComplaintId::generate(received, &mut Rng::seeded(1));
        Complaint::open(id, received, about_payment_services, None, &self.rule, &self.london)
    }

    fn respond(
        &self,
        complaint: Complaint,
        response: &Response<'_>,
        now: &str,
    ) -> Result<Complaint, ComplaintError> {
        complaint.respond(response, &self.rule, &self.london, at(now))
    }
}

fn gbp(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

fn upheld() -> Response<'static> {
    Response {
        letter: ComplaintLetter::FinalResponse,
        contents: &FINAL,
        finding: Finding::Upheld,
        redress: Some(Redress { fees_returned: gbp(500), distress: gbp(2_500) }),
    }
}

#[test]
fn scenario_s13_has_its_dates_and_its_redress() {
    let desk = desk();
    let complaint = desk.complaint(false).acknowledge(at("2026-09-01T15:00:00Z")).unwrap();
    assert_eq!(complaint.summary_until, at("2026-09-04T23:00:00Z"));
    assert_eq!(complaint.respond_by, at("2026-10-28T00:00:00Z"));
    let answered = desk.respond(complaint, &upheld(), "2026-10-27T23:59:59Z").unwrap();
    assert!(answered.breaches(at("2027-01-01T00:00:00Z")).is_empty());
    assert_eq!(answered.redress.unwrap().total().unwrap(), gbp(3_000));
    let State::Answered { ombudsman_until, .. } = answered.state else { panic!() };
    assert_eq!(ombudsman_until, at("2027-04-27T23:00:00Z"));
    let closed = answered.close(CloseReason::NoReplyFromConsumer, at("2026-11-21T00:00:00Z"));
    assert!(matches!(closed.unwrap().state, State::Closed { .. }));
}

#[test]
fn the_summary_window_ends_with_the_third_business_day() {
    let desk = desk();
    let response =
        Response { letter: ComplaintLetter::SummaryResolution, contents: &SUMMARY, ..upheld() };
    for (now, allowed) in [("2026-09-04T22:59:59Z", true), ("2026-09-04T23:00:00Z", false)] {
        let answered = desk.respond(desk.complaint(false), &response, now);
        assert_eq!(answered.is_ok(), allowed, "{now}");
    }
}

#[test]
fn a_letter_without_the_ombudsman_is_not_sent() {
    let desk = desk();
    for left_out in FINAL {
        let contents: Vec<&str> = FINAL.into_iter().filter(|item| *item != left_out).collect();
        let response = Response { contents: &contents, ..upheld() };
        let refused = desk.respond(desk.complaint(false), &response, "2026-09-10T09:00:00Z");
        assert_eq!(refused, Err(ComplaintError::LetterLacks(vec![left_out.to_owned()])));
    }
    let contents: Vec<&str> = FINAL.into_iter().chain(["4111 1111 1111 1111"]).collect();
    let response = Response { contents: &contents, ..upheld() };
    let refused = desk.respond(desk.complaint(false), &response, "2026-09-10T09:00:00Z");
    assert!(
        matches!(&refused, Err(ComplaintError::LetterHasNot(known)) if known.len() == FINAL.len())
    );
    assert!(!refused.unwrap_err().to_string().contains("4111"));
    let refused = desk.complaint(false).delay(&DELAY[..2], &desk.rule, at("2026-10-20T09:00:00Z"));
    assert!(matches!(refused, Err(ComplaintError::LetterLacks(missing)) if missing.len() == 4));
}

#[test]
fn nothing_closes_it_early() {
    let desk = desk();
    let now = at("2026-12-31T00:00:00Z");
    let open = desk.complaint(false);
    assert_eq!(
        open.clone().close(CloseReason::NoReplyFromConsumer, now),
        Err(ComplaintError::SilenceClosesNothing)
    );
    assert_eq!(open.clone().close(CloseReason::Answered, now), Err(ComplaintError::NotAnswered));
    let delayed = open.delay(&DELAY, &desk.rule, at("2026-10-20T09:00:00Z")).unwrap();
    assert_eq!(delayed.state, State::Open);
    assert_eq!(delayed.clone().close(CloseReason::Answered, now), Err(ComplaintError::NotAnswered));
    let as_answer = Response { letter: ComplaintLetter::Delay, contents: &DELAY, ..upheld() };
    let refused = desk.respond(delayed.clone(), &as_answer, "2026-10-21T09:00:00Z");
    assert_eq!(refused, Err(ComplaintError::DelayIsNoAnswer));
    // It ends by an answer, or by the consumer.
    let withdrawn = delayed.clone().withdraw(now).unwrap();
    assert_eq!(withdrawn.close(CloseReason::Answered, now), Err(ComplaintError::NotOpen));
    let answered = desk.respond(delayed, &upheld(), "2026-11-20T09:00:00Z").unwrap();
    let again = desk.respond(answered, &upheld(), "2026-11-20T09:00:00Z");
    assert_eq!(again, Err(ComplaintError::NotOpen));
}

#[test]
fn breaches_show_from_the_first_late_instant() {
    let desk = desk();
    let complaint = desk.complaint(false);
    let table: [(&str, &[Breach]); 4] = [
        ("2026-09-08T22:59:59Z", &[]),
        ("2026-09-08T23:00:00Z", &[Breach::NotAcknowledged]),
        ("2026-10-27T23:59:59Z", &[Breach::NotAcknowledged]),
        ("2026-10-28T00:00:00Z", &[Breach::NotAcknowledged, Breach::NotAnswered]),
    ];
    for (now, expected) in table {
        assert_eq!(complaint.breaches(at(now)), expected, "{now}");
    }
    let told = complaint
        .acknowledge(at("2026-09-02T09:00:00Z"))
        .unwrap()
        .delay(&DELAY, &desk.rule, at("2026-10-27T09:00:00Z"))
        .unwrap();
    assert!(told.breaches(at("2026-12-01T00:00:00Z")).is_empty(), "a delay letter in time");
    let late = desk.respond(desk.complaint(false), &upheld(), "2026-10-28T00:00:00Z").unwrap();
    let closed = late.close(CloseReason::Answered, at("2026-11-01T00:00:00Z")).unwrap();
    let breaches = closed.breaches(at("2027-01-01T00:00:00Z"));
    assert_eq!(breaches, [Breach::NotAcknowledged, Breach::NotAnswered]);
}

#[test]
fn payment_service_complaints_have_fifteen_business_days() {
    let desk = desk();
    let complaint = desk.complaint(true);
    assert_eq!(complaint.respond_by, at("2026-09-22T23:00:00Z"));
    let extend = |complaint: Complaint, now| {
        complaint.extend_exceptionally(&desk.rule, &desk.london, at(now))
    };
    let extended = extend(complaint.clone(), "2026-09-20T09:00:00Z").unwrap();
    assert_eq!(extended.respond_by, at("2026-10-20T23:00:00Z"));
    assert!(extend(complaint, "2026-09-22T23:00:00Z").is_err());
    let other = extend(desk.complaint(false), "2026-09-20T09:00:00Z");
    assert_eq!(other, Err(ComplaintError::NotPaymentServices));
}

#[test]
fn redress_is_positive_and_follows_the_finding() {
    let desk = desk();
    let redress = |fees, distress| Some(Redress { fees_returned: fees, distress });
    let other = Money::new(1, Currency::EUR);
    let table = [
        (redress(gbp(-1), gbp(5)), Finding::Upheld, Some(ComplaintError::Redress)),
        (redress(gbp(1), other), Finding::Upheld, Some(ComplaintError::Redress)),
        (redress(gbp(1), gbp(0)), Finding::Rejected, Some(ComplaintError::RedressWithoutFinding)),
        (redress(gbp(0), gbp(0)), Finding::Rejected, None),
        (None, Finding::Rejected, None),
        (redress(gbp(500), gbp(0)), Finding::PartlyUpheld, None),
    ];
    for (redress, finding, refused) in table {
        let response = Response { redress, finding, ..upheld() };
        let answered = desk.respond(desk.complaint(false), &response, "2026-09-10T09:00:00Z");
        assert_eq!(answered.err(), refused);
    }
}
