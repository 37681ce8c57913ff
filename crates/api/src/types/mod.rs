//! The API's own types, one module per subject, and their conversions from the domain.

pub(crate) mod assistant_control;
pub(crate) mod assistant_quality;
pub(crate) mod brief;
pub(crate) mod common;
pub(crate) mod conversation;
pub(crate) mod conversation_event;
pub(crate) mod conversation_from;
pub(crate) mod decision;
pub(crate) mod dispute;
pub(crate) mod dispute_from;
pub(crate) mod dispute_requests;
pub(crate) mod explanation;
pub(crate) mod feed;
pub(crate) mod feed_from;
pub(crate) mod klarna;
pub(crate) mod ledger;
pub(crate) mod letter;
pub(crate) mod order;
pub(crate) mod outlook;
pub(crate) mod payout;
pub(crate) mod plan;
pub(crate) mod report;
pub(crate) mod suggestion;
pub(crate) mod task;
pub(crate) mod triage;
pub(crate) mod what_if;
