//! Every operation of the OpenAPI document, against every kind of key: none, of a role that may not,
//! of another tenant. An operation that this test does not know how to call fails it.

mod bodies;

use std::collections::BTreeMap;

use crate::common::{base, claim};
use api::openapi::{ACTION, ANY_KEY, PUBLIC, SIGNED, extension, operations};
use api::testkit::{Engine, OTHER_TENANT, Role, TENANT, TestServer};
use app::{Action, Principal, Resource};
use axum::body::Body;
use axum::http::Method;
use bodies::body_of;
use compliance::authority::{Authority, Request};
use kernel::{Currency, Money};
use serde_json::{Value, json};

/// Speaks for itself; the other roles' keys are made for it.
const ROLES: [Role; 10] = [
    Role::Consumer,
    Role::Merchant,
    Role::MerchantAdmin,
    Role::Agent,
    Role::Supervisor,
    Role::ComplianceOfficer,
    Role::Auditor,
    Role::Company,
    Role::Operator,
    Role::Network,
];

/// Ids that are not there.
const NO_DIGEST: &str = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
const NO_UUID: &str = "01930d1c-8f00-7000-8000-00000000dead";
const NO_NAME: &str = "nobody-has-this-id";

/// One operation, ready to be called.
#[derive(Debug, Clone)]
struct Call {
    id: String,
    method: Method,
    path: String,
    action: String,
    body: Option<Value>,
    form: bool,
}

impl Call {
    /// The path with its parameters filled in.
    fn path_with(&self, ids: &BTreeMap<&str, String>) -> String {
        let mut path = match self.id.as_str() {
            // These need one of a kind: a proposed policy, a dispute with a decision.
            "activate_policy" => self.path.replace("{task_id}", &ids["proposal"]),
            "explain_dispute" => self.path.replace("{dispute_id}", &ids["decided"]),
            "download_file" => self.path.replace("{attachment_id}", NO_UUID),
            _ => self.path.clone(),
        };
        for (name, id) in ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        assert!(!path.contains('{'), "{}: the test has no id for {path}", self.id);
        path
    }

    /// What one must be allowed in order to know of the case at all.
    fn about(&self) -> Option<Action> {
        if self.path.contains("network") {
            None
        } else if self.path.contains("dispute_id}") || self.path.contains("decision_id}") {
            Some(Action::DisputeRead)
        } else if self.path.contains("conversation_id}") || self.id == "download_file" {
            Some(Action::ConversationRead)
        } else if self.path.contains("complaint_id}") || self.id == "open_complaint" {
            Some(Action::ComplaintRead)
        } else if self.path.contains("order_id}") || self.id == "open_dispute" {
            Some(Action::OrderRead)
        } else {
            None
        }
    }

    fn has_ids(&self) -> bool {
        self.path.contains('{')
    }
}

/// Every operation of the document that needs a key.
fn calls() -> Vec<Call> {
    let document = api::openapi();
    let mut calls = Vec::new();
    for (path, item) in &document.paths.paths {
        for (method, operation) in operations(item) {
            let id = operation.operation_id.clone().unwrap();
            let action = extension(operation, ACTION).unwrap_or_default();
            if action == PUBLIC || action == SIGNED {
                continue;
            }
            let method = match method {
                utoipa::openapi::HttpMethod::Get => Method::GET,
                utoipa::openapi::HttpMethod::Patch => Method::PATCH,
                utoipa::openapi::HttpMethod::Put => Method::PUT,
                utoipa::openapi::HttpMethod::Delete => Method::DELETE,
                _ => Method::POST,
            };
            let form = id == "upload_attachment";
            let body = body_of(&id);
            let takes_body = operation.request_body.is_some() && !form;
            assert_eq!(body.is_some(), takes_body, "{id}: give this test a body for it");
            calls.push(Call { id, method, path: path.clone(), action, body, form });
        }
    }
    calls
}

