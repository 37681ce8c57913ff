//! Files of conversations: images and PDF, known by their own bytes. Whoever uploaded a file may send
//! it once; from then on exactly those who may read the conversation may read the file.

use std::collections::BTreeMap;

use compliance::authority::{Action, Principal, Resource, Role};
use kernel::canonical::Sha256Hex;
use kernel::{AttachmentId, ConversationId, CustomerId, Duration};
use store::attachments::AttachmentRow;
use store::evidence::{BlobContent, BlobRow};
use support::conversation::{ATTACHMENTS_MAX, Attachment};

use crate::evidence::{Download, Upload};
use crate::order::scrub;
use crate::{App, AppError, Session, conversations, evidence, forget_files};

/// How long a file waits to be sent.
const UNSENT_KEPT: Duration = Duration::DAY;
/// Most files of a customer that wait to be sent, and most of their bytes.
const UNSENT_FILES_MAX: i64 = 20;
const UNSENT_BYTES_MAX: i64 = 50 * 1024 * 1024;
/// Files forgotten in one round.
const UNSENT_AT_ONCE: u32 = 200;
/// Files of a conversation that are forgotten at once.
const FILES_AT_ONCE: u32 = 200;
/// What a conversation takes: what a browser shows and a phone makes.
const MEDIA_TYPES: [&str; 3] = ["image/jpeg", "image/png", "application/pdf"];

/// A file that was accepted, with its bytes safe; its row is still to be written.
#[derive(Debug, Clone)]
pub struct Accepted {
    sha256: Sha256Hex,
    name: String,
    media_type: String,
    size_bytes: i64,
    content: BlobContent,
}

/// As [`accept`], where the customer has room for one more file that was not sent yet.
///
/// # Errors
/// As [`accept`]; [`AppError::Conflict`] with `too_many_files`.
pub async fn accept_upload(
    app: &App,
    principal: &Principal,
    upload: Upload,
) -> Result<Accepted, AppError> {
    let bytes = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
    app.read(principal, move |s| has_room(s, bytes)).await?;
    accept(app, principal, upload).await
}

/// As [`keep`], within the same room.
///
/// # Errors
/// As [`keep`]; [`AppError::Conflict`] with `too_many_files`.
pub fn keep_upload(s: &mut Session<'_, '_>, accepted: &Accepted) -> Result<Attachment, AppError> {
    has_room(s, accepted.size_bytes)?;
    keep(s, accepted)
}

/// Customers have so much room; the desk and the company's programs answer for themselves.
fn has_room(s: &mut Session<'_, '_>, more_bytes: i64) -> Result<(), AppError> {
    may_upload(s)?;
    if s.principal().role != Role::Consumer {
        return Ok(());
    }
    let (tenant, uploader) = (s.tenant().clone(), uploader(s.principal()));
    let (files, bytes) = store::attachments::unsent_of(s.tx(), &tenant, &uploader)?;
    if files < UNSENT_FILES_MAX && bytes.saturating_add(more_bytes) <= UNSENT_BYTES_MAX {
        return Ok(());
    }
    let why = format!(
        "at most {UNSENT_FILES_MAX} files and {UNSENT_BYTES_MAX} bytes of yours wait to be sent"
    );
    Err(AppError::conflict("too_many_files", why))
}

