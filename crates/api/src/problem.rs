//! Errors as `application/problem+json` (RFC 9457): a status, a stable code, the field and the fix.
//!
//! The codes of the edge are one table, [`CODES`]; those of a refused input come from
//! `dispute::Refusal` and are in it too. A problem must never hold a secret, another tenant's data,
//! or the text of an internal error.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What a code means, for the page that lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable: clients compare it.
    pub code: &'static str,
    pub status: u16,
    pub title: &'static str,
    /// What to do, when the problem itself does not say better.
    pub fix: &'static str,
}

const fn code(status: u16, code: &'static str, title: &'static str, fix: &'static str) -> Code {
    Code { code, status, title, fix }
}

/// The code of a webhook without its user and password.
const BASIC_AUTH_NEEDED: &str = "basic_auth_needed";
/// What to do about one field.
const MEND_FIELD: &str = "mend the field that `field` names, as `detail` says";

/// Every code of the API.
pub const CODES: &[Code] = &[
    code(400, "bad_request", "The request cannot be read", "see `detail`"),
    code(400, "invalid_json", "The body is not valid JSON", "send one JSON document as UTF-8"),
    code(400, "invalid_body", "The body does not have the right shape", MEND_FIELD),
    code(400, "invalid_parameter", "A parameter is not valid", MEND_FIELD),
    code(400, "invalid_cursor", "The cursor is not one of ours", "start without a cursor"),
    code(
        400,
        "idempotency_key_missing",
        "The Idempotency-Key header is missing",
        "send a new random key with each operation, and the same key when repeating it",
    ),
    code(
        400,
        "idempotency_key_invalid",
        "The Idempotency-Key header is not valid",
        "use 1 to 255 printable ASCII characters",
    ),
    code(
        400,
        "invalid_signature",
        "The signature does not verify",
        "check the shared secret and that the body was sent unchanged",
    ),
    code(
        401,
        BASIC_AUTH_NEEDED,
        "User and password are needed",
        "set up the webhook with the user and password that its connector has here",
    ),
    code(401, "unauthenticated", "An API key is needed", "send `Authorization: Bearer <key>`"),
    code(
        403,
        "forbidden",
        "This key may not do this",
        "`detail` says why: another role may do it, or, where you asked for it or acted on it \
         yourself, another person must",
    ),
    code(
        401,
        "wrong_credentials",
        "The e-mail address or the password is not right",
        "try again, or ask for a new link",
    ),
    code(401, "wrong_code", "The code is not right", "use the newest code, once"),
    code(401, "sign_in_expired", "This step of the sign-in is over", "begin to sign in again"),
    code(401, "passkey_refused", "The passkey was not believed", "begin to sign in again"),
    code(401, "token_refused", "The identity token was not believed", "see `detail`"),
    code(401, "oidc_refused", "Single sign-on let nobody in", "ask your administrator"),
    code(
        403,
        "cross_site",
        "A page of another site may not use the cookie",
        "send the session as `Authorization: Bearer`, or call from our own pages",
    ),
    code(403, "session_needed", "This needs a session", "sign in: an API key has no account"),
    code(404, "not_found", "There is nothing here that you may see", "check the id"),
    code(404, "no_such_path", "There is no such path", "see /v1/openapi.json"),
    code(405, "method_not_allowed", "This path does not take this method", "see /v1/openapi.json"),
    code(
        409,
        "macro_exists",
        "There is a macro of this name in this language",
        "choose another name, or change that one",
    ),
    code(
        409,
        "too_many_macros",
        "There is no room for another macro",
        "delete one that is not used",
    ),
    code(
        409,
        "scored_already",
        "You have scored this conversation",
        "a scorecard is never changed; another person may score it too",
    ),
    code(
        422,
        "macro_promises_money",
        "The text promises money",
        "do it with an act, and name {{refund.amount}} in the sentence that tells of it",
    ),
    code(
        422,
        "nobody_to_score",
        "No person had this conversation",
        "score one that a person of the desk had",
    ),
    code(422, "report_too_large", "There is more than fits one file", "ask for fewer days"),
    code(409, "conflict", "It changed at the same time", "read it again and repeat the request"),
    code(409, "wrong_state", "This is not possible in the present state", "read the present state"),
    code(
        409,
        "not_decided_yet",
        "There is no decision yet",
        "ask again once it is decided: `detail` says what happens next",
    ),
    code(409, "deadline_passed", "The deadline has passed", "ask for a reopening"),
    code(409, "appealed_already", "There was an appeal already", "there is one appeal"),
    code(422, "no_appeal", "There is no appeal in this framework", "see the dispute's framework"),
    code(409, "nothing_held", "Nothing is held for the customer", "see `held` of the order"),
    code(422, "nothing_left", "Nothing is left to dispute", "see the order"),
    code(409, "duplicate_dispute", "This is in dispute already", "see the other dispute"),
    code(
        422,
        "window_closed",
        "The time to open a dispute has ended",
        "give a late_ground if one applies",
    ),
    code(
        409,
        "idempotency_key_in_use",
        "A request with this key is still running",
        "wait and repeat it",
    ),
    code(413, "too_large", "The body is too large", "send less at once"),
    code(
        415,
        "unsupported_media_type",
        "The body has the wrong media type",
        "send Content-Type: application/json",
    ),
    code(
        422,
        "idempotency_key_reused",
        "The key was used for another request",
        "use a new key for a new request",
    ),
    code(422, "invalid_field", "A field is not valid", MEND_FIELD),
    code(422, "invalid_record", "A record of the feed is not valid", "see `errors`"),
    code(422, "feed_mismatch", "The record does not fit what is known", "see `detail`"),
    code(422, "unknown", "It refers to something that is not there", "see `detail`"),
    code(422, "not_allowed", "The rules do not allow this", "see `detail`"),
    code(
        409,
        "record_changed",
        "The record is there with other content",
        "send it as it was, or under a new id",
    ),
    code(409, "clock_back", "A clock goes forward only", "give a later instant"),
    code(409, "task_taken", "The task is taken or done", "take another"),
    code(409, "task_not_yours", "The task is not yours", "claim it first"),
    code(409, "request_open", "A request is approved or rejected", "use /v1/requests"),
    code(409, "request_closed", "The request was answered already", "see its task"),
    code(409, "assignment_moved", "Somebody was faster", "`detail` says who has it; read it again"),
    code(409, "not_yours", "Somebody else, or nobody, has the conversation", "take it first"),
    code(409, "no_call_back", "No call back is asked for", "it was cancelled, or is done"),
    code(409, "taken", "Somebody has the conversation", "`detail` says who"),
    code(409, "offered_to_another", "It is offered to somebody else", "wait until they answer"),
    code(409, "not_offered", "It is not offered to you, or no longer", "read it again"),
    code(409, "conversation_resolved", "The conversation is resolved", "reopen it first"),
    code(409, "conversation_merged", "The conversation was merged", "go on in the other one"),
    code(409, "floor_moved", "Who may speak has changed", "read the floor again"),
    code(422, "not_for_ai", "An assistant must not speak now", "a person goes on"),
    code(422, "needs_person", "A person ends this", "hand it to one"),
    code(422, "too_many_skills", "The desk has too many skills", "take away those nobody needs"),
    code(409, "payment_pending", "A payment is under way", "wait until the provider has decided"),
    code(409, "payment_declined", "The payment was declined", "pay in another way, or ask us"),
    code(409, "plan_closed", "Nothing is owed on this plan", "see the plan"),
    code(409, "plan_in_dispute", "The plan is in dispute", "wait until the case is decided"),
    code(409, "plan_frozen", "Nothing may be collected on this plan", "ask a person"),
    code(409, "plan_in_hardship", "An arrangement runs on this plan", "ask a person"),
    code(409, "plan_paused", "The plan stands still", "wait until the pause ends, or end it"),
    code(409, "no_instrument", "There is nothing to pay with", "pay in another way, or ask us"),
    code(409, "simulation_running", "A simulation of this desk runs", "wait until it is done"),
    code(409, "simulation_stopped", "The simulation was stopped", "ask again"),
    code(409, "routing_moved", "Other rules came into force since", "propose yours again"),
    code(422, "nothing_changes", "Nothing would change", "see what is in force"),
    code(422, "consent_needed", "The customer has to agree", "ask, and send `consent`: true"),
    code(409, "too_many_support_needs", "There are too many support needs", "remove one first"),
    code(409, "complaint_not_open", "The complaint is not open any more", "see its state"),
    code(409, "already_acknowledged", "It was acknowledged before", "see its letters"),
    code(
        409,
        "delivery_waits",
        "The delivery still waits, or is not there",
        "see the deliveries of the endpoint",
    ),
    code(409, "totp_on", "An authenticator app is set up already", "remove it first"),
    code(
        409,
        "totp_not_begun",
        "No authenticator app is being set up",
        "begin with /v1/account/totp",
    ),
    code(409, "passkey_known", "The passkey is known already", "use it to sign in"),
    code(409, "user_exists", "The user exists already", "change the one there is"),
    code(409, "user_disabled", "The user is disabled", "enable them first"),
    code(409, "last_operator", "It is the last operator", "make another one first"),
    code(409, "role_exists", "The custom role exists already", "use another name"),
    code(409, "nothing_asked", "Nothing was asked for", "see the dispute"),
    code(409, "nothing_owed", "Nothing is owed", "see the balance"),
    code(409, "payout_taken", "The payout is being made elsewhere", "read it again"),
    code(409, "tenant_exists", "The tenant exists already", "use another id"),
    code(
        422,
        "file_refused",
        "The file is not accepted",
        "send PDF, JPEG, PNG or DOCX whose content is what its name says",
    ),
    code(422, "mail_too_large", "The letter is too large", "send at most 25 MiB"),
    code(
        422,
        "unreadable_export",
        "The export cannot be read",
        "name the folder or file that the other desk made",
    ),
    code(
        422,
        "mail_unreadable",
        "The letter cannot be read",
        "send a letter with a From (RFC 5322)",
    ),
    code(422, "file_too_large", "The file is too large", "send at most 7 MB"),
    code(
        422,
        "too_many_endpoints",
        "There are as many webhook endpoints as there may be",
        "remove one",
    ),
    code(422, "passkey_invalid", "The passkey is not accepted", "see `detail`"),
    code(422, "too_many_passkeys", "There are as many passkeys as there may be", "remove one"),
    code(422, "too_many_roles", "There are as many custom roles as there may be", "change one"),
    code(
        422,
        "no_mailer",
        "Letters cannot be sent from here",
        "configure mail, or make the link on the machine with `ombud user invite`",
    ),
    code(429, "too_many_attempts", "Too many attempts", "wait as Retry-After says, then try again"),
    code(
        422,
        "no_signing_key",
        "Checkpoints cannot be signed here",
        "set audit.signing_key in the configuration",
    ),
    code(422, "complaint_refused", "The rules for complaints do not allow this", "see `detail`"),
    code(
        422,
        "complaint_without_order",
        "Redress needs an order",
        "open the complaint about an order",
    ),
    code(
        422,
        "too_many_complaints",
        "There are too many complaints to add up",
        "report it to whoever runs this service",
    ),
    code(
        422,
        "letter_lacks",
        "The letter lacks something that law wants",
        "add what `detail` names",
    ),
    code(
        422,
        "summary_too_late",
        "The time for a summary resolution is over",
        "send a final response",
    ),
    code(422, "silence_closes_nothing", "No reply is no reason to close", "wait, or answer"),
    code(
        422,
        "market_without_rules",
        "There are no rules for complaints in this market",
        "see /v1/statutes",
    ),
    code(
        500,
        "internal",
        "Something failed on our side",
        "repeat the request; if it fails again, report the request id",
    ),
    code(
        500,
        "rules_incomplete",
        "The rules in force do not cover this",
        "report the request id to whoever runs this service",
    ),
    code(
        422,
        "books_refuse",
        "The plan or the books do not allow it",
        "mend what the detail names; if nothing is wrong there, report the request id",
    ),
    code(503, "overloaded", "Too much at once", "wait as Retry-After says and repeat"),
    code(
        503,
        "timeout",
        "It took too long",
        "repeat with the same Idempotency-Key: it may have happened",
    ),
    code(
        503,
        "unavailable",
        "The service cannot do this just now",
        "wait as Retry-After says and repeat",
    ),
];

