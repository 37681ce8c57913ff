//! The arithmetic of instalments, in whole minor units: it never makes or loses one.
//!
//! Amounts are expected to be 0 or more; a negative one counts as 0. The rules and their sources
//! are in each function's text.

/// Parts of `total` over `n` instalments: each gets the floor share and the first ones get one
/// unit more (57.27 / 4 = 14.32 + 14.32 + 14.32 + 14.31, Afterpay's published example).
///
/// Empty when `n` is 0.
pub fn split(total: i64, n: u16) -> Vec<i64> {
    let (total, count) = (total.max(0), i64::from(n));
    if count == 0 {
        return Vec::new();
    }
    let (share, rest) = (total / count, total % count);
    (0..count).map(|index| share + i64::from(index < rest)).collect()
}

/// Takes a refund off the unpaid amounts, last one first (Afterpay; Affirm: "starting with the
/// final payments"; Klarna US).
///
/// `open` is in due order. Returns the new unpaid amounts and the part of the refund that was left
/// over, which goes back to the card.
pub fn refund_last_first(open: &[i64], refund: i64) -> (Vec<i64>, i64) {
    let mut left = refund.max(0);
    let mut after: Vec<i64> = open.iter().map(|amount| (*amount).max(0)).collect();
    for amount in after.iter_mut().rev() {
        let taken = left.min(*amount);
        *amount -= taken;
        left -= taken;
    }
    (after, left)
}

/// Takes a refund off the unpaid amounts in equal parts (Klarna AU: "deduct equally from any
/// remaining instalments"). Odd units come off the last ones (our rule: no public source); an
/// instalment smaller than its part is cleared and the others take the rest.
///
/// Returns as [`refund_last_first`].
pub fn refund_even(open: &[i64], refund: i64) -> (Vec<i64>, i64) {
    let mut after: Vec<i64> = open.iter().map(|amount| (*amount).max(0)).collect();
    let total = after.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    let cash = (refund.max(0) - total).max(0);
    let mut left = refund.max(0) - cash;
    // Each round either places everything or clears at least one instalment.
    while left > 0 {
        let live = after.iter().filter(|amount| **amount > 0).count();
        let Ok(live) = i64::try_from(live) else { break };
        if live == 0 {
            break;
        }
        let (share, odd) = (left / live, left % live);
        for (place, amount) in after.iter_mut().filter(|amount| **amount > 0).enumerate() {
            let is_odd = i64::try_from(place).is_ok_and(|place| place >= live - odd);
            let taken = (*amount).min(share + i64::from(is_odd)).min(left);
            *amount -= taken;
            left -= taken;
        }
    }
    (after, cash)
}

/// Which payments give a cash refund back: the last paid instalment first (Afterpay: 15.00 on the
/// 57.27 order = 14.31 from the 4th and 0.69 from the 3rd).
///
/// `paid` is in instalment order. Returns the place of each instalment in it, counted from 0, with
/// its part, and what more was asked for than was ever paid.
pub fn cash_legs(paid: &[i64], cash: i64) -> (Vec<(usize, i64)>, i64) {
    let mut left = cash.max(0);
    let mut legs = Vec::new();
    for (place, amount) in paid.iter().enumerate().rev() {
        let part = (*amount).max(0).min(left);
        if part > 0 {
            legs.push((place, part));
            left -= part;
        }
    }
    (legs, left)
}
