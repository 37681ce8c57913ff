//! What clients were told is durable, kept outside of the file system that will be cut off.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::canonical::Sha256Hex;
use kernel::{DisputeId, Timestamp};
use serde_json::{Value, json};

use crate::server::http::{Client, Request};
use crate::server::seed::{self, Seeded};

/// One dispute in so many gets a file.
const FILE_EVERY: u32 = 3;

/// Everything that was acknowledged.
#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) orders: Vec<u32>,
    pub(super) disputes: Vec<(u32, DisputeId)>,
    /// Files handed in as evidence, each with its dispute.
    pub(super) files: Vec<(u32, DisputeId, Sha256Hex)>,
}

impl Journal {
    pub(super) fn writes(&self) -> usize {
        self.orders.len() + self.disputes.len() + self.files.len()
    }

    pub(super) fn add(&mut self, other: Self) {
        self.orders.extend(other.orders);
        self.disputes.extend(other.disputes);
        self.files.extend(other.files);
    }

    /// One customer's day: an order, a dispute about it, at times a file. `false` when the node is
    /// gone, or fails because its file system is.
    ///
    /// # Errors
    /// When a request is refused, or fails before the cut.
    pub(super) async fn one(
        &mut self,
        client: &mut Client,
        seeded: &Seeded,
        number: u32,
        now: Timestamp,
        cut: &AtomicBool,
    ) -> Result<bool> {
        let records = serde_json::to_value(seed::order(number, now)?)?;
        let order = Request::post("/v1/feed/batch", &seeded.feed_key, None, &records);
        let Some(taken) = acknowledged(client, &order, 200, cut).await? else { return Ok(false) };
        let accepted = taken.get("accepted").and_then(Value::as_u64);
        ensure!(accepted == Some(3), "the feed took {taken}");
        self.orders.push(number);
        let open = seed::intake(seeded, number, now);
        let Some(opened) = acknowledged(client, &open, 201, cut).await? else { return Ok(false) };
        let id = opened.get("id").and_then(Value::as_str).context("a dispute has an id")?;
        let dispute: DisputeId = id.parse()?;
        self.disputes.push((number, dispute));
        if number.is_multiple_of(FILE_EVERY) {
            let bytes = file(number);
            let request = hand_in(seeded, number, dispute, &bytes);
            if acknowledged(client, &request, 200, cut).await?.is_none() {
                return Ok(false);
            }
            self.files.push((number, dispute, Sha256Hex::of(&bytes)));
        }
        Ok(true)
    }
}

/// The answer as JSON; nothing when, after the cut, the node failed or the connection broke.
async fn acknowledged(
    client: &mut Client,
    request: &Request,
    status: u16,
    cut: &AtomicBool,
) -> Result<Option<Value>> {
    let is_cut = || cut.load(Ordering::SeqCst);
    match client.send(request).await {
        Ok(answer) if answer.status >= 500 && is_cut() => Ok(None),
        Ok(answer) => answer.expect(status)?.json().map(Some),
        Err(_) if is_cut() => Ok(None),
        Err(error) => bail!("the node broke off before the cut: {error:#}"),
    }
}

/// A small document, different for each order.
fn file(number: u32) -> Vec<u8> {
    format!("%PDF-1.4\n% proof {number}\n%%EOF\n").repeat(200).into_bytes()
}

fn hand_in(seeded: &Seeded, number: u32, dispute: DisputeId, bytes: &[u8]) -> Request {
    let file = json!({
        "name": "proof.pdf", "media_type": "application/pdf",
        "content_base64": STANDARD.encode(bytes),
    });
    let item = json!({ "type": "merchant_contact", "text": "See the file.", "file": file });
    let (path, key) = (format!("/v1/disputes/{dispute}/evidence"), format!("file-{number}"));
    Request::post(&path, &seeded.desk_key, Some(&key), &json!({ "evidence": [item] }))
}
