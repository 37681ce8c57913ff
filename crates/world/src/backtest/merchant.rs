//! The synthetic merchants: what each answers, when, and whether it is so. Content depends on what
//! is true at the instant of the answer, since a merchant sees its own parcels; manner is drawn.

use commerce::Address;
use dispute::{EvidenceType, Reason};
use kernel::{Duration, Rng, Timestamp};

use super::behaviour::MerchantBehaviour;
use super::{Backtest, Case, Part, Truth};
use crate::curve::Curve;
use crate::event::{Answer, MerchantAnswer};
use crate::evidence::EvidenceDraft;
use crate::reply::{ParcelStory, listing, merchant, refund_record};

/// Days to an answer that is in time, and to one that is late.
const IN_TIME_DAYS: Curve = Curve::new(&[(0.0, 0.2), (0.5, 4.0), (1.0, 13.9)]);
const LATE_DAYS: Curve = Curve::new(&[(0.0, 14.1), (1.0, 30.0)]);

/// How a merchant goes about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Silent,
    Concedes,
    FalseProof,
    WrongProof,
    OffersPart,
    Contests,
}

/// What is drawn for one answer besides its delay.
struct Draw {
    manner: Manner,
    /// Below the sum of the two rates of poor proofs, a true proof is poor.
    quality: f64,
}

impl Backtest {
    /// What the merchant of a case answers once it is asked at `asked_at`. The same question gets
    /// the same answer.
    pub fn merchant_answer(&self, case: &Case, asked_at: Timestamp) -> MerchantAnswer {
        let rates = &self.behaviour.merchant;
        let mut rng = self.draws(Part::Merchant, &case.claim.order_id);
        // The first fork is the cancellation's.
        rng.fork();
        let consumer_right = |at| case.truth.consumer_right(at).unwrap_or(true);
        let delay = delay(rates, &mut rng.fork());
        let at = asked_at.plus(delay);
        let draw = draw(rates, consumer_right(at), case.truth, &mut rng);
        let (answer, truthful) = self.answer(case, at, &draw);
        MerchantAnswer { order_id: case.claim.order_id.clone(), at, answer, truthful }
    }

    /// What the merchant answers when it is asked once more at `asked_at`, having been asked at
    /// `asked_before`: nothing where it has nothing new to say.
    pub fn answers_again(
        &self,
        case: &Case,
        asked_before: Timestamp,
        asked_at: Timestamp,
    ) -> Option<MerchantAnswer> {
        let before = self.merchant_answer(case, asked_before);
        let again = self.merchant_answer(case, asked_at);
        (again.answer != before.answer).then_some(again)
    }

    fn answer(&self, case: &Case, at: Timestamp, draw: &Draw) -> (Answer, bool) {
        let claim = &case.claim;
        let contest = |text: &str, evidence, proposal_minor| Answer::Represent {
            text: text.to_owned(),
            evidence,
            proposal_minor,
        };
        match draw.manner {
            Manner::Silent => (Answer::Silent, true),
            Manner::Concedes => (Answer::Accept, true),
            Manner::FalseProof if claim.reason == Reason::RefundNotProcessed => {
                let record = refund_record(claim.amount_minor, at);
                (contest("The refund was made.", vec![record], None), false)
            }
            Manner::FalseProof | Manner::WrongProof if claim.reason == Reason::NotAsDescribed => {
                (contest("The item was as described.", vec![listing()], None), false)
            }
            Manner::FalseProof | Manner::WrongProof => {
                let elsewhere = draw.manner == Manner::WrongProof;
                let item = self.proof(case, at, elsewhere, true, false);
                (contest("The order was delivered.", vec![item], None), false)
            }
            Manner::OffersPart => {
                let part = (claim.amount_minor / 3).max(1);
                let offer = Some(part).filter(|part| *part < claim.amount_minor);
                (contest("We offer a part.", vec![listing()], offer), true)
            }
            Manner::Contests => {
                let evidence = self.defence(case, at, draw.quality);
                (contest("We contest this.", evidence, None), true)
            }
        }
    }

