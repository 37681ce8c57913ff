//! One conversation: a scripted customer, the procedures, the bank.

use assistant::book::{Book, BookFile};
use assistant::catalogue::Identity;
use assistant::text::Wording;
use assistant::turn::{
    Asked, HandOverWhy, Heard, Intent, Next, Outcome, Rules, Situation, State, ToolCall,
    ToolFailure, Utterance,
};
use assistant::value::Fields;
use assistant::{Type, Value};
use kernel::{Date, Money};
use serde_json::{Value as Json, json};

use crate::bank::{BYPASS_CODE, Bank, Caller, TODAY};
use crate::customer::Customer;
use crate::facts::{Terms, facts};
use crate::json::{Row, text, us_date};
use crate::script::{Script, Wish};
use crate::{convert, tools};

/// Most messages of a customer in one conversation.
const TURNS_MAX: usize = 300;

/// The procedures and tables of facts that the bank is run by.
#[derive(Debug)]
pub struct World {
    pub book: Book,
    pub terms: Terms,
    pub rules: Rules,
}

/// Why procedures or tables of facts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    #[error(transparent)]
    Book(#[from] assistant::book::BookError),
    #[error("{file}: {problem}")]
    Table { file: String, problem: String },
}

impl World {
    /// Reads a folder as `policy/tau2-banking`: a book, and tables of facts `tables/<name>.toml`.
    ///
    /// # Errors
    /// [`WorldError`] with the file, or all that the checker found.
    pub fn parse(files: &[BookFile<'_>], person_at_wish: u8) -> Result<Self, WorldError> {
        let book = Book::parse(files)?;
        let mut terms = Terms::new();
        for (path, content) in files {
            let Some(name) = path.strip_prefix("tables/") else { continue };
            let Some(name) = name.strip_suffix(".toml") else { continue };
            let wrong = |problem: String| WorldError::Table { file: (*path).to_owned(), problem };
            let table: Json = toml::from_str(content).map_err(|error| wrong(error.to_string()))?;
            let mut rows = table.get("row").and_then(Json::as_array).cloned().unwrap_or_default();
            let defaults = table.get("default").and_then(Json::as_object);
            for row in rows.iter_mut().filter_map(Json::as_object_mut) {
                for (key, value) in defaults.into_iter().flatten() {
                    row.entry(key.clone()).or_insert_with(|| value.clone());
                }
                let name = row.get("name").cloned().unwrap_or_default();
                row.entry("id".to_owned()).or_insert(name);
            }
            terms.insert(name.to_owned(), rows);
        }
        let rules = Rules { person_at_wish, ..Rules::default() };
        Ok(Self { book, terms, rules })
    }
}

/// How the bank writes amounts and dates to its customers.
struct English;

impl Wording for English {
    fn money(&self, money: Money) -> String {
        format!("${}", money.decimal())
    }

    fn date(&self, date: Date) -> String {
        us_date(date)
    }
}

/// What came of a conversation.
#[derive(Debug)]
pub struct Ran {
    pub bank: Bank,
    /// What was said, by whom: for people who look into it.
    pub log: Vec<String>,
    /// Why it broke off, where it did.
    pub broke: Option<String>,
}

/// Runs a script against the bank as a task begins.
pub fn run(world: &World, script: &Script, way: u8, bank: Bank) -> Ran {
    let mut talk = Talk {
        world,
        bank,
        customer: Customer::new(script, way),
        user: None,
        state: State::default(),
        log: Vec::new(),
    };
    let mut broke = talk.through(&script.wish).err();
    if broke.is_none() && !script.back.is_empty() {
        talk.state = State::default();
        broke = talk.through(&script.back).err();
    }
    Ran { bank: talk.bank, log: talk.log, broke }
}

/// A message that wants one thing.
fn saying(intent: &str) -> Heard {
    let intents = vec![Intent { label: intent.to_owned(), likely: 1.0 }];
    Heard { text: intent.to_owned(), intents, ..Heard::default() }
}

struct Talk<'w> {
    world: &'w World,
    bank: Bank,
    customer: Customer<'w>,
    /// Whose account it is, once they were verified.
    user: Option<String>,
    state: State,
    log: Vec<String>,
}

