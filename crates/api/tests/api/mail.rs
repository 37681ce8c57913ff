//! The desk by e-mail: letters in and out, on both databases and over real connections.

use app::mail::Inbox;
use axum::body::Body;
use axum::http::Method;
use kernel::{Secret, TenantId};
use mail::testkit::ImapServer;
use mail::{ImapOptions, SendError};
use serde_json::{Value, json};

use crate::common::base;
use crate::live::on_both;
use api::testkit::{Engine, MAIL_ADDRESS, MAIL_HOST, Role, TENANT, TestServer};

pub(crate) const ANNA: &str = "anna@example.com";

/// A letter from somebody, with more header fields in front, `sure` where our own server vouches.
pub(crate) fn letter(id: &str, from: &str, sure: bool, fields: &str, text: &str) -> String {
    let domain = from.split_once('@').unwrap().1;
    let results = match sure {
        true => format!("Authentication-Results: {MAIL_HOST}; dmarc=pass header.from={domain}\r\n"),
        false => {
            format!("Authentication-Results: mx.evil.example; dmarc=pass header.from={domain}\r\n")
        }
    };
    let fields = fields.replace('\n', "\r\n");
    format!(
        "{results}{fields}From: Anna Ek <{from}>\r\nTo: {MAIL_ADDRESS}\r\nMessage-ID: <{id}>\r\n\r\n{text}\r\n"
    )
}

pub(crate) async fn known(server: &TestServer) {
    server.feed(&base()).await;
    let anna = json!({"type": "customer", "id": "c2", "at": crate::common::DAY0,
        "jurisdiction": "gb", "since": "2025-10-01T00:00:00Z", "email": ANNA});
    server.feed(&[anna]).await;
}

pub(crate) async fn hand_in(server: &TestServer, raw: &str) -> (u16, Value) {
    let key = server.key(Role::Company, "mx").await;
    let headers =
        [("authorization", format!("Bearer {key}")), ("content-type", "message/rfc822".to_owned())];
    let body = Body::from(raw.to_owned());
    let answer = server.send(Method::POST, "/v1/mail/inbound", &headers, body).await;
    (answer.status, answer.json())
}

/// Hands in a letter that is kept; the conversation as the desk sees it.
pub(crate) async fn kept(server: &TestServer, raw: &str) -> (Value, Value) {
    let (status, result) = hand_in(server, raw).await;
    assert_eq!((status, &result["result"]), (200, &json!("kept")), "{result}");
    let agent = server.key(Role::Agent, "anna").await;
    let path = format!("/v1/conversations/{}", result["conversation_id"].as_str().unwrap());
    let (status, conversation) = server.get(&path, &agent).await;
    assert_eq!(status, 200, "{conversation}");
    (result, conversation)
}

pub(crate) async fn events(server: &TestServer, conversation: &Value) -> Vec<Value> {
    let agent = server.key(Role::Agent, "anna").await;
    let path = format!("/v1/conversations/{}/events", conversation["id"].as_str().unwrap());
    let (_, events) = server.get(&path, &agent).await;
    events["items"].as_array().unwrap().clone()
}

pub(crate) fn of_kind<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["kind"] == kind).collect()
}

