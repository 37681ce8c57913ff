//! What a conversation keeps whoever acts in it: requests and complaints through a merge, and to
//! everybody their own.

use crate::common::*;
use crate::sign_in::{ANNA, at_every_door};
use app::complaints::{self, NewComplaint};
use app::conversations::{self, NewConversation, View};
use app::macros::{self, NewMacro};
use app::mail::Deliver;
use app::seats::{self, Availability, Change};
use app::{AppError, Page, Principal, Role, data, tasks, users};
use dispute::Reason;
use engine::jobs::JobHandler as _;
use kernel::{Clock as _, ConversationId, DisputeId, JobId};
use store::jobs::JobRow;
use store::tasks::{TaskFilter, TaskRow};
use support::conversation::{Channel, Conversation, EventBody, State};

fn new(channel: Channel, dispute: Option<DisputeId>, text: &str) -> NewConversation {
    NewConversation { channel, language: Some("en".to_owned()), dispute, ..chat(text) }
}

fn opened(desk: &Desk, text: &str) -> ConversationId {
    let new = new(Channel::Chat, None, text);
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone()));
    said.unwrap().kept.conversation.id
}

pub(crate) fn says(desk: &Desk, who: &Principal, id: ConversationId, client_id: &str, text: &str) {
    let message = words(client_id, text);
    desk.write(who, move |s| conversations::say(s, id, message.clone())).unwrap();
}

pub(crate) fn taken(desk: &Desk, id: ConversationId, who: &Principal) {
    desk.write(who, move |s| {
        let version = conversations::get(s, id)?.conversation.assignment.version;
        conversations::take(s, id, version)
    })
    .unwrap();
}

fn now(desk: &Desk, id: ConversationId) -> Conversation {
    desk.read(&desk.agent("anna"), move |s| conversations::get(s, id)).conversation
}

pub(crate) fn merge(
    desk: &Desk,
    who: &Principal,
    id: ConversationId,
    into: ConversationId,
) -> Result<(), AppError> {
    desk.write(who, move |s| conversations::merge(s, id, into).map(drop))
}

fn open_tasks(desk: &Desk) -> Vec<(TaskRow, Option<ConversationId>)> {
    desk.read(&desk.agent("anna"), |s| {
        let rows = tasks::queue(s, store::tasks::OPEN, &TaskFilter::default(), &Page::default())?;
        let about = tasks::about(s, &rows)?;
        Ok(rows.into_iter().zip(about).map(|(row, about)| (row, about.conversation)).collect())
    })
}

#[test]
fn a_merge_takes_the_request_and_its_task_along() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let (anna, bert) = (desk.agent("anna"), desk.agent("bert"));
        let ended = opened(&desk, "Where is my parcel?");
        taken(&desk, ended, &anna);
        desk.write(&anna, move |s| conversations::resolve(s, ended)).unwrap();
        let asked = opened(&desk, "I want to talk to a human");
        let before = now(&desk, asked).human.unwrap();
        merge(&desk, &bert, asked, ended).unwrap();
        let after = now(&desk, ended);
        let human = after.human.unwrap();
        assert_eq!((human.task, human.due_at), (before.task, before.due_at));
        assert_eq!((after.state, after.assignment.owner.as_str()), (State::Open, "waiting"));
        let open: Vec<_> = open_tasks(&desk)
            .into_iter()
            .map(|(row, about)| (row.task, row.due_at, about))
            .collect();
        assert_eq!(open, [(before.task, before.due_at, Some(ended))]);
        // Answered there, it is done.
        taken(&desk, ended, &bert);
        says(&desk, &bert, ended, "b1", "Here I am.");
        assert_eq!(open_tasks(&desk), []);
    });
}

#[test]
fn what_another_person_has_is_merged_by_a_lead_alone() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let (anna, bert) = (desk.agent("anna"), desk.agent("bert"));
    let (one, other) = (opened(&desk, "Hello"), opened(&desk, "Hello again"));
    taken(&desk, one, &anna);
    for (from, into) in [(one, other), (other, one)] {
        assert_eq!(merge(&desk, &bert, from, into).unwrap_err().code(), "taken");
    }
    merge(&desk, &desk.seat(Role::Supervisor, "sue"), one, other).unwrap();
}

