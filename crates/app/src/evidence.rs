//! Files handed in as evidence: checked at the door, made durable, then named by a row.

use compliance::authority::{Action, Principal, Resource, Role};
use dispute::EvidenceItem;
use dispute::evidence::{Accepted, UploadProblem};
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, DisputeId, EvidenceId, MerchantId};
use store::evidence::{BlobRow, EvidenceRow};

use crate::order::{self, Work, may_see};
use crate::{App, AppError, Session};

/// Most items of one dispute that are listed.
const ITEMS_MAX: u32 = 500;
/// The uploader of files that the company's own people and systems hand in.
const COMPANY: &str = "company";

/// A file as it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub file_name: String,
    /// What the sender says it is; its own bytes must agree.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A file that was taken: hand its hash in as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    pub sha256: Sha256Hex,
    pub media_type: String,
    pub file_name: String,
    pub size_bytes: u64,
}

/// A file as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    pub file_name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Takes a file: of a kind that may come in, and not too large. What is refused is not stored; its
/// hash is audited.
///
/// # Errors
/// [`AppError::Unprocessable`] (`file_refused`, `file_too_large`), [`AppError::Forbidden`].
pub async fn upload(
    app: &App,
    principal: &Principal,
    upload: Upload,
) -> Result<Uploaded, AppError> {
    let accepted = accept(app, principal, &upload).await?;
    let Upload { mut file_name, bytes, .. } = upload;
    order::scrub::text(&mut file_name);
    let uploaded = Uploaded {
        sha256: accepted.sha256,
        media_type: accepted.media_type.as_str().to_owned(),
        file_name,
        size_bytes: bytes.len() as u64,
    };
    let (blobs, tenant) = (app.blobs().clone(), principal.tenant.clone());
    let sha256 = uploaded.sha256;
    let content = tokio::task::spawn_blocking(move || blobs.put(&tenant, &sha256, bytes))
        .await
        .map_err(|error| AppError::internal("keeping the file was cut short", error))??;
    let kept = uploaded.clone();
    app.write(principal, move |s| {
        let row = BlobRow {
            tenant: s.tenant().clone(),
            sha256: kept.sha256,
            size: i64::try_from(kept.size_bytes).unwrap_or(i64::MAX),
            media_type: kept.media_type.clone(),
            content: content.clone(),
            created_at: s.now(),
        };
        keep(s, row)?;
        s.audit("evidence.uploaded", format!("blob/{}", kept.sha256), None);
        Ok(())
    })
    .await?;
    Ok(uploaded)
}

async fn accept(app: &App, principal: &Principal, upload: &Upload) -> Result<Accepted, AppError> {
    let (bytes, name) = (upload.bytes.clone(), upload.file_name.clone());
    let media_type = upload.media_type.clone();
    app.write(principal, move |s| {
        may_upload(s)?;
        let (app, tenant) = (s.app().clone(), s.tenant().clone());
        let policy = app.policy(s.tx(), &tenant)?;
        policy.rules.evidence.accept_upload(&bytes, &media_type, &name).map_err(|error| {
            let code = match error.problem {
                UploadProblem::TooLarge { .. } => "file_too_large",
                _ => "file_refused",
            };
            s.keep();
            let body = serde_json::json!({ "problem": code });
            s.audit("evidence.refused", format!("blob/{}", error.sha256), Some(body));
            AppError::unprocessable(code, error.to_string())
        })
    })
    .await
}

/// Whoever may hand in evidence at all may upload: to which case it belongs is checked when it is
/// handed in.
fn may_upload(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    let principal = s.principal();
    let case = Resource {
        merchant: principal.merchant.clone(),
        customer: principal.customer.clone(),
        ..s.of_tenant()
    };
    s.check(Action::EvidenceAdd, &case)
}

