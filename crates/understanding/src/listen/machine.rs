//! Finds the patterns in a text: one pass over its words, whatever they are.
//!
//! Every pattern keeps, for each of its steps, at most one place in the text where it stands: the
//! newest, which can do everything an older one can. So the work for a word is bounded by the steps
//! of all patterns, never by the words before it; there is no way back and nothing to blow up.

use std::collections::HashMap;

use super::pattern::{How, Pattern, Set, Word};
use crate::words::Tokens;

/// Most places where one rule is noted in a message.
const HITS_PER_RULE_MAX: usize = 32;

/// Where a pattern stood: first and last word, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) rule: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    /// Whether it is an exception (`unless`) of the rule.
    pub(super) except: bool,
}

#[derive(Debug, Clone)]
struct Step {
    set: usize,
    optional: bool,
    gap: u8,
    through: Option<usize>,
}

#[derive(Debug, Clone)]
struct Row {
    rule: usize,
    except: bool,
    steps: Vec<Step>,
    from_start: bool,
    to_end: bool,
    /// The number of its first step among all steps.
    offset: usize,
}

/// All patterns of all rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Machine {
    rows: Vec<Row>,
    sets: HashMap<Set, usize>,
    whole: HashMap<String, Vec<usize>>,
    beginnings: HashMap<String, Vec<usize>>,
    beginning_bytes_max: usize,
    /// By every word that is left when one letter of a word that may be mistyped is taken out.
    mistyped: HashMap<String, Vec<(String, usize)>>,
    /// For each set, the rows and steps that may begin with it.
    begins: Vec<Vec<(usize, usize)>>,
    fillers: Option<usize>,
    steps: usize,
}

/// Where a row stands: waiting for `step`, `passed` words after the last one it met.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    row: usize,
    step: usize,
    passed: u8,
    first: usize,
}

impl Machine {
    /// Adds a pattern of a rule.
    pub(super) fn add(&mut self, rule: usize, except: bool, pattern: &Pattern) {
        let mut steps = Vec::with_capacity(pattern.steps.len());
        for step in &pattern.steps {
            let through = step.through.as_ref().map(|set| self.set(set));
            let set = self.set(&step.set);
            steps.push(Step { set, optional: step.optional, gap: step.gap, through });
        }
        let row = self.rows.len();
        for (at, step) in steps.iter().enumerate() {
            if let Some(begins) = self.begins.get_mut(step.set) {
                begins.push((row, at));
            }
            if !step.optional {
                break;
            }
        }
        let Pattern { from_start, to_end, .. } = *pattern;
        let offset = self.steps;
        self.steps += steps.len();
        self.rows.push(Row { rule, except, steps, from_start, to_end, offset });
    }

    /// Words that do not count at the edges of a sentence.
    pub(super) fn set_fillers(&mut self, fillers: &Set) {
        self.fillers = Some(self.set(fillers));
    }

    fn set(&mut self, set: &Set) -> usize {
        if let Some(number) = self.sets.get(set) {
            return *number;
        }
        let number = self.sets.len();
        self.sets.insert(set.clone(), number);
        self.begins.push(Vec::new());
        for Word { text, how } in set {
            match how {
                How::Whole => self.whole.entry(text.clone()).or_default().push(number),
                How::Beginning => {
                    self.beginning_bytes_max = self.beginning_bytes_max.max(text.len());
                    self.beginnings.entry(text.clone()).or_default().push(number);
                }
                How::Mistyped => {
                    self.whole.entry(text.clone()).or_default().push(number);
                    let mut scratch = String::new();
                    for left_out in 0..=text.len() {
                        without(text, left_out, &mut scratch);
                        let near = self.mistyped.entry(scratch.clone()).or_default();
                        near.push((text.clone(), number));
                    }
                }
            }
        }
        number
    }

    /// The sets that a word is in, appended.
    fn look_up(&self, word: &str, scratch: &mut String, found: &mut Vec<usize>) {
        let from = found.len();
        found.extend(self.whole.get(word).into_iter().flatten());
        let known = found.len() > from;
        for end in 1..=word.len().min(self.beginning_bytes_max) {
            let beginning = word.get(..end).and_then(|beginning| self.beginnings.get(beginning));
            found.extend(beginning.into_iter().flatten());
        }
        // A word that a rule spells out is that word, not another one mistyped.
        if known || word.len() + 1 < super::pattern::TYPO_LETTERS_MIN {
            return;
        }
        for left_out in 0..=word.len() {
            without(word, left_out, scratch);
            for (meant, set) in self.mistyped.get(scratch.as_str()).into_iter().flatten() {
                if is_near(word, meant) && !found.iter().skip(from).any(|one| one == set) {
                    found.push(*set);
                }
            }
        }
    }

    /// Every place of every pattern, in the order of where it ends.
    pub(super) fn find(&self, tokens: &Tokens) -> Vec<Hit> {
        let text = Read::new(self, tokens);
        let mut run = Run {
            text: &text,
            machine: self,
            waiting: Vec::new(),
            next: Vec::new(),
            newest: vec![(0, 0); self.steps],
            is_in: vec![0; self.sets.len()],
            hits: Vec::new(),
            counts: HashMap::new(),
        };
        for at in 0..tokens.len() {
            run.word(at);
        }
        run.hits
    }
}

