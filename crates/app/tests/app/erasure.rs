//! After erasure nothing of what somebody said, is called or is reached by stands in any table, and what
//! others count on is as it was; and conversations that are old enough go by themselves.

use app::attachments;
use app::company::CompanyDoc;
use app::conversations::{self, NewConversation, NewMessage};
use app::copilot::{self, Translate};
use app::evidence::Upload;
use app::scorecards::{self, NewScorecard};
use app::settings::{self, Notifications, Told};
use app::{Principal, Role, Tongue, data, retention};
use commerce::{FeeTerms, Record};
use connectors::cti::{CallEvent, CallKind, Direction};
use dispute::Reason;
use kernel::{Clock as _, ConversationId, Duration};
use serde_json::Value as Json;
use store::testkit::on_both_engines;
use support::conversation::{Channel, Event, EventBody, LEGAL_HOLD};

use crate::common::*;

const PHONE: &str = "+46701234567";
const NAME: &str = "Wilhelmina";
/// What was said, and by whom of: none of it may be left.
const WORDS: [&str; 8] = [
    NAME,
    PHONE,
    "c1@example.com",
    "marmalade",
    "gramophone",
    "chrysanthemum",
    "umbrella",
    "windmill",
];

fn talk(desk: &Desk, channel: Channel, subject: &str, message: NewMessage) -> ConversationId {
    let new = NewConversation {
        channel,
        subject: subject.to_owned(),
        language: Some("en".to_owned()),
        message: Some(message),
        ..chat("")
    };
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone()));
    said.unwrap().kept.conversation.id
}

/// The customer has a name and a number, as their company's app and they themselves say.
fn introduce(desk: &Desk) {
    desk.base(FeeTerms::None, None);
    let since = desk.day0.minus(Duration::from_days(400));
    let Record::Customer(mut known) = customer("c1", desk.day0, since, None) else {
        panic!("a customer")
    };
    known.name = Some(NAME.to_owned());
    desk.must_feed(Record::Customer(known));
    let none = Told { payment_due: false, case_updates: false, messages: false };
    let chosen = Notifications { email: none, sms: none, phone: Some(PHONE.to_owned()) };
    let of = "c1".parse().unwrap();
    desk.write(&desk.customer(), move |s| settings::notify(s, &of, chosen.clone())).unwrap();
}

/// What the customer wrote first, in the words of a model.
fn translated(desk: &Desk, id: ConversationId) {
    crate::translation::with_model(desk, &[Ok("Jag vill ha en människa: var är min marmalade?")]);
    let is_first = |event: &Event| matches!(event.body, EventBody::Message { .. });
    let events = desk.read(&desk.customer(), move |s| conversations::events(s, id, 0, 50));
    let what = Translate::Message(events.iter().find(|one| is_first(one)).unwrap().seq);
    let anna = desk.agent("anna");
    let made = copilot::translate(&desk.app, &anna, id, what, Tongue::Sv);
    assert!(block_on(made).unwrap().unwrap().text.is_some());
    let kept = tables(desk).into_iter().find(|(table, _)| table == "translations");
    assert!(kept.unwrap().1.contains("marmalade"));
}

/// A conversation with everything that one can hold.
fn whole(desk: &Desk) -> ConversationId {
    let upload = Upload {
        file_name: "umbrella.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: b"%PDF-1.4 windmill".to_vec(),
    };
    let owner = desk.customer();
    let file = block_on(attachments::accept(&desk.app, &owner, upload)).unwrap();
    let file = desk.write(&owner, move |s| attachments::keep(s, &file)).unwrap();
    let first = NewMessage {
        attachments: vec![file.id.to_string()],
        ..words("m1", "I want a human: where is my marmalade?")
    };
    let id = talk(desk, Channel::Chat, "My marmalade", first);
    let agent = desk.agent("anna");
    let version =
        desk.read(&agent, move |s| conversations::get(s, id)).conversation.assignment.version;
    desk.write(&agent, move |s| conversations::take(s, id, version)).unwrap();
    let reply = words("a1", "Dear Wilhelmina, the gramophone is on its way.");
    desk.write(&agent, move |s| conversations::say(s, id, reply.clone())).unwrap();
    translated(desk, id);
    let note = words("n1", "She has a chrysanthemum.");
    desk.write(&agent, move |s| conversations::note(s, id, note.clone(), Vec::new())).unwrap();
    let later = NewMessage {
        send_at: Some(desk.clock.now().plus(Duration::from_days(2))),
        ..words("a2", "About the umbrella.")
    };
    desk.write(&agent, move |s| conversations::say(s, id, later.clone())).unwrap();
    let pbx = desk.company();
    let call = CallEvent {
        kind: CallKind::NewCall,
        from: PHONE.to_owned(),
        to: "100".to_owned(),
        direction: Direction::In,
        call_id: "call-1".to_owned(),
        users: Vec::new(),
        answering_number: None,
        cause: None,
    };
    desk.write(&pbx, move |s| app::phone::told(s, &call)).unwrap();
    desk.write(&agent, move |s| conversations::resolve(s, id)).unwrap();
    desk.write(&desk.customer(), move |s| {
        conversations::rate(s, id, 2, Some("a broken windmill".to_owned()))
    })
    .unwrap();
    let lead = desk.seat(Role::Supervisor, "sven");
    let ids = desk.read(&lead, scorecards::rubric).1.into_iter().map(|one| (one.id, 3));
    let card =
        NewScorecard { scores: ids.collect(), comment: Some("Kind to Wilhelmina".to_owned()) };
    desk.write(&lead, move |s| scorecards::write(s, id, card.clone())).unwrap();
    id
}

