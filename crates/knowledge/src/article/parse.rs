//! Reads one article: its front matter, and the passages of its body.

use serde::Deserialize;

use super::{Article, ArticleError, Markets, Passage, PassageId};
use crate::language::Language;

/// What the front matter stands between.
const FENCE: &str = "+++";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    id: String,
    version: u32,
    title: String,
    markets: toml::Value,
    intents: Vec<String>,
    #[serde(default)]
    questions: Vec<String>,
}

pub(super) fn article(path: &str, text: &str) -> Result<Article, ArticleError> {
    let wrong = |field, problem: &str| ArticleError::new(path, field, problem);
    let place = path.strip_suffix(".md").and_then(|path| path.split_once('/'));
    let (folder, code) =
        place.ok_or_else(|| wrong("path", "is not `<id>/<language>.md`: name it so"))?;
    let language = Language::of_code(code)
        .ok_or_else(|| wrong("path", "names a language that is none of en, sv, de, es"))?;
    let (front, body) = parted(text).ok_or_else(|| {
        wrong("front matter", "is missing: begin the file with it, between two lines `+++`")
    })?;
    let front: Front = toml::from_str(front)
        .map_err(|error| wrong("front matter", &format!("cannot be read: {}", error.message())))?;
    if front.id != folder {
        return Err(wrong(
            "id",
            &format!("is `{}`: it must be its folder's name, `{folder}`", front.id),
        ));
    }
    if front.version == 0 {
        return Err(wrong("version", "is 0: versions begin with 1"));
    }
    if front.title.trim().is_empty() {
        return Err(wrong("title", "is empty: say what the article answers"));
    }
    let markets = markets(&front.markets).ok_or_else(|| {
        wrong("markets", "is neither \"all\" nor a list of codes such as [\"SE\", \"US-NY\"]")
    })?;
    let passages = passages(&front.id, front.version, body);
    if passages.is_empty() {
        return Err(wrong("body", "is empty: write at least one paragraph"));
    }
    Ok(Article {
        id: front.id,
        version: front.version,
        language,
        title: front.title,
        markets,
        intents: front.intents,
        questions: front.questions,
        passages,
    })
}

/// Front matter and body.
fn parted(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(FENCE)?;
    rest.split_once(&format!("\n{FENCE}\n"))
}

fn markets(value: &toml::Value) -> Option<Markets> {
    match value {
        toml::Value::String(all) if all == "all" => Some(Markets::All),
        toml::Value::Array(codes) if !codes.is_empty() => {
            let code =
                |value: &toml::Value| value.as_str().filter(|c| is_market(c)).map(str::to_owned);
            Some(Markets::Only(codes.iter().map(code).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn is_market(code: &str) -> bool {
    let capitals = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    match code.split_once('-') {
        Some((country, part)) => capitals(country) && capitals(part),
        None => capitals(code),
    }
}

/// The paragraphs of a body. A line `## …` is the heading of those that follow; a list belongs to
/// the paragraph right above it.
fn passages(id: &str, version: u32, body: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut heading = String::new();
    for block in body.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let (head, text) = match block.strip_prefix("## ") {
            Some(rest) => rest.split_once('\n').map_or((Some(rest), ""), |(h, t)| (Some(h), t)),
            None => (None, block),
        };
        if let Some(head) = head {
            head.trim().clone_into(&mut heading);
        }
        if text.trim().is_empty() {
            continue;
        }
        let number = u32::try_from(passages.len()).unwrap_or(u32::MAX).saturating_add(1);
        let id = PassageId { article: id.to_owned(), version, number };
        passages.push(Passage { id, heading: heading.clone(), text: text.trim().to_owned() });
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\nid = \"fees\"\nversion = 2\ntitle = \"Fees\"\nmarkets = [\"SE\"]\nintents = []\n+++\n";

    #[test]
    fn paragraphs_become_passages_under_their_headings() {
        let text = format!("{FRONT}\nFirst.\n\n## How much\nSecond\n- a list\n\nThird.\n");
        let article = article("fees/en.md", &text).unwrap();
        let found: Vec<(String, &str, &str)> = article
            .passages
            .iter()
            .map(|p| (p.id.to_string(), p.heading.as_str(), p.text.as_str()))
            .collect();
        let expected = [
            ("fees@2#1".to_owned(), "", "First."),
            ("fees@2#2".to_owned(), "How much", "Second\n- a list"),
            ("fees@2#3".to_owned(), "How much", "Third."),
        ];
        assert_eq!(found, expected);
        assert!(article.markets.hold_in("SE") && !article.markets.hold_in("DE"));
    }

    #[test]
    fn a_part_of_a_country_follows_its_country() {
        let markets = |code: &str| markets(&toml::Value::Array(vec![code.into()])).unwrap();
        assert!(markets("US").hold_in("US-NY") && markets("US-NY").hold_in("US-NY"));
        assert!(!markets("US-NY").hold_in("US"));
    }

    #[test]
    fn errors_name_the_file_the_field_and_the_fix() {
        let body = "\nFirst.\n";
        let with = |from: &str, to: &str| format!("{}{body}", FRONT.replace(from, to));
        let table = [
            ("fees.md", with("", ""), "fees.md: `path` is not `<id>/<language>.md`: name it so"),
            ("fees/fr.md", with("", ""), "none of en, sv, de, es"),
            ("fees/en.md", body.to_owned(), "`front matter` is missing"),
            ("fees/en.md", with("version = 2", "version = \"b\""), "`front matter` cannot be read"),
            ("fees/en.md", with("intents", "intent"), "unknown field `intent`"),
            ("fee/en.md", with("", ""), "`id` is `fees`: it must be its folder's name, `fee`"),
            ("fees/en.md", with("version = 2", "version = 0"), "`version` is 0"),
            ("fees/en.md", with("\"Fees\"", "\" \""), "`title` is empty"),
            ("fees/en.md", with("[\"SE\"]", "[\"Sweden\"]"), "`markets` is neither"),
            ("fees/en.md", FRONT.to_owned(), "`body` is empty"),
        ];
        for (path, text, expected) in table {
            let error = article(path, &text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error} | {expected}");
        }
    }
}
