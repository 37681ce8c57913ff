//! The pages of people: the desk, the customer's portal, the merchant's portal, and the widget.
//!
//! They are built from `web/` and travel inside the program; a development build reads them from that
//! folder instead. Where they are not built, a page says how. They load nothing from anywhere else.

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::AppState;
use crate::edge::Framed;
use crate::problem::Problem;

/// What `npm run build` in `web/` made.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// Only our own scripts, styles and connections; nobody frames us.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data: blob:; \
     style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'",
);
/// Of the page in a frame: as its own `meta` says it, and sockets.
const FRAMED_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src data: blob:; font-src data: blob:; connect-src 'self' ws: wss:; frame-src 'self'; \
    base-uri 'none'; form-action 'none'";
/// Files whose names hold their hash never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Everything else is asked for again, and answered 304 while it is the same.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", get(|| async { Redirect::permanent("/desk/") }))
        .route("/desk/", get(desk_index))
        .route("/desk/{*path}", get(desk))
        .route("/portal", get(|| async { Redirect::permanent("/portal/") }))
        .route("/portal/", get(portal_index))
        .route("/portal/{*path}", get(portal))
        .route("/merchant", get(|| async { Redirect::permanent("/merchant/") }))
        .route("/merchant/", get(merchant_index))
        .route("/merchant/{*path}", get(merchant))
        .route("/widget.js", get(|headers| script("widget.js", headers)))
        .route("/cobrowse.js", get(|headers| script("cobrowse.js", headers)))
        .route("/cobrowse-full.js", get(|headers| script("cobrowse-full.js", headers)))
        .route("/cobrowse-details.js", get(|headers| script("cobrowse-details.js", headers)))
        .route("/cobrowse-hands.js", get(|headers| script("cobrowse-hands.js", headers)))
        .route("/cobrowse-agent.js", get(|headers| script("cobrowse-agent.js", headers)))
        .route("/cobrowse-embed.css", get(|headers| script("cobrowse-embed.css", headers)))
        .route("/cobrowse-embed.html", get(embed))
}

async fn desk_index(State(state): State<AppState>, headers: HeaderMap) -> Response {
    with_sockets(&state, page("desk", "", &headers))
}

async fn desk(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    with_sockets(&state, page("desk", &path, &headers))
}

async fn portal_index(State(state): State<AppState>, headers: HeaderMap) -> Response {
    with_sockets(&state, page("portal", "", &headers))
}

async fn portal(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    with_sockets(&state, page("portal", &path, &headers))
}

async fn merchant_index(headers: HeaderMap) -> Response {
    page("merchant", "", &headers)
}

async fn merchant(Path(path): Path<String>, headers: HeaderMap) -> Response {
    page("merchant", &path, &headers)
}

/// The page that the company's own tools put into a frame: their pages alone, and the frame speaks to no
/// other. Where no tool is configured, nobody frames it.
async fn embed(State(state): State<AppState>) -> Response {
    const NAME: &str = "cobrowse-embed.html";
    const PARENTS: &str = "name=\"ombud-parents\" content=\"\"";
    let Some(file) = Built::get(NAME) else { return not_built() };
    let Ok(page) = std::str::from_utf8(&file.data) else { return not_built() };
    let parents: BTreeSet<&str> = state
        .app
        .cobrowse_tools()
        .iter()
        .flat_map(|tool| &tool.origins)
        .map(String::as_str)
        .collect();
    let parents = parents.into_iter().collect::<Vec<_>>().join(" ");
    let ancestors = if parents.is_empty() { "'none'" } else { &parents };
    let policy = format!("{FRAMED_POLICY}; frame-ancestors {ancestors}");
    let Ok(policy) = HeaderValue::from_str(&policy) else {
        return Problem::internal().into_response();
    };
    let page = page.replacen(PARENTS, &format!("name=\"ombud-parents\" content=\"{parents}\""), 1);
    // The origins are part of it, so it is asked for each time; it is small.
    let fixed = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, ASK_AGAIN)];
    let mut response = (fixed, Html(page)).into_response();
    if !parents.is_empty() {
        // `X-Frame-Options` knows no list of origins, and some browsers heed it besides.
        response.extensions_mut().insert(Framed);
    }
    response
}

/// A page may open the sockets of other nodes too, where they have names of their own.
fn with_sockets(state: &AppState, mut page: Response) -> Response {
    let origins = state.app.cobrowse_nodes().socket_origins();
    let policy = page.headers().get(header::CONTENT_SECURITY_POLICY);
    let policy = policy.filter(|policy| **policy == POLICY).and_then(|policy| policy.to_str().ok());
    if let (Some(policy), false) = (policy, origins.is_empty()) {
        let policy = format!("{policy}; connect-src 'self' {}", origins.join(" "));
        if let Ok(policy) = HeaderValue::try_from(policy) {
            page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    page
}

/// What `npm run build` in `web/` made of this name; none where the pages are not built.
pub fn built(name: &str) -> Option<Cow<'static, [u8]>> {
    Built::get(name).map(|file| file.data)
}

/// A script that other sites' pages load.
async fn script(name: &'static str, headers: HeaderMap) -> Response {
    match Built::get(name) {
        Some(file) => answer(name, file, &headers),
        None => not_built(),
    }
}

/// A file of an app; a path without an extension is a place inside the app, which finds it itself.
fn page(app: &str, path: &str, headers: &HeaderMap) -> Response {
    let name = format!("{app}/{path}");
    if let Some(file) = Built::get(&name).filter(|_| !path.is_empty()) {
        return answer(&name, file, headers);
    }
    let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if is_file {
        return Problem::new("no_such_path", "there is no such file").into_response();
    }
    let index = format!("{app}/index.html");
    match Built::get(&index) {
        Some(file) => answer(&index, file, headers),
        None => not_built(),
    }
}

fn answer(name: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = tag(&file);
    let fixed: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, if name.contains("/assets/") { FOR_EVER } else { ASK_AGAIN }),
        (header::ETAG, tag.clone()),
    ];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)))];
    let body = match file.data {
        Cow::Borrowed(bytes) => bytes.into_response(),
        Cow::Owned(bytes) => bytes.into_response(),
    };
    (fixed, kind, body).into_response()
}

/// The content's own hash.
fn tag(file: &EmbeddedFile) -> HeaderValue {
    let digits: String =
        file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{digits}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// What is shown where the pages were not built.
fn not_built() -> Response {
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ombud</title>\
        <h1>The pages are not built</h1><p>This program was built without its web pages. \
        <code>cargo xtask up</code> builds them; so does <code>npm ci &amp;&amp; npm run build</code> \
        in <code>web/</code>, followed by a new build of the program.</p></html>\n";
    (StatusCode::NOT_FOUND, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_that_is_built_has_its_type() {
        // The folder's own place-holder is no page.
        for name in Built::iter().filter(|name| !name.starts_with('.')) {
            assert_ne!(media_type(&name), "application/octet-stream", "{name}");
        }
    }
}
