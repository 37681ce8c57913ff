//! Letters as they come, and what is read of them.

use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Incoming {
    Incoming::parse(text.replace('\n', "\r\n").as_bytes()).unwrap()
}

const HEAD: &str = "From: Anna <Anna@Example.com>\nTo: support@acme.example\nSubject: My parcel\n\
    Message-ID: <m1@example.com>\n";

#[test]
fn a_plain_letter_is_read() {
    let letter = parse(&format!(
        "{HEAD}In-Reply-To: <b@acme.example>\nReferences: <a@acme.example> <b@acme.example>\n\nHello\n"
    ));
    assert_eq!(
        (letter.from.as_str(), letter.from_name.as_deref()),
        ("anna@example.com", Some("Anna"))
    );
    assert_eq!(letter.message_id.as_deref(), Some("m1@example.com"));
    assert_eq!(letter.answers, ["b@acme.example", "a@acme.example"]);
    assert_eq!((letter.subject.as_str(), letter.text.trim()), ("My parcel", "Hello"));
    assert_eq!(
        (letter.to, letter.files.len(), letter.automatic),
        (vec!["support@acme.example".to_owned()], 0, None)
    );
}

#[test]
fn a_letter_with_parts_gives_text_and_files() {
    let letter = parse(&format!(
        "{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
         Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain; charset=iso-8859-1\n\
         Content-Transfer-Encoding: quoted-printable\n\nPaketet =E4r borta\n--c\nContent-Type: text/html\n\n\
         <p>Paketet</p>\n--c--\n--b\nContent-Type: application/pdf; name=\"=?utf-8?q?kvitto_=C3=A5.pdf?=\"\n\
         Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"
    ));
    assert_eq!(letter.text.trim(), "Paketet är borta");
    let file = &letter.files[0];
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("kvitto å.pdf", "application/pdf"));
    assert_eq!(file.bytes, b"%PDF-");
}

#[test]
fn html_alone_is_read_as_its_words_and_broken_mime_as_far_as_it_goes() {
    let html = parse(&format!(
        "{HEAD}Content-Type: text/html\n\n<p>Hi <b>there</b></p><script>x</script>\n"
    ));
    assert!(html.text.contains("Hi there") && !html.text.contains('<'), "{:?}", html.text);
    let broken = parse(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n\
         Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!not base64"
    ));
    assert_eq!(broken.text.trim(), "Hello");
}

#[test]
fn machines_are_known_by_what_they_say() {
    for (line, automatic) in [
        ("Auto-Submitted: auto-replied", true),
        ("Auto-Submitted: no", false),
        ("Auto-Submitted: NO (a person)", false),
        ("Precedence: bulk", true),
        ("Precedence: first-class", false),
        ("List-Id: <news.example.com>", true),
        ("Return-Path: <>", true),
        ("Return-Path: <anna@example.com>", false),
        ("X-Nothing: 1", false),
    ] {
        assert_eq!(
            parse(&format!("{HEAD}{line}\n\nHi\n")).automatic.is_some(),
            automatic,
            "{line}"
        );
    }
    let daemon = parse("From: MAILER-DAEMON@example.com\n\nHi\n");
    assert!(daemon.automatic.is_some());
}

#[test]
fn only_the_topmost_results_count() {
    let ours = "Authentication-Results: mx.acme.example; dmarc=pass header.from=example.com\n";
    let failed = "Authentication-Results: mx.acme.example; dmarc=fail header.from=example.com\n";
    let proven = |above: &str| parse(&format!("{above}{HEAD}\nHi\n")).proven_by("mx.acme.example");
    assert_eq!(proven(ours), Some("dmarc"));
    assert_eq!(proven(&format!("{failed}{ours}")), None);
    assert_eq!(proven(""), None);
}

#[test]
fn a_delivery_report_names_the_letter_that_failed() {
    let report = |action: &str| {
        parse(&format!(
            "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; \
             boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; anna@example.com\nAction: {action}\n\
             Diagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: text/rfc822-headers\n\n\
             Message-ID: <x.5@acme.example>\n--b--\n"
        ))
        .undelivered
    };
    let (id, why) = report("failed").unwrap();
    assert_eq!((id.as_str(), why.as_str()), ("x.5@acme.example", "smtp; 550 no such user"));
    assert_eq!(report("delayed"), None);
}

#[test]
fn what_is_no_letter_is_refused_with_the_reason() {
    for (raw, why) in [
        ("", Unreadable::NoLetter),
        ("To: a@b.c\r\n\r\nHi", Unreadable::NoSender),
        ("From: nobody\r\n\r\nHi", Unreadable::NoSender),
    ] {
        assert_eq!(Incoming::parse(raw.as_bytes()), Err(why), "{raw:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(
        head in "(From: a@b\\.cd\r\n)?(Content-Type: (multipart/mixed; boundary=b|message/rfc822|text/html)\r\n)?",
        body in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut raw = head.into_bytes();
        raw.extend_from_slice(b"\r\n--b\r\n");
        raw.extend_from_slice(&body);
        if let Ok(letter) = Incoming::parse(&raw) {
            prop_assert!(!letter.text.contains('\0'));
        }
    }
}
