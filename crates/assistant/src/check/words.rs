//! Texts: there in every language, showing the same facts, each used.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use super::flow::{given_at, scope};
use super::steps::with_it;
use crate::catalogue::Catalogue;
use crate::expr::{Scope, type_of};
use crate::procedure::{Act, Source};
use crate::text::Texts;
use crate::value::Type;

pub(super) fn check(found: &mut Found<'_>, catalogue: &Catalogue) {
    let procedure = found.procedure;
    let at = given_at(procedure, catalogue);
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut uses: Vec<(String, String, Scope<'_>)> = Vec::new();
    for (step, act) in &procedure.steps {
        let given = at.get(step).cloned().unwrap_or_default();
        let scope = scope(&given, catalogue);
        for (key, inside) in texts_of(act, &scope) {
            used.insert(key.clone());
            uses.push((step.clone(), key, inside));
        }
        amount_is_shown(found, step, act, catalogue);
    }
    for language in &catalogue.languages {
        let Some(texts) = procedure.texts.get(language) else {
            found.whole(format!("has no texts in `{language}`"));
            continue;
        };
        for (step, key, inside) in &uses {
            match texts.get(key) {
                None => found.at(step, format!("text `{key}` is missing in `{language}`")),
                Some(text) => {
                    if let Err(error) = text.check(inside) {
                        found.at(step, format!("text `{key}` in `{language}`: {error}"));
                    }
                }
            }
        }
        for key in texts.keys().filter(|key| !used.contains(*key)) {
            found.whole(format!("text `{key}` in `{language}` is never said"));
        }
    }
    same_facts(found, &used);
}

/// The texts of a step, each with what it may show.
fn texts_of<'c>(act: &Act, scope: &Scope<'c>) -> Vec<(String, Scope<'c>)> {
    let here = |key: &String| (key.clone(), scope.clone());
    match act {
        Act::Say { text, lines, .. } => {
            let mut all = vec![here(text)];
            if let Some((source, line)) = lines {
                all.push((line.clone(), with_it(scope, entry(source, scope))));
            }
            all
        }
        Act::Ask { slot, kind, text, within, .. } => {
            let mut all = vec![here(text)];
            if let Type::Word(words) = kind {
                all.extend(words.iter().map(|word| here(&option_key(slot, word))));
            }
            all.extend(within.iter().map(|(_, outside)| here(outside)));
            all
        }
        Act::Choose { from, text, show, .. } => {
            vec![here(text), (show.clone(), with_it(scope, entry(from, scope)))]
        }
        Act::Do(call) => call.confirm.iter().map(here).collect(),
        Act::HandOver { why, .. } => vec![here(why)],
        Act::Let { .. } | Act::When { .. } | Act::Start(_) | Act::End(_) => Vec::new(),
    }
}

/// The text of one of several answers.
pub(crate) fn option_key(slot: &str, word: &str) -> String {
    format!("{slot}_{word}")
}

fn entry(source: &Source, scope: &Scope<'_>) -> Type {
    match type_of(&source.expr, &source.text, scope) {
        Ok(Type::List(entry)) => *entry,
        // It is reported where the step itself is checked.
        Ok(_) | Err(_) => Type::Bool,
    }
}

/// What is confirmed names the amount that will move.
fn amount_is_shown(found: &mut Found<'_>, step: &str, act: &Act, catalogue: &Catalogue) {
    let Act::Do(call) = act else { return };
    let amount = catalogue.tools.get(&call.tool).and_then(|tool| tool.amount.as_ref());
    let (Some(amount), Some(confirm)) = (amount, &call.confirm) else { return };
    let Some((_, source)) = call.with.iter().find(|(name, _)| name == amount) else { return };
    for (language, texts) in &found.procedure.texts {
        let shown = texts.get(confirm).map(crate::text::Template::shown).unwrap_or_default();
        if !shown.contains(&source.text.as_str()) {
            let said = format!(
                "text `{confirm}` in `{language}` does not show the amount: write {{{}}}",
                source.text
            );
            found.at(step, said);
        }
    }
}

fn same_facts(found: &mut Found<'_>, used: &BTreeSet<String>) {
    let texts: Vec<(&String, &Texts)> = found.procedure.texts.iter().collect();
    let Some(((first, known), others)) = texts.split_first() else { return };
    let shown = |texts: &Texts| -> BTreeMap<String, Vec<String>> {
        let of_key = |key: &String| {
            let shown = texts.get(key)?.shown();
            Some((key.clone(), shown.into_iter().map(str::to_owned).collect()))
        };
        used.iter().filter_map(of_key).collect()
    };
    let known = shown(known);
    for (language, texts) in others {
        for (key, facts) in shown(texts) {
            if known.get(&key).is_some_and(|known| *known != facts) {
                let said =
                    format!("text `{key}` shows other facts in `{language}` than in `{first}`");
                found.whole(said);
            }
        }
    }
}
