//! Providers that are down, slow, cut off, garbled or far too talkative: each is an error of its kind,
//! soon and within bounds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

mod support;

use kernel::Duration;
use llm::{ANSWER_BYTES_MAX, Ask, ModelError, Reason, Want};
use serde_json::json;
use support::{Answer, Stub, ask, propose, schema, text};

fn word(text: &str) -> String {
    let chunk =
        json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] });
    format!("data: {chunk}\n\n")
}

fn last() -> String {
    let chunk = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    format!("data: {chunk}\n\n")
}

async fn error_of(answer: Answer, ask: &Ask) -> ModelError {
    let stub = Stub::start(vec![answer]).await;
    let (reply, _) = propose(&stub.local(), ask).await;
    reply.outcome.expect_err("it must fail")
}

#[tokio::test]
async fn what_breaks_off_or_is_garbage_is_thrown_away() {
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>Sign in</html>".to_owned();
    let table = [
        (Answer::CutOff(word("Your")), "ended before"),
        (Answer::Events(word("Your")), "ended before"),
        (Answer::Events("data: [DONE]\n\n".to_owned()), "ended before"),
        (Answer::Events(String::new()), "ended before"),
        (Answer::Events("data: {\"choices\":[{\"del".to_owned()), "ended before"),
        (Answer::Events("data: {\"choices\":[{\"del\n\n".to_owned()), "malformed"),
        (Answer::Events("data: \u{1F4A9}\n\n".to_owned()), "malformed"),
        (Answer::Events("data: {\"choices\":7}\n\n".to_owned()), "malformed"),
        (Answer::Events(last()), "expected words"),
        (Answer::Events(word("  \n") + &last()), "expected words"),
        (
            Answer::Events(
                "data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}\n\n".into(),
            ),
            "server_error",
        ),
        (Answer::Raw(html), "no stream of events"),
        (Answer::Raw("SSH-2.0-OpenSSH_9.2\r\n".to_owned()), "ended before"),
        (Answer::Nothing, "ended before"),
    ];
    for (answer, expected) in table {
        let error = error_of(answer.clone(), &ask(text())).await;
        assert!(error.to_string().contains(expected), "{answer:?}: {error}");
    }
}

#[tokio::test]
async fn ten_megabytes_are_not_read_to_the_end() {
    let megabytes = "a".repeat(10 * 1024 * 1024);
    let long_ask = ask(Want::Text { chars_max: 100 * 1024 * 1024 });
    for (answer, expected) in [
        (Answer::Events(word(&megabytes)), "an event of the stream"),
        (Answer::Events(word(&"a".repeat(1_000)).repeat(10_000)), "the answer"),
        (Answer::Events(format!("data: {megabytes}")), "an event of the stream"),
        (Answer::Events(format!(": {}\n", "a".repeat(1_000)).repeat(10_000)), "the stream"),
    ] {
        let error = error_of(answer, &long_ask).await;
        let ModelError::TooLong { what, .. } = error else { panic!("{error}") };
        assert_eq!(what, expected);
    }
    let error = error_of(Answer::Events(word(&"å".repeat(201)) + &last()), &ask(text())).await;
    assert_eq!(error, ModelError::TooLong { what: "the answer", limit: 200 });
}

#[tokio::test]
async fn endless_streams_end() {
    let json = ask(Want::Json(schema()));
    let talk = error_of(Answer::Endless(word("blah ")), &json).await;
    assert_eq!(talk, ModelError::TooLong { what: "the answer", limit: ANSWER_BYTES_MAX });
    let pings = error_of(Answer::Endless(format!(": {}\n\n", "ping ".repeat(200))), &json).await;
    assert!(matches!(pings, ModelError::TooLong { what: "the stream", .. }), "{pings}");
}

#[tokio::test]
async fn slow_models_are_not_waited_for() {
    let mut hurried = ask(text());
    hurried.prompt.within = Duration::from_millis(150);
    let stub = Stub::start(vec![Answer::Hangs(word("Your refund is"))]).await;
    let (reply, pieces) = propose(&stub.local(), &hurried).await;
    assert_eq!(reply.outcome, Err(ModelError::Timeout(hurried.prompt.within)));
    assert_eq!(pieces, ["Your refund is"]);
    // The provider did not get to count; the estimate is on the high side.
    assert!(!reply.report.measured);
    assert!(reply.report.tokens_out >= 4 && reply.report.cost.micros > 0, "{:?}", reply.report);
}

#[tokio::test]
async fn what_was_finished_before_the_connection_broke_is_whole() {
    let mut hurried = ask(text());
    hurried.prompt.within = Duration::from_millis(150);
    for answer in [Answer::CutOff(word("Done.") + &last()), Answer::Hangs(word("Done.") + &last())]
    {
        let stub = Stub::start(vec![answer]).await;
        let (reply, _) = propose(&stub.local(), &hurried).await;
        assert_eq!(reply.outcome, Ok(llm::Answer::Text("Done.".to_owned())));
        assert!(!reply.report.measured);
    }
}

#[tokio::test]
async fn statuses_say_when_to_come_again_or_what_to_mend() {
    let limited = Answer::Whole(
        429,
        "retry-after: 17\r\n",
        r#"{"error":{"code":"rate_limit_exceeded"}}"#.into(),
    );
    let error = error_of(limited, &ask(text())).await;
    let ModelError::Unavailable { reason, retry_after } = error else { panic!("{error}") };
    assert_eq!(retry_after, Some(Duration::from_secs(17)));
    assert!(matches!(reason, Reason::Status { status: 429, .. }), "{reason}");

    for odd in
        ["retry-after: -1\r\n", "retry-after: 99999999999999999999\r\n", "retry-after: soon\r\n"]
    {
        let error = error_of(Answer::Whole(503, odd, String::new()), &ask(text())).await;
        let ModelError::Unavailable { retry_after, .. } = error else { panic!("{error}") };
        assert_eq!(retry_after, None, "{odd}");
    }
    let body =
        r#"{"error":{"message":"Incorrect API key provided: sk-secret","code":"invalid_api_key"}}"#;
    let error = error_of(Answer::Whole(401, "", body.to_owned()), &ask(text())).await.to_string();
    assert!(
        error.contains("check base_url, model, key") && !error.contains("sk-secret"),
        "{error}"
    );
    // The key does not go where a redirect leads.
    let away = Answer::Whole(307, "location: http://127.0.0.1:1/\r\n", String::new());
    let error = error_of(away, &ask(text())).await;
    assert!(matches!(error, ModelError::Rejected { status: 307, .. }), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_costs_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let endpoint = llm::Endpoint::new(&url, false).unwrap();
    let model = llm::openai::local(support::about(), endpoint, "m", llm::Auth::Open, true).unwrap();
    let (reply, _) = propose(&model, &ask(text())).await;
    assert_eq!(reply.outcome, Err(ModelError::unavailable(Reason::Unreachable)));
    assert_eq!((reply.report.tokens_in, reply.report.cost.micros), (0, 0));
}
