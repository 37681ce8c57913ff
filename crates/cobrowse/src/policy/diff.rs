//! What a new policy file changes: whether agents see and may do more, and what, in words. What makes it wider needs a
//! second person.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Serialize;

use super::{EXTRA_ID_MIN, Effect, ExtraHide, InForce, Policy, Rule, path_fits, selector};

/// Two files of which the second cannot follow the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    #[error("company is {new:?} where it was {old:?}: this is the file of another company")]
    Company { old: String, new: String },
    #[error("version is {new} where it was {old}: make it {due}", due = old.saturating_add(1))]
    Version { old: u32, new: u32 },
    #[error(
        "rule {0} is used for something else: retire it, and give the new rule a number that was never used"
    )]
    Reused(u32),
    #[error("rule {0} is gone: add it to `retired`, so that its number is never used again")]
    NotRetired(u32),
    #[error("rule {0} was retired: keep it in `retired`")]
    Forgotten(u32),
}

/// Which way a rule turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Same,
    /// Agents see or may do less.
    Narrower,
    /// Agents see or may do more, in some way at least.
    Wider,
}

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleDiff {
    pub id: u32,
    pub turn: Turn,
    /// What agents see or may do now and could not before.
    pub gained: Vec<String>,
    pub lost: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The widest turn of all: [`Turn::Wider`] needs a second person.
    pub turn: Turn,
    /// All rules of both files, by their numbers.
    pub rules: Vec<RuleDiff>,
}

/// What `new` changes, as the file that follows `old`.
pub fn diff(old: &Policy, new: &Policy) -> Result<Diff, DiffError> {
    if old.company != new.company {
        return Err(DiffError::Company { old: old.company.clone(), new: new.company.clone() });
    }
    if new.version != old.version.saturating_add(1) {
        return Err(DiffError::Version { old: old.version, new: new.version });
    }
    if let Some(id) = old.retired.iter().find(|id| !new.retired.contains(id)) {
        return Err(DiffError::Forgotten(*id));
    }
    let before: HashMap<u32, &Rule> = old.rules.iter().map(|rule| (rule.id, rule)).collect();
    let after: HashMap<u32, &Rule> = new.rules.iter().map(|rule| (rule.id, rule)).collect();
    let ids: BTreeSet<u32> = before.keys().chain(after.keys()).copied().collect();
    let mut rules = Vec::with_capacity(ids.len());
    for id in ids {
        let (was, is) = (before.get(&id).copied(), after.get(&id).copied());
        if is.is_none() && !new.retired.contains(&id) {
            return Err(DiffError::NotRetired(id));
        }
        let Some(rule) = is.or(was) else { continue };
        let reach = match (was, is) {
            (Some(was), Some(is)) => changed(was, is)?,
            (None, Some(is)) => Reach { grown: vec![described(is)], shrunk: Vec::new() },
            _ => Reach { grown: Vec::new(), shrunk: vec![described(rule)] },
        };
        rules.push(reach.turned(rule));
    }
    let turn = rules.iter().map(|rule| rule.turn).max().unwrap_or(Turn::Same);
    Ok(Diff { turn, rules })
}

/// What `new` changes of all that holds. A file that makes it wider also gives back what was taken away from the one
/// before it, where it does not say so itself: whoever agrees to it is told that.
pub fn change(force: &InForce, new: &Policy) -> Result<Diff, DiffError> {
    let mut changed = diff(force.policy(), new)?;
    if changed.turn != Turn::Wider {
        return Ok(changed);
    }
    let narrowing = force.narrowing();
    for rule in new.rules.iter().filter(|rule| narrowing.off.contains(&rule.id)) {
        let given_back = Reach { grown: vec![described(rule)], shrunk: Vec::new() }.turned(rule);
        changed.rules.retain(|one| one.id != rule.id);
        changed.rules.push(given_back);
    }
    let is_hidden_still = |hide: &ExtraHide| {
        new.rules.iter().any(|rule| {
            let is_same = rule.selector == hide.selector && rule.paths == hide.paths;
            rule.effect == Effect::Hide && is_same && rule.roles.is_none()
        })
    };
    for (id, hide) in (EXTRA_ID_MIN..).zip(&narrowing.hide) {
        if !is_hidden_still(hide) {
            let paths = hide.paths.as_ref().map_or("all paths".to_owned(), |some| some.join(", "));
            let words =
                format!("no longer hidden where a rule shows it: `{}` on {paths}", hide.selector);
            let (turn, lost) = (Turn::Wider, Vec::new());
            changed.rules.push(RuleDiff { id, turn, gained: vec![words], lost });
        }
    }
    changed.rules.sort_by_key(|one| one.id);
    Ok(changed)
}

/// Where a rule holds and did not, and the other way round.
struct Reach {
    grown: Vec<String>,
    shrunk: Vec<String>,
}

