//! Passwords: argon2id with the parameters of OWASP, and the rules of NIST SP 800-63B.
//!
//! Hashing takes tens of milliseconds and 19 MiB by design: call it on a thread that may block, and
//! bound how many run at once. It never says whether the account or the password was wrong.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kernel::Secret;
use subtle::ConstantTimeEq as _;

/// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;
/// Bytes of salt that a hash is made with.
pub const SALT_BYTES: usize = 16;

/// Fewest characters of a password. NIST SP 800-63B-4 asks for 15 where it stands alone and 8 beside a
/// second factor; OWASP ASVS 5.0 (6.2.1) for 8 at least, 15 strongly recommended.
pub const CHARS_MIN: usize = 12;
/// Most characters; a passphrase fits, a denial of service does not.
pub const CHARS_MAX: usize = 256;
/// The largest memory that a stored hash may ask for.
const STORED_MEMORY_KIB_MAX: u32 = 256 * 1024;

/// A hash of nobody's password with today's parameters: comparing with it costs what comparing with
/// a real one does.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The most used passwords of at least [`CHARS_MIN`] characters in published breaches, and words of
/// this product. Compared without case, and with trailing digits and marks taken off.
const COMMON: &[&str] = &[
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "a1b2c3d4e5f6",
    "abcdefghijkl",
    "abcdefghijklm",
    "adminadminadmin",
    "administrator",
    "basketball12",
    "changemenow",
    "changemeplease",
    "correcthorsebatterystaple",
    "iloveyou1234",
    "iloveyouforever",
    "letmeinletmein",
    "letmeinplease",
    "manchesterunited",
    "motherfucker",
    "passw0rdpassw0rd",
    "passwordpassword",
    "password1234",
    "p@ssw0rdp@ssw0rd",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop",
    "qwertyuiopas",
    "qwertyuiop[]",
    "asdfghjkl",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "secretsecret",
    "sommarsommar",
    "passwortpasswort",
    "contrasenacontrasena",
    "thisismypassword",
    "trustno1trustno1",
    "welcomewelcome",
    "ombudombud",
    "ombudombudombud",
    "disputedesk",
    "supportdesk",
];

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    #[error("it must have at least {CHARS_MIN} characters: several words make a good one")]
    TooShort,
    #[error("it must have at most {CHARS_MAX} characters")]
    TooLong,
    #[error("it is one of the passwords that are tried first: choose one that nobody else has")]
    Common,
    #[error("it must not be made of your name or e-mail address")]
    Own,
}

/// Why a hash could not be made: ours to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct HashError(String);

/// Whether a password may be chosen. There are no rules of composition; `own` are the person's own
/// texts, such as the e-mail address and the name.
///
/// # Errors
/// [`Weak`].
pub fn check(password: &str, own: &[&str]) -> Result<(), Weak> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(Weak::TooShort);
    }
    if chars > CHARS_MAX {
        return Err(Weak::TooLong);
    }
    let lower = password.to_lowercase();
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    if is_common(&lower) || is_common(bare) || is_run(&lower) {
        return Err(Weak::Common);
    }
    let own = own.iter().flat_map(|text| [Some(*text), text.split_once('@').map(|(name, _)| name)]);
    let mut own = own.flatten().map(str::to_lowercase).filter(|text| !text.is_empty());
    if own.any(|text| lower == text || bare == text || made_of(&lower, &text)) {
        return Err(Weak::Own);
    }
    Ok(())
}

fn is_common(text: &str) -> bool {
    COMMON.contains(&text)
}

/// One text over and over: `annaannaanna`.
fn made_of(password: &str, text: &str) -> bool {
    text.len() > 2 && password.replace(text, "").is_empty()
}