/// An error as the client sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    detail: String,
    field: Option<String>,
    fix: Option<String>,
    errors: Vec<FieldProblem>,
    /// How long to wait, where it is known.
    retry_after_s: Option<u32>,
}

/// One fault of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Where, such as `lines[0].amount_minor`.
    #[schema(example = "lines[0].amount_minor")]
    pub field: String,
    /// What is wrong with it.
    #[schema(example = "must be more than 0")]
    pub problem: String,
    /// What to do about it.
    #[schema(example = "give whole minor units")]
    pub fix: String,
}

/// An error, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the code is described.
    #[schema(example = "/problems#wrong_state")]
    pub r#type: String,
    #[schema(example = "This is not possible in the present state")]
    pub title: String,
    /// The HTTP status, repeated.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    pub status: u16,
    /// What happened this time, in words.
    #[schema(example = "this is not possible while the dispute is closed")]
    pub detail: String,
    /// Stable: compare this, not the words.
    #[schema(example = "wrong_state")]
    pub code: String,
    /// The field, parameter or header at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to do about it.
    #[schema(example = "read the present state")]
    pub fix: String,
    /// All faults, where there may be several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Also in the header `X-Request-Id` and in the logs.
    #[schema(example = "01930d1c-8f00-7000-8000-000000000000")]
    pub request_id: String,
}

