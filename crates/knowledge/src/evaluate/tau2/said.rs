//! What the assistant hears of a scenario: the customer's side, as sentences.
//!
//! Scenarios mix what the customer says with directions to the one who plays them. Quoted speech and
//! plain facts are kept; a direction about the agent or about how to behave is not heard.

use regex::Regex;

/// Shorter than this says nothing.
const SENTENCE_LETTERS_MIN: usize = 9;
const PIECE_LETTERS_MIN: usize = 4;

pub(super) struct Said {
    example: Regex,
    quote: Regex,
    direction: Regex,
    staged: Regex,
    condition: Regex,
    end: Regex,
}

impl Said {
    pub(super) fn new() -> Result<Self, regex::Error> {
        Ok(Self {
            example: Regex::new(r"\(e\.g\.[^)]*\)")?,
            quote: Regex::new(r#""([^"]{4,})"|“([^”]{4,})”"#)?,
            direction: Regex::new(
                r"(?i)\b(agent|you must|you should|do not|don't|never|tool|stop)\b",
            )?,
            staged: Regex::new(
                r"(?i)\b(agent|assistant|tool|stop protocol|conversation|behav|respond|provide|upfront|do not|don't|never|immediately|role)\b",
            )?,
            condition: Regex::new(r"(?i)^(\d+[.)]|[-•])?\s*(if|only if|when|after|once)\b")?,
            end: Regex::new(r"([.!?;])\s+|\s+\|\s+| - ")?,
        })
    }

    /// The sentences that are heard, in order.
    pub(super) fn sentences(&self, instructions: &str) -> Vec<String> {
        let text = self.example.replace_all(instructions, "");
        let text = text.replace(['*', '#', '`'], "");
        let mut heard = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.hear(line, &mut heard);
        }
        heard.retain(|sentence| sentence.chars().count() >= SENTENCE_LETTERS_MIN);
        heard
    }

    fn hear(&self, line: &str, heard: &mut Vec<String>) {
        let quotes: Vec<&str> = self
            .quote
            .captures_iter(line)
            .filter_map(|found| found.get(1).or_else(|| found.get(2)))
            .map(|quote| quote.as_str())
            .collect();
        if !quotes.is_empty() {
            heard.extend(quotes.into_iter().flat_map(|quote| self.split(quote)));
        } else if self.direction.is_match(line) {
            heard.extend(self.split(line).into_iter().filter(|part| !self.staged.is_match(part)));
        } else {
            let after = line.split_once(':').filter(|_| self.condition.is_match(line));
            heard.extend(self.split(after.map_or(line, |(_, rest)| rest.trim())));
        }
    }

    fn split(&self, text: &str) -> Vec<String> {
        let mut parts = Vec::new();
        let mut from = 0;
        for found in self.end.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            // The mark at the end of a sentence stays with it.
            let until = found.get(1).map_or(whole.start(), |mark| mark.end());
            parts.push(text.get(from..until).unwrap_or_default());
            from = whole.end();
        }
        parts.push(text.get(from..).unwrap_or_default());
        parts.retain(|part| part.trim().chars().count() >= PIECE_LETTERS_MIN);
        parts.into_iter().map(|part| part.trim_matches([' ', '-', '"']).to_owned()).collect()
    }
}
