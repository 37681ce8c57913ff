//! The leak page: places of every kind with a word of its own each, of which none may arrive, and controls that must.

use anyhow::Result;
use cobrowse::policy::Permit;
use serde::Deserialize;
use serde_json::Value;

use super::cdp::Cdp;
use super::report::{Leak, Run};
use super::search::Sent;
use super::seen::Seen;
use super::tab::Tab;
use super::{Client, site};

/// Takes care that samples of rules have other words than the page.
const SAMPLES_SEED: u32 = 0x5EED;

#[derive(Debug, Deserialize)]
struct Planted {
    name: String,
    word: String,
}

#[derive(Debug, Deserialize)]
struct LeakPage {
    html: String,
    places: Vec<Planted>,
    acts: Value,
    controls: Vec<Planted>,
}

/// A place that was made of a rule of the policy.
#[derive(Debug, Deserialize)]
struct Sample {
    rule: u32,
    name: String,
    word: String,
    must: Must,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Must {
    Arrive,
    Stay,
}

/// What is in force on the page.
pub(super) struct Force {
    /// For people.
    pub(super) name: &'static str,
    /// As browsers get it, without paths; none: attributes release.
    pub(super) policy: Option<Value>,
    pub(super) permit: Permit,
}

/// Runs the leak page, and says what leaked and what did not arrive.
pub(super) async fn run(cdp: &mut Cdp, client: &Client, seed: u32, force: Force) -> Result<Run> {
    let mut tab = Tab::open(cdp).await?;
    let leaks = &client.leaks;
    let ask = |call: &str| format!("(() => {{ {leaks}; return OmbudLeaks.{call}; }})()");
    let page: LeakPage = tab.evaluate(&ask(&format!("leakPage({seed})"))).await?;
    let shaped: Vec<(String, String)> = tab.evaluate(&ask("SHAPED")).await?;
    let url = site::serve(page.html.clone()).await?;
    let secret = page.places.first().map_or("", |place| place.word.as_str());
    tab.go(&format!("{url}{}?secret={secret}", site::PATH)).await?;
    let policy = force.policy.as_ref().map_or(Value::Null, Clone::clone);
    let samples: Vec<Sample> = match &force.policy {
        Some(policy) => {
            let seed = seed ^ SAMPLES_SEED;
            tab.evaluate(&ask(&format!("plant({policy}, {seed})"))).await?
        }
        None => Vec::new(),
    };
    tab.begin(&client.capture, &policy).await?;
    tab.settle().await?;
    let errors: Vec<String> = tab.evaluate(&ask(&format!("act({})", page.acts))).await?;
    tab.settle().await?;
    let covered: String = match &force.policy {
        Some(policy) => tab.evaluate(&ask(&format!("covered({policy})"))).await?,
        None => String::new(),
    };
    let frames = tab.end().await?;
    tab.close().await?;
    let seen = Seen::of(&frames, force.permit);
    let sent = Sent::new(&frames, &seen.texts);
    let judged = Judged { sent: &sent, covered: &covered, by_policy: force.policy.is_some() };
    let mut run = Run { name: force.name, tried: 0, ..Run::default() };
    judged.places(&page, &mut run);
    judged.samples(&samples, &mut run);
    let numbers = shaped.iter().filter(|(_, number)| sent.has_number(number));
    run.leaks
        .extend(numbers.map(|(name, _)| Leak { place: format!("shaped: {name}"), rule: None }));
    run.tried += shaped.len();
    run.errors = errors;
    run.refused = seen.refused.into_iter().collect();
    run.frames = frames.len();
    Ok(run)
}

struct Judged<'r> {
    sent: &'r Sent,
    /// What the rules reach by what stands in the document.
    covered: &'r str,
    by_policy: bool,
}

