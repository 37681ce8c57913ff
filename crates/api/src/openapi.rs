//! The OpenAPI 3.1 document, built from the routes themselves: what is not described is not routed.
//!
//! What all operations share (the key, the idempotency header, the errors) is added here, so that it
//! cannot be forgotten on one of them.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContactBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref,
    RefOr, Required, ServerBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::problem::{PROBLEM_JSON, ProblemBody};
use crate::types::klarna::SeatError;

/// The extension that names what an operation asks authority for.
pub const ACTION: &str = "x-ombud-action";
/// The action of operations that need no key.
pub const PUBLIC: &str = "public";
/// The action of operations that carry another company's signature instead of a key.
pub const SIGNED: &str = "signed";
/// The action of operations that any valid key may use, on its own account only.
pub const ANY_KEY: &str = "any";

/// The tag of the operations by which people come in.
pub const SIGN_IN: &str = "sign-in";
/// The tag of operations about pages that are looked at together.
const CO_BROWSING: &str = "co-browsing";
/// What [`IDEMPOTENCY`] says of operations that have no use for a key: they work by one-use tickets.
pub const NO_IDEMPOTENCY: &str = "none";

/// The extension that says whether an operation needs an `Idempotency-Key`.
pub const IDEMPOTENCY: &str = "x-ombud-idempotency";

const ABOUT: &str = include_str!("openapi.md");

/// Bodies are JSON, so these can happen to whatever takes one.
const BODY_STATUSES: [u16; 4] = [409, 413, 415, 422];

/// The document.
pub fn openapi() -> OpenApi {
    let (_, document) = crate::routes::all().split_for_parts();
    prune(complete(document))
}

/// The document as it is checked in and served: JSON, indented, in a fixed order.
///
/// # Errors
/// When it cannot be written as JSON, which a test rules out.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    let document = extensions_last(serde_json::to_value(openapi())?);
    Ok(format!("{document:#}\n"))
}

/// utoipa keeps extensions in a hash map: their order would change from run to run.
fn extensions_last(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let members = map.into_iter().map(|(name, value)| (name, extensions_last(value)));
            let (mut extensions, mut members): (Vec<_>, Vec<_>) =
                members.partition(|(name, _)| name.starts_with("x-"));
            extensions.sort_by(|(a, _), (b, _)| a.cmp(b));
            members.append(&mut extensions);
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(extensions_last).collect()),
        other => other,
    }
}

/// Takes out schemas that nothing refers to: a page of items describes the items in itself.
fn prune(mut document: OpenApi) -> OpenApi {
    let Ok(value) = serde_json::to_value(&document) else { return document };
    let mut found = BTreeSet::new();
    references(&value, &mut found);
    if let Some(components) = &mut document.components {
        let before = components.schemas.len();
        components
            .schemas
            .retain(|name, _| found.contains(&format!("#/components/schemas/{name}")));
        if components.schemas.len() < before {
            return prune(document);
        }
    }
    document
}

/// Every `$ref` in a document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "$ref" => drop(found.insert(text.clone())),
                    other => references(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// What every route document starts from.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Ombud")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(
            LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build(),
        ))
        .contact(Some(ContactBuilder::new().name(Some("Ombud")).build()))
        .build();
    OpenApiBuilder::new().info(info).servers(Some([ServerBuilder::new().url("/").build()])).build()
}

fn complete(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    let (bearer, basic) = (http(HttpAuthScheme::Bearer), http(HttpAuthScheme::Basic));
    components.add_security_scheme("bearer", bearer);
    components.add_security_scheme("basic", basic);
    components.add_security_scheme("cookie", session_cookie());
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    components.schemas.insert(SeatError::name().into_owned(), SeatError::schema());
    let mut nested = Vec::new();
    ProblemBody::schemas(&mut nested);
    SeatError::schemas(&mut nested);
    components.schemas.extend(nested);
    for status in [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] {
        components.responses.insert(problem_name(status), problem_response(status).into());
        if status != 422 && status != 429 {
            let response = seat_problem_response(status);
            components.responses.insert(seat_problem_name(status), response.into());
        }
    }
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_mut(item) {
            complete_operation(path, &method, operation);
        }
    }
    document
}

