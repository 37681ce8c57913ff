//! Signing in over HTTP: the cookie and what it is good for, one answer for everybody who is refused,
//! and an account from its invitation to its passkey.

use std::sync::Arc;

use api::testkit::{Answer, Engine, Role, TENANT, TestServer};
use app::sign_in::{IdentityKey, Mailer, OidcProvider, Outbox, SignInOptions};
use app::users::{self, NewUser};
use app::{App, AppOptions, Principal};
use axum::body::Body;
use axum::http::Method;
use identity::testkit::{Authenticator, TokenSigner};
use kernel::Secret;
use serde_json::{Value, json};

use crate::common::base;

pub(crate) const PASSWORD: &str = "several words in a row";
pub(crate) const ANNA: &str = "anna@acme.example";
const SECRET: &str = "a secret of more than thirty-two bytes";

/// A server where people sign in.
pub(crate) struct Site {
    pub(crate) server: TestServer,
    pub(crate) app: App,
    outbox: Arc<Outbox>,
    origin: String,
}

fn operator() -> Principal {
    Principal {
        tenant: TENANT.parse().unwrap(),
        role: Role::Operator,
        id: Some("ops".parse().unwrap()),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    }
}

fn new_user(email: &str, role: Role) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Anna Ek".to_owned(),
        role,
        custom_role: None,
        merchant: None,
        languages: vec!["sv".to_owned()],
        skills: Vec::new(),
        capacity_units: Some(6),
    }
}

async fn make_user(app: &App, email: &str, role: Role) -> String {
    let new = new_user(email, role);
    let work = move |s: &mut app::Session<'_, '_>| {
        users::create_on_machine(s, &new, Some(&Secret::new(PASSWORD)))
    };
    app.write(&operator(), work).await.unwrap().0.user.to_string()
}

/// A user of a site.
pub(crate) async fn make(site: &Site, email: &str, role: Role) {
    make_user(&site.app, email, role).await;
}

/// A user and a session of it, for tests that only need the ids.
pub(crate) async fn somebody(server: &TestServer) -> (String, String) {
    let user = make_user(&server.app, ANNA, Role::Agent).await;
    let body = json!({"tenant": TENANT, "email": ANNA, "password": PASSWORD});
    let headers = [("content-type", "application/json".to_owned())];
    let body = Body::from(body.to_string());
    let answer = server.send(Method::POST, "/v1/sign-in/password", &headers, body).await.json();
    (user, answer["session"]["id"].as_str().unwrap().to_owned())
}

impl Site {
    pub(crate) async fn start(providers: Vec<OidcProvider>) -> Self {
        let mut server = TestServer::start(Engine::Sqlite).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        server.address = listener.local_addr().unwrap();
        let origin = format!("http://localhost:{}", server.address.port());
        let outbox = Arc::new(Outbox::default());
        let mut options = AppOptions::new([5; 32]);
        options.sign_in = SignInOptions {
            public_url: origin.clone(),
            default_tenant: Some(TENANT.parse().unwrap()),
            identity_keys: vec![IdentityKey {
                tenant: TENANT.parse().unwrap(),
                kid: None,
                key: TokenSigner::hs256(SECRET).key(),
            }],
            providers,
            mailer: Some(Arc::clone(&outbox) as Arc<dyn Mailer>),
        };
        let app = App::new(server.app.store().clone(), options).unwrap();
        let serving = api::serve(listener, api::AppState::new(app.clone()), std::future::pending());
        drop(tokio::spawn(serving));
        Self { server, app, outbox, origin }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut all: Vec<(&str, String)> =
            headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        if body.is_some() {
            all.push(("content-type", "application/json".to_owned()));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.server.send(method, path, &all, body).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body)).await
    }

    /// Posts from one of our own pages, with the cookie.
    async fn act(&self, path: &str, cookie: &str, body: Value) -> Answer {
        let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, Some(body)).await
    }

    async fn sign_in(&self, email: &str) -> String {
        let body = json!({"email": email, "password": PASSWORD});
        let answer = self.post("/v1/sign-in/password", body).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        cookie_of(&answer)
    }
}

