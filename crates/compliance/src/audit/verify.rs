//! The offline verifier: reads an export once, keeps one head per lane, says what is wrong where.
//!
//! It trusts nothing but the public keys and the external checkpoints it is given.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};

use super::export::{FORMAT, Line};
use super::report::{Finding, LaneReport, Report, What};
use super::{
    CHECKPOINTS_MAX, Checkpoint, Entry, Head, LINE_BYTES_MAX, LaneId, Verifier, detail_hash,
};

/// Verifies an export.
///
/// `external` are checkpoints kept elsewhere, as signed notes; the latest one is what shows that
/// the end of the export was cut, checkpoints and all.
///
/// # Errors
/// When the reader fails. Whatever is wrong with the contents is in the report.
pub fn verify<R: BufRead>(
    mut reader: R,
    keys: &[Verifier],
    external: &[String],
) -> io::Result<Report> {
    let mut checker = Checker::new(keys, external);
    let mut raw = Vec::with_capacity(1_024);
    let mut canonical = Vec::with_capacity(1_024);
    for number in 1u64.. {
        raw.clear();
        let limit = LINE_BYTES_MAX as u64 + 1;
        if reader.by_ref().take(limit).read_until(b'\n', &mut raw)? == 0 {
            break;
        }
        if raw.len() > LINE_BYTES_MAX {
            // Where the next line begins is unknown, so nothing after this can be vouched for.
            checker.line = Some(number);
            checker.unreadable("it is longer than any line of an export");
            break;
        }
        checker.check_line(number, &raw, &mut canonical);
    }
    Ok(checker.finish())
}

/// What a checkpoint says of one lane at one size.
struct Claim {
    checkpoint: u64,
    hash: Sha256Hex,
}

struct LaneState {
    size: u64,
    hash: Sha256Hex,
    signed: u64,
}

struct Checker<'a> {
    keys: &'a [Verifier],
    report: Report,
    line: Option<u64>,
    tenant: Option<TenantId>,
    lanes: BTreeMap<LaneId, LaneState>,
    current_lane: Option<LaneId>,
    claims: BTreeMap<(LaneId, u64), Vec<Claim>>,
    last_checkpoint: Option<(u64, Sha256Hex, Timestamp)>,
    external: BTreeMap<u64, Sha256Hex>,
    external_tenants: Vec<TenantId>,
}

impl<'a> Checker<'a> {
    fn new(keys: &'a [Verifier], external: &[String]) -> Self {
        let mut checker = Self {
            keys,
            report: Report::default(),
            line: None,
            tenant: None,
            lanes: BTreeMap::new(),
            current_lane: None,
            claims: BTreeMap::new(),
            last_checkpoint: None,
            external: BTreeMap::new(),
            external_tenants: Vec::new(),
        };
        for note in external {
            checker.external_checkpoint(note);
        }
        checker
    }

    fn add(&mut self, at: Option<(LaneId, u64)>, what: What) {
        let (lane, seq) = (at.map(|(lane, _)| lane), at.map(|(_, seq)| seq));
        self.report.add(Finding { line: self.line, lane, seq, what });
    }

    fn unreadable(&mut self, reason: impl Into<String>) {
        self.add(None, What::Unreadable { reason: reason.into() });
    }

    fn check_line(&mut self, number: u64, raw: &[u8], canonical: &mut Vec<u8>) {
        self.line = Some(number);
        let Some(json) = raw.strip_suffix(b"\n") else {
            return self.unreadable("it does not end with a line break: the file was cut");
        };
        let line = match serde_json::from_slice::<Line>(json) {
            Ok(line) => line,
            Err(error) => return self.unreadable(error.to_string()),
        };
        // One encoding per value: a change that means the same (an upper-case digit, a space, an
        // unknown field) is still a change.
        canonical.clear();
        if serde_json::to_writer(&mut *canonical, &line).is_err() || canonical.as_slice() != json {
            return self.unreadable("it is not in the canonical form of the export");
        }
        match line {
            Line::Header(header) if number == 1 && header.format == FORMAT => {
                self.report.tenant = Some(header.tenant.to_string());
                if self.external_tenants.iter().any(|tenant| *tenant != header.tenant) {
                    self.add(None, What::OtherTenant);
                }
                self.tenant = Some(header.tenant);
            }
            Line::Header(_) => {
                self.unreadable(
                    "a header of the format ombud-audit/1 must be the first line alone",
                );
            }
            _ if number == 1 => self.unreadable("the first line must be the header"),
            Line::Checkpoint(note) => self.checkpoint(&note),
            Line::Entry(entry) => self.entry(&entry),
        }
    }