/// What a customer says by requests has a pace.
const PACED: [&str; 3] = [
    "/v1/conversations",
    "/v1/conversations/{conversation_id}/messages",
    "/v1/conversations/{conversation_id}/human",
];

fn complete_operation(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let action = extension(operation, ACTION).unwrap_or_default();
    let is_seat = path.starts_with("/v4/");
    let mut statuses = vec![400, 500, 503];
    if action != PUBLIC {
        // A parameter may be well-formed and still name nothing that there is: 422.
        statuses.extend([401, 403, 404, 422]);
    }
    let is_of = |of: &str| operation.tags.iter().flatten().any(|tag| tag == of);
    if is_of(SIGN_IN) {
        statuses.extend([401, 403, 404, 422, 429]);
    }
    if is_of(CO_BROWSING) {
        // Codes and places are proofs too; a recording may be gone.
        statuses.extend([401, 403, 404, 409, 422, 429]);
    }
    if *method == HttpMethod::Post && PACED.contains(&path) {
        statuses.push(429);
    }
    if *method != HttpMethod::Get {
        statuses.extend(BODY_STATUSES);
    }
    if action == PUBLIC || action == SIGNED {
        operation.security = Some(Vec::new());
    } else {
        let names: &[&str] = if is_seat { &["bearer", "basic"] } else { &["bearer", "cookie"] };
        let one = |name: &&str| SecurityRequirement::new(*name, Vec::<String>::new());
        operation.security = Some(names.iter().map(one).collect());
    }
    if is_seat {
        // Klarna has no 422: what is against the rules is 400 or 409.
        statuses.retain(|status| *status != 422);
    }
    for status in statuses {
        let name = if is_seat { seat_problem_name(status) } else { problem_name(status) };
        let reference = RefOr::Ref(Ref::from_response_name(name));
        operation.responses.responses.entry(status.to_string()).or_insert(reference);
    }
    let keyless = extension(operation, IDEMPOTENCY).as_deref() == Some(NO_IDEMPOTENCY);
    if *method == HttpMethod::Post && !is_seat && action != SIGNED && !keyless {
        let required = extension(operation, IDEMPOTENCY).as_deref() != Some("optional");
        let parameters = operation.parameters.get_or_insert_default();
        parameters.push(idempotency_key(required).into());
        let word = if required { "required" } else { "optional" };
        let extensions = operation.extensions.get_or_insert_default();
        extensions.insert(IDEMPOTENCY.to_owned(), word.into());
    }
}

/// The text of an operation's extension.
pub fn extension(operation: &Operation, name: &str) -> Option<String> {
    let extensions: &Extensions = operation.extensions.as_ref()?;
    extensions.get(name).and_then(|value| value.as_str()).map(str::to_owned)
}

/// The operations of a path with their methods.
pub fn operations(item: &PathItem) -> impl Iterator<Item = (HttpMethod, &Operation)> {
    [
        (HttpMethod::Get, item.get.as_ref()),
        (HttpMethod::Post, item.post.as_ref()),
        (HttpMethod::Put, item.put.as_ref()),
        (HttpMethod::Patch, item.patch.as_ref()),
        (HttpMethod::Delete, item.delete.as_ref()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn http(scheme: HttpAuthScheme) -> SecurityScheme {
    let about = match scheme {
        HttpAuthScheme::Basic => "The merchant's id as user name, its API key as password.",
        _ => "An API key, which belongs to one tenant and one role; or the secret of a session.",
    };
    let http: Http = HttpBuilder::new().scheme(scheme).description(Some(about)).build();
    SecurityScheme::Http(http)
}

fn session_cookie() -> SecurityScheme {
    let about = "The session of somebody who signed in on our own pages. What changes something is \
        taken by cookie from those pages alone.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        crate::auth::COOKIE,
        about,
    )))
}

fn idempotency_key(required: bool) -> Parameter {
    let about = "Names this operation: repeating the request with the same key has one effect and \
        one answer. Keys are kept for at least 24 hours.";
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(if required { Required::True } else { Required::False })
        .description(Some(about))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(engine::inbox::KEY_CHARS_MAX))
                .pattern(Some("^[!-~]+$")),
        ))
        .build()
}

