//! Streams by the standard, however the network splits them.

use proptest::prelude::*;

use super::*;

fn parsed(chunks: &[&[u8]]) -> Vec<(String, String)> {
    let (mut parser, mut events) = (Parser::default(), Vec::new());
    for chunk in chunks {
        parser.push(chunk, &mut events).unwrap();
    }
    events.into_iter().map(|event| (event.kind, event.data)).collect()
}

#[test]
fn streams_are_read_as_the_standard_says() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("data: a\n\n", &[("message", "a")]),
        ("data:a\r\n\r\ndata:  b\r\r", &[("message", "a"), ("message", " b")]),
        ("event: ping\ndata: {}\n\n", &[("ping", "{}")]),
        ("data: a\ndata: b\n\n", &[("message", "a\nb")]),
        ("\u{FEFF}data: a\n\n", &[("message", "a")]),
        ("data: a\n\n\u{FEFF}data: b\n\n", &[("message", "a")]),
        (": comment\nid: 1\nretry: 5\nunknown: x\ndata: a\n\n", &[("message", "a")]),
        ("data\n\n", &[("message", "")]),
        ("event: lost\n\ndata: a\n\n", &[("message", "a")]),
        ("data: cut off", &[]),
        ("data: cut off\n", &[]),
        ("\n\n\n", &[]),
        ("data: å\u{2028}b\n\n", &[("message", "å\u{2028}b")]),
    ];
    for (stream, expected) in table {
        let expected: Vec<_> =
            expected.iter().map(|(kind, data)| (kind.to_string(), data.to_string())).collect();
        assert_eq!(parsed(&[stream.as_bytes()]), expected, "{stream:?}");
    }
}

#[test]
fn an_event_cannot_be_longer_than_the_limit() {
    let long = "a".repeat(EVENT_BYTES_MAX);
    let lines = format!("data: {}\n", "a".repeat(EVENT_BYTES_MAX / 4)).repeat(5);
    let fits = format!("data: {}\n\n", "a".repeat(EVENT_BYTES_MAX - 100)).repeat(3);
    for (stream, expected) in [
        (format!("data: {long}\n\n"), Err(TooLong)),
        (long.clone(), Ok(())),
        (format!("{long}a"), Err(TooLong)),
        (lines, Err(TooLong)),
        (fits, Ok(())),
    ] {
        let pushed = Parser::default().push(stream.as_bytes(), &mut Vec::new());
        assert_eq!(pushed, expected);
    }
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    assert_eq!(parsed(&[b"data: a\xff\n\n"]), [("message".to_owned(), "a\u{FFFD}".to_owned())]);
}

proptest! {
    #[test]
    fn it_does_not_matter_where_the_bytes_are_split(
        stream in "((data|event|id|x)(: ?[aå:]{0,3})?(\r\n|\n|\r)|(\r\n|\n|\r)|: c\n){0,12}",
        cuts in prop::collection::vec(0_usize..200, 0..6),
    ) {
        let bytes = stream.as_bytes();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(parsed(&chunks), parsed(&[bytes]));
    }

    #[test]
    fn anything_is_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut events = Vec::new();
        prop_assert!(Parser::default().push(&bytes, &mut events).is_ok());
        let data: usize = events.iter().map(|event| event.data.len()).sum();
        // A byte that is no text becomes three.
        prop_assert!(data <= bytes.len() * 3);
    }
}