    fn entry(&mut self, entry: &Entry) {
        self.report.entries += 1;
        let place = Some((entry.lane, entry.seq));
        if self.tenant.as_ref() != Some(&entry.tenant) {
            return self.add(place, What::OtherTenant);
        }
        let lane = self.lanes.entry(entry.lane).or_insert_with(|| LaneState {
            size: 0,
            hash: Head::genesis(&entry.tenant, entry.lane).hash,
            signed: 0,
        });
        let expected = lane.size + 1;
        let linked = entry.prev == lane.hash;
        let lane_left = self.current_lane.is_some_and(|current| entry.lane < current);
        self.current_lane = self.current_lane.max(Some(entry.lane));
        if entry.seq < expected || lane_left {
            return self.add(place, What::OutOfOrder { expected });
        }
        lane.size = entry.seq;
        lane.hash = entry.hash;
        if entry.seq > expected {
            self.add(place, What::Missing { expected });
        } else if !linked {
            self.add(place, What::Unlinked);
        }
        if entry.computed_hash() != entry.hash {
            self.add(place, What::Altered);
        }
        if entry.body.is_some() {
            if detail_hash(entry.body.as_deref()) != entry.detail {
                self.add(place, What::BodyAltered);
            }
        } else if entry.detail != detail_hash(None) {
            self.report.bodies_withheld += 1;
        }
        self.settle_claims(entry.lane, entry.seq, entry.hash);
    }

    /// Compares what checkpoints say of this place with what stands there.
    fn settle_claims(&mut self, lane: LaneId, size: u64, hash: Sha256Hex) {
        let Some(claims) = self.claims.remove(&(lane, size)) else { return };
        for claim in claims {
            if claim.hash != hash {
                self.add(Some((lane, size)), What::Forked { checkpoint: claim.checkpoint });
            } else if let Some(state) = self.lanes.get_mut(&lane) {
                state.signed = state.signed.max(size);
            }
        }
    }

    fn checkpoint(&mut self, note: &str) {
        self.report.checkpoints += 1;
        if self.report.checkpoints > CHECKPOINTS_MAX as u64 {
            return self.unreadable("there are more checkpoints than an export may hold");
        }
        let checkpoint = match Checkpoint::open(note, self.keys) {
            Ok(checkpoint) => checkpoint,
            Err(error) => {
                let reason = error.to_string();
                return self.add(None, What::CheckpointRefused { reason });
            }
        };
        if self.report.entries > 0 {
            return self.add(None, What::CheckpointLate { checkpoint: checkpoint.number });
        }
        if self.tenant.as_ref() != Some(&checkpoint.tenant) {
            return self.add(None, What::OtherTenant);
        }
        let (expected, previous, not_before) = match self.last_checkpoint {
            None => (1, None, Timestamp::EPOCH),
            Some((number, hash, at)) => (number + 1, Some(hash), at),
        };
        let hash = checkpoint.text_hash();
        if checkpoint.number != expected
            || checkpoint.previous != previous
            || checkpoint.at < not_before
        {
            self.add(None, What::CheckpointGap { expected });
        }
        if self.external.get(&checkpoint.number).is_some_and(|known| *known != hash) {
            self.add(None, What::Forked { checkpoint: checkpoint.number });
        }
        self.last_checkpoint = Some((checkpoint.number, hash, checkpoint.at));
        self.claim(&checkpoint);
    }

    fn external_checkpoint(&mut self, note: &str) {
        self.report.checkpoints += 1;
        match Checkpoint::open(note, self.keys) {
            Ok(checkpoint) => {
                let hash = checkpoint.text_hash();
                let known = self.external.insert(checkpoint.number, hash);
                if known.is_some_and(|known| known != hash) {
                    self.add(None, What::Forked { checkpoint: checkpoint.number });
                }
                self.claim(&checkpoint);
                self.external_tenants.push(checkpoint.tenant);
            }
            Err(error) => {
                let reason = format!("external checkpoint: {error}");
                self.add(None, What::CheckpointRefused { reason });
            }
        }
    }

    fn claim(&mut self, checkpoint: &Checkpoint) {
        let number = checkpoint.number;
        for head in &checkpoint.heads {
            if head.size == 0 {
                let genesis = Head::genesis(&checkpoint.tenant, head.lane).hash;
                if head.hash != genesis {
                    self.add(Some((head.lane, 0)), What::Forked { checkpoint: number });
                }
            } else {
                let claim = Claim { checkpoint: number, hash: head.hash };
                self.claims.entry((head.lane, head.size)).or_default().push(claim);
            }
        }
    }

    fn finish(mut self) -> Report {
        self.line = None;
        if self.tenant.is_none() {
            self.unreadable("the export has no header: it is empty, or its beginning was cut");
        }
        for ((lane, signed), claims) in std::mem::take(&mut self.claims) {
            let found = self.lanes.get(&lane).map_or(0, |state| state.size);
            for claim in claims {
                // A place that was passed without an entry is already reported as missing.
                let what = What::TailCut { checkpoint: claim.checkpoint, signed, found };
                if found < signed {
                    self.add(Some((lane, signed)), what);
                }
            }
        }
        let last = self.last_checkpoint.map_or(0, |(number, ..)| number);
        if self.external.keys().any(|number| *number > last) {
            self.add(None, What::CheckpointGap { expected: last + 1 });
        }
        self.report.lanes = self
            .lanes
            .into_iter()
            .map(|(lane, LaneState { size, hash, signed })| LaneReport {
                lane,
                size,
                head: hash,
                signed,
            })
            .collect();
        self.report
    }
}
