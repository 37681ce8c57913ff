//! Card numbers and card codes are taken out of every free text before it is stored or decided on.

use dispute::{Input, NewEvidence};

/// Cleans the free texts of an input.
pub(crate) fn input(input: &mut Input) {
    match input {
        Input::Open(open) => {
            text(&mut open.statement.text);
            if let Some(said) = &mut open.statement.merchant_said {
                text(said);
            }
            items(&mut open.items);
        }
        Input::AddEvidence { items: added, .. } => items(added),
        Input::Represent(represent) => {
            text(&mut represent.text);
            items(&mut represent.items);
        }
        Input::Appeal { text: words, items: added, .. } => {
            text(words);
            items(added);
        }
        Input::Decide(decide) => text(&mut decide.reasons),
        Input::AskMore { what, .. } => text(what),
        Input::Goodwill { note, .. } => text(note),
        Input::PausePlan { why, .. } => text(why),
        _ => {}
    }
}

fn items(items: &mut [NewEvidence]) {
    for item in items {
        text(&mut item.text);
    }
}

/// One text, cleaned in place.
pub(crate) fn text(words: &mut String) {
    if let std::borrow::Cow::Owned(clean) = compliance::scrub::scrub(words).text {
        *words = clean;
    }
}
