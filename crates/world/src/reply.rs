//! What merchants hand in: items of evidence, and the answers of the demo world's shops.

use commerce::Address;
use dispute::{EvidenceType, Extracted, Party, Reason};
use kernel::{Duration, Rng, Timestamp};

use crate::course::{Course, Journey, short_name};
use crate::curve::Curve;
use crate::event::{Answer, MerchantAnswer, Problem, Right};
use crate::evidence::EvidenceDraft;
use crate::fault;
use crate::generate::Setting;
use crate::purchase::Purchase;
use crate::shop::Temper;
use crate::words::Reply;

/// What a document about a parcel says; it need not be so.
#[derive(Debug, Clone)]
pub(crate) struct ParcelStory<'a> {
    pub(crate) carrier: &'a str,
    pub(crate) tracking_id: &'a str,
    pub(crate) shipped_at: Timestamp,
    pub(crate) delivered_at: Option<Timestamp>,
    pub(crate) address: Option<&'a Address>,
    pub(crate) recipient: Option<String>,
}

impl ParcelStory<'_> {
    /// A document with everything the story has.
    pub(crate) fn proof_of_delivery(&self) -> EvidenceDraft {
        let mut lines = vec![
            format!("{} {}", self.carrier, self.tracking_id),
            format!("Shipped {}", self.shipped_at),
        ];
        lines.extend(self.delivered_at.map(|at| format!("Delivered {at}")));
        lines.extend(
            self.address
                .map(|to| format!("{} {} {} {}", to.line1, to.postal_code, to.city, to.country)),
        );
        lines.extend(self.recipient.as_ref().map(|name| format!("Received by {name}")));
        merchant(EvidenceType::ProofOfDelivery, "")
            .attaching("proof-of-delivery.pdf", lines)
            .stating(Extracted {
                carrier: Some(self.carrier.to_owned()),
                tracking_id: Some(self.tracking_id.to_owned()),
                shipped_at: Some(self.shipped_at),
                delivered_at: self.delivered_at,
                address: self.address.cloned(),
                recipient: self.recipient.clone(),
                ..Extracted::default()
            })
    }

    /// A link: it names the parcel and proves nothing.
    pub(crate) fn tracking_link(&self) -> EvidenceDraft {
        let link = format!("https://track.example.org/{}", self.tracking_id);
        merchant(EvidenceType::TrackingLink, link).stating(Extracted {
            carrier: Some(self.carrier.to_owned()),
            tracking_id: Some(self.tracking_id.to_owned()),
            ..Extracted::default()
        })
    }

    /// When it left the merchant.
    pub(crate) fn shipping_record(&self) -> EvidenceDraft {
        let lines = vec![
            format!("{} {}", self.carrier, self.tracking_id),
            format!("Handed over {}", self.shipped_at),
        ];
        merchant(EvidenceType::ShippingRecord, "").attaching("shipping-record.pdf", lines).stating(
            Extracted {
                carrier: Some(self.carrier.to_owned()),
                tracking_id: Some(self.tracking_id.to_owned()),
                shipped_at: Some(self.shipped_at),
                ..Extracted::default()
            },
        )
    }
}

pub(crate) fn merchant(kind: EvidenceType, text: impl Into<String>) -> EvidenceDraft {
    EvidenceDraft::text(Party::Merchant, kind, text)
}

/// A record of a refund that was made, or is said to have been.
pub(crate) fn refund_record(amount_minor: i64, at: Timestamp) -> EvidenceDraft {
    merchant(EvidenceType::RefundRecord, "")
        .attaching("refund.pdf", vec![format!("Refunded {amount_minor} minor units on {at}")])
        .stating(Extracted { refunded_minor: Some(amount_minor), ..Extracted::default() })
}

pub(crate) fn listing() -> EvidenceDraft {
    merchant(EvidenceType::Listing, "").attaching("listing.pdf", vec!["As advertised".to_owned()])
}

fn invoice(amount_minor: i64) -> EvidenceDraft {
    merchant(EvidenceType::ItemisedInvoice, "")
        .attaching("invoice.pdf", vec![format!("Total {amount_minor} minor units")])
        .stating(Extracted { amount_minor: Some(amount_minor), ..Extracted::default() })
}

/// Days from complaint to answer; a few come after any deadline. Assumed.
const ANSWER_DAYS: Curve =
    Curve::new(&[(0.0, 0.2), (0.5, 4.0), (0.9, 13.0), (0.97, 20.0), (1.0, 30.0)]);

