//! The small language that rules are written in.
//!
//! A pattern is a row of words, matched against the folded words of one sentence, in order:
//!
//! | written | means |
//! |---|---|
//! | `human` | this word, however it is capitalised, accented or stretched |
//! | `human*` | a word that begins so |
//! | `human~` | this word, with at most one letter missing, added, swapped or wrong |
//! | `(talk\|speak up)` | one of these; words of a phrase follow one another |
//! | `@want` | a word of the file's group `want` |
//! | `@*.want` | a word of the group `want` of any file |
//! | `please?` | may be there or not; also after `)` and a group |
//! | `..` or `..2` | up to four, or up to two, other words |
//! | `~@link` | up to six words, all of this group |
//! | `^`, `$` | the sentence begins, ends here; courtesies (`fillers`) do not count |
//!
//! There is no repetition and no nesting, so a pattern is a fixed row of steps (or, with phrases in
//! brackets, a few of them) and a text is read once, whatever it holds.

use std::collections::BTreeMap;

use crate::words::fold_word;

/// Most steps of a pattern.
pub const STEPS_MAX: usize = 10;
/// Most words between two steps.
pub const GAP_WORDS_MAX: u8 = 8;
/// Fewest letters of a beginning (`word*`).
pub const STEM_LETTERS_MIN: usize = 2;
/// Fewest letters of a word that may be mistyped (`word~`).
pub const TYPO_LETTERS_MIN: usize = 5;
/// Most words of a group or an alternative.
pub const GROUP_WORDS_MAX: usize = 300;

/// Most rows that the phrases of a pattern's brackets make of it.
pub const ROWS_MAX: usize = 64;

const GAP_WORDS: u8 = 4;
const LINK_WORDS: u8 = 6;

/// How a word of a rule is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum How {
    Whole,
    Beginning,
    Mistyped,
}

/// One word of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) how: How,
}

/// A set of words, sorted: equal sets are one set.
pub(super) type Set = Vec<Word>;

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) set: Set,
    pub(super) optional: bool,
    /// Most other words before it.
    pub(super) gap: u8,
    /// What those words must be; anything where there is none.
    pub(super) through: Option<Set>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) steps: Vec<Step>,
    pub(super) from_start: bool,
    pub(super) to_end: bool,
}

/// The groups that a pattern may name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Groups<'g> {
    pub(super) own: &'g BTreeMap<String, Set>,
    /// Of all files.
    pub(super) all: &'g BTreeMap<String, Set>,
}

/// What is wrong with a pattern or a word, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("{word:?} is not one word: write it as words with spaces between them")]
    NotOneWord { word: String },
    #[error("the beginning {word:?} meets too much: give it {STEM_LETTERS_MIN} letters or more")]
    ShortStem { word: String },
    #[error(
        "{word:?} is too short to be mistyped: words with `~` need {TYPO_LETTERS_MIN} letters or more"
    )]
    ShortTypo { word: String },
    #[error("there is no group {name:?}: add it under [groups], or mend the name")]
    NoGroup { name: String },
    #[error("a group holds {count} words, {GROUP_WORDS_MAX} are the limit: make two of it")]
    BigGroup { count: usize },
    #[error("`(` needs words with `|` between them and a `)`, in {element:?}")]
    Brackets { element: String },
    #[error("a gap stands between two words: there must be a word before and after {element:?}")]
    LooseGap { element: String },
    #[error("{element:?} is no gap: `..` or `..1` to `..{GAP_WORDS_MAX}`")]
    BadGap { element: String },
    #[error("`^` comes first and `$` last")]
    Anchor,
    #[error("it has {count} steps, {STEPS_MAX} are the limit: make two patterns of it")]
    Long { count: usize },
    #[error("its phrases in brackets make more than {ROWS_MAX} rows: make two patterns of it")]
    Rows,
    #[error(
        "every step of it may be left out: it would match everything, so make one of them firm"
    )]
    Nothing,
}

