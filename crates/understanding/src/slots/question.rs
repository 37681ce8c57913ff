//! Whether a message asks something itself, and whether it asks about what it was just asked to agree to.
//!
//! A yes inside a question is no consent: money moves on a yes. Customers leave the mark out, so what
//! begins a question counts as well: a question word, or a verb before its subject. Where that may also be
//! a consent (`können Sie machen`, `sí, pueden`), only the mark counts.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::answer::agrees_or_refuses;
use super::read::{Kind, Token, folded, tokens};
use super::{Languages, Locale};

/// What a message asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What was just said: it points there (`is there a fee for that`), supposes it (`when would it
    /// come`), or is a bare `why?`.
    OfThis,
    /// It may be about anything.
    Other,
}

/// A message of so few words asks about what was just said.
const BARE_WORDS_MAX: usize = 3;
/// In longer messages a `that` points to something in the message itself.
const POINTING_WORDS_MAX: usize = 12;

/// Alternatives are separated by `|`.
struct Table {
    /// Words that may stand before the beginning of a question.
    edges: &'static str,
    /// Begin a question by themselves.
    openers: &'static str,
    /// The same, only with their accents: without them they are other words.
    accented: &'static str,
    /// Begin a question where a subject follows.
    verbs: &'static str,
    subjects: &'static str,
    /// Point to what was just said, or suppose it.
    points: &'static str,
    /// Name something else instead.
    instead: &'static str,
}

const EN: Table = Table {
    edges: "so|and|but|also|well|oh|hi|hello|hey|please|thanks|first|wait|hmm|hm|sorry|actually",
    openers: "what|whats|why|how|hows|when|whens|where|wheres|who|which|whose|tell me|explain|wondering|i wonder|im wondering|i am wondering|question|a question|one question|quick question|i have a question|can you tell|could you tell|can you explain|could you explain|can you say|can you check|could you check|do you know|any fee|any fees|any cost|any costs|any charge|any interest|what if",
    accented: "",
    verbs: "is|are|am|was|does|do|did|dont|doesnt|isnt|wont|will|would|can|could|may|shall|should|must|has|have",
    subjects: "it|that|this|there|they|i|we|the|a|my|any|these|those|someone|somebody|interest|fees",
    points: "that|this|it|then|would|these",
    instead: "instead|rather",
};
const SV: Table = Table {
    edges: "så|och|men|hej|tack|snälla|fast|först|vänta|oj|förresten",
    openers: "vad|varför|hur|när|var|vem|vilken|vilket|vilka|kostar|tillkommer|finns|undrar|jag undrar|undrar bara|en fråga|fråga|berätta|förklara|kan du säga|kan ni säga|kan du berätta|kan ni berätta|kan du förklara|kan ni förklara|vet du|vet ni|någon avgift",
    accented: "",
    verbs: "är|blir|får|kan|måste|ska|skall|kommer|har|behöver|tar|innebär|betyder|gäller|går|skulle|slipper|betalar|ändras|påverkar",
    subjects: "det|den|detta|jag|man|vi|de|mina|min|mitt|pengarna|någon|några|en|ett|avgiften|avgift|avgifter|ränta|räntan|betalningen",
    points: "det|den|detta|då|skulle",
    instead: "istället|stället|hellre",
};
const DE: Table = Table {
    edges: "und|aber|also|hallo|danke|bitte|erst|moment|warte|ach|übrigens",
    openers: "was|warum|wieso|weshalb|wann|wie|wo|wer|wohin|woher|welche|welcher|welches|welchen|wieviel|kostet|gibt es|fallen|fällt|entstehen|eine frage|frage|kurze frage|ich frage mich|frage mich|sag mir|sagen sie mir|erklär|erklären sie|kannst du mir sagen|können sie mir sagen|wissen sie|weißt du",
    accented: "",
    verbs: "ist|sind|wird|werden|kann|muss|müssen|soll|darf|dürfen|hat|haben|kommt|kommen|bekomme|bedeutet|heißt|dauert|würde|würden|zahle|bezahle|wären|wäre|ändert|gilt|bleibt",
    subjects: "es|das|dies|ich|wir|man|da|dafür|damit|dabei|der|die|mein|meine|eine|ein|keine|denn|gebühren|kosten|zinsen|sich|dann",
    points: "das|dies|es|dafür|damit|dabei|dann|würde|würden|wäre|wären",
    instead: "stattdessen|lieber",
};
const ES: Table = Table {
    edges: "y|e|pero|pues|entonces|hola|gracias|oye|bueno|primero|espera|perdón|ah",
    openers: "cuanto|cuanta|cuantos|cuantas|cual|cuales|quien|por que|para que|que pasa|que significa|que ocurre|hay|cuesta|costaría|cobran|cobráis|puedo|tengo que|tiene algún|tiene alguna|tiene coste|tiene costo|tiene comisión|habrá|habría|tarda|tardan|llegará|llegaría|debo|pagaría|implica|significa|una pregunta|pregunta|una duda|me pregunto|dime|dígame|explícame|explíqueme|sabes|sabe usted|puedes decirme|puede decirme|me puedes decir|me puede decir|alguna comisión",
    accented: "qué|cuándo|cómo|dónde",
    verbs: "",
    subjects: "",
    points: "eso|esto|ello|entonces|sería|serían|llegaría|costaría|tendría|habría|pagaría|podría|ésto",
    instead: "lugar|vez|mejor",
};