/// The evidence of a dispute, oldest first. The parties see each other's: that is what a right of
/// reply needs. What is only between the provider and one party stays there.
///
/// # Errors
/// [`AppError::NotFound`], also for a dispute of somebody else.
pub fn list(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<Vec<EvidenceRow>, AppError> {
    visible(s, dispute)?;
    let tenant = s.tenant().clone();
    let rows = store::evidence::of_dispute(s.tx(), &tenant, dispute, ITEMS_MAX)?;
    let party = matches!(
        s.principal().role,
        Role::Consumer | Role::Ai | Role::Merchant | Role::MerchantAdmin
    );
    Ok(rows.into_iter().filter(|row| !party || row.source != "provider").collect())
}

fn visible(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<(), AppError> {
    let order = order::order_of(s, dispute)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(dispute))?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::EvidenceRead, &case)
}

impl App {
    /// The file of an item of evidence.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a dispute of somebody else, or an item without a file.
    pub async fn blob(
        &self,
        principal: &Principal,
        dispute: DisputeId,
        evidence: EvidenceId,
    ) -> Result<Download, AppError> {
        let (item, row) = self
            .read(principal, move |s| {
                let missing = || AppError::not_found("the evidence", &evidence);
                let rows = list(s, dispute)?;
                let row = rows.into_iter().find(|row| row.evidence == evidence);
                let item: EvidenceItem = serde_json::from_str(&row.ok_or_else(missing)?.doc)?;
                let sha256 = item.sha256.ok_or_else(missing)?;
                let tenant = s.tenant().clone();
                let blob = store::evidence::blob(s.tx(), &tenant, &sha256)?;
                Ok((item, blob.ok_or_else(missing)?))
            })
            .await?;
        let blobs = self.blobs().clone();
        let BlobRow { sha256, content, media_type, .. } = row;
        let bytes = tokio::task::spawn_blocking(move || blobs.get(&sha256, content))
            .await
            .map_err(|error| AppError::internal("reading the file was cut short", error))??;
        let file_name = item.file_name.unwrap_or_else(|| evidence.to_string());
        Ok(Download { file_name, media_type, bytes })
    }
}

/// Keeps a file's row, as handed in by whom the principal speaks for. Its bytes are safe already.
///
/// # Errors
/// The store's.
pub fn keep(s: &mut Session<'_, '_>, row: BlobRow) -> Result<(), AppError> {
    let uploader = party(s.principal()).unwrap_or_else(|| COMPANY.to_owned());
    Ok(store::evidence::put_blob(s.tx(), row, &uploader)?)
}

/// Whose files a principal may name: a shop's and a customer's own, the company's people all.
fn party(principal: &Principal) -> Option<String> {
    let Principal { role, merchant, customer, .. } = principal;
    let named = |id: Option<&str>| id.unwrap_or_default().to_owned();
    if role.is_of_one_merchant() {
        Some(format!("merchant/{}", named(merchant.as_ref().map(MerchantId::as_str))))
    } else if role.is_of_one_customer() {
        Some(format!("customer/{}", named(customer.as_ref().map(CustomerId::as_str))))
    } else {
        None
    }
}

/// Checks that the files items name were uploaded, and says what they are by their own bytes. A
/// party's files are those it uploaded itself: a hash is no secret, and of a file of somebody else it
/// learns not even that it is there.
pub(crate) fn fill_files(
    s: &mut Session<'_, '_>,
    items: &mut [dispute::NewEvidence],
) -> Result<(), AppError> {
    let (tenant, party) = (s.tenant().clone(), party(s.principal()));
    for item in items {
        let Some(sha256) = &item.sha256 else {
            item.media_type = None;
            continue;
        };
        let blob = match &party {
            Some(party) => store::evidence::uploaded(s.tx(), &tenant, sha256, party)?,
            None => store::evidence::blob(s.tx(), &tenant, sha256)?,
        };
        let Some(blob) = blob else {
            let problem = format!("there is no uploaded file {sha256}: upload it first");
            return Err(AppError::invalid("items.sha256", problem));
        };
        item.media_type = Some(blob.media_type);
    }
    Ok(())
}
