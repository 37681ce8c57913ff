//! Rule files that are refused: each with its file, its line and the fix.

use understanding::listen::{Heard, Language, Listener};

use super::sets::hear_in;

const GOOD: &str = r#"language = "en"
[groups]
want = ["want"]
[[rule]]
id = "ask"
hears = "person"
patterns = ["@want .. human"]
unless = ["human error"]
examples = ["I want a human"]
not = ["I want no human error"]
"#;

#[test]
fn a_broken_file_says_where_and_what_to_do() {
    assert!(Listener::parse(&[("en.toml", GOOD)]).is_ok());
    let cases = [
        ("\"@want .. human\"", "\"@wnat .. human\"", "en.toml:7:", "add it under [groups]"),
        ("\"@want .. human\"", "\"@want ..\"", "en.toml:7:", "a word before and after"),
        ("\"want\"", "\"want to\"", "en.toml:3:", "write it as words"),
        ("I want a human", "I want it", "en.toml:9:", "does not hear its example"),
        ("no human error", "a human", "en.toml:10:", "add `unless`"),
        ("[\"I want a human\"]", "[]", "en.toml:5:", "has no examples"),
        ("\"person\"", "\"persons\"", "en.toml:6:", "persons"),
        ("\"person\"", "\"anger\"", "en.toml:5:", "must say its `points`"),
        ("\"en\"", "\"english\"", "en.toml:1:", "two letters"),
        ("unless", "unles", "en.toml:8:", "unless"),
    ];
    for (from, to, place, fix) in cases {
        let broken = GOOD.replacen(from, to, 1);
        let error = Listener::parse(&[("en.toml", &broken)]).unwrap_err().to_string();
        assert!(error.contains(place) && error.contains(fix), "{to}: {error}");
    }
    let twice = [("en.toml", GOOD), ("more.toml", GOOD)];
    let error = Listener::parse(&twice).unwrap_err().to_string();
    assert!(error.contains("has a file already") && error.contains("more.toml:5:"), "{error}");
}

#[test]
fn a_rule_of_its_own_language_holds_only_there() {
    let own = GOOD.replace("patterns", "own_language = true\npatterns");
    let swedish = "language = \"sv\"\nwords = [\"jag\", \"och\"]\n";
    let files = [("en.toml", own.as_str()), ("sv.toml", swedish)];
    let listener = Listener::parse(&files).unwrap();
    let asks =
        |text, known| hear_in(&listener, text, Language::parse(known)).wants_person.is_some();
    assert!(asks("want human", "en") && asks("jag och jag want human", "en"));
    assert!(!asks("jag och jag want human", "sv"));
    let heard = Heard { text: "", known_language: None, earlier: Default::default() };
    assert_eq!(listener.hear(&heard).language, None);
}
