//! Words in frames: as they are, reversed, with zeros between, in hexadecimal digits and Base64, and in pieces.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// So many characters of a word in a row are a leak of it.
const PIECE: usize = 6;

/// What was sent, to be searched.
pub(super) struct Sent {
    pieces: HashSet<[u8; PIECE]>,
}

impl Sent {
    /// `texts`: those in the frames, in their order.
    pub(super) fn new(frames: &[Vec<u8>], texts: &[String]) -> Self {
        let mut pieces = HashSet::new();
        let joined = frames.concat();
        let said = texts.concat();
        let letters: String = said.chars().filter(|one| one.is_alphanumeric()).collect();
        let narrow: Vec<u8> = joined.iter().copied().filter(|byte| *byte != 0).collect();
        for bytes in [&joined, &narrow, said.as_bytes(), letters.as_bytes()] {
            let lower = bytes.to_ascii_lowercase();
            pieces.extend(lower.windows(PIECE).filter_map(|it| <[u8; PIECE]>::try_from(it).ok()));
        }
        Self { pieces }
    }

    /// Whether something of a word, of at least six letters, is in it.
    pub(super) fn has(&self, word: &str) -> bool {
        let word = word.to_ascii_lowercase();
        let reversed: String = word.chars().rev().collect();
        let plain = [word.as_bytes(), reversed.as_bytes()];
        plain.iter().any(|form| form.windows(PIECE).any(|piece| self.pieces.contains(piece)))
            || coded(&word).iter().any(|form| self.has_all(form))
    }

    /// Whether a number is in it, as it is written or by its digits and letters alone.
    pub(super) fn has_number(&self, number: &str) -> bool {
        let plain: String = number.chars().filter(|one| one.is_alphanumeric()).collect();
        self.has_all(number) || self.has_all(&plain)
    }

    /// Whether every piece of a form is in it.
    fn has_all(&self, form: &str) -> bool {
        let form = form.to_ascii_lowercase();
        form.len() >= PIECE
            && form.as_bytes().windows(PIECE).all(|piece| self.pieces.contains(piece))
    }
}

/// Forms whose short pieces may be chance. Base64 depends on where a word begins: three forms.
fn coded(word: &str) -> Vec<String> {
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    let base64 = ["", "x", "xx"].into_iter().map(|lead| {
        let whole = BASE64.encode(format!("{lead}{word}"));
        let whole = whole.trim_end_matches('=');
        let from = if lead.is_empty() { 0 } else { lead.len() + 1 };
        whole.get(from..whole.len() - 1).unwrap_or_default().to_owned()
    });
    std::iter::once(hex).chain(base64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_every_form_and_nowhere_else() {
        let word = "kqzmbvnhrtwpxcjd";
        let wide: Vec<u8> = word.bytes().flat_map(|byte| [byte, 0]).collect();
        let reversed: Vec<u8> = word.bytes().rev().collect();
        let hex: String = word.bytes().map(|byte| format!("{byte:02X}")).collect();
        for form in [
            word.to_uppercase().into_bytes(),
            wide,
            reversed,
            hex.into_bytes(),
            BASE64.encode(format!("a{word}b")).into_bytes(),
            BASE64.encode(format!("ab{word}")).into_bytes(),
            BASE64.encode(word).into_bytes(),
            format!("..{}..", &word[3..10]).into_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&form).into_owned();
            let half = form.len() / 2;
            let pieces = [form[..half].to_vec(), form[half..].to_vec()];
            assert!(Sent::new(&[form], &[]).has(word), "{shown}");
            assert!(Sent::new(&pieces, &[]).has(word), "{shown} in two frames");
        }
        let texts = [word[..4].to_owned(), format!("- {}", &word[4..8])];
        assert!(Sent::new(&[], &texts).has(word));
        let numbers = Sent::new(&[], &["no 4111 1111".to_owned(), "1111 1111".to_owned()]);
        assert!(numbers.has_number("4111-1111-1111-1111"));
        assert!(!numbers.has_number("4012-8888-8888-1881"));
        let other = [b"nothing of it: kqzmb vnhrt".to_vec()];
        assert!(!Sent::new(&other, &["nor here".to_owned()]).has(word));
    }
}
