//! Fields of tables that people open in spreadsheets (OWASP, "CSV injection"): what would be taken for a
//! formula is marked as text, and the mark is taken away when the table comes back.

use std::borrow::Cow;

const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A field that no spreadsheet takes for a formula.
pub fn harmless(field: &str) -> Cow<'_, str> {
    match field.starts_with(FORMULA) {
        true => Cow::Owned(format!("'{field}")),
        false => Cow::Borrowed(field),
    }
}

/// The field that [`harmless`] was given.
pub fn plain(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula_and_each_comes_back() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("+2", "'+2"),
            ("\t=1", "'\t=1"),
            ("vip", "vip"),
            ("", ""),
            ("a=b", "a=b"),
            ("'tis", "'tis"),
        ];
        for (field, written) in cases {
            assert_eq!(harmless(field), written, "{field:?}");
            assert_eq!(plain(&harmless(field)), field);
        }
    }
}
