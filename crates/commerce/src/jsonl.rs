//! The feed as JSON Lines: one record a line, read as a stream. A bad line becomes a [`Reject`]
//! that says what to mend, and never stops the lines after it.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{FieldError, Record, Reject};

/// Longest line, in bytes without the line end: an order of 500 lines with long names fits.
pub const LINE_BYTES_MAX: usize = 256 * 1024;

/// The types of record, as written in `type`.
const KINDS: &str = "merchant, customer, device, order, capture, shipment, scan, return, payment, \
                     refund, cancellation, settlement";

/// A record and the line it stood on.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// 1 is the first line.
    pub line: u64,
    pub record: Record,
}

/// Turns chunks of bytes into rows; for bodies that arrive in pieces. It holds at most one line.
#[derive(Debug, Default)]
pub struct Decoder {
    lines: u64,
    partial: Vec<u8>,
    /// The line now read is too long: its bytes are dropped up to the next line end.
    overlong: bool,
}

impl Decoder {
    /// Takes the next bytes; rows that they complete are appended to `rows`.
    pub fn push(&mut self, mut bytes: &[u8], rows: &mut impl Extend<Result<Row, Reject>>) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (head, tail) = bytes.split_at(end);
            self.keep(head);
            rows.extend(self.complete());
            bytes = tail.get(1..).unwrap_or_default();
        }
        self.keep(bytes);
    }

    /// Ends the input: the last line may lack its line end.
    pub fn finish(&mut self) -> Option<Result<Row, Reject>> {
        if self.partial.is_empty() && !self.overlong { None } else { self.complete() }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = (LINE_BYTES_MAX + 1).saturating_sub(self.partial.len());
        self.overlong |= bytes.len() > room;
        self.partial.extend_from_slice(bytes.get(..bytes.len().min(room)).unwrap_or_default());
    }

    fn complete(&mut self) -> Option<Result<Row, Reject>> {
        self.lines += 1;
        let overlong = std::mem::take(&mut self.overlong);
        let row = if overlong {
            Some(Err(too_long(self.lines, &self.partial)))
        } else {
            parse_line(self.lines, &self.partial)
        };
        self.partial.clear();
        row
    }
}

/// Reads rows from a file or any other buffered reader.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    decoder: Decoder,
    ready: VecDeque<Result<Row, Reject>>,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R) -> Self {
        Self { input, decoder: Decoder::default(), ready: VecDeque::new(), ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let bytes = self.input.fill_buf()?;
        let taken = bytes.len();
        if taken == 0 {
            self.ended = true;
            self.ready.extend(self.decoder.finish());
        } else {
            self.decoder.push(bytes, &mut self.ready);
            self.input.consume(taken);
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    /// `Err` when the input itself cannot be read on; a bad line is an `Ok(Err(reject))`.
    type Item = io::Result<Result<Row, Reject>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(Ok(row));
            }
            if self.ended {
                return None;
            }
            match self.fill() {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// One line without its line end; `None` when it is blank.
pub fn parse_line(line: u64, bytes: &[u8]) -> Option<Result<Row, Reject>> {
    let bytes =
        if line == 1 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return None;
    }
    if bytes.len() > LINE_BYTES_MAX {
        return Some(Err(too_long(line, bytes)));
    }
    let parsed = match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => record_from_value(value).map_err(|fault| vec![fault]),
        Err(error) => Err(vec![not_json(bytes, &error)]),
    };
    let checked = parsed.and_then(|record| record.validate().map(|()| record));
    Some(checked.map(|record| Row { line, record }).map_err(|faults| reject(line, &faults, bytes)))
}

/// A record from its JSON, with the exact path of the field at fault. It is not yet validated.
///
/// # Errors
/// The first fault of shape: a field that is missing, unknown or of another type.
pub fn record_from_value(mut value: Value) -> Result<Record, FieldError> {
    let Some(object) = value.as_object_mut() else {
        return Err(FieldError::new("", "is not a JSON object", "send one {…} on each line"));
    };
    let kind = match object.remove("type") {
        Some(Value::String(kind)) => kind,
        Some(_) => {
            return Err(FieldError::new("type", "is not text", format!("use one of {KINDS}")));
        }
        None => return Err(FieldError::new("type", "is missing", format!("use one of {KINDS}"))),
    };
    match kind.as_str() {
        "merchant" => typed(value).map(Record::Merchant),
        "customer" => typed(value).map(Record::Customer),
        "device" => typed(value).map(Record::Device),
        "order" => typed(value).map(Record::Order),
        "capture" => typed(value).map(Record::Capture),
        "shipment" => typed(value).map(Record::Shipment),
        "scan" => typed(value).map(Record::Scan),
        "return" => typed(value).map(Record::Return),
        "payment" => typed(value).map(Record::Payment),
        "refund" => typed(value).map(Record::Refund),
        "cancellation" => typed(value).map(Record::Cancellation),
        "settlement" => typed(value).map(Record::Settlement),
        _ => Err(FieldError::new(
            "type",
            format!("{:?} is not a type of record", bounded(&kind)),
            format!("use one of {KINDS}"),
        )),
    }
}

fn typed<T: DeserializeOwned>(value: Value) -> Result<T, FieldError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        explain(if path == "." { "" } else { &path }, &error.inner().to_string())
    })
}