async fn call(server: &TestServer, call: &Call, path: &str, key: Option<&str>) -> (u16, Value) {
    let mut headers: Vec<(&str, String)> = Vec::new();
    if let Some(key) = key {
        headers.push(("authorization", format!("Bearer {key}")));
    }
    let query = match call.id.as_str() {
        "read_statement" => "?account=cash",
        "read_import" => "?source=jsonl:none",
        "read_report"
        | "list_report_rows"
        | "export_report"
        | "read_suggestion_figures"
        | "read_cobrowse_figures"
        | "read_results" => "?from=2026-12-01T00:00:00Z&to=2026-12-08T00:00:00Z",
        _ => "",
    };
    let mut body = Body::empty();
    if call.method == Method::POST {
        let unique = format!("{}-{}", call.id, server_unique());
        headers.push(("idempotency-key", unique));
    }
    if let Some(json) = &call.body {
        headers.push(("content-type", "application/json".to_owned()));
        body = Body::from(json.to_string());
    }
    if call.form {
        headers.push(("content-type", "multipart/form-data; boundary=x".to_owned()));
        let part = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n";
        body = Body::from(part);
    }
    let path = format!("{path}{query}");
    let answer = server.send(call.method.clone(), &path, &headers, body).await;
    // What is downloaded, and 204, is no JSON.
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

fn server_unique() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Something of everything, and the ids of it.
async fn seed(server: &TestServer) -> BTreeMap<&'static str, String> {
    server.feed(&base()).await;
    let device =
        json!({"type": "device", "id": "dev1", "at": crate::common::DAY0, "customer_id": "c1"});
    server.feed(&[device]).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let agent = server.key(Role::Agent, "anna").await;
    let operator = server.key(Role::Operator, "otto").await;
    let compliance = server.key(Role::ComplianceOfficer, "cleo").await;
    let company = server.key(Role::Company, "feed").await;

    let mut opening = claim();
    opening["amount_minor"] = json!(1_000);
    opening["evidence"] = json!([{"type": "photo", "file": {"name": "a.pdf",
        "media_type": "application/pdf", "content_base64": "JVBERi0xLjQK"}}]);
    let (status, dispute) = server.post("/v1/disputes", &customer, opening).await;
    assert_eq!(status, 201, "{dispute}");
    let dispute_id = dispute["id"].as_str().unwrap().to_owned();
    let evidence = dispute["evidence"].as_array().unwrap();
    let evidence = evidence.iter().find(|item| item.get("file").is_some()).unwrap();

    // Another one is decided, so that there is a decision.
    let mut second = claim();
    second["amount_minor"] = json!(500);
    second["reason"] = json!("incorrect_amount");
    second["sub_issue"] = json!("wrong_price");
    let merchant = server.key(Role::Merchant, "m1").await;
    let (status, other) = server.post("/v1/disputes", &customer, second).await;
    assert_eq!(status, 201, "{other}");
    let path = format!("/v1/disputes/{}/accept-loss", other["id"].as_str().unwrap());
    let (status, decided) = server.post(&path, &merchant, json!({})).await;
    assert_eq!(status, 200, "{decided}");
    let decision_id = decided["decisions"][0]["id"].as_str().unwrap().to_owned();

    let (_, plans) = server.get("/v1/orders/o1/plans", &agent).await;
    let large = json!({"amount_minor": 30_000, "note": "large"});
    let (status, request) = server.post("/v1/orders/o1/refunds", &agent, large).await;
    assert_eq!((status, &request["result"]), (200, &json!("awaits_approval")), "{request}");
    let hook = json!({"url": "https://shop.example/hooks", "merchant_id": "m1"});
    let (status, hook) = server.post("/v1/webhooks", &operator, hook).await;
    assert_eq!(status, 201, "{hook}");
    let key = json!({"role": "merchant", "subject": "m1", "label": "seed"});
    let (status, key) = server.post("/v1/api-keys", &operator, key).await;
    assert_eq!(status, 201, "{key}");
    let complaint = json!({"customer_id": "c1", "order_id": "o1", "text": "why"});
    let (status, complaint) = server.post("/v1/complaints", &compliance, complaint).await;
    assert_eq!(status, 201, "{complaint}");
    let network = json!({"id": "net-1", "amount_minor": 500, "reason_code": "13.1"});
    let (status, answer) = server.post("/v1/orders/o1/network-disputes", &company, network).await;
    assert_eq!(status, 200, "{answer}");

    let (status, conversation) = server.post("/v1/conversations", &customer, json!({})).await;
    assert_eq!(status, 201, "{conversation}");
    let need = json!({"need": "large_print", "consent": true});
    let (status, need) = server.post("/v1/customers/c1/support-needs", &customer, need).await;
    assert_eq!(status, 201, "{need}");

    let lead = server.key(Role::Supervisor, "sue").await;
    let text = json!({"name": "Hi", "language": "en", "text": "Hi", "shared": true});
    let (status, block) = server.post("/v1/macros", &lead, text).await;
    assert_eq!(status, 201, "{block}");

    let (user, session) = crate::sign_in::somebody(server).await;
    let role = json!({"name": "Trainee", "base_role": "agent", "taken": ["task.work"]});
    let (status, role) = server.post("/v1/roles", &operator, role).await;
    assert_eq!(status, 201, "{role}");

    let (status, begun) = server.post("/v1/cobrowse/sessions", &customer, json!({})).await;
    assert_eq!(status, 201, "{begun}");

    let policy = json!({"name": "same", "files": {}});
    let stranger = json!({"name": "p", "files": {"decisions/not_recieved.toml": ""}});
    let (status, refused) = server.post("/v1/policies", &compliance, stranger).await;
    assert!((400..500).contains(&status), "{refused}");
    assert_eq!(refused["field"], "decisions/not_recieved.toml", "{refused}");
    let (status, proposal) = server.post("/v1/policies", &compliance, policy).await;
    assert_eq!(status, 201, "{proposal}");

    let text = |value: &Value| value.as_str().unwrap().to_owned();
    BTreeMap::from([
        ("order_id", "o1".to_owned()),
        ("payment_id", "p1".to_owned()),
        ("merchant_id", "m1".to_owned()),
        ("customer_id", "c1".to_owned()),
        ("device_id", "dev1".to_owned()),
        ("dispute_id", dispute_id.clone()),
        ("payment_dispute_id", dispute_id),
        ("evidence_id", text(&evidence["id"])),
        ("attachment_id", text(&evidence["id"])),
        ("decision_id", decision_id),
        ("plan_id", text(&plans[0]["id"])),
        ("task_id", text(&request["task"]["id"])),
        ("webhook_id", text(&hook["webhook"]["id"])),
        ("delivery_id", NO_UUID.to_owned()),
        ("api_key_id", text(&key["key"]["id"])),
        ("complaint_id", text(&complaint["id"])),
        ("network_dispute_id", "net-1".to_owned()),
        ("conversation_id", text(&conversation["id"])),
        ("support_need_id", text(&need["id"])),
        ("macro_id", text(&block["id"])),
        ("user_id", user),
        ("session_id", session),
        ("role_id", text(&role["id"])),
        ("passkey_id", "none".to_owned()),
        ("number", "1".to_owned()),
        ("field", "carrier".to_owned()),
        ("blind_spot_id", "0".repeat(64)),
        ("cobrowse_id", text(&begun["id"])),
        ("scorecard_id", NO_UUID.to_owned()),
        ("sha256", "9f".repeat(32)),
        ("proposal", text(&proposal["id"])),
        ("decided", text(&other["id"])),
    ])
}

