//! Pieces of text, each at its place on a page, put together as lines.

use crate::text::Text;

/// Pieces whose feet are nearer than this share of their height stand on one line.
const SAME_LINE_SHARE: f64 = 0.45;
/// A gap of this share of the height is a space …
const SPACE_SHARE: f64 = 0.15;
/// … and of this one parts columns.
const COLUMN_SHARE: f64 = 1.2;
/// Most pieces of a page.
pub(super) const PIECES_MAX: usize = 20_000;

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// From the left, in points.
    pub(super) x: f64,
    /// From the foot of the page, in points.
    pub(super) y: f64,
    /// Where it ends.
    pub(super) end: f64,
    /// Of its letters, in points.
    pub(super) height: f64,
    pub(super) words: String,
}

/// Writes the lines of one page.
pub(super) fn lines(mut pieces: Vec<Piece>, page: u32, text: &mut Text) {
    pieces.retain(|piece| piece.x.is_finite() && piece.y.is_finite() && piece.end.is_finite());
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut number = 0;
    let mut line: Vec<Piece> = Vec::new();
    let mut flush = |line: &mut Vec<Piece>| {
        if !line.is_empty() {
            number += 1;
            text.push(page, number, &joined(std::mem::take(line)));
        }
    };
    for piece in pieces {
        let begins = line.first().is_some_and(|first| {
            let height = first.height.max(piece.height).max(1.0);
            (first.y - piece.y).abs() > height * SAME_LINE_SHARE
        });
        if begins {
            flush(&mut line);
        }
        line.push(piece);
    }
    flush(&mut line);
}

fn joined(mut line: Vec<Piece>) -> String {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut words = String::new();
    let mut end: Option<f64> = None;
    for piece in line {
        if let Some(end) = end {
            let gap = (piece.x - end) / piece.height.max(1.0);
            if gap > COLUMN_SHARE {
                words.push_str("  ");
            } else if gap > SPACE_SHARE {
                words.push(' ');
            }
        }
        end = Some(piece.end.max(piece.x));
        words.push_str(&piece.words);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn pieces_become_lines_and_columns() {
        let piece = |x: f64, y: f64, words: &str| Piece {
            x,
            y,
            end: x + 5.0 * words.len() as f64,
            height: 10.0,
            words: words.to_owned(),
        };
        let pieces = vec![
            piece(200.0, 700.5, "2026-05-03"),
            piece(50.0, 700.0, "Delivered"),
            piece(97.0, 700.0, "at"),
            piece(50.0, 680.0, "Par"),
            piece(65.0, 680.0, "cel"),
            piece(f64::NAN, 1.0, "nowhere"),
        ];
        let mut text = Text::none(Source::PdfText);
        lines(pieces, 1, &mut text);
        assert_eq!(text.joined(), "Delivered at  2026-05-03\nParcel");
    }
}