/// What is known of a text's words before patterns are looked for.
struct Read {
    sets: Vec<usize>,
    /// Where each word's sets end in `sets`.
    ends: Vec<usize>,
    opens: Vec<bool>,
    /// Whether only fillers stand between a word and the beginning, or the end, of its sentence.
    near_start: Vec<bool>,
    near_end: Vec<bool>,
}

impl Read {
    fn new(machine: &Machine, tokens: &Tokens) -> Self {
        let (mut sets, mut ends) = (Vec::new(), Vec::with_capacity(tokens.len()));
        let mut filler = Vec::with_capacity(tokens.len());
        let mut scratch = String::new();
        for token in tokens.iter() {
            let from = sets.len();
            machine.look_up(token.text, &mut scratch, &mut sets);
            let found = sets.get(from..).unwrap_or_default();
            filler.push(machine.fillers.is_some_and(|fillers| found.contains(&fillers)));
            ends.push(sets.len());
        }
        let opens: Vec<bool> = tokens.iter().map(|token| token.opens).collect();
        let mut near_start = Vec::with_capacity(tokens.len());
        let mut only_fillers = true;
        for (opens, filler) in opens.iter().zip(&filler) {
            near_start.push(*opens || only_fillers);
            only_fillers = (*opens || only_fillers) && *filler;
        }
        // Backwards: a word said again ("agent agent agent") is said once.
        let mut near_end = Vec::with_capacity(tokens.len());
        let mut after: Option<(bool, &str, bool, bool)> = None;
        for ((token, filler), opens) in tokens.iter().zip(&filler).zip(&opens).rev() {
            let near = after.is_none_or(|(near, text, filler, opens)| {
                opens || (near && (filler || text == token.text))
            });
            near_end.push(near);
            after = Some((near, token.text, *filler, *opens));
        }
        near_end.reverse();
        Self { sets, ends, opens, near_start, near_end }
    }

    fn sets(&self, at: usize) -> &[usize] {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let to = self.ends.get(at).copied().unwrap_or_default();
        self.sets.get(from.unwrap_or_default()..to).unwrap_or_default()
    }
}

struct Run<'r> {
    text: &'r Read,
    machine: &'r Machine,
    waiting: Vec<Waiting>,
    next: Vec<Waiting>,
    /// For each step of all rows, the word that put it into `next`, counted from 1, and where in it.
    newest: Vec<(u32, u32)>,
    /// For each set, the last word that was in it, counted from 1.
    is_in: Vec<u32>,
    hits: Vec<Hit>,
    counts: HashMap<(usize, bool), usize>,
}

impl Run<'_> {
    fn word(&mut self, at: usize) {
        let (text, machine) = (self.text, self.machine);
        if text.opens.get(at) == Some(&true) {
            self.waiting.clear();
        }
        for set in text.sets(at) {
            if let Some(is_in) = self.is_in.get_mut(*set) {
                *is_in = number(at);
            }
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        for one in &waiting {
            self.advance(at, *one);
        }
        for set in text.sets(at) {
            for (row, step) in machine.begins.get(*set).into_iter().flatten() {
                let Some(found) = machine.rows.get(*row) else { continue };
                if !found.from_start || text.near_start.get(at) == Some(&true) {
                    self.reach(at, *row, *step, at);
                }
            }
        }
        waiting.clear();
        self.waiting = std::mem::replace(&mut self.next, waiting);
    }

    fn meets(&self, at: usize, set: usize) -> bool {
        self.is_in.get(set) == Some(&number(at))
    }

    fn advance(&mut self, at: usize, one: Waiting) {
        let machine = self.machine;
        let Some(row) = machine.rows.get(one.row) else { return };
        let ahead = row.steps.get(one.step..).unwrap_or_default();
        let mut allowed = 0_u8;
        for (ahead, step) in ahead.iter().enumerate() {
            allowed = allowed.saturating_add(step.gap);
            if one.passed <= allowed && self.meets(at, step.set) {
                self.reach(at, one.row, one.step + ahead, one.first);
            }
            if !step.optional {
                break;
            }
        }
        let through = ahead.first().and_then(|step| step.through);
        if one.passed < allowed && through.is_none_or(|set| self.meets(at, set)) {
            self.wait(at, Waiting { passed: one.passed + 1, ..one });
        }
    }

    /// A row met one of its steps at this word.
    fn reach(&mut self, at: usize, row: usize, step: usize, first: usize) {
        let Some(found) = self.machine.rows.get(row) else { return };
        let rest = found.steps.get(step + 1..).unwrap_or_default();
        let ended = !found.to_end || self.text.near_end.get(at) == Some(&true);
        if ended && rest.iter().all(|step| step.optional) {
            let count = self.counts.entry((found.rule, found.except)).or_default();
            if *count < HITS_PER_RULE_MAX {
                *count += 1;
                let Row { rule, except, .. } = *found;
                self.hits.push(Hit { rule, first, last: at, except });
            }
        }
        if !rest.is_empty() {
            self.wait(at, Waiting { row, step: step + 1, passed: 0, first });
        }
    }

    /// Puts a row into the next word's list, unless a newer place of the same step is there.
    fn wait(&mut self, at: usize, one: Waiting) {
        let offset = self.machine.rows.get(one.row).map_or(0, |row| row.offset);
        let Some(newest) = self.newest.get_mut(offset + one.step) else { return };
        if newest.0 == number(at) {
            if let Some(there) = self.next.get_mut(newest.1 as usize)
                && one.passed < there.passed
            {
                *there = one;
            }
            return;
        }
        *newest = (number(at), u32::try_from(self.next.len()).unwrap_or(u32::MAX));
        self.next.push(one);
    }
}