impl<'w> Talk<'w> {
    /// All wishes in turn, until nothing is left or somebody else takes over.
    fn through(&mut self, wishes: &'w [Wish]) -> Result<(), String> {
        let mut wishes = wishes.iter().filter(|wish| !wish.intent.is_empty());
        let mut wish = wishes.next();
        let mut heard = self.first(wish)?;
        let mut verifies = false;
        for _ in 0..TURNS_MAX {
            let outcome = self.turn(&heard)?;
            match outcome.next {
                Next::Wait => {}
                Next::Resolve => return Ok(()),
                Next::HandOver { why, skill, .. } => return self.hand_over(why, skill),
                Next::Call(_) => return Err("a call was left over".to_owned()),
            }
            if outcome.says.iter().any(|said| said.source == "texts/sign_in") {
                // What was wanted besides is said again with the wish.
                self.state.waiting.clear();
                verifies = true;
                heard = saying("verify");
                continue;
            }
            let free = matches!(self.state.asked, None | Some(Asked::More));
            if free && verifies {
                verifies = false;
                if self.user.is_none() {
                    return Err("was not verified".to_owned());
                }
                heard = self.first(wish)?;
                continue;
            }
            if free {
                wish = wishes.find(|wish| {
                    let after = wish.after.as_deref();
                    after.is_none_or(|tool| self.bank.calls.iter().any(|call| call.tool == tool))
                });
                heard = match wish {
                    Some(_) => self.first(wish)?,
                    None if self.state.asked.is_none() => return Ok(()),
                    None => self.customer.says_yes(false),
                };
                continue;
            }
            let question = outcome.says.last().ok_or("nothing was asked")?;
            heard = self.answer(question)?;
        }
        Err(format!("more than {TURNS_MAX} turns"))
    }

    fn first(&mut self, wish: Option<&'w Wish>) -> Result<Heard, String> {
        let wish = wish.ok_or("the script wants nothing")?;
        if wish.notes_it {
            self.call(Caller::Customer, "request_human_agent_transfer", &Row::new())?;
        }
        Ok(self.customer.wants(wish))
    }

    fn call(&mut self, caller: Caller, tool: &str, args: &Row) -> Result<String, String> {
        self.bank.call(caller, tool, args).map_err(|error| error.to_string())
    }

    /// The answer to what is asked.
    fn answer(&mut self, question: &Utterance) -> Result<Heard, String> {
        let frame = self.state.frames.last().ok_or("nothing is at work")?;
        let procedure = self.world.book.procedures.get(&frame.procedure);
        let act = procedure.and_then(|procedure| procedure.steps.get(&frame.step));
        use assistant::procedure::Act;
        match act {
            Some(Act::Ask { slot, kind, .. }) => self.customer.answers(slot, kind, question),
            Some(Act::Choose { slot, .. }) => self.customer.chooses(slot),
            Some(Act::Do(call)) => Ok(self.customer.confirms(&call.tool)),
            _ => Err(format!("{}/{} asks nothing", frame.procedure, frame.step)),
        }
    }

