//! A person's own data: the export (GDPR article 15), and erasure (article 17) as far as nothing
//! else must be kept. Nothing here says anything of suspicion.
//!
//! Erasing changes no number and no hash that others count on: events of conversations keep their
//! places, and the audit trail, which names nobody, is as it was.

use compliance::authority::{Action, Principal, Resource, Role, Withheld};
use compliance::retention::{Answer, Class, ErasurePlan, Hold, Item, plan_erasure};
use dispute::{OrderFile, Party as Of, Reason};
use kernel::{Calendar, CustomerId, Jurisdiction};
use serde_json::{Value, json};
use store::Cursor;
use store::orders::OrdersOf;
use store::parties::Party;
use support::conversation::{Conversation, ErasedWhy};

use crate::disputes::CODE_OF_A_HIDDEN_REASON;
use crate::order::links;
use crate::{
    AppError, Session, answers, cobrowse, company, complaints, conversations, customers, mail,
    retention, settings, support_needs,
};

/// Most orders, notices and complaints of one person that are exported at once.
const ROWS_MAX: u32 = 10_000;
/// Whose calendar counts for whom nobody knows, where the company says nothing.
const HOME: &str = "gb";

/// Everything that is kept about a person and may be told.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn export(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Value, AppError> {
    let case = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    s.check(Action::DataExport, &case)?;
    let person = person(s, customer)?;
    let mut orders = Vec::new();
    for file in files(s, customer)? {
        orders.push(order_for_person(&file)?);
    }
    let tenant = s.tenant().clone();
    let newest = Cursor::newest();
    let notices = store::notices::of_customer(s.tx(), &tenant, customer, &newest, ROWS_MAX)?;
    let complaints =
        store::complaints::list(s.tx(), &tenant, None, Some(customer), &newest, ROWS_MAX)?;
    let parsed = |doc: &str| serde_json::from_str::<Value>(doc).map_err(AppError::from);
    let notices: Vec<Value> = notices
        .iter()
        .map(|row| {
            Ok(json!({
                "at": row.created_at, "kind": row.kind, "content": parsed(&row.doc)?,
                "sent": sent(row),
            }))
        })
        .collect::<Result<_, AppError>>()?;
    let complaints: Vec<Value> =
        complaints.iter().map(crate::complaints::exported).collect::<Result<_, _>>()?;
    let support_needs = support_needs::exported(s, customer)?;
    let settings = settings::exported(s, customer)?;
    let conversations = conversations::exported(s, customer)?;
    let cobrowsing = cobrowse::trail::exported(s, customer, ROWS_MAX)?;
    s.audit("data.exported", subject(customer), None);
    Ok(json!({
        "customer": person,
        "support_needs": support_needs,
        "settings": settings,
        "orders": orders,
        "notices": notices,
        "complaints": complaints,
        "conversations": conversations,
        "cobrowsing": cobrowsing,
        "exported_at": s.now(),
    }))
}

/// By which ways a notice went, and what became of it.
pub(crate) fn sent(row: &store::notices::NoticeRow) -> Value {
    let sending = &row.sending;
    let email = sending
        .email_state
        .as_ref()
        .map(|state| json!({ "state": state, "why": sending.email_why, "at": sending.email_at }));
    let sms = sending.sms_state.as_ref().map(|state| json!({ "state": state }));
    json!({ "email": email, "sms": sms })
}

