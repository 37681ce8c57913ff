//! Whose an answer is, and that a key runs once at a time.

use app::Role;

use super::*;

#[test]
fn a_key_belongs_to_a_subject_in_its_role_and_to_whom_it_speaks_for() {
    let of = |role, id: &str, merchant: Option<&str>, customer: Option<&str>| {
        let principal = Principal {
            tenant: TenantId::new("t").unwrap(),
            role,
            id: Some(PrincipalId::new(id).unwrap()),
            merchant: merchant.map(|id| MerchantId::new(id).unwrap()),
            customer: customer.map(|id| CustomerId::new(id).unwrap()),
            withheld: Default::default(),
        };
        owner_of(&principal).unwrap()
    };
    let owners = [
        of(Role::Agent, "a", None, None),
        of(Role::Supervisor, "a", None, None),
        of(Role::Consumer, "a", None, Some("a")),
        of(Role::MerchantAdmin, "a", Some("a"), None),
        of(Role::Ai, "a", None, None),
        of(Role::Ai, "a", None, Some("b")),
        of(Role::Ai, "a", None, Some("c")),
    ];
    let different: HashSet<_> = owners.iter().collect();
    assert_eq!(different.len(), owners.len());
    assert_eq!(owners[0], of(Role::Agent, "a", None, None));
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
