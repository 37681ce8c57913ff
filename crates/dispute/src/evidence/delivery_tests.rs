//! What proofs of delivery show, by table.

use commerce::{Address, Tracking, TrackingState};
use kernel::canonical::Sha256Hex;
use kernel::{Actor, EvidenceId, Rng, Timestamp};
use proptest::prelude::*;

use super::delivery::DeliveryDoubt as Doubt;
use super::{proof_of_delivery, read_proof_of_delivery};
use crate::model::evidence::{
    Authenticity, Confirmation, EvidenceItem, EvidenceType, Extracted, Party,
};
use crate::model::facts::ProofOfDelivery;

fn day(day: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + day * 86_400_000)
}

fn home() -> Address {
    Address {
        line1: "12 High Street".to_owned(),
        line2: String::new(),
        postal_code: "SW1A 1AA".to_owned(),
        city: "London".to_owned(),
        region: String::new(),
        country: "GB".to_owned(),
    }
}

fn item(kind: EvidenceType, extracted: Extracted, file: bool) -> EvidenceItem {
    EvidenceItem {
        id: EvidenceId::generate(Timestamp::EPOCH, &mut Rng::seeded(1)),
        party: Party::Merchant,
        kind,
        received_at: day(14),
        by: Actor::SYSTEM,
        sha256: file.then(|| Sha256Hex::of(b"file")),
        media_type: None,
        file_name: None,
        text: String::new(),
        extracted,
        late: false,
        authenticity: Authenticity::Unchecked,
    }
}

/// Scenario S2: delivered on day 4 at the approved address to a named recipient.
fn fields() -> Extracted {
    Extracted {
        delivered_at: Some(day(4)),
        address: Some(Address { line1: "12 high st".to_owned(), ..home() }),
        recipient: Some("J. Doe".to_owned()),
        confirmed: Some(Confirmation::Stated),
        ..Extracted::default()
    }
}

fn pod(extracted: Extracted) -> EvidenceItem {
    item(EvidenceType::ProofOfDelivery, extracted, true)
}

fn tracked(state: TrackingState, last_scan: i64) -> Tracking {
    Tracking {
        state,
        last_scan_at: Some(day(last_scan)),
        delivered_at: (state == TrackingState::Delivered).then(|| day(last_scan)),
        ..Tracking::NONE
    }
}

fn level(tracking: &Tracking, items: &[EvidenceItem]) -> ProofOfDelivery {
    proof_of_delivery(Some(&home()), tracking, items)
}

#[test]
fn documents_against_the_approved_address() {
    let other = Address { line1: "14 High Street".to_owned(), ..home() };
    let cases = [
        (pod(fields()), ProofOfDelivery::Match),
        (pod(Extracted { delivered_at: None, ..fields() }), ProofOfDelivery::Incomplete),
        (pod(Extracted { address: None, ..fields() }), ProofOfDelivery::Incomplete),
        (
            pod(Extracted { recipient: Some("  ".to_owned()), ..fields() }),
            ProofOfDelivery::Incomplete,
        ),
        (pod(Extracted { address: Some(other), ..fields() }), ProofOfDelivery::AddressMismatch),
        // What a model read and nobody confirmed does not count.
        (
            pod(Extracted { confirmed: None, model: Some("reader-1".to_owned()), ..fields() }),
            ProofOfDelivery::Incomplete,
        ),
        // Delivered two days before it was shipped.
        (pod(Extracted { shipped_at: Some(day(6)), ..fields() }), ProofOfDelivery::Incomplete),
        (pod(Extracted { shipped_at: Some(day(2)), ..fields() }), ProofOfDelivery::Match),
        (pod(Extracted { delivered_at: Some(day(20)), ..fields() }), ProofOfDelivery::Incomplete),
        (EvidenceItem { late: true, ..pod(fields()) }, ProofOfDelivery::None),
        (EvidenceItem { party: Party::Consumer, ..pod(fields()) }, ProofOfDelivery::None),
        // The form filled in, without the file: no better than a link.
        (
            item(
                EvidenceType::ProofOfDelivery,
                Extracted { tracking_id: Some("X1".to_owned()), ..fields() },
                false,
            ),
            ProofOfDelivery::LinkOnly,
        ),
        (item(EvidenceType::TrackingLink, Extracted::default(), false), ProofOfDelivery::LinkOnly),
        (item(EvidenceType::Terms, Extracted::default(), true), ProofOfDelivery::None),
    ];
    for (item, expected) in cases {
        let got = level(&Tracking::NONE, std::slice::from_ref(&item));
        assert_eq!(got, expected, "{item:?}");
    }
    assert_eq!(level(&Tracking::NONE, &[]), ProofOfDelivery::None);
    let nothing_approved = proof_of_delivery(None, &Tracking::NONE, &[pod(fields())]);
    assert_eq!(nothing_approved, ProofOfDelivery::Incomplete);
}