fn problem_name(status: u16) -> String {
    format!("Problem{status}")
}

fn seat_problem_name(status: u16) -> String {
    format!("KlarnaProblem{status}")
}

fn seat_problem_response(status: u16) -> Response {
    let schema = Ref::from_schema_name(SeatError::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(about(status)).content("application/json", content).build()
}

fn about(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be understood: `code` and `field` say what is wrong.",
        401 => "No valid API key or session; at sign-in, a proof that was not believed.",
        403 => "The key's role may not do this.",
        404 => "There is nothing here that this key may see.",
        409 => "It does not fit the present state, or a request with this key is still running.",
        413 => "The body is too large.",
        415 => "The body is not application/json.",
        422 => "Understood, and against the rules; or the key was used for another request.",
        429 => "Too many attempts: wait as `Retry-After` says.",
        500 => "Something failed on our side; the request was not carried out.",
        _ => "Not now: wait as `Retry-After` says and repeat.",
    }
}

fn problem_response(status: u16) -> Response {
    let schema = Ref::from_schema_name(ProblemBody::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description(about(status)).content(PROBLEM_JSON, content);
    if status == 503 || status == 429 {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        let header = HeaderBuilder::new().schema(Some(seconds)).build();
        return response.header("Retry-After", header).build();
    }
    response.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_leads_somewhere_and_nothing_is_left_over() {
        let document = serde_json::to_value(openapi()).unwrap();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        for reference in &found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
        let schemas = document.pointer("/components/schemas").unwrap().as_object().unwrap();
        for name in schemas.keys() {
            let reference = format!("#/components/schemas/{name}");
            assert!(found.contains(&reference), "{name} is described and not used");
        }
    }

    #[test]
    fn every_operation_says_what_it_does_and_asks_for() {
        let document = openapi();
        let mut ids = BTreeSet::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                let at =
                    format!("{} of {path}", operation.operation_id.clone().unwrap_or_default());
                let id = operation.operation_id.clone().unwrap_or_default();
                assert!(ids.insert(id.clone()), "{at}: the id {id} is used twice");
                assert!(operation.summary.is_some(), "{at} has no summary");
                assert!(
                    operation.tags.as_ref().is_some_and(|tags| tags.len() == 1),
                    "{at}: one tag"
                );
                let action = extension(operation, ACTION).unwrap_or_default();
                let known = [PUBLIC, SIGNED, ANY_KEY].contains(&action.as_str())
                    || action.parse::<app::Action>().is_ok();
                assert!(known, "{at} asks for {action:?}, which is no action");
                let needs_key = method == HttpMethod::Post && action != SIGNED;
                let has_word = extension(operation, IDEMPOTENCY).is_some();
                assert_eq!(has_word, needs_key && !path.starts_with("/v4/"), "{at}");
            }
        }
    }

    /// Two types with one name would silently share one description.
    #[test]
    fn no_two_types_share_a_name() {
        fn names(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    names(&path, found);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for rest in text.split("ToSchema)]").skip(1) {
                    let named = rest.split_once("schema(as = ").filter(|(before, _)| {
                        !before.contains("struct ") && !before.contains("enum ")
                    });
                    let declared = rest.split_once("struct ").into_iter();
                    let declared = declared.chain(rest.split_once("enum "));
                    let declared = declared.min_by_key(|(before, _)| before.len());
                    let after = named.or(declared).map(|(_, after)| after).unwrap_or_default();
                    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
                    found.push(after[..end].to_owned());
                }
                for rest in text.split("const NAME: &'static str = \"").skip(1) {
                    found.push(rest.split('"').next().unwrap().to_owned());
                }
            }
        }
        let mut found = Vec::new();
        names(std::path::Path::new("src"), &mut found);
        assert!(found.len() > 150, "the types are somewhere else now: {}", found.len());
        found.sort();
        // What takes part in a query is inlined, and has no name of its own.
        let inlined = ["ComplaintState", "TaskState"];
        found.retain(|name| !inlined.contains(&name.as_str()));
        let twice: Vec<_> = found.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn the_document_is_openapi_3_1() {
        let text = openapi_json().unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document.pointer("/openapi").unwrap(), "3.1.0");
        assert!(text.ends_with("}\n"));
    }
}
