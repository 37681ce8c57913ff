//! Letters over real connections: a relay and a mailbox, with what goes wrong there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use kernel::Secret;
use mail::testkit::{ImapServer, SmtpServer};
use mail::{
    ImapOptions, ImapSession, Incoming, Letter, SendError, Smtp, SmtpOptions, Transport as _,
};

fn letter() -> Letter {
    Letter {
        message_id: "c.1@acme.example".to_owned(),
        at: "2026-12-01T10:00:00Z".parse().unwrap(),
        from_name: "Acme".to_owned(),
        from: "support@acme.example".to_owned(),
        to: "anna@example.com".to_owned(),
        reply_to: None,
        subject: "Hello".to_owned(),
        text: "One\n.\n.two\nthree".to_owned(),
        in_reply_to: None,
        references: Vec::new(),
        automatic: false,
        files: Vec::new(),
    }
}

fn relay(server: &SmtpServer) -> Smtp {
    Smtp::new(&SmtpOptions::parse(&server.url()).unwrap()).unwrap()
}

#[tokio::test]
async fn a_relay_takes_a_letter_as_it_was_written() {
    let server = SmtpServer::start().await;
    let smtp = relay(&server);
    for _ in 0..2 {
        smtp.send(&letter().write().unwrap()).await.unwrap();
    }
    let taken = server.taken();
    let (from, to, raw) = &taken[0];
    assert_eq!((from.as_str(), to.as_str()), ("support@acme.example", "anna@example.com"));
    let read = Incoming::parse(raw).unwrap();
    assert_eq!(
        read.text.replace("\r\n", "\n").trim(),
        letter().text,
        "dots at the beginning of a line"
    );
    assert_eq!(taken.len(), 2);
}

#[tokio::test]
async fn later_and_never_are_told_apart() {
    let server = SmtpServer::start().await;
    let smtp = relay(&server);
    let written = letter().write().unwrap();
    server.answer_next("450 the mailbox is busy");
    assert!(
        matches!(smtp.send(&written).await, Err(SendError::Later(why)) if why.contains("busy"))
    );
    server.answer_next("550 no such user");
    assert!(
        matches!(smtp.send(&written).await, Err(SendError::Refused(why)) if why.contains("no such user"))
    );
    server.hang_up_after_next();
    assert!(
        matches!(smtp.send(&written).await, Err(SendError::Later(_))),
        "nobody said that it was taken"
    );
    smtp.send(&written).await.unwrap();
    let nobody = Smtp::new(&SmtpOptions::parse("smtp://127.0.0.1:1").unwrap()).unwrap();
    assert!(matches!(nobody.send(&written).await, Err(SendError::Later(_))));
}

const AT: &str = "01-Dec-2026 10:00:00 +0100";

fn options(server: &ImapServer, password: &str) -> ImapOptions {
    ImapOptions::parse(&server.url(), "support", Secret::new(password), "INBOX").unwrap()
}

#[tokio::test]
async fn a_mailbox_is_read_letter_by_letter_and_left_as_it_is() {
    let server = ImapServer::start().await;
    let one = server.deliver(AT, b"From: a@b.example\r\n\r\none");
    let two = server.deliver(AT, &[b'x'; 2_000]);
    let mut session = ImapSession::open(&options(&server, "secret")).await.unwrap();
    let selected = session.select("INBOX").await.unwrap();
    assert_eq!((selected.uid_validity, selected.uid_next), (1, 3));
    assert_eq!(session.after(0, 10).await.unwrap(), [one, two]);
    assert_eq!(session.after(0, 1).await.unwrap(), [one]);
    assert_eq!(
        session.after(two, 10).await.unwrap(),
        [0u32; 0],
        "the last letter is not new again"
    );
    let fetched = session.fetch(one, 1_000).await.unwrap().unwrap();
    assert_eq!(fetched.raw.as_deref(), Some(&b"From: a@b.example\r\n\r\none"[..]));
    assert_eq!(fetched.received_at, Some("2026-12-01T09:00:00Z".parse().unwrap()));
    let large = session.fetch(two, 1_000).await.unwrap().unwrap();
    assert_eq!((large.raw, large.bytes_total), (None, 2_000));
    assert_eq!(session.fetch(99, 1_000).await.unwrap(), None);
    assert_eq!(server.fetched(), [one], "what is too large is not read");
    session.close().await;
}

#[tokio::test]
async fn a_wrong_password_and_a_lost_connection_are_errors() {
    let server = ImapServer::start().await;
    assert!(ImapSession::open(&options(&server, "wrong")).await.is_err());
    assert!(ImapSession::open(&options(&server, "x\r\na LOGOUT")).await.is_err());
    let one = server.deliver(AT, b"From: a@b.example\r\n\r\none");
    let mut session = ImapSession::open(&options(&server, "secret")).await.unwrap();
    session.select("INBOX").await.unwrap();
    server.hang_up_at_next_body();
    assert!(session.fetch(one, 1_000).await.is_err());
}

#[tokio::test]
async fn a_server_tells_of_letters_and_none_is_missed_on_the_way_there() {
    let server = ImapServer::start().await;
    let mut session = ImapSession::open(&options(&server, "secret")).await.unwrap();
    assert!(session.idles());
    session.select("INBOX").await.unwrap();
    assert_eq!(session.after(0, 10).await.unwrap(), [0u32; 0]);
    // A letter that comes while somebody waits.
    let (told, one) = tokio::join!(session.idle(mail::IDLE_TIME_MAX), async {
        server.waited_for(1).await;
        server.deliver(AT, b"From: a@b.example\r\n\r\none")
    });
    let mut session = told.unwrap();
    assert_eq!(session.after(0, 10).await.unwrap(), [one]);
    // One that comes between looking and waiting.
    let two = server.deliver(AT, b"From: a@b.example\r\n\r\ntwo");
    let mut session = session.idle(mail::IDLE_TIME_MAX).await.unwrap();
    assert_eq!(session.after(one, 10).await.unwrap(), [two]);
    // A wait that is over is begun anew on the same connection.
    for _ in 0..2 {
        session = session.idle(std::time::Duration::ZERO).await.unwrap();
        assert_eq!(session.after(two, 10).await.unwrap(), [0u32; 0]);
    }
    assert_eq!(server.connections(), 1);
    session.close().await;
    server.without_idle();
    assert!(!ImapSession::open(&options(&server, "secret")).await.unwrap().idles());
}
