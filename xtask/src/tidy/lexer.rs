//! Tells the code of a Rust file from its comments and literals.
//!
//! It knows just enough of the language for that: a word in a string must never count as code, nor a
//! word in a comment as SQL. It does not parse, and every input gives an answer.

/// A stretch of source that is not code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    Literal,
}

/// The code alone: every other character is a space, line ends stay where they are.
pub(super) fn code(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    for (start, text, _) in pieces(source) {
        code.push_str(source.get(at..start).unwrap_or_default());
        code.extend(text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        at = start + text.len();
    }
    code.push_str(source.get(at..).unwrap_or_default());
    code
}

/// String, byte and character literals with their quotes, each with its line, counted from 1.
pub(super) fn literals(source: &str) -> Vec<(usize, &str)> {
    let mut literals = Vec::new();
    let (mut line, mut at) = (1, 0);
    for (start, text, kind) in pieces(source) {
        line += newlines(source.get(at..start).unwrap_or_default());
        at = start;
        if kind == Kind::Literal {
            literals.push((line, text));
        }
    }
    literals
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Comments and literals in order, each with the byte it starts at.
fn pieces(source: &str) -> Vec<(usize, &str, Kind)> {
    let mut pieces = Vec::new();
    let (mut at, mut previous) = (0, ' ');
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match piece(rest, previous) {
            Some((kind, length)) => {
                pieces.push((at, rest.get(..length).unwrap_or(rest), kind));
                previous = ' ';
                length
            }
            None => {
                previous = rest.chars().next().unwrap_or(' ');
                previous.len_utf8()
            }
        };
        at += length;
    }
    pieces
}

/// The comment or literal that `rest` begins with, and its length in bytes.
fn piece(rest: &str, previous: char) -> Option<(Kind, usize)> {
    let comment = |length| Some((Kind::Comment, length));
    let literal = |length| Some((Kind::Literal, length));
    if rest.starts_with("//") {
        comment(rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        comment(block_comment(rest))
    } else if rest.starts_with('"') {
        literal(quoted(rest, '"'))
    } else if rest.starts_with('\'') {
        // `'a'` and `'\n'` are characters, `'a` alone is a lifetime.
        let mut next = rest.chars().skip(1);
        let escaped = next.next() == Some('\\');
        if escaped || next.next() == Some('\'') { literal(quoted(rest, '\'')) } else { None }
    } else if previous.is_alphanumeric() || previous == '_' {
        None
    } else {
        raw_string(rest).and_then(literal)
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        let step = if tail.starts_with("/*") {
            depth += 1;
            2
        } else if tail.starts_with("*/") {
            depth -= 1;
            2
        } else {
            tail.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, also with `b` or `c` before; `r#name` is an identifier.
fn raw_string(rest: &str) -> Option<usize> {
    let tail = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let hashes = tail.len() - tail.trim_start_matches('#').len();
    let body = tail.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(rest.len() - body.len() + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_not_code() {
        let cases = [
            ("a // b\nc", "a c"),
            ("a /* b /* c */ d */ e", "a e"),
            (r#"f("x // \" y") g"#, "f( ) g"),
            ("let r = r#\"a \" b\"#; c", "let r = ; c"),
            ("fn f<'a>(c: &'a str) { 'x' }", "fn f<'a>(c: &'a str) { }"),
            (r"match c { '\'' => '\\', _ => 1 }", "match c { => , _ => 1 }"),
            ("r#type + br\"q\" + attr\"q\"", "r#type + + attr"),
            ("\"ä\" b", "b"),
        ];
        for (source, expected) in cases {
            let code = code(source);
            assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{source}");
            assert_eq!(code.chars().count(), source.chars().count(), "{source}");
        }
    }

    #[test]
    fn literals_know_their_line() {
        let source = "// \"no\"\nf(\"one\",\n\"two\nlines\");\ng(\"three\")";
        assert_eq!(literals(source), [(2, "\"one\""), (3, "\"two\nlines\""), (5, "\"three\"")]);
    }

    #[test]
    fn what_never_ends_is_taken_to_the_end() {
        for source in ["\"open", "/* open", "r#\"open\"", "'\\", "/*/"] {
            assert!(code(source).trim().is_empty(), "{source}");
        }
    }
}