impl Problem {
    /// A problem of a known code. (One that is not in the table would be shown as our own fault;
    /// a test rules that out.)
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, code, detail)
    }

    /// A problem whose status follows from its kind where the table does not know its code.
    pub fn of(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let found = CODES.iter().find(|known| known.code == code).copied();
        let code = found.unwrap_or(Code {
            code,
            status: status.as_u16(),
            title: "It was refused",
            fix: "see `detail`",
        });
        let detail = detail.into();
        Self { code, detail, field: None, fix: None, errors: Vec::new(), retry_after_s: None }
    }

    /// The one answer for what is not there and for what may not be seen: byte for byte the same.
    pub fn not_found() -> Self {
        Self::new("not_found", "it does not exist, or this key may not see it")
    }

    /// Anything that is no fault of the client. The cause is for the log, never for the answer.
    pub fn internal() -> Self {
        Self::new("internal", "the request failed and was not carried out")
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field| !field.is_empty());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldProblem>) -> Self {
        self.errors = errors;
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    pub const fn code(&self) -> &'static str {
        self.code.code
    }

    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer's body.
    pub fn body(&self, request_id: &str) -> ProblemBody {
        ProblemBody {
            r#type: format!("/problems#{}", self.code.code),
            title: self.code.title.to_owned(),
            status: self.code.status,
            detail: self.detail.clone(),
            code: self.code.code.to_owned(),
            field: self.field.clone(),
            fix: self.fix.clone().unwrap_or_else(|| self.code.fix.to_owned()),
            errors: self.errors.clone(),
            request_id: request_id.to_owned(),
        }
    }

    /// The whole response, for one request.
    pub fn render(&self, request_id: &str) -> Response {
        let status = self.status_code();
        let body = serde_json::to_vec(&self.body(request_id)).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if status == StatusCode::UNAUTHORIZED {
            let scheme = match self.code.code {
                BASIC_AUTH_NEEDED => "Basic realm=\"ombud\", charset=\"UTF-8\"",
                _ => "Bearer realm=\"ombud\"",
            };
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            let seconds = self.retry_after_s.unwrap_or(crate::limits::RETRY_AFTER_S);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Carries the problem to the edge, which knows the request id and renders it.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status_code().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests;
