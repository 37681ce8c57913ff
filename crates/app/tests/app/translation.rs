//! Translations for whoever has a conversation: what the model is told, what is shown of what it says, and
//! what is kept of it.

use std::sync::Arc;

use crate::assistant::ASSISTANT;
use crate::attacks::{audit, options, region};
use crate::common::*;
use app::assistant::figures;
use app::assistant::helper::{Helper, redactor};
use app::conversations::{self, NewConversation};
use app::copilot::{self, TRANSLATED_CHARS_MAX, Translate, Translation, Translations};
use app::{AppError, Principal, Role, Tongue};
use assistant::translation::{Checked, Found};
use commerce::FeeTerms;
use kernel::{Clock as _, ConversationId, Currency, Duration};
use llm::guard::budget::InMemory;
use llm::guard::{Guards, guarded};
use llm::scripted::{Line, Scripted};
use llm::{About, ModelError, Price};

/// A desk with a model that says this, behind everything that stands before a real one.
pub(crate) fn with_model(desk: &Desk, says: &[Result<&str, ModelError>]) -> Arc<Scripted> {
    let price = Price { currency: Currency::EUR, million_in_minor: 100, million_out_minor: 400 };
    let about = About { name: "scripted".to_owned(), region: region(), price };
    let line = |one: &Result<&str, ModelError>| match one {
        Ok(text) => Line::say(*text),
        Err(error) => Line::Fail(error.clone()),
    };
    let scripted = Arc::new(Scripted::new(about, says.iter().map(line)));
    let guards = Guards {
        clock: Arc::clone(desk.app.clock()),
        redact: redactor(),
        spending: Arc::new(InMemory::default()),
        breaker: Default::default(),
        calls_at_once: 4,
    };
    let model = guarded(Arc::clone(&scripted) as Arc<dyn llm::LanguageModel>, guards);
    let helper = Helper::bare(model, &ASSISTANT.book, options()).unwrap();
    assert!(desk.app.connect_helper(Arc::new(helper)));
    scripted
}

/// A conversation in a language; the customer's words are its first message.
fn opened(desk: &Desk, language: &str, text: &str) -> (ConversationId, u64) {
    let new = NewConversation { language: Some(language.to_owned()), ..chat(text) };
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone())).unwrap();
    let id = said.kept.conversation.id;
    let events = desk.read(&desk.customer(), move |s| conversations::events(s, id, 0, 50));
    let seq = events.iter().find(|event| {
        matches!(&event.body, support::conversation::EventBody::Message { text: said, .. } if said == text)
    });
    (id, seq.unwrap().seq)
}

fn translate(
    desk: &Desk,
    who: &Principal,
    id: ConversationId,
    what: Translate,
) -> Result<Option<Translation>, AppError> {
    block_on(copilot::translate(&desk.app, who, id, what, Tongue::En))
}

fn known(desk: &Desk, id: ConversationId) -> Translations {
    desk.read(&desk.agent("anna"), move |s| copilot::translations(s, id, Tongue::En))
}

const ASKED: &str = "Hej, jag betalade 1 200 kr den 3 mars. Skriv till anna@example.com";

#[test]
fn a_message_is_translated_without_personal_data_and_kept_until_it_is_erased() {
    on_every_store(|desk| {
        let desk = &desk;
        desk.base(FeeTerms::None, None);
        let answer = "Hello, I paid SEK 1,200 on 3 March. Write to [EMAIL_1]";
        let model = with_model(desk, &[Ok(answer)]);
        let (id, seq) = opened(desk, "sv", ASKED);
        let anna = desk.agent("anna");
        let made = translate(desk, &anna, id, Translate::Message(seq)).unwrap().unwrap();
        let shown = "Hello, I paid SEK 1,200 on 3 March. Write to anna@example.com";
        assert_eq!(made.text.as_deref(), Some(shown), "the address is put back");
        assert_eq!((made.from.as_str(), made.to.as_str()), ("sv", "en"));
        assert_eq!((made.checked, made.differs.len()), (Checked::All, 0), "{made:?}");
        let told = format!("{:?}", model.asked()[0].turns);
        assert!(told.contains("[EMAIL_1]") && !told.contains("anna@"), "{told}");
        // Asked again it costs nothing, and whoever comes later sees it.
        let again = translate(desk, &desk.agent("bert"), id, Translate::Message(seq)).unwrap();
        assert_eq!(again.as_ref(), Some(&made));
        assert_eq!(model.asked().len(), 1);
        assert_eq!(known(desk, id), Translations { available: true, translations: vec![made] });
        let kept = audit(desk, "translation.made");
        assert_eq!(kept.len(), 1);
        assert!(!kept[0].contains("1,200") && !kept[0].contains("anna@"), "{}", kept[0]);
        // The cost stands in the results.
        let to = desk.clock.now().plus(Duration::from_days(1));
        let lead = desk.seat(Role::Supervisor, "lead");
        let period = (to.minus(Duration::from_days(2)), to);
        let found = desk.read(&lead, move |s| figures::results(s, period)).translations;
        assert_eq!((found.len(), found[0].asked, found[0].currency.as_str()), (1, 1, "EUR"));
        assert!(found[0].micros > 0 && found[0].tokens_out > 0, "{found:?}");
        // Of customers and other companies nobody translates.
        for other in [desk.customer(), desk.seat(Role::Merchant, "m1")] {
            assert!(translate(desk, &other, id, Translate::Message(seq)).is_err());
        }
    });
}

