//! The report of the desk as the API shows it, and as a file of comma-separated values.

use std::collections::BTreeMap;

use app::report as domain;
use app::sheets;
use serde::Serialize;
use store::figures::FiguresRow;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::wire::*;

/// How the desk did. Every figure is counted, none guessed: what has no case is null.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Report {
    /// Local days of the desk on which something happened, from old to new.
    pub days: Vec<ReportDay>,
    pub totals: ReportFigures,
    /// At most 500, those with the most conversations first.
    pub agents: Vec<ReportAgent>,
}

/// The figures of one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportDay {
    pub date: Date,
    #[serde(flatten)]
    pub figures: ReportFigures,
}

/// Figures. Conversations count on the day they were opened, decisions on the day of the first one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportFigures {
    /// Conversations in which the customer wrote, called or asked for a person.
    pub contacts: i64,
    /// Returns and problems that customers reported by themselves, and after which they needed nobody
    /// within 7 days.
    pub self_served: i64,
    /// The same, of all that they reported by themselves.
    #[schema(required = true)]
    pub self_service_share: Option<f64>,
    /// From the moment a person was needed to a person's first answer: half waited no longer.
    #[schema(required = true)]
    pub first_response_p50_s: Option<f64>,
    /// Nine of ten waited no longer.
    #[schema(required = true)]
    pub first_response_p90_s: Option<f64>,
    /// How many waited and were answered.
    pub first_responses: i64,
    /// Promises that were kept, of those that were kept or broken.
    #[schema(required = true)]
    pub sla_share: Option<f64>,
    /// Resolved without a person, not reopened, and the customer did not come back within 7 days; of
    /// the resolved ones.
    #[schema(required = true)]
    pub automated_share: Option<f64>,
    /// Resolved, not reopened, and the customer did not come back within 7 days; of the resolved ones.
    #[schema(required = true)]
    pub first_contact_resolution_share: Option<f64>,
    /// Disputes whose last decision is for another party than the first; of the decided ones.
    #[schema(required = true)]
    pub wrong_decision_share: Option<f64>,
    /// The same, of those that somebody looked at a second time.
    #[schema(required = true)]
    pub overturn_share: Option<f64>,
    /// The mean of the customers' ratings, from 1 to 5.
    #[schema(required = true)]
    pub csat: Option<f64>,
    pub ratings: i64,
    /// Where the true shares lie with 95 % confidence, by the name of the share.
    pub intervals: BTreeMap<&'static str, ShareInterval>,
    /// Seven days have not passed since the last one was resolved: the two shares may still fall.
    pub provisional: bool,
}

/// How sure a share is (Wilson's interval, 95 %).
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct ShareInterval {
    pub low: f64,
    pub high: f64,
    /// Of so many cases.
    pub of: u64,
}

impl From<domain::Share> for ShareInterval {
    fn from(share: domain::Share) -> Self {
        Self { low: share.low, high: share.high, of: share.of }
    }
}

/// What one person did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportAgent {
    pub user_id: PrincipalId,
    pub name: String,
    /// Which they had last.
    pub conversations: i64,
    /// Of the first answers that were theirs.
    #[schema(required = true)]
    pub first_response_p50_s: Option<f64>,
    #[schema(required = true)]
    pub csat: Option<f64>,
    /// First decisions of theirs that were reversed.
    pub overturned: i64,
}

impl From<domain::Report> for Report {
    fn from(from: domain::Report) -> Self {
        let agent = |person: domain::Person| ReportAgent {
            user_id: person.user.into(),
            name: person.name,
            conversations: person.conversations,
            first_response_p50_s: person.first_response_p50_s,
            csat: person.csat,
            overturned: person.overturned,
        };
        let day = |(date, line): (kernel::Date, _)| ReportDay {
            date: date.into(),
            figures: figures(line),
        };
        Self {
            days: from.days.into_iter().map(day).collect(),
            totals: figures(from.totals),
            agents: from.people.into_iter().map(agent).collect(),
        }
    }
}