/// The same kinds of ids, of things that are not there.
fn absent(ids: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    let named =
        ["order_id", "payment_id", "merchant_id", "customer_id", "device_id", "network_dispute_id"];
    let none = |name: &&'static str| match *name {
        "blind_spot_id" => NO_DIGEST,
        _ if named.contains(name) => NO_NAME,
        _ => NO_UUID,
    };
    // A number, a field and a hash say nothing of whose they are.
    let same = |name: &&'static str| ["number", "field", "sha256"].contains(name);
    let of = |(name, id): (&&'static str, &String)| {
        (*name, if same(name) { id.clone() } else { none(name).to_owned() })
    };
    ids.iter().map(of).collect()
}

/// What Cedar says of a role and a case of its own.
fn may(authority: &Authority, role: Role, action: Action) -> bool {
    let principal = Principal {
        tenant: TENANT.parse().unwrap(),
        role,
        id: Some("someone".parse().unwrap()),
        merchant: role.is_of_one_merchant().then(|| "m1".parse().unwrap()),
        customer: role.is_of_one_customer().then(|| "c1".parse().unwrap()),
        withheld: Default::default(),
    };
    let case = Resource {
        merchant: Some("m1".parse().unwrap()),
        customer: Some("c1".parse().unwrap()),
        ..Resource::of_tenant(TENANT.parse().unwrap())
    };
    let amount = action.has_amount().then(|| Money::new(100, Currency::GBP));
    let request = Request { amount, ..Request::new(&principal, action, &case) };
    authority.check(&request).is_allow()
}

