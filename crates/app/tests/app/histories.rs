//! Conversations of other desks: each comes over once, whole, in its own time, and every row is explained.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::conversations::{self, View};
use app::import::Start;
use app::import::conversations::{Order, Progress, Report, Watch, run};
use app::{App, AppError, Page, Principal, Role, audit, tasks};
use importers::{Loss, Source};
use kernel::{ConversationId, TenantId};
use serde_json::json;
use support::conversation::{Event, EventBody, Owner, Speaker, State, WaitingOn};

use crate::common::*;

/// Keeps what is told; stops after a number of batches, as a killed run would.
#[derive(Default)]
struct Kept {
    start: Option<Start>,
    losses: Vec<Loss>,
    batches: usize,
    stop_after: Option<usize>,
}

impl Watch for Kept {
    fn begins(&mut self, start: Start, losses: u64) -> std::io::Result<()> {
        self.start = Some(start);
        self.losses.truncate(usize::try_from(losses).unwrap());
        Ok(())
    }
    fn lost(&mut self, loss: &Loss) -> std::io::Result<()> {
        self.losses.push(loss.clone());
        Ok(())
    }
    fn lasts(&mut self) -> std::io::Result<()> {
        Ok(())
    }
    fn progress(&mut self, progress: &Progress<'_>) -> std::io::Result<()> {
        assert!(progress.tally.is_balanced() && progress.done <= progress.total);
        self.batches += 1;
        match self.stop_after {
            Some(batches) if self.batches >= batches => Err(std::io::Error::other("killed")),
            _ => Ok(()),
        }
    }
}

fn fixtures(source: Source) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("../importers/tests/fixtures").join(source.as_str())
}

fn order(source: Source, path: &Path) -> Order<'_> {
    Order { source, path, name: source.as_str(), dry: false }
}

fn import(app: &App, tenant: &TenantId, order: Order<'_>) -> (Report, Kept) {
    let mut kept = Kept::default();
    let report = run(app, tenant, order, &mut kept).unwrap();
    assert!(report.tally.is_balanced(), "{report:?}");
    assert_eq!(report.tally.losses, kept.losses.len() as u64);
    (report, kept)
}

fn operator(desk: &Desk) -> Principal {
    desk.seat(Role::Agent, "a1")
}

fn all(desk: &Desk, who: &Principal, view: View) -> Vec<conversations::Kept> {
    let page = Page::new(None, 200).unwrap();
    desk.read(who, move |s| conversations::list(s, view, None, None, &page))
}

