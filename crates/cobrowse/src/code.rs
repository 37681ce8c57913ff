//! The six digits that a customer reads out, so that an agent finds their page.
//!
//! One in a million is guessed soon by who may guess often. So a code lives for twenty minutes and is used once, wrong
//! tries are counted for each agent and for each address, and what is stored is a keyed hash: who reads the table cannot
//! try all million without the key.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration, Rng, TenantId, Timestamp};
use ring::hmac;
use serde::{Deserialize, Serialize};

pub const CODE_DIGITS: usize = 6;
/// How long a code lives.
pub const CODE_LIFE: Duration = Duration::from_secs(20 * 60);
/// So many wrong tries within [`TRIES_WITHIN`] and no more are taken for [`REFUSED_FOR`].
pub const TRIES_MAX: usize = 5;
pub const TRIES_WITHIN: Duration = Duration::from_secs(10 * 60);
pub const REFUSED_FOR: Duration = Duration::from_secs(10 * 60);

const CODES: u64 = 1_000_000;

/// Six digits, known to the customer's page only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(u32);

/// Why a code does not open a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("code: expected {CODE_DIGITS} digits")]
    NotDigits,
    #[error("code: no session waits with it")]
    Wrong,
    #[error("code: it was used, ask for another")]
    Used,
    #[error("code: it is over, ask for another")]
    Expired,
    #[error("code: too many wrong tries, wait until {0}")]
    Refused(Timestamp),
}

impl Code {
    pub fn generate(rng: &mut Rng) -> Self {
        Self(u32::try_from(rng.below(CODES)).unwrap_or(0))
    }

    /// Reads what somebody typed; spaces and hyphens between the digits are theirs to choose.
    ///
    /// # Errors
    /// [`CodeError::NotDigits`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut digits = 0;
        let mut code = 0_u32;
        for c in text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')) {
            digits += 1;
            let digit = c.to_digit(10).filter(|_| digits <= CODE_DIGITS);
            code = code * 10 + digit.ok_or(CodeError::NotDigits)?;
        }
        if digits == CODE_DIGITS { Ok(Self(code)) } else { Err(CodeError::NotDigits) }
    }

    /// The digits, for the customer's screen.
    pub fn digits(self) -> String {
        format!("{:06}", self.0)
    }
}

/// Never the digits: they open a page.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[code]")
    }
}

/// What codes are hashed with: a secret of the installation.
#[derive(Clone)]
pub struct CodeKey(hmac::Key);

impl CodeKey {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// HMAC-SHA-256 (RFC 2104) of tenant and digits: what is stored, and looked up.
    pub fn hash(&self, tenant: &TenantId, code: Code) -> Sha256Hex {
        let mut mac = hmac::Context::with_key(&self.0);
        mac.update(b"ombud cobrowse code 1\0");
        mac.update(tenant.as_str().as_bytes());
        mac.update(b"\0");
        mac.update(code.digits().as_bytes());
        let mut hash = [0; 32];
        hash.iter_mut().zip(mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
        Sha256Hex::from_bytes(hash)
    }
}

impl std::fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

/// A code as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub hash: Sha256Hex,
    pub session: CobrowseId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl Issued {
    pub const fn new(hash: Sha256Hex, session: CobrowseId, now: Timestamp) -> Self {
        Self { hash, session, expires_at: now.plus(CODE_LIFE), used_at: None }
    }

    /// Whether no code of this hash may be made now: two customers would read out the same one.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }

    /// Uses the code up.
    ///
    /// # Errors
    /// [`CodeError::Used`] or [`CodeError::Expired`].
    pub fn take(mut self, now: Timestamp) -> Result<Self, CodeError> {
        if self.used_at.is_some() {
            return Err(CodeError::Used);
        }
        if now >= self.expires_at {
            return Err(CodeError::Expired);
        }
        self.used_at = Some(now);
        Ok(self)
    }
}

/// The wrong tries of one agent, or from one address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    /// Of wrong tries that still count, in order.
    at: Vec<Timestamp>,
    refused_until: Option<Timestamp>,
}