fn subject(role: Role) -> &'static str {
    match role {
        Role::Consumer => "c1",
        Role::Merchant | Role::MerchantAdmin => "m1",
        _ => "someone",
    }
}

/// The other tenant's people have other names: nothing is theirs by chance.
fn elsewhere(role: Role) -> &'static str {
    match role {
        Role::Consumer => "c9",
        Role::Merchant | Role::MerchantAdmin => "m9",
        _ => "stranger",
    }
}

fn without_id(mut body: Value) -> Value {
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
        body.remove("error_id");
    }
    body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_knows_who_calls() {
    let server = TestServer::start(Engine::Sqlite).await;
    let ids = seed(&server).await;
    let nothing = absent(&ids);
    let authority = Authority::shipped().unwrap();
    let (mut own, mut other) = (BTreeMap::new(), BTreeMap::new());
    for role in ROLES {
        own.insert(role, server.key(role, subject(role)).await);
        other.insert(role, server.key_of(OTHER_TENANT, role, elsewhere(role)).await);
    }
    let mut wrong = Vec::new();
    for one in calls() {
        let (path, missing) = (one.path_with(&ids), one.path_with(&nothing));
        let at = format!("{} {}", one.method, one.path);

        let (status, body) = call(&server, &one, &path, None).await;
        assert_eq!(status, 401, "{at} without a key: {body}");
        let (status, _) = call(&server, &one, &path, Some("ombud_sk_wrong")).await;
        assert_eq!(status, 401, "{at} with a wrong key");
        if one.action == ANY_KEY {
            continue;
        }
        let action: Action = one.action.parse().unwrap();
        for role in ROLES {
            // A network reports by an action of its own, `connector.receive`.
            let is_networks_own = role == Role::Network && one.path.contains("network-disputes");
            let allowed = is_networks_own || may(&authority, role, action);
            if !allowed {
                let (status, body) = call(&server, &one, &path, Some(&own[&role])).await;
                // Whoever may see the case is told that the role may not; others see nothing, and
                // to a party everything but its own cases is as if it were not there.
                let is_party = role.is_of_one_customer() || role.is_of_one_merchant();
                let about_case = one.about().map(|seeing| may(&authority, role, seeing));
                let sees = about_case.unwrap_or(!is_party);
                let expected: &[u16] = if sees { &[403] } else { &[403, 404] };
                if !expected.contains(&status) {
                    wrong.push(format!("{at} as {role}: {status} {body}"));
                }
            }
            if one.has_ids() {
                // What another tenant has is answered as what nobody has.
                let theirs = call(&server, &one, &path, Some(&other[&role])).await;
                let absent = call(&server, &one, &missing, Some(&other[&role])).await;
                if !matches!(theirs.0, 403 | 404) {
                    wrong.push(format!("{at} of another tenant as {role}: {theirs:?}"));
                }
                let (theirs, absent) =
                    ((theirs.0, without_id(theirs.1)), (absent.0, without_id(absent.1)));
                if theirs != absent {
                    wrong.push(format!("{at} as {role}: {theirs:?} is not {absent:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    server.stop().await;
}
