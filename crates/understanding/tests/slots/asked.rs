//! Questions, with and without their mark, and changes of mind.

use understanding::slots::{Answered, Question, answer, question, takes_back};

use super::locale;

#[test]
fn a_question_is_known_and_never_agrees() {
    let (this, other) = (Some(Question::OfThis), Some(Question::Other));
    for (code, text, expected) in [
        ("en", "why?", this),
        ("en", "Why", this),
        ("en", "is there a fee for that?", this),
        ("en", "yes, is there a fee for that", this),
        ("en", "yes does it cost anything", this),
        ("en", "ok, when would the money arrive", this),
        ("en", "Yes. What happens then?", this),
        ("en", "yes, does that mean that I would pay more in the end", this),
        ("en", "ok, so can I still use the shop", other),
        ("en", "sure, but tell me what it costs", this),
        ("en", "where is my parcel from Otter & Little?", other),
        ("en", "can I pay it all off now instead?", other),
        ("sv", "finns det någon avgift för det?", this),
        ("sv", "ja, kostar det något", this),
        ("sv", "ja när kommer pengarna", other),
        ("sv", "okej, måste jag betala ränta då", this),
        ("sv", "varför", this),
        ("de", "ja, gibt es dafür eine Gebühr", this),
        ("de", "und wann käme das Geld dann?", this),
        ("de", "gut, muss ich dann Zinsen zahlen", this),
        ("de", "wieso", this),
        ("es", "sí, ¿y cuándo llegaría el dinero?", this),
        ("es", "vale, hay comisión", this),
        ("es", "sí, cuánto cuesta eso", this),
        ("es", "¿por qué?", this),
    ] {
        assert_eq!(question(text, &locale(code)), expected, "{code} {text}");
        let said = answer(text, &locale(code)).said;
        assert!(!matches!(said, Answered::Yes | Answered::No), "{code} {text}: {said:?}");
    }
}

#[test]
fn consent_is_no_question() {
    for (code, text) in [
        ("en", "yes"),
        ("en", "yes, that is right"),
        ("en", "yes it is the right one"),
        ("en", "why not"),
        ("en", "yes, could you do that please"),
        ("en", "yes, please do it"),
        ("sv", "ja det är rätt"),
        ("sv", "ja tack, gör det"),
        ("sv", "varför inte"),
        ("de", "ja, das passt"),
        ("de", "warum nicht"),
        ("de", "ja, können Sie machen"),
        ("es", "sí, adelante"),
        ("es", "por qué no"),
        ("es", "sí, cuando quieras"),
        ("es", "claro que sí"),
    ] {
        assert_eq!(question(text, &locale(code)), None, "{code} {text}");
    }
}

#[test]
fn what_was_agreed_to_is_taken_back() {
    for text in [
        "actually undo that pause",
        "don't pause it after all",
        "Please unpause it",
        "I changed my mind",
        "pausa den inte trots allt",
        "jag ångrar mig",
        "ta bort pausen",
        "mach das bitte rückgängig",
        "ich habe es mir anders überlegt",
        "bitte doch nicht",
        "deshazlo por favor",
        "he cambiado de opinión",
        "al final no lo pauses",
    ] {
        assert!(takes_back(text), "{text}");
    }
    for text in [
        "no",
        "yes please",
        "no thanks, that was all",
        "where is my parcel actually",
        "jag vill inte betala",
        "das stimmt nicht",
        "¿cuándo llega mi paquete?",
        "I changed the address with the shop and they never told me whether that was fine so undo",
    ] {
        assert!(!takes_back(text), "{text}");
    }
}
