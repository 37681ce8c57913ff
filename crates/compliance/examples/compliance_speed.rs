//! How fast this machine checks authority, verifies an audit export and scrubs text.
//!
//! `cargo run --release -p compliance --example compliance_speed`

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the machine's clock")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use compliance::audit::{
    Checkpoint, Draft, Export, Head, LaneHead, LaneId, Signer, append, verify,
};
use compliance::authority::{Action, Authority, Principal, Request, Resource, Role};
use kernel::scrub::scrub;
use kernel::{Actor, ActorKind, Currency, Duration, Money, PrincipalId, TenantId, Timestamp};

const AUDIT_ENTRIES: u64 = 300_000;
const CHECKS_KEPT: u32 = 1_000_000;
const SCRUB_ROUNDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    authority()?;
    audit()?;
    scrubber();
    Ok(())
}

fn authority() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let authority = Authority::shipped()?;
    println!("authority: loaded and validated in {:.1} ms", millis(start));
    let resource = Resource::of_tenant(TenantId::new("acme")?);
    let principals = Role::ALL.map(|role| Principal {
        tenant: resource.tenant.clone(),
        role,
        id: PrincipalId::new("someone").ok(),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    });
    let amount = Money::new(100, Currency::GBP);
    let start = Instant::now();
    let mut asked = 0u32;
    for principal in &principals {
        for action in Action::ALL {
            black_box(
                authority.check(&Request::new(principal, action, &resource).with_amount(amount)),
            );
            asked += 1;
        }
    }
    println!("authority: {:.1} us a verdict that Cedar is asked for", micros(start, asked));
    let agent = principals.iter().find(|p| p.role == Role::Agent).ok_or("no agent")?;
    let request = Request::new(agent, Action::RefundExecute, &resource).with_amount(amount);
    let start = Instant::now();
    for _ in 0..CHECKS_KEPT {
        black_box(authority.check(black_box(&request)));
    }
    println!("authority: {:.3} us a verdict that is kept", micros(start, CHECKS_KEPT));
    Ok(())
}

fn audit() -> Result<(), Box<dyn Error>> {
    let tenant = TenantId::new("acme")?;
    let signer = Signer::from_seed("example.com/ombud", [7; 32])?;
    let from: Timestamp = "2026-11-21T09:30:00Z".parse()?;
    let mut head = Head::genesis(&tenant, LaneId(0));
    let mut entries = Vec::new();
    let start = Instant::now();
    for seq in 0..AUDIT_ENTRIES {
        let draft = Draft {
            at: from.plus(Duration::from_millis(i64::try_from(seq)?)),
            actor: Actor::new(ActorKind::Agent, PrincipalId::new("agent_17")?),
            action: "evidence.add".to_owned(),
            object: format!("dispute/0190b8a0-5c3e-7d44-8a7b-{seq:012x}"),
            body: Some(format!(r#"{{"evidence":"{seq}","type":"proof_of_delivery"}}"#)),
            personal: None,
        };
        let (entry, next) = append(&head, draft)?;
        entries.push(entry);
        head = next;
    }
    println!("audit: {:.0} entries/s appended", rate(start, AUDIT_ENTRIES));
    let checkpoint = Checkpoint {
        origin: "example.com/ombud".to_owned(),
        tenant: tenant.clone(),
        number: 1,
        previous: None,
        at: from,
        heads: vec![LaneHead { lane: head.lane, size: head.size, hash: head.hash }],
    };
    let mut export = Export::begin(Vec::new(), &tenant)?;
    export.checkpoint(&checkpoint.sign(&signer)?)?;
    let mut export = export.entries();
    entries.iter().try_for_each(|entry| export.entry(entry))?;
    let bytes = export.finish()?;
    let start = Instant::now();
    let report = verify(bytes.as_slice(), &[signer.verifier()], &[])?;
    let speed = rate(start, AUDIT_ENTRIES);
    println!("audit: {speed:.0} entries/s verified, intact: {}", report.is_intact());
    Ok(())
}

fn scrubber() {
    let text = "The parcel 00340434161094042557 never came. I paid 129.90 EUR by card \
                4111 1111 1111 1111, cvv 123, and my order is 2026-11-000123. Please help!";
    let start = Instant::now();
    for _ in 0..SCRUB_ROUNDS {
        black_box(scrub(black_box(text)));
    }
    let bytes = u64::from(SCRUB_ROUNDS) * text.len() as u64;
    println!("scrub: {:.1} MB/s", rate(start, bytes) / 1e6);
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn micros(start: Instant, times: u32) -> f64 {
    start.elapsed().as_secs_f64() * 1e6 / f64::from(times)
}

fn rate(start: Instant, times: u64) -> f64 {
    times as f64 / start.elapsed().as_secs_f64()
}
