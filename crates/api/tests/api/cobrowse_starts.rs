//! The ways into a co-browsing session over HTTP, and what the customer's and the desk's sockets hear of it.

use api::testkit::{Engine, Role, TENANT, TestServer};
use app::cobrowse::tools::{AUDIENCE, Tool};
use app::{App, AppOptions};
use axum::body::Body;
use axum::http::Method;
use identity::testkit::TokenSigner;
use serde_json::{Value, json};

use crate::common::base;
use crate::common::socket::Socket;
use crate::live::on_both;

const TOOL_ORIGIN: &str = "https://crm.example";

async fn conversation(server: &TestServer, customer: &str) -> String {
    let said = json!({"client_id": "c-1", "text": "I do not find it"});
    let body = json!({"channel": "chat", "message": said});
    let (status, made) = server.post("/v1/conversations", customer, body).await;
    assert_eq!(status, 201, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

/// Posts JSON with these headers.
async fn post(
    server: &TestServer,
    path: &str,
    headers: &[(&str, String)],
    body: Value,
) -> (u16, Value) {
    let mut all = vec![("content-type", "application/json".to_owned())];
    all.extend(headers.iter().cloned());
    let answer = server.send(Method::POST, path, &all, Body::from(body.to_string())).await;
    (answer.status, answer.json())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_heard_where_the_customer_is() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let ana = server.key(Role::Agent, "ana").await;
        let talk = conversation(&server, &customer).await;
        let mut theirs = Socket::open(server.address, &customer).await;
        theirs.look("own", json!({"kind": "customer"})).await;
        let mut ours = Socket::open(server.address, &ana).await;
        ours.look("t", json!({"kind": "thread", "conversation": talk})).await;

        let invite = format!("/v1/conversations/{talk}/cobrowse");
        let (status, session) = server.post(&invite, &ana, json!({})).await;
        assert_eq!((status, &session["state"]), (201, &json!("waiting")), "{session}");
        assert_eq!(session["invitation"]["by_name"], "ana");
        assert_eq!(server.post(&invite, &ana, json!({})).await.0, 409, "one at a time");
        let id = session["id"].as_str().unwrap();
        let path = format!("/v1/cobrowse/sessions/{id}");
        let heard = loop {
            let row = theirs.hear_kind("row").await;
            if row["conversation"]["cobrowse"].is_object() {
                break row["conversation"]["cobrowse"].clone();
            }
        };
        assert_eq!(heard, json!({"session_id": id, "state": "invited", "user_name": "ana"}));
        assert!(!heard.to_string().contains("token"), "what is told opens nothing");
        assert_eq!(ours.hear_event("cobrowse").await["body"]["state"], "invited");
        assert_eq!(server.post(&format!("{path}/seat"), &ana, json!({})).await.0, 409);

        let other = server.key(Role::Consumer, "c2").await;
        assert_eq!(server.post(&format!("{path}/join"), &other, json!({})).await.0, 404);
        let (status, _) = server.post(&format!("{path}/join"), &ana, json!({})).await;
        assert!(matches!(status, 403 | 404), "{status}");
        let (status, joined) = server.post(&format!("{path}/join"), &customer, json!({})).await;
        assert_eq!((status, &joined["id"]), (200, &json!(id)), "{joined}");
        assert_eq!(ours.hear_event("cobrowse").await["body"]["state"], "answered");
        let (status, seat) = server.post(&format!("{path}/seat"), &ana, json!({})).await;
        assert_eq!((status, &seat["id"]), (200, &json!(id)), "{seat}");
        assert_eq!(ours.hear_event("cobrowse").await["body"]["state"], "asked");
        let (_, now) = server.get(&path, &ana).await;
        assert_eq!((&now["people"][0]["leads"], &now["may_join"]), (&json!(true), &json!(true)));
        let ben = server.key(Role::Agent, "ben").await;
        assert_eq!(server.get(&path, &ben).await.1["may_join"], false);
        assert_eq!(server.post(&format!("{path}/seat"), &ben, json!({})).await.0, 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_followed_once_and_a_session_handed_on() {
    on_both(async |server| {
        server.feed(&base()).await;
        let customer = server.key(Role::Consumer, "c1").await;
        let ana = server.key(Role::Agent, "ana").await;
        let ben = server.key(Role::Agent, "ben").await;
        let here = json!({"state": "available", "skills": [], "capacity_units": 1});
        let (status, seated) = server.post("/v1/desk/availability", &ben, here).await;
        assert_eq!(status, 200, "{seated}");
        let talk = conversation(&server, &customer).await;
        let (_, session) =
            server.post(&format!("/v1/conversations/{talk}/cobrowse"), &ana, json!({})).await;
        let path = format!("/v1/cobrowse/sessions/{}", session["id"].as_str().unwrap());
        let (status, _) = server.post(&format!("{path}/link"), &customer, json!({})).await;
        assert!(matches!(status, 403 | 404), "{status}");
        let (status, link) = server.post(&format!("{path}/link"), &ana, json!({})).await;
        assert_eq!(status, 200, "{link}");
        let body = json!({"token": link["token"]});

        // A page that says who its customer is, and says another one.
        let other = format!("Bearer {}", server.key(Role::Consumer, "c2").await);
        let (status, _) =
            post(&server, "/v1/cobrowse/links", &[("authorization", other)], body.clone()).await;
        assert_eq!(status, 403);
        let wrong = ("authorization", "Bearer nonsense".to_owned());
        assert_eq!(post(&server, "/v1/cobrowse/links", &[wrong], body.clone()).await.0, 401);
        let (status, joined) = post(&server, "/v1/cobrowse/links", &[], body.clone()).await;
        assert_eq!(status, 201, "{joined}");
        let (status, used) = post(&server, "/v1/cobrowse/links", &[], body).await;
        assert_eq!((status, &used["code"]), (422, &json!("cobrowse_link_unknown")), "{used}");
        let (_, now) = server.get(&path, &ana).await;
        assert_eq!(now["invitation"]["is_known"], false, "nobody was signed in");

        server.post(&format!("{path}/seat"), &ana, json!({})).await;
        let mut theirs = Socket::open(server.address, &ben).await;
        let transfer = format!("{path}/transfer");
        let (status, handed) = server.post(&transfer, &ana, json!({"user_id": "ben"})).await;
        assert_eq!((status, &handed["handed_to_user_id"]), (200, &json!("ben")), "{handed}");
        let told = theirs.hear_kind("cobrowse_handed").await;
        assert_eq!((&told["by"], &told["session"]), (&json!("ana"), &session["id"]));
        assert_eq!(server.post(&format!("{path}/seat"), &ben, json!({})).await.0, 200);
        let (_, now) = server.get(&path, &ana).await;
        let leads =
            |at: usize| (now["people"][at]["name"].clone(), now["people"][at]["leads"].clone());
        assert_eq!(
            [leads(0), leads(1)],
            [(json!("ana"), json!(false)), (json!("ben"), json!(true))]
        );
        assert_eq!(server.post(&transfer, &ana, json!({"user_id": "ana"})).await.0, 409);
    })
    .await;
}

/// A second service on the same store, which has a tool.
async fn with_tool(signer: &TokenSigner, origins: Vec<String>) -> TestServer {
    let mut server = TestServer::start(Engine::Sqlite).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    server.address = listener.local_addr().unwrap();
    let mut options = AppOptions::new([5; 32]);
    options.cobrowse_tools = vec![Tool {
        tenant: TENANT.parse().unwrap(),
        name: "crm".to_owned(),
        issuer: TOOL_ORIGIN.to_owned(),
        audience: AUDIENCE.to_owned(),
        kid: None,
        key: signer.key(),
        origins,
    }];
    let app = App::new(server.app.store().clone(), options).unwrap();
    drop(tokio::spawn(api::serve(listener, api::AppState::new(app), std::future::pending())));
    server
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_token_is_exchanged_for_a_seat() {
    let signer = TokenSigner::eddsa();
    let server = with_tool(&signer, vec![TOOL_ORIGIN.to_owned()]).await;
    server.feed(&base()).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let (_, begun) = server.post("/v1/cobrowse/sessions", &customer, json!({})).await;
    let exp = server.app.now().as_millis() / 1_000 + 60;
    let claims = json!({"iss": TOOL_ORIGIN, "aud": AUDIENCE, "exp": exp, "sub": "ana", "name": "Ana Berg",
        "role": "agent", "may": ["view"]});
    let token = signer.sign(&claims);
    let seats = "/v1/cobrowse/seats";
    let none = json!({"token": token});
    assert_eq!(post(&server, seats, &[], none).await.0, 400);
    let forged = json!({"token": TokenSigner::eddsa().sign(&claims), "code": begun["code"]});
    let (status, refused) = post(&server, seats, &[], forged).await;
    assert_eq!((status, &refused["code"]), (401, &json!("cobrowse_token_refused")), "{refused}");
    let right = json!({"token": token, "code": begun["code"]});
    let (status, seat) = post(&server, seats, &[], right).await;
    assert_eq!((status, &seat["id"]), (201, &begun["id"]), "{seat}");
    let again = json!({"token": token, "session_id": begun["id"]});
    assert_eq!(post(&server, seats, &[], again).await.0, 201);
    // The token is for a seat, and for nothing else.
    assert_eq!(server.get("/v1/cobrowse/sessions", &token).await.0, 401);
    let ana = server.key(Role::Agent, "anna").await;
    let path = format!("/v1/cobrowse/sessions/{}", begun["id"].as_str().unwrap());
    let (_, session) = server.get(&path, &ana).await;
    assert_eq!(
        (&session["agent_name"], &session["user_id"]),
        (&json!("Ana Berg"), &json!("tool:crm:ana"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_frames_page_is_for_configured_sites_alone() {
    let get = async |server: &TestServer, path: &str| {
        server.send(Method::GET, path, &[], Body::empty()).await
    };
    let header = |answer: &api::testkit::Answer, name: &str| {
        answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned())
    };
    let plain = TestServer::start(Engine::Sqlite).await;
    let page = get(&plain, "/cobrowse-embed.html").await;
    if page.status == 404 {
        eprintln!("skipped: the pages are not built");
        return;
    }
    let policy = header(&page, "content-security-policy").unwrap();
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
    assert_eq!(header(&page, "x-frame-options").as_deref(), Some("DENY"));
    let signer = TokenSigner::eddsa();
    let server = with_tool(&signer, vec![TOOL_ORIGIN.to_owned()]).await;
    let page = get(&server, "/cobrowse-embed.html").await;
    let policy = header(&page, "content-security-policy").unwrap();
    assert!(policy.ends_with("frame-ancestors https://crm.example"), "{policy}");
    assert_eq!(header(&page, "x-frame-options"), None);
    let text = String::from_utf8_lossy(&page.body).into_owned();
    assert!(text.contains("name=\"ombud-parents\" content=\"https://crm.example\""), "{text}");
    // Everything else is framed by nobody still.
    let desk = get(&server, "/desk/").await;
    assert_eq!(header(&desk, "x-frame-options").as_deref(), Some("DENY"));
}