/// Shares of a temper: says nothing; accepts when the customer is right; lies when it contests and
/// the customer is right. Assumed.
const fn manners(temper: Temper) -> (f64, f64, f64) {
    match temper {
        Temper::Steady => (0.15, 0.60, 0.02),
        Temper::Busy => (0.30, 0.50, 0.04),
        Temper::Careless => (0.35, 0.25, 0.15),
        Temper::Dropship => (0.60, 0.20, 0.20),
        Temper::Vanishing => (1.0, 0.0, 0.0),
    }
}

/// How the shop answers the problem.
pub(crate) fn answer(
    setting: &Setting,
    purchase: &Purchase<'_>,
    course: &Course,
    problem: &Problem,
    rng: &mut Rng,
) -> MerchantAnswer {
    let (silent, accepts, lies) = manners(purchase.shop.temper);
    let at = problem.claim.at.plus(ANSWER_DAYS.days(rng));
    let order_id = problem.claim.order_id.clone();
    let done = |answer, truthful| MerchantAnswer { order_id, at, answer, truthful };
    if rng.chance(silent) {
        return done(Answer::Silent, true);
    }
    let consumer_right = problem.truth != Right::Merchant;
    if rng.chance(if consumer_right { accepts } else { 0.08 }) {
        return done(Answer::Accept, true);
    }
    let lying = consumer_right && rng.chance(lies);
    let case = Contest { setting, purchase, course, problem, at, lying };
    let (reply, evidence, proposal_minor) = case.defence(rng);
    let words = setting.words(purchase.shop.market.language(rng));
    let text = words.reply(reply, rng).to_owned();
    done(Answer::Represent { text, evidence, proposal_minor }, !lying)
}

struct Contest<'a, 'w> {
    setting: &'a Setting,
    purchase: &'a Purchase<'w>,
    course: &'a Course,
    problem: &'a Problem,
    at: Timestamp,
    lying: bool,
}

type Defence = (Reply, Vec<EvidenceDraft>, Option<i64>);

impl Contest<'_, '_> {
    fn defence(&self, rng: &mut Rng) -> Defence {
        let amount = self.problem.claim.amount_minor;
        match self.problem.claim.reason {
            Reason::NotReceived | Reason::Unauthorised => self.about_the_parcel(rng),
            Reason::RefundNotProcessed if self.lying || self.problem.truth == Right::Merchant => {
                (Reply::Refunded, vec![refund_record(amount, self.at)], None)
            }
            Reason::IncorrectAmount => {
                (Reply::NotOwed, vec![invoice(self.purchase.order.total_minor)], None)
            }
            Reason::RefundNotProcessed | Reason::AlreadyPaid => {
                let terms = merchant(EvidenceType::Terms, "See our terms.");
                (Reply::NotOwed, vec![terms], None)
            }
            _ => {
                let part = (!self.lying && rng.chance(0.4)).then_some((amount / 3).max(1));
                let part = part.filter(|part| *part < amount);
                (Reply::AsDescribed, vec![listing()], part)
            }
        }
    }

    fn about_the_parcel(&self, rng: &mut Rng) -> Defence {
        let Course::Sent(journey) = self.course else {
            let data = merchant(EvidenceType::OrderData, "").stating(Extracted::default());
            return (Reply::OnItsWay, vec![data], None);
        };
        let story = self.story(journey, rng);
        let received = fault::had_goods(journey, self.problem) || self.purchase.by_ring;
        if received || self.lying {
            let proof = match rng.unit() {
                share if share < 0.75 => story.proof_of_delivery(),
                share if share < 0.88 => {
                    ParcelStory { recipient: None, ..story }.proof_of_delivery()
                }
                _ => story.tracking_link(),
            };
            return (Reply::Delivered, vec![proof], None);
        }
        (Reply::OnItsWay, vec![story.shipping_record(), story.tracking_link()], None)
    }

    fn story<'s>(&'s self, journey: &'s Journey, rng: &mut Rng) -> ParcelStory<'s> {
        let shipment = &journey.shipment;
        let invented = shipment.at.plus(Duration::from_days(rng.between(2, 5)));
        let person = &self.purchase.person;
        let (address, name) = if self.lying {
            // A forged proof names the address it should have gone to.
            let name = self.setting.words(person.language).last_name(rng);
            (&person.address, name.to_owned())
        } else {
            let sent_to = self.purchase.order.approved_address.as_ref();
            (sent_to.unwrap_or(&person.address), short_name(&person.name))
        };
        ParcelStory {
            carrier: &shipment.carrier,
            tracking_id: shipment.tracking_id.as_deref().unwrap_or("none"),
            shipped_at: shipment.at,
            delivered_at: Some(if self.lying {
                invented
            } else {
                journey.arrived_at.unwrap_or(invented)
            }),
            address: Some(address),
            recipient: Some(name),
        }
    }
}
