//! What stands around a model: regions, redaction, budgets, the breaker, the limit of calls.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

mod support;

use std::sync::Arc;

use kernel::{
    Clock as _, ConversationId, Currency, Duration, ManualClock, Money, Rng, TenantId, Timestamp,
};
use llm::guard::breaker::{Breaker, BreakerRules};
use llm::guard::budget::{BudgetError, InMemory, Limit, Limits, Spent, take};
use llm::guard::redact::{Found, Redact, Redacted};
use llm::guard::{Guards, guarded};
use llm::scripted::{Line, Scripted};
use llm::{Answer, Code, LanguageModel, ModelError, Part, Reason, Region, Want};
use proptest::prelude::*;
use serde_json::json;
use support::{about, ask, propose, schema, text};

struct Around {
    model: Arc<dyn LanguageModel>,
    inner: Arc<Scripted>,
    clock: Arc<ManualClock>,
}

/// Finds a name, to be given back, and `4111`, not to be.
fn redact() -> Redact {
    Arc::new(|text: &str| {
        let names = text.match_indices("Anna Lind").map(|(at, name)| (at, name, "NAME", true));
        let cards = text.match_indices("4111").map(|(at, card)| (at, card, "CARD", false));
        let mut found: Vec<Found> = names
            .chain(cards)
            .map(|(at, value, kind, give_back)| Found {
                place: at..at + value.len(),
                kind,
                give_back,
            })
            .collect();
        found.sort_by_key(|found| found.place.start);
        Redacted { looked_at_bytes: text.len(), found }
    })
}

fn around(lines: Vec<Line>, calls_at_once: usize) -> Around {
    let inner = Arc::new(Scripted::new(about(), lines));
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_795_000_000_000)));
    let guards = Guards {
        clock: clock.clone(),
        redact: redact(),
        spending: Arc::new(InMemory::default()),
        breaker: BreakerRules { faults_to_open: 2, ..BreakerRules::default() },
        calls_at_once,
    };
    Around { model: guarded(inner.clone(), guards), inner, clock }
}

fn says(text: &str) -> Line {
    Line::say(text)
}

#[tokio::test]
async fn data_goes_only_where_the_tenant_allows() {
    let around = around(vec![says("Hello.")], 1);
    let mut elsewhere = ask(text());
    elsewhere.regions = [Region::new("us").unwrap()].into();
    for regions in [elsewhere.regions.clone(), std::collections::BTreeSet::new()] {
        elsewhere.regions = regions;
        let (reply, _) = propose(&*around.model, &elsewhere).await;
        assert_eq!(reply.outcome, Err(ModelError::RegionNotAllowed(Region::new("eu").unwrap())));
        assert_eq!(reply.report.cost.micros, 0);
    }
    assert!(around.inner.asked().is_empty());
    let (reply, _) = propose(&*around.model, &ask(text())).await;
    assert_eq!(reply.outcome, Ok(Answer::Text("Hello.".to_owned())));
}

