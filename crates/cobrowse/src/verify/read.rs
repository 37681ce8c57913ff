//! Released words in the orders in which people read them: that of the document, and that of their places.

use std::borrow::Cow;

use crate::page::{Page, Told};
use crate::wire::{Line, LineSeen};

/// How far before and behind a text its neighbours are read: characters, and nodes that are gone over.
const NEAR_BYTES: usize = 120;
const NEAR_NODES: usize = 400;

/// A line of a text, and where it lies.
#[derive(Debug, Clone)]
pub(super) struct Piece<'p> {
    pub(super) node: u32,
    /// Digits in ASCII, without signs that take no room.
    pub(super) text: Cow<'p, str>,
    /// Of the text's own box until [`place`] was asked, then of the page. In quarters of a pixel.
    x: i64,
    y: i64,
    h: i64,
}

impl Piece<'_> {
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
pub(super) fn of_lines(lines: &[Line]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    push_lines(0, lines.iter().map(Line::seen), &mut pieces);
    pieces
}

fn push_lines<'p>(node: u32, lines: impl Iterator<Item = LineSeen<'p>>, out: &mut Vec<Piece<'p>>) {
    let piece = |line: LineSeen<'p>| Piece {
        node,
        // ASCII is plain as it is.
        text: if line.text.is_ascii() {
            Cow::Borrowed(line.text)
        } else {
            Cow::Owned(kernel::scrub::plain(line.text))
        },
        x: i64::from(line.x),
        y: i64::from(line.y),
        h: i64::from(line.h),
    };
    out.extend(lines.filter(|line| !line.text.trim().is_empty()).map(piece));
}

/// The pieces around a node, in the order of the document; [`place`] says where they lie.
pub(super) fn around(page: &Page, node: u32) -> Vec<Piece<'_>> {
    let (mut before, mut all) = (Vec::new(), Vec::new());
    let Some(told) = page.told(node) else { return all };
    walk(told, Told::preceding, &mut before);
    // Each node's own lines stay in their order.
    for of_one in before.chunk_by(|one, next| one.node == next.node).rev() {
        all.extend_from_slice(of_one);
    }
    push_node(told, &mut all);
    walk(told, Told::following, &mut all);
    all
}

fn walk<'p>(from: Told<'p>, next: impl Fn(Told<'p>) -> Option<Told<'p>>, out: &mut Vec<Piece<'p>>) {
    let (mut at, mut bytes) = (from, 0);
    for _ in 0..NEAR_NODES {
        let Some(told) = next(at).filter(|_| bytes <= NEAR_BYTES) else { return };
        at = told;
        let known = out.len();
        push_node(told, out);
        bytes += out.iter().skip(known).map(|piece| piece.text.len()).sum::<usize>();
    }
}

/// All pieces of the page, in the order of the document and with their places.
pub(super) fn all(page: &Page) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    page.all().for_each(|told| push_node(told, &mut pieces));
    place(page, &mut pieces);
    pieces
}

fn push_node<'p>(told: Told<'p>, out: &mut Vec<Piece<'p>>) {
    if let Some(body) = told.body().filter(|body| body.is_lines()) {
        push_lines(told.id(), body.lines(), out);
    }
}

/// Says of pieces where they lie in the page.
pub(super) fn place(page: &Page, pieces: &mut [Piece<'_>]) {
    for of_one in pieces.chunk_by_mut(|one, next| one.node == next.node) {
        let Some(node) = of_one.first().map(|piece| piece.node) else { continue };
        let (x, y) = page.corner(node);
        let high = page.told(node).map_or(0, |told| i64::from(told.rect().h));
        for piece in of_one {
            piece.x += x;
            piece.y += y;
            // A control places its line itself.
            if piece.h == 0 {
                piece.h = high;
            }
        }
    }
}

/// The same pieces as they lie: line by line, and from the left. None where that is the order they have.
pub(super) fn as_placed<'p>(pieces: &[Piece<'p>]) -> Option<Vec<Piece<'p>>> {
    let mut sorted: Vec<(usize, &Piece<'p>)> = pieces.iter().enumerate().collect();
    sorted.sort_by_key(|(_, piece)| piece.y);
    let mut rows: Vec<Vec<(usize, &Piece<'p>)>> = Vec::new();
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
    let order: Vec<(usize, &Piece<'p>)> = rows.into_iter().flatten().collect();
    let is_same = order.iter().enumerate().all(|(at, (was, _))| at == *was);
    (!is_same).then(|| order.into_iter().map(|(_, piece)| piece.clone()).collect())
}
