//! Released words in the orders in which people read them: that of the document, and that of their places.

use crate::page::Page;
use crate::wire::{Body, Line};

/// How far before and behind a text its neighbours are read: characters, and nodes that are gone over.
const NEAR_BYTES: usize = 120;
const NEAR_NODES: usize = 400;

/// A line of a text, and where it lies.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) node: u32,
    /// Digits in ASCII, without signs that take no room.
    pub(super) text: String,
    /// Of the page, in quarters of a pixel.
    x: i64,
    y: i64,
    h: i64,
}

impl Piece {
    pub(super) fn digits(&self) -> usize {
        self.text.bytes().filter(u8::is_ascii_digit).count()
    }

    /// Whether two stand side by side.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let middle = self.y + self.h / 2;
        (other.y..=other.y + other.h).contains(&middle)
    }
}

/// The lines of a text or control, without place.
pub(super) fn of_lines(lines: &[Line]) -> Vec<Piece> {
    let piece = |line: &Line| Piece {
        node: 0,
        text: kernel::scrub::plain(&line.text),
        x: i64::from(line.x),
        y: i64::from(line.y),
        h: i64::from(line.h),
    };
    lines.iter().filter(|line| !line.text.trim().is_empty()).map(piece).collect()
}

/// The pieces around a node, in the order of the document.
pub(super) fn around(page: &Page, node: u32) -> Vec<Piece> {
    let mut before = Vec::new();
    walk(page, node, |id| page.preceding(id), &mut before);
    before.reverse();
    let mut all: Vec<Piece> = before.into_iter().flatten().collect();
    all.extend(of_node(page, node));
    let mut after = Vec::new();
    walk(page, node, |id| page.following(id), &mut after);
    all.extend(after.into_iter().flatten());
    all
}

fn walk(page: &Page, from: u32, next: impl Fn(u32) -> u32, out: &mut Vec<Vec<Piece>>) {
    let (mut at, mut bytes) = (from, 0);
    for _ in 0..NEAR_NODES {
        at = next(at);
        if at == 0 || bytes > NEAR_BYTES {
            return;
        }
        let pieces = of_node(page, at);
        if !pieces.is_empty() {
            bytes += pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
            out.push(pieces);
        }
    }
}

/// All pieces of the page, in the order of the document.
pub(super) fn all(page: &Page) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = page.root();
    while at != 0 {
        pieces.extend(of_node(page, at));
        at = page.following(at);
    }
    pieces
}

fn of_node(page: &Page, node: u32) -> Vec<Piece> {
    let Some(Body::Lines { lines, .. }) = page.told(node).and_then(|told| told.body.as_ref())
    else {
        return Vec::new();
    };
    let (x, y) = page.corner(node);
    let high = page.told(node).map_or(0, |told| i64::from(told.rect.h));
    let mut pieces = of_lines(lines);
    for piece in &mut pieces {
        piece.node = node;
        piece.x += x;
        piece.y += y;
        // A control places its line itself.
        if piece.h == 0 {
            piece.h = high;
        }
    }
    pieces
}

/// The same pieces as they lie: line by line, and from the left. None where that is the order they have.
pub(super) fn as_placed(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let mut sorted: Vec<(usize, &Piece)> = pieces.iter().enumerate().collect();
    sorted.sort_by_key(|(_, piece)| piece.y);
    let mut rows: Vec<Vec<(usize, &Piece)>> = Vec::new();
    for one in sorted {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|(_, head)| one.1.is_beside(head)) => {
                row.push(one)
            }
            _ => rows.push(vec![one]),
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(_, piece)| piece.x);
    }
    let order: Vec<(usize, &Piece)> = rows.into_iter().flatten().collect();
    let is_same = order.iter().enumerate().all(|(at, (was, _))| at == *was);
    (!is_same).then(|| order.into_iter().map(|(_, piece)| piece.clone()).collect())
}
