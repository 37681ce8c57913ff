//! Each source's export, with every oddity we know of, and what must come of it: all of it explained.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use importers::{
    Author, Channel, Conversation, InputError, Loss, Message, Reader, Reason, Rows, Source, Status,
    TEXT_CHARS_MAX, Unit, What,
};

fn folder(source: Source) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(source.as_str())
}

fn read(source: Source, path: &Path) -> Vec<Unit> {
    let mut reader = Reader::open(source, path).unwrap();
    let mut units = Vec::new();
    while let Some(unit) = reader.next().unwrap() {
        check(&unit);
        assert!(unit.bytes <= reader.bytes_total());
        units.push(unit);
    }
    units
}

fn lost(losses: &[Loss], what: What) -> u64 {
    losses.iter().filter(|loss| loss.what == what).count() as u64
}

/// Every row that was read is in the conversation, or is a loss.
fn check(unit: &Unit) {
    let (conversations, messages) = match &unit.conversation {
        Some(conversation) => (1, conversation.messages.len() as u64),
        None => (0, 0),
    };
    let Rows { conversations: read, messages: said } = unit.read;
    assert_eq!(read, conversations + lost(&unit.losses, What::Conversation), "{unit:?}");
    assert_eq!(said, messages + lost(&unit.losses, What::Message), "{unit:?}");
    for loss in &unit.losses {
        assert!(loss.line > 0 && !loss.file.is_empty() && !loss.help.is_empty(), "{loss:?}");
    }
}

struct Read {
    by_id: BTreeMap<String, Conversation>,
    /// By what and why.
    losses: BTreeMap<(What, Reason), u64>,
    read: Rows,
    came: Rows,
    all: Vec<Loss>,
}

fn gathered(source: Source) -> Read {
    let units = read(source, &folder(source));
    assert_eq!(read(source, &folder(source)), units, "the same input gives the same units");
    let mut out = Read {
        by_id: BTreeMap::new(),
        losses: BTreeMap::new(),
        read: Rows::default(),
        came: Rows::default(),
        all: Vec::new(),
    };
    for unit in units {
        out.read.conversations += unit.read.conversations;
        out.read.messages += unit.read.messages;
        for loss in unit.losses {
            *out.losses.entry((loss.what, loss.reason)).or_default() += 1;
            out.all.push(loss);
        }
        if let Some(conversation) = unit.conversation {
            out.came.conversations += 1;
            out.came.messages += conversation.messages.len() as u64;
            out.by_id.insert(conversation.id.clone(), conversation);
        }
    }
    out
}

fn rows(conversations: u64, messages: u64) -> Rows {
    Rows { conversations, messages }
}

fn texts(conversation: &Conversation) -> Vec<(Author, &str)> {
    conversation.messages.iter().map(|message| (message.author, message.text.as_str())).collect()
}

use Reason::*;

