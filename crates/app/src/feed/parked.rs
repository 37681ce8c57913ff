//! Records that came before what they build on. They wait as jobs of a queue that is named after
//! what they wait for, and no worker listens to.

use commerce::Record;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, JobId, MerchantId, OrderId, TaskId, Timestamp};
use store::jobs::NewJob;
use store::tasks::TaskRow;

use crate::order::Work;
use crate::{AppError, Session};

/// Taken from a queue at once.
const TAKEN_AT_ONCE: u32 = 200;
/// Most records that may wait for one thing: beyond it, the feed is out of order and must be mended.
const WAITING_MAX: usize = 20_000;
/// A record of the gate both sides pass: whoever comes second sees what the first one wrote.
const GATE: &str = "gate";
/// When a person should have looked at a record that does not fit.
const REFUSED_DUE_AFTER: Duration = Duration::from_days(1);

/// What waits for an order.
pub(super) fn for_order(s: &Session<'_, '_>, order: &OrderId) -> String {
    format!("parked/{}/order/{order}", s.tenant())
}

/// What waits for a merchant.
pub(super) fn for_merchant(s: &Session<'_, '_>, merchant: &MerchantId) -> String {
    format!("parked/{}/merchant/{merchant}", s.tenant())
}

/// Lets a record wait.
pub(super) fn park(s: &mut Session<'_, '_>, queue: &str, record: &Record) -> Result<(), AppError> {
    pass_gate(s, queue)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let job = NewJob {
        tenant,
        job: JobId::generate(now, s.rng()),
        queue: queue.to_owned(),
        key: Some(format!("{}/{}", record.kind(), record.key())),
        payload: serde_json::to_string(record)?,
        run_at: record.at(),
        created_at: now,
    };
    Ok(store::jobs::enqueue(s.tx(), vec![job])?)
}

/// Lets a record wait for its order, unless the order came meanwhile.
pub(super) fn park_unless_there(
    s: &mut Session<'_, '_>,
    queue: &str,
    order: &OrderId,
    record: &Record,
) -> Result<Option<Work>, AppError> {
    pass_gate(s, queue)?;
    if let Some(work) = Work::load(s, order)? {
        return Ok(Some(work));
    }
    park(s, queue, record)?;
    Ok(None)
}

/// Everything that waited, in the order in which it became true; it waits no longer.
pub(super) fn take(s: &mut Session<'_, '_>, queue: &str) -> Result<Vec<Record>, AppError> {
    pass_gate(s, queue)?;
    let mut records = Vec::new();
    // A record may be dated a little ahead of this node's clock: its sender's clock runs fast, or
    // that of the node which took it in. All are taken, or some would wait for ever.
    let whenever = Timestamp::MAX;
    loop {
        let lease = s.tx().lease();
        let jobs = store::jobs::claim(s.tx(), queue, whenever, whenever, TAKEN_AT_ONCE)?;
        if jobs.is_empty() {
            return Ok(records);
        }
        if records.len() >= WAITING_MAX {
            let why =
                format!("more than {WAITING_MAX} records wait: send what they build on first");
            return Err(AppError::Overloaded { why });
        }
        for job in jobs {
            records.push(serde_json::from_str(&job.payload)?);
            store::jobs::done(s.tx(), &job, lease)?;
        }
    }
}

/// Two transactions, one that parks and one that brings what is waited for, write the same row
/// first: so one waits for the other, and then sees it.
fn pass_gate(s: &mut Session<'_, '_>, queue: &str) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let hash = Sha256Hex::of(queue.as_bytes());
    Ok(store::feed::note(s.tx(), &tenant, GATE, queue, &hash, now)?)
}

/// A record that waited and then did not fit: nobody waits for the answer, so a person is told.
pub(super) fn refused(
    s: &mut Session<'_, '_>,
    order: Option<OrderId>,
    why: &str,
) -> Result<(), AppError> {
    let now = s.now();
    let task = TaskRow {
        tenant: s.tenant().clone(),
        task: TaskId::generate(now, s.rng()),
        kind: "feed_record_refused".to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order,
        dispute: None,
        assignee: None,
        due_at: now.plus(REFUSED_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": why }).to_string(),
    };
    Ok(store::tasks::insert(s.tx(), vec![task])?)
}