    fn situation<'f>(&self, facts: &'f Fields) -> Situation<'f>
    where
        'w: 'f,
    {
        let verified = self.user.is_some();
        Situation {
            facts,
            today: TODAY,
            identity: if verified { Identity::SignedIn } else { Identity::None },
            language: "en",
            wording: &English,
            rules: &self.world.rules,
        }
    }

    fn facts(&self) -> Result<Fields, String> {
        let asks = self.state.person_wishes;
        let user = self.user.as_deref();
        let catalogue = &self.world.book.catalogue;
        let mut facts = facts(&self.bank, user, &self.world.terms, asks, catalogue)?;
        if facts.contains_key("refused_offers") {
            let refused = self.state.done.iter().filter(|done| done.procedure == "offer");
            let refused = i64::try_from(refused.count()).unwrap_or_default();
            facts.insert("refused_offers".to_owned(), Value::Int(refused));
        }
        Ok(facts)
    }

    /// What the customer says, and all that the assistant does until it waits.
    fn turn(&mut self, heard: &Heard) -> Result<Outcome, String> {
        self.log.push(format!("customer: {}", heard.text));
        let state = std::mem::take(&mut self.state);
        self.state.person_wishes = state.person_wishes + u8::from(heard.wants_person);
        self.state.done.clone_from(&state.done);
        let facts = self.facts()?;
        let mut outcome = self.world.book.hear(state, heard, &self.situation(&facts));
        loop {
            for said in &outcome.says {
                self.log.push(format!("assistant: [{}] {}", said.source, said.text));
            }
            self.state = outcome.state.clone();
            let Next::Call(call) = &outcome.next else { return Ok(outcome) };
            let result = self.carry_out(call);
            self.log.push(format!("call: {} {:?} -> {result:?}", call.tool, call.args));
            let facts = self.facts()?;
            outcome = self.world.book.told(self.state.clone(), result, &self.situation(&facts));
        }
    }

    fn carry_out(&mut self, call: &ToolCall) -> Result<Value, ToolFailure> {
        let gives = self.world.book.catalogue.tools.get(&call.tool);
        let gives = gives.and_then(|tool| tool.gives.clone()).map(Type::Record);
        let answer =
            self.carry(call).map_err(|why| ToolFailure { code: "bank".to_owned(), why })?;
        let Some(kind) = gives else { return Ok(Value::None) };
        convert::value(&answer, &kind, &self.world.book.catalogue)
            .map_err(|why| ToolFailure { code: "form".to_owned(), why })
    }

    fn carry(&mut self, call: &ToolCall) -> Result<Json, String> {
        let tool = call.tool.as_str();
        let user = self.user.clone().unwrap_or_default();
        if call.action.starts_with("form.") {
            return self.customer.fills(tool).ok_or_else(|| format!("no form `{tool}`"));
        }
        match tool {
            "check_identity" => return Ok(self.check()),
            "log_verification" => {
                let (known, code) = (self.known(), self.code());
                let row = match (known, code) {
                    (_, Some(code)) => tools::bypass(&code),
                    (Some((user, _)), None) => tools::verification(&self.bank, &user),
                    (None, None) => return Err("nobody to verify".to_owned()),
                };
                self.call(Caller::Assistant, tool, &row)?;
                self.user = self.known().map(|(user, _)| user);
                return Ok(Json::Null);
            }
            _ => {}
        }
        let mut args = tools::args(tool, &call.args);
        tools::fill(&self.bank, &user, tool, &mut args);
        let given = call.action.strip_prefix("customer.given.").is_some();
        let own = call.action.strip_prefix("customer.own.").is_some();
        if given {
            self.bank.give(tool);
        }
        if let Some(more) = self.customer.script.own.get(tool).filter(|_| own || given) {
            args.extend(more.clone());
        }
        let caller = if given || own { Caller::Customer } else { Caller::Assistant };
        let id = self.call(caller, tool, &args)?;
        Ok(json!({ "id": id }))
    }

    /// The user that they say they are, and how many details match.
    fn known(&self) -> Option<(String, i64)> {
        let name = self.customer.script.me.get("name")?;
        let users = self.bank.tables.get("users")?;
        let named = users.iter().filter(|(_, row)| text(row, "name") == name);
        let counted = named.map(|(id, row)| (id.clone(), self.customer.matches(row)));
        counted.max_by_key(|(_, matches)| *matches)
    }

    /// The bank's own code, where they came back with it.
    fn code(&self) -> Option<String> {
        let said = self.customer.script.me.get("code")?;
        let back = self.bank.calls.iter().any(|call| call.tool == "transfer_to_human_agents");
        (back && said == BYPASS_CODE).then(|| said.clone())
    }

    fn check(&self) -> Json {
        let matches = self.known().map_or(0, |(_, matches)| matches);
        json!({ "id": "check", "matches": matches, "bypass": self.code().is_some() })
    }

    fn hand_over(&mut self, why: HandOverWhy, skill: Option<String>) -> Result<(), String> {
        if matches!(why, HandOverWhy::Failed | HandOverWhy::NotUnderstood) {
            return Err(format!("handed over: {why:?}"));
        }
        let reason = skill.unwrap_or_else(|| "customer_frustrated_demands_human".to_owned());
        let args = Row::from_iter([
            ("reason".to_owned(), json!(reason)),
            ("summary".to_owned(), json!("")),
        ]);
        self.call(Caller::Assistant, "transfer_to_human_agents", &args).map(|_| ())
    }
}