/// Takes the conversation and says something as a person.
pub(crate) async fn says(server: &TestServer, conversation: &Value, client_id: &str, text: &str) {
    let agent = server.key(Role::Agent, "anna").await;
    let path = format!("/v1/conversations/{}", conversation["id"].as_str().unwrap());
    let (_, now) = server.get(&path, &agent).await;
    if now["assignment"]["user_id"] != "anna" {
        let take = json!({"assignment_version": now["assignment"]["version"]});
        let (status, taken) = server.post(&format!("{path}/take"), &agent, take).await;
        assert_eq!(status, 200, "{taken}");
    }
    let words = json!({"client_id": client_id, "text": text});
    let (status, said) = server.post(&format!("{path}/messages"), &agent, words).await;
    assert_eq!(status, 200, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_answered_and_the_answer_to_that_finds_its_way() {
    on_both(async |server| {
        known(&server).await;
        let first = letter("m1@example.com", ANNA, true, "Subject: My parcel\n", "Where is it?");
        let (result, conversation) = kept(&server, &first).await;
        assert_eq!((&result["opened"], &result["verified"]), (&json!(true), &json!(true)));
        assert_eq!(conversation["customer_id"], "c2");
        assert_eq!(
            (&conversation["channel"], &conversation["subject"]),
            (&json!("email"), &json!("My parcel"))
        );
        assert_eq!(conversation["assignment"]["state"], "waiting", "it is queued for a person");
        assert!(conversation["human_requested_at"].is_string(), "{conversation}");
        let (_, again) = hand_in(&server, &first).await;
        assert_eq!(again["result"], "duplicate", "{again}");

        says(&server, &conversation, "a-1", "I will look.\n<b>At once.</b>").await;
        let agent = server.key(Role::Agent, "anna").await;
        let path = format!("/v1/conversations/{}", conversation["id"].as_str().unwrap());
        let note = json!({"client_id": "n-1", "text": "a note"});
        assert_eq!(server.post(&format!("{path}/notes"), &agent, note).await.0, 200);
        server.deliver().await;
        server.deliver().await;
        let sent = server.post.sent();
        assert_eq!(sent.len(), 1, "a note is never sent, and a letter once");
        let (to, reply) = &sent[0];
        assert_eq!((to.as_str(), reply.from.as_str()), (ANNA, MAIL_ADDRESS));
        let number = conversation["number"].as_str().unwrap();
        assert_eq!(reply.subject, format!("Re: My parcel [#{number}]"));
        assert_eq!(reply.answers, ["m1@example.com"]);
        assert!(reply.text.contains("<b>At once.</b>") && reply.automatic.is_none());
        let id = reply.message_id.clone().unwrap();
        let log = events(&server, &conversation).await;
        let delivered = of_kind(&log, "delivery");
        assert_eq!(delivered.len(), 1);
        let message = of_kind(&log, "message")[1]["seq"].clone();
        assert_eq!(delivered[0]["body"], json!({"message": message, "state": "sent"}));
        assert_eq!(delivered[0]["visible_to"], "desk");
        assert_eq!(id, format!("{}.{message}@acme.example", conversation["id"].as_str().unwrap()));

        // By the signed address alone, by what it answers alone, and by the number with the address.
        let token = server.post.last_header("Reply-To").unwrap();
        assert!(token.starts_with("support+"), "{token}");
        let by_token = letter(
            "m2@example.com",
            ANNA,
            false,
            "",
            "Thanks.\n\nOn 1 Dec 2026 Acme wrote:\n> I will look.",
        )
        .replace(MAIL_ADDRESS, &token);
        let answers = format!("In-Reply-To: <{id}>\n");
        let by_answer = letter("m3@example.com", "other@example.org", false, &answers, "Me too.");
        let by_number =
            letter("m4@example.com", ANNA, true, &format!("Subject: AW: [#{number}]\n"), "And?");
        for (raw, verified) in [(by_token, true), (by_answer, false), (by_number, true)] {
            let (result, of) = kept(&server, &raw).await;
            assert_eq!(
                (&of["id"], &result["opened"]),
                (&conversation["id"], &json!(false)),
                "{raw}"
            );
            assert_eq!(result["verified"], json!(verified), "{raw}");
        }
        let log = events(&server, &conversation).await;
        let said = of_kind(&log, "message");
        assert_eq!(said[2]["body"]["text"], "Thanks.");
        assert_eq!(said[2]["body"]["email"]["quoted"], "On 1 Dec 2026 Acme wrote:\n> I will look.");
        assert_eq!(
            said[3]["body"]["email"],
            json!({"from": "other@example.org", "verified": false})
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_proves_nothing() {
    on_both(async |server| {
        known(&server).await;
        let raw = letter("f1@example.com", ANNA, false, "Subject: My data\n", "Send me my plan.");
        let (result, conversation) = kept(&server, &raw).await;
        assert_eq!(result["verified"], false);
        let visitor = conversation["customer_id"].as_str().unwrap();
        assert!(visitor.starts_with("visitor-"), "{conversation}");
        assert_eq!(conversation["customer"]["visitor"], true);
        assert_eq!(conversation["contact"], json!({"email": ANNA}));
        // The customer sees nothing of it, and the same stranger is the same stranger.
        let theirs = server.key(Role::Consumer, "c2").await;
        let (_, own) = server.get("/v1/conversations", &theirs).await;
        assert_eq!(own["items"], json!([]));
        let (_, next) = kept(&server, &letter("f2@example.com", ANNA, false, "", "Well?")).await;
        assert_eq!(next["customer_id"], visitor);
        // A number is guessed, a token is not made by somebody else, an id of a letter names nothing.
        let number = conversation["number"].as_str().unwrap();
        let forged = format!("support+{}@acme.example", "0".repeat(42));
        let guesses = [
            letter(
                "g1@evil.example",
                "eve@evil.example",
                true,
                &format!("Subject: Re: [#{number}]\n"),
                "x",
            ),
            letter("g2@evil.example", "eve@evil.example", true, "", "x")
                .replace(MAIL_ADDRESS, &forged),
            letter(
                "g3@evil.example",
                "eve@evil.example",
                true,
                "In-Reply-To: <x.1@acme.example>\n",
                "x",
            ),
        ];
        for raw in guesses {
            let (result, of) = kept(&server, &raw).await;
            assert_eq!(result["opened"], true, "{raw}");
            assert_ne!(of["id"], conversation["id"], "{raw}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_listened_to_as_a_message_is() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    // The wish stands in the subject alone.
    let raw =
        letter("l1@example.com", ANNA, true, "Subject: I want to speak to a human\n", "Please.");
    let (_, conversation) = kept(&server, &raw).await;
    let log = events(&server, &conversation).await;
    assert_eq!(of_kind(&log, "human_requested")[0]["body"]["how"], "words", "{log:#?}");
    let raw = letter(
        "l2@example.com",
        ANNA,
        true,
        "",
        "this is unacceptable, I lost 40 euro because of you",
    );
    let (_, conversation) = kept(&server, &raw).await;
    assert!(conversation["complaint_id"].is_string(), "{conversation}");
    // Danger: help is pointed to by a letter that no machine answers.
    let raw = letter(
        "l3@example.com",
        ANNA,
        true,
        "",
        "I cannot do this any more, I want to end my life",
    );
    let (_, conversation) = kept(&server, &raw).await;
    assert_eq!(conversation["priority"]["level"], "danger");
    server.deliver().await;
    let (to, signpost) = server.post.sent().pop().expect("help is pointed to by letter");
    assert_eq!(to, ANNA);
    assert!(signpost.automatic.unwrap().contains("auto-generated"));
    // Card numbers are kept nowhere.
    let card = "My card is 4111 1111 1111 1111\n> 4111 1111 1111 1111";
    let (_, conversation) =
        kept(&server, &letter("l4@example.com", ANNA, true, "Subject: 4111111111111111\n", card))
            .await;
    let log = events(&server, &conversation).await;
    let all = format!("{conversation} {log:?}");
    assert!(!all.contains("4111 1111 1111 1111") && !all.contains("4111111111111111"), "{all}");
    server.assert_sound().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loops_floods_and_what_is_no_letter_are_stopped() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    for (id, fields, from) in [
        ("a1@x.example", "Auto-Submitted: auto-replied\n", ANNA),
        ("a2@x.example", "Precedence: bulk\n", ANNA),
        ("a3@x.example", "Return-Path: <>\n", ANNA),
        ("a4@x.example", "", MAIL_ADDRESS),
        ("a5@x.example", "", "support+x@acme.example"),
        ("a6@x.example", "", "mailer-daemon@example.com"),
    ] {
        let (status, result) = hand_in(&server, &letter(id, from, true, fields, "Hi")).await;
        assert_eq!((status, &result["result"]), (200, &json!("ignored")), "{id}: {result}");
        assert!(result["why"].is_string());
    }
    for (raw, code) in [("Hello", "mail_unreadable"), ("Subject: x\r\n\r\nHi", "mail_unreadable")] {
        let (status, problem) = hand_in(&server, raw).await;
        assert_eq!((status, &problem["code"]), (422, &json!(code)), "{problem}");
    }
    let flood = |n: u32| letter(&format!("b{n}@y.example"), "bob@y.example", true, "", "Hi");
    for n in 0..30 {
        assert_eq!(hand_in(&server, &flood(n)).await.1["result"], "kept");
    }
    for n in 30..33 {
        assert_eq!(hand_in(&server, &flood(n)).await.1["result"], "ignored");
    }
    let agent = server.key(Role::Agent, "anna").await;
    let (_, tasks) = server.get("/v1/tasks?limit=100", &agent).await;
    let floods =
        tasks["items"].as_array().unwrap().iter().filter(|task| task["kind"] == "mail_flood");
    assert_eq!(floods.count(), 1, "{tasks}");
    server.advance_to("2026-12-01T11:30:00Z").await;
    assert_eq!(
        hand_in(&server, &flood(40)).await.1["result"],
        "kept",
        "an hour later they may again"
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_come_in_by_the_rules_and_go_out() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    let part = |name: &str, kind: &str, bytes: &str| {
        format!(
            "--b\nContent-Type: {kind}\nContent-Disposition: attachment; filename=\"{name}\"\n\
             Content-Transfer-Encoding: base64\n\n{bytes}\n"
        )
    };
    let fields = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
    let text = format!(
        "--b\nContent-Type: text/plain\n\nSee the files.\n{}{}{}--b--\n",
        part("receipt.pdf", "application/pdf", "JVBERi0xLjQK"),
        part("run.exe", "application/octet-stream", "TVqQAAM="),
        part("liar.png", "image/png", "JVBERi0xLjQK"),
    );
    let raw = letter("p1@example.com", ANNA, true, fields, "").trim_end().to_owned()
        + "\r\n\r\n"
        + &text.replace('\n', "\r\n");
    let (_, conversation) = kept(&server, &raw).await;
    let log = events(&server, &conversation).await;
    let body = &of_kind(&log, "message")[0]["body"];
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&body["attachments"]), ["receipt.pdf"], "{body}");
    assert_eq!(names(&body["email"]["refused_files"]), ["run.exe", "liar.png"], "{body}");
    let agent = server.key(Role::Agent, "anna").await;
    let file = format!("/v1/attachments/{}", body["attachments"][0]["id"].as_str().unwrap());
    let headers = [("authorization", format!("Bearer {agent}"))];
    let answer = server.send(Method::GET, &file, &headers, Body::empty()).await;
    assert_eq!((answer.status, &answer.body[..]), (200, &b"%PDF-1.4\n"[..]));
    let theirs = server.key(Role::Consumer, "c1").await;
    assert_eq!(server.get(&file, &theirs).await.0, 404, "nobody else's");
    // And out.
    says(&server, &conversation, "a-0", "Here.").await;
    let upload = json!({"name": "plan.pdf", "media_type": "application/pdf", "content_base64": "JVBERi0xLjQK"});
    let (_, file) = server.post("/v1/attachments", &agent, upload).await;
    let words = json!({"client_id": "a-1", "text": "And here.", "attachments": [file["id"]]});
    let path = format!("/v1/conversations/{}/messages", conversation["id"].as_str().unwrap());
    assert_eq!(server.post(&path, &agent, words).await.0, 200);
    server.deliver().await;
    let sent = server.post.sent();
    let with_file =
        sent.iter().find(|(_, one)| !one.files.is_empty()).expect("a letter with a file");
    assert_eq!(
        (with_file.1.files[0].name.as_str(), &with_file.1.files[0].bytes[..]),
        ("plan.pdf", &b"%PDF-1.4\n"[..])
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_tried_again_and_what_cannot_be_sent_is_told() {
    on_both(async |server| {
        known(&server).await;
        let (_, conversation) = kept(&server, &letter("t1@example.com", ANNA, true, "", "Hi")).await;
        server.post.fail_next(SendError::Later("the relay is away".to_owned()));
        says(&server, &conversation, "a-1", "One").await;
        server.deliver().await;
        assert_eq!(server.post.sent().len(), 0);
        assert_eq!(of_kind(&events(&server, &conversation).await, "delivery").len(), 0);
        server.advance_to("2026-12-01T10:10:00Z").await;
        server.deliver().await;
        assert_eq!(server.post.sent().len(), 1, "it is tried again");
        let first = server.post.sent()[0].1.message_id.clone().unwrap();

        server.post.fail_next(SendError::Refused("550 no such user".to_owned()));
        says(&server, &conversation, "a-2", "Two").await;
        server.deliver().await;
        let log = events(&server, &conversation).await;
        let told = of_kind(&log, "delivery")[1]["body"].clone();
        assert_eq!((&told["state"], &told["why"]), (&json!("failed"), &json!("550 no such user")));
        // A report that comes later says the same of the first, once.
        let report = format!(
            "From: MAILER-DAEMON@mx.example\nMessage-ID: <r1@mx.example>\nContent-Type: multipart/report; \
             report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mx.example\n\nAction: failed\nDiagnostic-Code: smtp; 552 full\n--b\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: <{first}>\n--b--\n"
        );
        let report = report.replace('\n', "\r\n");
        let (status, result) = hand_in(&server, &report).await;
        assert_eq!((status, &result["result"]), (200, &json!("report")), "{result}");
        assert_eq!(hand_in(&server, &report).await.1["result"], "duplicate");
        let log = events(&server, &conversation).await;
        let told = of_kind(&log, "delivery");
        assert_eq!((told.len(), &told[2]["body"]["why"]), (3, &json!("smtp; 552 full")));
        let agent = server.key(Role::Agent, "anna").await;
        let (_, tasks) = server.get("/v1/tasks?limit=100", &agent).await;
        let kinds = tasks["items"].as_array().unwrap().iter().filter(|task| task["kind"] == "mail_undelivered");
        assert_eq!(kinds.count(), 2, "{tasks}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_is_read_on_over_lost_connections_new_numbers_and_deaths() {
    on_both(async |server| {
        known(&server).await;
        let imap = ImapServer::start().await;
        let at = "01-Dec-2026 10:00:00 +0000";
        let raw = |n: u32| {
            letter(&format!("i{n}@example.com"), ANNA, true, &format!("Subject: no {n}\n"), "Hi")
        };
        imap.deliver("01-Nov-2026 10:00:00 +0000", raw(0).as_bytes());
        let options =
            || ImapOptions::parse(&imap.url(), "support", Secret::new("secret"), "INBOX").unwrap();
        let tenant: TenantId = TENANT.parse().unwrap();
        let inbox = || Inbox::new(server.app.clone(), tenant.clone(), options());
        let subjects = async || {
            let agent = server.key(Role::Agent, "anna").await;
            let (_, all) = server.get("/v1/conversations?view=all&limit=100", &agent).await;
            let all = all["items"].as_array().unwrap().iter();
            let mut all: Vec<String> =
                all.map(|one| one["subject"].as_str().unwrap().to_owned()).collect();
            all.sort();
            all
        };
        let mut reader = inbox();
        assert_eq!(reader.round().await.unwrap(), 0, "what lay there before is not ours");
        imap.deliver(at, raw(1).as_bytes());
        imap.deliver(at, b"this is no letter");
        imap.deliver(at, raw(2).as_bytes());
        assert_eq!(reader.round().await.unwrap(), 3);
        assert_eq!(subjects().await, ["no 1", "no 2"]);
        assert_eq!(
            (reader.round().await.unwrap(), imap.connections()),
            (0, 1),
            "the connection is kept"
        );
        let agent = server.key(Role::Agent, "anna").await;
        let (_, tasks) = server.get("/v1/tasks?limit=100", &agent).await;
        let missed = tasks["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|task| task["kind"] == "mail_not_taken");
        assert_eq!(missed.count(), 1, "a person looks at what could not be taken: {tasks}");

        // The server tells of a letter while nobody asks.
        let (told, _) = tokio::join!(reader.wait(), async {
            imap.waited_for(1).await;
            imap.deliver(at, raw(3).as_bytes())
        });
        assert!(told);
        // The connection is lost in the middle of it: the next round takes it.
        imap.hang_up_at_next_body();
        assert!(reader.round().await.is_err());
        assert_eq!(reader.round().await.unwrap(), 1);
        assert_eq!(imap.connections(), 2);

        // A node dies after a letter was taken and before its place was kept: another node takes the
        // letter again, which changes nothing.
        let four = imap.deliver(at, raw(4).as_bytes());
        let (status, _) = hand_in(&server, &raw(4)).await;
        assert_eq!(status, 200);
        assert_eq!(inbox().round().await.unwrap(), 1);
        assert_eq!(imap.fetched().last(), Some(&four));
        assert_eq!(subjects().await, ["no 1", "no 2", "no 3", "no 4"]);

        // The server numbers its letters anew: all are looked at, and none is taken twice.
        imap.renumber();
        imap.deliver(at, raw(5).as_bytes());
        assert_eq!(reader.round().await.unwrap(), 7);
        assert_eq!(subjects().await, ["no 1", "no 2", "no 3", "no 4", "no 5"]);
        assert_eq!(reader.round().await.unwrap(), 0);
    })
    .await;
}