#[test]
fn figures_that_differ_are_a_warning_to_who_reads_and_nothing_for_who_would_send() {
    let desk = &in_memory();
    desk.base(FeeTerms::None, None);
    let says = [
        Ok("Hello, I paid SEK 12,000 on 3 April. Write to anna@example.com"),
        Ok("Sie zahlen 50,00 £ am 3. März, siehe https://a.example/x"),
        Ok("Sie zahlen 500,00 £ am 3. März, siehe https://a.example/x"),
        Ok("Sie zahlen 50,00 £ am 3. März, siehe https://evil.example/x"),
        Ok("Hal\u{202E}lo"),
    ];
    let model = with_model(desk, &says);
    let (id, seq) = opened(desk, "sv", ASKED);
    let anna = desk.agent("anna");
    let made = translate(desk, &anna, id, Translate::Message(seq)).unwrap().unwrap();
    assert!(made.text.is_some(), "its source stands beside it");
    assert_eq!(made.differs, [Found::Number, Found::Date].into());
    assert_eq!(known(desk, id).translations, [made]);
    // Words for a German customer.
    let (id, seq) = opened(desk, "de", "Wann muss ich zahlen? Ich warte seit einer Ewigkeit");
    let draft = Translate::Draft("You pay £50.00 on 3 March, see https://a.example/x".to_owned());
    let expected = [(true, None), (false, Some(Found::Number)), (false, Some(Found::Link))];
    for (is_shown, found) in expected {
        let made = translate(desk, &anna, id, draft.clone()).unwrap().unwrap();
        assert_eq!(made.text.is_some(), is_shown, "{made:?}");
        assert_eq!(made.differs.first().copied(), found);
        assert_eq!((made.to.as_str(), made.message_seq), ("de", None));
    }
    // What nobody can see is shown to nobody.
    let made = translate(desk, &anna, id, Translate::Message(seq)).unwrap().unwrap();
    assert_eq!((made.text, made.differs), (None, [Found::Hidden].into()));
    assert_eq!(known(desk, id).translations, [], "drafts and what was refused are not kept");
    assert_eq!(audit(desk, "translation.refused").len(), 3);
    assert_eq!(model.asked().len(), says.len());
}

#[test]
fn what_cannot_be_translated_says_why() {
    let desk = &in_memory();
    desk.base(FeeTerms::None, None);
    let anna = desk.agent("anna");
    let (id, seq) = opened(desk, "sv", "Hej, jag vill inte betala, vad ska jag göra?");
    assert_eq!(translate(desk, &anna, id, Translate::Message(seq)).unwrap(), None, "no model");
    assert_eq!(known(desk, id), Translations::default());
    let failed = ModelError::unavailable(llm::Reason::Unreachable);
    let model = with_model(desk, &[Err(failed)]);
    let code = |what: Translate| translate(desk, &anna, id, what).unwrap_err().code();
    let swedish = "Du kan skjuta upp din betalning i tjugo dagar om du vill".to_owned();
    let table = [
        (Translate::Message(99), "not_found"),
        (Translate::Draft(swedish), "same_language"),
        (Translate::Draft(" ".to_owned()), "invalid_field"),
        (Translate::Draft("a ".repeat(TRANSLATED_CHARS_MAX)), "translation_too_long"),
        (Translate::Message(seq), "try_again"),
    ];
    for (what, expected) in table {
        assert_eq!(code(what.clone()), expected, "{what:?}");
    }
    assert_eq!(model.asked().len(), 1, "the rest asks no model");
    assert_eq!(audit(desk, "translation.failed").len(), 1);
}