/// Checks a file, and makes its bytes durable.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is in no conversation, [`AppError::Unprocessable`] with
/// `file_refused` or `file_too_large`.
pub async fn accept(
    app: &App,
    principal: &Principal,
    upload: Upload,
) -> Result<Accepted, AppError> {
    let Upload { file_name: mut name, media_type, bytes } = upload;
    // Shared, as the work may be run again.
    let checked = std::sync::Arc::new(bytes);
    let (bytes, file_name) = (std::sync::Arc::clone(&checked), name.clone());
    let found = app.read(principal, move |s| {
        may_upload(s)?;
        let (app, tenant) = (s.app().clone(), s.tenant().clone());
        let policy = app.policy(s.tx(), &tenant)?;
        let accepted = policy.rules.evidence.accept_upload(&bytes, &media_type, &file_name);
        let accepted = accepted.map_err(|error| {
            let code = match error.problem {
                dispute::evidence::UploadProblem::TooLarge { .. } => "file_too_large",
                _ => "file_refused",
            };
            AppError::unprocessable(code, error.to_string())
        })?;
        let found = accepted.media_type.as_str();
        if !MEDIA_TYPES.contains(&found) {
            let why = format!("a conversation takes JPEG, PNG and PDF, not {found}");
            return Err(AppError::unprocessable("file_refused", why));
        }
        Ok((accepted.sha256, found.to_owned()))
    });
    let (sha256, media_type) = found.await?;
    scrub::text(&mut name);
    let bytes = std::sync::Arc::unwrap_or_clone(checked);
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (blobs, tenant) = (app.blobs().clone(), principal.tenant.clone());
    let content = tokio::task::spawn_blocking(move || blobs.put(&tenant, &sha256, bytes))
        .await
        .map_err(|error| AppError::internal("keeping the file was cut short", error))??;
    Ok(Accepted { sha256, name, media_type, size_bytes, content })
}

/// Keeps an accepted file: its uploader may send it in a message.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn keep(s: &mut Session<'_, '_>, accepted: &Accepted) -> Result<Attachment, AppError> {
    may_upload(s)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let blob = BlobRow {
        tenant: tenant.clone(),
        sha256: accepted.sha256,
        size: accepted.size_bytes,
        media_type: accepted.media_type.clone(),
        content: accepted.content.clone(),
        created_at: now,
    };
    let uploader = uploader(s.principal());
    // Of a name of its own: what was sent in a conversation is not evidence until it is handed in.
    store::evidence::put_blob(s.tx(), blob, &format!("attachment/{uploader}"))?;
    let row = AttachmentRow {
        tenant,
        attachment: AttachmentId::generate(now, s.rng()),
        uploader,
        conversation: None,
        sha256: accepted.sha256,
        name: accepted.name.clone(),
        media_type: accepted.media_type.clone(),
        size_bytes: accepted.size_bytes,
        created_at: now,
    };
    store::attachments::insert(s.tx(), row.clone())?;
    s.audit("attachment.uploaded", format!("attachment/{}", row.attachment), None);
    Ok(shown(&row))
}

/// Forgets files that were uploaded a day ago and never sent; returns how many.
///
/// # Errors
/// The store's.
pub async fn forget_unsent(app: &App) -> Result<usize, AppError> {
    let before = app.now().minus(UNSENT_KEPT);
    let rows = app.store().read(move |tx| store::attachments::unsent(tx, before, UNSENT_AT_ONCE));
    let mut forgotten = 0;
    for row in rows.await? {
        let system = app.system(&row.tenant);
        let gone = app.write(&system, move |s| {
            // It may have been sent since.
            if !store::attachments::delete_unsent(s.tx(), &row.tenant, row.attachment)? {
                return Ok(false);
            }
            forget_bytes(s, &row)?;
            s.audit("attachment.forgotten", format!("attachment/{}", row.attachment), None);
            Ok(true)
        });
        forgotten += usize::from(gone.await?);
    }
    Ok(forgotten)
}

/// Forgets the bytes of a file whose row is gone, where nobody else needs them.
fn forget_bytes(s: &mut Session<'_, '_>, row: &AttachmentRow) -> Result<(), AppError> {
    if store::attachments::has_same(s.tx(), &row.tenant, &row.sha256, &row.uploader)? {
        return Ok(());
    }
    let uploader = format!("attachment/{}", row.uploader);
    let path = store::evidence::forget_upload(s.tx(), &row.tenant, &row.sha256, &uploader)?;
    match path {
        Some(path) => forget_files::enqueue(s, row.sha256, path),
        None => Ok(()),
    }
}

