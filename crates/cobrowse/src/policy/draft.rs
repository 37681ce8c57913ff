//! The file that follows another with one rule more, as a developer would write it: comments, spaces and order stay.

use jiff::civil::Date;

use super::{Effect, Policy, PolicyError, Rule};

/// What agents are to see from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShow {
    pub selector: String,
    /// Everywhere where absent.
    pub paths: Option<Vec<String>>,
    pub reason: String,
    pub owner: String,
    /// The last day (UTC).
    pub expires: Date,
    /// Pictures and drawings too.
    pub pixels: bool,
}

/// A file to be reviewed, signed and proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The number of the new rule.
    pub rule: u32,
    pub file: String,
    pub policy: Policy,
}

impl Policy {
    /// The first file of a company whose pages released by attributes until now: it releases the same.
    pub fn first(company: &str, owner: &str, expires: Date) -> String {
        let mut file = format!(
            "# What agents see of our pages. Everything that no rule shows is redacted.\n\
             version = 0\ncompany = {}\n",
            quoted(company)
        );
        let marked = [
            (2, Effect::Show, "[data-ombud-show]", "marked in the pages' source to be seen"),
            (
                3,
                Effect::Write,
                "[data-ombud-writable]",
                "marked in the pages' source to be filled in",
            ),
        ];
        for (id, effect, selector, reason) in marked {
            let rule = Rule {
                id,
                effect,
                selector: selector.to_owned(),
                paths: None,
                roles: None,
                reason: reason.to_owned(),
                owner: owner.to_owned(),
                expires: Some(expires),
                pixels: effect == Effect::Show,
            };
            file.push_str(&written(&rule));
        }
        file
    }

    /// The file that follows `file`, which may be of [`Policy::first`], with one rule more.
    ///
    /// # Errors
    /// [`PolicyError`], which names what of the new rule does not hold.
    pub fn with_show(file: &str, new: NewShow) -> Result<Drafted, PolicyError> {
        let form = |error: toml::de::Error| PolicyError::Form(error.to_string());
        // The first file has no version yet, and is not checked for one.
        let mut policy: Self = toml::from_str(file).map_err(form)?;
        let used = policy.rules.iter().map(|rule| rule.id).chain(policy.retired.iter().copied());
        let id = used.max().unwrap_or(1).max(1).saturating_add(1);
        let NewShow { selector, paths, reason, owner, expires, pixels } = new;
        let rule = Rule {
            id,
            effect: Effect::Show,
            selector,
            paths,
            roles: None,
            reason,
            owner,
            expires: Some(expires),
            pixels,
        };
        policy.version = policy.version.saturating_add(1);
        policy.rules.push(rule.clone());
        policy.check()?;
        let mut text = bumped(file, policy.version);
        text.push_str(&written(&rule));
        // A file that is written in another way is written anew.
        if Self::parse(&text).as_ref() != Ok(&policy) {
            text =
                toml::to_string(&policy).map_err(|error| PolicyError::Form(error.to_string()))?;
        }
        Ok(Drafted { rule: id, file: text, policy })
    }
}

