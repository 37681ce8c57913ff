//! Finding the passage that answers: several signs, one linear score.
//!
//! Each sign is brought to 0..1 (the best passage of a question has 1), then weighed and added up.
//! Nothing is random, and of equal passages the first wins, so the same question always finds the
//! same passage.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Markets, Passage, PassageId};
use crate::bm25::{B_BODY, B_TITLE, Bm25, counts};
use crate::graph::{Graph, Node};
use crate::language::{Language, sentences};
use crate::memory::Memory;
use crate::scores::{add, at, best, better, normalised};

/// Reciprocal-rank fusion: the first of a sentence's list gets 1/5, the next 1/6, …
const FUSION_K: f64 = 5.0;
/// How far down a sentence's list is looked.
const FUSION_DEPTH: usize = 30;
/// A stem that more articles share links none of them.
const SHARED_MAX: usize = 3;

/// How much each sign counts in the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// BM25 of the article's title and the passage's heading.
    pub title: f64,
    /// BM25 of the passage's own words.
    pub body: f64,
    /// BM25 of the questions that the article says it answers.
    pub questions: f64,
    /// BM25 of the whole article with its questions.
    pub article: f64,
    /// BM25 of pieces of words, over the whole article.
    pub pieces: f64,
    /// The ranks of the sentences one by one, so that a long story does not drown its question.
    pub sentences: f64,
    /// Articles that the best ones speak of.
    pub graph: f64,
    /// The cosine that the caller gives.
    pub vector: f64,
    /// What similar past cases needed.
    pub memory: f64,
}

impl Default for Weights {
    /// Chosen on every other message of `policy/assistant/intents`, those of memory too; the rest is
    /// what is reported. That of vectors is a guess: none were measured yet.
    fn default() -> Self {
        Self {
            title: 1.0,
            body: 0.5,
            questions: 1.0,
            article: 0.25,
            pieces: 2.0,
            sentences: 0.5,
            graph: 0.5,
            vector: 2.0,
            memory: 5.0,
        }
    }
}

/// The signs of one passage, each 0 to 1; named as in [`Weights`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Features {
    pub title: f64,
    pub body: f64,
    pub questions: f64,
    pub article: f64,
    pub pieces: f64,
    pub sentences: f64,
    pub graph: f64,
    pub vector: f64,
    pub memory: f64,
}

impl Weights {
    fn score(&self, f: &Features) -> f64 {
        self.title * f.title
            + self.body * f.body
            + self.questions * f.questions
            + self.article * f.article
            + self.pieces * f.pieces
            + self.sentences * f.sentences
            + self.graph * f.graph
            + self.vector * f.vector
            + self.memory * f.memory
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    pub text: &'a str,
    /// Passages of articles that do not hold in this market are left out; an ISO 3166 code.
    pub market: Option<&'a str>,
    /// The cosine of question and passage for each of [`Index::passages`], in their order; empty
    /// without an encoder.
    pub cosines: &'a [f64],
    pub memory: Option<&'a Memory>,
}

/// A passage word for word, with what it can be looked up by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub id: PassageId,
    /// Of the article.
    pub title: String,
    pub text: String,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub quote: Quote,
    pub score: f64,
    pub features: Features,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best passage of each article, the best first.
    pub hits: Vec<Hit>,
    /// 0 to 1: how much of the question's words the best article covers, raised by its lead over the
    /// second. See `docs/knowledge.md` for what it was measured to be worth.
    pub confidence: f64,
}

impl Found {
    /// The passage to quote, or nothing when it is better to ask back or hand over.
    #[must_use]
    pub fn answer(&self, confidence_min: f64) -> Option<&Quote> {
        let sure = self.confidence >= confidence_min;
        self.hits.first().filter(|_| sure).map(|hit| &hit.quote)
    }
}

