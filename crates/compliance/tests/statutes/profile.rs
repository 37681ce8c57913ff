//! Which rules apply where, and since when.

use compliance::statutes::StatutoryProfile;
use kernel::Jurisdiction;
use kernel::calendar::Calendars;

use crate::{Row, World, at, no, same, yes};

fn has(world: &World, code: &str, when: &str, rule: &str) -> bool {
    let calendars = Calendars::shipped().unwrap();
    let jurisdiction = Jurisdiction::new(code).unwrap();
    StatutoryProfile::for_jurisdiction(&world.statutes, &calendars, &jurisdiction, at(when))
        .unwrap()
        .has(rule)
}

fn optional(world: &World, code: &str, when: &str) -> Vec<String> {
    let calendars = Calendars::shipped().unwrap();
    let jurisdiction = Jurisdiction::new(code).unwrap();
    StatutoryProfile::for_jurisdiction(&world.statutes, &calendars, &jurisdiction, at(when))
        .unwrap()
        .optional
        .iter()
        .map(|meta| meta.id.clone())
        .collect()
}

pub(crate) const ROWS: &[Row] = &[
    ("R4", "PS26/1", "in force since 15 July 2026, local time", |w| {
        no(has(w, "gb", "2026-07-14T22:59:59Z", "R4"))?;
        yes(has(w, "gb", "2026-07-14T23:00:00Z", "R4"))
    }),
    ("R4", "PS26/1", "in the United Kingdom only", |w| {
        no(has(w, "ie", "2026-11-21T00:00:00Z", "R4"))
    }),
    ("R8", "Directive (EU) 2023/2225", "since 20 November 2026, in member states", |w| {
        no(has(w, "se", "2026-11-19T22:59:59Z", "R8"))?;
        yes(has(w, "se", "2026-11-19T23:00:00Z", "R8"))?;
        no(has(w, "gb", "2026-11-21T00:00:00Z", "R8"))
    }),
    ("R10", "Regulation (EU) 2024/1689 art. 50", "since 2 August 2026", |w| {
        no(has(w, "de", "2026-08-01T12:00:00Z", "R10"))?;
        yes(has(w, "de", "2026-08-02T12:00:00Z", "R10"))
    }),
    ("R14", "Regulation (EU) 2024/1624", "in the Union from 10 July 2027", |w| {
        no(has(w, "fr", "2026-11-21T12:00:00Z", "R14"))?;
        yes(has(w, "fr", "2027-07-10T12:00:00Z", "R14"))?;
        yes(has(w, "us", "2026-11-21T12:00:00Z", "R14"))
    }),
    ("R13", "F2025L00303", "since 10 June 2025, Sydney time", |w| {
        no(has(w, "au", "2025-06-09T13:59:59Z", "R13"))?;
        yes(has(w, "au", "2025-06-09T14:00:00Z", "R13"))
    }),
    ("R2", "12 CFR 1026.13", "an option in the United States, not a default", |w| {
        no(has(w, "us", "2026-11-21T12:00:00Z", "R2"))?;
        same(optional(w, "us", "2026-11-21T12:00:00Z"), vec!["R2".to_owned()])
    }),
    ("R1", "90 FR 20084", "it applied, and ended in May 2025", |w| {
        yes(optional(w, "us", "2025-05-11T12:00:00Z").contains(&"R1".to_owned()))?;
        no(optional(w, "us", "2025-05-12T12:00:00Z").contains(&"R1".to_owned()))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "a proposal is in no profile", |w| {
        no(optional(w, "us-ny", "2030-01-01T12:00:00Z").contains(&"R3".to_owned()))?;
        yes(has(w, "us-ny", "2026-11-21T12:00:00Z", "R11"))
    }),
    ("R7", "COM(2023) 367", "what is not adopted is in no profile", |w| {
        no(has(w, "de", "2035-01-01T12:00:00Z", "R7"))?;
        no(optional(w, "de", "2035-01-01T12:00:00Z").contains(&"R7".to_owned()))
    }),
    ("R16", "PCI DSS 4.0.1", "everywhere", |w| {
        yes(["gb", "us", "br"].iter().all(|code| has(w, code, "2026-11-21T12:00:00Z", "R16")))
    }),
    ("R9", "GDPR", "in the Union, the United Kingdom and Norway; not in the United States", |w| {
        yes(["de", "gb", "no"].iter().all(|code| has(w, code, "2026-11-21T12:00:00Z", "R9")))?;
        no(has(w, "us", "2026-11-21T12:00:00Z", "R9"))
    }),
];