fn figures(line: domain::Line) -> ReportFigures {
    let shares = [
        ("self_service_share", line.self_service),
        ("sla_share", line.sla),
        ("automated_share", line.automated),
        ("first_contact_resolution_share", line.first_contact_resolution),
        ("wrong_decision_share", line.wrong_decision),
        ("overturn_share", line.overturn),
    ];
    let intervals = shares.into_iter().filter_map(|(name, share)| Some((name, share?.into())));
    let value = |share: Option<domain::Share>| share.map(|share| share.share);
    ReportFigures {
        contacts: line.contacts,
        self_served: line.self_served,
        self_service_share: value(line.self_service),
        first_response_p50_s: line.first_response_p50_s,
        first_response_p90_s: line.first_response_p90_s,
        first_responses: line.first_responses,
        sla_share: value(line.sla),
        automated_share: value(line.automated),
        first_contact_resolution_share: value(line.first_contact_resolution),
        wrong_decision_share: value(line.wrong_decision),
        overturn_share: value(line.overturn),
        csat: line.csat,
        ratings: line.ratings,
        intervals: intervals.collect(),
        provisional: line.provisional,
    }
}

/// One conversation of the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportRow {
    pub conversation_id: ConversationId,
    #[schema(example = "7F3K-9QDM")]
    pub number: String,
    /// `chat`, `email`, `phone` or `app`.
    #[schema(example = "chat")]
    pub channel: String,
    pub customer_id: CustomerId,
    pub opened_at: Moment,
    /// The customer's first word.
    #[schema(required = true)]
    pub contact_at: Option<Moment>,
    /// When a person was first needed, and when one first answered after that.
    #[schema(required = true)]
    pub needed_at: Option<Moment>,
    #[schema(required = true)]
    pub answered_at: Option<Moment>,
    #[schema(required = true)]
    pub answered_by: Option<PrincipalId>,
    /// From needed to answered; and what of it the desk was open.
    #[schema(required = true)]
    pub first_response_s: Option<f64>,
    #[schema(required = true)]
    pub first_response_open_s: Option<f64>,
    #[schema(required = true)]
    pub resolved_at: Option<Moment>,
    pub reopened: i64,
    /// When the customer came back with something after it was resolved.
    #[schema(required = true)]
    pub came_back_at: Option<Moment>,
    /// A person spoke to the customer.
    pub by_person: bool,
    /// Who had it last.
    #[schema(required = true)]
    pub assignee: Option<PrincipalId>,
    #[schema(required = true)]
    pub assignee_name: Option<String>,
    /// 0 normal, 1 high, 2 critical, 3 danger.
    pub level: i64,
    pub score: i64,
    pub tags: Vec<String>,
    #[schema(required = true)]
    pub order_id: Option<OrderId>,
    #[schema(required = true)]
    pub dispute_id: Option<DisputeId>,
    #[schema(required = true)]
    pub complaint_id: Option<ComplaintId>,
    #[schema(required = true)]
    pub csat: Option<i64>,
    /// Kept and broken promises by kind.
    #[schema(value_type = Object, example = json!({"first_response": [1, 0]}))]
    pub sla: BTreeMap<String, [u32; 2]>,
    pub merged: bool,
}

