//! What a lint found, for people and for programs.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::seen::{Refused, Visible};

/// The exit code where nothing leaks and agents would see more.
const NEWLY_VISIBLE: u8 = 2;
/// The most things of one page that are printed; the JSON has all.
const PRINTED_MAX: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Leak {
    pub(super) place: String,
    /// The rule of the policy beside or in which it stands.
    pub(super) rule: Option<u32>,
}

/// One run of the leak page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Run {
    pub(super) name: &'static str,
    /// Places of which nothing may arrive.
    pub(super) tried: usize,
    /// Places of which the words must arrive.
    pub(super) controls: usize,
    pub(super) frames: usize,
    pub(super) leaks: Vec<Leak>,
    /// Controls that did not arrive: the run measured nothing.
    pub(super) missing: Vec<String>,
    /// Places of the leak page that a rule reaches: it may reach as far on pages that nobody thought of.
    pub(super) broad: Vec<String>,
    /// What went wrong in the page.
    pub(super) errors: Vec<String>,
    pub(super) refused: Vec<Refused>,
}

/// A page of the company.
#[derive(Debug, Serialize)]
pub(super) struct PageReport {
    pub(super) url: String,
    /// How many things agents see.
    pub(super) visible: usize,
    /// What they would newly see; with nothing to compare with, all that they see.
    pub(super) newly: Vec<Visible>,
    /// What they would no longer see.
    pub(super) gone: Vec<Visible>,
    pub(super) refused: Vec<Refused>,
}

#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) seed: u32,
    pub(super) runs: Vec<Run>,
    /// Whether there was a policy before to compare with.
    pub(super) compared: bool,
    pub(super) accepted: bool,
    pub(super) pages: Vec<PageReport>,
}

impl Report {
    /// 1 where something leaks, is refused or did not arrive; 2 where agents would newly see something.
    pub(super) fn code(&self) -> u8 {
        let is_bad = |all: &[Refused]| all.iter().any(|one| !one.doubtful);
        let bad_run = |run: &Run| {
            !run.leaks.is_empty()
                || !run.missing.is_empty()
                || !run.errors.is_empty()
                || is_bad(&run.refused)
        };
        if self.runs.iter().any(bad_run) || self.pages.iter().any(|page| is_bad(&page.refused)) {
            return 1;
        }
        let newly = self.compared && self.pages.iter().any(|page| !page.newly.is_empty());
        if newly && !self.accepted { NEWLY_VISIBLE } else { 0 }
    }

    pub(super) fn exit(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    pub(super) fn words(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            tell_run(run, &mut out);
        }
        for page in &self.pages {
            self.tell_page(page, &mut out);
        }
        let verdict = match self.code() {
            1 => "NOT good: see above",
            NEWLY_VISIBLE => {
                "agents would newly see what is marked +; run again with --accept where that is meant"
            }
            _ => "good",
        };
        let _ = writeln!(out, "{verdict}");
        out
    }

    fn tell_page(&self, page: &PageReport, out: &mut String) {
        let _ = writeln!(out, "{}: agents see {} things", page.url, page.visible);
        let sign = if self.compared { '+' } else { ' ' };
        tell_things(&page.newly, sign, out);
        tell_things(&page.gone, '-', out);
        tell_refused(&page.refused, out);
    }
}

fn tell_run(run: &Run, out: &mut String) {
    let Run { name, tried, controls, frames, leaks, missing, .. } = run;
    let _ = writeln!(
        out,
        "leak page, {name}: {} of {tried} places leak, {} of {controls} controls arrive, {frames} frames",
        leaks.len(),
        controls - missing.len()
    );
    for leak in leaks {
        let of = leak.rule.map_or(String::new(), |rule| format!(" (rule {rule})"));
        let _ = writeln!(out, "  LEAK {}{of}", leak.place);
    }
    for name in missing {
        let _ =
            writeln!(out, "  MISSING {name}: a control did not arrive, so this measured nothing");
    }
    if !run.broad.is_empty() {
        let _ = writeln!(
            out,
            "  broad: rules reach {} places of the leak page ({}): name what is to be seen by class, id or \
             attribute",
            run.broad.len(),
            run.broad.join(", ")
        );
    }
    for error in &run.errors {
        let _ = writeln!(out, "  ERROR {error}");
    }
    tell_refused(&run.refused, out);
}

fn tell_things(things: &[Visible], sign: char, out: &mut String) {
    for Visible { rule, kind, what, places } in things.iter().take(PRINTED_MAX) {
        let at: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let _ = writeln!(out, "  {sign} rule {rule} {kind} {what:?} at {}", at.join(" "));
    }
    if things.len() > PRINTED_MAX {
        let _ = writeln!(out, "  {sign} {} more; --json tells all", things.len() - PRINTED_MAX);
    }
}

fn tell_refused(refused: &[Refused], out: &mut String) {
    for Refused { why, doubtful } in refused {
        let word = if *doubtful { "taken out" } else { "REFUSED" };
        let _ = writeln!(out, "  {word}: {why}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(run: Run, newly: usize, doubtful: Option<bool>, accepted: bool) -> Report {
        let thing = Visible { rule: 2, kind: "words", what: "x".to_owned(), places: vec![(1, 2)] };
        let refused = doubtful.map(|doubtful| Refused { why: "why".to_owned(), doubtful });
        let page = PageReport {
            url: "http://x/".to_owned(),
            visible: 1,
            newly: vec![thing; newly],
            gone: Vec::new(),
            refused: refused.into_iter().collect(),
        };
        Report { seed: 1, runs: vec![run], compared: true, accepted, pages: vec![page] }
    }

    #[test]
    fn the_exit_code_says_what_was_found() {
        let leak = || Run {
            leaks: vec![Leak { place: "text: heading".to_owned(), rule: None }],
            ..Run::default()
        };
        let missing =
            || Run { missing: vec!["released text".to_owned()], controls: 1, ..Run::default() };
        for (report, code, words) in [
            (report(Run::default(), 0, None, false), 0, "good"),
            (report(Run::default(), 0, Some(true), false), 0, "taken out: why"),
            (report(Run::default(), 0, Some(false), true), 1, "REFUSED: why"),
            (report(leak(), 1, None, true), 1, "LEAK text: heading"),
            (report(missing(), 0, None, false), 1, "MISSING released text"),
            (report(Run::default(), 1, None, false), 2, "+ rule 2 words \"x\" at 1,2"),
            (report(Run::default(), 1, None, true), 0, "+ rule 2 words"),
        ] {
            assert_eq!(report.code(), code, "{words}");
            assert!(report.words().contains(words), "{}", report.words());
        }
        let alone = Report { compared: false, ..report(Run::default(), 1, None, false) };
        assert_eq!(alone.code(), 0, "there is nothing to compare with");
    }
}
