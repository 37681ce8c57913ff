//! Reading files in the background, each once, after the transaction that handed it in.

use async_trait::async_trait;
use compliance::authority::{Action, Principal};
use dispute::{Dispute, EvidenceItem, Input};
use documents::books::Answer;
use documents::flags::{Flag, FlagKind, is_serious};
use documents::likeness::{Likeness, SKETCH_PERCENT_MIN};
use engine::HandlerError;
use engine::jobs::{Completion, JobHandler, nothing_to_write};
use kernel::canonical::Sha256Hex;
use kernel::{DisputeId, EvidenceId, JobId};
use ocr::Tesseract;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::evidence::BlobRow;
use store::jobs::{JobRow, NewJob};
use store::readings::ReadingRow;

use super::read::{Letters, Market, Read, read};
use super::{KeptFact, Reading, Status, books};
use crate::order::{self, Act, Work};
use crate::{App, AppError, Session};

/// The queue of files to read.
pub const READ_DOCUMENTS: &str = "read_documents";
/// Files that are read at a time on one node: each may unpack to much.
const CONCURRENT_MAX: u32 = 2;
/// Cases with a file that is alike, at most, that are looked at for one key.
const ALIKE_MAX: u32 = 5;

/// Which item.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    dispute: DisputeId,
    evidence: EvidenceId,
}

/// Notes that the file of an item is to be read.
pub(crate) fn enqueue(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    evidence: EvidenceId,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let job = NewJob {
        tenant,
        job: JobId::generate(now, s.rng()),
        queue: READ_DOCUMENTS.to_owned(),
        key: Some(evidence.to_string()),
        payload: serde_json::to_string(&Payload { dispute, evidence })?,
        run_at: now,
        created_at: now,
    };
    Ok(store::jobs::enqueue(s.tx(), vec![job])?)
}

/// Reads what is to be read.
#[derive(Debug)]
pub struct ReadDocuments {
    pub app: App,
    /// Recognises the letters of pictures, where it is installed.
    pub ocr: Option<Tesseract>,
}

#[async_trait]
impl JobHandler for ReadDocuments {
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError> {
        let failed = |error: AppError| HandlerError::Failed(crate::error::with_sources(&error));
        let payload: Payload =
            serde_json::from_str(&job.payload).map_err(|error| failed(error.into()))?;
        self.one(&self.app.system(&job.tenant), payload).await.map_err(failed)?;
        Ok(nothing_to_write())
    }

    fn concurrent_max(&self) -> u32 {
        CONCURRENT_MAX
    }
}

/// What reading needs to know of an item.
struct Before {
    item: EvidenceItem,
    blob: BlobRow,
    market: Market,
}

impl ReadDocuments {
    async fn one(
        &self,
        system: &Principal,
        Payload { dispute, evidence }: Payload,
    ) -> Result<(), AppError> {
        let before = self.app.read(system, move |s| before(s, dispute, evidence)).await?;
        // An item that is gone, or has no file any more, has nothing to read.
        let Some(Before { item, blob, market }) = before else { return Ok(()) };
        let blobs = self.app.blobs().clone();
        let BlobRow { sha256, content, media_type, .. } = blob;
        let cut_short = |error| AppError::internal("reading a document was cut short", error);
        let bytes = tokio::task::spawn_blocking(move || blobs.get(&sha256, content));
        let bytes = bytes.await.map_err(cut_short)??;
        let letters = self.letters(&media_type, &bytes).await;
        let (app, kind) = (self.app.clone(), item.kind);
        let read = tokio::task::spawn_blocking(move || {
            read(&bytes, &media_type, kind, letters, (app.listener(), &market))
        });
        let read = read.await.map_err(cut_short)?;
        self.app.write(system, move |s| keep(s, dispute, evidence, sha256, &read)).await
    }

    async fn letters(&self, media_type: &str, bytes: &[u8]) -> Letters {
        let Some(ocr) = self.ocr.as_ref().filter(|_| media_type.starts_with("image/")) else {
            return Letters::NoProgram;
        };
        // A picture of too many pixels is not shown to anything.
        if documents::picture::check(bytes).is_err() {
            return Letters::Failed;
        }
        ocr.words(bytes.to_vec()).await.map_or(Letters::Failed, Letters::Words)
    }
}

fn item_of(dispute: &Dispute, evidence: EvidenceId) -> Option<&EvidenceItem> {
    dispute.evidence.iter().find(|item| item.id == evidence)
}

fn before(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    evidence: EvidenceId,
) -> Result<Option<Before>, AppError> {
    let tenant = s.tenant().clone();
    let Some(row) = store::disputes::get(s.tx(), &tenant, dispute)? else { return Ok(None) };
    let work = Work::get(s, &row.order)?;
    let item = work.file.dispute(dispute).and_then(|dispute| item_of(dispute, evidence));
    let Some((item, sha256)) = item.and_then(|item| Some((item.clone(), item.sha256?))) else {
        return Ok(None);
    };
    let Some(blob) = store::evidence::blob(s.tx(), &tenant, &sha256)? else { return Ok(None) };
    let (app, market) = (s.app().clone(), work.file.order().jurisdiction.clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&market);
    let calendar = calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
    let market = Market {
        currency: work.file.currency(),
        is_month_first: market.country() == "US",
        today: calendar.local_date(item.received_at),
    };
    Ok(Some(Before { item, blob, market }))
}

