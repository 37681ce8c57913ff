//! Runs a scenario against a server, in one of three ways.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use kernel::Rng;
use serde_json::Value;
use store::testkit::TestDatabase;

use super::file::{Scenario, Step, Variant, fill, instant};
use super::server::{Answer, TestServer};

/// How often a step is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Once, as a well-behaved client does.
    Once,
    /// Every request twice under the same key, and the feed at the start in any order.
    TwiceAndShuffled,
    /// The process dies while a request is under way, or right after; the client asks again.
    Crashing,
}

pub(crate) async fn run(scenario: &Scenario, variant: &Variant, way: Way, database: TestDatabase) {
    let mut run = Run {
        server: TestServer::start(database, scenario.day0).await,
        scenario,
        variant,
        way,
        saved: words(scenario, variant),
        requests: 0,
        rng: Rng::seeded(scenario.title.len() as u64),
    };
    run.set_up().await;
    for (number, step) in scenario.steps(variant).iter().enumerate() {
        let place = format!(
            "{} [{}] {way:?}, step {} {}",
            scenario.title,
            variant.name,
            number + 1,
            step.note
        );
        run.step(step, &place).await;
    }
}

struct Run<'a> {
    server: TestServer,
    scenario: &'a Scenario,
    variant: &'a Variant,
    way: Way,
    saved: BTreeMap<String, String>,
    requests: u64,
    rng: Rng,
}

/// The words every scenario can use.
fn words(scenario: &Scenario, variant: &Variant) -> BTreeMap<String, String> {
    let file = base64::engine::general_purpose::STANDARD.encode(b"%PDF-1.4\n% proof\n%%EOF\n");
    let proof = |line1: &str, code: &str, city: &str| {
        format!(
            r#"{{"type":"proof_of_delivery","facts":{{"carrier":"Royal Mail","tracking_id":"RM123","shipped_at":"{{D1}}","delivered_at":"{{D4}}","address":{{"line1":"{line1}","postal_code":"{code}","city":"{city}","country":"GB"}},"recipient":"Jane Doe"}},"file":{{"name":"pod.pdf","media_type":"application/pdf","content_base64":"{file}"}}}}"#
        )
    };
    let mut words = BTreeMap::new();
    words.insert("POD".to_owned(), proof("12 Mill Lane", "SW1A 1AA", "London"));
    words.insert("POD_ELSEWHERE".to_owned(), proof("99 Other Road", "M1 1AE", "Manchester"));
    let terms = variant.terms.as_ref().or(scenario.terms.as_ref());
    words.insert("TERMS".to_owned(), terms.cloned().unwrap_or_else(|| "{}".to_owned()));
    for (name, value) in
        [("ITEM", &variant.item), ("OPEN_AT", &variant.open_at), ("FRAMEWORK", &variant.framework)]
    {
        if let Some(value) = value {
            words.insert(name.to_owned(), value.clone());
        }
    }
    words
}

