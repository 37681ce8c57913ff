//! A change of mind about what was just done: `actually undo that`, `pausa det inte trots allt`.

use std::sync::LazyLock;

use super::read::{Kind, folded, tokens};

/// Longer messages are about something else as well.
const WORDS_MAX: usize = 12;

/// Say it by themselves, in English, Swedish, German and Spanish.
const SAID: &str = "undo|unpause|un pause|revert that|revert it|reverse that|reverse it|take that back|take it back|changed my mind|change my mind|cancel that pause|cancel the pause|ångra|ångrar|ångrade|ångrat|ändrat mig|ändrade mig|ta tillbaka det|häv pausen|ta bort pausen|avbryt pausen|rückgängig|anders überlegt|nehme das zurück|nehm das zurück|nimm das zurück|nehmen sie das zurück|doch nicht|pause aufheben|pause wieder aufheben|hebe die pause|heb die pause|heben sie die pause|deshacer|deshaz|deshacerlo|deshazlo|deshágalo|deshaga|revertir|revierte|cambiado de opinión|cambié de opinión|cambio de opinión|cambiado de idea|cambié de idea|quita la pausa|anula la pausa|cancela la pausa|al final no|ya no quiero|ya no la quiero|ya no lo quiero";
/// Say it beside a no.
const AFTER_ALL: &str = "after all|actually|trots allt|ändå|egentligen|después de todo|al final";
const NOT: &str = "dont|do not|not|no|inte|nicht|kein|keine";

static ALL: LazyLock<[Vec<Vec<String>>; 3]> = LazyLock::new(|| {
    [SAID, AFTER_ALL, NOT].map(|alternatives| {
        alternatives.split('|').map(|one| one.split(' ').map(folded).collect()).collect()
    })
});

/// Whether a message takes back what was agreed to or done. What it takes back it does not say.
///
/// ```
/// use understanding::slots::takes_back;
///
/// assert!(takes_back("actually, undo that pause"));
/// assert!(takes_back("Pausiert es doch nicht"));
/// assert!(!takes_back("no, thanks"));
/// ```
pub fn takes_back(text: &str) -> bool {
    let tokens = tokens(text);
    let words: Vec<&str> = tokens
        .iter()
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.word.as_str())
        .collect();
    if words.len() > WORDS_MAX {
        return false;
    }
    let has = |phrases: &[Vec<String>]| {
        phrases.iter().any(|phrase| words.windows(phrase.len()).any(|ahead| ahead == phrase))
    };
    let [said, after_all, not] = &*ALL;
    has(said) || (has(after_all) && has(not))
}
