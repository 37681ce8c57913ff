//! Counters, and their text for Prometheus. Labels are routes, methods and statuses: never an id.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::Method;

/// Upper ends of the buckets of a request's time, in microseconds.
const BUCKETS_US: [u64; 10] =
    [1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000];

/// What was counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<Label, Times>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, Default)]
struct Times {
    count: u64,
    sum_us: u64,
    buckets: [u64; BUCKETS_US.len()],
}

impl Metrics {
    /// Counts one request.
    pub(crate) fn request(&self, method: &Method, route: &str, status: u16, elapsed: Duration) {
        let label = Label { route: route.to_owned(), method: known(method), status };
        let elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let times = requests.entry(label).or_default();
        times.count += 1;
        times.sum_us = times.sum_us.saturating_add(elapsed_us);
        for (bucket, end) in times.buckets.iter_mut().zip(BUCKETS_US) {
            *bucket += u64::from(elapsed_us <= end);
        }
    }

    /// The requests in Prometheus' text format.
    pub(crate) fn text(&self) -> String {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut text = String::from(
            "# HELP ombud_http_request_seconds Time from the head of a request to its answer.\n\
             # TYPE ombud_http_request_seconds histogram\n",
        );
        for (label, times) in &requests {
            let Label { route, method, status } = label;
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            // Writing to a string cannot fail.
            for (bucket, end) in times.buckets.iter().zip(BUCKETS_US) {
                let end = end as f64 / 1e6;
                let _ = writeln!(
                    text,
                    "ombud_http_request_seconds_bucket{{{labels},le=\"{end}\"}} {bucket}"
                );
            }
            let (count, sum) = (times.count, times.sum_us as f64 / 1e6);
            let _ = writeln!(
                text,
                "ombud_http_request_seconds_bucket{{{labels},le=\"+Inf\"}} {count}\n\
                 ombud_http_request_seconds_sum{{{labels}}} {sum}\n\
                 ombud_http_request_seconds_count{{{labels}}} {count}"
            );
        }
        text
    }
}

/// A method as a label: what a client makes up is not one.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// One counter or gauge of the store, with its help.
pub(crate) fn gauge(text: &mut String, name: &str, help: &str, value: u64) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        for millis in [1, 3, 40, 20_000] {
            metrics.request(&Method::GET, "/v1/x", 200, Duration::from_millis(millis));
        }
        let text = metrics.text();
        let line = |le: &str, n: u32| {
            format!(
                "ombud_http_request_seconds_bucket{{route=\"/v1/x\",method=\"GET\",status=\"200\",le=\"{le}\"}} {n}"
            )
        };
        for (le, n) in [("0.001", 1), ("0.005", 2), ("0.05", 3), ("10", 3), ("+Inf", 4)] {
            assert!(text.contains(&line(le, n)), "{le}: {text}");
        }
    }
}