/// Reads one word of a group or a pattern.
pub(super) fn word(written: &str) -> Result<Word, PatternError> {
    let (bare, how) = if let Some(bare) = written.strip_suffix('*') {
        (bare, How::Beginning)
    } else if let Some(bare) = written.strip_suffix('~') {
        (bare, How::Mistyped)
    } else {
        (written, How::Whole)
    };
    let plain = !bare.is_empty() && bare.chars().all(|ch| ch.is_alphanumeric() || ch == '\'');
    let text = plain.then(|| fold_word(bare)).flatten();
    let text = text.ok_or_else(|| PatternError::NotOneWord { word: written.to_owned() })?;
    let letters = text.len();
    match how {
        How::Beginning if letters < STEM_LETTERS_MIN => {
            Err(PatternError::ShortStem { word: written.to_owned() })
        }
        How::Mistyped if letters < TYPO_LETTERS_MIN => {
            Err(PatternError::ShortTypo { word: written.to_owned() })
        }
        _ => Ok(Word { text, how }),
    }
}

/// A set of these words, in order and each once.
pub(super) fn set(words: impl IntoIterator<Item = Word>) -> Result<Set, PatternError> {
    let mut set: Set = words.into_iter().collect();
    set.sort();
    set.dedup();
    if set.len() > GROUP_WORDS_MAX {
        return Err(PatternError::BigGroup { count: set.len() });
    }
    Ok(set)
}

impl Pattern {
    /// The rows that a pattern stands for: more than one where its brackets hold phrases.
    pub(super) fn parse(written: &str, groups: Groups<'_>) -> Result<Vec<Self>, PatternError> {
        let mut rows: Vec<Vec<String>> = vec![Vec::new()];
        for element in elements(written)? {
            let variants = variants(&element)?;
            if rows.len() * variants.len() > ROWS_MAX {
                return Err(PatternError::Rows);
            }
            let longer = |row: &Vec<String>| -> Vec<Vec<String>> {
                variants.iter().map(|more| row.iter().chain(more).cloned().collect()).collect()
            };
            rows = rows.iter().flat_map(longer).collect();
        }
        rows.iter().map(|row| Self::parse_row(row, groups)).collect()
    }

    fn parse_row(elements: &[String], groups: Groups<'_>) -> Result<Self, PatternError> {
        let is = |element: Option<&String>, anchor: &str| element.is_some_and(|it| it == anchor);
        let from_start = is(elements.first(), "^");
        let to_end = elements.len() > 1 && is(elements.last(), "$");
        let inside = elements.len() - usize::from(from_start) - usize::from(to_end);
        let mut steps: Vec<Step> = Vec::new();
        let mut gap: Option<(&str, Gap)> = None;
        for element in elements.iter().skip(usize::from(from_start)).take(inside) {
            let loose = || PatternError::LooseGap { element: element.clone() };
            if element == "^" || element == "$" {
                return Err(PatternError::Anchor);
            }
            if let Some(found) = read_gap(element, groups)? {
                if steps.is_empty() || gap.is_some() {
                    return Err(loose());
                }
                gap = Some((element, found));
                continue;
            }
            let (bare, optional) = match element.strip_suffix('?') {
                Some(bare) => (bare, true),
                None => (element.as_str(), false),
            };
            let (gap, through) = gap.take().map_or((0, None), |(_, found)| found);
            steps.push(Step { set: read_set(bare, groups)?, optional, gap, through });
        }
        if let Some((element, _)) = gap {
            return Err(PatternError::LooseGap { element: element.to_owned() });
        }
        if steps.len() > STEPS_MAX {
            return Err(PatternError::Long { count: steps.len() });
        }
        if steps.iter().all(|step| step.optional) {
            return Err(PatternError::Nothing);
        }
        Ok(Self { steps, from_start, to_end })
    }
}

/// The elements of a pattern: spaces in brackets do not part them.
fn elements(written: &str) -> Result<Vec<String>, PatternError> {
    let mut elements: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for part in written.split_whitespace() {
        let element = match open.take() {
            Some(begun) => format!("{begun} {part}"),
            None => part.to_owned(),
        };
        if element.contains('(') && !element.contains(')') {
            open = Some(element);
        } else {
            elements.push(element);
        }
    }
    match open {
        Some(element) => Err(PatternError::Brackets { element }),
        None => Ok(elements),
    }
}

