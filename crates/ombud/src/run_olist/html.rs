//! The report as one HTML file that needs nothing else: words, tables and plots, readable without a
//! network and on paper.

use std::fmt::Write as _;

use commerce::olist::Region;
use world::backtest::stats::Rate;
use world::backtest::{ClosedBy, Group};

use super::plots::{BLUE, Bar, ORANGE, PURPLE, PlotError, SKY, TEAL, VERMILION, bars, columns};
use super::report::{Report, account_words};
use super::table::{
    AUTO_GOAL, WRONG_BOUND_GOAL, WRONG_GOAL, group_words, grouped, major, percent, rates, share,
    store_words, words,
};
use plotters::style::RGBColor;

const STYLE: &str = include_str!("report.css");
/// Rules of the table, the most used first.
const RULES_SHOWN_MAX: usize = 40;

const GROUP_COLOURS: [(Group, RGBColor); 6] = [
    (Group::Undelivered, BLUE),
    (Group::Unavailable, SKY),
    (Group::Cancelled, TEAL),
    (Group::Late, ORANGE),
    (Group::DeliveredNotReceived, VERMILION),
    (Group::StatedProblem, PURPLE),
];
const CLOSER_COLOURS: [(ClosedBy, RGBColor); 3] =
    [(ClosedBy::Rule, BLUE), (ClosedBy::Parties, TEAL), (ClosedBy::Person, ORANGE)];

/// The whole file.
///
/// # Errors
/// When a plot cannot be drawn.
pub(super) fn page(report: &Report) -> Result<String, PlotError> {
    let mut page = String::new();
    let parts = [
        heading(report),
        figures(report),
        section("Where the disputes come from", WHERE, &legend(&group_legend()), &months(report)?),
        section("Who closed them", WHO, &legend(&closer_legend()), &closers(report)?),
        section("Wrong decisions", WRONG, "", &wrong(report)?),
        section("Time to resolve", TIME, &legend(&closer_legend()), &days(report)?),
        section("Fairness", FAIR, "", &fairness(report)?),
        section("Money by account", MONEY, "", &money(report)?),
        rules(report),
        section("How truth is known", report.truth, "", ""),
        section("Assumed behaviour", &rates(&report.summary.behaviour), "", ""),
        what_it_cannot_show(),
    ];
    // The page is text in memory: writing to it cannot fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Ombud on the Olist orders</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{}\
         </main>\n</body>\n</html>\n",
        parts.concat()
    );
    Ok(page)
}

const WHERE: &str = "Disputes by the month in which they were opened. The orders are real; a \
    dispute is derived from an order that never came, came late, was cancelled or unavailable, or \
    from a bad review that states a problem.";
const WHO: &str = "A rule: policy code alone, silence of a party included. The parties: the merchant \
    conceded, refunded or cancelled, or the customer withdrew or took an offer. A person: everything \
    that was ever handed to somebody at the desk, however it then ended.";
const WRONG: &str = "Share of decisions that were wrong; the whisker ends at the upper bound of the \
    95 % interval, the line is the goal for rules. The flag is the naive baseline: decide for the \
    merchant if a delivery scan is known, else for the customer.";
const TIME: &str = "Days from the complaint to the end. Most of it is the time the parties have by \
    the framework: three weeks to settle it themselves, two more to answer (until November 2026), or \
    three weeks to answer and ten days to appeal.";
const FAIR: &str = "Of what rules decided, the share decided for the customer, by the region where \
    the customer lives. Regions differ in what goes wrong there, so they need not be equal.";
const MONEY: &str = "Posted balances at the end, all orders and disputes together. Every entry has \
    two sides of the same size, so they sum to zero; the invariants were checked entry by entry.";

fn heading(report: &Report) -> String {
    let (summary, work) = (&report.summary, &report.work);
    format!(
        "<h1>Ombud on the Olist orders</h1>\n<p class=\"lead\">{} real orders, {} disputes, decided \
         on a virtual clock in {:.1} seconds ({:.0} a second, the store {}). Seed {}, {}.</p>\n",
        grouped(summary.orders),
        grouped(summary.disputes),
        work.seconds_running,
        summary.disputes_per_s,
        store_words(work.store_is_durable),
        report.seed,
        escaped(&report.framework)
    )
}

