//! Other content under a known key: which records may change, and what differs in the others.

use commerce::Record;
use dispute::OrderFile;
use serde_json::Value;

use crate::{AppError, Session};

/// Merchants, customers and devices change over time; what happened to an order does not.
pub(super) const fn may_change(record: &Record) -> bool {
    matches!(record, Record::Merchant(_) | Record::Customer(_) | Record::Device(_))
}

/// The error for a record whose key is known with other content: it names the field.
pub(super) fn found(s: &mut Session<'_, '_>, record: &Record) -> Result<AppError, AppError> {
    let field = match (known(s, record)?, serde_json::to_value(record)?) {
        (Some(known), new) => first_difference(&known, &new, ""),
        _ => None,
    };
    let what = format!("the {} {} came before with other content", record.kind(), record.key());
    let why = match field {
        Some(field) => format!("{what}: {field} differs"),
        None => what,
    };
    Ok(AppError::conflict("record_changed", why))
}

/// The record as it was applied, where the order's file keeps it whole.
fn known(s: &mut Session<'_, '_>, record: &Record) -> Result<Option<Value>, AppError> {
    let Some(order) = record.order_id().cloned() else { return Ok(None) };
    let tenant = s.tenant().clone();
    let Some(row) = store::orders::load(s.tx(), &tenant, &order)? else { return Ok(None) };
    let file: OrderFile = serde_json::from_str(&row.doc)?;
    let same_key = |known: &Record| known.key() == record.key();
    let records: Vec<Record> = match record {
        Record::Order(_) => vec![Record::Order(file.order().clone())],
        Record::Shipment(_) => file.shipments().iter().cloned().map(Record::Shipment).collect(),
        Record::Scan(_) => file.scans().iter().cloned().map(Record::Scan).collect(),
        Record::Return(_) => file.returns().iter().cloned().map(Record::Return).collect(),
        Record::Capture(_) => file.captures().iter().cloned().map(Record::Capture).collect(),
        _ => Vec::new(),
    };
    let found = records.into_iter().find(same_key);
    Ok(found.map(serde_json::to_value).transpose()?)
}

/// The path of the first field that differs, such as `lines.0.amount_minor`.
fn first_difference(known: &Value, new: &Value, path: &str) -> Option<String> {
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (known, new) {
        (Value::Object(known), Value::Object(new)) => {
            let names = new.keys().chain(known.keys().filter(|name| !new.contains_key(*name)));
            names.into_iter().find_map(|name| {
                let missing = &Value::Null;
                let (a, b) = (known.get(name).unwrap_or(missing), new.get(name).unwrap_or(missing));
                // What was filled in on arrival is no difference.
                if new.get(name).is_none() { None } else { first_difference(a, b, &at(name)) }
            })
        }
        (Value::Array(known), Value::Array(new)) if known.len() == new.len() => known
            .iter()
            .zip(new)
            .enumerate()
            .find_map(|(index, (a, b))| first_difference(a, b, &at(&index.to_string()))),
        (a, b) if a == b => None,
        _ => Some(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_field_that_differs_is_named() {
        let known = json!({"id": "a", "lines": [{"amount_minor": 1}], "fee": 3});
        let table = [
            (json!({"id": "a", "lines": [{"amount_minor": 2}]}), Some("lines.0.amount_minor")),
            (json!({"id": "a", "lines": []}), Some("lines")),
            (json!({"id": "a", "lines": [{"amount_minor": 1}]}), None),
            (json!({"id": "a", "new": 1}), Some("new")),
        ];
        for (new, expected) in table {
            assert_eq!(first_difference(&known, &new, "").as_deref(), expected, "{new}");
        }
    }
}
