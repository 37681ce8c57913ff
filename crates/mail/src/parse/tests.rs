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

/// Base64 of a text, in one line.
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0u32, |sum, n| sum << 8 | u32::from(*three.get(n).unwrap_or(&0)));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[test]
fn a_nest_of_letters_is_a_file_and_overflows_no_stack() {
    let nest = "Content-Type: message/rfc822\n\nA:b\n".repeat(35_000) + "\nhi";
    let digest: String = (0..30_000)
        .map(|n| format!("Content-Type: multipart/digest; boundary=b{n}\n\n--b{n}\n\n"))
        .collect();
    let hidden = base64(&nest);
    for (what, text) in [
        ("in the open", format!("{HEAD}{nest}")),
        ("as a digest", format!("{HEAD}{digest}\nhi")),
        (
            "encoded",
            format!(
                "{HEAD}Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{hidden}\n"
            ),
        ),
        (
            "a digest within, encoded",
            format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/global\n\
                 Content-Transfer-Encoding: base64\n\n{}\n--b--\n",
                base64(&format!("A: b\n{digest}"))
            ),
        ),
    ] {
        let letter = parse(&text);
        assert_eq!((letter.text.trim(), letter.files.len()), ("", 1), "{what}");
        assert_eq!(letter.files[0].media_type, "message/rfc822", "{what}");
    }
}

#[test]
fn parts_are_counted_and_nested_so_deep_and_no_deeper() {
    let nested = |depth: usize| {
        let heads = (0..depth)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n"));
        let text = format!("{HEAD}{}\nHello", heads.collect::<String>());
        Incoming::parse(text.as_bytes()).map(|letter| letter.text)
    };
    assert_eq!(nested(DEPTH_MAX).as_deref(), Ok("Hello"));
    assert_eq!(nested(DEPTH_MAX + 1), Err(Unreadable::TooDeep));
    let beside = |count: usize| {
        let parts = "--b\n\nx\n".repeat(count);
        let text = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
        Incoming::parse(text.as_bytes()).map(|letter| letter.text.lines().count())
    };
    assert_eq!(beside(PARTS_MAX - 1), Ok(PARTS_MAX - 1));
    assert_eq!(beside(PARTS_MAX), Err(Unreadable::TooManyParts));
}

#[test]
fn of_two_forms_of_one_text_the_plain_one_is_read() {
    let both = "--c\nContent-Type: text/plain\n\nPlain\n--c\nContent-Type: multipart/related; boundary=d\n\n\
        --d\nContent-Type: text/html\n\n<p>Rich</p>\n--d\nContent-Type: image/png\n\nx\n--d--\n--c--\n";
    let letter = parse(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\nno part\n--b\n\
         Content-Type: multipart/alternative; boundary=c\n\n{both}--b\n\nMore\n--b\n\
         Content-Type: text/plain; name=log.txt\n\nlog\n--b--\nno part\n"
    ));
    assert_eq!(letter.text, "Plain\nMore");
    let kinds: Vec<&str> = letter.files.iter().map(|file| file.media_type.as_str()).collect();
    assert_eq!(kinds, ["image/png", "text/plain"]);
    let broken = parse(&format!("{HEAD}Content-Type: multipart/mixed\n\nHello\n"));
    assert_eq!(broken.text.trim(), "Hello");
}

#[test]
fn a_report_may_return_the_whole_letter() {
    let report = parse(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; \
         boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n--b\n\
         Content-Type: message/rfc822\n\nFrom: a@b.cd\nMessage-ID: <x.5@acme.example>\n\nHi\n--b--\n",
    );
    assert_eq!(report.undelivered, Some(("x.5@acme.example".to_owned(), "5.1.1".to_owned())));
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

#[test]
fn a_letter_tells_when_it_was_written_and_whose_proof_failed() {
    let letter = parse(&format!(
        "{HEAD}Return-Path: <bounce@mailer.example>\nDate: Tue, 05 May 2026 16:42:10 +0100\n\
         Authentication-Results: mx.example; dkim=fail header.d=example.com; spf=softfail; dmarc=pass\n\nHello\n"
    ));
    assert_eq!(letter.return_path.as_deref(), Some("bounce@mailer.example"));
    assert!(letter.has_foreign_return_path());
    assert_eq!(letter.sent_at.unwrap().to_minute(), "2026-05-05 15:42 UTC");
    assert_eq!(letter.failed_proofs(), ["dkim", "spf"]);
    let plain = parse(&format!("{HEAD}Return-Path: <a@news.example.com>\n\nHello\n"));
    assert!(!plain.has_foreign_return_path() && plain.failed_proofs().is_empty());
}