#[test]
fn every_row_of_an_export_is_explained() {
    type Lost = &'static [(What, Reason, u64)];
    let (c, m, p) = (What::Conversation, What::Message, What::Part);
    let cases: [(Source, Rows, Rows, Lost); 5] = [
        (
            Source::Chatwoot,
            rows(15, 23),
            rows(9, 20),
            &[
                (What::Conversation, NotJson, 2),
                (What::Conversation, CutOff, 1),
                (What::Conversation, NoId, 1),
                (What::Conversation, NoMessages, 2),
                (What::Message, NoId, 1),
                (What::Message, Deleted, 1),
                (What::Message, Empty, 1),
                (What::Part, BadDate, 1),
                (What::Part, UnknownStatus, 1),
                (What::Part, UnknownAuthor, 1),
                (What::Part, FileNotImported, 2),
            ],
        ),
        (
            Source::Zammad,
            rows(11, 16),
            rows(10, 13),
            &[
                (What::Conversation, NoMessages, 1),
                (What::Message, CutOff, 1),
                (What::Message, Empty, 1),
                (What::Message, DuplicateId, 1),
                (What::Part, BadDate, 2),
                (What::Part, UnknownStatus, 2),
                (What::Part, UnknownAuthor, 1),
                (What::Part, FileNotImported, 1),
            ],
        ),
        (
            Source::Zendesk,
            rows(12, 17),
            rows(10, 14),
            &[
                (What::Conversation, NotJson, 1),
                (What::Conversation, Deleted, 1),
                (What::Message, NoId, 1),
                (What::Message, Deleted, 2),
                (What::Part, UnknownStatus, 1),
                (What::Part, UnknownAuthor, 1),
                (What::Part, FileNotImported, 2),
                (What::Part, TagsLeftOut, 1),
                (What::Part, BadRating, 1),
            ],
        ),
        (
            Source::Freshdesk,
            rows(11, 19),
            rows(8, 16),
            &[
                (What::Conversation, Deleted, 1),
                (What::Conversation, Spam, 1),
                (What::Conversation, NoMessages, 1),
                (What::Message, Deleted, 2),
                (What::Message, Spam, 1),
                (What::Part, BadDate, 1),
                (What::Part, UnknownStatus, 1),
                (What::Part, UnknownAuthor, 1),
                (What::Part, FileNotImported, 2),
            ],
        ),
        (
            Source::Multidogo,
            rows(4, 9),
            rows(3, 5),
            &[
                (What::Conversation, NoMessages, 1),
                (What::Message, NoId, 1),
                (What::Message, WrongColumns, 1),
                (What::Message, Empty, 2),
            ],
        ),
    ];
    for (source, read, came, lost) in cases {
        let found = gathered(source);
        let expected: BTreeMap<_, _> =
            lost.iter().map(|(what, reason, count)| ((*what, *reason), *count)).collect();
        assert_eq!(found.losses, expected, "{source}");
        assert_eq!((found.read, found.came), (read, came), "{source}");
        let sum = |what| found.losses.iter().filter(|(key, _)| key.0 == what).map(|(_, n)| n).sum();
        let (conversations, messages): (u64, u64) = (sum(c), sum(m));
        assert_eq!(found.read.conversations, came.conversations + conversations);
        assert_eq!(found.read.messages, came.messages + messages);
        assert!(found.all.iter().all(|loss| loss.what != p || loss.conversation.is_some()));
    }
}

