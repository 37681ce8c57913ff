//! Policy files: read, signed, narrowed, compiled for a browser, and compared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cobrowse::policy::{
    ExtraHide, InForce, Narrowing, Policy, PublicKey, SignatureError, Signer, Turn, diff, faults,
    line_of, path_fits,
};
use serde_json::json;

const RULE: &str = r#"
[[rule]]
id = 2
effect = "show"
selector = ".order-summary, #total > td[data-kind='sum']"
paths = ["/orders/*"]
roles = ["agent"]
reason = "the customer asks about amounts"
owner = "payments-web"
expires = "2027-06-30"
"#;

fn file(rules: &str) -> String {
    format!("version = 7\ncompany = \"acme\"\n{rules}")
}

fn policy(rules: &str) -> Policy {
    Policy::parse(&file(rules)).unwrap()
}

/// The rule with some of its lines put in another way.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(RULE.to_owned(), |rule, (from, to)| {
        assert!(rule.contains(from), "{from}");
        rule.replace(from, to)
    })
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

#[test]
fn what_is_wrong_names_the_rule_and_what_to_change() {
    for (from, to, words) in [
        ("id = 2", "id = 1", "rule 1: id must be 2 to 16777215"),
        ("id = 2", "id = 2\nshown = true", "unknown field `shown`"),
        ("\"show\"", "\"reveal\"", "unknown variant `reveal`"),
        ("paths = [\"/orders/*\"]", "paths = []", "rule 2: paths and roles must name something"),
        ("/orders/*", "orders", "rule 2: path \"orders\" must begin with /"),
        ("/orders/*", "/orders?id=*", "rule 2: path \"/orders?id=*\" must begin with /"),
        ("[\"agent\"]", "[\"Agent\"]", "rule 2: role \"Agent\" must be a to z"),
        ("the customer asks about amounts", " ", "rule 2: reason: say in up to 500 bytes"),
        ("payments-web", "", "rule 2: owner: name the team"),
        (
            "expires = \"2027-06-30\"",
            "",
            "rule 2: expires: rules that show or let write need a last day",
        ),
        ("\"2027-06-30\"", "\"2027-06-31\"", "cannot be read"),
        ("\"show\"", "\"hide\"\npixels = true", "rule 2: pixels is for rules that show"),
        (".order-summary,", "body,", "rule 2: selector: names the whole page"),
        (".order-summary,", "main > *,", "rule 2: selector: names the whole page"),
    ] {
        let error = Policy::parse(&file(&with(&[(from, to)]))).unwrap_err().to_string();
        assert!(error.contains(words), "{error}\nwithout {words}");
    }
    let error = |text: &str| Policy::parse(text).unwrap_err().to_string();
    assert!(error(&file(&format!("{RULE}{RULE}"))).starts_with("rule 2 is there twice"));
    assert!(error(&file(&format!("retired = [2]\n{RULE}"))).starts_with("rule 2 is retired"));
    assert!(error("version = 0\ncompany = \"acme\"").starts_with("version must be at least 1"));
    assert!(error("version = 1\ncompany = \"\"").starts_with("company: 1 to 64"));
}

/// The browser's side reads the same file.
#[derive(serde::Deserialize)]
struct Shared {
    good: Vec<String>,
    bad: Vec<String>,
    /// The browser might read them; nobody needs them.
    stricter: Vec<String>,
    paths: Vec<(String, String, bool)>,
}

fn shared() -> Shared {
    serde_json::from_str(include_str!("golden/selectors.json")).unwrap()
}

#[test]
fn selectors_are_of_what_an_element_is_and_stands_in() {
    let Shared { good, bad, stricter, .. } = shared();
    let good = good.into_iter().map(|selector| (selector, true));
    for (selector, is_good) in good.chain(bad.into_iter().chain(stricter).map(|one| (one, false))) {
        let written = selector.replace('\\', "\\\\").replace('"', "\\\"");
        let rule = with(&[(".order-summary, #total > td[data-kind='sum']", &written)]);
        let read = Policy::parse(&file(&rule));
        assert_eq!(read.is_ok(), is_good, "{selector}: {read:?}");
        assert!(is_good || read.unwrap_err().to_string().starts_with("rule 2: selector: "));
    }
}

