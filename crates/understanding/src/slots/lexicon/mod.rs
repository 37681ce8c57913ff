//! The words that numbers, dates and lengths are made of, by language.

mod de;
mod en;
mod es;
mod sv;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::read::{Kind, Token, folded};
use super::span::Unit;
use crate::language::Language;

/// What a word or a row of words means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A number below a hundred, or a hundred that is one word.
    Number(u64),
    /// `hundred`, `thousand`: what stands before is taken so many times.
    Times(u64),
    /// Joins parts of a number: `and`, `och`, `und`, `y`.
    And,
    /// `a`, `en`, `ein`, `un`: one, before a unit.
    One,
    /// `a couple of`, `ett par`: two or three.
    Few,
    /// The `n`-th.
    Ordinal(u64),
    Unit(Unit),
    /// From 1, January.
    Month(i8),
    /// From 1, Monday.
    Weekday(i8),
    /// So many days from today.
    Days(i32),
    /// The last such weekday, in one word: `i fredags`. From 1, Monday.
    LastDay(i8),
    Next,
    Last,
    This,
    /// After a weekday: `que viene`, `pasado`, `nästa vecka`.
    NextAfter,
    LastAfter,
    /// Before a length: `in`, `om`, `dentro de`.
    In,
    /// Before a length: `vor`, `hace`, `för`.
    Before,
    /// After a length: `ago`, `sedan`.
    Ago,
    /// Before a bare day of a month: `the`, `den`, `am`, `el`.
    TheDay,
    /// After the number of a day: `th`, `e`.
    Nth,
    /// Between day and month: `of`, `de`.
    Of,
    MonthStart,
    MonthMid,
    MonthEnd,
    NextMonthStart,
    NextMonthEnd,
    Weekend,
    Payday,
    /// Between two of a range: `to`, `bis`, `till`.
    To,
    Percent,
    /// Before a number that is a time of day.
    Clock,
}

/// The tables of one language: alternatives are separated by `|`, words of a phrase by spaces.
struct Table {
    numbers: &'static [(&'static str, u64)],
    ordinals: &'static [(&'static str, u64)],
    months: [&'static str; 12],
    weekdays: [&'static str; 7],
    others: &'static [(&'static str, Mark)],
}

type Row = (Vec<String>, Mark);

/// The words of a language.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// By the first word.
    rows: HashMap<String, Vec<Row>>,
    /// Folded number words of which one word is put together: `zweihundertfünfzig`. Longest first.
    parts: Vec<(String, Part)>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Add(u64),
    Times(u64),
    And,
}

impl Lexicon {
    fn new(table: &Table) -> Self {
        let mut lexicon = Self { rows: HashMap::new(), parts: Vec::new() };
        for (words, number) in table.numbers {
            lexicon.add(words, Mark::Number(*number));
        }
        for (words, number) in table.ordinals {
            lexicon.add(words, Mark::Ordinal(*number));
        }
        for (number, words) in (1..).zip(table.months) {
            lexicon.add(words, Mark::Month(number));
        }
        for (number, words) in (1..).zip(table.weekdays) {
            lexicon.add(words, Mark::Weekday(number));
        }
        for (words, mark) in table.others {
            lexicon.add(words, *mark);
        }
        lexicon.parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        lexicon
    }

    fn add(&mut self, alternatives: &str, mark: Mark) {
        for phrase in alternatives.split('|') {
            let words: Vec<String> = phrase.split(' ').map(folded).collect();
            let part = match mark {
                Mark::Number(number) => Some(Part::Add(number)),
                Mark::Times(number) => Some(Part::Times(number)),
                Mark::And => Some(Part::And),
                _ => None,
            };
            if let ([word], Some(part)) = (words.as_slice(), part)
                && word.len() > 1
            {
                self.parts.push((word.clone(), part));
            }
            let Some(first) = words.first().cloned() else { continue };
            self.rows.entry(first).or_default().push((words, mark));
        }
    }

    /// The longest row of words at a place that means what is wanted, and the place after it.
    pub(super) fn at<V>(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        wanted: impl Fn(Mark) -> Option<V>,
    ) -> Option<(V, usize)> {
        let first = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        let rows = self.rows.get(&first.word)?;
        let ahead = tokens.get(at..).unwrap_or_default();
        let fits = |words: &[String]| {
            let same = |(word, token): (&String, &Token<'_>)| *word == token.word;
            words.len() <= ahead.len() && words.iter().zip(ahead).all(same)
        };
        let found = rows.iter().filter(|(words, _)| fits(words));
        let found = found.filter_map(|(words, mark)| Some((wanted(*mark)?, words.len())));
        let (value, length) = found.max_by_key(|(_, length)| *length)?;
        Some((value, at + length))
    }

    /// Whether this mark stands at a place; the place after it.
    pub(super) fn is(&self, tokens: &[Token<'_>], at: usize, mark: Mark) -> Option<usize> {
        self.at(tokens, at, |one| (one == mark).then_some(())).map(|(_, after)| after)
    }

    /// A number in one word, put together of others: `tvåhundrafemtio`.
    pub(super) fn compound(&self, word: &str) -> Option<u64> {
        let (mut rest, mut total, mut current, mut parts) = (word, 0_u64, 0_u64, 0);
        while !rest.is_empty() {
            let (part, left) = self.parts.iter().find_map(|(known, part)| {
                rest.strip_prefix(known.as_str()).map(|left| (*part, left))
            })?;
            match part {
                Part::Add(number) => current += number,
                Part::Times(1_000) => {
                    total += current.max(1) * 1_000;
                    current = 0;
                }
                Part::Times(times) => current = current.max(1).saturating_mul(times),
                Part::And => {}
            }
            rest = left;
            parts += 1;
            if parts > COMPOUND_PARTS_MAX {
                return None;
            }
        }
        (parts > 1).then_some(total + current)
    }
}

/// Most parts of a number in one word.
const COMPOUND_PARTS_MAX: usize = 8;

static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&en::TABLE));
static SV: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&sv::TABLE));
static DE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&de::TABLE));
static ES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&es::TABLE));

/// The words of a language where they are known, then English ones.
pub(super) fn of(language: Language) -> Vec<&'static Lexicon> {
    let own: Option<&'static Lexicon> = match language.code() {
        "sv" => Some(&SV),
        "de" => Some(&DE),
        "es" => Some(&ES),
        _ => None,
    };
    own.into_iter().chain([&*EN]).collect()
}
