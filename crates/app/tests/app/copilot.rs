//! Beside a person who has the floor: what is suggested, from what, and what became of it.

use crate::assistant::{ASSISTANT, Talk};
use crate::common::*;
use app::conversations::{self, NewConversation};
use app::copilot::{self, Became, Kind, Outcome, Suggested, Suggestion};
use app::macros::NewMacro;
use app::{AppError, Principal, Tongue, macros};
use commerce::FeeTerms;
use kernel::{Clock as _, ConversationId, Duration};
use support::brief::NextAct;

fn suggested(desk: &Desk, who: &Principal, id: ConversationId) -> Result<Suggested, AppError> {
    block_on(copilot::suggest(&desk.app, who, id, Tongue::De))
}

fn of(suggested: &Suggested, kind: Kind) -> Option<&Suggestion> {
    suggested.suggestions.iter().find(|one| one.kind == kind)
}

fn became(desk: &Desk, who: &Principal, id: ConversationId, one: i64, what: Became) -> Suggestion {
    desk.write(who, move |s| copilot::settle(s, id, one, &what)).unwrap()
}

fn opened(desk: &Desk, text: &str) -> ConversationId {
    let new = NewConversation { order: Some("o1".parse().unwrap()), ..chat(text) };
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone()));
    said.unwrap().kept.conversation.id
}

/// The assistant hands over; its procedure's reply is suggested with the classifier's figure, and nothing
/// is said or done.
#[test]
fn a_procedures_reply_is_suggested_without_effect() {
    on_every_store(|desk| {
        let desk = &desk;
        desk.base(FeeTerms::None, None);
        let (mut talk, _) = Talk::open(desk, "en", "When is my next payment due?");
        talk.says("I want to talk to a human");
        let (id, anna) = (talk.id, desk.agent("anna"));
        let before = desk.read(&anna, move |s| conversations::get(s, id));
        let found = suggested(desk, &anna, id).unwrap();
        let reply = of(&found, Kind::Procedure).unwrap_or_else(|| panic!("{found:?}"));
        // The amount and the day of the books.
        assert!(reply.text.contains("£40.00"), "{}", reply.text);
        assert!(reply.text.contains("31 December 2026"), "{}", reply.text);
        assert_eq!(reply.sources[0].reference, "payment_due_when@1");
        assert!(reply.confidence.unwrap() > 0.5 && reply.language == "en", "{reply:?}");
        assert_eq!((found.has_assistant, reply.outcome), (true, Outcome::Shown));
        let after = desk.read(&anna, move |s| conversations::get(s, id));
        assert_eq!(before, after, "nothing was said");
        // Asked again it is the same one, and a new message makes a new one.
        assert_eq!(suggested(desk, &anna, id).unwrap(), found);
        let number = reply.number;
        talk.says("Hello? When is my next payment due?");
        let again = suggested(desk, &anna, id).unwrap();
        assert!(of(&again, Kind::Procedure).unwrap().number > number);
        // Of its customers, and of other companies, nobody is told.
        for other in [desk.customer(), desk.seat(app::Role::Merchant, "m1")] {
            assert!(suggested(desk, &other, id).is_err());
        }
    });
}

/// Where the procedure would act, it is said what a person would do, and for which order.
#[test]
fn what_the_procedure_would_do_is_an_act_of_the_person() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    desk.app.connect_assistant(std::sync::Arc::clone(&ASSISTANT));
    let id = opened(&desk, "Please pause my payments for 14 days");
    let anna = desk.agent("anna");
    let found = suggested(&desk, &anna, id).unwrap();
    let reply = of(&found, Kind::Procedure).unwrap_or_else(|| panic!("{found:?}"));
    let act = reply.act.as_ref().unwrap_or_else(|| panic!("{reply:?}"));
    assert_eq!((act.act, act.order.as_deref()), (NextAct::PausePlan, Some("o1")));
    assert_eq!(act.what, "Eine Zahlungspause anbieten", "in the reader's language");
    let due = desk.read(&desk.customer(), |s| app::plans::get(s, &"o1".parse().unwrap()));
    assert!(!due[0].is_paused(), "nothing was done");
}

/// A passage is quoted word for word, with what it can be looked up by, and a figure that is said to be no
/// probability.
#[test]
fn passages_of_the_help_centre_are_quoted() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    desk.app.connect_assistant(std::sync::Arc::clone(&ASSISTANT));
    let id = opened(&desk, "How long does it take until a refund is in my bank account?");
    let found = suggested(&desk, &desk.agent("anna"), id).unwrap();
    let quoted = of(&found, Kind::Article).unwrap_or_else(|| panic!("{found:?}"));
    let reference = &quoted.sources[0].reference;
    let library = ASSISTANT.help.library();
    let articles = library.of(knowledge::Language::English);
    let passage = articles
        .flat_map(|article| &article.passages)
        .find(|passage| passage.id.to_string() == *reference);
    assert_eq!(passage.map(|passage| &passage.text), Some(&quoted.text), "{reference}");
    assert_eq!(quoted.basis, app::copilot::Basis::Coverage);
}