/// Every table as text.
fn tables(desk: &Desk) -> Vec<(String, String)> {
    store::testkit::tables_as_text(desk.app.store()).unwrap()
}

fn left(desk: &Desk) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for (table, text) in tables(desk) {
        let text = text.to_lowercase();
        let left = WORDS.iter().filter(|word| text.contains(&word.to_lowercase()));
        found.extend(left.map(|word| (table.clone(), *word)));
    }
    found
}

fn audit_is_sound(desk: &Desk) {
    let officer = desk.seat(Role::ComplianceOfficer, "o1");
    let checkpoint = desk.write(&officer, app::audit::checkpoint).unwrap();
    let export = app::audit::export(&desk.app, &desk.tenant, Vec::new()).unwrap();
    let keys = [signer().verifier()];
    let report = compliance::audit::verify(export.as_slice(), &keys, &[checkpoint]).unwrap();
    assert!(report.is_intact(), "{:?}", report.findings);
}

fn events(desk: &Desk, id: ConversationId) -> Vec<(u64, String)> {
    let events = desk.read(&desk.agent("anna"), move |s| conversations::events(s, id, 0, 500));
    events.iter().map(|event| (event.seq, event.body.kind().to_owned())).collect()
}

fn export(desk: &Desk) -> Json {
    let of = "c1".parse().unwrap();
    desk.write(&desk.customer(), move |s| data::export(s, &of)).unwrap()
}

fn erase(desk: &Desk, who: &Principal) -> Vec<compliance::retention::Answer> {
    let of = "c1".parse().unwrap();
    desk.write(who, move |s| data::erase(s, &of)).unwrap()
}

#[test]
fn nothing_is_left_of_who_asked_and_what_others_count_on_is_as_it_was() {
    on_both_databases(|desk| {
        introduce(&desk);
        let id = whole(&desk);
        let indexer = conversations::Indexer::default();
        let is_found = |word: &'static str| {
            block_on(indexer.catch_up(&desk.app, true)).unwrap();
            left(&desk).contains(&("conversation_words".to_owned(), word))
        };
        assert!(is_found("marmalade") && is_found("chrysanthemum"));
        assert!(left(&desk).len() >= WORDS.len(), "the search finds what is there");
        let before = events(&desk, id);
        let answers = erase(&desk, &desk.customer());
        assert_eq!(left(&desk), [], "nothing may be left");
        assert_eq!(events(&desk, id), before, "numbers and kinds stay");
        audit_is_sound(&desk);
        desk.sound();
        let told = serde_json::to_string(&answers).unwrap();
        assert!(told.contains("conversation/") && told.contains("erased"), "{told}");
        let told = export(&desk);
        assert_eq!(told["conversations"][0]["erased"]["why"], "asked", "{told}");
        let blobs = tables(&desk).into_iter().find(|(name, _)| name == "blobs").unwrap();
        assert_eq!(blobs.1, "[]", "the bytes of files go too");

        // Erased again, there is nothing to do; and what is said afterwards is said.
        let again = serde_json::to_string(&erase(&desk, &desk.customer())).unwrap();
        assert!(!again.contains("conversation/"), "{again}");
        let reply = words("m2", "I am back, with marmalade.");
        desk.write(&desk.customer(), move |s| conversations::say(s, id, reply.clone())).unwrap();
        assert!(is_found("marmalade"), "also by a word that was taken back");
        erase(&desk, &desk.customer());
        assert!(!is_found("marmalade"));
        assert_eq!(left(&desk), []);
    });
}

