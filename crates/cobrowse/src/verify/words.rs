//! Words that are never shown, whoever released them: card numbers, bank accounts, addresses, identities. In one text, and
//! across texts that stand beside each other.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use kernel::scrub;
use understanding::pii::{self, PiiKind};

use super::clean::Clean;
use super::read::{self, Piece};
use crate::page::{Page, Told};
use crate::wire::{Body, Line, Op};

/// More texts than that in one frame: the whole page is read once, not the surroundings of each.
const ANCHORS_MAX: usize = 24;
/// Bytes that are read at once, and how many of them again with the next.
const CHUNK_BYTES: usize = 8_000;
const OVERLAP_BYTES: usize = 240;
/// Fewest digits of any number that is looked for across texts.
const DIGITS_MIN: usize = 8;
/// Letters of what is taken for words, in all and at either end: more than those of a bank in an account.
const WORD_LETTERS_MIN: usize = 5;
const EDGE_LETTERS_MIN: usize = 3;
/// The letters of a country and a bank, with two more.
const BANK_LETTERS_MAX: usize = 8;
/// Fewest bytes of a card number in words: no word for a digit has fewer than two letters.
const SPOKEN_BYTES_MIN: usize = 2 * scrub::PAN_DIGITS_MIN;
/// Fewest steps from number to number that are counting.
const COUNTED_MIN: usize = 4;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: PiiKind,
    pub(super) is_doubtful: bool,
}

/// Whether the browser looks for it as well, and finds it wherever it is found here.
pub(super) const fn is_sure(kind: PiiKind) -> bool {
    !matches!(kind, PiiKind::Phone | PiiKind::CardCode | PiiKind::Key)
}

/// How the pieces of a number are joined.
#[derive(Debug, Clone, Copy)]
enum Joint {
    Tight,
    Spaced,
    /// Spaced beside words, tight between all else.
    Worded,
}

/// What one text holds that is never shown.
pub(super) fn in_one(lines: &[Line]) -> Option<PiiKind> {
    let pieces = read::of_lines(lines);
    if !pieces.iter().any(|piece| may_hold(&piece.text)) {
        return None;
    }
    let joints: &[Joint] =
        if pieces.len() < 2 { &[Joint::Tight] } else { &[Joint::Tight, Joint::Spaced] };
    let kinds = joints.iter().flat_map(|joint| {
        chunks(&pieces).flat_map(|chunk| found(&joined(chunk, *joint).0)).map(|(kind, _)| kind)
    });
    // Of several the one that says most about who sent it.
    kinds.max_by_key(|kind| is_sure(*kind))
}

/// Where a frame brings words beside each other: texts that it tells, moves, or removes something beside. The page has
/// not taken the frame yet.
pub(super) fn anchors(ops: &[Op], first: u32, page: &Page) -> BTreeSet<u32> {
    let told = super::bodies(ops, first).filter_map(|(node, at)| {
        let is_text = matches!(ops.get(at).and_then(super::body_of), Some(Body::Lines { .. }));
        is_text.then_some(node)
    });
    let moved = ops.iter().filter_map(|op| match op {
        Op::Move { node, .. } => Some(*node),
        Op::Remove(node) => page.told(*node)?.preceding().map(Told::id),
        _ => None,
    });
    told.chain(moved).collect()
}

/// The texts of the page that, read with their neighbours around the anchors, hold what is never shown.
pub(super) fn together(
    page: &Page,
    anchors: &BTreeSet<u32>,
    clean: &mut Clean,
) -> BTreeMap<u32, Found> {
    let mut across = Across { page, clean, looked_at: HashSet::new(), found: BTreeMap::new() };
    if anchors.len() > ANCHORS_MAX {
        let pieces = read::all(page);
        chunks(&pieces).for_each(|chunk| across.look(chunk));
    } else {
        for anchor in anchors {
            let mut pieces = read::around(page, *anchor);
            // Most texts have no digits near them: where they lie is nobody's question.
            if may_span(&pieces) {
                read::place(page, &mut pieces);
                across.look(&pieces);
            }
        }
    }
    across.found
}

