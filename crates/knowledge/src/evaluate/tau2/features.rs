//! The thirteen signs of a document for a question.
//!
//! | sign | what it says |
//! |---|---|
//! | bm25 | title twice and body, words counted as often as they are said |
//! | bm25 of title | with less regard to length |
//! | fusion | ranks of the question's sentences, one by one |
//! | internal | the document is for staff: procedures |
//! | named | the question names its product |
//! | category | how often the question names its kind of product |
//! | graph | an internal document that the best internal ones lead to |
//! | general | a public document of no single product |
//! | first × product | the overview of a product whose documents fit |
//! | first × category | the overview of a product of a kind that is named |
//! | number | its place among the documents of its product |
//! | times needed | how often other cases needed it |
//! | case memory | whether similar cases needed it |

use super::documents::{Document, Documents};
use crate::bm25::counts;
use crate::language::Language;
use crate::scores::{add, at, best, normalised};

/// The signs that do not depend on other cases.
pub(super) const KNOWN: usize = 11;
/// All of them, and one for the constant.
pub(super) const WIDTH: usize = KNOWN + 3;

/// The signs of one document; the last is 1.
pub(super) type Row = [f64; WIDTH];
/// The signs of every document that do not depend on other cases.
pub(super) type Statics = Vec<[f64; KNOWN]>;

const FUSION_K: f64 = 5.0;
const FUSION_DEPTH: usize = 30;
/// A title's share where documents are first put in order.
const TITLE_SHARE: f64 = 0.5;
/// Later documents of a product are all alike.
const NUMBER_MAX: f64 = 12.0;

/// Static signs, times needed and memory, and the constant, as one row.
pub(super) fn row(known: &[f64; KNOWN], [times, called]: [f64; 2]) -> Row {
    let [a, b, c, d, e, f, g, h, i, j, k] = *known;
    [a, b, c, d, e, f, g, h, i, j, k, times, called, 1.0]
}

impl Documents {
    pub(super) fn words_alone(&self, said: &[String]) -> Vec<f64> {
        self.body.score(&counts(Language::English.stems(&said.join(" "))))
    }

    pub(super) fn statics(&self, said: &[String]) -> Statics {
        let text = said.join(" ");
        let terms = counts(Language::English.stems(&text));
        let body = normalised(self.body.score_counted(&terms));
        let title = normalised(self.title.score_counted(&terms));
        let fused = self.fused(said);
        let base: Vec<f64> = (0..self.len())
            .map(|n| at(&body, n) + at(&fused, n) + TITLE_SHARE * at(&title, n))
            .collect();
        let seeds: Vec<f64> =
            self.list.iter().zip(&base).map(|(d, base)| base * flag(d.internal)).collect();
        let graph = normalised(self.graph.spread(&seeds));
        let fits = self.products_that_fit(&base);
        let named = self.named(&text);
        let asked = self.categories_asked(&text);
        let sign = |(n, document): (usize, &Document)| {
            let public = flag(!document.internal);
            let specific = flag(!document.general);
            let category = asked.get(document.category).copied().unwrap_or(0.0) * specific;
            let first = flag(document.number == 1) * specific * public;
            [
                at(&body, n),
                at(&title, n),
                at(&fused, n),
                flag(document.internal),
                flag(named.contains(document.product.as_str())),
                category,
                at(&graph, n) * flag(document.internal),
                flag(document.general) * public,
                first * at(&fits, n) * specific,
                first * category,
                f64::from(document.number).min(NUMBER_MAX) / NUMBER_MAX,
            ]
        };
        self.list.iter().enumerate().map(sign).collect()
    }

    fn fused(&self, said: &[String]) -> Vec<f64> {
        let mut fused = vec![0.0; self.len()];
        for sentence in said {
            let scores = self.body.score(&counts(Language::English.stems(sentence)));
            for (rank, (document, _)) in best(&scores, FUSION_DEPTH).into_iter().enumerate() {
                add(&mut fused, document, 1.0 / (FUSION_K + rank as f64));
            }
        }
        normalised(fused)
    }

    /// For each document the mean of its product's three best.
    fn products_that_fit(&self, base: &[f64]) -> Vec<f64> {
        let mean = |documents: &[usize]| {
            let mut scores: Vec<f64> = documents.iter().map(|n| at(base, *n)).collect();
            scores.sort_by(|a, b| b.total_cmp(a));
            scores.truncate(3);
            scores.iter().sum::<f64>() / scores.len().max(1) as f64
        };
        let of = |document: &Document| self.groups.get(&document.group).map_or(0.0, |g| mean(g));
        normalised(self.list.iter().map(of).collect())
    }
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}
