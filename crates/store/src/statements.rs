//! Every statement text of this crate in one list, so that each can be prepared against a migrated
//! schema: in the tests on both engines, and by `ombud doctor` on the real one.

use crate::insert::Insert;
use crate::{Engine, StoreError, Tx, dialect};
use crate::{
    api_keys, audit, cobrowse, complaints, connector, conversation_events, conversations, copy,
    decisions, disputes, effects, erasure, evidence, feed, goodwill, idempotency, jobs, lease,
    ledger, links, migrate, notices, orders, outbox, parties, policies, readings, returns, seats,
    tasks, tenants, timers, webhooks,
};
use crate::{
    assistant_cases, assistant_reviews, assistant_turns, attachments, calls, figures, imported,
    macros, mail, scorecards, search, settings, suggestions, support_needs, translations,
};
use crate::{custom_roles, passkeys, sessions, sign_in, users};

/// Inserts of many rows.
const INSERTS: &[&[Insert]] = &[
    audit::INSERTS,
    conversation_events::INSERTS,
    conversations::INSERTS,
    decisions::INSERTS,
    disputes::INSERTS,
    effects::INSERTS,
    evidence::INSERTS,
    goodwill::INSERTS,
    idempotency::INSERTS,
    imported::INSERTS,
    jobs::INSERTS,
    ledger::post::INSERTS,
    notices::INSERTS,
    orders::INSERTS,
    outbox::INSERTS,
    search::INSERTS,
    tasks::INSERTS,
    timers::INSERTS,
    webhooks::deliveries::INSERTS,
];

/// All statement texts for one engine; inserts of many rows with two.
pub fn statements(engine: Engine) -> Vec<String> {
    let fixed: &[&[&str]] = &[
        copy::STATEMENTS,
        lease::STATEMENTS,
        migrate::STATEMENTS,
        api_keys::STATEMENTS,
        audit::STATEMENTS,
        cobrowse::blind_spots::STATEMENTS,
        cobrowse::nodes::STATEMENTS,
        cobrowse::policy_changes::STATEMENTS,
        cobrowse::recordings::STATEMENTS,
        cobrowse::reviews::STATEMENTS,
        cobrowse::search::STATEMENTS,
        cobrowse::sessions::STATEMENTS,
        cobrowse::watches::STATEMENTS,
        complaints::STATEMENTS,
        connector::STATEMENTS,
        conversation_events::STATEMENTS,
        conversations::STATEMENTS,
        decisions::STATEMENTS,
        disputes::STATEMENTS,
        effects::STATEMENTS,
        erasure::STATEMENTS,
        erasure::FORGET_BESIDE,
        evidence::STATEMENTS,
        feed::STATEMENTS,
        goodwill::STATEMENTS,
        idempotency::STATEMENTS,
        imported::STATEMENTS,
        jobs::STATEMENTS,
        ledger::post::STATEMENTS,
        ledger::read::STATEMENTS,
        links::STATEMENTS,
        notices::STATEMENTS,
        orders::STATEMENTS,
        outbox::STATEMENTS,
        parties::STATEMENTS,
        policies::STATEMENTS,
        readings::STATEMENTS,
        returns::STATEMENTS,
        seats::STATEMENTS,
        tasks::STATEMENTS,
        tenants::STATEMENTS,
        timers::STATEMENTS,
        attachments::STATEMENTS,
        figures::STATEMENTS,
        figures::COUNTS,
        figures::SELF_SERVICE,
        figures::COBROWSE,
        assistant_cases::STATEMENTS,
        assistant_reviews::STATEMENTS,
        assistant_turns::STATEMENTS,
        suggestions::STATEMENTS,
        translations::STATEMENTS,
        macros::STATEMENTS,
        scorecards::STATEMENTS,
        search::STATEMENTS,
        calls::STATEMENTS,
        mail::STATEMENTS,
        settings::STATEMENTS,
        support_needs::STATEMENTS,
        webhooks::endpoints::STATEMENTS,
        webhooks::deliveries::STATEMENTS,
        custom_roles::STATEMENTS,
        passkeys::STATEMENTS,
        sessions::STATEMENTS,
        sign_in::STATEMENTS,
        users::STATEMENTS,
    ];
    let own = match engine {
        Engine::Sqlite => dialect::STATEMENTS_SQLITE,
        Engine::Postgres => dialect::STATEMENTS_POSTGRES,
    };
    let inserts = INSERTS.iter().copied().flatten().map(|insert| insert.text(2));
    let fixed = fixed.iter().copied().flatten().chain(own).map(|sql| (*sql).to_owned());
    fixed.chain(inserts).collect()
}

/// Prepares every statement against the schema as it is; returns how many there are.
///
/// # Errors
/// [`StoreError::Statement`] naming the first that does not fit.
pub fn prepare_all(tx: &mut Tx<'_>) -> Result<usize, StoreError> {
    let all = statements(tx.engine());
    for sql in &all {
        tx.prepare(sql)?;
    }
    Ok(all.len())
}