/// What is looked for across texts.
struct Across<'p> {
    page: &'p Page,
    clean: &'p mut Clean,
    /// Runs of pieces: what stands around two anchors is often the same.
    looked_at: HashSet<u64>,
    found: BTreeMap<u32, Found>,
}

impl Across<'_> {
    fn look(&mut self, pieces: &[Piece<'_>]) {
        if !may_span(pieces) {
            return;
        }
        let placed = read::as_placed(pieces);
        let orders = [Some(pieces), placed.as_deref()].into_iter().flatten();
        // No number reaches over a word.
        for run in orders.flat_map(|order| order.split(is_between)).filter(|run| may_span(run)) {
            let name = self.clean.name(run);
            if self.clean.has(name) || !self.looked_at.insert(name) {
                continue;
            }
            let spaced = joined(run, Joint::Spaced);
            let tight = joined(run, Joint::Tight);
            let worded = joined(run, Joint::Worded);
            // Beside digits alone, or words alone, it is one of the other two.
            let is_other = worded.0 != spaced.0 && worded.0 != tight.0;
            let mut is_clean = true;
            for (text, starts) in [spaced, tight].into_iter().chain(is_other.then_some(worded)) {
                is_clean &= self.look_in(run, &text, &starts);
            }
            if is_clean {
                self.clean.add(name);
            }
        }
    }

    /// Whether nothing was found.
    fn look_in(&mut self, run: &[Piece<'_>], text: &str, starts: &[usize]) -> bool {
        let mut is_clean = true;
        for (kind, place) in found(text) {
            let parts = overlapped(run, starts, &place);
            if let Some(found) = judged(self.page, kind, &parts) {
                self.found.extend(parts.iter().map(|piece| (piece.node, found)));
                is_clean = false;
            }
        }
        is_clean
    }
}

/// Whether pieces may make up something that none of them is.
fn may_span(pieces: &[Piece<'_>]) -> bool {
    let digits: usize = pieces.iter().map(Piece::digits).sum();
    let has_sign = pieces.iter().any(|one| one.text.contains('@'));
    pieces.len() > 1 && (digits >= DIGITS_MIN || has_sign)
}

/// Whether a piece begins and ends with words: no number or account goes on over it.
fn is_between(piece: &Piece<'_>) -> bool {
    let text = piece.text.trim();
    let is_letter = |char: &char| char.is_alphabetic();
    let begins = text.chars().take_while(is_letter).take(EDGE_LETTERS_MIN).count();
    let ends = text.chars().rev().take_while(is_letter).take(EDGE_LETTERS_MIN).count();
    begins.min(ends) == EDGE_LETTERS_MIN
        && text.chars().filter(is_letter).count() >= WORD_LETTERS_MIN
        && !text.contains('@')
}

/// Whether pieces make up one number, or stand beside each other by chance, like the days of a calendar.
fn judged(page: &Page, kind: PiiKind, parts: &[&Piece<'_>]) -> Option<Found> {
    let (first, rest) = parts.split_first()?;
    if rest.iter().all(|piece| piece.node == first.node) || !is_sure(kind) {
        return None;
    }
    let is_whole = !is_counted(parts) || !matches!(kind, PiiKind::CardNumber);
    // The browser reads what stands in the same element, and in the one around it.
    let above = |piece: &Piece<'_>| page.told(piece.node).map_or(0, Told::parent_id);
    let higher = |piece: &Piece<'_>| page.told(above(piece)).map_or(0, Told::parent_id);
    let is_near = rest.iter().all(|piece| above(piece) == above(first))
        || rest.iter().all(|piece| higher(piece) == higher(first));
    let is_far_kind = matches!(kind, PiiKind::CardNumber | PiiKind::Iban);
    (is_whole && (is_near || is_far_kind)).then_some(Found { kind, is_doubtful: !is_near })
}

/// Whether pieces count on, one by one: days of a calendar, numbers of pages.
fn is_counted(parts: &[&Piece<'_>]) -> bool {
    let numbers: Vec<Option<u32>> =
        parts.iter().map(|piece| piece.text.trim().parse().ok()).collect();
    let is_next = |pair: &&[Option<u32>]| matches!(pair, [Some(one), Some(next)] if one.checked_add(1) == Some(*next));
    let steps = numbers.len().saturating_sub(1);
    // A new month begins with 1.
    steps >= COUNTED_MIN && numbers.windows(2).filter(is_next).count() + 1 >= steps
}

/// Pieces in runs of about [`CHUNK_BYTES`], the end of each again at the beginning of the next.
fn chunks<'c, 'p>(pieces: &'c [Piece<'p>]) -> impl Iterator<Item = &'c [Piece<'p>]> {
    let mut rest = pieces;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = reach(rest.iter(), CHUNK_BYTES);
        let (chunk, after) = rest.split_at(end);
        let back = reach(chunk.iter().rev(), OVERLAP_BYTES).min(end.saturating_sub(1));
        rest = if after.is_empty() { after } else { rest.get(end - back..).unwrap_or_default() };
        Some(chunk)
    })
}