/// The session's cookie as a browser sends it back.
pub(crate) fn cookie_of(answer: &Answer) -> String {
    let lines = answer.headers.get_all("set-cookie").iter();
    let mut lines = lines.map(|line| line.to_str().unwrap());
    let line = lines.find(|line| line.starts_with("ombud_session=")).unwrap();
    line.split(';').next().unwrap().to_owned()
}

fn without_id(mut problem: Value) -> Value {
    problem.as_object_mut().unwrap().remove("request_id");
    problem
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_is_good_for_our_own_pages_and_a_bearer_for_all() {
    let site = Site::start(Vec::new()).await;
    let user = make_user(&site.app, ANNA, Role::Agent).await;
    let body = json!({"email": ANNA, "password": PASSWORD});
    let answer = site.post("/v1/sign-in/password", body.clone()).await;
    let session = answer.json()["session"].clone();
    assert_eq!(answer.json()["state"], "signed_in");
    assert_eq!((&session["user_id"], &session["kind"]), (&json!(user), &json!("user")));
    assert_eq!((&session["role"], &session["second_factor"]), (&json!("agent"), &json!(false)));
    let actions = session["actions"].as_array().unwrap();
    assert!(actions.contains(&json!("task.work")) && !actions.contains(&json!("user.manage")));
    let line = answer.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(line.contains(part), "{line}");
    }
    assert!(!answer.json().to_string().contains("ombud_ss_"), "only the cookie has it");

    let cookie = cookie_of(&answer);
    let secret = cookie.split_once('=').unwrap().1;
    let bearer = format!("Bearer {secret}");
    let host = site.server.address.to_string();
    let same = format!("http://{host}");
    let change = || Some(json!({"theme": "dark"}));
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let table: &[(Headers<'_>, u16, &str)] = &[
        (&[("cookie", &cookie), ("sec-fetch-site", "same-origin")], 200, ""),
        (&[("cookie", &cookie), ("sec-fetch-site", "same-site")], 403, "cross_site"),
        (&[("cookie", &cookie), ("sec-fetch-site", "cross-site")], 403, "cross_site"),
        (&[("cookie", &cookie), ("origin", &same)], 200, ""),
        (&[("cookie", &cookie), ("origin", &site.origin)], 200, ""),
        (&[("cookie", &cookie), ("origin", "https://evil.example")], 403, "cross_site"),
        (&[("cookie", &cookie), ("origin", "null")], 403, "cross_site"),
        (&[("cookie", &cookie)], 403, "cross_site"),
        (&[("authorization", &bearer), ("origin", "https://shop.example")], 200, ""),
        (&[("authorization", &bearer)], 200, ""),
        (&[], 401, "unauthenticated"),
        (&[("cookie", "ombud_session=ombud_ss_wrong"), ("origin", &same)], 401, "unauthenticated"),
        (&[("cookie", &cookie), ("authorization", "Bearer x")], 401, "unauthenticated"),
    ];
    for (headers, status, code) in table {
        let answer = site.send(Method::PATCH, "/v1/account", headers, change()).await;
        let code_said = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!((answer.status, code_said.as_str()), (*status, *code), "{headers:?}");
    }
    // Reading needs no origin; and a session is as good as a key everywhere.
    for path in ["/v1/session", "/v1/tasks", "/v1/me", "/v1/sessions"] {
        let read = site.send(Method::GET, path, &[("cookie", &cookie)], None).await;
        assert_eq!(read.status, 200, "{path}: {:?}", read.json());
    }
    let key = site.server.key(Role::Agent, "a1").await;
    let bearer_key = format!("Bearer {key}");
    let keyed =
        site.send(Method::GET, "/v1/session", &[("authorization", &bearer_key)], None).await;
    assert_eq!((keyed.status, &keyed.json()["code"]), (403, &json!("session_needed")));
    // Another site's page cannot sign a browser in.
    let foreign = [("origin", "https://evil.example")];
    let refused = site.send(Method::POST, "/v1/sign-in/password", &foreign, Some(body)).await;
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("cross_site")));
    // Signed out is out, and the cookie is taken back.
    let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let out = site.send(Method::DELETE, "/v1/session", &own, None).await;
    assert!(out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let gone = site.send(Method::GET, "/v1/session", &[("cookie", &cookie)], None).await;
    assert_eq!(gone.status, 401);
    site.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_refused_hears_the_same_byte_for_byte() {
    let site = Site::start(Vec::new()).await;
    make_user(&site.app, ANNA, Role::Agent).await;
    let mut said = Vec::new();
    for (email, password) in [
        (ANNA, "wrong words, all of them"),
        ("nobody@acme.example", PASSWORD),
        ("not an address", ""),
    ] {
        let body = json!({"email": email, "password": password});
        let answer = site.post("/v1/sign-in/password", body).await;
        assert_eq!(answer.status, 401);
        said.push(without_id(answer.json()));
    }
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:#?}");
    let waits = |answer: &Answer| answer.headers["retry-after"].to_str().unwrap().parse::<u32>();
    for email in [ANNA, "nobody@acme.example"] {
        let mut last = None;
        for _ in 0..7 {
            let body = json!({"email": email, "password": "wrong words, all of them"});
            last = Some(site.post("/v1/sign-in/password", body).await);
        }
        let last = last.unwrap();
        assert_eq!((last.status, &last.json()["code"]), (429, &json!("too_many_attempts")));
        assert!(waits(&last).unwrap() > 10);
    }
    for email in ["c1@example.com", "nobody@example.com"] {
        let answer = site.post("/v1/sign-in/code/begin", json!({"email": email})).await;
        assert_eq!((answer.status, answer.json()), (202, json!({"done": true})));
    }
    site.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_from_its_invitation_to_its_passkey() {
    let site = Site::start(Vec::new()).await;
    make_user(&site.app, "otto@acme.example", Role::Operator).await;
    let otto = site.sign_in("otto@acme.example").await;
    let new = json!({"email": ANNA, "name": "Anna", "role": "supervisor", "languages": ["sv"]});
    let made = site.act("/v1/users", &otto, new).await;
    let user = made.json();
    assert_eq!((made.status, &user["state"]), (201, &json!("invited")), "{user}");
    assert!(!user.to_string().contains("ombud_tk_"));
    let letter = site.outbox.letters().pop().unwrap();
    let ticket = letter.text.split('#').nth(1).unwrap().split_whitespace().next().unwrap();
    let accept = json!({"token": ticket, "password": PASSWORD, "name": "Anna Ek"});
    let accepted = site.post("/v1/sign-in/invitation", accept).await;
    assert_eq!(accepted.json()["session"]["name"], "Anna Ek", "{:?}", accepted.json());
    let anna = cookie_of(&accepted);

    let mut device = Authenticator::new(&site.origin, true);
    let asked = site.act("/v1/account/passkeys/begin", &anna, json!({})).await.json();
    let keep = json!({"ticket": asked["ticket"], "credential": device.create(&asked["options"]),
        "name": "Phone"});
    let kept = site.act("/v1/account/passkeys/finish", &anna, keep.clone()).await;
    assert_eq!((kept.status, &kept.json()["name"]), (200, &json!("Phone")), "{:?}", kept.json());
    let again = site.act("/v1/account/passkeys/finish", &anna, keep).await;
    assert_eq!(again.json()["code"], "sign_in_expired");
    let own = [("cookie", anna.as_str()), ("sec-fetch-site", "same-origin")];
    let path = format!("/v1/account/passkeys/{}", kept.json()["id"].as_str().unwrap());
    let weak = site.send(Method::DELETE, &path, &own, None).await;
    assert_eq!(weak.status, 403, "not without a second factor");

    // A password alone is no longer enough.
    let body = json!({"email": ANNA, "password": PASSWORD});
    let step = site.post("/v1/sign-in/password", body).await.json();
    assert_eq!((&step["state"], &step["methods"]), (&json!("second_factor"), &json!(["passkey"])));
    let begin = json!({"ticket": step["ticket"]});
    let asked = site.post("/v1/sign-in/passkey/begin", begin).await.json();
    let finish = json!({"ticket": asked["ticket"], "credential": device.get(&asked["options"])});
    let entered = site.post("/v1/sign-in/passkey/finish", finish).await;
    assert_eq!(entered.json()["session"]["second_factor"], true, "{:?}", entered.json());
    let strong = cookie_of(&entered);
    let own = [("cookie", strong.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(site.send(Method::DELETE, &path, &own, None).await.status, 200);

    // The administrator looks after it; what ends is out at once.
    let id = user["id"].as_str().unwrap();
    let as_otto = [("cookie", otto.as_str()), ("sec-fetch-site", "same-origin")];
    let sessions =
        site.send(Method::GET, &format!("/v1/sessions?user_id={id}"), &as_otto, None).await;
    assert_eq!(sessions.json().as_array().unwrap().len(), 2, "{:?}", sessions.json());
    let path = format!("/v1/sessions/{}", entered.json()["session"]["id"].as_str().unwrap());
    assert_eq!(site.send(Method::DELETE, &path, &as_otto, None).await.status, 200);
    let who = site.send(Method::GET, "/v1/session", &[("cookie", &strong)], None).await;
    assert_eq!(who.status, 401);
    let disabled = site.act(&format!("/v1/users/{id}/disable"), &otto, json!({})).await;
    assert_eq!(disabled.json()["state"], "disabled");
    let who = site.send(Method::GET, "/v1/session", &[("cookie", &anna)], None).await;
    assert_eq!(who.status, 401);
    let listed = site.send(Method::GET, "/v1/users?limit=1", &as_otto, None).await.json();
    assert_eq!(
        (listed["items"].as_array().unwrap().len(), listed["next_cursor"].is_string()),
        (1, true)
    );
    let own_id = site.send(Method::GET, "/v1/session", &as_otto, None).await.json();
    let path = format!("/v1/users/{}/disable", own_id["user_id"].as_str().unwrap());
    assert_eq!(site.act(&path, &otto, json!({})).await.status, 403);
    site.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_and_visitors_get_a_token_of_their_own() {
    let site = Site::start(Vec::new()).await;
    site.server.feed(&base()).await;
    let now = site.app.now().as_millis() / 1_000;
    let claims = json!({"sub": "c1", "aud": "ombud", "exp": now + 60, "jti": "a"});
    let token = TokenSigner::hs256(SECRET).sign(&claims);
    let entered = site.post("/v1/sign-in/identity", json!({"token": token})).await.json();
    let bearer = format!("Bearer {}", entered["token"].as_str().unwrap());
    let auth = [("authorization", bearer.as_str())];
    assert_eq!(entered["session"]["customer_id"], "c1", "{entered}");
    let order = site.send(Method::GET, "/v1/orders/o1", &auth, None).await;
    assert_eq!(order.status, 200, "{:?}", order.json());
    let again = site.post("/v1/sign-in/identity", json!({"token": token})).await;
    assert_eq!((again.status, &again.json()["code"]), (401, &json!("token_refused")));
    assert!(!again.json().to_string().contains(&token));

    let named = json!({"sub": "c1", "aud": "ombud", "exp": now + 60, "jti": "b",
        "name": "Anna 4111 1111 1111 1111"});
    let named = TokenSigner::hs256(SECRET).sign(&named);
    let entered = site.post("/v1/sign-in/identity", json!({"token": named})).await.json();
    assert_eq!(entered["session"]["name"], "Anna 411111******1111", "{entered}");
    for locale in ["4111111111111111".to_owned(), "x".repeat(10_000)] {
        let refused = site.post("/v1/sign-in/visitor", json!({"locale": locale})).await;
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("locale")));
    }
    let visitor = site.post("/v1/sign-in/visitor", json!({"locale": "de"})).await.json();
    let session = &visitor["session"];
    assert_eq!((&session["kind"], &session["locale"]), (&json!("visitor"), &json!("de")));
    let bearer = format!("Bearer {}", visitor["token"].as_str().unwrap());
    let hidden = site.send(Method::GET, "/v1/orders/o1", &[("authorization", &bearer)], None).await;
    assert_eq!(hidden.status, 404);
    let methods = site.send(Method::GET, "/v1/sign-in/methods", &[], None).await.json();
    assert_eq!(methods, json!({"password": true, "passkey": true, "code": true, "oidc": []}));
    // What is wrong in a body is said without the secret in it.
    let wrong = json!({"email": ANNA, "password": "hunter2 hunter2", "colour": 1});
    let refused = site.post("/v1/sign-in/password", wrong).await;
    assert_eq!(refused.status, 400);
    assert!(!refused.json().to_string().contains("hunter2"), "{:?}", refused.json());
    site.server.stop().await;
}