/// The deserialiser's message as a field, a problem and a fix.
fn explain(path: &str, message: &str) -> FieldError {
    let join = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    let quoted = |rest: &str| rest.split('`').next().unwrap_or_default().to_owned();
    if let Some(rest) = message.strip_prefix("missing field `") {
        return FieldError::new(join(&quoted(rest)), "is missing", "add it");
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let name = quoted(rest);
        // The path already ends with the unknown name when the parser had entered it.
        let field = if path == name || path.ends_with(&format!(".{name}")) {
            path.to_owned()
        } else {
            join(&name)
        };
        let known = rest.split_once(", ").map_or("", |(_, known)| known);
        return FieldError::new(field, "is not a known field", format!("leave it out; {known}"));
    }
    if message.starts_with("invalid type") || message.starts_with("unknown variant") {
        let (problem, expected) = message.split_once(", expected ").unwrap_or((message, ""));
        let fix = if expected.is_empty() {
            "see the reference of the feed".to_owned()
        } else {
            format!("give {expected}")
        };
        return FieldError::new(path, bounded(problem), fix);
    }
    // Ids, instants, currencies and jurisdictions word their own fix.
    FieldError::new(path, bounded(message), "send it as described")
}

/// Messages may quote the input: enough of it to recognise, not all of it.
fn bounded(message: &str) -> String {
    const MESSAGE_CHARS_MAX: usize = 300;
    // A number that the first cut halves is cut away by the second, however much the masks shorten
    // what is before it.
    let begins: String = message.chars().take(16 * MESSAGE_CHARS_MAX).collect();
    kernel::scrub::scrub(&begins).text.chars().take(MESSAGE_CHARS_MAX).collect()
}

fn not_json(bytes: &[u8], error: &serde_json::Error) -> FieldError {
    if std::str::from_utf8(bytes).is_err() {
        return FieldError::new("", "is not UTF-8", "save the file as UTF-8");
    }
    let problem = format!("is not JSON ({error})");
    FieldError::new("", problem, "write one JSON object on each line, with no line break inside")
}

fn too_long(line: u64, bytes: &[u8]) -> Reject {
    let reason = format!("is longer than {LINE_BYTES_MAX} bytes; split the record");
    Reject::new(line, "", reason, bytes)
}

