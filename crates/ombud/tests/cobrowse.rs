//! A redaction policy on its way: keys are made, the file is signed, proposed, approved by another person and in force
//! in a session; and what it lets agents newly see, in a real browser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const POLICY: &str = r#"version = 1
company = "acme"

[[rule]]
id = 2
effect = "show"
selector = ".total"
reason = "the customer asks about amounts"
owner = "payments-web"
expires = "2999-06-30"

[[rule]]
id = 3
effect = "hide"
selector = ".secret"
reason = "nobody needs it"
owner = "payments-web"
"#;
/// Looks for the server's answer, each after a pause.
const ROUNDS_MAX: u32 = 600;
const ROUND_MS: u64 = 100;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ombud"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).current_dir(self.folder.path());
        command.args(line.split_whitespace());
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    #[track_caller]
    fn good(&self, line: &str) -> String {
        let output = self.run(line);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{line}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, line: &str, words: &str) {
        let output = self.run(line);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(words), "{line}: {told}");
    }
}

/// The program as a server; it ends with this.
struct Server {
    child: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn serve(desk: &Desk) -> Server {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = desk.command("--config ombud.toml serve");
    command.env("OMBUD__SERVER__LISTEN", free.to_string()).stdout(Stdio::null());
    let child = command.stderr(Stdio::null()).spawn().unwrap();
    let server = Server { child, url: format!("http://{free}") };
    let http = reqwest::Client::new();
    for _ in 0..ROUNDS_MAX {
        if http.get(format!("{}/v1/cobrowse/policy", server.url)).send().await.is_ok() {
            return server;
        }
        tokio::time::sleep(Duration::from_millis(ROUND_MS)).await;
    }
    panic!("the server does not answer");
}

async fn ask(server: &Server, key: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let (http, url) = (reqwest::Client::new(), format!("{}{path}", server.url));
    let request = match &body {
        Some(body) => http.post(url).header("Idempotency-Key", path).json(body),
        None => http.get(url),
    };
    let answer = request.bearer_auth(key).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

/// What a customer's page is told when it joins.
async fn welcomed(server: &Server, customer: &str) -> Value {
    let (status, begun) = ask(server, customer, "/v1/cobrowse/sessions", Some(json!({}))).await;
    assert_eq!(status, 201, "{begun}");
    let url = format!("{}/v1/cobrowse/socket", server.url.replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let hello = json!({ "t": "hello", "protocol": 1, "token": begun["token"] });
    socket.send(Message::text(hello.to_string())).await.unwrap();
    let Some(Ok(Message::Text(first))) = socket.next().await else { panic!("no welcome") };
    serde_json::from_str(&first).unwrap()
}

#[tokio::test]
async fn a_signed_policy_is_in_force_after_a_second_person_approved_it() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let desk = Desk::new();
    desk.good("cobrowse keygen --out acme.key");
    desk.good("cobrowse keygen --out other.key");
    let public = std::fs::read_to_string(desk.path("acme.key.pub")).unwrap();
    let config = format!(
        "[store]\ndata_dir = \"data\"\n[cobrowse.policy_keys]\nacme = [{:?}]\n",
        public.trim()
    );
    desk.write("ombud.toml", &config);
    desk.write("redaction.toml", POLICY);
    desk.good("--config ombud.toml tenant create acme");
    let doctor = desk.good("--config ombud.toml doctor");
    assert!(doctor.contains("good  redaction policies must be signed"), "{doctor}");
    let key = |role: &str, who: &str| {
        let line =
            format!("--config ombud.toml key create --tenant acme --role {role} --subject {who}");
        desk.good(&line).trim().to_owned()
    };
    let (sam, cleo) = (key("supervisor", "sam"), key("compliance_officer", "cleo"));
    let customer = key("consumer", "c1");
    desk.write("sam.api-key", &sam);
    let server = serve(&desk).await;
    let publish = format!(
        "cobrowse publish redaction.toml --server {} --api-key-file sam.api-key",
        server.url
    );

    desk.refused(&publish, "without redaction.sig");
    desk.good("cobrowse sign redaction.toml --key other.key");
    desk.refused(&publish, "not among the company's");
    assert_eq!(welcomed(&server, &customer).await["policy"], Value::Null);
    desk.good("cobrowse sign redaction.toml --key acme.key");
    desk.good("cobrowse check redaction.toml --key acme.key.pub");
    let told = desk.good(&publish);
    assert!(told.contains("+ agents see `.total`") && told.contains("waits for another"), "{told}");

    let (status, tasks) = ask(&server, &cleo, "/v1/tasks", None).await;
    assert_eq!(status, 200, "{tasks}");
    let is_proposal = |task: &&Value| task["kind"] == "approve_policy";
    let task = tasks["items"].as_array().unwrap().iter().find(is_proposal).expect("a task");
    let approve = format!("/v1/policies/proposals/{}/activate", task["id"].as_str().unwrap());
    let (status, refused) = ask(&server, &sam, &approve, Some(json!({}))).await;
    assert_eq!(status, 403, "whoever proposed it: {refused}");
    let (status, approved) = ask(&server, &cleo, &approve, Some(json!({}))).await;
    assert_eq!(status, 200, "{approved}");

    let checked: Value =
        serde_json::from_str(&desk.good("cobrowse check redaction.toml --json")).unwrap();
    let (status, kept) = ask(&server, &cleo, "/v1/cobrowse/policy", None).await;
    assert_eq!((status, &kept["hash"]), (200, &checked["hash"]));
    let told = welcomed(&server, &customer).await;
    assert_eq!(told["policy"]["hash"], checked["hash"], "in force in a session");
    assert_eq!(told["policy"]["rules"].as_array().unwrap().len(), 2);
}

/// Serves a page until the process ends.
fn site(html: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4_096]);
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close";
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{html}", html.len());
        }
    });
    url
}

