//! Letters that are made to harm: nests, forged ids, other people's addresses, floods.

use app::mail::Inbox;
use kernel::{Secret, TenantId};
use mail::ImapOptions;
use mail::testkit::ImapServer;
use serde_json::json;
use store::mail::MailCursor;

use crate::live::on_both;
use crate::mail::{ANNA, events, hand_in, kept, known, letter, of_kind, says};
use api::testkit::{Engine, Role, TENANT, TestServer};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nest_of_letters_is_taken_and_the_service_goes_on() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    let nest = "Content-Type: message/rfc822\r\n\r\nA:b\r\n".repeat(35_000);
    let raw = letter("n1@example.com", ANNA, true, "", "hi").replacen("\r\n\r\n", "\r\n", 1);
    let raw = raw.replacen("hi", &format!("{nest}\r\nhi"), 1);
    let (status, result) = hand_in(&server, &raw).await;
    assert_eq!((status, &result["result"]), (200, &json!("kept")), "{result}");
    let deep: String = (0..30)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    let raw = letter("n2@example.com", ANNA, true, "", "hi").replacen("\r\n\r\n", "\r\n", 1);
    let (status, problem) = hand_in(&server, &raw.replacen("hi", &deep, 1)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("mail_unreadable")), "{problem}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_nodes_die_of_is_passed_over() {
    on_both(async |server| {
        known(&server).await;
        let imap = ImapServer::start().await;
        let at = "01-Dec-2026 10:00:00 +0000";
        let options =
            ImapOptions::parse(&imap.url(), "support", Secret::new("secret"), "INBOX").unwrap();
        let tenant: TenantId = TENANT.parse().unwrap();
        let mut reader = Inbox::new(server.app.clone(), tenant.clone(), options);
        assert_eq!(reader.round().await.unwrap(), 0);
        let cursor = async || {
            let tenant = tenant.clone();
            let read =
                move |tx: &mut store::Tx<'_>| store::mail::cursor(tx, &tenant, "support/INBOX");
            server.app.store().read(read).await.unwrap().unwrap()
        };
        let raw = |n: u32| letter(&format!("i{n}@example.com"), ANNA, true, "", "Hi");
        let first = i64::from(imap.deliver(at, raw(1).as_bytes()));
        // An error is an end too, and is not counted.
        for _ in 0..5 {
            imap.hang_up_at_next_body();
            assert!(reader.round().await.is_err());
            assert_eq!((cursor().await.begun_uid, cursor().await.begun), (first, 0));
        }
        assert_eq!(reader.round().await.unwrap(), 1);
        assert_eq!((cursor().await.uid, cursor().await.begun), (first, 1), "it was counted");
        // Three nodes began the next one, and none came to an end.
        let second = imap.deliver(at, raw(2).as_bytes());
        let third = imap.deliver(at, raw(3).as_bytes());
        let begun = MailCursor { begun_uid: i64::from(second), begun: 3, ..cursor().await };
        let put = move |tx: &mut store::Tx<'_>| store::mail::put_cursor(tx, begun.clone());
        server.app.store().write(put).await.unwrap();
        assert_eq!(reader.round().await.unwrap(), 2);
        assert_eq!(imap.fetched().last(), Some(&third));
        assert!(!imap.fetched().contains(&second), "it is not even fetched");
        assert_eq!(cursor().await.uid, i64::from(third));
        let agent = server.key(Role::Agent, "anna").await;
        let (_, tasks) = server.get("/v1/tasks?limit=100", &agent).await;
        let kinds = tasks["items"].as_array().unwrap().iter();
        assert_eq!(kinds.filter(|task| task["kind"] == "mail_not_taken").count(), 1, "{tasks}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_id_stops_no_answer() {
    on_both(async |server| {
        known(&server).await;
        let first = letter("m1@example.com", ANNA, true, "Subject: My parcel\n", "Where is it?");
        let (_, conversation) = kept(&server, &first).await;
        let id = conversation["id"].as_str().unwrap().to_owned();
        for seq in 1..40 {
            let fields = if seq % 2 == 0 { "Auto-Submitted: auto-replied\n" } else { "" };
            let forged =
                letter(&format!("{id}.{seq}@acme.example"), "eve@evil.example", true, fields, "x");
            let (status, result) = hand_in(&server, &forged).await;
            assert_eq!((status, &result["result"]), (200, &json!("ignored")), "{result}");
        }
        says(&server, &conversation, "a-1", "It is on its way.").await;
        server.deliver().await;
        let sent = server.post.sent();
        assert_eq!(sent.len(), 1, "the answer goes out");
        let log = events(&server, &conversation).await;
        assert_eq!(of_kind(&log, "delivery")[0]["body"]["state"], "sent");
        // A letter under an id like any other's is no thread of ours, and what answers ours is.
        let ours = sent[0].1.message_id.clone().unwrap();
        let answer =
            letter("m2@example.com", ANNA, true, &format!("In-Reply-To: <{ours}>\n"), "Thanks.");
        assert_eq!(kept(&server, &answer).await.1["id"], conversation["id"]);
        // Our own letter that comes back is none.
        let back = letter(&ours, ANNA, true, "", "x");
        assert_eq!(hand_in(&server, &back).await.1["result"], "ignored");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_makes_nobody_get_letters_of_their_own_words() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    let text = "I cannot do this any more, I want to end my life";
    let forged = |n: u32| {
        let fields = format!("Subject: You have won {n} euro, see evil.example\n");
        letter(&format!("s{n}@evil.example"), "victim@example.org", false, &fields, text)
    };
    let (_, conversation) = kept(&server, &forged(1)).await;
    assert_eq!(conversation["priority"]["level"], "danger");
    server.deliver().await;
    let (to, signpost) = server.post.sent().pop().expect("help is pointed to");
    assert_eq!(to, "victim@example.org");
    let number = conversation["number"].as_str().unwrap();
    assert!(signpost.subject.ends_with(&format!("[#{number}]")), "{}", signpost.subject);
    for theirs in ["You have won", "evil.example"] {
        assert!(!signpost.subject.contains(theirs) && !signpost.text.contains(theirs));
    }
    for n in 2..5 {
        let (_, conversation) = kept(&server, &forged(n)).await;
        assert_eq!(conversation["priority"]["level"], "danger", "the desk sees each");
    }
    server.deliver().await;
    assert_eq!(server.post.sent().len(), 1, "once a day and address");
    // A person who answers says what they want, in the customer's thread.
    says(&server, &conversation, "a-1", "Are you safe?").await;
    server.deliver().await;
    let (_, reply) = server.post.sent().pop().unwrap();
    assert!(reply.subject.contains("You have won"), "{}", reply.subject);
    server.advance_to("2026-12-02T12:00:00Z").await;
    kept(&server, &forged(6)).await;
    server.deliver().await;
    assert_eq!(server.post.sent().len(), 3);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_under_somebodys_address_does_not_shut_them_out() {
    let server = TestServer::start(Engine::Sqlite).await;
    known(&server).await;
    let first = letter("m1@example.com", ANNA, true, "Subject: My parcel\n", "Where is it?");
    let (_, conversation) = kept(&server, &first).await;
    let number = conversation["number"].as_str().unwrap();
    for n in 0..33 {
        let forged = letter(&format!("e{n}@evil.example"), ANNA, false, "", "Hi");
        let expected = if n < 30 { "kept" } else { "ignored" };
        assert_eq!(hand_in(&server, &forged).await.1["result"], expected, "{n}");
    }
    let proven = letter("m2@example.com", ANNA, true, "", "Hello?");
    assert_eq!(hand_in(&server, &proven).await.1["result"], "kept", "counted apart");
    let human = "I want to speak to a human";
    let own = format!("Subject: Re: [#{number}]\n");
    let (_, of) = kept(&server, &letter("m3@example.com", ANNA, false, &own, human)).await;
    assert_eq!(of["id"], conversation["id"], "in the thread it is heard though the count is full");
    let plain = letter("m4@example.com", ANNA, false, &own, "And my parcel?");
    assert_eq!(hand_in(&server, &plain).await.1["result"], "ignored");
    let stranger = letter("m5@example.com", ANNA, false, "", human);
    assert_eq!(hand_in(&server, &stranger).await.1["result"], "ignored", "no thread of its own");
    // Too many proven ones are stopped as well, and asking for a person is not.
    for n in 0..40 {
        hand_in(&server, &letter(&format!("p{n}@example.com"), ANNA, true, "", "Hi")).await;
    }
    let proven = letter("m6@example.com", ANNA, true, "", "Hello?");
    assert_eq!(hand_in(&server, &proven).await.1["result"], "ignored");
    let (status, result) = hand_in(&server, &letter("m7@example.com", ANNA, true, "", human)).await;
    assert_eq!((status, &result["result"]), (200, &json!("kept")), "{result}");
    server.stop().await;
}
