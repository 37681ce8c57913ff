//! What this node and others wake each other for: told after the commit, looked for by itself in any case.

use std::fmt::Write as _;

use app::Stored;
use bus::{Bus, Kind, Link};
use engine::Shutdown;

use crate::AppState;

/// Keeps the link to other nodes, and hears who was signed out there, until it is told to stop.
pub async fn wake_ups(state: AppState, link: Link, mut shutdown: Shutdown) {
    tokio::select! {
        () = link.run() => {}
        () = log_outs(&state) => {}
        () = shutdown.triggered() => {}
    }
}

/// Closes what is open of sessions and keys that ended at another node. Whoever looks for them each few
/// seconds goes on doing so.
async fn log_outs(state: &AppState) {
    let mut since = state.app.now();
    let mut ear = state.bus.ear(Kind::LogOuts);
    loop {
        ear.told().await;
        match app::sign_in::tell_of_ended(&state.app, since).await {
            Ok(next) => since = next,
            Err(error) => tracing::warn!(%error, "ended sessions could not be read"),
        }
    }
}

/// Tells other nodes.
pub(crate) fn stored(bus: &Bus, what: Stored) {
    bus.tell(match what {
        Stored::Calls => Kind::Calls,
        Stored::LogOuts => Kind::LogOuts,
    });
}

/// The bus in Prometheus' text format; nothing where this node has no link.
pub(crate) fn metrics(text: &mut String, bus: &Bus) {
    if !bus.is_linked() {
        return;
    }
    let counts = bus.counts();
    let live = u64::from(bus.is_live());
    crate::metrics::gauge(text, "ombud_bus_live", "1 while wake-ups of other nodes come.", live);
    crate::metrics::gauge(text, "ombud_bus_lost_total", "Times that they ceased to.", counts.lost);
    let name = "ombud_bus_messages_total";
    let _ = writeln!(text, "# HELP {name} Messages between nodes.\n# TYPE {name} counter");
    let all = [
        ("sent", counts.sent),
        ("unsent", counts.unsent),
        ("heard", counts.heard),
        ("odd", counts.odd),
    ];
    for (what, count) in all {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}{{what=\"{what}\"}} {count}");
    }
}