fn found(desk: &Desk, words: &str) -> conversations::Kept {
    let (page, words) = (Page::new(None, 10).unwrap(), words.to_owned());
    let mut found = desk.read(&operator(desk), move |s| {
        conversations::list(s, View::All, None, Some(words.clone()), &page)
    });
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn events(desk: &Desk, who: &Principal, id: ConversationId) -> Vec<Event> {
    desk.read(who, move |s| conversations::events(s, id, 0, 200))
}

fn said(events: &[Event]) -> Vec<(Speaker, String)> {
    let text = |event: &Event| match &event.body {
        EventBody::Message { text, .. } | EventBody::Note { text, .. } => Some(text.clone()),
        _ => None,
    };
    events.iter().filter_map(|event| Some((event.by.kind, text(event)?))).collect()
}

#[test]
fn every_source_comes_over_once_and_a_second_run_brings_nothing() {
    on_every_store(|desk| {
        for source in Source::ALL {
            let path = fixtures(source);
            let dry = Order { dry: true, ..order(source, &path) };
            let (planned, _) = import(&desk.app, &desk.tenant, dry);
            let (report, kept) = import(&desk.app, &desk.tenant, order(source, &path));
            assert_eq!(kept.start, Some(Start::Fresh), "{source}");
            let planned =
                app::import::conversations::Tally { masked: report.tally.masked, ..planned.tally };
            assert_eq!(planned, report.tally, "what was planned for {source}");
            assert!(report.tally.messages.imported > 0);
            let before = all(&desk, &operator(&desk), View::All).len();
            let (second, again) = import(&desk.app, &desk.tenant, order(source, &path));
            assert_eq!(again.start, Some(Start::Again));
            let (c, m) = (second.tally.conversations, second.tally.messages);
            assert_eq!((c.imported, c.changed, m.imported), (0, 0, 0), "{source}");
            assert_eq!(
                (c.read, m.read),
                (report.tally.conversations.read, report.tally.messages.read)
            );
            assert_eq!(again.losses, kept.losses, "{source}");
            assert_eq!(all(&desk, &operator(&desk), View::All).len(), before);
        }
        desk.sound();
    });
}

#[test]
fn history_keeps_its_times_and_names_and_starts_nothing() {
    on_every_store(|desk| {
        for source in Source::ALL {
            import(&desk.app, &desk.tenant, order(source, &fixtures(source)));
        }
        let agent = operator(&desk);
        let one = found(&desk, "chatwoot-1 ").conversation;
        assert_eq!(one.opened_at, at("2024-01-01T10:00:01Z"));
        assert!(
            matches!(one.state, State::Resolved { at: when } if when == at("2024-01-01T10:00:21Z"))
        );
        assert_eq!((one.waiting_on, one.language.as_str()), (WaitingOn::Nobody, "sv"));
        let origin = one.imported_from.clone().unwrap();
        assert_eq!((origin.from.as_str(), origin.id.as_str()), ("chatwoot", "1"));
        let log = events(&desk, &agent, one.id);
        assert_eq!(
            said(&log),
            [
                (Speaker::Customer, "Hej, var är mitt paket?".to_owned()),
                (Speaker::Person, "Hello Anna, it is on its way".to_owned()),
                (Speaker::Person, "the customer is angry, be kind".to_owned()),
            ]
        );
        assert_eq!(log[1].by.name, "Lee");
        assert_eq!(log[1].at, at("2024-01-01T10:00:20Z"));
        let EventBody::Imported { said: 3, assignee, .. } = &log[3].body else { panic!("{log:?}") };
        assert_eq!((assignee.as_deref(), log[3].at), (Some("Lee"), desk.day0));
        let seqs: Vec<u64> = log.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, [1, 2, 3, 4], "without gaps");
        // Card data are taken out, and a file is named.
        let two = found(&desk, "chatwoot-2 ").conversation;
        let words = said(&events(&desk, &agent, two.id));
        assert!(words[0].1.contains("411111******1111"), "{words:?}");
        assert_eq!(words[1].1, "[file: label.png]");
        // What a rating was, a bot said, and until when something sleeps.
        assert_eq!(found(&desk, "chatwoot-6 ").conversation.csat.unwrap().score, 4);
        let four = found(&desk, "chatwoot-4 ").conversation;
        assert_eq!(said(&events(&desk, &agent, four.id))[1].0, Speaker::Ai);
        assert!(matches!(found(&desk, "chatwoot-3 ").conversation.state, State::Snoozed { .. }));
        // Nothing began for what is past; open ones whose customer spoke last wait, from now on.
        for kept in all(&desk, &agent, View::All) {
            let c = kept.conversation;
            assert!(c.clocks.is_empty() && c.human.is_none() && c.complaint.is_none(), "{c:?}");
            assert!(c.signals.is_empty() && c.priority.score == 0);
            assert!(kept.updated_at <= desk.day0);
            let waits =
                matches!(c.assignment.owner, Owner::Waiting { since } if since == desk.day0);
            let us = c.state == State::Open && c.waiting_on == WaitingOn::Us;
            assert_eq!(waits, us, "{c:?}");
            if let (State::Open, Some(last)) = (&c.state, &c.last) {
                assert!(!us || last.by == Speaker::Customer, "{c:?}");
            }
        }
        let waiting = all(&desk, &agent, View::Waiting);
        assert!(
            waiting.len() > 5 && waiting.iter().all(|kept| kept.conversation.state == State::Open)
        );
        assert!(desk.read(&agent, tasks::counts).is_empty());
        let (events, _) = desk.app.store().read_blocking(store::outbox::backlog).unwrap();
        assert_eq!(events, 0, "nobody is told");
        let lanes = desk.app.store().read_blocking(store::conversation_events::heads).unwrap();
        assert_eq!(lanes, [], "no node reads history as news");
        // One audit entry for each batch, and one for each run.
        let trail = desk.read(&desk.seat(Role::Auditor, "u1"), |s| audit::entries(s, (0, 0), 200));
        let count = |action: &str| trail.iter().filter(|entry| entry.action == action).count();
        assert_eq!((count("conversation.imported") >= 5, count("import.finished")), (true, 5));
    });
}

