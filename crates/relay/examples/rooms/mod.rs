//! What both programs that measure stand on: sessions that go on, and what the kernel says of a process.

use cobrowse::consent::{Grant, Grants, Wish, Words};
use cobrowse::policy::Permit;
use cobrowse::session::{Input, Moment, Role, Session};
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, PrincipalId, Timestamp};
use relay::Opening;

/// A session in which the customer has granted everything to one agent.
pub(crate) fn active(id: CobrowseId, now: Timestamp) -> Session {
    let hash = Sha256Hex::of(b"words");
    let all: Grants = Grant::ALL.into_iter().collect();
    let text = Words { version: "1".to_owned(), language: "en".to_owned(), hash };
    let wish = Wish {
        agent: "Ana".to_owned(),
        company: "Acme".to_owned(),
        wants: all,
        text,
        purpose: "support".to_owned(),
    };
    let principal = PrincipalId::new("ana").unwrap();
    let inputs = [
        Input::Join { principal, name: "Ana".to_owned(), role: Role::Agent, may: Grants::ALL },
        Input::Ask { seat: 1, wish },
        Input::Shown { ask: 1 },
        Input::Accept { ask: 1, grants: all, hash },
    ];
    let step = |session: Session, input| session.step(input, Moment::at(now)).session;
    inputs.into_iter().fold(Session::begin(id, now), step)
}

/// A room of it, under release by attributes.
pub(crate) fn opening(session: Session) -> Opening {
    Opening { session, permit: Permit::attributes(), may_write: true }
}

/// Processor time of a process, in milliseconds, and its memory in kilobytes. Zeros of one that is gone.
pub(crate) fn used(process: &str) -> (f64, f64) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{process}/{name}"));
    let stat = read("stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let field = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
    let ticks = field(11).unwrap_or(0.0) + field(12).unwrap_or(0.0);
    let status = read("status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    let kb = line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0.0);
    // The kernel counts in hundredths of a second.
    (ticks * 10.0, kb)
}
