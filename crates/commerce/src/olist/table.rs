//! One CSV file of the folder: its columns by name, its rows one by one, its bad rows as rejects.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::canonical::Sha256Hex;
use kernel::{Currency, Money, Timestamp};

use super::OlistError;
use crate::Reject;

/// What was read from one file.
#[derive(Debug)]
pub(super) struct Table<T> {
    /// Good rows with their line numbers, in the order of the file.
    pub(super) rows: Vec<(u64, T)>,
    pub(super) rejects: Vec<Reject>,
    pub(super) digest: Sha256Hex,
}

/// One row, by column name.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    file: &'static str,
    pub(super) line: u64,
    columns: &'a BTreeMap<&'static str, usize>,
    record: &'a StringRecord,
    zone: &'a TimeZone,
}

/// Reads a whole file. Rows that `parse` refuses are kept as rejects.
pub(super) fn read<T>(
    dir: &Path,
    file: &'static str,
    columns: &[&'static str],
    zone: &TimeZone,
    mut parse: impl FnMut(&Fields<'_>) -> Result<T, Reject>,
) -> Result<Table<T>, OlistError> {
    let bytes = std::fs::read(dir.join(file)).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => {
            OlistError::Missing { file, dir: dir.display().to_string() }
        }
        _ => OlistError::Read { file, source },
    })?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let header = reader.byte_headers().map_err(|error| malformed(file, &error))?;
    let (positions, width) = (positions(file, header, columns)?, header.len());
    let mut table = Table { rows: Vec::new(), rejects: Vec::new(), digest: Sha256Hex::of(&bytes) };
    let mut raw = ByteRecord::new();
    while reader.read_byte_record(&mut raw).map_err(|error| malformed(file, &error))? {
        let line = raw.position().map_or(0, csv::Position::line);
        let parsed = as_text(file, line, width, &raw).and_then(|record| {
            let columns = &positions;
            parse(&Fields { file, line, columns, record: &record, zone })
        });
        match parsed {
            Ok(row) => table.rows.push((line, row)),
            Err(reject) => table.rejects.push(reject),
        }
    }
    Ok(table)
}

fn malformed(file: &'static str, error: &csv::Error) -> OlistError {
    OlistError::Malformed { file, message: error.to_string() }
}

fn positions(
    file: &'static str,
    header: &ByteRecord,
    columns: &[&'static str],
) -> Result<BTreeMap<&'static str, usize>, OlistError> {
    let names: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    columns
        .iter()
        .map(|column| {
            let position = names.iter().position(|name| name == column);
            position.map(|position| (*column, position)).ok_or_else(|| OlistError::Column {
                file,
                column,
                found: names.join(", "),
            })
        })
        .collect()
}

fn as_text(
    file: &'static str,
    line: u64,
    width: usize,
    raw: &ByteRecord,
) -> Result<StringRecord, Reject> {
    let refuse = |reason: String| Reject::new(line, "", reason, &joined(raw)).in_file(file);
    if raw.len() != width {
        return Err(refuse(format!("has {} columns; the header has {width}", raw.len())));
    }
    StringRecord::from_byte_record(raw.clone())
        .map_err(|_| refuse("is not UTF-8; save the file as UTF-8".to_owned()))
}

fn joined(raw: &ByteRecord) -> Vec<u8> {
    raw.iter().collect::<Vec<_>>().join(&b',')
}

impl Fields<'_> {
    pub(super) fn refuse(&self, column: &str, reason: impl Into<String>) -> Reject {
        let raw = joined(self.record.as_byte_record());
        Reject::new(self.line, column, reason, &raw).in_file(self.file)
    }

    /// The text of a column, which may be empty.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default()
    }

    /// The text of a column that must not be empty.
    pub(super) fn required(&self, column: &str) -> Result<&str, Reject> {
        let text = self.text(column).trim();
        if text.is_empty() { Err(self.refuse(column, "is empty; fill it in")) } else { Ok(text) }
    }

    pub(super) fn whole(&self, column: &str) -> Result<u32, Reject> {
        self.required(column)?
            .parse()
            .map_err(|_| self.refuse(column, "is not a whole number; give one such as 3"))
    }

    /// An amount of reais in centavos, zero or more.
    pub(super) fn amount(&self, column: &str) -> Result<i64, Reject> {
        let money = Money::parse_decimal(self.required(column)?, Currency::BRL)
            .map_err(|error| self.refuse(column, error.to_string()))?;
        if money.minor < 0 {
            return Err(self.refuse(column, "is negative; give an amount of 0.00 or more"));
        }
        Ok(money.minor)
    }

    /// A local time as `2018-08-01 13:45:00`; `None` when empty.
    pub(super) fn instant(&self, column: &str) -> Result<Option<Timestamp>, Reject> {
        let text = self.text(column).trim();
        if text.is_empty() { Ok(None) } else { self.local(column, text).map(Some) }
    }

    pub(super) fn required_instant(&self, column: &str) -> Result<Timestamp, Reject> {
        self.local(column, self.required(column)?)
    }

    /// The end of the local day that the column names.
    pub(super) fn end_of_day(&self, column: &str) -> Result<Timestamp, Reject> {
        let date = self.civil(column, self.required(column)?)?.date();
        let next = date.tomorrow().unwrap_or(date);
        self.to_instant(column, next.to_zoned(self.zone.clone()))
    }

    fn local(&self, column: &str, text: &str) -> Result<Timestamp, Reject> {
        self.to_instant(column, self.civil(column, text)?.to_zoned(self.zone.clone()))
    }

    fn civil(&self, column: &str, text: &str) -> Result<DateTime, Reject> {
        text.parse()
            .map_err(|_| self.refuse(column, "is not a time; give one such as 2018-08-01 13:45:00"))
    }

    fn to_instant(
        &self,
        column: &str,
        zoned: Result<jiff::Zoned, jiff::Error>,
    ) -> Result<Timestamp, Reject> {
        zoned
            .map(|zoned| Timestamp::from_jiff(zoned.timestamp()))
            .map_err(|_| self.refuse(column, "is out of range; give a year from 1970"))
    }
}