#[test]
fn what_a_complaint_a_dispute_or_a_hold_needs_stays_with_the_reason() {
    on_both_databases(|desk| {
        introduce(&desk);
        let dispute = desk.day(10).claim(Reason::NotReceived).dispute.id;
        let of_dispute = talk(&desk, Channel::Chat, "", words("d1", "The marmalade never came."));
        let agent = desk.agent("anna");
        desk.write(&agent, move |s| conversations::link(s, of_dispute, None, Some(dispute)))
            .unwrap();
        let complaint =
            words("c1", "this is unacceptable, I lost 40 euro because of your gramophone");
        let of_complaint = talk(&desk, Channel::Chat, "", complaint);
        let of_court = talk(&desk, Channel::Chat, "", words("h1", "The umbrella is evidence."));
        desk.write(&agent, move |s| {
            conversations::tag(s, of_court, vec![LEGAL_HOLD.to_owned()], Vec::new())
        })
        .unwrap();
        let free = talk(&desk, Channel::Chat, "", words("f1", "What a windmill."));
        let answers = serde_json::to_string(&erase(&desk, &desk.customer())).unwrap();
        for ground in ["a contract or case that still runs", "a legal hold"] {
            assert!(answers.contains(ground), "{answers}");
        }
        let is_erased = |id| {
            desk.read(&desk.agent("anna"), move |s| conversations::get(s, id))
                .conversation
                .erased
                .is_some()
        };
        assert_eq!(
            [of_dispute, of_complaint, of_court, free].map(is_erased),
            [false, false, false, true]
        );
        // After the period of the company the same stays, however old it is.
        for id in [of_dispute, of_complaint, of_court] {
            desk.write(&desk.customer(), move |s| conversations::resolve(s, id)).unwrap();
        }
        desk.clock.advance(Duration::from_days(366));
        assert_eq!(block_on(retention::prune(&desk.app)).unwrap(), 0);
        assert_eq!([of_dispute, of_complaint, of_court].map(is_erased), [false; 3]);
        desk.write(&agent, move |s| {
            conversations::tag(s, of_court, Vec::new(), vec![LEGAL_HOLD.to_owned()])
        })
        .unwrap();
        desk.clock.advance(Duration::from_days(366));
        assert_eq!(block_on(retention::prune(&desk.app)).unwrap(), 1, "nothing holds it any more");
        assert!(is_erased(of_court));
        audit_is_sound(&desk);
    });
}

#[test]
fn conversations_go_when_the_company_says() {
    on_both_databases(|desk| {
        introduce(&desk);
        let id = whole(&desk);
        let open = talk(&desk, Channel::Chat, "", words("o1", "Is there a windmill?"));
        let keep = |days: u32| {
            let doc = CompanyDoc { conversations_kept_days: Some(days), ..CompanyDoc::default() };
            let operator = desk.seat(Role::Operator, "otto");
            desk.write(&operator, move |s| app::company::change(s, doc.clone())).map(|_| ())
        };
        for wrong in [0, 29, 3_661] {
            assert_eq!(keep(wrong).unwrap_err().code(), "invalid_field", "{wrong} days");
        }
        keep(60).unwrap();
        desk.clock.advance(Duration::from_days(59));
        assert_eq!(block_on(retention::prune(&desk.app)).unwrap(), 0);
        desk.clock.advance(Duration::from_days(2));
        // The call that came while it was open is a conversation of its own, or part of it.
        let gone = block_on(retention::prune(&desk.app)).unwrap();
        assert!(gone >= 1);
        assert_eq!(block_on(retention::prune(&desk.app)).unwrap(), 0, "once is enough");
        let told = export(&desk);
        let erased: Vec<bool> = told["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["erased"]["why"] == "retention")
            .collect();
        assert_eq!(erased.iter().filter(|erased| **erased).count(), gone, "{told}");
        let kept = desk.read(&desk.agent("anna"), move |s| conversations::get(s, open));
        assert!(kept.conversation.erased.is_none(), "what is open stays");
        let kept = desk.read(&desk.agent("anna"), move |s| conversations::get(s, id));
        assert!(kept.conversation.is_erased());
        audit_is_sound(&desk);
    });
}

/// The files of a deployment that keeps them in a folder go as well.
#[test]
fn files_in_a_folder_go_with_their_rows() {
    use std::sync::Arc;
    let dir = tempfile::tempdir().unwrap();
    let files = || {
        let mut found = Vec::new();
        let mut folders = vec![dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for one in std::fs::read_dir(folder).unwrap() {
                let path = one.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.len()
    };
    on_both_engines(|database| {
        let clock = Arc::new(kernel::ManualClock::at(at(D0)));
        let options =
            store::StoreOptions::new("test", Arc::clone(&clock) as Arc<dyn kernel::Clock>);
        let store = database.open(options).unwrap();
        let mut options = app::AppOptions::new([7; 32]);
        options.blobs = app::BlobStore::Folder(dir.path().to_owned());
        let desk = Desk::with(store.clone(), clock, options);
        introduce(&desk);
        whole(&desk);
        assert_eq!(files(), 1);
        erase(&desk, &desk.customer());
        desk.clock.advance(Duration::from_days(1));
        let handler: Arc<dyn engine::jobs::JobHandler> =
            Arc::new(app::forget_files::ForgetFiles(desk.app.clone()));
        let (queue, now) = (app::forget_files::FORGET_FILES, desk.clock.now());
        let claim = move |tx: &mut store::Tx<'_>| engine::jobs::claim(tx, queue, now, 10);
        let (lease, due) = store.write_blocking(claim).unwrap();
        assert_eq!(due.len(), 1);
        for job in due {
            let (store, handler) = (store.clone(), Arc::clone(&handler));
            let rng = kernel::Rng::seeded(1);
            block_on(engine::jobs::one(store, handler, job, lease, rng));
        }
        assert_eq!(files(), 0);
        store.close();
    })
    .unwrap();
}
