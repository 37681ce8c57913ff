//! Which language a message is in: measured on what customers write, and mixed and foreign messages.
//! Usual words were added to the four files from the half called `tuned`; the other is only measured.

use std::collections::BTreeMap;

use understanding::listen::Language;

use super::intents::FILES;
use super::sets::{Share, half, listener};

/// Messages of so many words say enough.
const WORDS_MIN: usize = 3;

#[test]
fn the_language_of_what_customers_write_is_known() {
    let listener = listener();
    let mut right: BTreeMap<(&str, String), Share> = BTreeMap::new();
    for file in FILES {
        for row in csv::Reader::from_reader(file.as_bytes()).records() {
            let row = row.unwrap();
            let (text, language) = (&row[0], &row[1]);
            let spoken = listener.speaks(text, None).main;
            let hit = spoken == Language::parse(language);
            let long = text.split_whitespace().count() >= WORDS_MIN;
            right.entry(("all", language.to_owned())).or_default().count(hit);
            if long {
                right.entry(("long", language.to_owned())).or_default().count(hit);
                right.entry((half(text), language.to_owned())).or_default().count(hit);
                if !hit {
                    eprintln!(
                        "language {language} as {:?}: {text}",
                        listener.speaks(text, None).main
                    );
                }
            }
        }
    }
    for ((which, language), share) in &right {
        eprintln!("language share {which} {language} {share}");
        let least = if *which == "all" { 0.92 } else { 0.93 };
        assert!(share.rate() >= least, "{which} {language} {share}");
    }
}

#[test]
fn mixed_and_foreign_messages_are_told() {
    let listener = listener();
    let code =
        |language: Option<Language>| language.map(|one| one.code().to_owned()).unwrap_or_default();
    for (text, main, also, is_served) in [
        ("where is my refund please", "en", "", true),
        ("var är mitt paket någonstans", "sv", "", true),
        ("I just want to pay the bill, men jag kan inte logga in", "en", "sv", true),
        ("quiero pagar but the app does not work with my card", "en", "", true),
        ("ich habe das Paket nicht, where is my money and what can you do", "en", "de", true),
        (
            "здравствуйте, где мой заказ? это очень срочно, я жду его уже две недели, вы мне не ответили",
            "ru",
            "",
            false,
        ),
        (
            "merhaba, siparişim nerede? iki haftadır bekliyorum ama kimse bana cevap vermiyor, lütfen yardım eder misiniz",
            "tr",
            "",
            false,
        ),
        ("أين طلبي؟ أنتظر منذ أسبوعين", "ar", "", false),
        ("我的订单在哪里", "zh", "", false),
        ("42 👍", "", "", false),
    ] {
        let spoken = listener.speaks(text, None);
        let said = (code(spoken.main), code(spoken.also), spoken.is_served);
        assert_eq!(said, (main.to_owned(), also.to_owned(), is_served), "{text}");
    }
}

/// An answer of a few words is in the language of its conversation, unless its words are another's.
#[test]
fn short_answers_stay_in_the_language_of_the_conversation() {
    let listener = listener();
    for (known, text, main) in [
        ("sv", "Ja", "sv"),
        ("sv", "i går", "sv"),
        ("sv", "Nästa del", "sv"),
        ("sv", "RR 118 204 554 SE", "sv"),
        ("de", "ja", "de"),
        ("de", "Nie angekommen", "de"),
        ("de", "letzten Freitag", "de"),
        ("es", "Todo", "es"),
        ("en", "Yes", "en"),
        ("en", "400 kr", "en"),
        ("en", "vill prata med en människa", "sv"),
        ("de", "where is my refund", "en"),
        ("sv", "ich will nicht", "de"),
    ] {
        let spoken = listener.speaks(text, Language::parse(known)).main;
        assert_eq!(spoken, Language::parse(main), "{text} in a conversation in {known}");
    }
}
