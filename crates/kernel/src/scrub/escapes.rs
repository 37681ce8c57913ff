//! Takes the escapes of JSON strings out of a text, so that a number hidden behind them is seen.

/// Hexadecimal digits of one UTF-16 unit: `\u0034`.
const UNIT_DIGITS: usize = 4;

/// The text with each escape as the character it stands for. What is no escape stays as it is, so
/// that any text goes in, whole or cut.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (char, left) = escape(after).unwrap_or(('\\', after));
        out.push(char);
        rest = left;
    }
    out.push_str(rest);
    out
}

/// The character that an escape stands for, and what follows it.
fn escape(after: &str) -> Option<(char, &str)> {
    let mut chars = after.chars();
    let char = match chars.next()? {
        'u' => return utf16(after),
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        same @ ('"' | '\\' | '/') => same,
        _ => return None,
    };
    Some((char, chars.as_str()))
}

/// One or two units: characters beyond the first plane take two.
fn utf16(after: &str) -> Option<(char, &str)> {
    let (first, rest) = unit(after)?;
    if let Some(char) = char::from_u32(u32::from(first)) {
        return Some((char, rest));
    }
    let (second, rest) = unit(rest.strip_prefix('\\')?)?;
    let char = char::decode_utf16([first, second]).next()?.ok()?;
    Some((char, rest))
}

fn unit(text: &str) -> Option<(u16, &str)> {
    let digits = text.strip_prefix('u')?;
    let (unit, rest) = digits.split_at_checked(UNIT_DIGITS)?;
    let is_hex = unit.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(unit, 16).ok().filter(|_| is_hex).map(|unit| (unit, rest))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn escapes_become_their_characters_and_all_else_stays() {
        for (text, expected) in [
            (r"\u0034\u0031", "41"),
            (r"\ud835\udfd2", "\u{1d7d2}"),
            (r"a\n\t\/b", "a\n\t/b"),
            (r"\\u0034", "\\u0034"),
            (r"\ud835\u0041", "\\ud835A"),
            (r"\u00", r"\u00"),
            (r"\u+034", r"\u+034"),
            (r"\x\", r"\x\"),
            ("åäö", "åäö"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }
}