/// An order as its customer may see it: without scores, and without who sits where at the desk.
/// What the customer is not told in any other answer is not told here either: why a purchase was
/// suspected, and what the provider noted for itself.
fn order_for_person(file: &OrderFile) -> Result<Value, AppError> {
    let disputes = file.disputes().iter().map(|dispute| {
        let hidden = dispute.kind.is_hidden_from_customer();
        let reason = if hidden { Reason::Other } else { dispute.reason };
        let closing = dispute.closing.clone().map(|mut closing| {
            if hidden {
                CODE_OF_A_HIDDEN_REASON.clone_into(&mut closing.code);
            }
            closing
        });
        let decisions = dispute.decisions.iter().filter(|_| !hidden).map(|decision| {
            json!({ "at": decision.at, "for": decision.for_party, "rule": decision.rule })
        });
        let evidence = dispute.evidence.iter().filter(|item| match item.party {
            Of::Consumer => true,
            Of::Merchant => !hidden,
            Of::Provider => false,
        });
        json!({
            "id": dispute.id,
            "reason": reason,
            "opened_at": dispute.opened_at,
            "claimed_minor": dispute.claimed_minor,
            "statement": dispute.statement,
            "state": dispute.state,
            "closing": closing,
            "decisions": decisions.collect::<Vec<_>>(),
            "evidence": evidence.map(|item| json!({
                "type": item.kind, "party": item.party, "received_at": item.received_at,
                "file_name": item.file_name, "text": item.text,
            })).collect::<Vec<_>>(),
        })
    });
    Ok(json!({
        "order": serde_json::to_value(file.order())?,
        "plans": serde_json::to_value(file.plans())?,
        "shipments": serde_json::to_value(file.shipments())?,
        "scans": serde_json::to_value(file.scans())?,
        "returns": serde_json::to_value(file.returns())?,
        "payments": serde_json::to_value(file.payments())?,
        "refunds": serde_json::to_value(file.refunds())?,
        "disputes": disputes.collect::<Vec<_>>(),
    }))
}

