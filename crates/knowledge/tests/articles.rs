//! The articles that are shipped: that they can be read, promise nothing, hold no figure that a
//! market's files do not, and are found by what customers write.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use knowledge::evaluate::{self, ArticleHits, Message};
use knowledge::{Index, Language, Library, Query, Weights};

/// Messages that an article alone can answer; the others need the customer's own records or a person.
const INFORMATIONAL: [&str; 12] = [
    "plan_options_question",
    "late_fee_question",
    "purchase_declined",
    "spending_limit_question",
    "credit_report_question",
    "statement_request",
    "refund_status",
    "return_status",
    "data_access_or_erasure",
    "close_account",
    "merchant_insolvent",
    "subscription_not_cancelled",
];
/// `Pay in 30` is the name of a product.
const PRODUCT_NAME: &str = "30";

fn policy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy")
}

fn library() -> Library {
    let root = policy().join("assistant/articles");
    let mut files = Vec::new();
    for folder in fs::read_dir(&root).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    Library::parse(&files).expect("the articles are right")
}

fn toml(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn texts(library: &Library, language: Language) -> BTreeMap<String, String> {
    let text = |passages: &[knowledge::Passage]| -> String {
        passages.iter().map(|p| format!("{}\n{}\n", p.heading, p.text)).collect()
    };
    library.of(language).map(|a| (a.id.clone(), text(&a.passages))).collect()
}

fn numbers(text: &str) -> BTreeSet<&str> {
    // A step of a list, as in `1. Ask the shop`, is no figure.
    let steps = |word: &&str| !(word.len() == 2 && word.ends_with('.'));
    let words = text.split_whitespace().filter(steps);
    words.flat_map(|w| w.split(|c: char| !c.is_ascii_digit())).filter(|n| !n.is_empty()).collect()
}

#[test]
fn every_article_is_short_and_asks_what_it_answers() {
    let library = library();
    for language in Language::ALL {
        assert_eq!(library.of(language).count(), 24);
        for article in library.of(language) {
            let words: usize =
                article.passages.iter().map(|p| p.text.split_whitespace().count()).sum();
            assert!((120..=300).contains(&words), "{} {language:?}: {words} words", article.id);
            assert!(article.questions.len() >= 3, "{} {language:?}", article.id);
            assert!(!article.intents.is_empty(), "{}", article.id);
        }
    }
}

/// A figure is in an article only when every market's plan holds it, or the pack, or the support policy.
#[test]
fn figures_are_those_of_every_market() {
    let mut shared: Option<BTreeSet<String>> = None;
    for file in fs::read_dir(policy().join("plans")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("ceilings.toml") {
            continue;
        }
        let plan = toml(&path);
        let figures = ["pause", "hardship", "extension"].iter().flat_map(|section| {
            let values = plan[*section].as_table().unwrap().values();
            values.filter_map(toml::Value::as_integer).map(|n| n.to_string()).collect::<Vec<_>>()
        });
        let figures: BTreeSet<String> = figures.collect();
        shared = Some(shared.map_or(figures.clone(), |all| &all & &figures));
    }
    let pack = toml(&policy().join("packs/bnpl.2026.toml"));
    let of_pack = ["opening_window", "right_of_reply", "proposal", "human_review", "review_window"];
    let of_pack = of_pack.map(|name| pack[name].as_table().unwrap().values().next().unwrap());
    let mut known = shared.expect("plans");
    known.extend(of_pack.map(|value| value.as_integer().unwrap().to_string()));
    known.insert(PRODUCT_NAME.to_owned());
    let library = library();
    let english = texts(&library, Language::English);
    for language in Language::ALL {
        for (id, text) in texts(&library, language) {
            let found = numbers(&text);
            assert_eq!(found, numbers(&english[&id]), "{id} {language:?}: not as in English");
            for number in found {
                assert!(known.contains(number), "{id} {language:?}: {number} is in no file");
            }
        }
    }
}

#[test]
fn articles_promise_no_money() {
    let promises = toml(&policy().join("support/promises.toml"));
    let library = library();
    for language in Language::ALL {
        let phrases = promises[language.code()]["money"].as_array().unwrap();
        for (id, text) in texts(&library, language) {
            let text = text.to_lowercase();
            for phrase in phrases.iter().map(|phrase| phrase.as_str().unwrap()) {
                assert!(
                    !text.contains(phrase.trim_end_matches('*')),
                    "{id} {language:?}: {phrase}"
                );
            }
        }
    }
}

#[test]
fn an_answer_is_a_stored_passage_and_the_same_every_time() {
    let library = library();
    let table = [
        (Language::English, "why do I have to pay a late fee?", "late_fees"),
        (Language::Swedish, "varför nekades jag i kassan", "purchase_declined"),
        (Language::German, "wie hoch ist mein Limit", "spending_limit"),
        (Language::Spanish, "cómo cierro mi cuenta", "closing_account"),
    ];
    for (language, text, expected) in table {
        let index = Index::build(language, library.of(language), Weights::default());
        let query = Query { text, market: Some("SE"), ..Query::default() };
        let found = index.search(&query, 3);
        assert_eq!(found, index.search(&query, 3));
        let quote = found.answer(0.0).expect("an answer");
        assert_eq!(quote.id.article, expected, "{text}");
        let article = library.get(language, expected).unwrap();
        assert!(article.passages.iter().any(|p| p.id == quote.id && p.text == quote.text));
        assert_eq!(found.answer(1.1), None);
        let nothing = Query { text: "xyzzy", ..Query::default() };
        assert_eq!(index.search(&nothing, 3).answer(0.0), None);
    }
}

/// A vector decides where words say nothing, and its place is that of the passage.
#[test]
fn a_cosine_belongs_to_its_passage() {
    let library = library();
    let language = Language::English;
    let index = Index::build(language, library.of(language), Weights::default());
    let wanted = index.passages().position(|id| id.article == "evidence").unwrap();
    let cosines: Vec<f64> =
        (0..index.passages().count()).map(|n| if n == wanted { 0.9 } else { 0.0 }).collect();
    let query = Query { text: "xyzzy", cosines: &cosines, ..Query::default() };
    assert_eq!(index.search(&query, 1).hits[0].quote.id.article, "evidence");
}

/// Every other message of `policy/assistant/intents`, beginning with the first or the second.
fn messages(half: usize) -> Vec<Message> {
    let mut messages = Vec::new();
    for language in Language::ALL {
        let path = policy().join(format!("assistant/intents/{}.csv", language.code()));
        let mut rows = csv::Reader::from_path(path).unwrap();
        for row in rows.records().skip(half).step_by(2) {
            let row = row.unwrap();
            let (text, intent) = (row[0].to_owned(), row[2].to_owned());
            messages.push(Message { text, language, intent });
        }
    }
    messages
}

fn report(name: &str, asked: &[Message], learned: &[Message]) -> Vec<ArticleHits> {
    let hits = evaluate::articles(&library(), Weights::default(), asked, learned);
    let total = |language: Language, all: bool| {
        let of = hits.iter().filter(|((l, intent), _)| {
            *l == language && (all || INFORMATIONAL.contains(&intent.as_str()))
        });
        of.fold(ArticleHits::default(), |sum, (_, hits)| sum.and(*hits))
    };
    let percent = |share: f64| 100.0 * share;
    for language in Language::ALL {
        for (kind, all) in [("informational", false), ("all with an article", true)] {
            let hits = total(language, all);
            let (first, three) = (percent(hits.hit_at_1()), percent(hits.hit_at_3()));
            let code = language.code();
            println!(
                "{name} {code} {kind}: {} messages, hit@1 {first:.1}, hit@3 {three:.1}",
                hits.messages
            );
        }
    }
    Language::ALL.map(|language| total(language, false)).to_vec()
}

/// The second half of the messages; weights were chosen on the first.
#[test]
fn what_customers_ask_finds_its_article() {
    let (first, second) = (messages(0), messages(1));
    for hits in report("words", &second, &[]) {
        assert!(hits.messages > 100 && hits.hit_at_3() > 0.78, "{hits:?}");
    }
    for hits in report("words and memory", &second, &first) {
        assert!(hits.hit_at_3() > 0.8, "{hits:?}");
    }
}

/// Above the limit of confidence the first article is right far more often than below it, and talk
/// about something else is mostly declined.
#[test]
fn low_confidence_means_often_wrong() {
    const CONFIDENCE_MIN: f64 = 0.35;
    let library = library();
    let messages = messages(1);
    for language in Language::ALL {
        let index = Index::build(language, library.of(language), Weights::default());
        let right = |m: &Message, article: &str| {
            library.get(language, article).unwrap().intents.contains(&m.intent)
        };
        let (mut sure, mut unsure, mut strange) = ([0, 0], [0, 0], [0, 0]);
        for message in messages.iter().filter(|m| m.language == language) {
            let found = index.search(&Query { text: &message.text, ..Query::default() }, 1);
            let answered = found.answer(CONFIDENCE_MIN).is_some();
            if message.intent == "out_of_scope" {
                strange[usize::from(answered)] += 1;
            } else if INFORMATIONAL.contains(&message.intent.as_str()) {
                let hit = found.hits.first().is_some_and(|h| right(message, &h.quote.id.article));
                let list = if answered { &mut sure } else { &mut unsure };
                list[usize::from(hit)] += 1;
            }
        }
        let share = |[no, yes]: [u32; 2]| f64::from(yes) / f64::from(no + yes);
        println!(
            "{}: {sure:?} of the sure and {unsure:?} of the unsure are wrong and right, {strange:?} \
             of the strange are declined and answered",
            language.code()
        );
        assert!(share(sure) > share(unsure) + 0.2, "{sure:?} {unsure:?}");
        assert!(share(strange) < 0.3, "{strange:?}");
    }
}
