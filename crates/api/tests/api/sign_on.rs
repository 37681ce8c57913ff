//! Single sign-on against a provider of our own on the loopback interface: real HTTP, real signatures,
//! PKCE checked by the other side.

use std::sync::{Arc, Mutex};

use api::testkit::{Answer, Role, TENANT};
use app::sign_in::OidcProvider;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use identity::testkit::TokenSigner;
use kernel::Secret;
use kernel::canonical::Sha256Hex;
use serde_json::{Value, json};

use crate::sign_in::{Site, cookie_of};

/// What the provider answers, and what it was asked.
#[derive(Debug)]
struct Provider {
    issuer: String,
    signer: TokenSigner,
    claims: Value,
    /// What the browser was sent here with.
    nonce: String,
    challenge: String,
}

type Shared = Arc<Mutex<Provider>>;

async fn discovery(State(shared): State<Shared>) -> Json<Value> {
    let issuer = shared.lock().unwrap().issuer.clone();
    Json(json!({"issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys")}))
}

async fn keys(State(shared): State<Shared>) -> Json<Value> {
    Json(json!({"keys": [shared.lock().unwrap().signer.jwk()]}))
}

async fn token(
    State(shared): State<Shared>,
    body: String,
) -> Result<Json<Value>, axum::http::StatusCode> {
    let provider = shared.lock().unwrap();
    let field = |name: &str| parameter(&format!("?{body}"), name);
    let digest = Sha256Hex::of(field("code_verifier").as_bytes());
    let proven = identity::to_base64url(digest.bytes()) == provider.challenge;
    let right = field("code") == "the-code" && field("client_secret") == "client-secret";
    if !proven || !right || field("grant_type") != "authorization_code" {
        return Err(axum::http::StatusCode::BAD_REQUEST);
    }
    let mut claims = provider.claims.clone();
    if claims.get("nonce").is_none() {
        claims["nonce"] = json!(provider.nonce);
    }
    Ok(Json(json!({"id_token": provider.signer.sign(&claims), "token_type": "Bearer"})))
}

async fn start(signer: TokenSigner, provision: Option<Role>) -> (Site, Shared) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let (claims, nonce, challenge) = (Value::Null, String::new(), String::new());
    let provider = Provider { issuer: issuer.clone(), signer, claims, nonce, challenge };
    let shared: Shared = Arc::new(Mutex::new(provider));
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/keys", get(keys))
        .route("/token", post(token))
        .with_state(Arc::clone(&shared));
    drop(tokio::spawn(async move { axum::serve(listener, routes).await }));
    let site = Site::start(vec![OidcProvider {
        id: "okta".to_owned(),
        name: "Okta".to_owned(),
        tenant: TENANT.parse().unwrap(),
        issuer: issuer.clone(),
        client_id: "ombud-client".to_owned(),
        client_secret: Secret::new("client-secret"),
        provision,
        domains: vec!["acme.example".to_owned()],
    }])
    .await;
    let now = site.app.now().as_millis() / 1_000;
    shared.lock().unwrap().claims = json!({"iss": issuer, "aud": "ombud-client", "sub": "s-1",
        "exp": now + 300, "iat": now, "email": "Otto@acme.example", "email_verified": true,
        "name": "Otto Holm"});
    (site, shared)
}

fn parameter(url: &str, name: &str) -> String {
    let pair = url.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    pair.unwrap().to_owned()
}

/// Goes to the provider and comes back.
async fn go(site: &Site, shared: &Shared) -> Answer {
    go_as(site, shared, |state, cookie| (state, cookie)).await
}

async fn go_as(
    site: &Site,
    shared: &Shared,
    change: impl Fn(String, String) -> (String, String),
) -> Answer {
    use axum::http::Method;
    let path = "/v1/sign-in/oidc/okta/begin?return_to=/desk/tasks";
    let began = site.send(Method::GET, path, &[], None).await;
    assert_eq!(began.status, 302, "{:?}", began.json());
    let url = began.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    {
        let mut provider = shared.lock().unwrap();
        provider.nonce = parameter(&url, "nonce");
        provider.challenge = parameter(&url, "code_challenge");
    }
    let cookie = began.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let (state, cookie) = change(parameter(&url, "state"), cookie);
    let path = format!("/v1/sign-in/oidc/okta/callback?code=the-code&state={state}&iss=x");
    site.send(Method::GET, &path, &[("cookie", &cookie)], None).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verified_address_is_a_user_and_then_the_subject_is() {
    for signer in [TokenSigner::rs256(), TokenSigner::es256()] {
        let (site, shared) = start(signer, None).await;
        let stranger = go(&site, &shared).await;
        assert_eq!((stranger.status, &stranger.json()["code"]), (401, &json!("oidc_refused")));
        crate::sign_in::make(&site, "otto@acme.example", Role::Supervisor).await;
        let entered = go(&site, &shared).await;
        let page = String::from_utf8(entered.body.to_vec()).unwrap();
        assert!(entered.status == 200 && page.contains("url=/desk/tasks"), "{page}");
        let cookie = cookie_of(&entered);
        let headers = [("cookie", cookie.as_str())];
        let who = site.send(axum::http::Method::GET, "/v1/session", &headers, None).await.json();
        assert_eq!(
            (&who["role"], &who["name"]),
            (&json!("supervisor"), &json!("Anna Ek")),
            "{who}"
        );
        // From now on the subject is enough, whatever the address; another subject is not.
        shared.lock().unwrap().claims["email"] = json!("new@acme.example");
        assert_eq!(go(&site, &shared).await.status, 200);
        shared.lock().unwrap().claims["sub"] = json!("s-2");
        assert_eq!(go(&site, &shared).await.status, 401);
        site.server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_thing_that_is_wrong_lets_nobody_in() {
    let (site, shared) = start(TokenSigner::es256(), Some(Role::Agent)).await;
    let good = shared.lock().unwrap().claims.clone();
    let now = site.app.now().as_millis() / 1_000;
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("somebody-else")),
        ("azp", json!("somebody-else")),
        ("exp", json!(now - 1)),
        ("nonce", json!("another")),
        ("email_verified", json!(false)),
        ("email", json!("otto@evil.example")),
        ("sub", Value::Null),
    ] {
        let mut claims = good.clone();
        claims[name] = value;
        shared.lock().unwrap().claims = claims;
        let refused = go(&site, &shared).await;
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (401, &json!("oidc_refused")),
            "{name}"
        );
    }
    shared.lock().unwrap().claims = good;
    let forged = |state: String, _: String| (state, "ombud_oidc=other".to_owned());
    assert_eq!(go_as(&site, &shared, forged).await.json()["code"], "sign_in_expired");
    let unknown = |_: String, _: String| ("x".to_owned(), "ombud_oidc=x".to_owned());
    assert_eq!(go_as(&site, &shared, unknown).await.json()["code"], "sign_in_expired");
    // Somebody unknown with a verified address of the company's comes in with the configured role.
    let entered = go(&site, &shared).await;
    assert_eq!(entered.status, 200);
    let cookie = cookie_of(&entered);
    let who = site.send(axum::http::Method::GET, "/v1/session", &[("cookie", &cookie)], None).await;
    assert_eq!((&who.json()["role"], &who.json()["name"]), (&json!("agent"), &json!("Otto Holm")));
    let none = site.send(axum::http::Method::GET, "/v1/sign-in/oidc/none/begin", &[], None).await;
    assert_eq!(none.status, 404);
    site.server.stop().await;
}
