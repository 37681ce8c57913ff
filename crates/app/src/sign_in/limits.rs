//! Back-off: how often somebody may try, by account and by address, kept in the store so that
//! neither a restart nor another node starts the count anew.
//!
//! An attempt is counted before it is judged: a thousand tries at the same time are a thousand.

use std::net::IpAddr;

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Timestamp};
use store::sign_in::Attempts;

use super::Client;
use crate::{App, AppError, Session};

/// A kind of attempt: how many are free, and what each further one costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    kind: &'static str,
    free: i64,
    /// The first wait; each further attempt doubles it.
    wait: Duration,
    wait_max: Duration,
    /// After so long without an attempt the count begins anew.
    forgotten_after: Duration,
}

/// Wrong passwords and codes of one account.
pub(super) const ACCOUNT: Limit = Limit {
    kind: "account",
    free: 5,
    wait: Duration::from_secs(30),
    wait_max: Duration::from_secs(15 * 60),
    forgotten_after: Duration::DAY,
};
/// Attempts of one address, at whatever account.
pub(super) const ADDRESS: Limit = Limit {
    kind: "address",
    free: 50,
    wait: Duration::from_secs(30),
    wait_max: Duration::from_secs(15 * 60),
    forgotten_after: Duration::HOUR,
};
/// Codes that are sent to one e-mail address.
pub(super) const LETTERS: Limit = Limit {
    kind: "letters",
    free: 5,
    wait: Duration::from_secs(5 * 60),
    wait_max: Duration::HOUR,
    forgotten_after: Duration::HOUR,
};
/// Co-browsing sessions that one customer begins.
pub(crate) const COBROWSE_BEGUN: Limit = Limit {
    kind: "cobrowse_begun",
    free: 10,
    wait: Duration::from_secs(60),
    wait_max: Duration::HOUR,
    forgotten_after: Duration::HOUR,
};

/// Attempts of one kind that may be wrong before the time is over in which the first of them was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    kind: &'static str,
    wrong_max: i64,
    lasts: Duration,
}

/// Codes of co-browsing that one person of the desk tries: a million codes, and few of them wait.
pub(crate) const COBROWSE_CODES: Window =
    Window { kind: "cobrowse_codes", wrong_max: 5, lasts: Duration::from_secs(10 * 60) };
/// The same of a whole company, whose people might guess together, or whose tool might name ever new ones.
/// With 50 sessions that wait, one of them is found by this many with a chance of one in forty.
pub(crate) const COBROWSE_CODES_OF_ALL: Window =
    Window { kind: "cobrowse_all_codes", wrong_max: 500, lasts: Duration::from_secs(10 * 60) };

/// Visitors and codes asked for from one address.
pub(super) const NEWCOMERS: Limit = Limit {
    kind: "newcomers",
    free: 60,
    wait: Duration::from_secs(60),
    wait_max: Duration::HOUR,
    forgotten_after: Duration::HOUR,
};

/// Counts an attempt, or refuses it.
///
/// # Errors
/// [`AppError::TooMany`] with the time to wait.
pub(crate) fn count(s: &mut Session<'_, '_>, limit: Limit, whom: &str) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let subject = key(whom);
    let place = (limit.kind, subject.as_str());
    let known = store::sign_in::attempts(s.tx(), &tenant, place)?;
    if let Some(known) = known.filter(|known| now < known.blocked_until) {
        return Err(too_many(known.blocked_until, now));
    }
    let before = known.filter(|known| now.since(known.last_at) < limit.forgotten_after);
    let count = before.map_or(0, |known| known.count).saturating_add(1);
    let blocked_until = now.plus(wait(limit, count));
    let attempts = Attempts { count, last_at: now, blocked_until };
    Ok(store::sign_in::set_attempts(s.tx(), &tenant, place, attempts)?)
}

/// Counts an attempt in its window, or refuses it until that is over.
///
/// # Errors
/// [`AppError::TooMany`] with the time to wait.
pub(crate) fn count_in(
    s: &mut Session<'_, '_>,
    window: Window,
    whom: &str,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let subject = key(whom);
    let place = (window.kind, subject.as_str());
    let known = store::sign_in::attempts(s.tx(), &tenant, place)?;
    let known = known.filter(|known| now.since(known.last_at) < window.lasts);
    let (count, begun_at) = known.map_or((0, now), |known| (known.count, known.last_at));
    if count >= window.wrong_max {
        return Err(too_many(begun_at.plus(window.lasts), now));
    }
    let attempts = Attempts { count: count + 1, last_at: begun_at, blocked_until: now };
    Ok(store::sign_in::set_attempts(s.tx(), &tenant, place, attempts)?)
}