fn figures(report: &Report) -> String {
    let (summary, wrong) = (&report.summary, &report.summary.wrong);
    let days = &summary.time_to_resolve_days;
    let balanced = if summary.ledger_balanced { "balanced" } else { "not balanced" };
    let tiles = [
        (
            percent(summary.auto_resolution_rate),
            "resolved with no person".to_owned(),
            format!("goal: at least {}", percent(AUTO_GOAL)),
            summary.auto_resolution_rate >= AUTO_GOAL,
        ),
        (
            percent(wrong.all.rate),
            "of the rules' decisions wrong".to_owned(),
            format!(
                "{:.0} of {}; at most {} (95 %). Goal: {}, bound {}",
                wrong.all.hits,
                grouped(wrong.all.of as u64),
                percent(wrong.all.upper_95),
                percent(WRONG_GOAL),
                percent(WRONG_BOUND_GOAL)
            ),
            wrong.all.rate <= WRONG_GOAL && wrong.all.upper_95 <= WRONG_BOUND_GOAL,
        ),
        (
            percent(wrong.baseline_decided.rate),
            "of the delivered flag's".to_owned(),
            share(&wrong.baseline_decided),
            true,
        ),
        (
            summary.automated_denials_without_review_right.to_string(),
            "denials without a right of review".to_owned(),
            format!(
                "{} reviewed by a person, {} overturned",
                summary.resolved.reopened, summary.resolved.overturned
            ),
            summary.automated_denials_without_review_right == 0,
        ),
        (
            format!("{:.0} days", days.p50),
            "half are resolved".to_owned(),
            format!("nine in ten within {:.0} days", days.p90),
            true,
        ),
        (
            balanced.to_owned(),
            "the ledger".to_owned(),
            format!(
                "{} entries, {} violations, {} payouts each sent once",
                grouped(report.money.entries),
                report.money.violations.len(),
                report.money.payouts
            ),
            summary.ledger_balanced,
        ),
    ];
    let tiles = tiles.map(|(figure, what, note, met)| {
        let class = if met { "tile" } else { "tile missed" };
        format!(
            "<div class=\"{class}\"><div class=\"figure\">{}</div><div>{}</div><small>{}</small></div>\n",
            escaped(&figure),
            escaped(&what),
            escaped(&note)
        )
    });
    format!("<div class=\"tiles\">\n{}</div>\n", tiles.concat())
}

fn section(title: &str, explained: &str, legend: &str, plot: &str) -> String {
    format!(
        "<section>\n<h2>{}</h2>\n<p>{}</p>\n{legend}{plot}\n</section>\n",
        escaped(title),
        escaped(explained)
    )
}

fn legend(entries: &[(String, RGBColor)]) -> String {
    let entries = entries.iter().map(|(words, RGBColor(red, green, blue))| {
        format!(
            "<span><i style=\"background:rgb({red},{green},{blue})\"></i>{}</span>",
            escaped(words)
        )
    });
    format!("<p class=\"legend\">{}</p>\n", entries.collect::<String>())
}

fn group_legend() -> Vec<(String, RGBColor)> {
    GROUP_COLOURS.map(|(group, colour)| (group_words(group).to_owned(), colour)).to_vec()
}

fn closer_words(closer: ClosedBy) -> &'static str {
    match closer {
        ClosedBy::Rule => "a rule",
        ClosedBy::Parties => "the parties",
        ClosedBy::Person => "a person",
    }
}

fn closer_legend() -> Vec<(String, RGBColor)> {
    CLOSER_COLOURS.map(|(closer, colour)| (closer_words(closer).to_owned(), colour)).to_vec()
}

fn months(report: &Report) -> Result<String, PlotError> {
    let parts: Vec<(String, Vec<f64>)> = report
        .opened_by_month
        .iter()
        .map(|(month, groups)| {
            let of = |group| groups.get(&group).copied().unwrap_or(0) as f64;
            (month.clone(), GROUP_COLOURS.map(|(group, _)| of(group)).to_vec())
        })
        .collect();
    columns(&parts, &GROUP_COLOURS.map(|(_, colour)| colour), "opened in", "disputes")
}

fn closers(report: &Report) -> Result<String, PlotError> {
    let rows: Vec<Bar> = report
        .summary
        .by_group
        .iter()
        .map(|(group, row)| Bar {
            label: group_words(*group).to_owned(),
            parts: vec![
                (row.by_rule as f64, BLUE),
                (row.by_parties as f64, TEAL),
                (row.by_person as f64, ORANGE),
            ],
            bound: None,
            note: format!("{} · {} · {}", row.by_rule, row.by_parties, row.by_person),
        })
        .collect();
    bars(&rows, None)
}