/// How many pieces make so many bytes; at least one.
fn reach<'c, 'p: 'c>(pieces: impl Iterator<Item = &'c Piece<'p>>, bytes: usize) -> usize {
    let mut sum = 0;
    pieces
        .take_while(|piece| {
            let fits = sum < bytes;
            sum += piece.text.len();
            fits
        })
        .count()
        .max(1)
}

/// The pieces as one text, and where each begins in it.
fn joined(pieces: &[Piece<'_>], joint: Joint) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(pieces.len());
    let mut was_word = false;
    for piece in pieces {
        let part = piece.text.trim();
        let is_word = part.chars().filter(|char| char.is_alphabetic()).take(3).count() > 2
            && !part.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@' || byte == b'.');
        let is_spaced = match joint {
            Joint::Tight => false,
            Joint::Spaced => true,
            Joint::Worded => is_word || was_word,
        };
        if is_spaced && !text.is_empty() {
            text.push(' ');
        }
        was_word = is_word;
        starts.push(text.len());
        text.push_str(part);
    }
    (text, starts)
}

/// The pieces that a place in the joined text covers.
fn overlapped<'c, 'p>(
    pieces: &'c [Piece<'p>],
    starts: &[usize],
    place: &Range<usize>,
) -> Vec<&'c Piece<'p>> {
    let from = starts.partition_point(|start| *start <= place.start).saturating_sub(1);
    let to = starts.partition_point(|start| *start < place.end);
    pieces.get(from..to).unwrap_or_default().iter().collect()
}

/// What is never shown, in a text.
fn found(text: &str) -> Vec<(PiiKind, Range<usize>)> {
    if !may_hold(text) {
        return Vec::new();
    }
    let shown = |kind: PiiKind| kind == PiiKind::IpAddress;
    let mut all: Vec<_> = pii::find(text)
        .into_iter()
        .filter(|one| !shown(one.kind))
        .map(|one| (one.kind, one.place))
        .collect();
    all.extend(ibans(text).into_iter().map(|place| (PiiKind::Iban, place)));
    all
}

/// Accounts whatever signs stand between their letters and digits.
fn ibans(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::with_capacity(text.len());
    let mut characters = Vec::with_capacity(text.len());
    for (at, char) in text.char_indices().filter(|(_, char)| char.is_ascii_alphanumeric()) {
        places.push(at);
        characters.push(char.to_ascii_uppercase());
    }
    let begins = (0..characters.len()).filter_map(|first| {
        let length = scrub::iban_length(characters.get(first..)?)?;
        let place = *places.get(first)?..*places.get(first + length - 1)? + 1;
        is_account(text.get(place.clone())?).then_some(place)
    });
    begins.collect()
}

/// Whether it is no piece of a sentence: half of it is digits, and none of its letters make a word.
fn is_account(text: &str) -> bool {
    let count = |is_sign: fn(&char) -> bool| text.chars().filter(is_sign).count();
    let longest = text.split(|char: char| !char.is_alphabetic()).map(|word| word.chars().count());
    2 * count(char::is_ascii_digit) >= count(|char| char.is_alphanumeric())
        && longest.max().is_none_or(|letters| letters <= BANK_LETTERS_MAX)
}

/// Whether a text has anything that the shapes need.
fn may_hold(text: &str) -> bool {
    // The words for digits are asked for only where they make up a card number.
    text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@')
        || (text.len() >= SPOKEN_BYTES_MIN && scrub::has_card_number(text))
}