impl Tries {
    /// Whether a code may be tried: ask before looking one up, for the agent and for the address.
    ///
    /// # Errors
    /// [`CodeError::Refused`].
    pub fn check(&self, now: Timestamp) -> Result<(), CodeError> {
        match self.refused_until {
            Some(until) if now < until => Err(CodeError::Refused(until)),
            _ => Ok(()),
        }
    }

    /// Counts a wrong try. A used or expired code is one too: who guesses must learn nothing from the difference.
    #[must_use]
    pub fn wrong(mut self, now: Timestamp) -> Self {
        self.at.retain(|at| now.since(*at) < TRIES_WITHIN);
        self.at.push(now);
        if self.at.len() >= TRIES_MAX {
            self.at.clear();
            self.refused_until = Some(now.plus(REFUSED_FOR));
        }
        self
    }

    /// Whether nothing of it counts any more, and it need not be kept.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.check(now).is_ok() && self.at.iter().all(|at| now.since(*at) >= TRIES_WITHIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).plus(Duration::from_secs(seconds))
    }

    #[test]
    fn codes_have_six_digits_and_are_read_as_people_write_them() {
        let mut rng = Rng::seeded(7);
        for _ in 0..1_000 {
            let code = Code::generate(&mut rng);
            let digits = code.digits();
            assert_eq!(digits.len(), CODE_DIGITS);
            assert_eq!(Code::parse(&digits), Ok(code));
            let (a, b) = digits.split_at(3);
            assert_eq!(Code::parse(&format!(" {a}-{b} ")), Ok(code));
        }
        for wrong in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345", "1e5000"] {
            assert_eq!(Code::parse(wrong), Err(CodeError::NotDigits), "{wrong}");
        }
    }

    #[test]
    fn codes_are_spread_over_all_million() {
        let mut rng = Rng::seeded(8);
        let mut tenths = [0_u32; 10];
        for _ in 0..10_000 {
            tenths[(Code::generate(&mut rng).0 / 100_000) as usize] += 1;
        }
        assert!(tenths.iter().all(|count| (850..1_150).contains(count)), "{tenths:?}");
    }

    #[test]
    fn a_hash_depends_on_key_tenant_and_code() {
        let tenant = |name: &str| TenantId::new(name).unwrap();
        let hash = |key: u8, name: &str, code: &str| {
            CodeKey::new(&[key; 32]).hash(&tenant(name), Code::parse(code).unwrap())
        };
        let one = hash(1, "acme", "012345");
        assert_eq!(one, hash(1, "acme", "012345"));
        assert_ne!(one, hash(2, "acme", "012345"));
        assert_ne!(one, hash(1, "acm", "012345"));
        assert_ne!(one, hash(1, "acme", "012346"));
    }

    #[test]
    fn a_code_opens_once_and_for_twenty_minutes() {
        let session = CobrowseId::generate(at(0), &mut Rng::seeded(1));
        let issued = Issued::new(Sha256Hex::of(b"x"), session, at(0));
        let used = issued.clone().take(at(1_199)).unwrap();
        assert_eq!(used.take(at(1_199)), Err(CodeError::Used));
        assert!(issued.is_live(at(1_199)) && !issued.is_live(at(1_200)));
        assert_eq!(issued.take(at(1_200)), Err(CodeError::Expired));
    }

    #[test]
    fn five_wrong_tries_in_ten_minutes_are_the_last() {
        let mut tries = Tries::default();
        for n in 0..4 {
            tries = tries.wrong(at(n * 10));
        }
        assert_eq!(tries.check(at(100)), Ok(()));
        tries = tries.wrong(at(599));
        assert_eq!(tries.check(at(600)), Err(CodeError::Refused(at(1_199))));
        assert_eq!(tries.check(at(1_199)), Ok(()));
        assert!(tries.is_over(at(1_199)));
    }

    #[test]
    fn wrong_tries_that_are_far_apart_do_not_count_together() {
        let mut tries = Tries::default();
        for n in 0..50 {
            tries = tries.wrong(at(n * 150));
            assert_eq!(tries.check(at(n * 150)), Ok(()), "{n}");
        }
        assert!(!tries.is_over(at(49 * 150)) && tries.is_over(at(49 * 150 + 600)));
    }
}
