//! The engine: what a file may say, what is proved, and that evaluation means what the file says.

use kernel::Rng;
use kernel::canonical::Sha256Hex;

use super::column::{COLUMN, Domain, Values, name_of, values};
use super::table::Rule;
use super::*;

/// A file of one reason with the given scope and rules; every other reason only has its default.
fn load_with(scope: &str, rules: &str) -> Result<DecisionTables, PolicyError> {
    let text = |reason: Reason, scope: &str, rules: &str| {
        format!(
            "version = 1\nreason = \"{}\"\nabout = \"Test.\"\n{scope}\n{rules}\n[otherwise]\n\
             id = \"{}-ELSE\"\nthen = \"person\"\nbecause = \"A.\"\nbecause_merchant = \"B.\"\n",
            reason.as_str(),
            reason.as_str().to_uppercase().replace('_', "-"),
        )
    };
    let files: Vec<(String, String)> = Reason::ALL
        .iter()
        .map(|reason| {
            let own = *reason == Reason::NotReceived;
            let (scope, rules) = if own { (scope, rules) } else { ("", "") };
            (format!("{}.toml", reason.as_str()), text(*reason, scope, rules))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    DecisionTables::load(&files)
}

fn rule(id: &str, when: &str, then: &str) -> String {
    let code = match then {
        "merchant" | "consumer" | "consumer_partial" => "code = \"no_proof_of_delivery\"\n",
        _ => "",
    };
    let asks = if then == "more_information" { "asks = [\"merchant\"]\n" } else { "" };
    format!(
        "[[rule]]\nid = \"{id}\"\nwhen = {{ {when} }}\nthen = \"{then}\"\n{asks}{code}because = \"A.\"\n\
         because_merchant = \"B.\"\ncites = [\"Nowhere\"]\n"
    )
}

fn said(rules: &[String]) -> String {
    load_with("", &rules.concat()).map_or_else(|error| error.to_string(), |_| "loaded".to_owned())
}

#[test]
fn what_a_condition_may_say() {
    let cases = [
        ("carrier = [\"delivered\"]", "loaded"),
        ("carrier = { not = [\"delivered\"] }", "loaded"),
        ("days_past_promise = \"0..7\"", "loaded"),
        ("days_past_promise = \"-3..\"", "loaded"),
        ("earlier_claims = \"..3\"", "loaded"),
        ("colour = [\"red\"]", "column colour: no such column; there are: stage, round"),
        ("reason = [\"other\"]", "column reason: no such column"),
        (
            "carrier = [\"teleported\"]",
            "\"teleported\" is not a value of it; there are: not_shipped",
        ),
        ("carrier = [\"delivered\", \"delivered\"]", "is there twice"),
        ("carrier = []", "the rule could never match"),
        ("refunded = [\"none\", \"partial\", \"full\"]", "leave the column out"),
        ("refunded = { not = [] }", "leave the column out"),
        ("carrier = \"delivered\"", "write a list of values"),
        ("carrier = { only = [\"delivered\"] }", "write a list of values"),
        ("days_past_promise = 7", "write a range as text"),
        ("days_past_promise = \"7\"", "write a range as text"),
        ("days_past_promise = \"a..b\"", "write a range as text"),
        ("days_past_promise = \"7..7\"", "the range is empty"),
        ("days_past_promise = \"9..7\"", "the range is empty"),
        ("days_past_promise = \"..\"", "leave the column out"),
        ("earlier_claims = \"..0\"", "the range is empty"),
        ("earlier_claims = \"0..\"", "leave the beginning out"),
        ("days_since_scan = \"-5..3\"", "leave the beginning out"),
    ];
    for (when, expected) in cases {
        let got = said(&[rule("T-ONE", when, "person")]);
        assert!(got.contains(expected), "{when}: {got}");
    }
}

#[test]
fn an_overlap_is_refused_with_both_rules_and_a_point() {
    let got = said(&[
        rule(
            "T-ONE",
            "carrier = [\"delivered\", \"in_transit\"], days_past_promise = \"0..9\"",
            "consumer",
        ),
        rule(
            "T-TWO",
            "carrier = [\"in_transit\"], days_past_promise = \"7..\", goods = [\"digital\"]",
            "person",
        ),
    ]);
    let expected = "not_received.toml: rules T-ONE and T-TWO overlap, for example at \
                    goods = digital, carrier = in_transit, days_past_promise = 7";
    assert!(got.contains(expected), "{got}");
    // Ranges leave their end out: 7 belongs to the second alone.
    let touching = said(&[
        rule("T-ONE", "days_past_promise = \"..7\"", "consumer"),
        rule("T-TWO", "days_past_promise = \"7..9\"", "person"),
    ]);
    assert_eq!(touching, "loaded");
}

#[test]
fn rules_that_cover_everything_leave_no_otherwise() {
    let got = said(&[
        rule("T-ONE", "carrier = [\"delivered\"]", "consumer"),
        rule("T-TWO", "carrier = { not = [\"delivered\"] }", "person"),
    ]);
    assert!(got.contains("NOT-RECEIVED-ELSE (otherwise) can never be reached"), "{got}");
}

#[test]
fn a_rule_outside_the_scope_is_dead() {
    let outside = rule("T-ONE", "stage = [\"final\"]", "person");
    let error = load_with("scope = { stage = [\"review\"] }", &outside).unwrap_err().to_string();
    assert!(error.contains("rule T-ONE, column stage: contradicts the table's scope"), "{error}");
    let ranges = rule("T-ONE", "days_past_promise = \"9..\"", "person");
    let error = load_with("scope = { days_past_promise = \"..9\" }", &ranges).unwrap_err();
    assert!(error.to_string().contains("contradicts the table's scope"), "{error}");
}

#[test]
fn a_score_may_take_a_case_away_from_a_denial_but_not_bring_it_there() {
    let not_high = "amount = { not = [\"high\"] }";
    let cases = [
        ("abuse = { not = [\"high\"] }", "merchant", "loaded"),
        ("abuse = [\"unknown\", \"low\"], wrong_risk = { not = [\"high\"] }", "merchant", "loaded"),
        ("abuse = [\"high\"]", "merchant", "abuse leads to a denial"),
        ("abuse = { not = [\"unknown\"] }", "merchant", "abuse leads to a denial"),
        ("wrong_risk = { not = [\"low\"] }", "merchant", "wrong_risk leads to a denial"),
        ("abuse = [\"unknown\", \"low\", \"high\"]", "merchant", "abuse leads to a denial"),
        ("abuse = [\"unknown\"]", "consumer_partial", "abuse leads to a denial"),
        ("abuse = [\"high\"], round = [\"first\"]", "more_information", "abuse leads to a denial"),
        ("abuse = [\"high\"]", "person", "loaded"),
        ("abuse = [\"high\"]", "consumer", "loaded"),
    ];
    for (when, then, expected) in cases {
        let got = said(&[rule("T-ONE", &format!("{when}, {not_high}"), then)]);
        assert!(got.contains(expected), "{when} {then}: {got}");
    }
    // The same where the scope names the score.
    let denial = rule("T-ONE", not_high, "merchant");
    let error = load_with("scope = { abuse = [\"high\"] }", &denial).unwrap_err().to_string();
    assert!(error.contains("abuse leads to a denial"), "{error}");
}

#[test]
fn no_high_amount_is_denied_and_nobody_is_asked_for_ever() {
    let cases = [
        (rule("T-ONE", "carrier = [\"delivered\"]", "merchant"), "denies a high amount"),
        (rule("T-ONE", "amount = [\"high\"]", "merchant"), "denies a high amount"),
        (rule("T-ONE", "amount = [\"high\"], stage = [\"final\"]", "merchant"), "loaded"),
        (rule("T-ONE", "amount = [\"high\"]", "consumer"), "loaded"),
        (
            rule("T-ONE", "carrier = [\"in_transit\"]", "more_information"),
            "asks for more in the last",
        ),
        (rule("T-ONE", "round = [\"first\"]", "more_information"), "loaded"),
    ];
    for (rule, expected) in cases {
        let got = said(std::slice::from_ref(&rule));
        assert!(got.contains(expected), "{rule}: {got}");
    }
}

#[test]
fn words_codes_and_ids_are_checked() {
    let good = rule("T-ONE", "carrier = [\"delivered\"]", "consumer");
    let cases = [
        ("id = \"T-ONE\"", "id = \"t_one\"", "rule t_one, id: write capitals"),
        ("because = \"A.\"", "because = \"\"", "because: must not be empty"),
        ("because = \"A.\"", "because = \"No stop\"", "ending with a full stop"),
        ("no_proof_of_delivery", "no_prof_of_delivery", "is not a published code"),
        ("no_proof_of_delivery", "ombud_lost_in_space", "loaded"),
        ("code = \"no_proof_of_delivery\"\n", "", "needs an outcome code"),
        ("cites = [\"Nowhere\"]", "cites = []", "name at least one scheme page"),
        ("then = \"consumer\"", "then = \"coin_toss\"", "unknown variant `coin_toss`"),
        ("then = \"consumer\"", "then = \"person\"", "only a rule that settles"),
        ("because_merchant", "because_mercant", "because_mercant"),
    ];
    for (from, to, expected) in cases {
        let got = said(&[good.replacen(from, to, 1)]);
        assert!(got.contains(expected), "{to}: {got}");
    }
    let twice = said(&[good.clone(), rule("T-ONE", "carrier = [\"in_transit\"]", "consumer")]);
    assert!(twice.contains("the rule id T-ONE is used in not_received.toml already"), "{twice}");
}

#[test]
fn every_reason_needs_its_one_table() {
    let other = "version = 1\nreason = \"other\"\nabout = \"Test.\"\n[otherwise]\nid = \"O-ELSE\"\n\
                 then = \"person\"\nbecause = \"A.\"\nbecause_merchant = \"B.\"\n";
    let missing = DecisionTables::load(&[("other.toml", other)]).unwrap_err();
    assert_eq!(missing.problems.len(), Reason::ALL.len() - 1);
    assert!(missing.to_string().contains("no table for reason not_received"));
    let renamed = DecisionTables::load(&[("others.toml", other)]).unwrap_err();
    assert!(renamed.to_string().contains("the file of this reason is other.toml"), "{renamed}");
    let denying = other.replace("\"person\"", "\"consumer\"");
    let error = DecisionTables::load(&[("other.toml", &denying)]).unwrap_err();
    assert!(error.to_string().contains("decided by a person"), "{error}");
    let garbage = DecisionTables::load(&[("other.toml", "version = [")]).unwrap_err();
    assert!(garbage.to_string().contains("other.toml: cannot be read"), "{garbage}");
}

/// Facts with these values, made by way of their JSON.
pub(super) fn facts_from(values: &Values) -> Facts {
    let fields: Vec<String> = COLUMN
        .iter()
        .zip(values)
        .map(|(column, value)| match column.domain {
            Domain::Names(_) => format!("\"{}\":\"{}\"", column.name, name_of(column, *value)),
            Domain::Integer { .. } => format!("\"{}\":{value}", column.name),
        })
        .collect();
    serde_json::from_str(&format!("{{{}}}", fields.join(","))).unwrap()
}

/// Facts drawn evenly from every column.
pub(super) fn random_facts(rng: &mut Rng) -> Facts {
    let mut values: Values = [0; COLUMN.len()];
    for (value, column) in values.iter_mut().zip(&COLUMN) {
        *value = match column.domain {
            Domain::Names(names) => rng.below(names.len() as u64) as i64,
            Domain::Integer { least } => rng.between(least.max(-20), 60),
        };
    }
    facts_from(&values)
}

#[test]
fn canonical_bytes_are_what_serde_writes_and_stay_as_they_are() {
    let mut rng = Rng::seeded(7);
    for _ in 0..20_000 {
        let facts = random_facts(&mut rng);
        let text = canonical_facts(&facts);
        assert_eq!(text, serde_json::to_string(&facts).unwrap());
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
    }
    // Stored hashes depend on these bytes: a change here is a new encoding and needs a new name.
    let zero = canonical_facts(&facts_from(&[0; COLUMN.len()]));
    assert_eq!(
        zero,
        "{\"stage\":\"review\",\"round\":\"first\",\"framework\":\"framework_2020\",\
         \"kind\":\"consumer_claim\",\"reason\":\"not_received\",\"sub_issue\":\"unspecified\",\
         \"goods\":\"physical\",\"amount\":\"micro\",\"merchant_answer\":\"none\",\
         \"merchant_evidence\":\"none\",\"consumer_evidence\":\"none\",\
         \"proof_of_delivery\":\"none\",\"carrier\":\"not_shipped\",\"delivery\":\"not_delivered\",\
         \"delivery_place\":\"unknown\",\"days_past_promise\":0,\"days_since_scan\":0,\
         \"returned\":\"none\",\"refunded\":\"none\",\"arithmetic\":\"not_checked\",\
         \"identity\":\"not_checked\",\"stop_request\":\"none\",\"proposal\":\"none\",\
         \"earlier_claims\":0,\"authenticity\":\"unchecked\",\"abuse\":\"unknown\",\
         \"wrong_risk\":\"unknown\"}"
    );
}

/// Every name of every enum column, at its place: the numbers of the columns are the enums' own.
#[test]
fn column_names_are_the_names_serde_writes() {
    for (index, column) in COLUMN.iter().enumerate() {
        let Domain::Names(names) = column.domain else { continue };
        for value in 0..names.len() as i64 {
            let mut all = [0; COLUMN.len()];
            all[index] = value;
            assert_eq!(values(&facts_from(&all)), all, "{} {value}", column.name);
        }
        // One more value would mean a name is missing here.
        let facts = canonical_facts(&facts_from(&[0; COLUMN.len()]));
        let first = format!("\"{}\":\"{}\"", column.name, names[0]);
        let bogus = facts.replacen(&first, &format!("\"{}\":\"?\"", column.name), 1);
        let error = serde_json::from_str::<Facts>(&bogus).unwrap_err().to_string();
        for name in names {
            assert!(error.contains(&format!("`{name}`")), "{}: {error}", column.name);
        }
        assert_eq!(error.matches('`').count(), 2 * (names.len() + 1), "{}: {error}", column.name);
    }
}

/// Reads a rule as a person would: condition by condition, from the words of the file.
fn holds(rule: &Rule, scope: &[(String, String)], facts: &serde_json::Value) -> bool {
    rule.when.iter().chain(scope).all(|(column, condition)| match &facts[column] {
        serde_json::Value::String(name) => match condition.strip_prefix("not ") {
            Some(list) => !list.split(", ").any(|one| one == name),
            None => condition.split(", ").any(|one| one == name),
        },
        value => {
            let (from, to) = condition.split_once("..").unwrap();
            let number = value.as_i64().unwrap();
            (from.is_empty() || number >= from.parse().unwrap())
                && (to.is_empty() || number < to.parse().unwrap())
        }
    })
}

#[test]
fn evaluation_agrees_with_reading_the_rules_one_by_one() {
    let tables = DecisionTables::shipped().unwrap();
    let mut rng = Rng::seeded(11);
    for _ in 0..60_000 {
        let mut facts = random_facts(&mut rng);
        // Mostly inside the scopes, or nearly everything would be for a person.
        if rng.chance(0.9) {
            facts.stage = crate::model::facts::Stage::Review;
            facts.kind = crate::model::Kind::ConsumerClaim;
            facts.goods = crate::model::facts::Goods::Physical;
        }
        let table = tables.table(facts.reason).unwrap();
        let json = serde_json::to_value(&facts).unwrap();
        let matching: Vec<&Rule> =
            table.rules.iter().filter(|rule| holds(rule, &table.scope, &json)).collect();
        assert!(matching.len() <= 1, "{matching:?}");
        let expected = matching.first().map_or(&table.otherwise.id, |rule| &rule.id);
        assert_eq!(tables.evaluate(&facts).rule, *expected, "{json}");
    }
}

#[test]
fn a_decision_replays_byte_for_byte_and_a_changed_record_is_found() {
    let tables = DecisionTables::shipped().unwrap();
    let mut rng = Rng::seeded(13);
    for _ in 0..5_000 {
        let (verdict, trace) = tables.decide(&random_facts(&mut rng));
        let stored = serde_json::to_string(&trace).unwrap();
        let read: Trace = serde_json::from_str(&stored).unwrap();
        assert_eq!(tables.replay(&read).unwrap(), verdict);
        assert_eq!(serde_json::to_string(&read).unwrap(), stored);
    }
    let (_, trace) = tables.decide(&random_facts(&mut rng));
    let later = Trace { facts: trace.facts.replace("micro", "high"), ..trace.clone() };
    let other_rule = Trace { rule: RuleId::from("INR-LIE"), ..trace.clone() };
    let other_policy = Trace { policy_hash: Sha256Hex::of(b""), ..trace.clone() };
    let changed = Trace { inputs_hash: Sha256Hex::of(b""), ..trace };
    if later.facts != changed.facts {
        assert!(matches!(tables.replay(&later), Err(ReplayError::FactsChanged { .. })));
    }
    assert!(matches!(tables.replay(&other_rule), Err(ReplayError::Different { .. })));
    assert!(matches!(tables.replay(&other_policy), Err(ReplayError::OtherPolicy { .. })));
    assert!(matches!(tables.replay(&changed), Err(ReplayError::FactsChanged { .. })));
}

#[test]
fn the_policy_hash_tells_files_apart() {
    let hash = |files: &[(&str, &str)]| trace::policy_hash(files);
    assert_eq!(hash(&[("a", "1"), ("b", "2")]), hash(&[("b", "2"), ("a", "1")]));
    // Lengths are part of it: moving a byte over a border changes it.
    assert_ne!(hash(&[("a", "1b"), ("c", "2")]), hash(&[("a", "1"), ("bc", "2")]));
    assert_ne!(hash(&[("a", "1")]), hash(&[("a", "1 ")]));
}