#[derive(Debug)]
struct Words {
    edges: Vec<Vec<String>>,
    openers: Vec<Vec<String>>,
    accented: Vec<&'static str>,
    verbs: Vec<Vec<String>>,
    subjects: Vec<Vec<String>>,
    points: Vec<Vec<String>>,
    instead: Vec<Vec<String>>,
}

static ALL: LazyLock<Languages<Words>> =
    LazyLock::new(|| Languages([&EN, &SV, &DE, &ES].map(Words::new)));

impl Words {
    fn new(table: &Table) -> Self {
        Self {
            edges: phrases(table.edges),
            openers: phrases(table.openers),
            accented: table.accented.split('|').filter(|word| !word.is_empty()).collect(),
            verbs: phrases(table.verbs),
            subjects: phrases(table.subjects),
            points: phrases(table.points),
            instead: phrases(table.instead),
        }
    }

    /// Whether a question begins with these words.
    fn opens(&self, ahead: &[&Token<'_>]) -> bool {
        let Some(first) = ahead.first() else { return false };
        let verb = length(&self.verbs, ahead).and_then(|verb| ahead.get(verb..));
        length(&self.openers, ahead).is_some()
            || self.accented.contains(&first.raw.to_lowercase().as_str())
            || verb.is_some_and(|after| length(&self.subjects, after).is_some())
    }
}

fn phrases(alternatives: &str) -> Vec<Vec<String>> {
    let all = alternatives.split('|').filter(|phrase| !phrase.is_empty());
    all.map(|phrase| phrase.split(' ').map(folded).collect()).collect()
}

/// How many words the longest phrase has that begins here.
fn length(phrases: &[Vec<String>], ahead: &[&Token<'_>]) -> Option<usize> {
    let fits = |phrase: &&Vec<String>| {
        phrase.len() <= ahead.len()
            && phrase.iter().zip(ahead).all(|(word, token)| *word == token.word)
    };
    phrases.iter().filter(fits).map(Vec::len).max()
}

/// What a message asks, in its language or English; `None` where it asks nothing.
pub fn question(text: &str, locale: &Locale) -> Option<Question> {
    let tokens = tokens(text);
    if !asks(&tokens, locale) {
        return None;
    }
    let words: Vec<&Token<'_>> = tokens.iter().filter(|token| token.kind == Kind::Word).collect();
    let has = |of: fn(&'static Words) -> &'static [Vec<String>]| {
        let among = |own: &'static Words| {
            (0..words.len())
                .any(|at| words.get(at..).is_some_and(|ahead| length(of(own), ahead).is_some()))
        };
        ALL.of(locale).any(among)
    };
    let points = words.len() <= POINTING_WORDS_MAX && has(|own| &own.points);
    let is_of_this = words.len() <= BARE_WORDS_MAX || (points && !has(|own| &own.instead));
    Some(if is_of_this { Question::OfThis } else { Question::Other })
}

/// Whether a question stands in a text: by its mark, or where a clause begins as a question does.
pub(super) fn asks(tokens: &[Token<'_>], locale: &Locale) -> bool {
    if tokens.iter().any(|token| token.is('?') || token.is('¿') || token.is('？')) {
        return true;
    }
    let mut begins = true;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.kind != Kind::Word {
            begins |= token.kind == Kind::Sign;
            at += 1;
            continue;
        }
        let ahead = clause(tokens, at);
        // `why not` agrees.
        if let Some(length) = agrees_or_refuses(&ahead, locale) {
            begins = true;
            at += length;
            continue;
        }
        if begins && ALL.of(locale).any(|own| own.opens(&ahead)) {
            return true;
        }
        begins = begins && ALL.of(locale).any(|own| length(&own.edges, &ahead).is_some());
        at += 1;
    }
    false
}

/// The words from here to the next sign or number.
fn clause<'a, 't>(tokens: &'a [Token<'t>], at: usize) -> Vec<&'a Token<'t>> {
    let ahead = tokens.get(at..).unwrap_or_default().iter();
    ahead.take_while(|token| token.kind == Kind::Word).collect()
}