#[test]
fn what_agents_would_newly_see_is_told() {
    let Some(chromium) = std::env::var_os("OMBUD_TEST_CHROMIUM") else {
        eprintln!("not tried: OMBUD_TEST_CHROMIUM names no browser");
        return;
    };
    if api::built("cobrowse-leaks.js").is_none() {
        eprintln!("not tried: the web pages are not built");
        return;
    }
    let desk = Desk::new();
    desk.write("old.toml", POLICY);
    let wider = POLICY.replace("version = 1", "version = 2").replace(".total", ".total, .name");
    desk.write("new.toml", &wider);
    let url = site(
        "<!doctype html><title>t</title><p class=total>12,00 EUR</p><p class=name>Maja Berg</p>\
         <p class=name>Mobile <b class=secret>0701</b></p><p>else</p>",
    );
    let browser = Path::new(&chromium).display().to_string();
    let lint = format!("cobrowse lint --browser {browser} --policy new.toml --url {url}/");
    let output = desk.run(&format!("{lint} --against old.toml --json"));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for run in report["runs"].as_array().unwrap() {
        assert_eq!((&run["leaks"], &run["missing"]), (&json!([]), &json!([])), "{run}");
        assert!(run["tried"].as_u64().unwrap() > 250, "{run}");
    }
    assert_eq!(report["runs"].as_array().unwrap().len(), 2);
    let newly = report["pages"][0]["newly"].as_array().unwrap();
    let words: Vec<&str> = newly.iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert_eq!(words, ["Maja Berg", "Mobile"], "{newly:?}");
    assert!(newly.iter().all(|one| one["rule"] == 2));
    let quick = format!("{lint} --no-leak-page");
    let accepted = desk.good(&format!("{quick} --against old.toml --accept"));
    assert!(accepted.contains("+ rule 2 words \"Maja Berg\""), "{accepted}");
    let same = desk.good(&format!("{quick} --against new.toml"));
    assert!(same.contains("agents see 3 things") && !same.contains('+'), "{same}");
    desk.refused("cobrowse lint --browser /no/such", "there is no such program");
    desk.refused(
        &format!("cobrowse lint --browser {browser} --url ftp://x"),
        "must begin with http",
    );
}