#[test]
fn all_faults_of_a_file_are_told_with_their_lines() {
    // The file has a version, a company, an empty line, and the rules.
    let wrong = with(&[("payments-web", ""), ("paths = [\"/orders/*\"]", "")]);
    let twice = RULE.replace(".order-summary,", "body,");
    let text = file(&format!("{wrong}{twice}")).replace("version = 7", "version = 0");
    let told: Vec<(Option<usize>, String)> =
        faults(&text).into_iter().map(|fault| (fault.line, fault.error.to_string())).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for ((line, message), (due, words)) in
        told.iter().zip([(1, "version"), (11, "rule 2: owner"), (15, "rule 2 is there twice")])
    {
        assert_eq!(*line, Some(due), "{message}");
        assert!(message.starts_with(words), "{message}");
    }
    let missing = file(&with(&[("expires = \"2027-06-30\"", "")]));
    assert_eq!(faults(&missing)[0].line, Some(4), "of what is missing, where the rule begins");
    assert_eq!(faults(&file("[[rule]]\nid = \"x\""))[0].line, Some(4));
    assert_eq!(faults(&file(RULE)), []);
    assert_eq!(line_of(&file(RULE), Some(0), Some("reason")), Some(10));
    assert_eq!(line_of(&file(RULE), Some(1), None), None);
}

#[test]
fn paths_are_patterns_of_stars() {
    for (pattern, path, fits) in shared().paths {
        assert_eq!(path_fits(&pattern, &path), fits, "{pattern} {path}");
    }
}

#[test]
fn a_signature_is_of_what_the_file_says_not_of_how() {
    let signer = Signer::from_seed([1; 32]);
    let keys = [PublicKey::parse(&signer.public().to_string()).unwrap()];
    let signed = policy(RULE);
    let line = signer.sign(&signed);
    assert!(line.starts_with(&format!("ombud-redaction-1 {} ", keys[0].id())));
    let spaced = format!("# a comment\n{}", file(&RULE.replace(" = ", "   =  ")));
    for same in [&signed, &Policy::parse(&spaced).unwrap()] {
        assert_eq!(same.hash(), signed.hash());
        assert_eq!(same.verify(&line, &keys), Ok(&keys[0]));
    }
    let other = policy(&with(&[(".order-summary", ".order")]));
    assert_eq!(other.verify(&line, &keys), Err(SignatureError::Wrong));
    let stranger = Signer::from_seed([2; 32]);
    assert_eq!(signed.verify(&stranger.sign(&signed), &keys), Err(SignatureError::UnknownKey));
    let renamed = stranger.sign(&signed).replace(&stranger.public().id(), &keys[0].id());
    assert_eq!(signed.verify(&renamed, &keys), Err(SignatureError::Wrong));
    for form in ["", "ombud-redaction-1 x", &line.replace("-1", "-2"), &line[..60]] {
        assert_eq!(signed.verify(form, &keys), Err(SignatureError::Form), "{form}");
    }
    assert!(PublicKey::parse("AAAA").is_err());
}

const MANY: &str = r#"
[[rule]]
id = 3
effect = "show"
selector = "nav"
reason = "where the customer is"
owner = "web"
expires = "2026-11-23"
pixels = true
[[rule]]
id = 4
effect = "hide"
selector = ".secret"
reason = "secrets"
owner = "web"
expires = "2026-01-01"
[[rule]]
id = 5
effect = "write"
selector = "[name=street]"
reason = "addresses"
owner = "web"
expires = "2027-06-30"
paths = ["/address"]
[[rule]]
id = 6
effect = "confirm"
selector = ".pay"
reason = "money"
owner = "web"
roles = ["agent"]
"#;