/// The attempt was right, and is not counted; those before it were as wrong as they were.
pub(crate) fn was_right(
    s: &mut Session<'_, '_>,
    window: Window,
    whom: &str,
) -> Result<(), AppError> {
    let (tenant, subject) = (s.tenant().clone(), key(whom));
    let place = (window.kind, subject.as_str());
    let Some(known) = store::sign_in::attempts(s.tx(), &tenant, place)? else { return Ok(()) };
    let attempts = Attempts { count: (known.count - 1).max(0), ..known };
    Ok(store::sign_in::set_attempts(s.tx(), &tenant, place, attempts)?)
}

/// As [`count`], by the client's address where it is known.
pub(super) fn count_address(
    s: &mut Session<'_, '_>,
    limit: Limit,
    client: &Client,
) -> Result<(), AppError> {
    match client.address {
        Some(address) => count(s, limit, &network(address)),
        None => Ok(()),
    }
}

/// Somebody of an address came in: their attempt was none. An office behind one address is not shut
/// out by its own people; what was wrong stays counted.
pub(super) fn uncount_address(
    s: &mut Session<'_, '_>,
    limit: Limit,
    client: &Client,
) -> Result<(), AppError> {
    let Some(address) = client.address else { return Ok(()) };
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let subject = key(&network(address));
    let place = (limit.kind, subject.as_str());
    let Some(known) = store::sign_in::attempts(s.tx(), &tenant, place)? else { return Ok(()) };
    let count = (known.count - 1).max(0);
    // A wait that wrong attempts earned goes on.
    let blocked_until = if count <= limit.free { now } else { known.blocked_until };
    let attempts = Attempts { count, blocked_until, ..known };
    Ok(store::sign_in::set_attempts(s.tx(), &tenant, place, attempts)?)
}

/// The right answer was given: the count begins anew.
pub(crate) fn forget(s: &mut Session<'_, '_>, limit: Limit, whom: &str) -> Result<(), AppError> {
    let (tenant, subject) = (s.tenant().clone(), key(whom));
    Ok(store::sign_in::forget_attempts(s.tx(), &tenant, (limit.kind, &subject))?)
}

fn wait(limit: Limit, count: i64) -> Duration {
    let over = count - limit.free;
    if over <= 0 {
        return Duration::ZERO;
    }
    let doublings = u32::try_from(over - 1).unwrap_or(u32::MAX).min(20);
    let millis = limit.wait.as_millis().saturating_mul(1 << doublings);
    Duration::from_millis(millis.min(limit.wait_max.as_millis()))
}

fn too_many(until: Timestamp, now: Timestamp) -> AppError {
    let seconds = until.since(now).as_millis().max(0).unsigned_abs().div_ceil(1_000);
    AppError::TooMany { retry_after_s: u32::try_from(seconds).unwrap_or(u32::MAX) }
}

/// Who is counted is not for reading.
fn key(whom: &str) -> String {
    Sha256Hex::of(whom.as_bytes()).to_string()
}

/// One subscriber usually has a /64 of IPv6, and can change inside it at will.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Forgets tickets and attempts that are over, and sessions that ended long ago.
///
/// # Errors
/// The store's.
pub async fn prune(app: &App) -> Result<(), AppError> {
    /// How long an ended session can still be looked up.
    const ENDED_KEPT: Duration = Duration::from_days(30);
    let now = app.now();
    let work = move |tx: &mut store::Tx<'_>| {
        store::sign_in::prune(tx, now, now.minus(Duration::DAY))?;
        store::sessions::prune(tx, now.minus(ENDED_KEPT))
    };
    let done: Result<u64, store::StoreError> = app.store().write(work).await;
    done?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_have_an_end() {
        let seconds = |count| wait(ACCOUNT, count).as_millis() / 1_000;
        let waits: Vec<i64> = [1, 5, 6, 7, 8, 10, 11, 50, i64::MAX].map(seconds).to_vec();
        assert_eq!(waits, [0, 0, 30, 60, 120, 480, 900, 900, 900]);
    }

    #[test]
    fn addresses_are_counted_by_their_network() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }
}