#[test]
fn macros_that_fit_are_suggested_with_all_their_facts_or_not_at_all() {
    on_every_store(|desk| {
        let desk = &desk;
        desk.base(FeeTerms::None, None);
        let anna = desk.agent("anna");
        let texts = [
            (
                "Headphones broken",
                "en",
                "Send us a picture of the broken headphones of order {{order.id}}. {{agent.name}}",
            ),
            ("Headphones, by name", "en", "Hi {{customer.name}}, your headphones arrived broken."),
            ("Headphones refund", "en", "Your broken headphones: {{refund.amount}} is on its way."),
            ("Kopfhörer kaputt", "de", "Senden Sie uns ein Bild der broken headphones."),
            ("Opening hours", "en", "We are here from nine to five."),
        ];
        for (name, language, text) in texts {
            let new = NewMacro {
                name: name.to_owned(),
                language: language.to_owned(),
                text: text.to_owned(),
                shared: false,
            };
            desk.write(&anna, move |s| macros::create(s, new.clone())).unwrap();
        }
        let id = opened(desk, "My headphones arrived broken");
        let found = suggested(desk, &anna, id).unwrap();
        let names: Vec<&str> =
            found.suggestions.iter().map(|one| one.sources[0].label.as_str()).collect();
        assert_eq!(
            names,
            ["Headphones broken"],
            "two lack a fact, one is in another language, one does not fit"
        );
        let reply = &found.suggestions[0];
        assert!(reply.text.contains("order o1") && !reply.text.contains("{{"), "{}", reply.text);
        assert_eq!((reply.kind, found.has_assistant), (Kind::Macro, false));
        // Those of somebody else are not theirs.
        assert!(suggested(desk, &desk.agent("bert"), id).unwrap().suggestions.is_empty());
    });
}

#[test]
fn what_became_of_a_suggestion_is_kept_and_counted() {
    on_every_store(|desk| {
        let desk = &desk;
        desk.base(FeeTerms::None, None);
        let anna = desk.agent("anna");
        let new = NewMacro {
            name: "Broken headphones".to_owned(),
            language: "en".to_owned(),
            text: "Send us a picture of the broken headphones.".to_owned(),
            shared: false,
        };
        desk.write(&anna, move |s| macros::create(s, new.clone())).unwrap();
        let from = desk.clock.now();
        let sent = |text: &str| Became::Sent { text: text.to_owned() };
        let table = [
            (sent("Send us a  picture of the broken headphones."), Outcome::Accepted, Some(0)),
            (sent("Please send us a picture of the headphones."), Outcome::Edited, Some(3)),
            (Became::Rejected, Outcome::Rejected, None),
            (sent("I call you"), Outcome::Rejected, Some(8)),
        ];
        let mut ids = Vec::new();
        for (what, outcome, changed) in table {
            let id = opened(desk, "My headphones arrived broken");
            let one = suggested(desk, &anna, id).unwrap().suggestions[0].number;
            let kept = became(desk, &anna, id, one, what);
            assert_eq!((kept.outcome, kept.words_changed), (outcome, changed));
            // It is told when the suggestions are looked at again.
            assert_eq!(suggested(desk, &anna, id).unwrap().suggestions[0].outcome, outcome);
            ids.push((id, one, outcome));
        }
        // What was sent stays sent; what was refused may be sent after all.
        for (id, one, before) in ids.clone() {
            let after = became(desk, &anna, id, one, Became::Rejected).outcome;
            assert_eq!(after, before);
        }
        let last = ids[2].0;
        opened(desk, "My headphones arrived broken, and nobody looked at what was suggested");
        let to = desk.clock.now().plus(Duration::from_secs(1));
        let lead = desk.seat(app::Role::Supervisor, "lead");
        let figures = desk.read(&lead, move |s| copilot::figures(s, (from, to)));
        assert_eq!(figures.len(), 1, "{figures:?}");
        let one = &figures[0];
        assert_eq!(
            (one.kind, one.shown, one.accepted, one.edited, one.rejected),
            (Kind::Macro, 4, 1, 1, 2)
        );
        assert_eq!(one.words_changed, Some(3.0));
        assert!((one.used.unwrap().share - 0.5).abs() < 1e-9);
        let refused = desk.app.read_blocking(&anna, move |s| copilot::figures(s, (from, to)));
        assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{refused:?}");
        let refused =
            desk.write(&desk.customer(), move |s| copilot::settle(s, last, 1, &Became::Rejected));
        assert!(refused.is_err());
        let missing = desk.write(&anna, move |s| copilot::settle(s, last, 99, &Became::Rejected));
        assert!(matches!(missing, Err(AppError::NotFound { .. })), "{missing:?}");
    });
}