impl Run<'_> {
    fn fill(&self, text: &str) -> String {
        fill(text, self.scenario.day0, &self.saved)
    }

    async fn set_up(&mut self) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
        let text = std::fs::read_to_string(format!("{folder}/{}", self.scenario.setup)).unwrap();
        let text = self.fill(&text);
        let mut lines: Vec<&str> = text.lines().collect();
        if self.way == Way::TwiceAndShuffled {
            for place in (1..lines.len()).rev() {
                let other = usize::try_from(self.rng.below(place as u64 + 1)).unwrap();
                lines.swap(place, other);
            }
            lines.extend(lines.clone());
        }
        for line in lines {
            let answer = self.post("company", "/v1/feed", line).await;
            assert!(answer.status < 300, "{line}: {} {}", answer.status, answer.text);
        }
    }

    /// Posts in the way of this run; the answer is that of the last delivery.
    async fn post(&mut self, seat: &str, path: &str, body: &str) -> Answer {
        self.requests += 1;
        let key = format!("k-{}", self.requests);
        match self.way {
            Way::Once => self.server.post(seat, path, &key, body).await,
            Way::TwiceAndShuffled => {
                let first = self.server.post(seat, path, &key, body).await;
                let again = self.server.post(seat, path, &key, body).await;
                if again.replayed {
                    let answers = [&again, &first].map(|answer| (answer.status, &answer.text));
                    assert_eq!(answers[0], answers[1], "{path} twice");
                } else {
                    // A refusal is kept only where it wrote something (late evidence, a clock that
                    // ran out); any other is judged anew, to the same end.
                    let codes = [&again, &first].map(|answer| (answer.status, answer.code()));
                    assert_eq!(codes[0], codes[1], "{path} twice");
                    assert!(again.status >= 400, "{path} was done twice");
                }
                again
            }
            Way::Crashing => {
                self.server.post_and_forget(seat, path, &key, body);
                // Anywhere between "not read yet" and "answered": yield a few times, then die.
                for _ in 0..self.rng.below(400) {
                    tokio::task::yield_now().await;
                }
                self.server.crash().await;
                self.server.post(seat, path, &key, body).await
            }
        }
    }

    async fn step(&mut self, step: &Step, place: &str) {
        if let Some(at) = &step.at {
            let at = self.fill(at);
            let to = instant(&at, self.scenario.day0).unwrap_or_else(|| panic!("{place}: {at}"));
            if to > self.server.now().await {
                self.server.advance(to).await;
            }
        }
        let seat = step.seat.as_deref().unwrap_or("operator");
        if let Some(path) = &step.post {
            let body = self.fill(step.body.as_deref().unwrap_or("{}"));
            let answer = self.post(seat, &self.fill(path), &body).await;
            self.check(step, &answer, place);
        }
        if let Some(path) = &step.get {
            let answer = self.server.get(seat, &self.fill(path)).await;
            self.check(step, &answer, place);
        }
        if let Some(body) = &step.decide_if_open {
            self.decide_if_open(seat, body, place).await;
        }
        if let Some(parts) = step.hardship {
            let path = format!(
                "/v1/orders/o1/plans/{}/hardship",
                self.plan("o1").await["id"].as_str().unwrap()
            );
            let answer = self.post(seat, &path, &format!(r#"{{"parts":{parts}}}"#)).await;
            assert!(answer.status < 300, "{place}: {} {}", answer.status, answer.text);
        }
        self.look(step, place).await;
    }

    async fn decide_if_open(&mut self, seat: &str, body: &str, place: &str) {
        let dispute = self.dispute().await;
        if dispute["state"] == "closed" || dispute["state"] == "preliminary" {
            return;
        }
        let path = self.fill("/v1/disputes/{d}/decide");
        let body = self.fill(body);
        let answer = self.post(seat, &path, &body).await;
        assert!(answer.status < 300, "{place}: {} {}", answer.status, answer.text);
    }

    fn check(&mut self, step: &Step, answer: &Answer, place: &str) {
        let text = &answer.text;
        let fine = match step.status {
            Some(status) => answer.status == status,
            None if step.status_in.is_empty() => answer.status < 300,
            None => step.status_in.contains(&answer.status),
        };
        assert!(fine, "{place}: status {} {text}", answer.status);
        let json = answer.json();
        for (name, pointer) in &step.save {
            let value = json.pointer(pointer).and_then(Value::as_str);
            let value = value.unwrap_or_else(|| panic!("{place}: no {pointer} in {text}"));
            self.saved.insert(name.clone(), value.to_owned());
        }
        for (pointer, wanted) in &step.want {
            let wanted = self.wanted(wanted);
            assert_eq!(json.pointer(pointer), Some(&wanted), "{place}: {pointer} in {text}");
        }
        for (pointer, unwanted) in &step.not {
            let unwanted = self.wanted(unwanted);
            assert_ne!(json.pointer(pointer), Some(&unwanted), "{place}: {pointer} in {text}");
        }
        for part in &step.contains {
            assert!(text.contains(part.as_str()), "{place}: no {part} in {text}");
        }
        for (kind, due) in &step.clocks {
            let clocks = json["clocks"].as_array().cloned().unwrap_or_default();
            let found = clocks.iter().find(|clock| clock["kind"] == kind.as_str());
            assert_eq!(
                found.map(|clock| &clock["due_at"]),
                Some(&Value::from(due.as_str())),
                "{place}"
            );
        }
    }

    fn wanted(&self, value: &toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::from(self.fill(text)),
            other => serde_json::to_value(other).unwrap(),
        }
    }

    async fn look(&mut self, step: &Step, place: &str) {
        let of_variant = self.variant.balances.as_ref().filter(|_| step.balances_of_variant);
        if let Some(wanted) = step.balances.as_ref().or(of_variant) {
            // Whatever is due now happens first, payouts included.
            self.server.advance(self.server.now().await).await;
            assert_eq!(&self.balances().await, wanted, "{place}: balances");
        }
        let order = step.order.as_deref().unwrap_or("o1").to_owned();
        if let Some(schedule) = &step.schedule {
            assert_eq!(&self.schedule(&order).await, schedule, "{place}: schedule");
        }
        if let Some(amounts) = &step.amounts {
            let open: Vec<i64> = self.schedule(&order).await.iter().map(|part| part.0).collect();
            assert_eq!(&open, amounts, "{place}: amounts");
        }
        if let Some(paused) = step.paused {
            assert_eq!(self.plan(&order).await["status"] == "paused", paused, "{place}: paused");
        }
        if let Some(frozen) = step.frozen {
            assert_eq!(self.plan(&order).await["frozen"], frozen, "{place}: frozen");
        }
        if !step.notices.is_empty() {
            let path = self.fill("/v1/disputes/{d}/notices");
            let answer = self.server.get("agent", &path).await.json();
            let sent: BTreeSet<&str> =
                answer.as_array().unwrap().iter().filter_map(|n| n["template"].as_str()).collect();
            for notice in &step.notices {
                assert!(sent.contains(notice.as_str()), "{place}: no {notice} in {sent:?}");
            }
        }
        if step.replay {
            let answer = self.server.get("supervisor", &format!("/v1/orders/{order}/replay")).await;
            assert_eq!(answer.json()["same"], true, "{place}: {}", answer.text);
        }
    }

    /// Sums over the tenant by kind of account; zero ones left out.
    async fn balances(&self) -> BTreeMap<String, i64> {
        let answer = self.server.get("supervisor", "/v1/ledger/balances?limit=100").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let mut sums = BTreeMap::new();
        for row in answer.json().as_array().unwrap() {
            let account = row["account"].as_str().unwrap();
            let name = match account.split_once(':') {
                Some(("inc" | "exp", _)) | None => account,
                Some((kind, _)) => kind,
            };
            *sums.entry(name.to_owned()).or_insert(0) += row["posted_minor"].as_i64().unwrap();
        }
        sums.retain(|_, minor| *minor != 0);
        sums
    }

    async fn dispute(&self) -> Value {
        self.server.get("agent", &self.fill("/v1/disputes/{d}")).await.json()
    }

    async fn plan(&self, order: &str) -> Value {
        let plans = self.server.get("agent", &format!("/v1/orders/{order}/plans")).await.json();
        plans.as_array().and_then(|plans| plans.first().cloned()).unwrap_or(Value::Null)
    }

    async fn schedule(&self, order: &str) -> Vec<(i64, i64)> {
        let plan = self.plan(order).await;
        let day0: kernel::Date = self.scenario.day0.to_string()[..10].parse().unwrap();
        let instalments = plan["instalments"].as_array().cloned().unwrap_or_default();
        let open = instalments.iter().filter(|part| part["open_minor"].as_i64() > Some(0));
        let mut parts: Vec<(i64, i64)> = open
            .map(|part| {
                let due: kernel::Date = part["due_on"].as_str().unwrap().parse().unwrap();
                (part["open_minor"].as_i64().unwrap(), i64::from((due - day0).get_days()))
            })
            .collect();
        parts.sort_by_key(|part| part.1);
        parts
    }
}