impl From<FiguresRow> for ReportRow {
    fn from(row: FiguresRow) -> Self {
        let seconds = |ms: i64| ms as f64 / 1_000.0;
        Self {
            conversation_id: row.conversation.into(),
            number: row.number,
            channel: row.channel,
            customer_id: row.customer.into(),
            opened_at: row.opened_at.into(),
            contact_at: row.contact_at.map(Into::into),
            needed_at: row.needed_at.map(Into::into),
            answered_at: row.answered_at.map(Into::into),
            answered_by: row.answered_by.map(Into::into),
            first_response_s: row.response_ms.map(seconds),
            first_response_open_s: row.response_open_ms.map(seconds),
            // A time from before it was reopened says nothing of this end.
            came_back_at: row.again_at.filter(|at| Some(*at) >= row.resolved_at).map(Into::into),
            resolved_at: row.resolved_at.map(Into::into),
            reopened: row.reopened,
            by_person: row.person,
            assignee: row.assignee.map(Into::into),
            assignee_name: row.assignee_name,
            level: row.level,
            score: row.score,
            // What is stored was written as JSON.
            tags: serde_json::from_str(&row.tags).unwrap_or_default(),
            order_id: row.order.map(Into::into),
            dispute_id: row.dispute.map(Into::into),
            complaint_id: row.complaint.map(Into::into),
            csat: row.csat,
            sla: serde_json::from_str(&row.promises).unwrap_or_default(),
            merged: row.merged,
        }
    }
}

/// The columns of the file, in order.
const COLUMNS: [&str; 29] = [
    "conversation_id",
    "number",
    "channel",
    "customer_id",
    "opened_at",
    "contact_at",
    "needed_at",
    "answered_at",
    "answered_by",
    "first_response_s",
    "first_response_open_s",
    "resolved_at",
    "reopened",
    "came_back_at",
    "by_person",
    "assignee",
    "assignee_name",
    "level",
    "score",
    "tags",
    "order_id",
    "dispute_id",
    "complaint_id",
    "csat",
    "sla_first_response",
    "sla_next_response",
    "sla_resolution",
    "promises_broken",
    "merged",
];

/// Rows as comma-separated values (RFC 4180), with a line of names. No field begins as a formula:
/// a spreadsheet that opens the file would run it.
pub(crate) fn csv(rows: Vec<FiguresRow>) -> Result<Vec<u8>, Problem> {
    let failed = |error: csv::Error| {
        tracing::error!(%error, "an export cannot be written");
        Problem::internal()
    };
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(COLUMNS).map_err(failed)?;
    for row in rows {
        let broken = row.broken;
        let fields = fields(row.into(), broken);
        file.write_record(fields.iter().map(|field| sheets::harmless(field).into_owned()))
            .map_err(failed)?;
    }
    file.into_inner().map_err(|error| {
        tracing::error!(%error, "an export cannot be written");
        Problem::internal()
    })
}

fn fields(row: ReportRow, broken: i64) -> [String; 29] {
    let time = |at: Option<Moment>| at.map(|at| at.0.to_string()).unwrap_or_default();
    let text = |value: Option<String>| value.unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let sla = |kind: &str| match row.sla.get(kind) {
        Some([_, 0]) => "kept",
        Some(_) => "broken",
        None => "",
    };
    [
        row.conversation_id.0.to_string(),
        row.number,
        row.channel,
        row.customer_id.0.to_string(),
        row.opened_at.0.to_string(),
        time(row.contact_at),
        time(row.needed_at),
        time(row.answered_at),
        text(row.answered_by.map(|id| id.0.to_string())),
        number(row.first_response_s),
        number(row.first_response_open_s),
        time(row.resolved_at),
        row.reopened.to_string(),
        time(row.came_back_at),
        row.by_person.to_string(),
        text(row.assignee.map(|id| id.0.to_string())),
        text(row.assignee_name),
        row.level.to_string(),
        row.score.to_string(),
        row.tags.join(" "),
        text(row.order_id.map(|id| id.0.to_string())),
        text(row.dispute_id.map(|id| id.0.to_string())),
        text(row.complaint_id.map(|id| id.0.to_string())),
        row.csat.map(|csat| csat.to_string()).unwrap_or_default(),
        sla("first_response").to_owned(),
        sla("next_response").to_owned(),
        sla("resolution").to_owned(),
        broken.to_string(),
        row.merged.to_string(),
    ]
}