/// Holds what was read against the books, keeps it, and lets the machine know what the books confirm.
fn keep(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    evidence: EvidenceId,
    sha256: Sha256Hex,
    read: &Read,
) -> Result<(), AppError> {
    let order = order::order_of(s, dispute)?;
    let work = Work::get(s, &order)?;
    let Some(case) = work.file.dispute(dispute).cloned() else { return Ok(()) };
    let Some(item) = item_of(&case, evidence) else { return Ok(()) };
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&work.file.order().jurisdiction);
    let calendar = calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
    let books = books::books(s, &work.file, &case, item, calendar)?;
    let kept = |fact: &documents::facts::Fact| {
        let answer = books.answer(fact);
        KeptFact {
            fact: fact.clone(),
            books: answer,
            status: Status::Extracted,
            by: None,
            at: None,
        }
    };
    let mut facts: Vec<KeptFact> = read.facts.iter().map(kept).collect();
    let mut flags = read.flags.clone();
    flags.extend(books::contradictions(&facts, &item.extracted, (calendar, work.file.currency())));
    flags.extend(elsewhere(s, dispute, sha256, &read.likeness)?);
    if !is_serious(&flags) {
        for fact in facts.iter_mut().filter(|fact| fact.books == Answer::Agrees) {
            fact.status = Status::ConfirmedByRule;
        }
    }
    let reading = Reading {
        source: read.source,
        unread: read.unread,
        is_cut: read.is_cut,
        facts,
        flags,
        likeness: read.likeness.clone(),
    };
    let row = ReadingRow {
        tenant,
        evidence,
        dispute,
        order,
        read_at: s.now(),
        doc: serde_json::to_string(&reading)?,
    };
    store::readings::put_keys(s.tx(), &row, &keys(&sha256, &read.likeness))?;
    store::readings::put(s.tx(), row)?;
    let flags: Vec<_> = reading.flags.iter().map(|flag| flag.kind).collect();
    let fields: Vec<&str> = reading.facts.iter().map(|kept| kept.fact.field.as_str()).collect();
    let body = json!({ "facts": fields, "flags": flags, "unread": reading.unread });
    s.audit("evidence.read", format!("evidence/{evidence}"), Some(body));
    tell(s, work, &case, item, &reading, calendar)
}

/// Tells the machine what the books confirm. What a party or a person typed already stays as it is.
fn tell(
    s: &mut Session<'_, '_>,
    work: Work,
    case: &Dispute,
    item: &EvidenceItem,
    reading: &Reading,
    calendar: &kernel::Calendar,
) -> Result<(), AppError> {
    let facts = books::extracted(&item.extracted, reading, &work.file, calendar);
    if !item.extracted.is_empty() || facts.is_empty() || !case.state.is_open() {
        return Ok(());
    }
    let act = Act { dispute: Some(case.id), ..Act::new(Action::EvidenceMatchFact) };
    order::check(s, &work.file, &act)?;
    let input = Input::ConfirmFact {
        dispute: case.id,
        evidence: item.id,
        extracted: Box::new(facts),
        authenticity: item.authenticity,
    };
    order::finish(s, work, input)?;
    Ok(())
}

/// By what a file is known again.
fn keys(sha256: &Sha256Hex, likeness: &Likeness) -> Vec<String> {
    let mut keys = likeness.keys();
    keys.push(same_file(sha256));
    keys
}

pub(crate) fn same_file(sha256: &Sha256Hex) -> String {
    format!("f:{sha256}")
}

/// Whether the file, or one nearly like it, was handed in in a case of another order.
fn elsewhere(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    sha256: Sha256Hex,
    likeness: &Likeness,
) -> Result<Vec<Flag>, AppError> {
    let own = order::order_of(s, dispute)?;
    let found = alike(s, dispute, &same_file(&sha256), likeness)?;
    // A second case of one order rightly has the same files.
    let found = found.into_iter().filter(|hit| hit.order != own);
    Ok(found
        .map(|hit| {
            let kind =
                if hit.is_same { FlagKind::SameFileElsewhere } else { FlagKind::AlikeElsewhere };
            Flag::with(kind, hit.dispute.to_string())
        })
        .collect())
}

/// A file of another case that is the same, or nearly.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hit {
    pub(crate) dispute: DisputeId,
    pub(crate) order: kernel::OrderId,
    pub(crate) is_same: bool,
    pub(crate) percent: u32,
}

/// Files of other cases that are the same as one, or nearly; each case once.
pub(crate) fn alike(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    same: &str,
    likeness: &Likeness,
) -> Result<Vec<Hit>, AppError> {
    let tenant = s.tenant().clone();
    let mut hits: Vec<Hit> = Vec::new();
    let rows = store::readings::alike(s.tx(), &tenant, same, dispute, ALIKE_MAX)?;
    for row in rows {
        if hits.iter().all(|hit| hit.dispute != row.dispute) {
            hits.push(Hit { dispute: row.dispute, order: row.order, is_same: true, percent: 100 });
        }
    }
    for key in likeness.keys() {
        for row in store::readings::alike(s.tx(), &tenant, &key, dispute, ALIKE_MAX)? {
            if hits.iter().any(|hit| hit.dispute == row.dispute) {
                continue;
            }
            let Some(other) = store::readings::get(s.tx(), &tenant, row.evidence)? else {
                continue;
            };
            let other: Reading = serde_json::from_str(&other.doc)?;
            let percent = likeness.percent(&other.likeness).unwrap_or(0);
            if percent >= SKETCH_PERCENT_MIN {
                hits.push(Hit { dispute: row.dispute, order: row.order, is_same: false, percent });
            }
        }
    }
    Ok(hits)
}
