//! The scripted customer: says what a script holds, when it is asked for, in one of four ways.

use std::collections::BTreeMap;

use assistant::Type;
use assistant::turn::{AmountSaid, Clues, Heard, Intent, Utterance};
use serde_json::{Map, Value as Json};

use crate::json::{USD, cents, date, text};
use crate::script::{Script, Wish};

/// Ways of saying the same.
pub const WAYS: u8 = 4;

const YES: [&str; 4] = ["Yes", "yes please", "Yes, go ahead.", "sure, yes"];
const NO: [&str; 4] = ["No", "no thank you", "No, not that.", "no"];

/// Where a customer stands in their script.
#[derive(Debug)]
pub(crate) struct Customer<'s> {
    pub(crate) script: &'s Script,
    way: u8,
    wish: Option<&'s Wish>,
    /// How often a question was answered for this wish.
    asked: BTreeMap<String, usize>,
    forms: BTreeMap<String, usize>,
}

impl<'s> Customer<'s> {
    pub(crate) fn new(script: &'s Script, way: u8) -> Self {
        Self { script, way, wish: None, asked: BTreeMap::new(), forms: BTreeMap::new() }
    }

    fn one_of<'a>(&self, ways: &[&'a str; 4]) -> &'a str {
        ways.get(usize::from(self.way % WAYS)).copied().unwrap_or_default()
    }

    /// Says what they want next.
    pub(crate) fn wants(&mut self, wish: &'s Wish) -> Heard {
        self.wish = Some(wish);
        self.asked.clear();
        let labels = std::iter::once(&wish.intent).chain(&wish.also);
        let intents = labels.map(|label| Intent { label: label.clone(), likely: 1.0 }).collect();
        // Some say at once what it is about.
        let about = ["card", "account"].into_iter().find_map(|slot| wish.answers.get(slot));
        let text = match about.and_then(Json::as_str).filter(|_| self.way == WAYS - 1) {
            Some(about) => format!("I need help with my {about}"),
            None => "I need help".to_owned(),
        };
        Heard { text, intents, wants_person: wish.person, ..Heard::default() }
    }

    /// What the script holds for a question, of the wish or of the whole conversation.
    fn held(&mut self, slot: &str) -> Option<&'s Json> {
        let of_wish = self.wish.and_then(|wish| wish.answers.get(slot));
        let held = of_wish.or_else(|| self.script.answers.get(slot))?;
        let Json::Array(all) = held else { return Some(held) };
        let place = self.asked.entry(slot.to_owned()).or_default();
        let found = all.get(*place);
        *place += 1;
        found
    }

    /// Answers a question of a kind. A question of yes or no that the script is silent on is answered no.
    ///
    /// # Errors
    /// The question that the script has no answer to.
    pub(crate) fn answers(
        &mut self,
        slot: &str,
        kind: &Type,
        question: &Utterance,
    ) -> Result<Heard, String> {
        let choices = &question.choices;
        let held = match self.held(slot) {
            // By what the question names.
            Some(Json::Object(by_name)) => {
                let named = by_name.iter().find(|(name, _)| question.text.contains(*name));
                named.map(|(_, held)| held)
            }
            held => held,
        };
        let missing = || format!("the script has no answer to `{slot}`, a {kind}");
        let mut clues = Clues::default();
        let text = match (kind.present(), held) {
            (Type::Bool, held) => {
                let yes = held.and_then(Json::as_bool).unwrap_or_default();
                return Ok(self.says_yes(yes));
            }
            (Type::Word(words), held) => {
                let silent = ["none", "unknown", "other", "no"];
                let word = held.and_then(Json::as_str);
                let word = word.or_else(|| {
                    silent.into_iter().find(|one| words.iter().any(|word| word == one))
                });
                let word = word.ok_or_else(missing)?;
                let place = words.iter().position(|one| one == word).ok_or_else(missing)?;
                let label = choices.get(place).ok_or_else(missing)?;
                match self.way {
                    1 => {
                        clues.ordinal = i64::try_from(place + 1).ok();
                        format!("number {}", place + 1)
                    }
                    2 => label.to_uppercase(),
                    3 => label.to_lowercase(),
                    _ => label.clone(),
                }
            }
            (_, None) => return Err(missing()),
            (Type::Int, Some(held)) => {
                clues.counts = vec![held.as_i64().ok_or_else(missing)?];
                held.to_string()
            }
            (Type::Money, Some(held)) => {
                clues.amounts = vec![said(held).ok_or_else(missing)?];
                held.to_string()
            }
            (Type::Date, Some(held)) => {
                let day = held.as_str().and_then(date).ok_or_else(missing)?;
                clues.dates = vec![vec![day]];
                day.to_string()
            }
            (_, Some(held)) => held.as_str().ok_or_else(missing)?.to_owned(),
        };
        Ok(Heard { text, clues, ..Heard::default() })
    }

    /// Names one of several records.
    ///
    /// # Errors
    /// The question that the script has no answer to.
    pub(crate) fn chooses(&mut self, slot: &str) -> Result<Heard, String> {
        let missing = || format!("the script has no answer to `{slot}`, one of several");
        let held = self.held(slot).ok_or_else(missing)?;
        let mut fields = Map::new();
        if let Json::String(name) = held {
            fields.insert("name".to_owned(), Json::String(name.clone()));
        }
        let fields = held.as_object().unwrap_or(&fields);
        let mut clues = Clues::default();
        clues.amounts.extend(fields.get("amount").and_then(said));
        clues.dates.extend(date(text(fields, "date")).map(|day| vec![day]));
        let name = text(fields, "name");
        let text = match self.way {
            1 => name.to_uppercase(),
            2 => format!("I mean {name}"),
            3 => format!("the one of {}", name.to_lowercase()),
            _ => name.to_owned(),
        };
        Ok(Heard { text, clues, ..Heard::default() })
    }

    /// Whether they let a tool be called.
    pub(crate) fn confirms(&self, tool: &str) -> Heard {
        let of_wish = self.wish.into_iter().flat_map(|wish| &wish.refuse);
        let refuses = of_wish.chain(&self.script.refuse).any(|refused| refused == tool);
        self.says_yes(!refuses)
    }

    pub(crate) fn says_yes(&self, yes: bool) -> Heard {
        let text = self.one_of(if yes { &YES } else { &NO }).to_owned();
        Heard { text, clues: Clues { yes: Some(yes), ..Clues::default() }, ..Heard::default() }
    }

    /// Fills in a form; the last one again, where it comes more often than the script has it.
    pub(crate) fn fills(&mut self, form: &str) -> Option<Json> {
        let all = self.script.form.get(form)?;
        let place = self.forms.entry(form.to_owned()).or_default();
        let found = all.get(*place).or(all.last())?;
        *place += 1;
        Some(Json::Object(found.clone()))
    }

    /// How many of the details that they give are those of the record.
    pub(crate) fn matches(&self, record: &crate::json::Row) -> i64 {
        let keys = [
            ("birth_date", "date_of_birth"),
            ("email", "email"),
            ("phone", "phone_number"),
            ("address", "address"),
        ];
        let same = |said: &str, known: &str| match (date(said), date(known)) {
            (Some(said), Some(known)) => said == known,
            _ => said.eq_ignore_ascii_case(known),
        };
        let count = keys.into_iter().filter(|(said, known)| {
            self.script.me.get(*said).is_some_and(|said| same(said, text(record, known)))
        });
        i64::try_from(count.count()).unwrap_or_default()
    }
}

fn said(json: &Json) -> Option<AmountSaid> {
    Some(AmountSaid { hundredths: cents(json)?, currency: Some(USD) })
}
