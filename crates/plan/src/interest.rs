//! French amortisation (equal monthly payments) in whole minor units.
//!
//! Rounding, in one place:
//! * a month's interest is the balance × yearly rate ÷ 12, rounded half up;
//! * the monthly payment is `P·r·(1+r)ⁿ / ((1+r)ⁿ − 1)`, rounded half up, with `(1+r)ⁿ` kept to 15
//!   decimals;
//! * the last instalment absorbs what rounding left over.

use crate::arith;

/// Largest principal, in minor units: keeps every product inside 128 bits.
pub const PRINCIPAL_MINOR_MAX: i64 = 1_000_000_000_000;
/// Longest financing, in months.
pub const MONTHS_MAX: u16 = 60;
/// Highest yearly rate, in basis points (100 %).
pub const APR_BPS_MAX: u32 = 10_000;

/// Basis points of a yearly rate, times months of a year.
const MONTHLY_DIVISOR: i128 = 10_000 * 12;
/// One, in the fixed-point form of the growth factor.
const ONE: i128 = 1_000_000_000_000_000;

/// One month of a financing plan, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyPart {
    pub principal: i64,
    pub interest: i64,
}

/// One month's interest on a balance, in minor units, rounded half up.
pub fn monthly_interest(balance: i64, apr_bps: u32) -> i64 {
    let numerator = i128::from(balance.max(0)) * i128::from(apr_bps);
    i64::try_from((numerator + MONTHLY_DIVISOR / 2) / MONTHLY_DIVISOR).unwrap_or(i64::MAX)
}

/// The equal monthly payment; `None` outside [`PRINCIPAL_MINOR_MAX`], [`MONTHS_MAX`] and
/// [`APR_BPS_MAX`], or for no months at all.
pub fn monthly_payment(principal: i64, months: u16, apr_bps: u32) -> Option<i64> {
    let inside = (0..=PRINCIPAL_MINOR_MAX).contains(&principal)
        && (1..=MONTHS_MAX).contains(&months)
        && apr_bps <= APR_BPS_MAX;
    if !inside {
        return None;
    }
    let rate = i128::from(apr_bps);
    if rate == 0 {
        return arith::split(principal, months).first().copied();
    }
    let growth = (0..months)
        .fold(ONE, |factor, _| factor + (factor * rate + MONTHLY_DIVISOR / 2) / MONTHLY_DIVISOR);
    let numerator = i128::from(principal) * rate * growth;
    let denominator = MONTHLY_DIVISOR * (growth - ONE);
    i64::try_from((numerator + denominator / 2) / denominator).ok()
}

/// Principal and interest of every month; the principal parts sum to `principal`.
///
/// `None` as [`monthly_payment`].
pub fn amortise(principal: i64, months: u16, apr_bps: u32) -> Option<Vec<MonthlyPart>> {
    let payment = monthly_payment(principal, months, apr_bps)?;
    if apr_bps == 0 {
        let parts = arith::split(principal, months).into_iter();
        return Some(parts.map(|principal| MonthlyPart { principal, interest: 0 }).collect());
    }
    let mut balance = principal;
    let mut parts = Vec::with_capacity(usize::from(months));
    for month in 1..=months {
        let interest = monthly_interest(balance, apr_bps);
        let part = if month == months { balance } else { (payment - interest).clamp(0, balance) };
        balance -= part;
        parts.push(MonthlyPart { principal: part, interest });
    }
    Some(parts)
}