fn wrong(report: &Report) -> Result<String, PlotError> {
    let wrong = &report.summary.wrong;
    let row = |label: &str, rate: &Rate, colour| Bar {
        label: label.to_owned(),
        parts: vec![(rate.rate * 100.0, colour)],
        bound: Some(rate.upper_95 * 100.0),
        note: format!("{} ({:.0} of {:.0})", percent(rate.rate), rate.hits, rate.of),
    };
    let shown = bars(
        &[
            row("rules", &wrong.all, BLUE),
            row("rules and people", &wrong.decided, ORANGE),
            row("delivered flag", &wrong.baseline_decided, VERMILION),
            row("flag, cases of the rules", &wrong.baseline_all, VERMILION),
        ],
        Some(WRONG_GOAL * 100.0),
    )?;
    let apart = bars(
        &[
            row("rules, truth in the data", &wrong.from_data, BLUE),
            row("delivered flag on them", &wrong.baseline_from_data, VERMILION),
            row("rules, truth drawn", &wrong.from_draws, BLUE),
            row("delivered flag on them", &wrong.baseline_from_draws, VERMILION),
        ],
        None,
    )?;
    Ok(format!(
        "{shown}\n<p>Apart: where the data shows what is true, and the problems that no scan can \
         show, whose truth is drawn at a stated rate:</p>\n{apart}"
    ))
}

fn days(report: &Report) -> Result<String, PlotError> {
    let last = report.days_to_resolve.keys().max().copied().unwrap_or(0);
    let step = super::report::HISTOGRAM_DAYS;
    let bars = (0..=last / step).map(|bar| {
        let from = bar * step;
        let of = |closer| {
            let found = report.days_to_resolve.get(&from).and_then(|row| row.get(&closer));
            found.copied().unwrap_or(0) as f64
        };
        (from.to_string(), CLOSER_COLOURS.map(|(closer, _)| of(closer)).to_vec())
    });
    let bars: Vec<(String, Vec<f64>)> = bars.collect();
    columns(&bars, &CLOSER_COLOURS.map(|(_, colour)| colour), "days", "disputes")
}

fn fairness(report: &Report) -> Result<String, PlotError> {
    let rows: Vec<Bar> = report
        .summary
        .fairness
        .regions
        .iter()
        .map(|(region, row)| {
            let rate = Rate::of(row.for_consumer, row.decided);
            Bar {
                label: region_words(*region).to_owned(),
                parts: vec![(rate.rate * 100.0, SKY)],
                bound: None,
                note: format!(
                    "{} of {}, {} refused wrongly",
                    percent(rate.rate),
                    row.decided,
                    row.false_denials
                ),
            }
        })
        .collect();
    bars(&rows, None)
}

const fn region_words(region: Region) -> &'static str {
    match region {
        Region::North => "North",
        Region::Northeast => "Northeast",
        Region::CentralWest => "Central-West",
        Region::Southeast => "Southeast",
        Region::South => "South",
    }
}

fn money(report: &Report) -> Result<String, PlotError> {
    let rows: Vec<Bar> = report
        .money
        .by_account
        .iter()
        .map(|(kind, minor)| Bar {
            label: account_words(kind).to_owned(),
            parts: vec![(minor.unsigned_abs() as f64, if *minor < 0 { ORANGE } else { BLUE })],
            bound: None,
            note: format!("{} {}", major(*minor, report.currency), report.currency),
        })
        .collect();
    let legend = legend(&[("debit".to_owned(), BLUE), ("credit".to_owned(), ORANGE)]);
    Ok(format!("{legend}{}", bars(&rows, None)?))
}

fn rules(report: &Report) -> String {
    let mut rows: Vec<_> = report.rules.iter().collect();
    rows.sort_by_key(|(rule, row)| (std::cmp::Reverse(row.cases), *rule));
    let rows = rows.into_iter().take(RULES_SHOWN_MAX).map(|(rule, row)| {
        format!(
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(rule),
            row.cases,
            row.judged,
            row.wrong
        )
    });
    let outcomes = report.summary.by_reason.iter().flat_map(|(reason, outcomes)| {
        outcomes.iter().map(move |(outcome, count)| {
            format!(
                "<tr><td>{}</td><td>{}</td><td>{count}</td></tr>\n",
                escaped(&words(reason)),
                escaped(&words(outcome))
            )
        })
    });
    format!(
        "<section>\n<h2>Rules that decided</h2>\n<p>Each with the cases it settled, those that can \
         be judged, and those it settled wrongly; drawn truth included.</p>\n<table><thead><tr>\
         <th>rule</th><th>cases</th><th>judged</th><th>wrong</th></tr></thead><tbody>\n{}</tbody>\
         </table>\n<h2>Reasons and outcomes</h2>\n<table><thead><tr><th>reason</th><th>outcome</th>\
         <th>disputes</th></tr></thead><tbody>\n{}</tbody></table>\n</section>\n",
        rows.collect::<String>(),
        outcomes.collect::<String>()
    )
}

fn what_it_cannot_show() -> String {
    section(
        "What it cannot show",
        "Olist holds no disputes, refunds or merchants' answers: claims are derived from orders and \
         reviews, and the parties' behaviour is assumed at the rates above. Scans may be wrong in \
         the data itself. Olist is a marketplace of 2016 to 2018 in one country. The data is \
         licensed CC BY-NC-SA 4.0: it is measured on and never shipped. docs/backtest.md says all \
         of it.",
        "",
        "",
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
