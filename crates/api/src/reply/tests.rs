//! What an answer is about, and that a key runs once at a time.

use super::*;

#[test]
fn an_answer_is_about_the_conversation_in_its_path() {
    let id = "0198c5d2-0000-7000-8000-000000000001";
    let cases = [
        (
            "/v1/conversations/{conversation_id}/messages",
            format!("/v1/conversations/{id}/messages"),
            id,
        ),
        ("/v1/conversations/{conversation_id}", format!("/v1/conversations/{id}"), id),
        ("/v1/conversations", "/v1/conversations".to_owned(), ""),
        ("/v1/disputes/{id}/decide", format!("/v1/disputes/{id}/decide"), ""),
    ];
    for (route, path, about) in cases {
        assert_eq!(conversation_of(route, &path), about, "{path}");
    }
}

#[test]
fn a_key_runs_once_at_a_time() {
    let running = Running::default();
    let scope = KeyScope {
        tenant: TenantId::new("t").unwrap(),
        principal: PrincipalId::new("p").unwrap(),
        key: "k".to_owned(),
    };
    let first = running.begin(&scope).unwrap();
    assert_eq!(running.begin(&scope).unwrap_err().code(), "idempotency_key_in_use");
    drop(first);
    assert!(running.begin(&scope).is_ok());
}

#[test]
fn keys_are_checked() {
    let with = |values: &[&str]| {
        let mut request = Request::builder();
        for value in values {
            request = request.header("Idempotency-Key", *value);
        }
        idempotency_key(&request.body(axum::body::Body::empty()).unwrap())
    };
    assert_eq!(with(&[]).unwrap(), None);
    assert_eq!(with(&["a-b"]).unwrap().as_deref(), Some("a-b"));
    let long = "x".repeat(inbox::KEY_CHARS_MAX + 1);
    for wrong in [vec![""], vec!["a b"], vec!["a", "a"], vec![&long]] {
        assert_eq!(with(&wrong).unwrap_err().code(), "idempotency_key_invalid", "{wrong:?}");
    }
}
