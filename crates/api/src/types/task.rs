//! What waits for a person, as the API shows it.

use serde::Serialize;
use store::tasks::TaskRow;
use utoipa::ToSchema;

use crate::wire::*;

/// A task.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Task {
    pub id: TaskId,
    /// Such as `decide`, `human_review` or `approve_request`; expect kinds that you do not know.
    #[schema(example = "decide")]
    pub kind: String,
    /// `open`, `claimed` or `closed`.
    #[schema(example = "open")]
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    /// What it is about, in lists and where one task is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// The conversation's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "7F3K-9QDM")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PrincipalId>,
    pub due_at: Moment,
    pub created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// Why a person is needed, and what belongs to it.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Self {
        Self {
            id: row.task.into(),
            kind: row.kind,
            state: row.state,
            order_id: row.order.map(Into::into),
            dispute_id: row.dispute.map(Into::into),
            conversation_id: None,
            number: None,
            customer_id: None,
            customer_name: None,
            assignee: row.assignee.map(Into::into),
            due_at: row.due_at.into(),
            created_at: row.created_at.into(),
            closed_at: row.closed_at.map(Into::into),
            // What is stored was written as JSON.
            details: serde_json::from_str(&row.doc).unwrap_or_default(),
        }
    }
}

impl Task {
    /// A task with what it is about.
    pub(crate) fn about(row: TaskRow, about: app::tasks::About) -> Self {
        Self {
            conversation_id: about.conversation.map(Into::into),
            number: about.number,
            customer_id: about.customer.map(Into::into),
            customer_name: about.customer_name,
            ..row.into()
        }
    }
}