#[test]
fn what_was_snoozed_wakes_into_the_queue() {
    let desk = in_memory();
    import(&desk.app, &desk.tenant, order(Source::Chatwoot, &fixtures(Source::Chatwoot)));
    let id = found(&desk, "chatwoot-3 ").conversation.id;
    desk.day(100);
    desk.write(&desk.seat(Role::System, "clock"), move |s| conversations::wake(s, id, &|_| false))
        .unwrap();
    let woken = found(&desk, "chatwoot-3 ").conversation;
    assert_eq!((woken.state, woken.assignment.owner.as_str()), (State::Open, "waiting"));
}

#[test]
fn a_customer_of_ours_finds_their_own_conversations_and_no_notes() {
    on_every_store(|desk| {
        // One by the company's own id, one by the address that our customer has.
        let day0 = desk.day0;
        for id in ["c1", "bo.ek"] {
            desk.must_feed(customer(id, day0, day0, None));
        }
        import(&desk.app, &desk.tenant, order(Source::Chatwoot, &fixtures(Source::Chatwoot)));
        import(&desk.app, &desk.tenant, order(Source::Zammad, &fixtures(Source::Zammad)));
        let own = all(&desk, &desk.customer(), View::All);
        assert_eq!(own.len(), 7);
        let one = own.iter().find(|kept| kept.conversation.number == "chatwoot-1").unwrap();
        let log = events(&desk, &desk.customer(), one.conversation.id);
        assert_eq!(said(&log).len(), 2, "no note: {log:?}");
        let bo = desk.seat(Role::Consumer, "bo.ek");
        assert_eq!(all(&desk, &bo, View::All).len(), 9);
        // Somebody we do not know is the same stranger everywhere, and nobody's customer.
        let visitor = found(&desk, "chatwoot-8 ").conversation.customer;
        assert!(visitor.as_str().starts_with("imported-"), "{visitor}");
        // They write in an old one: it opens, and a person is asked for, as always.
        let id = one.conversation.id;
        let message = words("m1", "It never came");
        desk.write(&desk.customer(), move |s| conversations::say(s, id, message.clone())).unwrap();
        let one = found(&desk, "chatwoot-1 ").conversation;
        assert_eq!((one.state, one.assignment.owner.as_str()), (State::Open, "waiting"));
        assert!(one.human.is_some() && !one.clocks.is_empty());
    });
}

fn ticket(id: usize, status: &str, updated: &str, comments: &[(usize, &str)]) -> String {
    let comments: Vec<serde_json::Value> = comments
        .iter()
        .map(|(id, text)| {
            json!({ "id": id, "author_id": 900, "body": text, "public": true,
                "created_at": format!("2024-01-01T00:00:{id:02}Z") })
        })
        .collect();
    json!({ "id": id, "status": status, "subject": "A ticket", "updated_at": updated,
        "created_at": "2024-01-01T00:00:00Z", "requester": { "id": 900, "name": "Cia" },
        "comments": comments })
    .to_string()
}

