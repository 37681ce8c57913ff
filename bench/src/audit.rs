//! How fast an exported audit trail is verified offline: every line read, every hash computed again,
//! every link compared. The peer is the floor: SHA-256 over the bytes of the export alone.

use std::hint::black_box;

use anyhow::{Result, ensure};
use compliance::audit::{Draft, Export, Head, LaneId, append, verify};
use kernel::canonical::Sha256Hex;
use kernel::{Actor, ActorKind, Duration, PrincipalId, TenantId, Timestamp};

use crate::machine::Machine;
use crate::report::{Figure, Report};
use crate::stopwatch::{Stopwatch, per_second};

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Entries of the trail
    #[arg(long, default_value_t = 500_000)]
    pub entries: u64,
}

/// Writes a trail, verifies it, and verifies that one changed byte is found.
///
/// # Errors
/// When a good trail is refused or a changed one accepted.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let mut export = export(options.entries)?;
    let watch = Stopwatch::start();
    let report = verify(export.as_slice(), &[], &[])?;
    let took = watch.elapsed();
    ensure!(report.is_intact(), "a good trail was refused: {:?}", report.findings);
    ensure!(report.entries == options.entries, "{} entries were read", report.entries);
    let watch = Stopwatch::start();
    for line in export.split_inclusive(|byte| *byte == b'\n') {
        black_box(Sha256Hex::of(line));
    }
    let floor = per_second(options.entries, watch.elapsed());

    // A digit of an amount in the middle of the trail.
    let middle = export.len() / 2;
    let digit = export.iter().skip(middle).position(u8::is_ascii_digit).map(|at| middle + at);
    let byte = digit.and_then(|at| export.get_mut(at));
    if let Some(byte) = byte {
        *byte = if *byte == b'9' { b'8' } else { *byte + 1 };
    }
    let changed = verify(export.as_slice(), &[], &[])?;
    ensure!(!changed.is_intact(), "one changed byte was not found");

    let mut result = Report::new("audit", "verifying an exported trail on one core", machine);
    result.add(
        Figure::new("entries verified", per_second(options.entries, took), "/s")
            .at_least(200_000.0)
            .beside("SHA-256 of each line alone (floor)", floor),
    );
    result.add(Figure::new("size of the export", export.len() as f64 / 1e6, "MB"));
    Ok(result)
}

fn export(entries: u64) -> Result<Vec<u8>> {
    let tenant = TenantId::new("bench")?;
    let start: Timestamp = "2026-11-21T00:00:00Z".parse()?;
    let mut head = Head::genesis(&tenant, LaneId(1));
    let mut lines = Export::begin(Vec::new(), &tenant)?.entries();
    for number in 0..entries {
        let draft = Draft {
            at: start.plus(Duration::from_millis(i64::try_from(number)?)),
            actor: Actor::new(
                ActorKind::Agent,
                PrincipalId::new(format!("agent-{}", number % 50))?,
            ),
            action: "dispute.opened".to_owned(),
            object: format!("dispute/{number}"),
            body: Some(format!(
                "{{\"amount_minor\":{},\"currency\":\"GBP\"}}",
                100 + number % 90_000
            )),
            personal: None,
        };
        let (entry, next) = append(&head, draft)?;
        lines.entry(&entry)?;
        head = next;
    }
    Ok(lines.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_is_always_found() {
        let good = export(200).unwrap();
        assert!(verify(good.as_slice(), &[], &[]).unwrap().is_intact());
        for at in (0..good.len()).step_by(97).filter(|at| good[*at].is_ascii_alphanumeric()) {
            let mut changed = good.clone();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert!(!verify(changed.as_slice(), &[], &[]).unwrap().is_intact(), "byte {at}");
        }
    }
}
