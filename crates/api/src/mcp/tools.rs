//! The tools, as the catalogue of the procedures in force has them.

use std::sync::Arc;

use assistant::book::Book;
use assistant::catalogue::json::{self, definitions, schema};
use assistant::catalogue::{self, Power};
use assistant::procedure::Procedure;
use assistant::value::Type;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use app::assistant::outside::Standing;

const READ: &str = "read_";
const PROPOSE: &str = "propose_";
/// The facts that are no lists, together.
const READ_CUSTOMER: &str = "read_customer";
const READ_PROPOSALS: &str = "read_proposals";
const SEARCH_HELP: &str = "search_help";
const ASK_FOR_PERSON: &str = "ask_for_person";
/// The parameter that says which procedure leads to a tool.
pub(super) const PROCEDURE: &str = "procedure";
/// Most entries of a list in one result, and how many where nobody says.
pub(super) const ENTRIES_MAX: u64 = 50;
pub(super) const ENTRIES_DEFAULT: u64 = 10;
/// Longest question to the help centre, and longest word why a person is wanted, in characters.
pub(super) const WORDS_CHARS_MAX: usize = 500;

/// What a tool's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Called<'b> {
    Customer,
    /// A fact that is a list.
    List(&'b str),
    Proposals,
    Help,
    Person,
    /// A tool of the catalogue.
    Propose(&'b str, &'b catalogue::Tool),
}

/// What a name stands for; `None` for one that there is not.
pub(super) fn named<'b>(book: &'b Book, name: &str) -> Option<Called<'b>> {
    match name {
        READ_CUSTOMER => return Some(Called::Customer),
        READ_PROPOSALS => return Some(Called::Proposals),
        SEARCH_HELP => return Some(Called::Help),
        ASK_FOR_PERSON => return Some(Called::Person),
        _ => {}
    }
    if let Some(tool) = name.strip_prefix(PROPOSE) {
        let found = proposable(book).find(|(known, _)| in_a_name(known) == tool);
        return found.map(|(name, tool)| Called::Propose(name, tool));
    }
    let list = name.strip_prefix(READ)?;
    let found = book.catalogue.facts.iter().find(|(fact, kind)| is_list(kind) && *fact == list);
    found.map(|(fact, _)| Called::List(fact))
}

/// The tools that change something, and that a procedure leads to.
fn proposable(book: &Book) -> impl Iterator<Item = (&str, &catalogue::Tool)> {
    let tools = book.catalogue.tools.iter().map(|(name, tool)| (name.as_str(), tool));
    tools.filter(|(name, tool)| tool.power != Power::Read && !book.ways(name).is_empty())
}

/// The name under which a tool of the catalogue is proposed.
pub(super) fn proposed_as(tool: &str) -> String {
    format!("{PROPOSE}{}", in_a_name(tool))
}

/// Clients take letters, digits, `_` and `-` in names.
fn in_a_name(tool: &str) -> String {
    tool.replace('.', "_")
}

pub(super) fn is_list(kind: &Type) -> bool {
    matches!(kind.present(), Type::List(_))
}

/// All tools.
pub(super) fn all(book: &Book) -> Vec<Tool> {
    let catalogue = &book.catalogue;
    let lists = catalogue.facts.iter().filter(|(_, kind)| is_list(kind));
    let lists = lists.map(|(fact, kind)| list(book, fact, kind));
    let acts = proposable(book).map(|(name, tool)| propose(&book.ways(name), name, tool));
    let others = [customer(book), proposals(), help(), person()];
    others.into_iter().chain(lists).chain(acts).collect()
}

fn tool(name: String, about: String, input: Value, output: Value, hints: ToolAnnotations) -> Tool {
    Tool::new(name, about, object(input))
        .with_raw_output_schema(Arc::new(object(output)))
        .with_annotations(hints)
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn reads() -> ToolAnnotations {
    ToolAnnotations::new().read_only(true).idempotent(true).open_world(false)
}

/// It asks; nothing is done or lost by the call, and asked again it is the same question.
fn asks() -> ToolAnnotations {
    ToolAnnotations::new().read_only(false).destructive(false).idempotent(true).open_world(false)
}

fn nothing() -> Value {
    json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

fn customer(book: &Book) -> Tool {
    let facts = book.catalogue.facts.iter().filter(|(_, kind)| !is_list(kind));
    let facts = facts.map(|(name, kind)| (name.clone(), kind.clone())).collect();
    let mut output = json::object(&facts);
    let record = Type::Record("customer".to_owned());
    if let Some(output) = output.as_object_mut() {
        output.insert("$defs".to_owned(), definitions(&book.catalogue, &record));
    }
    let about = "Read who the customer is, their local date, and what the assistant may give up or give \
                 alone, without a person.";
    tool(READ_CUSTOMER.to_owned(), about.to_owned(), nothing(), output, reads())
}

fn list(book: &Book, fact: &str, kind: &Type) -> Tool {
    let input = json!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "id": { "type": "string", "description": "Only the one of this id" },
            "limit": {
                "type": "integer", "minimum": 1, "maximum": ENTRIES_MAX, "default": ENTRIES_DEFAULT,
            },
        },
    });
    let output = json!({
        "type": "object", "required": [fact, "more"],
        "properties": {
            fact: schema(kind),
            "more": { "type": "boolean", "description": "There are more than were asked for" },
        },
        "$defs": definitions(&book.catalogue, kind),
    });
    let about = format!(
        "Read the customer's {fact}: by the provider's books, as they are now, the newest first (of what is \
         due, the nearest date). Fields named `untrusted` hold text of others."
    );
    tool(format!("{READ}{fact}"), about, input, output, reads())
}