#[test]
fn a_dispute_of_somebody_else_is_not_there() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let dispute = desk.claim(Reason::NotReceived).dispute.id;
        let stranger = desk.seat(Role::Consumer, "c0");
        let foreign = new(Channel::Chat, Some(dispute), "Where is it?");
        let refused = desk.write(&stranger, move |s| conversations::open(s, foreign.clone()));
        assert!(matches!(refused, Err(AppError::NotFound { .. })), "{refused:?}");
        let complaint = NewComplaint {
            customer: "c0".parse().unwrap(),
            order: None,
            dispute: Some(dispute),
            text: "why".to_owned(),
            about_payment_services: false,
            received_at: None,
        };
        let refused = desk.write(&stranger, move |s| complaints::open(s, complaint.clone()));
        assert!(matches!(refused, Err(AppError::NotFound { .. })), "{refused:?}");
        let own = new(Channel::Chat, Some(dispute), "Where is it?");
        desk.write(&desk.customer(), move |s| conversations::open(s, own.clone())).unwrap();

        // Linked by whatever way, nothing of it is told.
        let plain = new(Channel::Chat, None, "Where is it?");
        let said = desk.write(&stranger, move |s| conversations::open(s, plain.clone())).unwrap();
        let id = said.kept.conversation.id;
        let tenant = desk.tenant.clone();
        let link = move |tx: &mut store::Tx<'_>| -> Result<(), store::StoreError> {
            let mut row = store::conversations::get(tx, &tenant, id)?.unwrap();
            let mut doc: Conversation = serde_json::from_str(&row.doc).unwrap();
            (doc.dispute, doc.order) = (Some(dispute), Some("o1".parse().unwrap()));
            row.doc = serde_json::to_string(&doc).unwrap();
            store::conversations::save(tx, row)
        };
        desk.app.store().write_blocking(link).unwrap();
        let anna = desk.agent("anna");
        let block = NewMacro {
            name: "Amount".to_owned(),
            language: "en".to_owned(),
            text: "{{order.id}} {{order.shop}}".to_owned(),
            shared: false,
        };
        let block = desk.write(&anna, move |s| macros::create(s, block.clone())).unwrap().id;
        let filled = desk.read(&anna, move |s| macros::render(s, block, id)).filled;
        assert_eq!((filled.missing.len(), filled.text.contains("o1")), (2, false));
        let brief = desk.read(&anna, move |s| conversations::brief(s, id, app::Tongue::En));
        assert!(brief.deadline.is_none_or(|clock| !clock.what.contains("shop")));
        says(&desk, &stranger, id, "m2", COMPLAINT);
        assert!(now(&desk, id).complaint.is_some(), "a complaint is taken in all the same");
    });
}

const COMPLAINT: &str = "this is unacceptable, I lost 40 euro because of you";

#[test]
fn after_a_complaint_that_is_over_the_next_is_one_of_its_own() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let id = opened(&desk, COMPLAINT);
        let first = now(&desk, id).complaint.unwrap();
        says(&desk, &desk.customer(), id, "m2", COMPLAINT);
        assert_eq!(now(&desk, id).complaint, Some(first), "it is open still");
        let officer = desk.seat(Role::ComplianceOfficer, "cleo");
        desk.write(&officer, move |s| complaints::withdraw(s, first)).unwrap();
        says(&desk, &desk.customer(), id, "m3", COMPLAINT);
        let second = now(&desk, id).complaint.unwrap();
        assert_ne!(second, first);
        let open =
            desk.read(&officer, |s| complaints::list(s, Some("open"), None, &Page::default()));
        assert_eq!(open.iter().map(|one| one.complaint.id).collect::<Vec<_>>(), [second]);
    });
}

#[test]
fn a_conversation_is_handed_to_the_desk_alone() {
    at_every_door(|door| {
        let desk = &door.desk;
        desk.base(FEE_1500, None);
        let anna = desk.agent("anna");
        let colleague = door.user(ANNA, Role::Supervisor);
        let gone = door.user("gone@acme.example", Role::Agent);
        door.write(&door.operator(), move |s| users::disable(s, gone)).unwrap();
        let seated = desk.agent("bert");
        let seat = Change {
            availability: Availability::Busy,
            skills: None,
            capacity_units: None,
            extension: None,
        };
        desk.write(&seated, move |s| seats::change(s, &seat)).unwrap();
        let shop = door.user("shop@shop.example", Role::Merchant);
        let reader = door.user("auditor@acme.example", Role::Auditor);
        let tries = [
            ("m1".to_owned(), false),
            ("nobody".to_owned(), false),
            (shop.to_string(), false),
            (reader.to_string(), false),
            (gone.to_string(), false),
            ("bert".to_owned(), true),
            (colleague.to_string(), true),
        ];
        for (to, expected) in tries {
            let id = opened(desk, "Hello");
            taken(desk, id, &anna);
            let version = now(desk, id).assignment.version;
            let user = to.clone();
            let done = desk.write(&anna, move |s| {
                let to = Some(user.parse().unwrap());
                conversations::transfer(s, id, version, to, Vec::new(), String::new())
            });
            match done {
                Err(AppError::Invalid { field, .. }) => {
                    assert_eq!((field.as_str(), expected), ("user_id", false), "{to}");
                }
                done => assert!(done.is_ok() && expected, "{to}: {done:?}"),
            }
        }
    });
}

