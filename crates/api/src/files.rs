//! Files in JSON bodies: decoded, handed to the application, named by their hash from then on.

use app::evidence::{Upload, upload};
use app::{Principal, Role};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::AppState;
use crate::problem::Problem;
use crate::types::dispute_requests::{NewEvidence, NewFile};

/// Most items handed in at once.
const ITEMS_MAX: usize = 10;
/// Most files that travel in one request.
const FILES_MAX: usize = 10;

/// Takes the files of the items, and returns the items that name them. `field` is where they stand
/// in the body.
///
/// # Errors
/// `invalid_field` with the place of the fault; what the application says of a file it refuses.
pub(crate) async fn take(
    state: &AppState,
    principal: &Principal,
    field: &str,
    items: Vec<NewEvidence>,
) -> Result<Vec<dispute::NewEvidence>, Problem> {
    let files = items.iter().filter(|item| item.file.is_some()).count();
    if items.len() > ITEMS_MAX || files > FILES_MAX {
        let detail = format!("at most {ITEMS_MAX} items at a time");
        return Err(Problem::new("invalid_field", detail).field(field));
    }
    let mut taken = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let place = format!("{field}[{index}]");
        taken.push(one(state, principal, &place, item).await?);
    }
    Ok(taken)
}

async fn one(
    state: &AppState,
    principal: &Principal,
    place: &str,
    item: NewEvidence,
) -> Result<dispute::NewEvidence, Problem> {
    let NewEvidence { r#type, text, facts, file } = item;
    let mut extracted = dispute::Extracted::from(facts);
    if principal.role == Role::Ai && !extracted.is_empty() {
        // What a model read counts only once a rule or a person confirmed it.
        extracted.confirmed = None;
        extracted.model = principal.id.as_ref().map(ToString::to_string);
    }
    let mut new = dispute::NewEvidence {
        kind: r#type.0,
        sha256: None,
        media_type: None,
        file_name: None,
        text,
        extracted,
    };
    if let Some(NewFile { name, media_type, content_base64 }) = file {
        let bytes = STANDARD.decode(content_base64).map_err(|error| {
            let detail = format!("it is not base64: {error}");
            Problem::new("invalid_field", detail).field(format!("{place}.file.content_base64"))
        })?;
        let sent = Upload { file_name: name, media_type, bytes };
        let kept = upload(&state.app, principal, sent)
            .await
            .map_err(|error| Problem::from(error).field(format!("{place}.file")))?;
        new.sha256 = Some(kept.sha256);
        new.media_type = Some(kept.media_type);
        new.file_name = Some(kept.file_name);
    }
    Ok(new)
}
