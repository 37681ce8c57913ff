//! Notices by e-mail, as those who read and answer them see it, on both databases.

use axum::body::Body;
use axum::http::Method;
use mail::SendError;
use serde_json::{Value, json};

use crate::common::{DAY0, base, claim};
use crate::live::on_both;
use api::testkit::{MAIL_ADDRESS, MAIL_HOST, Role, TestServer};

const ANNA: &str = "anna@example.com";

async fn hand_in(server: &TestServer, raw: &str) -> Value {
    let key = server.key(Role::Company, "mx").await;
    let headers =
        [("authorization", format!("Bearer {key}")), ("content-type", "message/rfc822".to_owned())];
    let body = Body::from(raw.replace('\n', "\r\n"));
    let answer = server.send(Method::POST, "/v1/mail/inbound", &headers, body).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

/// A dispute of a customer whose address is known; its path.
async fn opened(server: &TestServer) -> String {
    server.feed(&base()).await;
    let known = json!({"type": "customer", "id": "c1", "at": DAY0, "jurisdiction": "gb",
        "since": "2025-10-01T00:00:00Z", "email": ANNA, "language": "sv"});
    server.feed(&[known]).await;
    let customer = server.key(Role::Consumer, "c1").await;
    let (status, dispute) = server.post("/v1/disputes", &customer, claim()).await;
    assert_eq!(status, 201, "{dispute}");
    format!("/v1/disputes/{}", dispute["id"].as_str().unwrap())
}

async fn told(server: &TestServer, path: &str) -> Vec<Value> {
    let customer = server.key(Role::Consumer, "c1").await;
    let (status, notices) = server.get(&format!("{path}/notices"), &customer).await;
    assert_eq!(status, 200, "{notices}");
    notices.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_read_answered_and_the_answers_stay_together() {
    on_both(async |server| {
        let path = opened(&server).await;
        assert_eq!(told(&server, &path).await[0]["email"]["state"], "queued");
        server.deliver_notices().await;
        let notices = told(&server, &path).await;
        let first = &notices[0];
        assert_eq!(first["email"]["state"], "sent", "{first}");
        assert!(first["email"]["at"].is_string() && first.get("sms").is_none(), "{first}");
        let sent = server.post.sent();
        let (to, letter) = sent.iter().find(|(to, _)| to == ANNA).unwrap();
        assert_eq!(
            (to.as_str(), letter.subject.as_str()),
            (ANNA, first["letter"]["subject"].as_str().unwrap())
        );
        assert_eq!(first["letter"]["language"], "sv", "in the reader's language");
        assert!(letter.automatic.as_deref().unwrap().contains("auto-generated"));

        // The signed address alone shows that it is theirs, and what it is about.
        let token = server.post.last_header("Reply-To").unwrap();
        let answer = |id: &str, to: &str, fields: &str| {
            format!(
                "{fields}From: Anna <{ANNA}>\nTo: {to}\nMessage-ID: <{id}>\n\nI have a question.\n"
            )
        };
        let result = hand_in(&server, &answer("q1@example.com", &token, "")).await;
        assert_eq!(
            (&result["opened"], &result["verified"]),
            (&json!(true), &json!(true)),
            "{result}"
        );
        let agent = server.key(Role::Agent, "anna").await;
        let conversation =
            format!("/v1/conversations/{}", result["conversation_id"].as_str().unwrap());
        let (_, conversation) = server.get(&conversation, &agent).await;
        assert_eq!(conversation["customer_id"], "c1");
        assert_eq!(conversation["order_id"], "o1", "{conversation}");
        assert_eq!(path, format!("/v1/disputes/{}", conversation["dispute_id"].as_str().unwrap()));
        let again = hand_in(&server, &answer("q2@example.com", &token, "")).await;
        let id = server.post.sent().pop().unwrap().1.message_id.unwrap();
        let field = format!("In-Reply-To: <{id}>\n");
        let third = hand_in(&server, &answer("q3@example.com", MAIL_ADDRESS, &field)).await;
        for next in [again, third] {
            assert_eq!(next["conversation_id"], result["conversation_id"], "{next}");
            assert_eq!(next["opened"], false);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_that_comes_back_is_told_at_the_notice() {
    on_both(async |server| {
        let path = opened(&server).await;
        server.post.fail_next(SendError::Later("the relay is away".to_owned()));
        server.deliver_notices().await;
        server.advance_to("2026-12-01T10:10:00Z").await;
        server.deliver_notices().await;
        assert_eq!(told(&server, &path).await[0]["email"]["state"], "sent", "it is tried again");
        let sent = server.post.sent();
        let id = sent.iter().find(|(to, _)| to == ANNA).unwrap().1.message_id.clone().unwrap();
        let report = format!(
            "From: MAILER-DAEMON@{MAIL_HOST}\nMessage-ID: <r1@{MAIL_HOST}>\nContent-Type: multipart/report; \
             report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mx.example\n\nAction: failed\nDiagnostic-Code: smtp; 552 <{ANNA}> full\n--b\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: <{id}>\n--b--\n"
        );
        assert_eq!(hand_in(&server, &report).await["result"], "ignored");
        let notices = told(&server, &path).await;
        let came_back = notices.iter().find(|one| one["email"]["state"] == "failed").unwrap();
        let why = came_back["email"]["why"].as_str().unwrap();
        assert!(why.contains("552") && !why.contains('@'), "{why}");
        assert_eq!(hand_in(&server, &report).await["result"], "duplicate");
    })
    .await;
}
