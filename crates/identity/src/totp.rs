//! Time-based one-time codes (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator
//! app has them.
//!
//! A code is good for its own step and one to either side, for clocks that differ. Which step it was
//! is handed back: whoever keeps it refuses it and everything before it the next time (RFC 6238, 5.2).

use kernel::Timestamp;
use ring::hmac;
use subtle::ConstantTimeEq as _;

/// Bytes of a secret: as long as the hash (RFC 4226, requirement R6).
pub const SECRET_BYTES: usize = 20;
/// Digits of a code.
pub const DIGITS: usize = 6;
const STEP_MS: i64 = 30_000;
/// Steps to either side.
const DRIFT_STEPS: i64 = 1;
const MODULUS: u32 = 1_000_000;

/// The code of one step.
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let digest = tag.as_ref();
    // RFC 4226, 5.3: the last four bits say where the number begins.
    let offset = usize::from(digest.last().copied().unwrap_or_default() & 0x0F);
    let word = digest.iter().skip(offset).take(4);
    let number = word.fold(0u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7FFF_FFFF;
    format!("{:06}", number % MODULUS)
}

/// The step of an instant.
pub const fn step_of(now: Timestamp) -> i64 {
    now.as_millis().div_euclid(STEP_MS)
}

/// The step whose code this is, when it is good now and later than the last one used.
pub fn check(secret: &[u8], given: &str, now: Timestamp, last_step: Option<i64>) -> Option<i64> {
    let given: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    let present = step_of(now);
    let mut found = None;
    // All are compared, whichever fits.
    for step in present - DRIFT_STEPS..=present + DRIFT_STEPS {
        let same: bool = code(secret, step).as_bytes().ct_eq(given.as_bytes()).into();
        if same && last_step.is_none_or(|last| last < step) {
            found = Some(step);
        }
    }
    found
}

/// The code at an instant: what the person's own app shows.
pub fn code_at(secret: &[u8], now: Timestamp) -> String {
    code(secret, step_of(now))
}

/// The secret as people type it: base32 (RFC 4648) without padding.
pub fn to_base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut held, mut bits) = (0u32, 0u32);
    let mut put = |value: u32| {
        text.push(char::from(ALPHABET.get((value & 31) as usize).copied().unwrap_or(b'A')));
    };
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            put(held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        put(held << (5 - bits));
    }
    text
}

/// What an authenticator app reads from a picture.
pub fn otpauth_url(issuer: &str, account: &str, secret: &[u8]) -> String {
    let (issuer, account) = (percent(issuer), percent(account));
    let secret = to_base32(secret);
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// Everything but unreserved characters, as RFC 3986 has it.
pub(crate) fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        // Appendix B, SHA-1; the last six of its eight digits.
        let table = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, expected) in table {
            assert_eq!(code_at(SECRET, Timestamp::from_millis(seconds * 1_000)), expected);
        }
    }

    #[test]
    fn a_code_is_good_once_and_for_clocks_that_differ_a_little() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let code = code_at(SECRET, at(90));
        for (now, last, expected) in [
            (90, None, Some(3)),
            (60, None, Some(3)),
            (149, None, Some(3)),
            (59, None, None),
            (150, None, None),
            (90, Some(3), None),
            (90, Some(4), None),
            (90, Some(2), Some(3)),
        ] {
            assert_eq!(check(SECRET, &code, at(now), last), expected, "{now} {last:?}");
        }
        assert_eq!(check(SECRET, &format!("{} {}", &code[..3], &code[3..]), at(90), None), Some(3));
        for wrong in ["", "0", "000000", "abcdef", "1234567"] {
            assert_eq!(check(SECRET, wrong, at(90), None), None, "{wrong}");
        }
    }

    #[test]
    fn the_secret_is_written_as_apps_read_it() {
        assert_eq!(to_base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(to_base32(b"fo"), "MZXQ");
        let url = otpauth_url("Acme & Co", "a@b.example", SECRET);
        assert!(
            url.starts_with("otpauth://totp/Acme%20%26%20Co:a%40b.example?secret=GEZDGNBV"),
            "{url}"
        );
    }
}