/// Forgets the files of a conversation.
pub(crate) fn erase_of(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    loop {
        let rows = store::erasure::files(s.tx(), &tenant, conversation, FILES_AT_ONCE)?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            store::erasure::forget_file(s.tx(), &tenant, row.attachment)?;
            forget_bytes(s, &row)?;
        }
    }
}

/// Takes the files that a message names: the sender's own, not sent before.
pub(crate) fn take(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
    named: &[String],
) -> Result<Vec<Attachment>, AppError> {
    let field = "attachments";
    if named.len() > ATTACHMENTS_MAX {
        return Err(AppError::invalid(field, format!("at most {ATTACHMENTS_MAX}")));
    }
    let ids: Vec<AttachmentId> = named
        .iter()
        .map(|id| id.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| AppError::invalid(field, "are ids of uploaded files"))?;
    let tenant = s.tenant().clone();
    let uploader = uploader(s.principal());
    let rows = store::attachments::several(s.tx(), &tenant, &ids)?;
    let rows: BTreeMap<AttachmentId, AttachmentRow> =
        rows.into_iter().map(|row| (row.attachment, row)).collect();
    let mut taken: Vec<Attachment> = Vec::with_capacity(ids.len());
    for id in ids {
        let own = rows.get(&id).filter(|row| row.uploader == uploader);
        let free = own.filter(|row| row.conversation.is_none());
        let again = taken.iter().any(|known| known.id == id);
        let Some(row) = free.filter(|_| !again) else {
            let problem = format!("there is no uploaded file {id} of yours that was not sent yet");
            return Err(AppError::invalid(field, problem));
        };
        store::attachments::send(s.tx(), &tenant, id, conversation)?;
        taken.push(shown(row));
    }
    Ok(taken)
}

impl App {
    /// The file of an attachment.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a file of a conversation that the principal may not read.
    pub async fn attachment(
        &self,
        principal: &Principal,
        id: AttachmentId,
    ) -> Result<Download, AppError> {
        let (row, blob) = self
            .read(principal, move |s| {
                let missing = || AppError::not_found("the attachment", &id);
                let tenant = s.tenant().clone();
                let row = store::attachments::get(s.tx(), &tenant, id)?.ok_or_else(missing)?;
                match row.conversation {
                    Some(conversation) => {
                        conversations::get(s, conversation).map_err(|_| missing())?;
                    }
                    None if row.uploader == uploader(s.principal()) => {}
                    None => return Err(missing()),
                }
                let blob = store::evidence::blob(s.tx(), &tenant, &row.sha256)?;
                Ok((row, blob.ok_or_else(missing)?))
            })
            .await?;
        let blobs = self.blobs().clone();
        let BlobRow { sha256, content, .. } = blob;
        let bytes = tokio::task::spawn_blocking(move || blobs.get(&sha256, content))
            .await
            .map_err(|error| AppError::internal("reading the file was cut short", error))??;
        Ok(evidence::Download { file_name: row.name, media_type: row.media_type, bytes })
    }
}

/// Whoever may speak in a conversation of their own, or of the desk, may upload.
fn may_upload(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    let case = Resource { customer: s.principal().customer.clone(), ..s.of_tenant() };
    s.check(Action::ConversationSpeak, &case)
}

/// Whose files somebody may send: their own.
fn uploader(principal: &Principal) -> String {
    let own = principal.customer.as_ref().filter(|_| principal.role.is_of_one_customer());
    match own {
        Some(customer) => format!("customer/{}", CustomerId::as_str(customer)),
        None => {
            let id = principal.id.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{}/{id}", principal.role)
        }
    }
}

fn shown(row: &AttachmentRow) -> Attachment {
    Attachment {
        id: row.attachment,
        name: row.name.clone(),
        media_type: row.media_type.clone(),
        bytes: row.size_bytes.unsigned_abs(),
    }
}
