//! How far a long job is: a line that moves on a terminal; elsewhere, as in a log, one line at the
//! start and one for each tenth. On the standard error stream, which is for people.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// After how much of the whole a line is written where there is no terminal, in percent.
const LINE_EVERY_PERCENT: u64 = 10;

pub(crate) struct Meter {
    what: String,
    bar: ProgressBar,
    /// The last tenth that was told.
    told: u64,
}

impl Meter {
    /// # Errors
    /// When the line's template is broken.
    pub(crate) fn new(what: &str) -> Result<Self> {
        let style = ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}")?;
        let meter = Self {
            what: what.to_owned(),
            bar: ProgressBar::new_spinner().with_style(style),
            told: 0,
        };
        meter.say(what);
        Ok(meter)
    }

    /// Says something beside how far it is.
    pub(crate) fn say(&self, words: &str) {
        // On a terminal the bar moves below what is said.
        self.bar.suspend(|| eprintln!("{words}"));
    }

    /// How far it is; `total` is `None` when nobody knows.
    pub(crate) fn at(&mut self, done: u64, total: Option<u64>, words: &str) {
        let line = line(&self.what, done, total, words);
        if !self.bar.is_hidden() {
            self.bar.set_message(line);
            self.bar.tick();
        } else if let Some(tenth) = next_tenth(self.told, done, total) {
            self.told = tenth;
            eprintln!("{line}");
        }
    }

    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn percent(done: u64, total: Option<u64>) -> Option<u64> {
    let total = total.filter(|total| *total > 0)?;
    Some(done.min(total).saturating_mul(100) / total)
}

fn line(what: &str, done: u64, total: Option<u64>, words: &str) -> String {
    match percent(done, total) {
        Some(percent) => format!("{what}: {percent} %, {words}"),
        None => format!("{what}: {words}"),
    }
}

/// The tenth that is reached and was not told yet.
fn next_tenth(told: u64, done: u64, total: Option<u64>) -> Option<u64> {
    percent(done, total).map(|percent| percent / LINE_EVERY_PERCENT).filter(|tenth| *tenth > told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenth_is_told_once() {
        for (total, lines) in [(1_000, 10), (7, 7), (1, 1)] {
            let (mut told, mut count) = (0, 0);
            for done in 0..=total {
                if let Some(tenth) = next_tenth(told, done, Some(total)) {
                    (told, count) = (tenth, count + 1);
                }
            }
            assert_eq!((told, count), (10, lines), "{total}");
        }
        assert_eq!(next_tenth(0, 5, None), None);
        assert_eq!(next_tenth(0, 0, Some(0)), None);
        assert_eq!(line("importing", 1, Some(3), "1 in"), "importing: 33 %, 1 in");
        assert_eq!(line("importing", 1, None, "1 in"), "importing: 1 in");
    }
}
