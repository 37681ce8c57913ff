//! The values of a JSON file, one after the other: the elements of an array, the lines of JSON Lines,
//! or values that simply follow each other. At most one value is held, however large the file is.
//!
//! It finds where values end and no more; whether one is JSON is seen when it is parsed. A broken value
//! costs itself: the next is found where a line begins with `{`, or where the array goes on.

use std::io::{self, BufRead};

/// Largest value that is read, in bytes: a page of an API with a hundred conversations fits.
pub const VALUE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// One value as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
    pub(crate) text: Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Text {
    Whole(Vec<u8>),
    /// The file ends within it.
    CutOff,
    TooLarge,
}

pub(crate) struct Elements<R> {
    input: R,
    /// Bytes consumed.
    bytes: u64,
    line: u64,
    /// Within the brackets of the file's own array.
    in_array: bool,
    now: Option<Pending>,
    bytes_max: usize,
}

/// A value that is being read.
#[derive(Debug)]
struct Pending {
    line: u64,
    bytes: Vec<u8>,
    too_large: bool,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// It has no brackets or quotes: it ends where something else begins.
    bare: bool,
    at_line_start: bool,
}

impl Pending {
    fn new(line: u64, first: u8) -> Self {
        let opens = matches!(first, b'{' | b'[');
        Self {
            line,
            bytes: vec![first],
            too_large: false,
            depth: usize::from(opens),
            in_string: first == b'"',
            escaped: false,
            bare: !opens && first != b'"',
            at_line_start: false,
        }
    }

    fn push(&mut self, byte: u8, bytes_max: usize) {
        if self.bytes.len() < bytes_max {
            self.bytes.push(byte);
        } else {
            self.too_large = true;
            self.bytes = Vec::new();
        }
    }

    fn end(self) -> Element {
        let text = if self.too_large { Text::TooLarge } else { Text::Whole(self.bytes) };
        Element { line: self.line, text }
    }
}

/// What a byte meant.
enum Step {
    On,
    /// The value ended with it.
    Ended,
    /// The value ended before it.
    EndedBefore,
}

impl<R: BufRead> Elements<R> {
    pub(crate) fn new(input: R) -> Self {
        Self::with_max(input, VALUE_BYTES_MAX)
    }

    fn with_max(input: R, bytes_max: usize) -> Self {
        Self { input, bytes: 0, line: 1, in_array: false, now: None, bytes_max }
    }

    /// How many bytes of the file are read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// # Errors
    /// When the file cannot be read on.
    pub(crate) fn next(&mut self) -> io::Result<Option<Element>> {
        loop {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok(self.last());
            }
            let (mut taken, mut found) = (0, None);
            for byte in chunk {
                let step = match &mut self.now {
                    Some(pending) => pending.step(*byte, self.in_array, self.bytes_max),
                    None => {
                        between(*byte, self.line, &mut self.in_array, &mut self.now);
                        Step::On
                    }
                };
                if !matches!(step, Step::EndedBefore) {
                    taken += 1;
                    self.line += u64::from(*byte == b'\n');
                }
                if !matches!(step, Step::On) {
                    found = self.now.take();
                    break;
                }
            }
            self.input.consume(taken);
            self.bytes += taken as u64;
            if let Some(pending) = found {
                return Ok(Some(pending.end()));
            }
        }
    }

    /// What the end of the file leaves.
    fn last(&mut self) -> Option<Element> {
        let pending = self.now.take()?;
        if pending.bare {
            return Some(pending.end());
        }
        Some(Element { line: pending.line, text: Text::CutOff })
    }
}

impl Pending {
    fn step(&mut self, byte: u8, in_array: bool, bytes_max: usize) -> Step {
        if self.bare {
            if byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'{' | b'[' | b'"') {
                return Step::EndedBefore;
            }
            self.push(byte, bytes_max);
            return Step::On;
        }
        // A line that begins with `{` is no part of a value that is laid out in lines, nor of one on a
        // line of its own: what came before is broken.
        let begins = std::mem::replace(&mut self.at_line_start, byte == b'\n');
        if begins && byte == b'{' && !in_array {
            return Step::EndedBefore;
        }
        self.push(byte, bytes_max);
        if self.in_string {
            self.in_string(byte);
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => return Step::On,
            }
        }
        if self.depth == 0 && !self.in_string { Step::Ended } else { Step::On }
    }

    fn in_string(&mut self, byte: u8) {
        if std::mem::take(&mut self.escaped) {
            return;
        }
        match byte {
            b'\\' => self.escaped = true,
            // No string of JSON goes over a line's end: this one lacks its quote.
            b'"' | b'\n' => self.in_string = false,
            _ => {}
        }
    }
}

