//! The quantile that intervals of few values need.

/// The 97.5 % quantile of Student's t distribution: half of a two-sided interval of 95 %, in standard
/// errors. `df`, the degrees of freedom, need not be whole; below 1 they count as 1.
///
/// Hill 1970, algorithm 396 of the ACM: exact for 1 and 2, within a ten-thousandth above.
pub fn student_975(df: f64) -> f64 {
    const BOTH_TAILS: f64 = 0.05;
    let n = df.max(1.0);
    if n < 1.5 {
        let angle = BOTH_TAILS * std::f64::consts::FRAC_PI_2;
        return angle.cos() / angle.sin();
    }
    if n < 2.5 {
        return (2.0 / (BOTH_TAILS * (2.0 - BOTH_TAILS)) - 2.0).sqrt();
    }
    let a = 1.0 / (n - 0.5);
    let b = (48.0 / a / a).max(f64::MIN_POSITIVE);
    let c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * (a * std::f64::consts::FRAC_PI_2).sqrt() * n;
    let mut y = (d * BOTH_TAILS).powf(2.0 / n);
    if y > 0.05 + a {
        // Near the normal distribution: its quantile, corrected.
        let x = -super::Z;
        y = x * x;
        let c = if n < 5.0 { c + 0.3 * (n - 4.5) * (x + 0.6) } else { c };
        let c = (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b + c;
        let y2 = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        y = (a * y2 * y2).exp_m1();
    } else {
        let tail = 1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0);
        y = ((tail + 0.5 / (n + 4.0)) * y - 1.0) * (n + 1.0) / (n + 2.0) + 1.0 / y;
    }
    (n * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_table() {
        // Fisher and Yates, table III.
        let table = [
            (1.0, 12.706),
            (2.0, 4.303),
            (3.0, 3.182),
            (4.0, 2.776),
            (5.0, 2.571),
            (7.0, 2.365),
            (10.0, 2.228),
            (15.0, 2.131),
            (20.0, 2.086),
            (30.0, 2.042),
            (60.0, 2.000),
            (120.0, 1.980),
            (1e9, 1.960),
        ];
        for (df, printed) in table {
            let got = student_975(df);
            assert!((got - printed).abs() < 6e-4, "{df}: {got} for {printed}");
        }
    }

    #[test]
    fn fewer_degrees_of_freedom_are_never_surer() {
        let quantiles: Vec<f64> = (4..400).map(|n| student_975(f64::from(n) / 4.0)).collect();
        assert!(quantiles.windows(2).all(|two| two[0] >= two[1] - 1e-4));
    }
}