/// Words are counted from 1, so that zero is none. A text has fewer words than characters, and those
/// have a limit.
fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// The word with its `left_out`-th byte gone, or whole where it has none. Folded words are ASCII.
fn without(word: &str, left_out: usize, into: &mut String) {
    into.clear();
    into.push_str(word.get(..left_out).unwrap_or(word));
    into.push_str(word.get(left_out + 1..).unwrap_or_default());
}

/// Whether a word is another with one letter wrong, missing, added, or two neighbours swapped. The
/// first letter is seldom mistyped, and words that differ in it are other words.
fn is_near(typed: &str, meant: &str) -> bool {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    if typed.first() != meant.first() || typed.len().abs_diff(meant.len()) > 1 {
        return false;
    }
    let same = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (typed.get(same..), meant.get(same..));
    let (Some(typed), Some(meant)) = (typed, meant) else { return false };
    match (typed, meant) {
        ([], []) => true,
        ([_, rest @ ..], _) if rest == meant => true,
        (_, [_, rest @ ..]) if rest == typed => true,
        ([_, typed @ ..], [_, meant @ ..]) if typed == meant => true,
        ([a, b, typed @ ..], [c, d, meant @ ..]) => a == d && b == c && typed == meant,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::pattern::{Groups, set, word};
    use super::*;

    fn machine(patterns: &[&str]) -> Machine {
        let words = |words: &[&str]| set(words.iter().map(|one| word(one).unwrap())).unwrap();
        let own = BTreeMap::from([("link".to_owned(), words(&["to", "with", "a"]))]);
        let mut machine = Machine::default();
        machine.set_fillers(&words(&["please", "hi"]));
        for (rule, pattern) in patterns.iter().enumerate() {
            for row in Pattern::parse(pattern, Groups { own: &own, all: &own }).unwrap() {
                machine.add(rule, false, &row);
            }
        }
        machine
    }

    fn finds(pattern: &str, text: &str) -> bool {
        !machine(&[pattern]).find(&Tokens::of(text)).is_empty()
    }

    #[test]
    fn patterns_find_what_they_say() {
        let cases = [
            ("human", "a HUMAN!", true),
            ("human", "humans", false),
            ("human*", "humans", true),
            ("human~", "humna humn hunan huuman", true),
            ("human~", "woman", false),
            ("talk .. human", "talk to a real live human", true),
            ("talk ..3 human", "talk to a real live human", false),
            ("talk ..3 human", "talk to talk with a human", true),
            ("talk human", "Talk. Human.", false),
            ("talk ~@link human", "talk with a human", true),
            ("talk ~@link human", "talk like a human", false),
            ("talk to? a? human", "talk human", true),
            ("talk to? a? human", "talk a human", true),
            ("^ human $", "hi human please", true),
            ("^ human $", "This fails. Human!", true),
            ("^ human $", "human human human", true),
            ("^ human $", "human error", false),
            ("(talk|speak) ..1 (human|person)", "speak with person", true),
            ("a b?", "a", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(finds(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_hit_says_where() {
        let hits = machine(&["talk .. human"]).find(&Tokens::of("oh talk to a human now"));
        assert_eq!(hits, [Hit { rule: 0, first: 1, last: 4, except: false }]);
    }

    #[test]
    fn the_lists_stay_short_whatever_the_text() {
        let machine = machine(&["talk .. talk .. talk .. human", "talk ..8 talk ..8 talk"]);
        let tokens = Tokens::of(&"talk ".repeat(2_000));
        let text = Read::new(&machine, &tokens);
        let mut run = Run {
            text: &text,
            machine: &machine,
            waiting: Vec::new(),
            next: Vec::new(),
            newest: vec![(0, 0); machine.steps],
            is_in: vec![0; machine.sets.len()],
            hits: Vec::new(),
            counts: HashMap::new(),
        };
        for at in 0..tokens.len() {
            run.word(at);
            assert!(run.waiting.len() <= machine.steps, "{} at {at}", run.waiting.len());
        }
        assert!(run.hits.len() <= 2 * HITS_PER_RULE_MAX);
    }
}