#[test]
fn the_browser_gets_what_holds_for_those_who_look_on() {
    let signed = policy(&format!("{RULE}{MANY}"));
    let hash = signed.hash().to_string();
    let in_force = InForce::new(signed, Narrowing::default()).unwrap();
    let told = |roles: &[&str], date: &str| {
        serde_json::to_value(in_force.browser(roles, day(date))).unwrap()
    };
    let show2 = json!({ "id": 2, "effect": "show", "paths": ["/orders/*"],
        "selector": ".order-summary, #total > td[data-kind='sum']" });
    let show3 = json!({ "id": 3, "effect": "show", "selector": "nav", "pixels": true });
    // What hides does so after its day as before.
    let hide4 = json!({ "id": 4, "effect": "hide", "selector": ".secret" });
    let writable = json!([{ "selector": "[name=street]", "paths": ["/address"] }]);
    let confirm = json!([{ "selector": ".pay" }]);
    for (roles, date, rules, confirm) in [
        (&["agent"][..], "2026-11-23", json!([show2, show3, hide4]), &confirm),
        (&["agent"], "2026-11-24", json!([show2, hide4]), &confirm),
        (&["supervisor"], "2026-11-23", json!([show3, hide4]), &json!([])),
        // What all may see, and what any must confirm.
        (&["agent", "supervisor"], "2026-11-23", json!([show3, hide4]), &confirm),
    ] {
        let expected =
            json!({ "hash": hash, "rules": rules, "writable": writable, "confirm": confirm });
        assert_eq!(told(roles, date), expected, "{roles:?} {date}");
    }
    assert_eq!(told(&["agent"], "2027-07-01")["writable"], json!([]));
}

#[test]
fn narrowing_takes_away_only() {
    let signed = policy(&format!("{RULE}{MANY}"));
    let hide = ExtraHide { selector: ".balance".to_owned(), paths: Some(vec!["/a*".to_owned()]) };
    let narrowing = Narrowing { off: vec![3, 5], hide: vec![hide.clone()] };
    let in_force = InForce::new(signed.clone(), narrowing).unwrap();
    let told = in_force.browser(&["agent"], day("2026-11-23"));
    assert_ne!(told.hash, signed.hash());
    assert_eq!(told.writable, []);
    let told: Vec<(u32, &str)> =
        told.rules.iter().map(|rule| (rule.id, rule.selector.as_str())).collect();
    assert_eq!(told[1..], [(4, ".secret"), (1 << 24, ".balance")]);
    for (narrowing, words) in [
        (json!({ "off": [9] }), "off: rule 9 is not in the signed file"),
        (json!({ "off": [4] }), "off: rule 4 hides or confirms"),
        (json!({ "off": [6] }), "off: rule 6 hides or confirms"),
        (json!({ "hide": [{ "selector": "a:hover" }] }), "hide 0: at byte 1: only tags"),
        (json!({ "hide": [{ "selector": "a", "paths": ["a"] }] }), "hide 0: path \"a\""),
        (json!({ "hide": vec![hide; 101] }), "hide: 101 where at most 100"),
    ] {
        let narrowing = serde_json::from_value(narrowing).unwrap();
        let error = InForce::new(signed.clone(), narrowing).unwrap_err().to_string();
        assert!(error.starts_with(words), "{error}");
    }
    assert!(serde_json::from_value::<Narrowing>(json!({ "show": [] })).is_err());
}

/// The file that follows, with a rule changed.
fn next(rules: &str) -> String {
    format!("version = 8\ncompany = \"acme\"\n{rules}")
}

