//! Inserts of many rows: one statement text per table, and what to do with rows of the same key.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::Value;

/// An insert. `head` ends before the rows (`INSERT INTO t (a, b) VALUES`), `tail` follows them.
#[derive(Debug, Clone)]
pub(crate) struct Insert {
    pub(crate) head: Cow<'static, str>,
    pub(crate) tail: &'static str,
    /// Values per row.
    pub(crate) columns: usize,
    pub(crate) same_key: SameKey,
}

/// What becomes of two rows with the same key in one statement. PostgreSQL refuses to update a row
/// twice in one statement, so they are made one beforehand. A key is the first columns of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SameKey {
    /// Cannot be, or is the database's to refuse.
    Apart,
    /// The later row counts.
    Last { key: usize },
    /// The columns after the key are added up.
    Sum { key: usize },
}

impl Insert {
    pub(crate) const fn new(head: &'static str, tail: &'static str, columns: usize) -> Self {
        Self { head: Cow::Borrowed(head), tail, columns, same_key: SameKey::Apart }
    }

    /// An insert with an answer to rows of the same key.
    pub(crate) const fn keyed(
        head: &'static str,
        tail: &'static str,
        columns: usize,
        same_key: SameKey,
    ) -> Self {
        Self { head: Cow::Borrowed(head), tail, columns, same_key }
    }

    /// The text for a number of rows.
    pub(crate) fn text(&self, rows: usize) -> String {
        let mut text = String::with_capacity(self.head.len() + rows * self.columns * 6);
        text.push_str(&self.head);
        let mut parameter = 1;
        for row in 0..rows {
            text.push_str(if row == 0 { " (" } else { ", (" });
            for column in 0..self.columns {
                text.push_str(if column == 0 { "$" } else { ", $" });
                text.push_str(&parameter.to_string());
                parameter += 1;
            }
            text.push(')');
        }
        text.push(' ');
        text.push_str(self.tail);
        text
    }
}

/// Rows of one insert, those of the same key made one.
#[derive(Debug)]
pub(crate) struct Rows {
    insert: Insert,
    rows: Vec<Vec<Value>>,
    places: HashMap<String, usize>,
}

/// Most rows of one statement. Statements have 1, 2, 4 … rows, so that few texts are prepared.
const ROWS_PER_STATEMENT_MAX: usize = 64;
/// Most parameters of one statement: the lower of SQLite's (32,766) and PostgreSQL's (65,535).
const PARAMETERS_MAX: usize = 32_766;

impl Rows {
    pub(crate) fn new(insert: Insert) -> Self {
        Self { insert, rows: Vec::new(), places: HashMap::new() }
    }

    pub(crate) fn insert(&self) -> &Insert {
        &self.insert
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn add(&mut self, row: Vec<Value>) {
        let (key, sum) = match self.insert.same_key {
            SameKey::Apart => return self.rows.push(row),
            SameKey::Last { key } => (key, false),
            SameKey::Sum { key } => (key, true),
        };
        match self.places.entry(key_text(&row, key)) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(self.rows.len());
                self.rows.push(row);
            }
            std::collections::hash_map::Entry::Occupied(place) => {
                if let Some(first) = self.rows.get_mut(*place.get()) {
                    if sum { add_up(first, &row, key) } else { *first = row }
                }
            }
        }
    }

    /// The statements that insert them, with their parameters.
    pub(crate) fn into_statements(self) -> Vec<(String, Vec<Value>)> {
        let most = (PARAMETERS_MAX / self.insert.columns.max(1)).min(ROWS_PER_STATEMENT_MAX);
        let mut statements = Vec::new();
        let mut left = self.rows.len();
        let mut rows = self.rows.into_iter();
        while left > 0 {
            // The greatest power of two that fits.
            let count = 1 << left.min(most.max(1)).ilog2();
            let params = rows.by_ref().take(count).flatten().collect();
            statements.push((self.insert.text(count), params));
            left -= count;
        }
        statements
    }
}

fn key_text(row: &[Value], columns: usize) -> String {
    let mut text = String::new();
    for value in row.iter().take(columns) {
        match value {
            Value::Text(part) => text.push_str(part),
            Value::I64(number) => text.push_str(&number.to_string()),
            other => text.push_str(&format!("{other:?}")),
        }
        // No text holds NUL: the transaction refuses it.
        text.push('\0');
    }
    text
}

fn add_up(first: &mut [Value], row: &[Value], key: usize) {
    for (sum, value) in first.iter_mut().zip(row).skip(key) {
        if let (Value::I64(sum), Value::I64(more)) = (sum, value) {
            *sum = sum.saturating_add(*more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: &[i64]) -> Vec<Value> {
        values.iter().copied().map(Value::I64).collect()
    }

    fn statements(same_key: SameKey, rows: &[&[i64]]) -> Vec<(String, Vec<Value>)> {
        let insert = Insert::keyed("INSERT INTO t (a, b, c) VALUES", "TAIL", 3, same_key);
        let mut gathered = Rows::new(insert);
        rows.iter().for_each(|values| gathered.add(row(values)));
        gathered.into_statements()
    }

    #[test]
    fn rows_of_one_key_become_one() {
        let rows: [&[i64]; 3] = [&[1, 1, 10], &[1, 2, 20], &[1, 1, 5]];
        let one = |same_key| statements(same_key, &rows).remove(0);
        let (text, params) = one(SameKey::Sum { key: 2 });
        assert_eq!(text, "INSERT INTO t (a, b, c) VALUES ($1, $2, $3), ($4, $5, $6) TAIL");
        assert_eq!(params, row(&[1, 1, 15, 1, 2, 20]));
        assert_eq!(one(SameKey::Last { key: 2 }).1, row(&[1, 1, 5, 1, 2, 20]));
    }

    #[test]
    fn statements_have_powers_of_two_rows() {
        let rows: Vec<[i64; 3]> = (0..71).map(|n| [n, n, n]).collect();
        let rows: Vec<&[i64]> = rows.iter().map(<[i64; 3]>::as_slice).collect();
        let made = statements(SameKey::Apart, &rows);
        let counts: Vec<usize> = made.iter().map(|(_, params)| params.len() / 3).collect();
        assert_eq!(counts, [64, 4, 2, 1]);
        let all: Vec<Value> = made.into_iter().flat_map(|(_, params)| params).collect();
        assert_eq!(all.len(), 71 * 3);
    }
}