#[tokio::test]
async fn personal_data_does_not_leave_and_comes_back() {
    let pieces = ["Hi [NA", "ME_1], card [CARD_2] [", "x]"].map(str::to_owned).to_vec();
    let around = around(vec![Line::Say(pieces), says(r#"{"intent":"pause_plan"}"#)], 1);
    let mut ask = ask(text());
    ask.prompt.turns[0].parts.push(Part::Untrusted {
        label: "customer message",
        text: "I am Anna Lind, card 4111, yes Anna Lind".to_owned(),
    });
    let (reply, pieces) = propose(&*around.model, &ask).await;
    assert_eq!(reply.outcome, Ok(Answer::Text("Hi Anna Lind, card [CARD_2] [x]".to_owned())));
    assert_eq!(pieces.concat(), "Hi Anna Lind, card [CARD_2] [x]");
    let sent = &around.inner.asked()[0].turns[0].1;
    assert!(sent.contains("I am [NAME_1], card [CARD_2], yes [NAME_1]"), "{sent}");
    ask.want = Want::Json(schema());
    let (reply, _) = propose(&*around.model, &ask).await;
    assert_eq!(reply.outcome, Ok(Answer::Json(json!({ "intent": "pause_plan" }))));
}

#[tokio::test]
async fn a_value_that_comes_back_is_proved_too() {
    let schema = json!({ "type": "object", "required": ["name"],
                         "properties": { "name": { "type": "string", "maxLength": 10 } } });
    let lines = vec![says(r#"{"name":"[NAME_1]"}"#), says(r#"{"name":"[NAME_1] B"}"#)];
    let around = around(lines, 1);
    let mut ask = ask(Want::Json(llm::Schema::from_json(&schema).unwrap()));
    ask.prompt.system = "Anna Lind asks.".to_owned();
    let (reply, _) = propose(&*around.model, &ask).await;
    assert_eq!(reply.outcome, Ok(Answer::Json(json!({ "name": "Anna Lind" }))));
    let (reply, _) = propose(&*around.model, &ask).await;
    assert!(matches!(reply.outcome, Err(ModelError::NotProven(_))), "{reply:?}");
}

fn failing(count: usize) -> Vec<Line> {
    vec![Line::Fail(ModelError::CutOff); count]
}

#[tokio::test]
async fn a_model_that_fails_is_left_alone_and_tried_again() {
    let mut lines = failing(3);
    lines.push(says("Back."));
    lines.push(says("Still here."));
    let around = around(lines, 1);
    let ask = ask(text());
    for _ in 0..2 {
        let (reply, _) = propose(&*around.model, &ask).await;
        assert_eq!(reply.outcome, Err(ModelError::CutOff));
    }
    let (reply, _) = propose(&*around.model, &ask).await;
    let retry_after = Some(Duration::from_secs(10));
    let open = Err(ModelError::Unavailable { reason: Reason::BreakerOpen, retry_after });
    assert_eq!((reply.outcome, around.inner.asked().len()), (open, 2));
    // A probe that fails doubles the pause.
    around.clock.advance(Duration::from_secs(10));
    assert_eq!(propose(&*around.model, &ask).await.0.outcome, Err(ModelError::CutOff));
    around.clock.advance(Duration::from_secs(19));
    assert!(propose(&*around.model, &ask).await.0.outcome.is_err());
    around.clock.advance(Duration::from_secs(1));
    assert_eq!(propose(&*around.model, &ask).await.0.outcome, Ok(Answer::Text("Back.".into())));
    assert!(propose(&*around.model, &ask).await.0.outcome.is_ok());
}

#[tokio::test]
async fn no_customer_can_open_the_breaker_by_what_they_write() {
    let brought_about = [
        ModelError::Refused(Code::new("content_filter")),
        ModelError::TooLong { what: "the answer", limit: 1 },
    ];
    let mut lines: Vec<Line> = brought_about.into_iter().map(Line::Fail).collect();
    lines.extend([says(" "), says(" "), says(" "), says("Fine.")]);
    let around = around(lines, 1);
    for _ in 0..5 {
        assert!(propose(&*around.model, &ask(text())).await.0.outcome.is_err());
    }
    assert!(propose(&*around.model, &ask(text())).await.0.outcome.is_ok());
}

#[test]
fn the_breaker_by_its_table() {
    enum Step {
        Admit(i64, bool),
        Fault(i64, Option<i64>),
        Well,
    }
    use Step::{Admit, Fault, Well};
    let rules = BreakerRules {
        faults_to_open: 3,
        first_pause: Duration::from_secs(10),
        longest_pause: Duration::from_secs(35),
        probe_within: Duration::from_secs(5),
    };
    let table: &[(&str, &[Step])] = &[
        (
            "faults in a row open",
            &[Fault(0, None), Fault(0, None), Admit(0, true), Fault(0, None), Admit(1, false)],
        ),
        (
            "an answer between them does not",
            &[Fault(0, None), Fault(0, None), Well, Fault(0, None), Admit(0, true)],
        ),
        (
            "a word on when to come again opens at once",
            &[Fault(0, Some(60)), Admit(59, false), Admit(60, true)],
        ),
        (
            "one probe at a time",
            &[
                Fault(0, Some(1)),
                Admit(10, true),
                Admit(11, false),
                Well,
                Admit(11, true),
                Admit(11, true),
            ],
        ),
        (
            "a lost probe is replaced",
            &[Fault(0, Some(1)), Admit(10, true), Admit(14, false), Admit(15, true)],
        ),
        (
            "pauses double up to the longest",
            &[
                Fault(0, Some(1)),
                Admit(9, false),
                Admit(10, true),
                Fault(10, None),
                Admit(29, false),
                Admit(30, true),
                Fault(30, None),
                Admit(64, false),
                Admit(65, true),
                Fault(65, None),
                Admit(99, false),
                Admit(100, true),
            ],
        ),
        ("a late answer of before does not close", &[Fault(0, Some(20)), Well, Admit(1, false)]),
        (
            "a late fault does not shorten",
            &[Fault(0, Some(20)), Fault(1, Some(5)), Admit(19, false), Admit(20, true)],
        ),
        (
            "a late fault may prolong",
            &[Fault(0, Some(20)), Fault(1, Some(40)), Admit(40, false), Admit(41, true)],
        ),
    ];
    for (name, steps) in table {
        let mut breaker = Breaker::new(rules);
        let at = |secs: &i64| Timestamp::EPOCH.plus(Duration::from_secs(*secs));
        for step in *steps {
            match step {
                Admit(secs, expected) => {
                    assert_eq!(breaker.admit(at(secs)).is_ok(), *expected, "{name}, at {secs} s");
                }
                Fault(secs, wait) => breaker.fault(at(secs), wait.map(Duration::from_secs)),
                Well => breaker.well(),
            }
        }
    }
}

#[test]
fn budgets_by_their_table() {
    let limit = |tokens: Option<u64>, cents: Option<i64>| Limit {
        tokens,
        money: cents.map(|cents| Money::new(cents, Currency::EUR)),
    };
    let none = Limit::default();
    let cent = 1_000_000;
    let table = [
        ("no limit", none, none, (u64::MAX, u64::MAX), None),
        ("exactly all", limit(Some(110), None), none, (10, 0), None),
        (
            "one too many",
            limit(Some(110), None),
            none,
            (11, 0),
            Some(("the tenant's day", "tokens")),
        ),
        ("money exactly", none, limit(None, Some(3)), (0, 2 * cent), None),
        (
            "a millionth too much",
            none,
            limit(None, Some(3)),
            (0, 2 * cent + 1),
            Some(("the conversation", "money")),
        ),
        (
            "nothing allowed",
            limit(Some(0), None),
            none,
            (0, 0),
            Some(("the tenant's day", "tokens")),
        ),
        ("below nothing", limit(None, Some(-5)), none, (0, 0), Some(("the tenant's day", "money"))),
    ];
    for (name, tenant_day, conversation, (tokens, micros), expected) in table {
        let before = Spent { tokens: 100, micros: cent };
        let (mut day, mut talk) = (before, before);
        let limits = Limits { tenant_day, conversation };
        let estimate = Spent { tokens, micros };
        let taken = take(&mut day, Some(&mut talk), estimate, &limits, Currency::EUR);
        let expected =
            expected.map_or(Ok(()), |(scope, what)| Err(BudgetError::Over { scope, what }));
        assert_eq!(taken, expected, "{name}");
        let after = if taken.is_ok() { estimate } else { Spent::default() };
        assert_eq!(day.tokens, before.tokens.saturating_add(after.tokens), "{name}");
        assert_eq!(talk.micros, before.micros.saturating_add(after.micros), "{name}");
    }
    let limits = Limits { tenant_day: limit(None, Some(100)), conversation: none };
    let other = take(&mut Spent::default(), None, Spent::default(), &limits, Currency::USD);
    assert!(other.unwrap_err().to_string().contains("another currency"));
}

#[tokio::test]
async fn what_a_call_did_not_cost_is_given_back() {
    let around = around((0..9).map(|_| says("Yes.")).collect(), 1);
    let mut asked = ask(text());
    let conversation = ConversationId::generate(around.clock.now(), &mut Rng::seeded(1));
    asked.conversation = Some(conversation);
    let estimate = asked.prompt.tokens_in_estimate() + u64::from(asked.prompt.tokens_out_max);
    let (reply, _) = propose(&*around.model, &asked).await;
    let actual = reply.report.tokens_in + reply.report.tokens_out;
    assert!(actual + 150 < estimate, "{actual} of {estimate}");
    // Room for one more estimate beside what one call cost, and no more.
    asked.limits.conversation.tokens = Some(estimate + actual);
    assert!(propose(&*around.model, &asked).await.0.outcome.is_ok());
    let over = ModelError::OverBudget { scope: "the conversation", what: "tokens" };
    assert_eq!(propose(&*around.model, &asked).await.0.outcome, Err(over));
    // The next day the tenant has a new budget; the conversation has not.
    asked.limits.tenant_day.tokens = Some(estimate);
    asked.limits.conversation.tokens = None;
    assert!(propose(&*around.model, &asked).await.0.outcome.is_err());
    around.clock.advance(Duration::DAY);
    assert!(propose(&*around.model, &asked).await.0.outcome.is_ok());
    asked.limits.tenant_day.tokens = None;
    asked.limits.conversation.tokens = Some(estimate);
    assert!(propose(&*around.model, &asked).await.0.outcome.is_err());
    // Another tenant is not concerned.
    let mut other = ask(text());
    other.tenant = TenantId::new("other").unwrap();
    other.limits.tenant_day.tokens = Some(estimate);
    assert!(propose(&*around.model, &other).await.0.outcome.is_ok());
}

#[tokio::test]
async fn one_call_too_many_is_turned_away() {
    let stub = support::Stub::start(vec![support::Answer::Hangs(": hi\n\n".to_owned())]).await;
    let inner: Arc<dyn LanguageModel> = Arc::new(stub.local());
    let guards = Guards {
        clock: Arc::new(ManualClock::at(Timestamp::EPOCH)),
        redact: redact(),
        spending: Arc::new(InMemory::default()),
        breaker: BreakerRules::default(),
        calls_at_once: 1,
    };
    let model = guarded(inner, guards);
    let first = tokio::spawn({
        let model = model.clone();
        async move { propose(&*model, &ask(text())).await }
    });
    while stub.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let (reply, _) = propose(&*model, &ask(text())).await;
    assert_eq!(reply.outcome, Err(ModelError::unavailable(Reason::Busy)));
    // A call that is dropped makes room.
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let mut hurried = ask(text());
    hurried.prompt.within = Duration::from_millis(100);
    let (reply, _) = propose(&*model, &hurried).await;
    assert_eq!(reply.outcome, Err(ModelError::Timeout(hurried.prompt.within)));
}

proptest! {
    #[test]
    fn a_budget_is_never_overrun(
        limit in 0_u64..500,
        calls in prop::collection::vec((0_u64..200, 0_u64..100), 0..20),
    ) {
        let limits = Limits {
            tenant_day: Limit { tokens: Some(limit), money: None },
            conversation: Limit::default(),
        };
        let (mut spent, mut sum) = (Spent::default(), 0);
        for (estimate, percent) in calls {
            let actual = Spent { tokens: estimate * percent / 100, micros: 0 };
            let estimate = Spent { tokens: estimate, micros: 0 };
            if take(&mut spent, None, estimate, &limits, Currency::EUR).is_ok() {
                prop_assert!(spent.tokens <= limit);
                spent.settle(estimate, actual);
                sum += actual.tokens;
            }
            prop_assert_eq!(spent.tokens, sum);
        }
    }

    #[test]
    fn the_breaker_never_stays_shut_for_longer_than_it_says(
        steps in prop::collection::vec((0_u8..3, 0_i64..400), 1..40),
    ) {
        let mut breaker = Breaker::new(BreakerRules::default());
        let mut now = Timestamp::EPOCH;
        for (kind, secs) in steps {
            now = now.plus(Duration::from_secs(secs));
            match kind {
                0 => breaker.fault(now, None),
                1 => breaker.well(),
                _ => if let Err(wait) = breaker.admit(now) {
                    prop_assert!(wait <= BreakerRules::default().longest_pause);
                    prop_assert!(breaker.clone().admit(now.plus(wait)).is_ok());
                },
            }
        }
    }
}
