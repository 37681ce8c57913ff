//! When a customer who keeps to the plan pays what. Plans are the `plan` crate's; this only says
//! what a payment in the feed looks like.

use commerce::Product;

/// Days after the capture and amount of each payment.
pub(crate) fn instalments(product: Product, total: i64) -> Vec<(i64, i64)> {
    match product {
        Product::PayNow => vec![(0, total)],
        Product::PayIn30 => vec![(30, total)],
        Product::PayInN { n, every_days } => {
            let parts = plan::arith::split(total, u16::try_from(n).unwrap_or(1));
            (0..).map(|part| part * i64::from(every_days)).zip(parts).collect()
        }
        Product::Financing { months, apr_bps } => {
            let months = u16::try_from(months).unwrap_or(1);
            let parts = plan::interest::amortise(total, months, apr_bps).unwrap_or_default();
            (1..)
                .map(|month| month * 30)
                .zip(parts.iter().map(|part| part.principal + part.interest))
                .collect()
        }
    }
}