pub(crate) fn reject(line: u64, faults: &[FieldError], raw: &[u8]) -> Reject {
    let field = faults.first().map_or("", |fault| &fault.field);
    let mut reason = String::new();
    for (index, fault) in faults.iter().enumerate() {
        let text = if index == 0 {
            format!("{}; {}", fault.problem, fault.fix)
        } else {
            format!(" | {fault}")
        };
        reason.push_str(&text);
    }
    Reject::new(line, field, reason, raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUND: &str = r#"{"type":"refund","id":"r1","at":"2026-03-01T10:00:00Z","order_id":"o1","amount_minor":500}"#;

    fn read(text: &str) -> Vec<Result<Row, Reject>> {
        Reader::new(text.as_bytes()).map(Result::unwrap).collect()
    }

    #[test]
    fn a_bad_line_never_stops_the_rest() {
        let text =
            format!("\u{feff}{REFUND}\r\n\n{{oops\n[1]\n{}\n{REFUND}", REFUND.replace("500", "0"));
        let rows = read(&text);
        let lines: Vec<(u64, bool)> = rows
            .iter()
            .map(|row| row.as_ref().map_or_else(|r| (r.line, false), |r| (r.line, true)))
            .collect();
        assert_eq!(lines, [(1, true), (3, false), (4, false), (5, false), (6, true)]);
    }

    #[test]
    fn faults_of_shape_name_the_field_and_the_fix() {
        let order = r#"{"type":"order","id":"o","at":"2026-03-01T10:00:00Z","merchant_id":"m","customer_id":"c","jurisdiction":"gb","currency":"GBP","total_minor":5,"lines":[{"id":"1","name":"x","quantity":1,"amount_minor":5}]}"#;
        let table = [
            (REFUND, REFUND.replace(r#","amount_minor":500"#, ""), "amount_minor", "is missing"),
            (REFUND, REFUND.replace("\"id\"", "\"identifier\""), "identifier", "not a known field"),
            (REFUND, REFUND.replace("500", "\"5.00\""), "amount_minor", "give i64"),
            (REFUND, REFUND.replace("refund", "refunds"), "type", "not a type of record"),
            (REFUND, REFUND.replace("\"r1\"", "\"r 1\""), "id", "found ' '"),
            (REFUND, REFUND.replace("2026-03-01T10:00:00Z", "1 March"), "at", "RFC 3339"),
            (
                order,
                order.replace("\"quantity\":1", "\"quantity\":-1"),
                "lines[0].quantity",
                "expected u32",
            ),
            (order, order.replace("GBP", "pounds"), "currency", "ISO 4217"),
            (order, order.replace("GBP", "GPB"), "currency", "give the three capital letters"),
            (
                order,
                order.replace("\"amount_minor\":5", "\"amount_minor\":6"),
                "total_minor",
                "add up to 6",
            ),
        ];
        for (good, bad, field, wording) in table {
            assert!(read(good).iter().all(Result::is_ok), "{good}");
            let rejected = read(&bad).pop().unwrap().unwrap_err();
            assert_eq!(rejected.field, field, "{rejected}");
            assert!(rejected.reason.contains(wording), "{rejected} should say {wording}");
        }
    }

    #[test]
    fn an_overlong_line_is_dropped_without_being_held() {
        let mut decoder = Decoder::default();
        let mut rows: Vec<Result<Row, Reject>> = Vec::new();
        for _ in 0..100 {
            decoder.push(&[b'x'; 10_000], &mut rows);
            assert!(decoder.partial.len() <= LINE_BYTES_MAX + 1);
        }
        decoder.push(b"\n", &mut rows);
        decoder.push(REFUND.as_bytes(), &mut rows);
        rows.extend(decoder.finish());
        assert_eq!(rows.len(), 2);
        let rejected = rows.first().unwrap().as_ref().unwrap_err();
        assert!(rejected.reason.contains("longer than"));
        assert_eq!(rejected.raw.chars().count(), crate::reject::REJECT_RAW_CHARS_MAX);
        assert!(rows.last().unwrap().is_ok());
    }

    #[test]
    fn chunks_may_end_anywhere() {
        let text = format!("{REFUND}\nbad\n\n{REFUND}");
        let whole = read(&text);
        for size in [1, 2, 7, 64] {
            let mut decoder = Decoder::default();
            let mut rows = Vec::new();
            for chunk in text.as_bytes().chunks(size) {
                decoder.push(chunk, &mut rows);
            }
            rows.extend(decoder.finish());
            assert_eq!(rows, whole, "chunks of {size}");
        }
    }

    #[test]
    fn rejects_hold_no_card_number() {
        let line = r#"{"type":"payment","id":"p","at":"2026-03-01T10:00:00Z","order_id":"o","amount_minor":5,"instrument":"4111 1111 1111 1111"}"#;
        let rejected = read(line).pop().unwrap().unwrap_err();
        assert_eq!(rejected.field, "instrument");
        assert!(rejected.raw.contains("411111******1111") && !rejected.raw.contains("1111 1111"));
        let unknown =
            read(&line.replace("payment", "4111111111111111")).pop().unwrap().unwrap_err();
        assert!(!unknown.reason.contains("4111111111111111"), "{unknown}");
        for hidden in [r"\u0034111 1111 1111 1111", r"4111\u00a01111\u00a01111\u00a01111"] {
            let line = line.replace("4111 1111 1111 1111", hidden);
            let rejected = read(&line).pop().unwrap().unwrap_err();
            assert_eq!(rejected.field, "instrument");
            assert!(rejected.raw.contains("411111******1111"), "{}", rejected.raw);
        }
    }

    proptest::proptest! {
        /// Any edit of a good line is taken or refused, never a panic, and a reject is bounded.
        #[test]
        fn no_line_can_break_the_reader(at in 0usize..110, with in "\\PC{0,12}", cut in 0usize..40) {
            let mut bytes = REFUND.as_bytes().to_vec();
            let at = at.min(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, with.bytes());
            if let Some(Err(reject)) = parse_line(1, &bytes) {
                proptest::prop_assert!(reject.reason.chars().count() < 1_500);
                proptest::prop_assert!(reject.raw.chars().count() <= crate::reject::REJECT_RAW_CHARS_MAX);
            }
        }
    }
}
