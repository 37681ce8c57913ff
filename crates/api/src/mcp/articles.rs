//! The help centre: passages that answer, and whole articles as resources.

use std::sync::Arc;

use app::assistant::Assistant;
use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents};
use serde_json::{Value, json};

use crate::AppState;

/// What every article's address begins with; then language and article.
const ADDRESS: &str = "ombud://help/";
const TEXT: &str = "text/plain";
/// Most passages of an answer.
const PASSAGES_MAX: usize = 5;

fn assistant(state: &AppState) -> Option<&Arc<Assistant>> {
    state.app.assistant()
}

/// The passages that fit a question best.
pub(super) fn search(state: &AppState, question: &str, language: &str, market: &str) -> Value {
    let found = assistant(state).map(|assistant| {
        let help = &assistant.help;
        help.search(question, language, market, PASSAGES_MAX)
    });
    let spoken = app::assistant::help::HelpCentre::language(language);
    let passages = found.into_iter().flat_map(|found| found.hits).map(|hit| {
        let (quote, id) = (hit.quote.text, hit.quote.id);
        let uri = format!("{ADDRESS}{spoken}/{}", id.article);
        json!({ "id": id.to_string(), "title": hit.quote.title, "text": quote, "uri": uri })
    });
    json!({ "passages": passages.collect::<Vec<_>>() })
}

/// Every article, in every language.
pub(super) fn list(state: &AppState) -> Vec<Resource> {
    let Some(assistant) = assistant(state) else { return Vec::new() };
    let articles = assistant.help.articles().map(|article| {
        let (language, id) = (article.language.code(), &article.id);
        Resource::new(format!("{ADDRESS}{language}/{id}"), format!("{id}@{}", article.version))
            .with_title(article.title.clone())
            .with_mime_type(TEXT)
    });
    articles.collect()
}

/// One article, as it is now.
pub(super) fn read(state: &AppState, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let none = || ErrorData::resource_not_found("there is no such article", None);
    let (language, id) =
        uri.strip_prefix(ADDRESS).and_then(|rest| rest.split_once('/')).ok_or_else(none)?;
    let assistant = assistant(state).ok_or_else(none)?;
    let mut articles = assistant.help.articles();
    let found = articles.find(|one| one.language.code() == language && one.id == id);
    let article = found.ok_or_else(none)?;
    let mut text = format!("{}\n({}@{})\n", article.title, article.id, article.version);
    let mut heading = "";
    for passage in &article.passages {
        if passage.heading != heading {
            heading = &passage.heading;
            text.push_str(&format!("\n{heading}\n"));
        }
        text.push_str(&format!("\n{}\n", passage.text));
    }
    let contents = ResourceContents::text(text, uri).with_mime_type(TEXT);
    Ok(ReadResourceResult::new(vec![contents]))
}
