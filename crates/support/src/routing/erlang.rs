//! Erlang-A: the queue M/M/n+M, whose callers give up.
//!
//! Source: Garnett, Mandelbaum, Reiman, "Designing a Call Center with Impatient Customers",
//! Manufacturing & Service Operations Management 4(3), 2002. The stationary distribution is that of
//! a birth-and-death process with births λ and deaths min(k, n)·μ + max(k − n, 0)·θ.

/// Terms smaller than this part of the largest change nothing that is told.
const NEGLIGIBLE: f64 = 1e-16;
/// More contacts in the system than this are never reached with sensible numbers.
const STATES_MAX: u32 = 1_000_000;

/// Arrivals, service and patience, all exponential.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangA {
    /// Contacts per second.
    pub arrivals: f64,
    /// Mean seconds of service.
    pub service_mean: f64,
    /// Mean seconds until a waiting contact gives up.
    pub patience_mean: f64,
    pub seats: u32,
}

/// In the long run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stationary {
    /// The share that gives up.
    pub abandoned: f64,
    /// Mean seconds of waiting, of all contacts: those that give up too.
    pub wait_mean: f64,
    /// The share that waits at all.
    pub waits: f64,
}

impl ErlangA {
    /// The long run; `None` when a number is not positive.
    pub fn stationary(&self) -> Option<Stationary> {
        let positive = [self.arrivals, self.service_mean, self.patience_mean];
        if self.seats == 0 || positive.iter().any(|number| !number.is_finite() || *number <= 0.0) {
            return None;
        }
        let (service, patience) = (1.0 / self.service_mean, 1.0 / self.patience_mean);
        let seats = f64::from(self.seats);
        // Terms relative to the state in which every seat is busy and nobody waits.
        let (mut all, mut busy, mut queue) = (1.0, 1.0, 0.0);
        let mut term = 1.0;
        for number in (1..=self.seats).rev() {
            term *= f64::from(number) * service / self.arrivals;
            all += term;
            if term < NEGLIGIBLE {
                break;
            }
        }
        term = 1.0;
        for waiting in 1..STATES_MAX {
            let waiting = f64::from(waiting);
            term *= self.arrivals / (seats * service + waiting * patience);
            all += term;
            busy += term;
            queue += waiting * term;
            if term * waiting < NEGLIGIBLE * all {
                break;
            }
        }
        let queue = queue / all;
        Some(Stationary {
            abandoned: queue * patience / self.arrivals,
            wait_mean: queue / self.arrivals,
            waits: busy / all,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With patience as long as service, the number in the system is Poisson: a second way to the
    /// same figures.
    #[test]
    fn with_patience_like_service_the_system_is_poisson() {
        let queue = ErlangA { arrivals: 0.1, service_mean: 100.0, patience_mean: 100.0, seats: 8 };
        let found = queue.stationary().unwrap();
        let (mean, mut chance, mut waiting, mut waits) = (10.0_f64, (-10.0_f64).exp(), 0.0, 0.0);
        for number in 0..200 {
            if number >= 8 {
                waits += chance;
                waiting += f64::from(number - 8) * chance;
            }
            chance *= mean / f64::from(number + 1);
        }
        assert!((found.waits - waits).abs() < 1e-12, "{found:?}");
        assert!((found.wait_mean - waiting / 0.1).abs() < 1e-9, "{found:?}");
        assert!((found.abandoned - waiting * 0.01 / 0.1).abs() < 1e-12, "{found:?}");
    }

    /// With endless patience it is Erlang-C, whose chance of waiting at 2 Erlang and 3 seats is 4/9.
    #[test]
    fn with_endless_patience_it_is_erlang_c() {
        let queue = ErlangA { arrivals: 2.0, service_mean: 1.0, patience_mean: 1e9, seats: 3 };
        let found = queue.stationary().unwrap();
        assert!((found.waits - 4.0 / 9.0).abs() < 1e-6, "{found:?}");
        assert!((found.wait_mean - 4.0 / 9.0).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn what_is_not_positive_has_no_long_run() {
        let good = ErlangA { arrivals: 1.0, service_mean: 1.0, patience_mean: 1.0, seats: 1 };
        assert!(good.stationary().is_some());
        assert_eq!(ErlangA { seats: 0, ..good }.stationary(), None);
        assert_eq!(ErlangA { arrivals: 0.0, ..good }.stationary(), None);
        assert_eq!(ErlangA { patience_mean: f64::NAN, ..good }.stationary(), None);
    }
}