/// What erasing a person's data comes to: what goes now, and what is kept on which ground.
///
/// # Errors
/// As [`export`].
pub fn plan(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<ErasurePlan, AppError> {
    let case = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    s.check(Action::DataErase, &case)?;
    let person = person(s, customer)?;
    let mut items = items(s, customer)?;
    let mut holds: Vec<Hold> = Vec::new();
    for conversation in conversations_of(s, customer, &person)? {
        items.push(retention::item(s, &conversation)?);
        holds.extend(retention::hold(&conversation));
    }
    let calendar = calendar(s, &person.jurisdiction)?;
    let records = &s.app().statutes().records.rule;
    Ok(plan_erasure(records, &items, &holds, s.now(), &calendar))
}

/// The conversations of a customer that are not erased, and those by letters from their address that
/// nobody could prove to be theirs.
fn conversations_of(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    person: &commerce::Customer,
) -> Result<Vec<Conversation>, AppError> {
    let mut found = conversations::to_erase(s, customer)?;
    if let Some(address) = person.email.as_deref().and_then(::mail::normal)
        && let Some(stranger) = mail::stranger_at(s, &address)?
    {
        found.extend(conversations::to_erase(s, &stranger)?);
    }
    Ok(found)
}

/// Erases what nothing holds, and answers for each record. Contact details go at once, and so does what
/// was said in conversations, unless a complaint, a dispute or a legal hold keeps it; orders, disputes
/// and books stay as long as law keeps them.
///
/// # Errors
/// As [`export`].
pub fn erase(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Vec<Answer>, AppError> {
    let plan = plan(s, customer)?;
    let person = person(s, customer)?;
    for conversation in conversations_of(s, customer, &person)? {
        if plan.erase_now.contains(&retention::item_id(&conversation)) {
            conversations::erase(s, conversation.id, ErasedWhy::Asked)?;
        }
    }
    complaints::erase(s, customer, &plan)?;
    if let Some(address) = person.email.as_deref().and_then(::mail::normal) {
        mail::erase_from(s, &address)?;
        crate::sign_in::forget_code(s, &address)?;
    }
    let bare = commerce::Customer { name: None, email: None, address: None, ..person };
    let (tenant, now) = (s.tenant().clone(), s.now());
    // A hash of an address or a number tells whose it is to whoever knows it. What says that two
    // accounts are one (devices, where parcels went) stays for as long as fraud must be prevented.
    store::erasure::forget_links(s.tx(), &tenant, customer, links::EMAIL)?;
    store::erasure::forget_links(s.tx(), &tenant, customer, links::PHONE)?;
    let theirs = Principal {
        tenant: tenant.clone(),
        role: Role::Consumer,
        id: None,
        merchant: None,
        customer: Some(customer.clone()),
        withheld: Withheld::default(),
    };
    store::erasure::forget_answers(s.tx(), &tenant, &answers::owner(&theirs)?)?;
    let doc = serde_json::to_string(&bare)?;
    store::parties::put(s.tx(), Party::Customer, &tenant, customer.as_str(), doc, now)?;
    store::sessions::scrub(s.tx(), &tenant, customer)?;
    support_needs::erase(s, customer)?;
    cobrowse::signed_out(s, customer)?;
    cobrowse::recordings::erase_of(s, customer)?;
    store::settings::delete_of_customer(s.tx(), &tenant, customer.as_str())?;
    let kept = plan.keep.len();
    let body = json!({ "erased": plan.erase_now.len(), "kept": kept });
    s.audit("data.erased", subject(customer), Some(body));
    Ok(plan.answers())
}

/// Audit entries hold nothing personal: the person is named by a hash.
fn subject(customer: &CustomerId) -> String {
    let hash = kernel::canonical::Sha256Hex::of(customer.as_str().as_bytes());
    format!("customer/{hash}")
}

/// The records about a person, by class.
fn items(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Vec<Item>, AppError> {
    let mut items = vec![Item {
        id: format!("customer/{customer}/contact"),
        class: Class::Marketing,
        closed_at: None,
    }];
    if support_needs::count(s, customer)? > 0 {
        let id = format!("customer/{customer}/support-needs");
        // Kept on consent alone, as marketing is: it goes when the customer says so.
        items.push(Item { id, class: Class::Marketing, closed_at: None });
    }
    for file in files(s, customer)? {
        let order = file.order();
        let owed: i64 = file.plans().iter().map(plan::Plan::outstanding).sum();
        let open = file.disputes().iter().any(|dispute| dispute.state.is_open());
        let last = file.payments().iter().map(|payment| payment.at).max();
        let closed_at = (owed == 0 && !open).then(|| last.unwrap_or(order.at));
        let us = order.jurisdiction.country() == "us";
        let class = if us { Class::CreditUs } else { Class::Accounting };
        items.push(Item { id: format!("order/{}", order.id), class, closed_at });
        for dispute in file.disputes() {
            let closing = dispute.closing.as_ref().filter(|_| !dispute.state.is_open());
            items.push(Item {
                id: format!("dispute/{}", dispute.id),
                class: Class::Dispute,
                closed_at: closing.map(|closing| closing.at),
            });
        }
    }
    let tenant = s.tenant().clone();
    let newest = Cursor::newest();
    let complaints =
        store::complaints::list(s.tx(), &tenant, None, Some(customer), &newest, ROWS_MAX)?;
    items.extend(complaints.iter().map(|row| Item {
        id: format!("complaint/{}", row.complaint),
        class: Class::Complaint,
        closed_at: row.closed_at,
    }));
    Ok(items)
}

fn files(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Vec<OrderFile>, AppError> {
    let tenant = s.tenant().clone();
    let of = OrdersOf::Customer(customer.clone());
    let rows = store::orders::list(s.tx(), &tenant, &of, &Cursor::newest(), ROWS_MAX)?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.doc)?)).collect()
}

fn person(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<commerce::Customer, AppError> {
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, customer.as_str())?
        .ok_or_else(|| AppError::not_found("the customer", customer))?;
    Ok(serde_json::from_str(&row.doc)?)
}

/// The calendar that counts for a customer, known or not.
pub(crate) fn calendar_of(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Calendar, AppError> {
    let known = customers::record(s, customer)?.map(|record| record.jurisdiction);
    let of = match known {
        Some(of) => of,
        None => match company::home_market(s)? {
            Some(of) => of,
            None => Jurisdiction::new(HOME)
                .map_err(|error| AppError::internal("the home market", error))?,
        },
    };
    calendar(s, &of)
}

fn calendar(s: &mut Session<'_, '_>, of: &Jurisdiction) -> Result<Calendar, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(of);
    Ok(calendar.map_err(|error| AppError::internal("a calendar is missing", error))?.clone())
}
