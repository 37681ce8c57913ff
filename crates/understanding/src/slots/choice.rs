//! Which of the options that were offered: `the second one`, `den andra`, `last`, `2`, `both`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lexicon::{self, Lexicon, Mark};
use super::read::{Kind, Token, folded, tokens};
use super::{Locale, Slot, number};

/// A choice among options in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// From 1.
    Nth(u8),
    Last,
    LastButOne,
    /// By its date, whatever the order is.
    Newest,
    Oldest,
    Both,
    All,
    None,
}

/// Greatest number of an option.
const OPTION_MAX: u64 = 50;
/// A message of so few words that is a bare number chooses.
const ANSWER_TOKENS_MAX: usize = 4;

/// Folded words; phrases with spaces. English holds everywhere.
const WORDS: &[(&str, &[(&str, Choice)])] = &[
    (
        "en",
        &[
            ("last but one", Choice::LastButOne),
            ("second to last", Choice::LastButOne),
            ("second last", Choice::LastButOne),
            ("last", Choice::Last),
            ("last one", Choice::Last),
            ("latter", Choice::Last),
            ("bottom one", Choice::Last),
            ("latest", Choice::Newest),
            ("newest", Choice::Newest),
            ("newer", Choice::Newest),
            ("most recent", Choice::Newest),
            ("oldest", Choice::Oldest),
            ("older", Choice::Oldest),
            ("former", Choice::Nth(1)),
            ("top one", Choice::Nth(1)),
            ("both", Choice::Both),
            ("all", Choice::All),
            ("all of them", Choice::All),
            ("everything", Choice::All),
            ("none", Choice::None),
            ("neither", Choice::None),
            ("none of them", Choice::None),
            ("none of these", Choice::None),
        ],
    ),
    (
        "sv",
        &[
            ("näst sista", Choice::LastButOne),
            ("sista", Choice::Last),
            ("sist", Choice::Last),
            ("senaste", Choice::Newest),
            ("nyaste", Choice::Newest),
            ("äldsta", Choice::Oldest),
            ("ingendera", Choice::None),
            ("inget av dem", Choice::None),
            ("ingen av de", Choice::None),
            ("den sista", Choice::Last),
            ("nedersta", Choice::Last),
            ("översta", Choice::Nth(1)),
            ("båda", Choice::Both),
            ("bägge", Choice::Both),
            ("alla", Choice::All),
            ("allt", Choice::All),
            ("allihop", Choice::All),
            ("ingen", Choice::None),
            ("inget", Choice::None),
            ("ingen av dem", Choice::None),
            ("inga", Choice::None),
        ],
    ),
    (
        "de",
        &[
            ("vorletzte", Choice::LastButOne),
            ("vorletzten", Choice::LastButOne),
            ("letzte", Choice::Last),
            ("letzten", Choice::Last),
            ("letztes", Choice::Last),
            ("letzteres", Choice::Last),
            ("neueste", Choice::Newest),
            ("neuesten", Choice::Newest),
            ("neuste", Choice::Newest),
            ("aktuellste", Choice::Newest),
            ("älteste", Choice::Oldest),
            ("ältesten", Choice::Oldest),
            ("keins davon", Choice::None),
            ("weder noch", Choice::None),
            ("ersteres", Choice::Nth(1)),
            ("unterste", Choice::Last),
            ("oberste", Choice::Nth(1)),
            ("beide", Choice::Both),
            ("beides", Choice::Both),
            ("beiden", Choice::Both),
            ("alle", Choice::All),
            ("alles", Choice::All),
            ("keine", Choice::None),
            ("keins", Choice::None),
            ("keines", Choice::None),
            ("keiner", Choice::None),
            ("keine davon", Choice::None),
        ],
    ),
    (
        "es",
        &[
            ("penúltimo", Choice::LastButOne),
            ("penúltima", Choice::LastButOne),
            ("último", Choice::Last),
            ("última", Choice::Last),
            ("el último", Choice::Last),
            ("más reciente", Choice::Newest),
            ("más nuevo", Choice::Newest),
            ("más nueva", Choice::Newest),
            ("más antiguo", Choice::Oldest),
            ("más antigua", Choice::Oldest),
            ("ni uno ni otro", Choice::None),
            ("ninguna de ellas", Choice::None),
            ("de abajo", Choice::Last),
            ("de arriba", Choice::Nth(1)),
            ("ambos", Choice::Both),
            ("ambas", Choice::Both),
            ("los dos", Choice::Both),
            ("las dos", Choice::Both),
            ("todos", Choice::All),
            ("todas", Choice::All),
            ("todo", Choice::All),
            ("ninguno", Choice::None),
            ("ninguna", Choice::None),
            ("ninguno de ellos", Choice::None),
        ],
    ),
];
/// Words before the number of an option.
const OPTION_WORDS: &[&str] = &[
    "option",
    "number",
    "no",
    "nr",
    "choice",
    "alternativ",
    "alternativet",
    "nummer",
    "val",
    "auswahl",
    "variante",
    "opción",
    "número",
    "num",
    "punkt",
    "punto",
];