impl Reach {
    /// A rule that hides and reaches farther takes away.
    fn turned(self, rule: &Rule) -> RuleDiff {
        let effect = rule.effect;
        let said = |words: Vec<String>, is_grown: bool| {
            let verb = match (effect, is_grown) {
                (Effect::Show, true) => "agents see",
                (Effect::Show, false) => "agents no longer see",
                (Effect::Hide, true) => "hidden whatever shows it:",
                (Effect::Hide, false) => "no longer hidden where a rule shows it:",
                (Effect::Write, true) => "agents may type in",
                (Effect::Write, false) => "agents may no longer type in",
                (Effect::Confirm, true) => "the customer confirms acts on",
                (Effect::Confirm, false) => "the customer no longer confirms acts on",
            };
            words.into_iter().map(|word| format!("{verb} {word}")).collect::<Vec<String>>()
        };
        let (grown, shrunk) = (said(self.grown, true), said(self.shrunk, false));
        let (gained, lost) = if effect.releases() { (grown, shrunk) } else { (shrunk, grown) };
        let turn = match (gained.is_empty(), lost.is_empty()) {
            (false, _) => Turn::Wider,
            (true, false) => Turn::Narrower,
            (true, true) => Turn::Same,
        };
        RuleDiff { id: rule.id, turn, gained, lost }
    }
}

fn changed(was: &Rule, is: &Rule) -> Result<Reach, DiffError> {
    let (old, new) = (parts(was), parts(is));
    let is_kept = new.iter().any(|part| old.contains(part));
    if was.effect != is.effect || !is_kept {
        return Err(DiffError::Reused(is.id));
    }
    let mut grown = Vec::new();
    let mut shrunk = Vec::new();
    grown.extend(new.iter().filter(|part| !old.contains(part)).map(|part| format!("`{part}`")));
    shrunk.extend(old.iter().filter(|part| !new.contains(part)).map(|part| format!("`{part}`")));
    let whole = format!("`{}`", is.selector);
    let covers = |pattern: &str, path: &str| path_fits(pattern, path);
    let same = |one: &str, other: &str| one == other;
    for (from, to, words) in
        [(&was.paths, &is.paths, &mut grown), (&is.paths, &was.paths, &mut shrunk)]
    {
        words.extend(beyond(from.as_deref(), to.as_deref(), covers).map_or_else(
            || Some(format!("{whole} on all paths")),
            |more| (!more.is_empty()).then(|| format!("{whole} on {}", more.join(", "))),
        ));
    }
    for (from, to, words) in
        [(&was.roles, &is.roles, &mut grown), (&is.roles, &was.roles, &mut shrunk)]
    {
        words.extend(beyond(from.as_deref(), to.as_deref(), same).map_or_else(
            || Some(format!("{whole} in all roles")),
            |more| (!more.is_empty()).then(|| format!("{whole} as {}", more.join(", "))),
        ));
    }
    if was.pixels != is.pixels {
        let words = if is.pixels { &mut grown } else { &mut shrunk };
        words.push(format!("pictures and drawings in {whole}"));
    }
    // What hides or confirms does so after its day as before.
    if is.effect.releases() && was.expires != is.expires {
        let last = |expires: Option<Date>| expires.unwrap_or(Date::MAX);
        let words = if last(is.expires) > last(was.expires) { &mut grown } else { &mut shrunk };
        words.push(format!("{whole} until {}", last(is.expires)));
    }
    Ok(Reach { grown, shrunk })
}

/// What of `to` is not in `from`; none where `to` is everything and `from` is not.
fn beyond<'t>(
    from: Option<&[String]>,
    to: Option<&'t [String]>,
    covers: impl Fn(&str, &str) -> bool,
) -> Option<Vec<&'t str>> {
    let Some(from) = from else { return Some(Vec::new()) };
    let is_new = |one: &&str| !from.iter().any(|known| covers(known, one));
    to.map(|to| to.iter().map(String::as_str).filter(is_new).collect())
}

fn parts(rule: &Rule) -> Vec<String> {
    // Both files were read already.
    selector::parts(&rule.selector).unwrap_or_default()
}

/// A whole rule in words.
fn described(rule: &Rule) -> String {
    let paths = rule.paths.as_ref().map_or("all paths".to_owned(), |paths| paths.join(", "));
    let roles =
        rule.roles.as_ref().map_or(String::new(), |roles| format!(" as {}", roles.join(", ")));
    let until = rule.expires.filter(|_| rule.effect.releases());
    let until = until.map_or(String::new(), |last| format!(" until {last}"));
    let pixels = if rule.pixels { ", pictures and drawings too," } else { "" };
    format!(
        "`{}`{pixels} on {paths}{roles}{until} ({}: {})",
        rule.selector, rule.owner, rule.reason
    )
}
