//! The sets, their halves, and what a measurement says.

use std::fmt;

use understanding::listen::{Earlier, Heard, Language, Listener, Understanding};

pub(crate) const PERSON: &str = include_str!("fixtures/human.tsv");
pub(crate) const EVERYDAY: &str = include_str!("fixtures/everyday.tsv");
pub(crate) const SIGNALS: &str = include_str!("fixtures/signals.tsv");
pub(crate) const FRESH: &str = include_str!("fixtures/fresh.tsv");
pub(crate) const ORDINARY: &str = include_str!("fixtures/ordinary.tsv");

/// The rows of a set, without its comments.
pub(crate) fn rows(set: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = set.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect())
}

/// Rules are tuned on one half. FNV-1a of the text, so that the halves never change.
pub(crate) fn is_held_out(text: &str) -> bool {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) & 1 == 1
}

pub(crate) fn half(text: &str) -> &'static str {
    if is_held_out(text) { "held out" } else { "tuned" }
}

/// With the shipped rules; the problems are printed one a line where they are broken.
pub(crate) fn listener() -> Listener {
    Listener::shipped().unwrap_or_else(|error| panic!("{error}"))
}

/// Hears a message whose language nobody knows.
pub(crate) fn hear(listener: &Listener, text: &str) -> Understanding {
    hear_in(listener, text, None)
}

pub(crate) fn hear_in(
    listener: &Listener,
    text: &str,
    known_language: Option<Language>,
) -> Understanding {
    listener.hear(&Heard { text, known_language, earlier: Earlier::default() })
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    pub(crate) hit: u32,
    pub(crate) of: u32,
}

impl Share {
    pub(crate) fn count(&mut self, hit: bool) {
        self.hit += u32::from(hit);
        self.of += 1;
    }

    pub(crate) fn rate(self) -> f64 {
        f64::from(self.hit) / f64::from(self.of.max(1))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} = {:.1} %", self.hit, self.of, self.rate() * 100.0)
    }
}