/// The choices of a text.
pub fn choices(text: &str, locale: &Locale) -> Vec<Slot<Choice>> {
    let tokens = tokens(text);
    let lexicons = lexicon::of(locale.language);
    let words = tokens.iter().filter(|token| token.kind != Kind::Sign).count();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let read = named(&tokens, at, locale)
            .or_else(|| ordinal(&lexicons, &tokens, at))
            .or_else(|| option(&lexicons, &tokens, at))
            .or_else(|| bare(&lexicons, &tokens, at).filter(|_| words <= ANSWER_TOKENS_MAX));
        let Some((choice, after)) = read else {
            at += 1;
            continue;
        };
        found.extend(Slot::of(text, &tokens, at..after, vec![choice]));
        at = after;
    }
    found
}

type Read = Option<(Choice, usize)>;

/// The phrases of a language, folded, with those of English after them.
fn phrases(locale: &Locale) -> impl Iterator<Item = &'static (Vec<String>, Choice)> {
    let code = locale.language.code().to_owned();
    FOLDED.iter().filter(move |(own, _)| *own == code || *own == "en").flat_map(|(_, rows)| rows)
}

type Rows = Vec<(Vec<String>, Choice)>;

static FOLDED: LazyLock<Vec<(&str, Rows)>> = LazyLock::new(|| {
    let fold =
        |(phrase, choice): &(&str, Choice)| (phrase.split(' ').map(folded).collect(), *choice);
    WORDS.iter().map(|(code, phrases)| (*code, phrases.iter().map(fold).collect())).collect()
});
static OPTIONS: LazyLock<HashSet<String>> =
    LazyLock::new(|| OPTION_WORDS.iter().map(|word| folded(word)).collect());

fn named(tokens: &[Token<'_>], at: usize, locale: &Locale) -> Read {
    let first = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let fits = phrases(locale).filter_map(|(words, choice)| {
        let ahead = tokens.get(at..at + words.len())?;
        let same = words.first() == Some(&first.word)
            && ahead.iter().zip(words).all(|(token, word)| token.word == *word);
        same.then_some((*choice, at + words.len()))
    });
    fits.max_by_key(|(_, after)| *after)
}

/// `second`, `2nd`, `2:a`, `2º`: not before a unit of time (`first week`).
fn ordinal(lexicons: &[&Lexicon], tokens: &[Token<'_>], at: usize) -> Read {
    let wanted = |mark| match mark {
        Mark::Ordinal(number) => Some(number),
        _ => None,
    };
    let words = lexicons.iter().find_map(|lexicon| lexicon.at(tokens, at, wanted));
    let (number, after) = words.or_else(|| {
        let number = tokens.get(at)?.whole()?;
        let colon = tokens.get(at + 1).is_some_and(|token| token.glued && token.is(':'));
        let start = if colon { at + 2 } else { at + 1 };
        let glued = tokens.get(start).is_some_and(|token| token.glued);
        let sign =
            tokens.get(start).is_some_and(|token| token.is('º') || token.is('ª') || token.is('°'));
        let nth = lexicons.iter().find_map(|lexicon| lexicon.is(tokens, start, Mark::Nth));
        let after = nth.filter(|_| glued).or((sign && glued).then_some(start + 1))?;
        Some((number, after))
    })?;
    nth(number, after)
}

/// `option 2`, `nummer två`, `#2`
fn option(lexicons: &[&Lexicon], tokens: &[Token<'_>], at: usize) -> Read {
    let token = tokens.get(at)?;
    let announces = token.is('#') || (token.kind == Kind::Word && OPTIONS.contains(&token.word));
    let start = if tokens.get(at + 1).is_some_and(|next| next.is('.')) { at + 2 } else { at + 1 };
    let (number, after) = number::whole(lexicons, tokens, start).filter(|_| announces)?;
    nth(number, after)
}

/// A bare number, where the message is little else: `2`, `2)`, `två tack`.
fn bare(lexicons: &[&Lexicon], tokens: &[Token<'_>], at: usize) -> Read {
    let (number, after) = number::whole(lexicons, tokens, at)?;
    // `the second one`
    let is_article = number == 1 && tokens.len() > 1 && !tokens.get(at)?.is_number();
    let next = tokens.get(after);
    let told = |mark| matches!(mark, Mark::Unit(_) | Mark::Percent | Mark::Month(_)).then_some(());
    let counts = lexicons.iter().any(|lexicon| lexicon.at(tokens, after, told).is_some());
    let is_part =
        next.is_some_and(|next| next.glued && !next.is('.') && !next.is(')') && !next.is('!'));
    let belongs = tokens.get(at).is_some_and(|token| {
        token.glued && at > 0 && !tokens.get(at - 1).is_some_and(|before| before.is('('))
    });
    (!counts && !is_part && !belongs && !is_article).then(|| nth(number, after)).flatten()
}

fn nth(number: u64, after: usize) -> Read {
    let number = u8::try_from(number)
        .ok()
        .filter(|number| (1..=OPTION_MAX).contains(&u64::from(*number)))?;
    Some((Choice::Nth(number), after))
}