#[test]
fn lists_are_the_desks() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    opened(&desk, "Hello");
    let ai = desk.seat(Role::Ai, "c1");
    for view in View::ALL {
        let list = |who: &Principal| {
            let page = Page::default();
            desk.app.read_blocking(who, move |s| conversations::list(s, view, None, None, &page))
        };
        let own = list(&desk.customer());
        assert_eq!(own.is_ok(), view == View::All, "{view:?}: {own:?}");
        assert!(list(&ai).is_ok() && list(&desk.agent("anna")).is_ok(), "{view:?}");
    }
}

#[test]
fn a_customers_own_data_names_nobody_by_id_and_no_words_for_the_desk() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let id = opened(&desk, "Hello");
        let ai = desk.seat(Role::Ai, "c1");
        let why = Some("they sound drunk".to_owned());
        desk.write(&ai, move |s| conversations::ask_for_person(s, id, why.clone())).unwrap();
        let agent = desk.agent("agent-4711");
        taken(&desk, id, &agent);
        let note = Some("rings twice a day".to_owned());
        desk.write(&agent, move |s| {
            conversations::call_back(s, id, "+46701234567", note.clone(), None)
        })
        .unwrap();
        desk.write(&agent, |s| {
            let complaint = NewComplaint {
                customer: "c1".parse().unwrap(),
                order: None,
                dispute: None,
                text: "too slow".to_owned(),
                about_payment_services: false,
                received_at: None,
            };
            complaints::open(s, complaint)
        })
        .unwrap();
        let told = desk.write(&desk.customer(), |s| data::export(s, &"c1".parse().unwrap()));
        let told = told.unwrap();
        assert_eq!(told["complaints"][0]["text"], "too slow");
        let complaints = told["complaints"].to_string();
        assert!(!complaints.contains("agent-4711"), "{complaints}");
        let events = &told["conversations"][0]["events"];
        assert!(events.as_array().unwrap().iter().any(|event| event["what"]["kind"] == "taken"));
        for event in events.as_array().unwrap() {
            let what = event["what"].to_string();
            for hidden in ["\"user\"", "\"task\"", "drunk", "twice a day"] {
                assert!(!what.contains(hidden), "{hidden} in {what}");
            }
        }
    });
}

#[test]
fn a_letter_that_did_not_arrive_is_told_where_the_conversation_goes_on() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None);
        let anna = desk.agent("anna");
        let letter = new(Channel::Email, None, "Where is my parcel?");
        let said = desk.write(&desk.customer(), move |s| conversations::open(s, letter.clone()));
        let (from, into) = (said.unwrap().kept.conversation.id, opened(&desk, "Hello"));
        taken(&desk, from, &anna);
        let answer = words("a1", "On its way.");
        let answer = desk.write(&anna, move |s| conversations::say(s, from, answer.clone()));
        let seq = answer.unwrap().event.unwrap().seq;
        merge(&desk, &anna, from, into).unwrap();
        let at = desk.clock.now();
        let job = JobRow {
            tenant: desk.tenant.clone(),
            job: JobId::generate(at, &mut kernel::Rng::seeded(1)),
            queue: app::mail::QUEUE.to_owned(),
            payload: serde_json::json!({ "conversation": from, "seq": seq }).to_string(),
            run_at: at,
            attempts: 0,
            created_at: at,
        };
        // No mailbox is configured: it never leaves.
        assert!(block_on(Deliver(desk.app.clone()).run(&job)).is_ok());
        let events = desk.read(&anna, move |s| conversations::events(s, into, 0, 100));
        let told = events.iter().find_map(|event| match &event.body {
            EventBody::Delivery { message, of, .. } => Some((*message, *of)),
            _ => None,
        });
        assert_eq!(told, Some((seq, Some(from))));
        let kinds: Vec<_> = open_tasks(&desk).into_iter().map(|(row, _)| row.kind).collect();
        assert!(kinds.iter().any(|kind| kind == "mail_undelivered"), "{kinds:?}");
    });
}
