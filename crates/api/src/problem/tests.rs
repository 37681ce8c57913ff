//! Every code is there once, says what to do, and renders as RFC 9457 has it.

use super::codes::MEND_FIELD;
use super::*;

#[test]
fn every_code_is_there_once_and_says_what_to_do() {
    for (index, code) in CODES.iter().enumerate() {
        let twice = CODES.iter().skip(index + 1).any(|other| other.code == code.code);
        assert!(!twice, "{} is there twice", code.code);
        assert!((400..600).contains(&code.status), "{}", code.code);
        assert!(!code.title.is_empty() && !code.fix.is_empty(), "{}", code.code);
    }
}

/// The codes that the application names itself are read from its source: one that is missing
/// in the table would be shown without its meaning.
#[test]
fn the_codes_of_the_application_are_known() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in ["AppError::conflict(", "AppError::unprocessable("] {
                for rest in text.split(call).skip(1) {
                    let rest = rest.trim_start();
                    let code = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
                    found.extend(code.map(str::to_owned));
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(std::path::Path::new("../app/src"), &mut found);
    assert!(found.len() > 5, "the codes of the application are somewhere else now");
    let unknown: Vec<_> =
        found.iter().filter(|code| CODES.iter().all(|known| known.code != **code)).collect();
    assert!(unknown.is_empty(), "add to CODES: {unknown:?}");
}

#[test]
fn the_codes_of_refusals_are_known() {
    for code in [
        "unknown",
        "wrong_state",
        "deadline_passed",
        "appealed_already",
        "no_appeal",
        "invalid_field",
        "window_closed",
        "nothing_left",
        "nothing_held",
        "duplicate_dispute",
        "not_allowed",
        "feed_mismatch",
        "rules_incomplete",
        "books_refuse",
    ] {
        assert_eq!(Problem::new(code, "").code(), code);
    }
}

#[test]
fn a_problem_renders_as_rfc_9457_has_it() {
    let problem = Problem::new("invalid_field", "field amount: too much").field("amount");
    let body = serde_json::to_value(problem.body("r1")).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "type": "/problems#invalid_field", "title": "A field is not valid", "status": 422,
            "detail": "field amount: too much", "code": "invalid_field", "field": "amount",
            "fix": MEND_FIELD, "request_id": "r1"
        })
    );
    let response = Problem::new("overloaded", "").render("r2");
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
}