#[test]
fn chatwoot_conversations_come_whole() {
    let by_id = gathered(Source::Chatwoot).by_id;
    let first = &by_id["1"];
    assert_eq!(
        texts(first),
        [
            (Author::Customer, "Hej, var är mitt paket?"),
            (Author::Agent, "Hello Anna, it is on its way"),
            (Author::Agent, "the customer is angry, be kind"),
        ]
    );
    assert_eq!(first.messages.iter().map(|m| m.private).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(first.customer.external_id.as_deref(), Some("c1"));
    assert_eq!(first.customer.email.as_deref(), Some("anna.berg@example.com"));
    assert_eq!((first.language.as_deref(), first.assignee.as_deref()), (Some("sv"), Some("Lee")));
    assert_eq!(first.created.unwrap().to_string(), "2024-01-01T10:00:01.000Z");
    assert_eq!((first.status, &first.tags[..]), (Status::Resolved, &["returns".to_owned()][..]));
    let image = &by_id["2"].messages[1];
    assert_eq!((image.text.as_str(), &image.files[..]), ("", &["label.png".to_owned()][..]));
    assert!(by_id["2"].messages[2].private, "what the product notes was for the desk");
    assert!(matches!(by_id["3"].status, Status::Snoozed { .. }));
    assert_eq!(by_id["4"].messages[1].author, Author::Bot);
    assert_eq!(by_id["6"].rating.as_ref().unwrap().score, 4);
    assert_eq!(by_id["7"].status, Status::Open, "an unknown status");
    assert_eq!((by_id["8"].channel, by_id["8"].messages[2].at), (Channel::Email, None));
    assert_eq!(by_id["9"].messages[0].text, "Hello,\n\n> earlier words");
}

#[test]
fn zammad_tickets_come_with_the_articles_beside_them() {
    let by_id = gathered(Source::Zammad).by_id;
    let first = &by_id["1"];
    assert_eq!(
        texts(first),
        [
            (Author::Customer, "Hello\nWhere is my parcel?"),
            (Author::Agent, "On its way\n\n> Where is my parcel?"),
            (Author::Agent, "check the address"),
        ]
    );
    let names: Vec<_> = first.messages.iter().map(|m| m.author_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Bo Ek", "Lee Agent", "Lee Agent"]);
    assert!(first.messages[2].private && !first.messages[1].private);
    assert_eq!(by_id["2"].tags, ["parcel", "late"]);
    assert_eq!(by_id["3"].status, Status::Resolved, "merged");
    assert!(matches!(by_id["4"].status, Status::Snoozed { .. }));
    assert_eq!(by_id["5"].status, Status::Pending, "no time to wait for");
    assert_eq!((by_id["6"].status, &by_id["6"].tags.join("+")[..]), (Status::Open, "a+b"));
    assert_eq!(by_id["7"].customer.email, None, "a login that is no address");
    assert_eq!(by_id["8"].assignee.as_deref(), Some("lee@example.com"));
    assert_eq!((by_id["10"].status, by_id["10"].created), (Status::Open, None));
}

#[test]
fn zendesk_tickets_come_with_their_comments() {
    let by_id = gathered(Source::Zendesk).by_id;
    let first = &by_id["1"];
    assert_eq!(
        texts(first),
        [(Author::Customer, "The invoice 1 is wrong"), (Author::Agent, "It is right now")]
    );
    assert_eq!(first.customer.external_id.as_deref(), Some("c3"));
    assert_eq!(first.language.as_deref(), Some("de-DE"));
    assert_eq!(first.rating.as_ref().unwrap().comment.as_deref(), Some("kind"));
    assert_eq!(by_id["2"].messages[0].files, ["invoice.pdf", "logo.png"]);
    assert_eq!([by_id["3"].status, by_id["4"].status], [Status::Pending; 2]);
    assert!(by_id["4"].messages[0].private);
    assert_eq!(texts(&by_id["6"]), [(Author::Customer, "The invoice 6 is wrong")], "no comments");
    assert_eq!(by_id["6"].rating.as_ref().unwrap().score, 1);
    let authors: Vec<Author> = by_id["7"].messages.iter().map(|m| m.author).collect();
    assert_eq!(authors, [Author::Customer, Author::System, Author::System]);
    assert_eq!(by_id["10"].customer.email.as_deref(), Some("cia@example.com"), "by number");
    assert_eq!(texts(&by_id["11"])[0].1, "after the nonsense");
}

#[test]
fn freshdesk_tickets_come_from_the_export_and_from_both_apis() {
    let by_id = gathered(Source::Freshdesk).by_id;
    let first = &by_id["1"];
    assert_eq!(
        texts(first),
        [
            (Author::Customer, "Order 1 has not come"),
            (Author::Agent, "We look"),
            (Author::Customer, "Thanks"),
        ]
    );
    assert_eq!(first.messages[1].author_name.as_deref(), Some("Eva"));
    assert_eq!(first.customer.external_id.as_deref(), Some("c4"));
    assert_eq!(first.created.unwrap().to_string(), "2022-03-01T04:31:00.000Z");
    assert!(by_id["2"].messages[1].private);
    assert_eq!(by_id["7"].status, Status::Open, "a status of the company's own");
    assert_eq!(by_id["8"].messages[1].author, Author::System, "the product's own note");
    assert_eq!(texts(&by_id["10"])[0].0, Author::Agent, "outbound e-mail");
    assert_eq!(
        texts(&by_id["21"]),
        [(Author::Customer, "Hello you"), (Author::Agent, "one\n\ntwo")]
    );
    assert_eq!(by_id["21"].channel, Channel::Chat);
}

#[test]
fn multidogo_turns_are_gathered_to_conversations() {
    let by_id = gathered(Source::Multidogo).by_id;
    let ids = |messages: &[Message]| messages.iter().map(|m| m.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&by_id["conv-a"].messages), ["0", "2"], "2.0 is 2");
    assert_eq!(
        by_id["conv-a"].messages[1].text, "49 bay road \n springfield",
        "two lines in quotes"
    );
    assert_eq!((by_id["conv-d"].subject.as_str(), by_id["conv-d"].created), ("finance test", None));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place_and_what_to_do() {
    let here = tempfile::tempdir().unwrap();
    let error = |source: Source, path: &Path| Reader::open(source, path).unwrap_err().to_string();
    assert!(error(Source::Zendesk, &here.path().join("none")).contains("cannot read"));
    for source in Source::ALL {
        let said = error(source, here.path());
        assert!(said.contains("nothing to import") && said.contains("expected"), "{said}");
    }
    std::fs::write(here.path().join("tickets.json"), "").unwrap();
    std::fs::write(here.path().join("users.json"), "[{\"id\":1}, nonsense]").unwrap();
    let said = error(Source::Zendesk, here.path());
    assert!(said.starts_with("users.json, line 1") && said.contains("export it again"), "{said}");
    let file = here.path().join("turns.tsv");
    std::fs::write(&file, "a\tb\n").unwrap();
    let mut reader = Reader::open(Source::Multidogo, &file).unwrap();
    let InputError::Bad { line: 1, problem, .. } = reader.next().unwrap_err() else { panic!() };
    assert!(problem.contains("conversationId"), "{problem}");
}

#[test]
fn what_is_too_long_is_shortened_and_said_so() {
    let here = tempfile::tempdir().unwrap();
    let long = "å".repeat(TEXT_CHARS_MAX + 1);
    let comment = serde_json::json!({
        "id": 1, "author_id": 9, "plain_body": long, "created_at": "2024-01-01T00:00:00Z"
    });
    let ticket =
        serde_json::json!({ "id": 1, "status": "open", "requester_id": 9, "comments": [comment] });
    let file = here.path().join("tickets.json");
    std::fs::write(&file, ticket.to_string()).unwrap();
    let unit = read(Source::Zendesk, &file).remove(0);
    let conversation = unit.conversation.unwrap();
    assert_eq!(conversation.messages[0].text.chars().count(), TEXT_CHARS_MAX);
    assert_eq!(unit.losses[0].reason, TextShortened);
    assert_eq!(conversation.messages[0].author, Author::Customer);
}

/// The real turns, when `OMBUD_TEST_DATA` names the folder that holds `multidogo/turns.tar.gz`.
#[test]
#[expect(clippy::disallowed_methods, reason = "where the data are is the machine's business")]
fn the_released_turns_are_explained_to_the_last_one() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let here = tempfile::tempdir().unwrap();
    let archive = Path::new(&data).join("multidogo/turns.tar.gz");
    let mut tar = std::process::Command::new("tar");
    tar.arg("xzf").arg(&archive).arg("-C").arg(here.path());
    assert!(tar.status().unwrap().success(), "{}", archive.display());
    let (mut came, mut all, mut losses) = (Rows::default(), Rows::default(), BTreeMap::new());
    for unit in read(Source::Multidogo, here.path()) {
        all.conversations += unit.read.conversations;
        all.messages += unit.read.messages;
        if let Some(conversation) = unit.conversation {
            came.conversations += 1;
            came.messages += conversation.messages.len() as u64;
        }
        for loss in unit.losses {
            *losses.entry((loss.what, loss.reason)).or_insert(0) += 1;
        }
    }
    // 117,147 lines: 18 headers, 116,597 turns, and 532 lines within a turn in quotes.
    assert_eq!((all, came), (rows(14_147, 116_597), rows(14_147, 116_520)));
    assert_eq!(losses, BTreeMap::from([((What::Message, Empty), 77)]));
}
