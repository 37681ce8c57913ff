//! A draft against the text.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Found;
use super::lexicon::Lexicon;
use super::tokens::{Kind, Token, is_plain, read};

/// How much longer a draft may be: so many times the text, and so many characters.
const TIMES_MAX: usize = 2;
const MORE_CHARS_MAX: usize = 80;
/// Sentences that a draft may have more, besides courtesies.
const MORE_SENTENCES_MAX: usize = 1;

/// What is counted of a text.
#[derive(Debug, Default)]
struct Counted {
    /// Amounts, with their currency, in order.
    amounts: Vec<String>,
    /// Other numbers, with their unit, in order.
    numbers: Vec<String>,
    signs: BTreeMap<String, usize>,
    number_words: BTreeMap<String, usize>,
    dates: BTreeMap<String, usize>,
    classes: BTreeMap<String, usize>,
    negations: usize,
    /// Sentences that only a weak negation negates.
    weak_negations: usize,
    sentences: usize,
    questions: usize,
}

/// Everything in which the draft says something else.
pub(super) fn differences(lexicon: &Lexicon, text: &str, draft: &str) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    let (text_chars, draft_chars) = (text.chars().count(), draft.chars().count());
    if draft.trim().is_empty() || draft_chars > text_chars * TIMES_MAX + MORE_CHARS_MAX {
        found.insert(Found::Length);
        return found;
    }
    if draft.chars().any(|c| !is_plain(c) && !text.contains(c)) {
        found.insert(Found::Hidden);
    }
    let (given, said) = (read(text), without_courtesies(lexicon, read(draft)));
    unknown_words(lexicon, &given, &said, &mut found);
    let given = without_courtesies(lexicon, given);
    let (given, said) = (count(lexicon, text, &given), count(lexicon, draft, &said));
    if said.amounts != given.amounts || said.numbers != given.numbers {
        found.insert(Found::Number);
    }
    let more = |said: &BTreeMap<String, usize>, given: &BTreeMap<String, usize>| {
        said.iter().any(|(word, times)| *times > given.get(word).copied().unwrap_or(0))
    };
    let checks = [
        (said.signs != given.signs, Found::Link),
        (more(&said.number_words, &given.number_words), Found::Number),
        (said.dates != given.dates, Found::Date),
        (more(&said.classes, &given.classes), Found::Promise),
        (said.negations != given.negations, Found::Negation),
        (said.weak_negations != given.weak_negations, Found::Negation),
        (said.questions != given.questions, Found::Question),
        (said.sentences > given.sentences + MORE_SENTENCES_MAX, Found::Length),
        (said.sentences == 0, Found::Length),
    ];
    found.extend(checks.into_iter().filter(|(is, _)| *is).map(|(_, found)| found));
    found
}

/// Without phrases of courtesy that are a sentence, or stand before a comma.
fn without_courtesies(lexicon: &Lexicon, tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let (mut at, mut opens) = (0, false);
    while let Some(token) = tokens.get(at) {
        let courtesy = lexicon.courtesies.iter().map(Vec::len).filter(|_| token.opens || opens);
        let length = courtesy.zip(&lexicon.courtesies).filter(|(length, phrase)| {
            let said = tokens.get(at..at + length).unwrap_or_default();
            let same = said.iter().map(|one| &one.low).eq(phrase.iter());
            same && said.last().is_some_and(|last| last.closes || at + length == tokens.len())
        });
        if let Some(length) = length.map(|(length, _)| length).max() {
            at += length;
            opens = true;
            continue;
        }
        let mut token = token.clone();
        token.opens |= opens;
        opens = false;
        kept.push(token);
        at += 1;
    }
    kept
}

/// Words that neither the text has nor the lists, and capitals where no name is.
fn unknown_words(lexicon: &Lexicon, given: &[Token], said: &[Token], found: &mut BTreeSet<Found>) {
    let words: HashSet<&str> = given.iter().map(|token| token.low.as_str()).collect();
    let capitals: HashSet<&str> =
        given.iter().filter(|token| token.capital).map(|token| token.low.as_str()).collect();
    let shouted: HashSet<&str> =
        given.iter().filter(|token| token.all_capitals).map(|token| token.low.as_str()).collect();
    for token in said.iter().filter(|token| token.kind == Kind::Word) {
        let word = token.low.as_str();
        let known = words.contains(word) || lexicon.is_harmless(word);
        let named = token.capital && !token.opens;
        let capital = !named || capitals.contains(word) || lexicon.may_be_capital(word);
        let shout = token.all_capitals && !shouted.contains(word);
        if !known || !capital || shout {
            found.insert(Found::Name);
        }
    }
}

fn count(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Counted {
    let mut counted =
        Counted { questions: text.chars().filter(|c| *c == '?').count(), ..Counted::default() };
    let add =
        |map: fn(&mut Counted) -> &mut BTreeMap<String, usize>, word: &str, of: &mut Counted| {
            *map(of).entry(word.to_owned()).or_insert(0) += 1;
        };
    let mut negated = false;
    for (place, token) in tokens.iter().enumerate() {
        if token.opens {
            counted.sentences += 1;
            negated = false;
        }
        let strong = token.kind == Kind::Word && lexicon.is_negation(&token.low);
        let weak = token.kind == Kind::Word && !negated && lexicon.is_weak_negation(&token.low);
        counted.negations += usize::from(strong);
        counted.weak_negations += usize::from(weak);
        negated |= strong || weak;
        let word = token.low.as_str();
        match token.kind {
            Kind::Number => number(lexicon, tokens, place, &mut counted),
            Kind::Sign if lexicon.is_currency(token) => {}
            Kind::Sign => add(|c| &mut c.signs, word, &mut counted),
            Kind::Word => {
                if lexicon.is_number(word) {
                    add(|c| &mut c.number_words, word, &mut counted);
                }
                if lexicon.is_date(word) {
                    add(|c| &mut c.dates, word, &mut counted);
                }
                for class in lexicon.classes(word) {
                    add(|c| &mut c.classes, class, &mut counted);
                }
            }
        }
    }
    counted
}

/// A number with what stands beside it: its currency, its unit, its month.
fn number(lexicon: &Lexicon, tokens: &[Token], place: usize, counted: &mut Counted) {
    let Some(token) = tokens.get(place) else { return };
    let before = place.checked_sub(1).and_then(|place| tokens.get(place));
    let after = tokens.get(place + 1);
    let is_currency = |token: &&Token| lexicon.is_currency(token);
    let currency = after.filter(is_currency).or_else(|| before.filter(is_currency));
    let signed = token.low.contains(['€', '£', '$']);
    if signed || currency.is_some() {
        let currency = currency.map_or("", |one| one.low.as_str());
        counted.amounts.push(format!("{}{currency}", token.low));
    } else {
        let unit = after.map(|after| lexicon.unit(after)).unwrap_or_default();
        counted.numbers.push(format!("{} {unit}", token.low));
    }
}