fn proposals() -> Tool {
    let input = json!({
        "type": "object", "additionalProperties": false,
        "properties": { "conversation": { "type": "string", "description": "Only this one" } },
    });
    let output = json!({
        "type": "object", "required": ["proposals"],
        "properties": { "proposals": { "type": "array", "items": proposal() } },
    });
    let about = "Read what became of this agent's proposals to the customer, the newest first.";
    tool(READ_PROPOSALS.to_owned(), about.to_owned(), input, output, reads())
}

/// The schema of a proposal that was made.
fn proposal() -> Value {
    let states: Vec<&str> = Standing::ALL.into_iter().map(Standing::as_str).collect();
    json!({
        "type": "object",
        "required": ["conversation", "number", "state", "tool", "procedure", "asks"],
        "properties": {
            "conversation": { "type": "string" },
            "number": { "type": "string", "description": "What people call the conversation" },
            "state": { "type": "string", "enum": states },
            "tool": { "type": "string" },
            "procedure": { "type": "string" },
            "asks": {
                "type": "array", "items": schema(&Type::Text),
                "description": "What the customer is asked, in their language",
            },
        },
    })
}

fn help() -> Tool {
    let input = json!({
        "type": "object", "required": ["question"], "additionalProperties": false,
        "properties": {
            "question": { "type": "string", "minLength": 1, "maxLength": WORDS_CHARS_MAX },
            "language": { "type": "string", "description": "BCP 47: en, sv, de or es", "default": "en" },
            "market": { "type": "string", "description": "ISO 3166: where the customer lives" },
        },
    });
    let output = json!({
        "type": "object", "required": ["passages"],
        "properties": { "passages": { "type": "array", "items": {
            "type": "object", "required": ["id", "title", "text", "uri"],
            "properties": {
                "id": { "type": "string", "description": "Article, version and place: quote it" },
                "title": { "type": "string" }, "text": { "type": "string" },
                "uri": { "type": "string", "description": "The whole article, as a resource" },
            },
        } } },
    });
    let about =
        "Search the provider's help centre. Answer in its words, and name the passage's id.";
    tool(SEARCH_HELP.to_owned(), about.to_owned(), input, output, reads())
}

fn person() -> Tool {
    let input = json!({
        "type": "object", "required": ["why"], "additionalProperties": false,
        "properties": { "why": {
            "type": "string", "minLength": 1, "maxLength": WORDS_CHARS_MAX,
            "description": "What the customer needs, for the person who takes it",
        } },
    });
    let output = json!({
        "type": "object", "required": ["number"],
        "properties": { "number": { "type": "string", "description": "Of the conversation" } },
    });
    let about = "Ask for a person for the customer. Call it at the first wish for one.";
    tool(ASK_FOR_PERSON.to_owned(), about.to_owned(), input, output, asks())
}

fn propose(ways: &[&Procedure], name: &str, of: &catalogue::Tool) -> Tool {
    let mut properties: Map<String, Value> =
        of.with.iter().map(|(name, kind)| (name.clone(), schema(kind))).collect();
    let needed = of.with.iter().filter(|(_, kind)| json::is_needed(kind));
    let mut required: Vec<&str> = needed.map(|(name, _)| name.as_str()).collect();
    let names: Vec<&str> = ways.iter().map(|way| way.name.as_str()).collect();
    let told = ways.iter().map(|way| format!("{}: {}", way.name, way.title));
    let told: Vec<String> = told.collect();
    let mut way = json!({ "type": "string", "enum": names, "description": told.join("; ") });
    match (ways, way.as_object_mut()) {
        ([only], Some(way)) => {
            way.insert("default".to_owned(), json!(only.name));
        }
        _ => required.push(PROCEDURE),
    }
    properties.insert(PROCEDURE.to_owned(), way);
    let input = json!({
        "type": "object", "properties": properties, "required": required,
        "additionalProperties": false,
    });
    let money = if of.power == Power::Money { " It may move money." } else { "" };
    let about = format!(
        "Propose {name} to the customer ({}). This does nothing by itself: the customer is asked in a \
         conversation at the provider's own pages, and only their yes there lets it be done, if rules and \
         limits still allow it then.{money} Amounts may be left out: the books say them.",
        told.join("; ")
    );
    tool(proposed_as(name), about, input, proposal(), asks())
}
