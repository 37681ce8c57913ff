//! Files of conversations.

use app::attachments::{self, Accepted};
use app::evidence::Upload;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dispute_acts::attachment;
use crate::AppState;
use crate::auth::Caller;
use crate::limits::ATTACHMENT_BODY_BYTES_MAX;
use crate::problem::Problem;
use crate::reply::Command;
use crate::types::conversation::Attachment;
use crate::wire::{AttachmentId, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_file = OpenApiRouter::new()
        .routes(routes!(upload_file))
        .layer(DefaultBodyLimit::max(ATTACHMENT_BODY_BYTES_MAX));
    OpenApiRouter::new().merge(with_file).routes(routes!(download_file))
}

/// A file to send in a conversation: JPEG, PNG or PDF, at most 7 MB.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadFile {
    #[schema(min_length = 1, max_length = 200, example = "receipt.jpg")]
    pub name: String,
    #[schema(example = "image/jpeg")]
    pub media_type: String,
    pub content_base64: String,
}

/// Upload a file, to be sent once in a message of one's own.
#[utoipa::path(post, path = "/v1/attachments", tag = "conversations", request_body = UploadFile,
    responses((status = 201, body = Attachment)),
    extensions(("x-ombud-action" = json!("conversation.speak")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn upload_file(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<UploadFile>,
) -> Result<Response, Problem> {
    let UploadFile { name, media_type, content_base64 } = command.value().clone();
    let bytes = STANDARD.decode(content_base64).map_err(|error| {
        let detail = format!("it is not base64: {error}");
        Problem::new("invalid_field", detail).field("content_base64")
    })?;
    let upload = Upload { file_name: name, media_type, bytes };
    let accepted: Accepted = attachments::accept_upload(&state.app, &principal, upload).await?;
    command
        .map(|_| Ok(accepted))?
        .run_with_or_without_key(&state, &principal, StatusCode::CREATED, |session, accepted| {
            Ok(Attachment::from(attachments::keep_upload(session, accepted)?))
        })
        .await
}

/// Download a file of a conversation that the caller may read.
#[utoipa::path(get, path = "/v1/attachments/{attachment_id}", tag = "conversations",
    params(("attachment_id" = AttachmentId, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn download_file(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<AttachmentId>,
) -> Result<Response, Problem> {
    let file = state.app.attachment(&principal, id.0).await?;
    Ok(attachment(&file.file_name, file.bytes))
}