/// One language of the help centre, made ready for questions.
#[derive(Debug, Clone)]
pub struct Index {
    language: Language,
    weights: Weights,
    passages: Vec<(Quote, Markets)>,
    /// For each passage its article's place among the articles.
    article_of: Vec<usize>,
    articles: usize,
    article: Bm25,
    title: Bm25,
    body: Bm25,
    questions: Bm25,
    pieces: Bm25,
    /// Title, body and questions as one, for sentences and for confidence.
    whole: Bm25,
    graph: Graph,
}

impl Index {
    /// Of articles in one language; those in other languages are left out.
    #[must_use]
    pub fn build<'a>(
        language: Language,
        articles: impl IntoIterator<Item = &'a Article>,
        weights: Weights,
    ) -> Self {
        let articles: Vec<&Article> =
            articles.into_iter().filter(|article| article.language == language).collect();
        let each = |text: &dyn Fn(&Article, &Passage) -> String| -> Vec<String> {
            let of = |article: &'a Article| article.passages.iter().map(move |p| (article, p));
            articles.iter().flat_map(|a| of(a)).map(|(a, p)| text(a, p)).collect()
        };
        let titles = each(&|a, p| format!("{} {}", a.title, p.heading));
        let bodies = each(&|_, p| p.text.clone());
        let questions = each(&|a, _| a.questions.join("\n"));
        let wholes: Vec<String> = titles
            .iter()
            .zip(&bodies)
            .zip(&questions)
            .map(|((title, body), asked)| format!("{title} {title} {asked} {body}"))
            .collect();
        let stems = |texts: &[String]| texts.iter().map(|t| language.stems(t)).collect::<Vec<_>>();
        let articles_whole: Vec<String> = articles.iter().map(|a| whole_text(a)).collect();
        let pieces: Vec<Vec<String>> =
            articles_whole.iter().map(|text| language.pieces(text)).collect();
        let each_place = |(place, a): (usize, &&Article)| vec![place; a.passages.len()];
        let article_of = articles.iter().enumerate().flat_map(each_place).collect();
        let nodes: Vec<Node> = articles
            .iter()
            .flat_map(|article| article.passages.iter().map(move |p| (article, p)))
            .map(|(article, passage)| Node {
                terms: language.stems(&passage.text).into_iter().collect(),
                title: article.title.to_lowercase(),
                body: passage.text.to_lowercase(),
            })
            .collect();
        let quote = |a: &Article, p: &Passage| Quote {
            id: p.id.clone(),
            title: a.title.clone(),
            text: p.text.clone(),
        };
        let passages = articles
            .iter()
            .flat_map(|a| a.passages.iter().map(move |p| (quote(a, p), a.markets.clone())))
            .collect();
        Self {
            language,
            weights,
            passages,
            article_of,
            articles: articles.len(),
            article: Bm25::build(&stems(&articles_whole), B_BODY),
            title: Bm25::build(&stems(&titles), B_TITLE),
            body: Bm25::build(&stems(&bodies), B_BODY),
            questions: Bm25::build(&stems(&questions), B_BODY),
            pieces: Bm25::build(&pieces, B_BODY),
            whole: Bm25::build(&stems(&wholes), B_BODY),
            graph: Graph::build(&nodes, SHARED_MAX),
        }
    }

    /// The ids of all passages, in the order in which cosines are given.
    pub fn passages(&self) -> impl Iterator<Item = &PassageId> {
        self.passages.iter().map(|(quote, _)| &quote.id)
    }

    /// The articles that answer a question best, each with its best passage.
    #[must_use]
    pub fn search(&self, query: &Query<'_>, limit: usize) -> Found {
        let features = self.features(query);
        let mut of_articles: Vec<Option<(usize, f64)>> = vec![None; self.articles];
        for (position, (_, markets)) in self.passages.iter().enumerate() {
            let holds = query.market.is_none_or(|market| markets.hold_in(market));
            let score = features.get(position).map_or(0.0, |f| self.weights.score(f));
            let article = self.article_of.get(position).and_then(|n| of_articles.get_mut(*n));
            if let Some(best) = article.filter(|_| holds && score > 0.0)
                && best.is_none_or(|(_, known)| score > known)
            {
                *best = Some((position, score));
            }
        }
        let mut ranked: Vec<(usize, f64)> = of_articles.into_iter().flatten().collect();
        ranked.sort_unstable_by(better);
        let confidence = self.confidence(query.text, &ranked);
        ranked.truncate(limit);
        let hit = |(position, score): (usize, f64)| {
            let (quote, _) = self.passages.get(position)?;
            let features = features.get(position).copied().unwrap_or_default();
            Some(Hit { quote: quote.clone(), score, features })
        };
        Found { hits: ranked.into_iter().filter_map(hit).collect(), confidence }
    }

    fn features(&self, query: &Query<'_>) -> Vec<Features> {
        let terms = counts(self.language.stems(query.text));
        let pieces = counts(self.language.pieces(query.text));
        let title = normalised(self.title.score_counted(&terms));
        let body = normalised(self.body.score_counted(&terms));
        let questions = normalised(self.questions.score_counted(&terms));
        let pieces = normalised(self.pieces.score_counted(&pieces));
        let wholes = normalised(self.article.score_counted(&terms));
        let of_article = |scores: &[f64], n: usize| {
            self.article_of.get(n).map_or(0.0, |place| at(scores, *place))
        };
        let fused = self.fused(query.text);
        let seeds: Vec<f64> = (0..self.passages.len())
            .map(|n| at(&title, n) + at(&body, n) + at(&questions, n) + at(&fused, n))
            .collect();
        let graph = normalised(self.graph.spread(&seeds));
        let called = query.memory.map(|memory| memory.recall(query.text)).unwrap_or_default();
        let of = |n: usize, article: &str| Features {
            title: at(&title, n),
            body: at(&body, n),
            questions: at(&questions, n),
            article: of_article(&wholes, n),
            pieces: of_article(&pieces, n),
            sentences: at(&fused, n),
            graph: at(&graph, n),
            vector: at(query.cosines, n),
            memory: called.get(article).copied().unwrap_or(0.0),
        };
        self.passages.iter().enumerate().map(|(n, (q, _))| of(n, &q.id.article)).collect()
    }

    fn fused(&self, text: &str) -> Vec<f64> {
        let mut fused = vec![0.0; self.passages.len()];
        for sentence in sentences(text) {
            let scores = self.whole.score(&counts(self.language.stems(sentence)));
            for (rank, (position, _)) in best(&scores, FUSION_DEPTH).into_iter().enumerate() {
                add(&mut fused, position, 1.0 / (FUSION_K + rank as f64));
            }
        }
        normalised(fused)
    }

    /// The share of the question's words, by rarity, that the best passage or its article's questions
    /// hold, times a half, plus a half for its lead.
    fn confidence(&self, text: &str, ranked: &[(usize, f64)]) -> f64 {
        let Some((first, score)) = ranked.first().copied() else { return 0.0 };
        let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
        let terms: BTreeSet<String> = self.language.stems(text).into_iter().collect();
        let total: f64 = terms.iter().map(|term| self.whole.idf(term)).sum();
        let held = terms.iter().filter(|term| self.whole.holds(term, first));
        let covered = held.map(|term| self.whole.idf(term)).sum::<f64>() / total.max(1e-9);
        covered * (1.0 + (score - second) / score) / 2.0
    }
}

/// Everything that an article says, its questions and its title twice.
fn whole_text(article: &Article) -> String {
    let title = format!("{0} {0}", article.title);
    let questions = article.questions.join("\n");
    let passages = article.passages.iter().map(|p| format!("{}\n{}", p.heading, p.text));
    [title, questions].into_iter().chain(passages).collect::<Vec<_>>().join("\n")
}
