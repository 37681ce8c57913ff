//! The audit trail: what the verifier must find, and what it must not mistake for damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use compliance::audit::{
    Checkpoint, Commitment, Draft, Entry, Export, Head, LaneHead, LaneId, Report, Signer,
    SubjectKey, Verifier, What, append, verify,
};
use kernel::{Actor, ActorKind, Duration, PrincipalId, Rng, TenantId, Timestamp};

const LANES: u16 = 3;
const ENTRIES_PER_LANE: u64 = 40;
const CHECKPOINT_EVERY: u64 = 20;
const MUTATIONS: u64 = 1_200;

struct Trail {
    tenant: TenantId,
    signer: Signer,
    entries: Vec<Vec<Entry>>,
    notes: Vec<String>,
}

fn at(seq: u64) -> Timestamp {
    "2026-11-21T09:30:00Z".parse::<Timestamp>().unwrap().plus(Duration::from_secs(seq as i64))
}

fn draft(lane: u16, seq: u64) -> Draft {
    let agent = Actor::new(ActorKind::Agent, PrincipalId::new(format!("agent_{lane}")).unwrap());
    Draft {
        at: at(seq),
        actor: if seq.is_multiple_of(3) { Actor::SYSTEM } else { agent },
        action: "dispute.open".to_owned(),
        object: format!("dispute/{lane}-{seq}"),
        body: (!seq.is_multiple_of(5)).then(|| format!(r#"{{"amount":{seq},"note":"é\n"}}"#)),
        personal: seq.is_multiple_of(4).then(|| key().commit(b"Ada Lovelace, 12 High Street")),
    }
}

fn key() -> SubjectKey {
    SubjectKey::new("key_7f3a", [7; 32])
}

/// Three lanes that grow together, with a signed checkpoint at every twentieth step.
fn trail() -> Trail {
    let tenant = TenantId::new("acme").unwrap();
    let signer = Signer::from_seed("example.com/ombud", [9; 32]).unwrap();
    let mut heads: Vec<Head> = (0..LANES).map(|n| Head::genesis(&tenant, LaneId(n))).collect();
    let mut entries = vec![Vec::new(); usize::from(LANES)];
    let (mut notes, mut previous) = (Vec::new(), None);
    for seq in 1..=ENTRIES_PER_LANE {
        for lane in 0..LANES {
            let slot = usize::from(lane);
            let (entry, head) = append(&heads[slot], draft(lane, seq)).unwrap();
            entries[slot].push(entry);
            heads[slot] = head;
        }
        if seq.is_multiple_of(CHECKPOINT_EVERY) {
            let heads = heads
                .iter()
                .map(|head| LaneHead { lane: head.lane, size: head.size, hash: head.hash })
                .collect();
            let checkpoint = Checkpoint {
                origin: "example.com/ombud".to_owned(),
                tenant: tenant.clone(),
                number: seq / CHECKPOINT_EVERY,
                previous,
                at: at(seq),
                heads,
            };
            notes.push(checkpoint.sign(&signer).unwrap());
            previous = Some(checkpoint.text_hash());
        }
    }
    Trail { tenant, signer, entries, notes }
}

impl Trail {
    fn export(&self) -> Vec<u8> {
        let mut export = Export::begin(Vec::new(), &self.tenant).unwrap();
        for note in &self.notes {
            export.checkpoint(note).unwrap();
        }
        let mut export = export.entries();
        for entry in self.entries.iter().flatten() {
            export.entry(entry).unwrap();
        }
        export.finish().unwrap()
    }

    fn check(&self, bytes: &[u8]) -> Report {
        let external = self.notes.last().cloned().into_iter().collect::<Vec<_>>();
        verify(bytes, &[self.signer.verifier()], &external).unwrap()
    }
}

/// Relinks a lane from `index` on, as a forger who can compute hashes but cannot sign would.
fn rehash(lane: &mut [Entry], index: usize) {
    for slot in index..lane.len() {
        if slot > 0 {
            lane[slot].prev = lane[slot - 1].hash;
        }
        lane[slot].hash = lane[slot].computed_hash();
    }
}

#[test]
fn an_untouched_trail_is_intact() {
    let trail = trail();
    let report = trail.check(&trail.export());
    assert!(report.is_intact(), "{:?}", report.findings);
    assert_eq!(report.entries, u64::from(LANES) * ENTRIES_PER_LANE);
    assert_eq!(report.bodies_withheld, 0);
    for lane in &report.lanes {
        assert_eq!((lane.size, lane.signed), (ENTRIES_PER_LANE, ENTRIES_PER_LANE));
    }
}

#[test]
fn every_random_mutation_is_found() {
    let trail = trail();
    let original = trail.export();
    let mut rng = Rng::seeded(20_261_121);
    let mut by_kind = std::collections::BTreeMap::new();
    let mut done = 0;
    while done < MUTATIONS {
        let (kind, bytes) = mutate(&trail, &original, &mut rng);
        if bytes == original {
            continue;
        }
        done += 1;
        *by_kind.entry(kind).or_insert(0u32) += 1;
        let report = trail.check(&bytes);
        assert!(!report.is_intact(), "mutation {done} ({kind}) was not found");
    }
    assert_eq!(by_kind.len(), 9, "{by_kind:?}");
}

fn mutate(trail: &Trail, original: &[u8], rng: &mut Rng) -> (&'static str, Vec<u8>) {
    let mut bytes = original.to_vec();
    let mut lines: Vec<Vec<u8>> =
        original.split_inclusive(|b| *b == b'\n').map(Vec::from).collect();
    let below = |rng: &mut Rng, bound: usize| rng.below(bound as u64) as usize;
    let (lane, index) = (below(rng, usize::from(LANES)), below(rng, ENTRIES_PER_LANE as usize));
    let mut entries = trail.entries.clone();
    let forged = |entries: Vec<Vec<Entry>>, notes: &[String]| {
        let signer = Signer::from_seed("example.com/ombud", [9; 32]).unwrap();
        Trail { tenant: trail.tenant.clone(), signer, entries, notes: notes.to_vec() }.export()
    };
    match rng.below(9) {
        0 => {
            let place = below(rng, bytes.len());
            bytes[place] ^= 1 << rng.below(8);
            ("flip of a bit", bytes)
        }
        1 => {
            lines.remove(below(rng, lines.len()));
            ("deletion of a line", lines.concat())
        }
        2 => {
            let (a, b) = (below(rng, lines.len()), below(rng, lines.len()));
            lines.swap(a, b);
            ("swap of two lines", lines.concat())
        }
        3 => {
            let line = lines[below(rng, lines.len())].clone();
            lines.insert(below(rng, lines.len() + 1), line);
            ("copy of a line", lines.concat())
        }
        4 => {
            bytes.truncate(below(rng, bytes.len()));
            ("truncation at a byte", bytes)
        }
        5 => {
            lines.truncate(below(rng, lines.len()));
            ("truncation at a line", lines.concat())
        }
        6 => {
            entries[lane][index].object = "dispute/other".to_owned();
            entries[lane][index].hash = entries[lane][index].computed_hash();
            ("edit with a fresh hash", forged(entries, &trail.notes))
        }
        7 => {
            entries[lane][index].at = at(999);
            rehash(&mut entries[lane], index);
            ("history rewritten to the end", forged(entries, &trail.notes))
        }
        _ => {
            let cut = index.min(ENTRIES_PER_LANE as usize - 1);
            entries[lane].truncate(cut);
            let kept = cut / CHECKPOINT_EVERY as usize;
            ("tail cut with its checkpoints", forged(entries, &trail.notes[..kept]))
        }
    }
}

#[test]
fn findings_say_what_and_where() {
    let trail = trail();
    let edit = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = trail.entries.clone();
        change(&mut entries[1]);
        let signer = Signer::from_seed("example.com/ombud", [9; 32]).unwrap();
        let notes = trail.notes.clone();
        let forged = Trail { tenant: trail.tenant.clone(), signer, entries, notes };
        let report = trail.check(&forged.export());
        let first = report.findings.first().cloned().expect("a finding");
        (first.lane, first.seq, first.what)
    };
    let lane = Some(LaneId(1));
    let altered = edit(&|entries| entries[4].action = "dispute.close".to_owned());
    assert_eq!(altered, (lane, Some(5), What::Altered));
    let body = edit(&|entries| entries[5].body = Some("{}".to_owned()));
    assert_eq!(body, (lane, Some(6), What::BodyAltered));
    let deleted = edit(&|entries| drop(entries.remove(4)));
    assert_eq!(deleted, (lane, Some(6), What::Missing { expected: 5 }));
    let swapped = edit(&|entries| entries.swap(4, 5));
    assert_eq!(swapped, (lane, Some(6), What::Missing { expected: 5 }));
    let forked = edit(&|entries| {
        entries[4].at = at(999);
        rehash(entries, 4);
    });
    assert_eq!(forked, (lane, Some(20), What::Forked { checkpoint: 1 }));
    let cut = edit(&|entries| entries.truncate(35));
    assert_eq!(cut, (lane, Some(40), What::TailCut { checkpoint: 2, signed: 40, found: 35 }));
}

#[test]
fn a_cut_tail_needs_a_checkpoint_to_show() {
    let mut trail = trail();
    let external = trail.notes.last().cloned().unwrap();
    trail.entries.iter_mut().for_each(|lane| lane.truncate(30));
    trail.notes.truncate(1);
    let bytes = trail.export();
    let keys = [trail.signer.verifier()];
    // Without the checkpoint that was kept elsewhere, the shorter trail is a valid trail; the
    // report shows how little of it is vouched for.
    let alone = verify(&bytes[..], &keys, &[]).unwrap();
    assert!(alone.is_intact());
    assert!(alone.lanes.iter().all(|lane| (lane.size, lane.signed) == (30, 20)));
    let with_external = verify(&bytes[..], &keys, &[external]).unwrap();
    assert!(!with_external.is_intact());
}

#[test]
fn two_trails_signed_by_one_key_are_a_fork() {
    let trail = trail();
    let mut other = self::trail();
    let mut text = other.notes.pop().unwrap();
    let mut forked = Checkpoint::open(&text, &[other.signer.verifier()]).unwrap();
    forked.heads[0].hash = kernel::canonical::Sha256Hex::of(b"another history");
    text = forked.sign(&other.signer).unwrap();
    let report = verify(&trail.export()[..], &[trail.signer.verifier()], &[text]).unwrap();
    let forks = report.findings.iter().filter(|f| matches!(f.what, What::Forked { .. })).count();
    assert!(forks >= 1, "{:?}", report.findings);
}

#[test]
fn a_stranger_cannot_sign() {
    let trail = trail();
    let stranger = Signer::from_seed("example.com/ombud", [1; 32]).unwrap();
    let report = verify(&trail.export()[..], &[stranger.verifier()], &[]).unwrap();
    assert_eq!(report.findings_total, trail.notes.len() as u64);
    let printed = trail.signer.verifier().to_string();
    assert_eq!(Verifier::parse(&printed).unwrap(), trail.signer.verifier());
    assert!(Verifier::parse(&printed.replace('+', "-")).is_err());
    let other_name = printed.replacen("example.com", "example.org", 1);
    assert!(Verifier::parse(&other_name).is_err(), "the key id covers the name");
}

#[test]
fn a_lane_or_tenant_cannot_stand_in_for_another() {
    let tenant = TenantId::new("acme").unwrap();
    let other = TenantId::new("acme2").unwrap();
    let hashes = [
        Head::genesis(&tenant, LaneId(0)).hash,
        Head::genesis(&tenant, LaneId(1)).hash,
        Head::genesis(&other, LaneId(0)).hash,
    ];
    assert!(hashes[0] != hashes[1] && hashes[0] != hashes[2]);
    // Moving a byte from one field to its neighbour changes the encoding.
    let head = Head::genesis(&tenant, LaneId(0));
    let hash = |action: &str, object: &str| {
        let draft = Draft { action: action.to_owned(), object: object.to_owned(), ..draft(0, 1) };
        append(&head, draft).unwrap().0.hash
    };
    assert_ne!(hash("ab", "c"), hash("a", "bc"));
}

#[test]
fn erasure_keeps_the_chain_and_silences_the_commitment() {
    let trail = trail();
    let payload = b"Ada Lovelace, 12 High Street";
    let commitment: Commitment = trail.entries[0][3].personal.clone().unwrap();
    assert!(key().opens(&commitment, payload));
    assert!(!key().opens(&commitment, b"Ada Lovelace, 13 High Street"));
    // The key is destroyed. Nothing in the export is changed by that, so it verifies; and no other
    // key, and no plain hash of a guess, gives the commitment.
    let guess = SubjectKey::new("key_7f3a", [8; 32]);
    assert!(!guess.opens(&commitment, payload));
    assert_ne!(commitment.hmac, kernel::canonical::Sha256Hex::of(payload));
    assert!(trail.check(&trail.export()).is_intact());
    let text = String::from_utf8(trail.export()).unwrap();
    assert!(!text.contains("Lovelace"));
}

#[test]
fn bodies_can_be_withheld() {
    let mut trail = trail();
    trail.entries.iter_mut().flatten().for_each(|entry| entry.body = None);
    let report = trail.check(&trail.export());
    assert!(report.is_intact(), "{:?}", report.findings);
    assert_eq!(report.bodies_withheld, u64::from(LANES) * 32);
}

#[test]
fn what_is_not_an_export_is_said_to_be_none() {
    let keys = [trail().signer.verifier()];
    for bad in ["", "\n", "{}\n", "{\"header\":{\"format\":\"ombud-audit/2\",\"tenant\":\"a\"}}\n"]
    {
        assert!(!verify(bad.as_bytes(), &keys, &[]).unwrap().is_intact(), "{bad:?}");
    }
    let endless = vec![b'x'; 2_000_000];
    assert!(!verify(&endless[..], &keys, &[]).unwrap().is_intact());
}

#[test]
fn entries_are_bounded() {
    let head = Head::genesis(&TenantId::new("acme").unwrap(), LaneId(0));
    for (action, body) in [("", None), ("a", Some("x".repeat(65_537)))] {
        let draft = Draft { action: action.to_owned(), body, ..draft(0, 1) };
        assert!(append(&head, draft).is_err());
    }
}