/// What an element may stand for: each phrase in its brackets by itself, all single words together.
fn variants(element: &str) -> Result<Vec<Vec<String>>, PatternError> {
    if !element.contains(' ') {
        return Ok(vec![vec![element.to_owned()]]);
    }
    let brackets = || PatternError::Brackets { element: element.to_owned() };
    let (inside, optional) = match element.strip_suffix('?') {
        Some(bare) => (bare, true),
        None => (element, false),
    };
    let inside = inside.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inside = inside.ok_or_else(brackets)?;
    let (phrases, words): (Vec<&str>, Vec<&str>) =
        inside.split('|').map(str::trim).partition(|one| one.contains(' '));
    let mut variants: Vec<Vec<String>> = phrases
        .iter()
        .map(|phrase| phrase.split_whitespace().map(str::to_owned).collect())
        .collect();
    match (words.is_empty(), optional) {
        (false, _) => {
            let mark = if optional { "?" } else { "" };
            variants.push(vec![format!("({}){mark}", words.join("|"))]);
        }
        (true, true) => variants.push(Vec::new()),
        (true, false) => {}
    }
    Ok(variants)
}

type Gap = (u8, Option<Set>);

fn read_gap(element: &str, groups: Groups<'_>) -> Result<Option<Gap>, PatternError> {
    if let Some(count) = element.strip_prefix("..") {
        let words = if count.is_empty() { Some(GAP_WORDS) } else { count.parse().ok() };
        let words = words.filter(|words| (1..=GAP_WORDS_MAX).contains(words));
        let words = words.ok_or_else(|| PatternError::BadGap { element: element.to_owned() })?;
        return Ok(Some((words, None)));
    }
    let Some(through) = element.strip_prefix('~') else { return Ok(None) };
    Ok(Some((LINK_WORDS, Some(read_set(through, groups)?))))
}

fn read_set(element: &str, groups: Groups<'_>) -> Result<Set, PatternError> {
    if let Some(name) = element.strip_prefix('@') {
        let (groups, bare) = match name.strip_prefix("*.") {
            Some(bare) => (groups.all, bare),
            None => (groups.own, name),
        };
        let found = groups.get(bare).cloned();
        return found.ok_or_else(|| PatternError::NoGroup { name: name.to_owned() });
    }
    if !element.contains(['(', ')', '|']) {
        return set([word(element)?]);
    }
    let inside = element.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inside = inside.ok_or_else(|| PatternError::Brackets { element: element.to_owned() })?;
    set(inside.split('|').map(word).collect::<Result<Vec<_>, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_all(written: &str) -> Result<Vec<Pattern>, PatternError> {
        let want = set([word("want").unwrap(), word("need*").unwrap()]).unwrap();
        let own = BTreeMap::from([("want".to_owned(), want)]);
        Pattern::parse(written, Groups { own: &own, all: &own })
    }

    fn parse(written: &str) -> Result<Pattern, PatternError> {
        parse_all(written).map(|mut rows| rows.remove(0))
    }

    #[test]
    fn a_phrase_in_brackets_makes_a_row() {
        let rows = parse_all("(no one|nobody|never) (answers|picks up)").unwrap();
        let lengths: Vec<usize> = rows.iter().map(|row| row.steps.len()).collect();
        assert_eq!(lengths, [4, 3, 3, 2]);
        assert_eq!(parse_all("is (not yet)? here").unwrap().len(), 2);
        let many = "(a b|c d|e f|g h) ".repeat(4);
        assert_eq!(parse_all(&many), Err(PatternError::Rows));
    }

    #[test]
    fn a_pattern_is_a_row_of_steps() {
        let pattern = parse("^ @want ..2 (a|an)? human~ $").unwrap();
        assert!(pattern.from_start && pattern.to_end);
        let shape: Vec<_> =
            pattern.steps.iter().map(|step| (step.set.len(), step.optional, step.gap)).collect();
        assert_eq!(shape, [(2, false, 0), (2, true, 2), (1, false, 0)]);
        assert!(parse("@want ~@want human").unwrap().steps[1].through.is_some());
    }

    #[test]
    fn what_is_wrong_is_said_with_the_fix() {
        let cases = [
            ("l'agent", "not one word"),
            ("a*", "2 letters"),
            ("real~", "5 letters"),
            ("@wnat human", "no group \"wnat\""),
            ("(talk|speak human", "`(` needs"),
            (".. human", "between two words"),
            ("human ..", "between two words"),
            ("a .. .. b", "between two words"),
            ("a ..9 b", "is no gap"),
            ("a ^ b", "`^` comes first"),
            ("a b c d e f g h i j k", "11 steps"),
            ("please?", "everything"),
            ("^ $", "everything"),
            ("", "everything"),
            ("hu-man", "not one word"),
        ];
        for (written, expected) in cases {
            let said = parse(written).unwrap_err().to_string();
            assert!(said.contains(expected), "{written}: {said}");
        }
    }
}
