//! Which documents speak of each other: they share rare terms, or one quotes the other's title.

use std::collections::{BTreeMap, BTreeSet};

use crate::scores::best;

/// A quoted title is worth this from the one that quotes; half as much the other way.
const QUOTE: f64 = 1.0;
const QUOTED: f64 = 0.5;
/// Shorter titles are ordinary words.
const TITLE_LETTERS_MIN: usize = 12;
/// How many of the best documents point at others.
const SEEDS: usize = 6;

/// What a document is known by.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) terms: BTreeSet<String>,
    /// Lower case.
    pub(crate) title: String,
    /// Lower case.
    pub(crate) body: String,
}

/// For each document the others it leads to, with weights that add up to 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    edges: Vec<Vec<(usize, f64)>>,
}

impl Graph {
    /// A shared term weighs one divided by the number of documents that hold it, and nothing when
    /// more than `shared_max` do.
    pub(crate) fn build(nodes: &[Node], shared_max: usize) -> Self {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, node) in nodes.iter().enumerate() {
            for term in &node.terms {
                holders.entry(term).or_default().push(position);
            }
        }
        let mut rows: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); nodes.len()];
        let mut link = |from: usize, to: usize, weight: f64| {
            if let Some(row) = rows.get_mut(from) {
                *row.entry(to).or_default() += weight;
            }
        };
        for list in holders.values().filter(|list| list.len() <= shared_max) {
            for from in list {
                for to in list.iter().filter(|to| *to != from) {
                    link(*from, *to, 1.0 / list.len() as f64);
                }
            }
        }
        for (from, node) in nodes.iter().enumerate() {
            for (to, other) in nodes.iter().enumerate() {
                let long = other.title.chars().count() > TITLE_LETTERS_MIN;
                if from != to && long && node.body.contains(&other.title) {
                    link(from, to, QUOTE);
                    link(to, from, QUOTED);
                }
            }
        }
        Self { edges: rows.into_iter().map(weighed).collect() }
    }

    /// One step from the best documents to those they lead to.
    pub(crate) fn spread(&self, scores: &[f64]) -> Vec<f64> {
        let mut reached = vec![0.0; self.edges.len()];
        for (from, score) in best(scores, SEEDS) {
            for (to, weight) in self.edges.get(from).map_or(&[][..], Vec::as_slice) {
                crate::scores::add(&mut reached, *to, score * weight);
            }
        }
        reached
    }
}

fn weighed(row: BTreeMap<usize, f64>) -> Vec<(usize, f64)> {
    let total: f64 = row.values().sum();
    row.into_iter().map(|(to, weight)| (to, weight / total.max(1e-9))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(title: &str, body: &str) -> Node {
        let terms = body.split(' ').map(str::to_owned).collect();
        Node { terms, title: title.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn neighbours_are_reached_and_strangers_are_not() {
        let nodes = [
            node("late payment fees", "open_account other"),
            node("opening", "open_account see late payment fees"),
            node("nothing", "alone"),
        ];
        let reached = Graph::build(&nodes, 2).spread(&[1.0, 0.0, 0.0]);
        assert!(reached[1] > 0.0 && reached[0].abs() < 1e-12 && reached[2].abs() < 1e-12);
    }

    #[test]
    fn a_term_of_many_links_nobody() {
        let nodes = [node("a", "x"), node("b", "x"), node("c", "x")];
        assert!(Graph::build(&nodes, 2).spread(&[1.0, 1.0, 1.0]).iter().all(|r| *r == 0.0));
    }
}
