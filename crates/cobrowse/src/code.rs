//! The six digits that a customer reads out, so that an agent finds their page.
//!
//! One in a million is guessed soon by who may guess often. So a code lives for twenty minutes and is used once, wrong
//! tries are counted (by the application, as those of sign-in are), and what is stored is a keyed hash: who reads the
//! table cannot try all million without the key.

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Rng, TenantId};
use ring::hmac;

pub const CODE_DIGITS: usize = 6;
/// How long a code lives.
pub const CODE_LIFE: Duration = Duration::from_secs(20 * 60);

const CODES: u64 = 1_000_000;

/// Six digits, known to the customer's page only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(u32);

/// Not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("code: the {CODE_DIGITS} digits that the customer reads out were expected")]
pub struct NotDigits;

impl Code {
    pub fn generate(rng: &mut Rng) -> Self {
        Self(u32::try_from(rng.below(CODES)).unwrap_or(0))
    }

    /// Reads what somebody typed; spaces and hyphens between the digits are theirs to choose.
    ///
    /// # Errors
    /// [`NotDigits`].
    pub fn parse(text: &str) -> Result<Self, NotDigits> {
        let mut digits = 0;
        let mut code = 0_u32;
        for c in text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')) {
            digits += 1;
            let digit = c.to_digit(10).filter(|_| digits <= CODE_DIGITS);
            code = code * 10 + digit.ok_or(NotDigits)?;
        }
        if digits == CODE_DIGITS { Ok(Self(code)) } else { Err(NotDigits) }
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

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(Code::parse(wrong), Err(NotDigits), "{wrong}");
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
}
