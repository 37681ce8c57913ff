//! A result: figures with their goals and peers, for people and for machines.

use std::fmt;

use serde::Serialize;

use crate::machine::Machine;

/// The result of one benchmark.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub bench: &'static str,
    pub about: String,
    pub machine: Machine,
    pub figures: Vec<Figure>,
}

/// One measured number.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// The same thing done by others, in the same run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Peer>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Goal {
    pub bound: Bound,
    pub value: f64,
    pub met: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    AtLeast,
    AtMost,
}

#[derive(Debug, Clone, Serialize)]
pub struct Peer {
    pub name: String,
    pub value: f64,
    /// The figure divided by the peer's.
    pub ratio: f64,
}

impl Report {
    pub fn new(bench: &'static str, about: impl Into<String>, machine: &Machine) -> Self {
        Self { bench, about: about.into(), machine: machine.clone(), figures: Vec::new() }
    }

    pub fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Whether every goal was met.
    pub fn goals_met(&self) -> bool {
        self.figures.iter().filter_map(|figure| figure.goal).all(|goal| goal.met)
    }
}

impl Figure {
    pub fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, goal: None, beside: Vec::new() }
    }

    pub fn count(name: impl Into<String>, value: u64) -> Self {
        Self::new(name, value as f64, "")
    }

    #[must_use]
    pub fn at_least(mut self, value: f64) -> Self {
        self.goal = Some(Goal { bound: Bound::AtLeast, value, met: self.value >= value });
        self
    }

    #[must_use]
    pub fn at_most(mut self, value: f64) -> Self {
        self.goal = Some(Goal { bound: Bound::AtMost, value, met: self.value <= value });
        self
    }

    /// Names a peer and what it reached.
    #[must_use]
    pub fn beside(mut self, name: impl Into<String>, value: f64) -> Self {
        let ratio = if value == 0.0 { 0.0 } else { self.value / value };
        self.beside.push(Peer { name: name.into(), value, ratio });
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { processor, cores, fsync_per_s, load_before, optimised } = &self.machine;
        writeln!(f, "{}: {}", self.bench, self.about)?;
        writeln!(
            f,
            "  on {cores} cores ({processor}), {} fsync/s, load {load_before:.1} before",
            number(*fsync_per_s)
        )?;
        if !optimised {
            writeln!(f, "  A DEVELOPMENT BUILD: its speed says nothing; use `cargo xtask bench`")?;
        }
        self.figures.iter().try_for_each(|figure| write!(f, "{figure}"))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {:<44} {:>14} {:<4}", self.name, number(self.value), self.unit)?;
        if let Some(goal) = self.goal {
            let bound = match goal.bound {
                Bound::AtLeast => "at least",
                Bound::AtMost => "at most",
            };
            let met = if goal.met { "met" } else { "MISSED" };
            write!(f, "  goal {bound} {}: {met}", number(goal.value))?;
        }
        writeln!(f)?;
        for peer in &self.beside {
            let (value, ratio) = (number(peer.value), peer.ratio);
            let name = format!("beside {}", peer.name);
            writeln!(f, "    {name:<42} {value:>14} {:<4}  ratio {ratio:.3}", self.unit)?;
        }
        Ok(())
    }
}

/// Three significant digits for small numbers, whole ones with thin groups for large.
fn number(value: f64) -> String {
    if value.fract() != 0.0 && value.abs() < 100.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0.0 { format!("-{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let cases = [(0.0, "0"), (1.5, "1.50"), (999.6, "1,000"), (1_234_567.0, "1,234,567")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(-1_000.0), "-1,000");
    }

    #[test]
    fn a_goal_is_met_at_its_bound_and_a_ratio_is_ours_over_theirs() {
        let figure = Figure::new("x", 10.0, "/s").at_least(10.0).beside("y", 40.0);
        assert!(figure.goal.unwrap().met);
        assert_eq!(figure.beside[0].ratio, 0.25);
        assert!(!Figure::new("x", 10.1, "s").at_most(10.0).goal.unwrap().met);
    }
}