#[test]
fn a_later_export_adds_what_is_new_and_rewrites_nothing() {
    on_every_store(|desk| {
        let here = tempfile::tempdir().unwrap();
        let file = here.path().join("tickets.json");
        let go = |lines: &[String]| {
            std::fs::write(&file, lines.join("\n")).unwrap();
            let (report, kept) = import(&desk.app, &desk.tenant, order(Source::Zendesk, &file));
            (report.tally, kept.losses)
        };
        let (day1, day2) = ("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z");
        go(&[
            ticket(1, "open", day1, &[(1, "one")]),
            ticket(2, "open", day1, &[(2, "two")]),
            ticket(3, "open", day1, &[(3, "three")]),
        ]);
        // The second was worked on here since.
        let (agent, id) = (desk.agent("a1"), found(&desk, "zendesk-2 ").conversation.id);
        let version = found(&desk, "zendesk-2 ").conversation.assignment.version;
        desk.write(&agent, move |s| conversations::take(s, id, version)).unwrap();
        let later = [
            ticket(1, "solved", day2, &[(1, "one"), (4, "more")]),
            ticket(2, "solved", day2, &[(2, "two"), (5, "more")]),
            ticket(3, "open", day2, &[(3, "three, edited")]),
            ticket(4, "pending", day2, &[(6, "a new one")]),
        ];
        let (tally, losses) = go(&later);
        let (c, m) = (tally.conversations, tally.messages);
        assert_eq!((c.read, c.imported, c.changed, c.already, c.lost), (4, 1, 2, 1, 0));
        assert_eq!((m.read, m.imported, m.already, m.lost), (6, 3, 2, 1));
        let reasons: Vec<&str> = losses.iter().map(|loss| loss.reason.as_str()).collect();
        assert_eq!(reasons, ["state_kept", "edited_later"]);
        assert_eq!((losses[1].line, losses[1].message.as_deref()), (3, Some("3")));
        let one = found(&desk, "zendesk-1 ").conversation;
        assert!(matches!(one.state, State::Resolved { .. }) && one.assignment.owner == Owner::None);
        assert_eq!(said(&events(&desk, &agent, one.id)).len(), 2);
        let two = found(&desk, "zendesk-2 ").conversation;
        assert_eq!((two.state, two.assignment.owner.as_str()), (State::Open, "assigned"));
        assert_eq!(said(&events(&desk, &agent, two.id))[1].1, "more");
        let three = found(&desk, "zendesk-3 ").conversation;
        assert_eq!(said(&events(&desk, &agent, three.id))[0].1, "three", "never rewritten");
        assert_eq!(found(&desk, "zendesk-4 ").conversation.waiting_on, WaitingOn::Customer);
        // Again, and an older export once more: nothing moves, and the edited one stays a loss.
        for _ in 0..2 {
            let (tally, _) = go(&later);
            assert_eq!((tally.conversations.already, tally.messages.lost), (4, 1));
        }
        let (tally, _) = go(&[ticket(1, "open", day1, &[(1, "one")])]);
        assert_eq!((tally.conversations.already, tally.messages.already), (1, 1));
        assert!(matches!(found(&desk, "zendesk-1 ").conversation.state, State::Resolved { .. }));
        // The same ticket twice in one export: the newer counts, whatever their order.
        let twice = [
            ticket(5, "solved", day2, &[(7, "seven")]),
            ticket(5, "open", day1, &[(7, "seven"), (8, "eight")]),
        ];
        let (tally, _) = go(&twice);
        assert_eq!((tally.conversations.imported, tally.conversations.changed), (1, 1));
        let (tally, _) = go(&twice);
        assert_eq!((tally.conversations.already, tally.messages.already), (2, 3));
        assert!(matches!(found(&desk, "zendesk-5 ").conversation.state, State::Resolved { .. }));
        desk.sound();
    });
}