impl Judged<'_> {
    fn places(&self, page: &LeakPage, run: &mut Run) {
        // Under a policy the attribute releases nothing.
        let (stay, controls): (&[Planted], &[Planted]) =
            if self.by_policy { (&page.controls, &[]) } else { (&[], &page.controls) };
        for place in page.places.iter().chain(stay) {
            run.tried += 1;
            if !self.sent.has(&place.word) {
                continue;
            }
            if self.covered.contains(&place.word) {
                run.broad.push(place.name.clone());
            } else {
                run.leaks.push(Leak { place: place.name.clone(), rule: None });
            }
        }
        for control in controls {
            run.controls += 1;
            if !self.sent.has(&control.word) {
                run.missing.push(control.name.clone());
            }
        }
    }

    fn samples(&self, samples: &[Sample], run: &mut Run) {
        for Sample { rule, name, word, must } in samples {
            let (has, is_covered) = (self.sent.has(word), self.covered.contains(word));
            match must {
                Must::Stay => {
                    run.tried += 1;
                    if has && !is_covered {
                        run.leaks.push(Leak { place: name.clone(), rule: Some(*rule) });
                    }
                }
                Must::Arrive if is_covered => {
                    run.controls += 1;
                    if !has {
                        run.missing.push(format!("rule {rule}: {name}"));
                    }
                }
                // Another rule hides it.
                Must::Arrive => {}
            }
        }
    }
}

/// A policy as browsers get it with its rules everywhere, so that all of them are tried on one page.
pub(super) fn everywhere(mut policy: Value) -> Value {
    let rules = policy.get_mut("rules").and_then(Value::as_array_mut);
    for rule in rules.into_iter().flatten() {
        if let Some(fields) = rule.as_object_mut() {
            fields.remove("paths");
        }
    }
    policy
}

/// No policy at all, as browsers get it.
pub(super) fn attributes() -> Force {
    Force { name: "released by attributes", policy: None, permit: Permit::attributes() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_hold_everywhere_and_are_else_the_same() {
        let rules = json!([{ "id": 2, "paths": ["/a"], "selector": ".x" }]);
        let policy = everywhere(json!({ "hash": "00", "rules": rules }));
        assert_eq!(policy, json!({ "hash": "00", "rules": [{ "id": 2, "selector": ".x" }] }));
    }

    #[test]
    fn a_word_that_a_rule_reaches_is_broad_and_another_is_a_leak() {
        let planted = |word: &str| Planted { name: word.to_owned(), word: word.to_owned() };
        let page = LeakPage {
            html: String::new(),
            places: vec![planted("reached"), planted("leaking"), planted("staying")],
            acts: Value::Null,
            controls: vec![planted("control")],
        };
        let texts = ["reached leaking shownhere hiddenhere".to_owned()];
        let sent = Sent::new(&[], &texts);
        let sample = |word: &str, must| Sample {
            rule: 2,
            name: word.to_owned(),
            word: word.to_owned(),
            must,
        };
        let mut run = Run::default();
        let judged =
            Judged { sent: &sent, covered: "reached\nshownhere\nabsenthere", by_policy: true };
        judged.places(&page, &mut run);
        judged.samples(
            &[
                sample("shownhere", Must::Arrive),
                sample("absenthere", Must::Arrive),
                sample("otherhides", Must::Arrive),
                sample("hiddenhere", Must::Stay),
            ],
            &mut run,
        );
        let leaks: Vec<&str> = run.leaks.iter().map(|leak| leak.place.as_str()).collect();
        assert_eq!(leaks, ["leaking", "hiddenhere"]);
        assert_eq!(
            (run.broad, run.missing),
            (vec!["reached".to_owned()], vec!["rule 2: absenthere".to_owned()])
        );
        assert_eq!((run.tried, run.controls), (5, 2));
        let mut run = Run::default();
        Judged { sent: &sent, covered: "", by_policy: false }.places(&page, &mut run);
        assert_eq!((run.leaks.len(), run.missing), (2, vec!["control".to_owned()]));
    }
}