    /// An honest defence: what the merchant truly has at `at`.
    fn defence(&self, case: &Case, at: Timestamp, quality: f64) -> Vec<EvidenceDraft> {
        let rates = &self.behaviour.merchant;
        let there = matches!(
            case.truth,
            Truth::Delivery { delivered_at: Some(delivered_at), .. } if delivered_at <= at
        );
        let named = quality >= rates.proof_incomplete + rates.proof_link_only;
        let link_only = quality < rates.proof_link_only;
        match (case.truth, case.claim.reason) {
            (Truth::Delivery { .. }, _) if there => {
                vec![self.proof(case, at, false, named, link_only)]
            }
            (Truth::Drawn { .. }, Reason::NotReceived) => {
                // The parcel did come; whether it was complete, the document does not say.
                vec![self.proof(case, at, false, named, link_only)]
            }
            (Truth::Drawn { .. }, Reason::RefundNotProcessed) => {
                vec![merchant(EvidenceType::ReturnPolicy, "Returns within seven days.")]
            }
            (Truth::Drawn { .. }, _) => vec![listing()],
            _ => match self.shipped_at(case) {
                Some(shipped_at) => {
                    let story = self.story(case, shipped_at, None);
                    vec![story.shipping_record(), story.tracking_link()]
                }
                None => vec![merchant(EvidenceType::Message, "The order is being looked into.")],
            },
        }
    }

    /// A document about a delivery. `elsewhere`: to another address. It names a recipient or not,
    /// or is a mere link.
    fn proof(
        &self,
        case: &Case,
        at: Timestamp,
        elsewhere: bool,
        named: bool,
        link_only: bool,
    ) -> EvidenceDraft {
        let shipped_at = self.shipped_at(case);
        let invented = case.claim.at.minus(Duration::from_days(3));
        let delivered_at = match case.truth {
            Truth::Delivery { delivered_at: Some(true_at), .. } if true_at <= at => true_at,
            _ => self.delivered_at(case).unwrap_or(invented),
        };
        let shipped_at = shipped_at.unwrap_or(invented.minus(Duration::from_days(4)));
        let other = Address {
            line1: String::new(),
            line2: String::new(),
            postal_code: "00000".to_owned(),
            city: "outro lugar".to_owned(),
            region: String::new(),
            country: "BR".to_owned(),
        };
        let mut story = self.story(case, shipped_at, named.then(|| "o destinatário".to_owned()));
        story.delivered_at = Some(delivered_at);
        if elsewhere {
            story.address = Some(&other);
        }
        if link_only { story.tracking_link() } else { story.proof_of_delivery() }
    }

    fn story<'a>(
        &'a self,
        case: &'a Case,
        shipped_at: Timestamp,
        recipient: Option<String>,
    ) -> ParcelStory<'a> {
        let facts = self.orders.get(&case.claim.order_id);
        ParcelStory {
            carrier: "not recorded",
            tracking_id: case.claim.order_id.as_str(),
            shipped_at,
            delivered_at: None,
            address: facts.and_then(|facts| facts.order.approved_address.as_ref()),
            recipient,
        }
    }

    fn shipped_at(&self, case: &Case) -> Option<Timestamp> {
        self.orders.get(&case.claim.order_id).and_then(|facts| facts.shipped_at)
    }

    /// For a problem with goods that came: when they came, by the data.
    fn delivered_at(&self, case: &Case) -> Option<Timestamp> {
        self.orders.get(&case.claim.order_id).and_then(|facts| facts.delivered_at)
    }
}

fn delay(rates: &MerchantBehaviour, rng: &mut Rng) -> Duration {
    let late = rng.chance(rates.late);
    let (in_time, too_late) = (IN_TIME_DAYS.days(rng), LATE_DAYS.days(rng));
    if late { too_late } else { in_time }
}

/// Every draw is made whatever the others come to, so that one rate does not move the others.
fn draw(rates: &MerchantBehaviour, consumer_right: bool, truth: Truth, rng: &mut Rng) -> Draw {
    let silent = rng.chance(rates.silent);
    let concedes = rng.unit();
    let lie = rng.unit();
    let offers = rng.chance(rates.offers_part);
    let quality = rng.unit();
    let conceding =
        if consumer_right { rates.concedes_when_wrong } else { rates.concedes_when_right };
    let manner = if silent {
        Manner::Silent
    } else if concedes < conceding {
        Manner::Concedes
    } else if consumer_right && lie < rates.false_proof {
        Manner::FalseProof
    } else if consumer_right && lie < rates.false_proof + rates.wrong_proof {
        Manner::WrongProof
    } else if offers && matches!(truth, Truth::Drawn { .. }) {
        Manner::OffersPart
    } else {
        Manner::Contests
    };
    Draw { manner, quality }
}