/// The file with another version, in the line where the old one stands.
fn bumped(file: &str, version: u32) -> String {
    let mut is_done = false;
    let mut text = String::with_capacity(file.len() + 1_000);
    for line in file.lines() {
        let is_version = line.split_once('=').is_some_and(|(name, _)| name.trim() == "version");
        if is_version && !is_done {
            let comment = line.find('#').and_then(|at| line.get(at..));
            let comment = comment.map_or(String::new(), |comment| format!(" {comment}"));
            text.push_str(&format!("version = {version}{comment}\n"));
            is_done = true;
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn written(rule: &Rule) -> String {
    let effect = match rule.effect {
        Effect::Show => "show",
        Effect::Hide => "hide",
        Effect::Write => "write",
        Effect::Confirm => "confirm",
    };
    let mut text = format!(
        "\n[[rule]]\nid = {}\neffect = \"{effect}\"\nselector = {}\n",
        rule.id,
        quoted(&rule.selector)
    );
    if let Some(paths) = &rule.paths {
        let paths: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
        text.push_str(&format!("paths = [{}]\n", paths.join(", ")));
    }
    text.push_str(&format!("reason = {}\nowner = {}\n", quoted(&rule.reason), quoted(&rule.owner)));
    if let Some(expires) = rule.expires {
        text.push_str(&format!("expires = \"{expires}\"\n"));
    }
    if rule.pixels {
        text.push_str("pixels = true\n");
    }
    text
}

/// A string of TOML; those of JSON are, where they hold no control characters.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Turn, diff};

    fn new(selector: &str) -> NewShow {
        NewShow {
            selector: selector.to_owned(),
            paths: Some(vec!["/orders/*".to_owned()]),
            reason: "agents read \"amounts\" aloud".to_owned(),
            owner: "payments-web".to_owned(),
            expires: jiff::civil::date(2027, 6, 30),
            pixels: false,
        }
    }

    const FILE: &str = "# Reviewed by payments.\nversion = 7   # one more each time\ncompany = \"acme\"\n\
        retired = [3, 9]\n\n# The sum.\n[[rule]]\nid = 2\neffect = \"show\"\nselector = \".sum\"\n\
        reason = \"asked for\"\nowner = \"web\"\nexpires = \"2027-01-01\"\n";

    #[test]
    fn a_file_gets_one_rule_more_and_stays_as_it_was_written() {
        let drafted = Policy::with_show(FILE, new("[data-ombud-id=\"total\"] > dd")).unwrap();
        assert_eq!(drafted.rule, 10, "no number is used again, nor one that is retired");
        assert!(drafted.file.starts_with(
            "# Reviewed by payments.\nversion = 8 # one more each time\ncompany = \"acme\"\n"
        ));
        assert!(drafted.file.contains("\n# The sum.\n[[rule]]\nid = 2\n"));
        assert_eq!(Policy::parse(&drafted.file).unwrap(), drafted.policy);
        let before = Policy::parse(FILE).unwrap();
        let changed = diff(&before, &drafted.policy).unwrap();
        assert_eq!(changed.turn, Turn::Wider);
        let rules: Vec<_> = changed.rules.iter().map(|rule| (rule.id, rule.turn)).collect();
        assert_eq!(rules, [(2, Turn::Same), (10, Turn::Wider)]);
    }

    #[test]
    fn a_file_that_is_written_in_another_way_says_the_same_afterwards() {
        let inline = "rule = [{ id = 2, effect = \"show\", selector = \".sum\", reason = \"r\", \
            owner = \"o\", expires = \"2027-01-01\" }]\nversion = 1\ncompany = \"acme\"\n";
        let drafted = Policy::with_show(inline, new(".total")).unwrap();
        assert_eq!(Policy::parse(&drafted.file).unwrap(), drafted.policy);
        assert_eq!((drafted.policy.version, drafted.policy.rules.len()), (2, 2));
    }

    #[test]
    fn a_first_file_releases_what_attributes_released() {
        let expires = jiff::civil::date(2027, 6, 30);
        let first = Policy::first("acme", "support", expires);
        let drafted = Policy::with_show(&first, new(".total")).unwrap();
        let selectors: Vec<_> =
            drafted.policy.rules.iter().map(|rule| rule.selector.as_str()).collect();
        assert_eq!(selectors, ["[data-ombud-show]", "[data-ombud-writable]", ".total"]);
        assert_eq!((drafted.policy.version, drafted.rule), (1, 4));
        assert_eq!(Policy::parse(&drafted.file).unwrap(), drafted.policy);
    }

    #[test]
    fn a_rule_that_does_not_hold_is_not_drafted() {
        let whole = Policy::with_show(FILE, new("body")).unwrap_err();
        assert_eq!(whole, PolicyError::WholePage(10));
        let unread = Policy::with_show(FILE, new("p:first-child")).unwrap_err();
        assert!(matches!(unread, PolicyError::Selector { rule: 10, .. }), "{unread}");
        let nobody = NewShow { owner: " ".to_owned(), ..new(".total") };
        assert_eq!(Policy::with_show(FILE, nobody).unwrap_err(), PolicyError::Owner(10));
    }
}
