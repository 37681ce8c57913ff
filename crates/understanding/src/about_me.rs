//! Questions about who one writes with: whether it is a machine, and what it can do.
//!
//! Sources: Regulation (EU) 2024/1689 (AI Act), Article 50 (1): people who deal with an AI system are told
//! that they do.

use std::sync::LazyLock;

use crate::words::Tokens;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Whether it is a machine or a person.
    What,
    /// What it can do.
    Skills,
}

/// Longer messages are about something else as well.
const WORDS_MAX: usize = 12;
/// Words between the one who is asked and what they may be: "are you really just a bot".
const BETWEEN_MAX: usize = 4;
/// "Is this a bot" is no more than that: what was bought may be a robot.
const THIS_WORDS_MAX: usize = 6;
/// Words besides a question about skills: "hi, what can you do for me".
const BESIDES_MAX: usize = 3;

/// Speaks to the one who answers.
const YOU: &str = "are you|r u|are u|am i talking to|am i speaking to|am i speaking with|am i talking with|am i chatting with|am i writing to|är du|är ni|pratar jag med|talar jag med|snackar jag med|chattar jag med|skriver jag med|bist du|sind sie|seid ihr|spreche ich mit|rede ich mit|schreibe ich mit|chatte ich mit|eres|es usted|sois|hablo con|estoy hablando con|chateo con|estoy chateando con|escribo con";
const WHAT_YOU_ARE: &str = "bot|bots|chatbot|robot|human|machine|ai|computer|real|person|program|automated|automatic|människa|maskin|dator|riktig|ki|roboter|mensch|menschen|maschine|echt|echter|automat|programm|humano|humana|persona|máquina|ia|ordenador|programa|automático";
/// Speaks of what answers.
const THIS: &str =
    "is this|is that|är det här|är detta|är det|ist das|ist das hier|esto es|es esto";
const WHAT_THIS_IS: &str = "bot|chatbot|robot|roboter|ai|ki|ia";
const SKILLS: &str = "what can you do|what do you do|what are you able to do|what can you help|how can you help|what can i ask|what are your skills|vad kan du|vad kan du göra|vad gör du|vad kan du hjälpa|hur kan du hjälpa|vad kan jag fråga|was kannst du|was kannst du tun|was kannst du alles|was können sie|wobei kannst du|wobei können sie|wie kannst du mir helfen|wie können sie mir helfen|qué puedes hacer|qué sabes hacer|qué haces|en qué me puedes ayudar|en qué puedes ayudar|en qué puedes ayudarme|cómo me puedes ayudar|cómo puedes ayudarme|qué puedo preguntar";

#[derive(Debug)]
struct Phrases(Vec<Vec<String>>);

impl Phrases {
    fn new(alternatives: &str) -> Self {
        Self(alternatives.split('|').map(words).collect())
    }

    /// Where the longest phrase that begins at this word ends.
    fn end_at(&self, words: &[String], at: usize) -> Option<usize> {
        let ahead = words.get(at..)?;
        let fits = self.0.iter().filter(|phrase| ahead.starts_with(phrase));
        fits.map(|phrase| at + phrase.len()).max()
    }

    fn is_within(&self, words: &[String], from: usize, to: usize) -> bool {
        (from..to.min(words.len())).any(|at| self.end_at(words, at).is_some())
    }
}

static ALL: LazyLock<[Phrases; 5]> =
    LazyLock::new(|| [YOU, WHAT_YOU_ARE, THIS, WHAT_THIS_IS, SKILLS].map(Phrases::new));

fn words(text: &str) -> Vec<String> {
    Tokens::of(text).iter().map(|token| token.text.to_owned()).collect()
}

/// What a message asks about who it is written to, in English, Swedish, German or Spanish.
///
/// ```
/// use understanding::about_me::{Asked, asked};
///
/// assert_eq!(asked("wait, are you a bot?"), Some(Asked::What));
/// assert_eq!(asked("was kannst du alles"), Some(Asked::Skills));
/// assert_eq!(asked("can you do it today?"), None);
/// ```
pub fn asked(text: &str) -> Option<Asked> {
    let words = words(text);
    if words.len() > WORDS_MAX {
        return None;
    }
    let [you, what_you_are, this, what_this_is, skills] = &*ALL;
    for at in 0..words.len() {
        for (whom, what, longest) in
            [(you, what_you_are, WORDS_MAX), (this, what_this_is, THIS_WORDS_MAX)]
        {
            let end = whom.end_at(&words, at).filter(|_| words.len() <= longest);
            if end.is_some_and(|end| what.is_within(&words, end, end + BETWEEN_MAX)) {
                return Some(Asked::What);
            }
        }
        let end = skills.end_at(&words, at);
        if end.is_some_and(|end| at + words.len() - end <= BESIDES_MAX) {
            return Some(Asked::Skills);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_is_told() {
        for text in [
            "are you a bot",
            "Are you a real person or what?",
            "r u human??",
            "am I talking to a machine",
            "hold on, is this a chatbot?",
            "är du en människa?",
            "pratar jag med en robot nu",
            "Bist du ein Mensch?",
            "Spreche ich mit einer KI?",
            "¿eres un robot?",
            "estoy hablando con una persona de verdad?",
            "es esto un bot",
        ] {
            assert_eq!(asked(text), Some(Asked::What), "{text}");
        }
        for text in [
            "what can you do?",
            "hi! what can you do for me",
            "what can you help with",
            "vad kan du göra",
            "Hej, vad kan du hjälpa till med?",
            "Was kannst du?",
            "wobei können Sie mir helfen?",
            "¿qué puedes hacer?",
            "hola, en qué me puedes ayudar",
        ] {
            assert_eq!(asked(text), Some(Asked::Skills), "{text}");
        }
    }

    #[test]
    fn what_is_about_something_else_is_not() {
        for text in [
            "what can you do about my broken kettle",
            "the washing machine is this one",
            "Ist das die Maschine, die ich bestellt habe?",
            "are you going to refund me",
            "is this the real price",
            "was kannst du zu meiner Rückzahlung sagen",
            "I bought a robot vacuum and it is broken, are you able to help me get a new one",
            "el robot de cocina no funciona",
            "es la máquina de café",
            "ist das der Roboter, den ich letzte Woche bestellt habe?",
            "",
        ] {
            assert_eq!(asked(text), None, "{text}");
        }
    }
}
