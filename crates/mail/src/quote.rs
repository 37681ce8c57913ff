//! What somebody wrote in a letter, without what they only sent back: the letter they answer, and the
//! signature. Nothing is lost: what is cut off is returned beside it.

/// A text in its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// What was written.
    pub said: String,
    /// The quoted letter and the signature, as they stood; empty where there are none.
    pub quoted: String,
}

/// What stands above a forwarded or answered letter in programs that do not mark its lines.
const RULES: [&str; 6] = [
    "-----original message-----",
    "-----ursprungligt meddelande-----",
    "-----ursprüngliche nachricht-----",
    "-----mensaje original-----",
    "________________________________",
    "-------- forwarded message --------",
];
/// How the line ends that says who wrote the quoted letter.
const WROTE: [&str; 8] = [
    "wrote:",
    "skrev:",
    "schrieb:",
    "escribió:",
    "a écrit :",
    "a écrit:",
    "ha scritto:",
    "schreef:",
];
/// Most lines over which that line may be folded.
const WROTE_LINES_MAX: usize = 3;
/// Most lines of a signature.
const SIGNATURE_LINES_MAX: usize = 12;

/// Cuts off the end of a text that is a quoted letter, then a signature. Where somebody answers between
/// quoted lines, everything stays: what they say makes no sense without it.
pub fn cut(text: &str) -> Cut {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    let end = quote_begins(&lines).unwrap_or(lines.len());
    let end = signature_begins(&lines, end).unwrap_or(end);
    let (said, quoted) = lines.split_at_checked(end).unwrap_or((&lines, &[]));
    let (said, quoted) = (said.join("\n").trim().to_owned(), quoted.join("\n").trim().to_owned());
    // Somebody who only sends a letter on says all of it.
    if said.is_empty() {
        return Cut { said: quoted, quoted: String::new() };
    }
    Cut { said, quoted }
}

/// The first line of the quoted letter that the text ends with.
fn quote_begins(lines: &[&str]) -> Option<usize> {
    let is_rule = |line: &&str| {
        let line = line.trim().to_lowercase();
        RULES.iter().any(|rule| line.starts_with(rule))
    };
    if let Some(at) = lines.iter().position(is_rule) {
        return Some(at);
    }
    // The last run of quoted lines, with nothing but blank ones after it.
    let quoted = |line: &&str| line.trim_start().starts_with('>');
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    if !lines.get(last).is_some_and(quoted) {
        return None;
    }
    let mut first = last;
    for (at, line) in lines.iter().enumerate().take(last).rev() {
        if quoted(line) {
            first = at;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    // Other quoted lines before it: the answers stand between them.
    if lines.iter().take(first).any(quoted) {
        return None;
    }
    Some(attribution(lines, first).unwrap_or(first))
}

/// The line above a quote that says whose it is, which may be folded.
fn attribution(lines: &[&str], quote: usize) -> Option<usize> {
    let above = lines.get(..quote)?.iter().rposition(|line| !line.trim().is_empty())?;
    let ends = |line: &str| {
        let line = line.trim().to_lowercase();
        WROTE.iter().any(|word| line.ends_with(word))
    };
    if !ends(lines.get(above)?) {
        return None;
    }
    let mut first = above;
    while first > 0 && above - first + 1 < WROTE_LINES_MAX {
        match lines.get(first - 1) {
            Some(line) if !line.trim().is_empty() && !has_date(lines.get(first).unwrap_or(&"")) => {
                first -= 1;
            }
            _ => break,
        }
    }
    Some(first)
}

/// Such a line begins with a day or an hour; one without goes on from the line above.
fn has_date(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    digits >= 4
}

/// The signature: from the line `-- ` on (RFC 3676, 4.3), where it is short.
fn signature_begins(lines: &[&str], end: usize) -> Option<usize> {
    let before = lines.get(..end)?;
    let at = before.iter().rposition(|line| matches!(*line, "-- " | "--"))?;
    (end - at <= SIGNATURE_LINES_MAX).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_and_signatures_are_cut_and_answers_between_them_are_not() {
        for (text, said) in [
            ("Hello\r\nthere", "Hello\nthere"),
            (
                "Yes.\n\nOn Mon, 1 Dec 2026 at 10:00, Acme <a@b.c> wrote:\n> Is it?\n> Really?\n",
                "Yes.",
            ),
            ("Ja.\n\nDen mån 1 dec. 2026 kl 10:00 skrev Acme\n<a@b.c> skrev:\n> Är det?\n", "Ja."),
            ("Yes.\n> Is it?", "Yes."),
            ("Yes.\n\n-----Original Message-----\nFrom: Acme\nIs it?", "Yes."),
            ("Yes.\n-- \nAnna\n+46 70 123", "Yes."),
            ("Yes.\n-- \nAnna\n\nOn 1 Dec 2026 Acme wrote:\n> Is it?", "Yes."),
            ("> Is it?\nYes.\n> Really?\nReally.", "> Is it?\nYes.\n> Really?\nReally."),
            ("> Is it?\nYes.\n> Really?", "> Is it?\nYes.\n> Really?"),
            ("> only a quote", "> only a quote"),
            ("I wrote:\nnothing", "I wrote:\nnothing"),
            ("", ""),
        ] {
            assert_eq!(cut(text).said, said, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(Hi|> a|-- |On 1 Dec 2026 x wrote:|\n|-----Original Message-----|  ){0,12}") {
            let cut = cut(&text);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let mut both = words(&cut.said);
            both.extend(words(&cut.quoted));
            prop_assert_eq!(both, words(&text));
            prop_assert!(!cut.said.is_empty() || text.trim().is_empty());
        }
    }
}
