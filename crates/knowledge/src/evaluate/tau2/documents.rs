//! The documents of tau2-banking: what their names say of product and kind, and their indexes.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Deserialize;

use super::Tau2Error;
use crate::bm25::{B_BODY, B_TITLE, Bm25};
use crate::graph::{Graph, Node};
use crate::language::Language;

/// The kinds of products, as document names begin; the longer ones first.
const CATEGORIES: [&str; 11] = [
    "business_credit_cards",
    "business_checking_accounts",
    "business_savings_accounts",
    "checking_accounts",
    "savings_accounts",
    "credit_cards",
    "everyone_pay",
    "buy_now_pay_later",
    "bank_accounts",
    "customer_support",
    "personal_subscriptions",
];
/// How customers speak of a kind, and whether only for a business.
const SPOKEN: [(&str, bool, &[&str]); 6] = [
    ("business_credit_cards", true, &["credit card", "card"]),
    ("business_checking_accounts", true, &["checking"]),
    ("business_savings_accounts", true, &["saving"]),
    ("checking_accounts", false, &["checking"]),
    ("savings_accounts", false, &["saving"]),
    ("credit_cards", false, &["credit card"]),
];
/// Names of products that are told by their first word alone.
const TELLING: [&str; 11] = [
    "cobalt",
    "navy",
    "hunter",
    "true",
    "world",
    "sky",
    "lime",
    "evergreen",
    "bluest",
    "crypto",
    "ecocard",
];
/// A name of a tool or a field that more documents hold links none of them.
const SHARED_MAX: usize = 25;

#[derive(Debug, Deserialize)]
struct Raw {
    id: String,
    title: String,
    content: String,
}

#[derive(Debug)]
pub(super) struct Document {
    id: String,
    /// Its name without the number.
    pub(super) group: String,
    /// Its place in its group, from 1.
    pub(super) number: u32,
    pub(super) category: &'static str,
    pub(super) product: String,
    /// Of no single product.
    pub(super) general: bool,
    /// For staff.
    pub(super) internal: bool,
}

/// All documents, by id.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) list: Vec<Document>,
    pub(super) groups: BTreeMap<String, Vec<usize>>,
    pub(super) body: Bm25,
    pub(super) title: Bm25,
    pub(super) graph: Graph,
    /// Names of products, the longest first.
    products: Vec<String>,
    not_a_name: Regex,
}

impl Documents {
    pub(super) fn read(texts: &[String]) -> Result<Self, Tau2Error> {
        let mut raw = Vec::new();
        for (position, text) in texts.iter().enumerate() {
            let wrong = |source| Tau2Error::Json { kind: "document", position, source };
            raw.push(serde_json::from_str::<Raw>(text).map_err(wrong)?);
        }
        raw.sort_by(|a, b| a.id.cmp(&b.id));
        let list = raw.iter().map(document).collect::<Result<Vec<_>, _>>()?;
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, document) in list.iter().enumerate() {
            groups.entry(document.group.clone()).or_default().push(position);
        }
        let english = |text: &str| Language::English.stems(text);
        let whole = |r: &Raw| english(&format!("{0} {0} {1}", r.title, r.content));
        let titles: Vec<Vec<String>> = raw.iter().map(|r| english(&r.title)).collect();
        let names: BTreeSet<String> =
            list.iter().filter(|d| !d.general).map(|d| d.product.clone()).collect();
        let mut products: Vec<String> = names.into_iter().collect();
        products.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Ok(Self {
            body: Bm25::build(&raw.iter().map(whole).collect::<Vec<_>>(), B_BODY),
            title: Bm25::build(&titles, B_TITLE),
            graph: Graph::build(&nodes(&raw)?, SHARED_MAX),
            list,
            groups,
            products,
            not_a_name: Regex::new("[^a-z0-9+ ]")?,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.list.binary_search_by(|document| document.id.as_str().cmp(id)).ok()
    }

    /// The products that a text names. The longest names are looked for first, and what they were
    /// found in is used up.
    pub(super) fn named(&self, text: &str) -> BTreeSet<&str> {
        let text = text.to_lowercase().replace(['-', '_'], " ");
        let text = self.not_a_name.replace_all(&text, " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut rest = format!(" {} ", words.join(" "));
        let mut found = BTreeSet::new();
        for product in &self.products {
            let name = product.replace('-', " ");
            let short = name.strip_suffix(" account").or_else(|| name.strip_suffix(" card"));
            let base = short.unwrap_or(&name);
            let mut ways = vec![format!(" {name} ")];
            if short.is_some() {
                let kinds = ["account", "card", "checking", "savings", "business"];
                ways.extend(kinds.map(|kind| format!(" {base} {kind} ")));
            }
            for way in ways {
                if rest.contains(&way) {
                    found.insert(product.as_str());
                    rest = rest.replace(&way, " _ ");
                }
            }
            let telling = base.split(' ').next().is_some_and(|word| TELLING.contains(&word));
            if telling && rest.contains(&format!(" {base} ")) {
                found.insert(product.as_str());
            }
        }
        found
    }

    /// How often a text speaks of each kind of product, on a logarithmic scale.
    pub(super) fn categories_asked(&self, text: &str) -> BTreeMap<&'static str, f64> {
        let text = text.to_lowercase();
        let times = |word: &str| text.matches(word).count();
        let business = times("business");
        let asked = |(category, for_business, words): (_, bool, &[&str])| {
            let said: usize = words.iter().map(|word| times(word)).sum();
            let said = if for_business { said.min(business) } else { said };
            (category, (said as f64).ln_1p())
        };
        SPOKEN.into_iter().map(asked).collect()
    }
}

fn document(raw: &Raw) -> Result<Document, Tau2Error> {
    let wrong = || Tau2Error::Document { id: raw.id.clone() };
    let (group, number) = raw.id.rsplit_once('_').ok_or_else(wrong)?;
    let name = group.strip_prefix("doc_").ok_or_else(wrong)?;
    let split = |category: &&'static str| {
        Some((*category, name.strip_prefix(*category)?.strip_prefix('_')?))
    };
    let (category, rest) = CATEGORIES.iter().find_map(split).ok_or_else(wrong)?;
    let product = rest.replace("_(checking)", "").replace("_(savings)", "").replace('_', " ");
    let general = product.contains("general")
        || product.contains("management")
        || product.starts_with("credit card")
        || product == "special support codes";
    Ok(Document {
        id: raw.id.clone(),
        group: group.to_owned(),
        number: number.parse().map_err(|_| wrong())?,
        category,
        product,
        general,
        internal: raw.title.contains("nternal"),
    })
}

/// Documents as the graph sees them: the names of tools and fields in them, and their titles without
/// the remark that they are internal.
fn nodes(raw: &[Raw]) -> Result<Vec<Node>, regex::Error> {
    let name = Regex::new(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")?;
    let remark = Regex::new(r"^(internal: |\(internal\) )|( \(internal\)\.?)$")?;
    let node = |r: &Raw| Node {
        terms: name.find_iter(&r.content).map(|found| found.as_str().to_owned()).collect(),
        title: remark.replace_all(&r.title.to_lowercase(), "").trim().to_owned(),
        body: r.content.to_lowercase(),
    };
    Ok(raw.iter().map(node).collect())
}
