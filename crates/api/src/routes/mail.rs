//! Letters that somebody else receives for the company, handed in.

use app::mail::{Received as Outcome, receive};
use axum::extract::{DefaultBodyLimit, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::limits::LETTER_BODY_BYTES_MAX;
use crate::problem::Problem;
use crate::reply::{Json, Received};
use crate::wire::{ConversationId, body};

/// A letter as it came over the wire.
const RFC822: &str = "message/rfc822";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(receive_mail))
        .layer(DefaultBodyLimit::max(LETTER_BODY_BYTES_MAX))
}

/// A letter. It may also be the body itself, as `message/rfc822`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InboundMail {
    /// The letter as it came (RFC 5322), at most 25 MiB.
    raw_base64: String,
}

/// What became of a letter.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
enum MailResult {
    /// It is said in a conversation. `verified`: it counts as the customer's own.
    Kept { conversation_id: ConversationId, seq: u64, opened: bool, verified: bool },
    /// It came before: nothing was done.
    Duplicate {
        #[serde(skip_serializing_if = "Option::is_none")]
        conversation_id: Option<ConversationId>,
    },
    /// It says that a letter of ours did not arrive, which is noted at that message.
    Report { conversation_id: ConversationId, seq: u64 },
    /// Nothing is done with it.
    Ignored { why: String },
}

impl From<Outcome> for MailResult {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Kept { conversation, seq, opened, verified } => {
                Self::Kept { conversation_id: conversation.into(), seq, opened, verified }
            }
            Outcome::Duplicate { conversation } => {
                Self::Duplicate { conversation_id: conversation.map(Into::into) }
            }
            Outcome::Report { conversation, seq } => {
                Self::Report { conversation_id: conversation.into(), seq }
            }
            Outcome::Ignored { why } => Self::Ignored { why },
        }
    }
}

/// Hand in a letter that came for the desk. The same letter again, by its Message-ID, changes nothing.
#[utoipa::path(post, path = "/v1/mail/inbound", tag = "mail",
    request_body(content(
        (InboundMail = "application/json"), (Vec<u8> = "message/rfc822"))),
    responses((status = 200, body = MailResult)),
    extensions(("x-ombud-action" = json!("mail.receive")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn receive_mail(
    State(state): State<AppState>,
    Caller(principal): Caller,
    received: Received,
) -> Result<Json<MailResult>, Problem> {
    let raw = match received.media_type.as_str() {
        RFC822 => received.bytes.to_vec(),
        "application/json" => {
            let InboundMail { raw_base64 } = body::parse(&received.bytes)?;
            STANDARD.decode(raw_base64.trim()).map_err(|error| {
                let detail = format!("it is not base64: {error}");
                Problem::new("invalid_field", detail).field("raw_base64")
            })?
        }
        _ => {
            let said = "send application/json, or the letter itself as message/rfc822";
            return Err(Problem::new("unsupported_media_type", said).field("Content-Type"));
        }
    };
    Ok(Json(receive(&state.app, &principal, &raw).await?.into()))
}