fn many(count: usize) -> String {
    let line = |id: usize| match id % 50 {
        7 => "nonsense".to_owned(),
        8 => ticket(id, "deleted", "2024-01-01T00:00:00Z", &[(1, "gone")]),
        _ => ticket(id, "closed", "2024-01-01T00:00:00Z", &[(1, "one"), (2, " "), (3, "three")]),
    };
    (0..count).map(|id| line(id) + "\n").collect()
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stood_with_the_same_account() {
    on_every_store(|desk| {
        let here = tempfile::tempdir().unwrap();
        let file = here.path().join("tickets.json");
        std::fs::write(&file, many(900)).unwrap();
        let source = Source::Zendesk;
        let mut kept = Kept::default();
        for stop in [1, 1] {
            (kept.batches, kept.stop_after) = (0, Some(stop));
            let error = run(&desk.app, &desk.tenant, order(source, &file), &mut kept).unwrap_err();
            assert!(matches!(error, AppError::Internal { .. }), "{error}");
            // Told, and not written: it comes again.
            kept.losses.push(kept.losses[0].clone());
        }
        (kept.batches, kept.stop_after) = (0, None);
        let report = run(&desk.app, &desk.tenant, order(source, &file), &mut kept).unwrap();
        assert_eq!((report.start, kept.start), (Start::GoesOn, Some(Start::GoesOn)));
        // Another tenant takes it in at once: the account is the same, loss by loss.
        let other: TenantId = "other".parse().unwrap();
        let new =
            app::tenants::NewTenant { id: other.clone(), name: "Other".to_owned(), sandbox: false };
        desk.app.create_tenant_blocking(new).unwrap();
        let (whole, all_at_once) = import(&desk.app, &other, order(source, &file));
        assert_eq!(report.tally, whole.tally);
        assert_eq!(kept.losses, all_at_once.losses);
        let m = whole.tally.messages;
        assert_eq!((m.read, m.imported, m.lost), (2_610, 1_728, 882));
        let lost: BTreeMap<&str, u64> =
            whole.tally.lost.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        let expected = [
            ("conversation/deleted", 18),
            ("conversation/not_json", 18),
            ("message/deleted", 18),
            ("message/empty", 864),
        ];
        assert_eq!(lost, BTreeMap::from(expected));
    });
}

#[test]
fn a_run_that_was_stopped_begins_again_where_the_file_is_another() {
    let desk = in_memory();
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("tickets.json");
    let text = many(600);
    std::fs::write(&file, &text).unwrap();
    let mut kept = Kept { stop_after: Some(1), ..Kept::default() };
    run(&desk.app, &desk.tenant, order(Source::Zendesk, &file), &mut kept).unwrap_err();
    std::fs::write(&file, text.replacen("\"three\"", "\"more\"", 1)).unwrap();
    let (report, kept) = import(&desk.app, &desk.tenant, order(Source::Zendesk, &file));
    assert_eq!(kept.start, Some(Start::Again));
    let c = report.tally.conversations;
    assert!(c.already > 200 && c.imported > 200, "{c:?}");
    assert_eq!(report.tally.lost["message/edited_later"], 1);
}

#[test]
fn half_a_file_comes_over_and_the_rest_when_it_is_there() {
    let desk = in_memory();
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("tickets.json");
    let text = many(40).replace("nonsense\n", "");
    std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    let (half, kept) = import(&desk.app, &desk.tenant, order(Source::Zendesk, &file));
    assert_eq!(kept.losses.last().unwrap().reason.as_str(), "cut_off");
    std::fs::write(&file, &text).unwrap();
    let (whole, _) = import(&desk.app, &desk.tenant, order(Source::Zendesk, &file));
    let (half, whole) = (half.tally.conversations, whole.tally.conversations);
    assert_eq!(whole.already, half.imported);
    assert_eq!(whole.already + whole.imported + 1, 39, "one was deleted");
    assert_eq!(all(&desk, &operator(&desk), View::All).len(), 38);
}

/// The real turns, when `OMBUD_TEST_DATA` names the folder that holds `multidogo/turns.tar.gz`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look for data that cannot be shipped")]
fn the_released_turns_come_over_to_the_last_one() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let here = tempfile::tempdir().unwrap();
    let mut tar = std::process::Command::new("tar");
    tar.arg("xzf").arg(Path::new(&data).join("multidogo/turns.tar.gz")).arg("-C").arg(here.path());
    assert!(tar.status().unwrap().success());
    on_both_databases(|desk| {
        let (first, kept) = import(&desk.app, &desk.tenant, order(Source::Multidogo, here.path()));
        let (c, m) = (first.tally.conversations, first.tally.messages);
        assert_eq!((c.read, c.imported, c.lost), (14_147, 14_147, 0));
        assert_eq!((m.read, m.imported, m.lost), (116_597, 116_520, 77));
        assert!(kept.losses.iter().all(|loss| loss.reason.as_str() == "empty"));
        let (second, _) = import(&desk.app, &desk.tenant, order(Source::Multidogo, here.path()));
        let (c, m) = (second.tally.conversations, second.tally.messages);
        assert_eq!((c.already, m.already, m.imported, m.lost), (14_147, 116_520, 0, 77));
    });
}
