//! The words of a document, line by line, with the page that each stands on.

use serde::{Deserialize, Serialize};

/// Most lines of a document that are read.
pub const LINES_MAX: usize = 4_000;
/// Longest line, in characters: what is beyond is left out.
pub const LINE_CHARS_MAX: usize = 400;

/// Where the words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The text layer of a PDF.
    PdfText,
    /// Letters recognised in a picture: any of them may be wrong.
    Ocr,
    Email,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1.
    pub page: u32,
    /// On its page, from 1.
    pub line: u32,
    /// Without spaces at its ends; two spaces stand for a wide gap, as between columns.
    pub text: String,
}

/// The words of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub source: Source,
    pub lines: Vec<Line>,
    /// Whether the document has more than was read.
    pub is_cut: bool,
}

impl Text {
    pub const fn none(source: Source) -> Self {
        Self { source, lines: Vec::new(), is_cut: false }
    }

    /// Of plain words; a form feed begins a page.
    pub fn of_plain(source: Source, words: &str) -> Self {
        let mut text = Self::none(source);
        for (page, words) in (1_u32..).zip(words.split('\u{c}')) {
            for (line, words) in (1_u32..).zip(words.lines().filter(|line| !is_blank(line))) {
                text.push(page, line, words);
            }
        }
        text
    }

    /// Adds a line, where there is room and it says something.
    pub fn push(&mut self, page: u32, line: u32, words: &str) {
        if is_blank(words) {
            return;
        }
        if self.lines.len() >= LINES_MAX {
            self.is_cut = true;
            return;
        }
        let words = tidy(words);
        self.is_cut |= words.chars().count() > LINE_CHARS_MAX;
        let text = words.chars().take(LINE_CHARS_MAX).collect();
        self.lines.push(Line { page, line, text });
    }

    /// All words, one line below the other.
    pub fn joined(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }

    /// Letters and digits.
    pub fn letters(&self) -> usize {
        let of = |line: &Line| line.text.chars().filter(|char| char.is_alphanumeric()).count();
        self.lines.iter().map(of).sum()
    }
}

fn is_blank(words: &str) -> bool {
    words.chars().all(|char| char.is_whitespace() || char.is_control())
}

/// Control characters become spaces, one space stays one, and more become two.
fn tidy(words: &str) -> String {
    let mut tidy = String::with_capacity(words.len());
    let mut spaces = 0;
    for char in words.trim().chars() {
        if char == '\t' {
            spaces += 2;
        } else if char.is_whitespace() || char.is_control() {
            spaces += 1;
        } else {
            tidy.push_str(match spaces {
                0 => "",
                1 => " ",
                _ => "  ",
            });
            spaces = 0;
            tidy.push(char);
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let text =
            Text::of_plain(Source::Ocr, "  Carrier:\tPostNord \n\n \nx\u{c}Second\u{0} page");
        let lines: Vec<(u32, u32, &str)> =
            text.lines.iter().map(|line| (line.page, line.line, line.text.as_str())).collect();
        assert_eq!(lines, [(1, 1, "Carrier:  PostNord"), (1, 2, "x"), (2, 1, "Second  page")]);
        let many = Text::of_plain(Source::Ocr, &"a\n".repeat(LINES_MAX + 1));
        assert!(many.is_cut && many.lines.len() == LINES_MAX);
    }
}