#[test]
fn what_becomes_visible_is_told_in_words() {
    for (from, to, turn, words) in [
        ("web", "web", Turn::Same, ""),
        ("the customer asks", "customers ask", Turn::Same, ""),
        (".order-summary,", ".order-summary, .sum,", Turn::Wider, "agents see `.sum`"),
        (".order-summary, ", "", Turn::Narrower, "agents no longer see `.order-summary`"),
        (".order-summary, ", ".sum, ", Turn::Wider, "agents see `.sum`"),
        ("/orders/*", "/orders/*\", \"/cart", Turn::Wider, "on /cart"),
        ("/orders/*", "/orders/1*", Turn::Narrower, "on /orders/*"),
        ("/orders/*", "/orders*", Turn::Wider, "on /orders*"),
        ("paths = [\"/orders/*\"]", "", Turn::Wider, "on all paths"),
        ("[\"agent\"]", "[\"agent\", \"supervisor\"]", Turn::Wider, "as supervisor"),
        ("[\"agent\"]", "[\"supervisor\"]", Turn::Wider, "as supervisor"),
        ("roles = [\"agent\"]", "", Turn::Wider, "in all roles"),
        ("2027-06-30", "2027-07-01", Turn::Wider, "until 2027-07-01"),
        ("2027-06-30", "2027-06-29", Turn::Narrower, "until 2027-06-29"),
        ("id = 2", "id = 2\npixels = true", Turn::Wider, "agents see pictures and drawings in"),
    ] {
        let new = Policy::parse(&next(&with(&[(from, to)]))).unwrap();
        let told = diff(&policy(RULE), &new).unwrap();
        assert_eq!((told.turn, told.rules[0].turn), (turn, turn), "{to}");
        let said = match turn {
            Turn::Wider => told.rules[0].gained.join("\n"),
            _ => told.rules[0].lost.join("\n"),
        };
        assert!(said.contains(words), "{to}: {said}");
    }
}

#[test]
fn rules_that_hide_or_confirm_turn_the_other_way() {
    for (id, from, to, turn) in [
        (4, ".secret", ".secret, .more", Turn::Narrower),
        (6, ".pay", ".pay, .buy", Turn::Narrower),
        (6, "roles = [\"agent\"]", "", Turn::Narrower),
        (4, "selector = \".secret\"", "selector = \".secret\"\npaths = [\"/a\"]", Turn::Wider),
        (4, "2026-01-01", "2026-02-01", Turn::Same),
        (5, "/address", "/addresses", Turn::Wider),
    ] {
        assert!(MANY.contains(from));
        let new = Policy::parse(&next(&MANY.replace(from, to))).unwrap();
        let told = diff(&policy(MANY), &new).unwrap();
        let turned = told.rules.iter().find(|rule| rule.id == id).unwrap();
        assert_eq!((told.turn, turned.turn), (turn, turn), "{to}");
    }
    // New and gone.
    let all =
        diff(&policy(RULE), &Policy::parse(&next(&format!("{RULE}{MANY}"))).unwrap()).unwrap();
    let turns: Vec<(u32, Turn)> = all.rules.iter().map(|rule| (rule.id, rule.turn)).collect();
    let (wider, narrower) = (Turn::Wider, Turn::Narrower);
    assert_eq!(turns, [(2, Turn::Same), (3, wider), (4, narrower), (5, wider), (6, narrower)]);
    assert_eq!(
        all.rules[1].gained,
        [
            "agents see `nav`, pictures and drawings too, on all paths until 2026-11-23 (web: where the customer is)"
        ]
    );
    let gone = next("retired = [3, 4, 5, 6]");
    let all = diff(&policy(MANY), &Policy::parse(&gone).unwrap()).unwrap();
    let turns: Vec<Turn> = all.rules.iter().map(|rule| rule.turn).collect();
    assert_eq!(turns, [narrower, wider, narrower, wider]);
    assert!(
        all.rules[1].gained[0].starts_with("no longer hidden where a rule shows it: `.secret`")
    );
}

#[test]
fn a_number_is_never_used_for_something_else() {
    let error = |old: &str, new: &str| {
        diff(&policy(old), &Policy::parse(new).unwrap()).unwrap_err().to_string()
    };
    for (new, words) in [
        (next(&with(&[("\"show\"", "\"hide\"")])), "rule 2 is used for something else"),
        (
            next(&with(&[(".order-summary, #total > td[data-kind='sum']", ".else")])),
            "rule 2 is used",
        ),
        (next(""), "rule 2 is gone: add it to `retired`"),
        (file(RULE), "version is 7 where it was 7: make it 8"),
        (next(RULE).replace("acme", "other"), "company is \"other\""),
    ] {
        assert!(error(RULE, &new).starts_with(words), "{}", error(RULE, &new));
    }
    let retired = "retired = [9]";
    assert!(error(retired, &next("")).starts_with("rule 9 was retired"));
}
