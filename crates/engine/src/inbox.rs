//! Idempotency keys: the same request with the same key has one effect and one answer.
//!
//! By draft-ietf-httpapi-idempotency-key-header-06: a missing key where one is required is 400, the
//! same key with another payload 422, a request whose first copy still runs 409. (Stripe answers 400
//! to a mismatch.) The whole answer is stored in the transaction of the state it tells about and
//! replayed with [`REPLAYED_HEADER`]. What fails validation is not stored: the client may mend the
//! request and keep the key.

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Timestamp};
use store::idempotency::{self, KeyRow, KeyScope, StoredResponse};
use store::{Lookup, StoreError, Tx};

/// The request header with the key.
pub const KEY_HEADER: &str = "idempotency-key";
/// The response header that marks a replayed answer (`true`).
pub const REPLAYED_HEADER: &str = "idempotent-replayed";
/// Longest key.
pub const KEY_CHARS_MAX: usize = 255;
/// How long an answer is kept for replay.
pub const KEPT_HOURS: i64 = 24;
/// After this long a request that never completed is taken for dead and its key is free again.
pub const RUNNING_SECONDS_MAX: i64 = 120;
/// Largest answer that is kept.
pub const BODY_BYTES_MAX: usize = 1 << 20;

/// Why a request with a key does not run.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// HTTP 400.
    #[error("this operation needs an Idempotency-Key header: any unique text, such as a UUID")]
    Missing,
    /// HTTP 400.
    #[error("Idempotency-Key must have 1 to {KEY_CHARS_MAX} visible ASCII characters")]
    Malformed,
    /// HTTP 422.
    #[error("this Idempotency-Key was used for another request ({operation}): take a new key")]
    Mismatch { operation: String },
    /// HTTP 409.
    #[error("the first request with this Idempotency-Key is still running: retry later")]
    Running,
    /// An answer too large to be kept for replay; a limit on the operation, not on the client.
    #[error("an answer of {bytes} bytes is larger than the {BODY_BYTES_MAX} kept for replay")]
    TooLarge { bytes: usize },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    pub scope: KeyScope,
    /// Method and path, for example `POST /v1/disputes`.
    pub operation: String,
    /// Digest of everything that makes the request what it is: the body, and the query.
    pub request_hash: Sha256Hex,
    /// The conversation that the answer will tell of; empty where it tells of none.
    pub about: String,
}

/// What to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reserved {
    /// Run it, and [`complete`] in the same transaction.
    Fresh,
    /// Do nothing; answer this, with [`REPLAYED_HEADER`].
    Replay(StoredResponse),
}

/// The key of a header value, bare or as a structured-field string (`"…"`).
///
/// # Errors
/// [`InboxError::Missing`] when there is none and one is required, [`InboxError::Malformed`].
pub fn key_of(header: Option<&str>, required: bool) -> Result<Option<String>, InboxError> {
    let Some(value) = header.map(str::trim) else {
        return if required { Err(InboxError::Missing) } else { Ok(None) };
    };
    let bare = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let good = (1..=KEY_CHARS_MAX).contains(&bare.len())
        && bare.bytes().all(|byte| byte.is_ascii_graphic());
    if good { Ok(Some(bare.to_owned())) } else { Err(InboxError::Malformed) }
}

/// What [`reserve`] asks first, for [`store::Store::write_after`].
pub fn lookup(request: &KeyedRequest) -> Lookup {
    idempotency::lookup(&request.scope)
}

/// Looks a key up at the beginning of the transaction that runs the request.
///
/// Two copies of one request cannot both pass: whichever commits second meets the first one's row
/// when it completes, is rolled back by the store, runs again, and then finds the answer.
///
/// # Errors
/// [`InboxError::Mismatch`], [`InboxError::Running`].
pub fn reserve(
    tx: &mut Tx<'_>,
    request: &KeyedRequest,
    now: Timestamp,
) -> Result<Reserved, InboxError> {
    let Some(row) = idempotency::get(tx, &request.scope)? else { return Ok(Reserved::Fresh) };
    if row.expires_at <= now {
        idempotency::delete(tx, &request.scope)?;
        return Ok(Reserved::Fresh);
    }
    if row.operation != request.operation || row.request_hash != request.request_hash {
        return Err(InboxError::Mismatch { operation: row.operation });
    }
    row.response.map(Reserved::Replay).ok_or(InboxError::Running)
}