/// A byte between two values.
fn between(byte: u8, line: u64, in_array: &mut bool, now: &mut Option<Pending>) {
    match byte {
        b'[' if !*in_array => *in_array = true,
        b']' => *in_array = false,
        b',' | b'}' => {}
        // A byte order mark.
        0xEF | 0xBB | 0xBF => {}
        _ if byte.is_ascii_whitespace() => {}
        _ => *now = Some(Pending::new(line, byte)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str, bytes_max: usize) -> Vec<(u64, String)> {
        // A small buffer: values go over its end.
        let input = std::io::BufReader::with_capacity(7, text.as_bytes());
        let mut elements = Elements::with_max(input, bytes_max);
        let mut found = Vec::new();
        while let Some(element) = elements.next().unwrap() {
            let text = match element.text {
                Text::Whole(bytes) => String::from_utf8(bytes).unwrap(),
                other => format!("{other:?}"),
            };
            found.push((element.line, text));
        }
        assert_eq!(elements.bytes(), text.len() as u64);
        found
    }

    #[test]
    fn values_are_found_in_arrays_and_lines_and_what_is_broken_costs_itself() {
        let cases: [(&str, &[(u64, &str)]); 12] = [
            ("", &[]),
            ("[]", &[]),
            ("[{\"a\":[1,2]},\n {\"b\":\"]}\"}]", &[(1, "{\"a\":[1,2]}"), (2, "{\"b\":\"]}\"}")]),
            ("{\"a\":1}\n{\"b\":2}\n", &[(1, "{\"a\":1}"), (2, "{\"b\":2}")]),
            ("\u{feff}{\"a\":\"\\\"}\"}", &[(1, "{\"a\":\"\\\"}\"}")]),
            ("{\n \"a\": 1\n}\n{\n \"b\": 2\n}", &[(1, "{\n \"a\": 1\n}"), (4, "{\n \"b\": 2\n}")]),
            ("{\"a\":\n{\"b\":2}\n", &[(1, "{\"a\":\n"), (2, "{\"b\":2}")]),
            ("{\"a\":\"x\n{\"b\":2}\n", &[(1, "{\"a\":\"x\n"), (2, "{\"b\":2}")]),
            ("{\"a\":1}\n{\"b\":", &[(1, "{\"a\":1}"), (2, "CutOff")]),
            ("[{\"a\":1},{\"b\":2", &[(1, "{\"a\":1}"), (1, "CutOff")]),
            ("nonsense\n{\"b\":2}", &[(1, "nonsense"), (2, "{\"b\":2}")]),
            ("[1,null,\"x\",[2]]", &[(1, "1"), (1, "null"), (1, "\"x\""), (1, "[2]")]),
        ];
        for (text, expected) in cases {
            let found = all(text, 1_000);
            let found: Vec<(u64, &str)> =
                found.iter().map(|(at, text)| (*at, text.as_str())).collect();
            assert_eq!(found, expected, "{text:?}");
        }
        let large = format!("[{{\"a\":\"{}\"}},{{\"b\":2}}]", "x".repeat(50));
        assert_eq!(all(&large, 20), [(1, "TooLarge".to_owned()), (1, "{\"b\":2}".to_owned())]);
    }

    proptest! {
        #[test]
        fn what_was_written_is_what_is_found(
            values in proptest::collection::vec(("[^\u{0}]{0,12}", any::<i32>()), 0..8),
            lines in any::<bool>(),
        ) {
            let values: Vec<serde_json::Value> = values
                .iter()
                .map(|(text, number)| serde_json::json!({ "t": text, "n": [number, { "x": text }] }))
                .collect();
            let text = if lines {
                values.iter().map(|value| format!("{value}\n")).collect()
            } else {
                serde_json::to_string_pretty(&values).unwrap()
            };
            let found: Vec<serde_json::Value> =
                all(&text, 100_000).iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
            prop_assert_eq!(found, values);
        }
    }
}
