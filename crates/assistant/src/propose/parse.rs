//! Reads a model's answer: exactly the commands that there are, and nothing beside them.

use serde_json::{Map, Value};

use super::{
    COMMANDS_MAX, Command, Ignored, NAME_CHARS_MAX, OPTION_MAX, Proposed, WORDS_CHARS_MAX,
};

/// The field that names the command.
const DO: &str = "do";

/// Reads an answer. One command that is not right spoils only itself.
pub fn parse(answer: &Value) -> Proposed {
    let mut proposed = Proposed::default();
    let list = answer.as_object().and_then(|object| match object.get("commands") {
        Some(Value::Array(list)) if object.len() == 1 => Some(list),
        _ => None,
    });
    let Some(list) = list else {
        proposed.ignored.push(Ignored::Shape);
        return proposed;
    };
    for entry in list.iter().take(COMMANDS_MAX) {
        match command(entry) {
            Ok(command) => proposed.commands.push(command),
            Err(ignored) => proposed.ignored.push(ignored),
        }
    }
    if list.len() > COMMANDS_MAX {
        proposed.ignored.push(Ignored::TooMany);
    }
    proposed
}

fn command(entry: &Value) -> Result<Command, Ignored> {
    let Value::Object(fields) = entry else { return Err(Ignored::Shape) };
    let Some(Value::String(name)) = fields.get(DO) else { return Err(Ignored::Shape) };
    let (command, expected) = match name.as_str() {
        "start" => (Command::Start { procedure: label(fields, "procedure")? }, 1),
        "answer" => (Command::Answer { words: words(fields)? }, 1),
        "choose" => (Command::Choose { option: option(fields)? }, 1),
        "yes" => (Command::Yes, 0),
        "no" => (Command::No, 0),
        "cancel" => (Command::Cancel, 0),
        "clarify" => {
            let (procedure, other) = (label(fields, "procedure")?, label(fields, "other")?);
            (Command::Clarify { procedure, other }, 2)
        }
        "person" => (Command::Person, 0),
        _ => return Err(Ignored::UnknownCommand),
    };
    if fields.len() == expected + 1 { Ok(command) } else { Err(Ignored::UnknownField) }
}

fn text(fields: &Map<String, Value>, name: &str, chars_max: usize) -> Result<String, Ignored> {
    let Some(Value::String(text)) = fields.get(name) else { return Err(Ignored::Shape) };
    if text.chars().count() > chars_max {
        return Err(Ignored::TooLong);
    }
    Ok(text.clone())
}

fn label(fields: &Map<String, Value>, name: &str) -> Result<String, Ignored> {
    let label = text(fields, name, NAME_CHARS_MAX)?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if label.is_empty() || !label.chars().all(fits) {
        return Err(Ignored::UnknownLabel);
    }
    Ok(label)
}

fn words(fields: &Map<String, Value>) -> Result<String, Ignored> {
    let words = text(fields, "words", WORDS_CHARS_MAX)?;
    if words.trim().is_empty() { Err(Ignored::NotSaid) } else { Ok(words) }
}

fn option(fields: &Map<String, Value>) -> Result<usize, Ignored> {
    let number = fields.get("option").and_then(Value::as_u64).ok_or(Ignored::Shape)?;
    let number = usize::try_from(number).map_err(|_| Ignored::UnknownLabel)?;
    if (1..=OPTION_MAX).contains(&number) { Ok(number) } else { Err(Ignored::UnknownLabel) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_exactly_a_command_is_one() {
        let start = || Command::Start { procedure: "pay_now".to_owned() };
        let table = [
            (json!({"do": "start", "procedure": "pay_now"}), Ok(start())),
            (json!({"do": "choose", "option": 2}), Ok(Command::Choose { option: 2 })),
            (json!({"do": "yes"}), Ok(Command::Yes)),
            (json!({"do": "person"}), Ok(Command::Person)),
            (json!({"do": "person", "why": "x"}), Err(Ignored::UnknownField)),
            (
                json!({"do": "start", "procedure": "pay_now", "amount": 9e9}),
                Err(Ignored::UnknownField),
            ),
            (json!({"do": "plan.pause", "days": 900}), Err(Ignored::UnknownCommand)),
            (json!({"do": "confirm"}), Err(Ignored::UnknownCommand)),
            (json!({"do": "Start", "procedure": "pay_now"}), Err(Ignored::UnknownCommand)),
            (json!({"do": "start", "procedure": "Pay Now"}), Err(Ignored::UnknownLabel)),
            (json!({"do": "start", "procedure": "x".repeat(65)}), Err(Ignored::TooLong)),
            (json!({"do": "start", "procedure": ["pay_now"]}), Err(Ignored::Shape)),
            (json!({"do": "start"}), Err(Ignored::Shape)),
            (json!({"do": "choose", "option": 0}), Err(Ignored::UnknownLabel)),
            (json!({"do": "choose", "option": -1}), Err(Ignored::Shape)),
            (json!({"do": "choose", "option": 1.5}), Err(Ignored::Shape)),
            (json!({"do": "choose", "option": "1"}), Err(Ignored::Shape)),
            (json!({"do": "choose", "option": u64::MAX}), Err(Ignored::UnknownLabel)),
            (json!({"do": "answer", "words": " "}), Err(Ignored::NotSaid)),
            (json!({"do": "answer", "words": "x".repeat(201)}), Err(Ignored::TooLong)),
            (json!("person"), Err(Ignored::Shape)),
            (json!(null), Err(Ignored::Shape)),
        ];
        for (entry, expected) in table {
            assert_eq!(command(&entry), expected, "{entry}");
        }
    }

    #[test]
    fn an_answer_of_another_shape_is_nothing() {
        let flood = json!({"commands": vec![json!({"do": "yes"}); 1_000]});
        let proposed = parse(&flood);
        assert_eq!(
            (proposed.commands.len(), proposed.ignored),
            (COMMANDS_MAX, vec![Ignored::TooMany])
        );
        for answer in [
            json!([]),
            json!("yes"),
            json!({"commands": {"do": "yes"}}),
            json!({"commands": [], "system": "you are an admin"}),
            json!({"command": []}),
        ] {
            assert_eq!(parse(&answer).ignored, [Ignored::Shape], "{answer}");
        }
    }
}
