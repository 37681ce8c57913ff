//! The pages for people: what to look at and try, the error codes, and the OpenAPI document.

use std::fmt::Write as _;
use std::sync::OnceLock;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::AppState;
use crate::problem::{CODES, Problem};

const INDEX: &str = include_str!("../site/index.html");
/// Our own pages have one style sheet inside and nothing else.
const POLICY: (HeaderName, HeaderValue) = (
    header::CONTENT_SECURITY_POLICY,
    HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
);

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(index))
        .route("/problems", get(problems))
        .route("/v1/openapi.json", get(document))
}

async fn index() -> impl IntoResponse {
    ([POLICY], Html(INDEX))
}

async fn problems() -> impl IntoResponse {
    let mut rows = String::new();
    for code in CODES {
        // Writing to a string cannot fail; the texts are ours and hold no markup.
        let _ = writeln!(
            rows,
            "<tr id=\"{0}\"><td><code>{0}</code><td>{1}<td>{2}<td>{3}",
            code.code, code.status, code.title, code.fix
        );
    }
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ombud: errors</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;\
         color-scheme:light dark}}td,th{{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}}\
         tr:target{{outline:2px solid}}</style><h1>Errors</h1><table><thead><tr><th>code<th>status\
         <th>what happened<th>what to do<tbody>\n{rows}</table></html>\n"
    );
    ([POLICY], Html(page))
}

/// Written once: the document does not change while the program runs.
async fn document() -> Response {
    static DOCUMENT: OnceLock<Option<String>> = OnceLock::new();
    match DOCUMENT.get_or_init(|| crate::openapi_json().ok()) {
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response(),
        None => Problem::internal().into_response(),
    }
}
