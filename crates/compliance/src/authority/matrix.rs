//! The whole matrix of roles and actions as text, for people to read and for a test to compare.

use std::fmt::Write as _;

use super::engine::{Authority, Verdict};
use super::facts::Facts;
use super::{Action, Role};

type Change = fn(Facts) -> Facts;

/// The columns: what is different from the plain own case.
const COLUMNS: [(&str, Change); 8] = [
    ("own", |facts| facts),
    ("other party", |facts| Facts { own: false, ..facts }),
    ("other tenant", |facts| Facts { same_tenant: false, ..facts }),
    ("over limit", |facts| Facts { within_limit: false, ..facts }),
    ("over pair", |facts| Facts { within_limit: false, within_pair_limit: false, ..facts }),
    ("own request", |facts| Facts { requester: true, ..facts }),
    ("acted before", |facts| Facts {
        earlier_actor: true,
        review: facts.action.may_review(),
        ..facts
    }),
    ("above order", |facts| Facts {
        above_order: facts.action == Action::ComplaintRedress,
        ..facts
    }),
];

const LEGEND: &str = "\
Who may do what. Made by `cargo run -p compliance --example authority_matrix`; a test compares it.

own           a case of one's own (for the desk and programs: any case of the tenant), small amount
other party   another customer's or merchant's case
over limit    above what the role may do alone; over pair: above what two people may do
own request   to approve what one asked for oneself; acted before: to review one's own work
above order   redress above what the order cost the customer

An empty cell: as in `own`, or it has no amount.

yes  allowed    2nd  allowed once a second, different person approves    .  denied
";

impl Authority {
    /// The matrix, one table per role.
    pub fn matrix(&self) -> String {
        let mut text = LEGEND.to_owned();
        for role in Role::ALL {
            // Writing to a String cannot fail, here and below.
            let _ = write!(text, "\n{:<23}", role.as_str());
            for (name, _) in COLUMNS {
                let _ = write!(text, "{name:>14}");
            }
            text.push('\n');
            for action in Action::ALL {
                let plain = Facts::plain(role, action);
                let _ = write!(text, "  {:<21}", action.as_str());
                for (name, change) in COLUMNS {
                    let facts = change(plain);
                    let cell = self.cell(facts);
                    // Where a column cannot matter, or changes nothing, it stays empty.
                    let silent = match name {
                        "own" | "other party" | "other tenant" => false,
                        "over limit" | "over pair" => !action.has_amount(),
                        _ => cell == self.cell(plain),
                    };
                    let cell = if silent { "" } else { cell };
                    let _ = write!(text, "{cell:>14}");
                }
                text.truncate(text.trim_end_matches(' ').len());
                text.push('\n');
            }
        }
        text
    }

    fn cell(&self, facts: Facts) -> &'static str {
        match self.verdict(facts) {
            Verdict::Allow { .. } => "yes",
            Verdict::NeedsSecondPerson { .. } => "2nd",
            Verdict::Deny { .. } => ".",
        }
    }
}