#[test]
fn the_carriers_record_beats_the_document() {
    use TrackingState as T;
    let cases = [
        (tracked(T::Delivered, 4), ProofOfDelivery::Match),
        (tracked(T::Delivered, 5), ProofOfDelivery::Match),
        (tracked(T::Delivered, 9), ProofOfDelivery::Contradicted),
        // The record ends before the delivery: scans go missing.
        (tracked(T::InTransit, 3), ProofOfDelivery::Match),
        (tracked(T::InTransit, 9), ProofOfDelivery::Contradicted),
        (tracked(T::AtPickupPoint, 9), ProofOfDelivery::Contradicted),
        (tracked(T::ReturnedToSender, 3), ProofOfDelivery::Contradicted),
        (tracked(T::LostOrDamaged, 3), ProofOfDelivery::Contradicted),
        (
            Tracking {
                delivered_postal_code: Some("sw1a1aa".to_owned()),
                ..tracked(T::Delivered, 4)
            },
            ProofOfDelivery::Match,
        ),
        (
            Tracking {
                delivered_postal_code: Some("M1 1AE".to_owned()),
                ..tracked(T::Delivered, 4)
            },
            ProofOfDelivery::Contradicted,
        ),
    ];
    for (tracking, expected) in cases {
        assert_eq!(level(&tracking, &[pod(fields())]), expected, "{tracking:?}");
    }
}

#[test]
fn times_that_cannot_be_ask_for_a_look_at_the_document() {
    let shipped = item(
        EvidenceType::ShippingRecord,
        Extracted { shipped_at: Some(day(8)), ..Extracted::default() },
        false,
    );
    let reading = read_proof_of_delivery(Some(&home()), &Tracking::NONE, &[shipped, pod(fields())]);
    assert_eq!(reading.doubts, [Doubt::DeliveredBeforeShipped]);
    assert_eq!(reading.authenticity(), Authenticity::Suspicious);
}

#[test]
fn of_several_documents_a_contradicted_one_decides_else_the_best() {
    let other = Address { postal_code: "M1 1AE".to_owned(), ..home() };
    let mismatch = pod(Extracted { address: Some(other), ..fields() });
    let empty = pod(Extracted { recipient: None, ..fields() });
    let wrong_time = pod(Extracted { delivered_at: Some(day(12)), ..fields() });
    let carrier = tracked(TrackingState::Delivered, 4);
    let all = [mismatch, empty, pod(fields())];
    assert_eq!(level(&carrier, &all), ProofOfDelivery::Match);
    let [mismatch, empty, _] = all.clone();
    assert_eq!(level(&carrier, &[mismatch, empty]), ProofOfDelivery::AddressMismatch);
    let [_, _, good] = all;
    assert_eq!(level(&carrier, &[good, wrong_time]), ProofOfDelivery::Contradicted);
}

proptest! {
    /// No proof without a file, whatever the fields say; and taking a field away never helps.
    #[test]
    fn a_proof_needs_all_of_its_parts(
        file in any::<bool>(), time in any::<bool>(), place in any::<bool>(), name in any::<bool>(),
        confirmed in any::<bool>(), shipped in -10..10_i64, scan in 0..12_i64, delivered in any::<bool>(),
    ) {
        let whole = fields();
        let extracted = Extracted {
            delivered_at: whole.delivered_at.filter(|_| time),
            address: whole.address.filter(|_| place),
            recipient: whole.recipient.filter(|_| name),
            confirmed: whole.confirmed.filter(|_| confirmed),
            shipped_at: Some(day(shipped)),
            ..Extracted::default()
        };
        let state = if delivered { TrackingState::Delivered } else { TrackingState::InTransit };
        let got = level(&tracked(state, scan), &[item(EvidenceType::ProofOfDelivery, extracted, file)]);
        if got == ProofOfDelivery::Match {
            prop_assert!(file && time && place && name && confirmed && shipped <= 5 && scan <= 6);
        }
        if !file {
            prop_assert!(matches!(got, ProofOfDelivery::None | ProofOfDelivery::LinkOnly));
        }
    }
}
