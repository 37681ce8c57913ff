//! The three products and the schedule each one makes.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::dates::{add_days, add_months};
use crate::interest::{APR_BPS_MAX, MONTHS_MAX, amortise};
use crate::{Instalment, PlanError, arith};

/// Days until the one payment of [`Product::PayIn30`].
pub const PAY_IN_30_DAYS: u32 = 30;
/// Most instalments of [`Product::PayInN`].
pub const PAY_IN_N_MAX: u16 = 12;
/// Longest distance between two of its instalments, in days.
pub const EVERY_DAYS_MAX: u16 = 62;

/// What the customer chose at the checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Product {
    /// All of it, 30 days after the capture.
    #[serde(rename = "pay_in_30")]
    PayIn30,
    /// `n` equal parts, the first on the day of the capture, then every `every_days` days.
    PayInN { n: u16, every_days: u16 },
    /// Equal monthly payments with interest (0 is allowed), the first one month after the
    /// capture. `apr_bps` is the yearly nominal rate in basis points.
    Financing { months: u16, apr_bps: u32 },
}

impl Product {
    /// The yearly rate in basis points; 0 where there is no interest.
    pub const fn apr_bps(self) -> u32 {
        match self {
            Self::Financing { apr_bps, .. } => apr_bps,
            Self::PayIn30 | Self::PayInN { .. } => 0,
        }
    }

    /// The instalments of a principal captured on a date.
    ///
    /// # Errors
    /// [`PlanError::Product`] with the field and its bound, or [`PlanError::TooSmall`].
    pub fn schedule(self, principal: i64, captured: Date) -> Result<Vec<Instalment>, PlanError> {
        let count = self.check()?;
        if principal < i64::from(count) {
            return Err(PlanError::TooSmall { principal, instalments: count });
        }
        match self {
            Self::PayIn30 => {
                let due = add_days(captured, i64::from(PAY_IN_30_DAYS));
                Ok(vec![Instalment::new(1, due, principal)])
            }
            Self::PayInN { n, every_days } => Ok((1..=n)
                .zip(arith::split(principal, n))
                .map(|(seq, amount)| {
                    let days = i64::from(seq - 1) * i64::from(every_days);
                    Instalment::new(seq, add_days(captured, days), amount)
                })
                .collect()),
            Self::Financing { months, apr_bps } => {
                let parts = amortise(principal, months, apr_bps).ok_or(PlanError::Product {
                    field: "principal",
                    got: principal,
                    max: crate::interest::PRINCIPAL_MINOR_MAX,
                })?;
                Ok((1..=months)
                    .zip(parts)
                    .map(|(seq, part)| Instalment {
                        interest: part.interest,
                        ..Instalment::new(seq, add_months(captured, seq), part.principal)
                    })
                    .collect())
            }
        }
    }

    /// The number of instalments, when every field is inside its bound.
    fn check(self) -> Result<u16, PlanError> {
        let bound = |field, got: i64, max: i64| {
            if (1..=max).contains(&got) {
                Ok(())
            } else {
                Err(PlanError::Product { field, got, max })
            }
        };
        match self {
            Self::PayIn30 => Ok(1),
            Self::PayInN { n, every_days } => {
                bound("n", i64::from(n), i64::from(PAY_IN_N_MAX))?;
                bound("every_days", i64::from(every_days), i64::from(EVERY_DAYS_MAX))?;
                Ok(n)
            }
            Self::Financing { months, apr_bps } => {
                bound("months", i64::from(months), i64::from(MONTHS_MAX))?;
                // 0 % is a rate too.
                bound("apr_bps", i64::from(apr_bps) + 1, i64::from(APR_BPS_MAX) + 1)?;
                Ok(months)
            }
        }
    }
}