/// Stores the answer, in the transaction of the state it tells about.
///
/// # Errors
/// [`InboxError::TooLarge`], and the store's own.
pub fn complete(
    tx: &mut Tx<'_>,
    request: &KeyedRequest,
    response: StoredResponse,
    now: Timestamp,
) -> Result<(), InboxError> {
    check_size(&response)?;
    let row = row(request, Some(response), now, Duration::from_hours(KEPT_HOURS));
    Ok(idempotency::insert(tx, &request.scope, row)?)
}

/// For a request that takes more than one transaction: marks the key as running, so that a second
/// copy gets 409 meanwhile. Then [`complete_running`] or [`release`].
///
/// # Errors
/// As [`reserve`].
pub fn reserve_running(
    tx: &mut Tx<'_>,
    request: &KeyedRequest,
    now: Timestamp,
) -> Result<Reserved, InboxError> {
    let reserved = reserve(tx, request, now)?;
    if reserved == Reserved::Fresh {
        let row = row(request, None, now, Duration::from_secs(RUNNING_SECONDS_MAX));
        idempotency::insert(tx, &request.scope, row)?;
    }
    Ok(reserved)
}

/// Stores the answer to a key marked by [`reserve_running`].
///
/// # Errors
/// [`StoreError::Conflict`] when the key was given up meanwhile.
pub fn complete_running(
    tx: &mut Tx<'_>,
    request: &KeyedRequest,
    response: StoredResponse,
    now: Timestamp,
) -> Result<(), InboxError> {
    check_size(&response)?;
    let expires_at = now.plus(Duration::from_hours(KEPT_HOURS));
    Ok(idempotency::complete(tx, &request.scope, response, expires_at)?)
}

/// Frees a key whose request had no effect, such as one that failed validation.
///
/// # Errors
/// The store's own.
pub fn release(tx: &mut Tx<'_>, request: &KeyedRequest) -> Result<(), InboxError> {
    Ok(idempotency::delete(tx, &request.scope)?)
}

/// Forgets expired keys; returns how many.
///
/// # Errors
/// The store's own.
pub fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    idempotency::prune(tx, now)
}

fn check_size(response: &StoredResponse) -> Result<(), InboxError> {
    let bytes = response.body.len();
    if bytes > BODY_BYTES_MAX { Err(InboxError::TooLarge { bytes }) } else { Ok(()) }
}

fn row(
    request: &KeyedRequest,
    response: Option<StoredResponse>,
    now: Timestamp,
    kept: Duration,
) -> KeyRow {
    KeyRow {
        operation: request.operation.clone(),
        request_hash: request.request_hash,
        response,
        about: request.about.clone(),
        created_at: now,
        expires_at: now.plus(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_from_headers() {
        let long = "k".repeat(KEY_CHARS_MAX);
        type Found<'a> = Result<Option<&'a str>, &'a str>;
        let cases: [(Option<&str>, bool, Found<'_>); 9] = [
            (None, false, Ok(None)),
            (None, true, Err("Missing")),
            (Some("abc"), true, Ok(Some("abc"))),
            (Some("\"abc\""), true, Ok(Some("abc"))),
            (Some(" abc "), true, Ok(Some("abc"))),
            (Some(""), true, Err("Malformed")),
            (Some("a b"), true, Err("Malformed")),
            (Some("\u{e9}"), true, Err("Malformed")),
            (Some(&long), true, Ok(Some(&long))),
        ];
        for (header, required, expected) in cases {
            let found = key_of(header, required).map_err(|error| format!("{error:?}"));
            let found = found.as_ref().map(Option::as_deref).map_err(String::as_str);
            assert_eq!(found, expected, "{header:?}");
        }
        assert!(key_of(Some(&format!("{long}k")), true).is_err());
    }
}
