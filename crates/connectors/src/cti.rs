//! Telephone systems that speak Zammad's generic CTI contract: `newCall`, `answer`, `hangup`, as a form
//! or as JSON, under the names and in the words of that contract.

/// Longest value of a field, and longest id of a call, in characters.
const VALUE_CHARS_MAX: usize = 250;
/// Most people whom one call rings at.
const USERS_MAX: usize = 20;
/// Fewest and most digits of an international number (E.164).
const DIGITS_MIN: usize = 8;
const DIGITS_MAX: usize = 15;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    NewCall,
    Answer,
    Hangup,
}

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A customer called us.
    In,
    Out,
}

/// What a telephone system tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEvent {
    pub kind: CallKind,
    pub from: String,
    pub to: String,
    pub direction: Direction,
    pub call_id: String,
    /// The names of whoever is called, or calls.
    pub users: Vec<String>,
    /// The line, name or address of who answered.
    pub answering_number: Option<String>,
    /// Of a hangup.
    pub cause: Option<String>,
}

/// A field that is missing or says what the contract does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct CtiError {
    pub field: &'static str,
    pub problem: String,
}

impl CallEvent {
    /// Reads the fields of a form; a list is a field that is there several times, with `[]` or without.
    ///
    /// # Errors
    /// [`CtiError`], with the field and what it must be.
    pub fn read(fields: &[(String, String)]) -> Result<Self, CtiError> {
        let all = |name: &'static str| {
            let named = move |(known, _): &&(String, String)| {
                known == name || known.strip_suffix("[]") == Some(name)
            };
            fields.iter().filter(named).map(|(_, value)| value.trim().to_owned())
        };
        let wrong =
            |field: &'static str, problem: &str| CtiError { field, problem: problem.to_owned() };
        let one = |name: &'static str| {
            let value = all(name).find(|value| !value.is_empty());
            match value {
                Some(value) if value.chars().count() > VALUE_CHARS_MAX => {
                    Err(wrong(name, &format!("has at most {VALUE_CHARS_MAX} characters")))
                }
                other => Ok(other),
            }
        };
        let must = |name: &'static str| one(name)?.ok_or_else(|| wrong(name, "is missing"));
        let kind = match must("event")?.as_str() {
            "newCall" => CallKind::NewCall,
            "answer" => CallKind::Answer,
            "hangup" => CallKind::Hangup,
            _ => return Err(wrong("event", "must be newCall, answer or hangup")),
        };
        let direction = match must("direction")?.as_str() {
            "in" => Direction::In,
            "out" => Direction::Out,
            _ => return Err(wrong("direction", "must be in or out")),
        };
        let short = |user: &String| !user.is_empty() && user.chars().count() <= VALUE_CHARS_MAX;
        Ok(Self {
            kind,
            direction,
            from: must("from")?,
            to: must("to")?,
            call_id: must("callId")?,
            users: all("user").filter(short).take(USERS_MAX).collect(),
            answering_number: one("answeringNumber")?,
            cause: one("cause")?,
        })
    }

    /// The customer's number, where it is one that a person can be known by.
    pub fn peer(&self) -> Option<String> {
        international(match self.direction {
            Direction::In => &self.from,
            Direction::Out => &self.to,
        })
    }
}

/// A number as E.164 writes it, from how telephone systems do: with or without a plus, with `00`, with
/// spaces between. A national number says nothing without its country, and `anonymous` nothing at all.
pub fn international(text: &str) -> Option<String> {
    let marks = |c: &char| matches!(c, ' ' | '-' | '(' | ')' | '/' | '.');
    let plain: String = text.trim().chars().filter(|c| !marks(c)).collect();
    let digits = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")).unwrap_or(&plain);
    let fits = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len());
    let right = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    (fits && right).then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, String)> {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn the_contract_is_read_by_its_own_names() {
        let text = "event=hangup&from=493023125741&to=492214710334&direction=in&callId=307fa962&\
            user[]=Emma Taylor&user[]=Christopher Miller&answeringNumber=emma@example.com&cause=normalClearing";
        let event = CallEvent::read(&fields(text)).unwrap();
        assert_eq!((event.kind, event.direction), (CallKind::Hangup, Direction::In));
        assert_eq!(event.users, ["Emma Taylor", "Christopher Miller"]);
        assert_eq!(event.answering_number.as_deref(), Some("emma@example.com"));
        assert_eq!(event.cause.as_deref(), Some("normalClearing"));
        assert_eq!(event.peer().as_deref(), Some("+493023125741"));
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        const RIGHT: &str = "event=newCall&from=1&to=2&direction=in&callId=3";
        assert!(CallEvent::read(&fields(RIGHT)).is_ok());
        for (text, field) in [
            (RIGHT.replace("newCall", "transfer"), "event"),
            (RIGHT.replace("direction=in", "direction=up"), "direction"),
            (RIGHT.replace("callId=3", "callId="), "callId"),
            (RIGHT.replace("from=1&", ""), "from"),
            (RIGHT.replace("to=2&", ""), "to"),
            (format!("{RIGHT}{}", "4".repeat(260)), "callId"),
        ] {
            assert_eq!(CallEvent::read(&fields(&text)).unwrap_err().field, field, "{text}");
        }
    }

    #[test]
    fn numbers_have_one_form_and_those_without_a_country_none() {
        for (text, expected) in [
            ("493055571600", Some("+493055571600")),
            ("+49 30 555-71600", Some("+493055571600")),
            ("0049 (30) 555 71600", Some("+493055571600")),
            ("02214710334", None),
            ("anonymous", None),
            ("42", None),
            ("1234567890123456", None),
            ("", None),
        ] {
            assert_eq!(international(text).as_deref(), expected, "{text}");
        }
    }
}