/// One character, or one step, from end to end: `aaaaaaaaaaaa`, `123456789012`.
fn is_run(password: &str) -> bool {
    let step = |a: char, b: char| i64::from(u32::from(b)) - i64::from(u32::from(a));
    let chars: Vec<char> = password.chars().collect();
    let mut steps = chars.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(step(*a, *b)),
        _ => None,
    });
    let first = steps.next().unwrap_or_default();
    // 9 is followed by 0.
    steps.all(|next| next == first || (first == 1 && next == -9)) && first.abs() <= 1
}

/// The hash of a password, with everything that is needed to compare it later.
///
/// # Errors
/// When there is no memory for it.
pub fn hash(password: &Secret, salt: [u8; SALT_BYTES]) -> Result<String, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES)).map_err(failed)?;
    let mut output = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose().as_bytes(), &salt, &mut output)
        .map_err(failed)?;
    let (salt, output) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(output));
    Ok(format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${output}"))
}

fn failed(error: argon2::Error) -> HashError {
    HashError(error.to_string())
}

/// Whether a password is the one that was hashed. With no hash it compares with nobody's, at the same
/// cost, and says no: who is asked for must not show in the time it takes.
pub fn verify(password: &Secret, stored: Option<&str>) -> bool {
    let right = matches(password, stored.unwrap_or(NOBODYS)).unwrap_or(false);
    right && stored.is_some()
}

fn matches(password: &Secret, stored: &str) -> Option<bool> {
    let mut parts = stored.split('$').skip(1);
    let (name, version) = (parts.next()?, parts.next()?);
    if name != "argon2id" || version != "v=19" || password.expose().chars().count() > CHARS_MAX {
        return None;
    }
    let (mut memory, mut passes, mut lanes) = (None, None, None);
    for pair in parts.next()?.split(',') {
        let (name, value) = pair.split_once('=')?;
        let value: u32 = value.parse().ok()?;
        match name {
            "m" => memory = Some(value).filter(|kib| *kib <= STORED_MEMORY_KIB_MAX),
            "t" => passes = Some(value),
            "p" => lanes = Some(value),
            _ => return None,
        }
    }
    let salt = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
    let expected = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
    let params = Params::new(memory?, passes?, lanes?, Some(expected.len())).ok()?;
    let mut output = vec![0; expected.len()];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose().as_bytes(), &salt, &mut output)
        .ok()?;
    Some(output.ct_eq(&expected).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let password = Secret::new("a long enough passphrase");
        let stored = hash(&password, [7; SALT_BYTES]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(&password, Some(&stored)));
        assert!(!verify(&Secret::new("A long enough passphrase"), Some(&stored)));
        assert!(!verify(&password, None));
        assert_ne!(stored, hash(&password, [8; SALT_BYTES]).unwrap());
    }

    #[test]
    fn nobodys_hash_is_one_that_is_really_computed() {
        assert_eq!(matches(&Secret::new("x"), NOBODYS), Some(false));
        for broken in [
            "",
            "$argon2id",
            "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA",
            "$argon2id$v=19$m=4000000,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        ] {
            assert_eq!(matches(&Secret::new("x"), broken), None, "{broken}");
        }
    }

    #[test]
    fn rules_are_about_guessing_and_not_about_composition() {
        let long = "x y".repeat(100);
        let table = [
            ("", Err(Weak::TooShort)),
            ("elevenchars", Err(Weak::TooShort)),
            (long.as_str(), Err(Weak::TooLong)),
            ("passwordpassword", Err(Weak::Common)),
            ("PasswordPassword1!", Err(Weak::Common)),
            ("aaaaaaaaaaaaaa", Err(Weak::Common)),
            ("123456789012", Err(Weak::Common)),
            ("anna.ek@acme.example", Err(Weak::Own)),
            ("anna.ekanna.ek", Err(Weak::Own)),
            ("anna.ek@acme.example2026", Err(Weak::Own)),
            ("lower case words only", Ok(())),
            ("ärligt talat åska", Ok(())),
        ];
        for (password, expected) in table {
            assert_eq!(
                check(password, &["anna.ek@acme.example", "Anna Ek"]),
                expected,
                "{password}"
            );
        }
    }
}
