-- The whole schema of version 1. Portable: SQLite and PostgreSQL read the same text.
-- Instants are milliseconds UTC, money is minor units, documents are JSON as text.
-- On PostgreSQL every text column is made COLLATE "C", so that order is binary on both.
-- The tenant is the first column of every key of tenants' data.

-- Nodes: one row per lane, taken by lease.
CREATE TABLE nodes (
    lane BIGINT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    fence BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Copies made of another store into this one; while one is unfinished the store stays shut.
CREATE TABLE store_copies (
    source TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);

CREATE TABLE tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    sandbox BOOLEAN NOT NULL,
    test_now BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    tenant_id TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    api_key_id TEXT NOT NULL,
    role TEXT NOT NULL,
    subject TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX api_keys_by_hash ON api_keys (key_hash);
CREATE INDEX api_keys_by_end ON api_keys (revoked_at);

CREATE TABLE policies (
    tenant_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, hash)
);
CREATE TABLE policies_active (
    tenant_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    hash TEXT NOT NULL,
    activated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, slot)
);

-- The commerce feed.
CREATE TABLE merchants (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE customers (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE devices (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE customer_links (
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, value, customer_id)
);
CREATE INDEX customer_links_by_customer ON customer_links (tenant_id, customer_id, kind, value);

CREATE TABLE order_files (
    tenant_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    merchant_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    doc TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, order_id)
);
CREATE INDEX order_files_by_time ON order_files (tenant_id, created_at, order_id);
CREATE INDEX order_files_by_merchant ON order_files (tenant_id, merchant_id, created_at, order_id);
CREATE INDEX order_files_by_customer ON order_files (tenant_id, customer_id, created_at, order_id);

CREATE TABLE order_events (
    tenant_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    input TEXT NOT NULL,
    context TEXT NOT NULL,
    seed BIGINT NOT NULL,
    policy_hash TEXT,
    PRIMARY KEY (tenant_id, order_id, seq)
);

CREATE TABLE feed_seen (
    tenant_id TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, record_kind, record_id)
);

-- Disputes: what lists and queues need; the truth is in the order file.
CREATE TABLE disputes (
    tenant_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    reason TEXT NOT NULL,
    framework TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    amount_open BIGINT NOT NULL,
    needs_person BOOLEAN NOT NULL,
    next_deadline_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    merchant_action TEXT,
    assignee TEXT,
    PRIMARY KEY (tenant_id, dispute_id)
);
CREATE INDEX disputes_by_deadline ON disputes (tenant_id, next_deadline_at, dispute_id) WHERE next_deadline_at IS NOT NULL;
CREATE INDEX disputes_by_merchant_deadline ON disputes (tenant_id, merchant_id, next_deadline_at, dispute_id) WHERE next_deadline_at IS NOT NULL;
CREATE INDEX disputes_by_time ON disputes (tenant_id, created_at, dispute_id);
CREATE INDEX disputes_by_state ON disputes (tenant_id, state, created_at, dispute_id);
CREATE INDEX disputes_by_merchant ON disputes (tenant_id, merchant_id, created_at, dispute_id);
CREATE INDEX disputes_by_customer ON disputes (tenant_id, customer_id, created_at, dispute_id);
CREATE INDEX disputes_by_order ON disputes (tenant_id, order_id, created_at, dispute_id);

CREATE TABLE decisions (
    tenant_id TEXT NOT NULL,
    decision_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    dispute_id TEXT,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    outcome TEXT NOT NULL,
    rule_ids TEXT NOT NULL,
    policy_hash TEXT NOT NULL,
    inputs_hash TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, decision_id)
);
CREATE INDEX decisions_by_order ON decisions (tenant_id, order_id, at);

CREATE TABLE evidence (
    tenant_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT,
    received_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, evidence_id)
);
CREATE INDEX evidence_by_dispute ON evidence (tenant_id, dispute_id, received_at, evidence_id);

CREATE TABLE blobs (
    tenant_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    path TEXT,
    bytes BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, sha256)
);

-- Who handed in a blob: a party names only its own as evidence.
CREATE TABLE blob_uploads (
    tenant_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    uploader TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, sha256, uploader)
);

-- What was read from the file of an item of evidence.
CREATE TABLE evidence_readings (
    tenant_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, evidence_id)
);
CREATE INDEX evidence_readings_by_dispute ON evidence_readings (tenant_id, dispute_id, evidence_id);

-- By what a file is known again: its hash, parts of how it looks, parts of its words' sketch.
CREATE TABLE evidence_likeness (
    tenant_id TEXT NOT NULL,
    likeness TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, likeness, evidence_id)
);

CREATE TABLE tasks (
    tenant_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    order_id TEXT,
    dispute_id TEXT,
    assignee TEXT,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, task_id)
);
CREATE INDEX tasks_by_queue ON tasks (tenant_id, state, due_at, task_id);
CREATE INDEX tasks_by_dispute ON tasks (tenant_id, dispute_id);

CREATE TABLE notices (
    tenant_id TEXT NOT NULL,
    notice_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    dispute_id TEXT,
    customer_id TEXT,
    merchant_id TEXT,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ways TEXT NOT NULL,
    email_state TEXT,
    email_why TEXT,
    email_at BIGINT,
    sms_state TEXT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, notice_id)
);
CREATE INDEX notices_by_order ON notices (tenant_id, order_id, created_at, notice_id);
CREATE INDEX notices_by_customer ON notices (tenant_id, customer_id, created_at, notice_id);

-- Money that leaves: the intent is committed before the provider is called.
CREATE TABLE effects (
    tenant_id TEXT NOT NULL,
    effect_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    dispute_id TEXT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    provider TEXT NOT NULL,
    provider_key TEXT NOT NULL,
    provider_ref TEXT,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, effect_id)
);
CREATE UNIQUE INDEX effects_by_provider_key ON effects (tenant_id, provider, provider_key);
CREATE INDEX effects_by_order ON effects (tenant_id, order_id, created_at);
CREATE INDEX effects_by_state ON effects (state, next_attempt_at);

-- The ledger: entries are never changed or deleted; posting and voiding a pending entry are
-- entries themselves.
CREATE TABLE ledger_entries (
    tenant_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    order_id TEXT NOT NULL,
    dispute_id TEXT,
    phase TEXT NOT NULL,
    pending_entry_id TEXT,
    cause TEXT NOT NULL,
    at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    lane BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
);
CREATE UNIQUE INDEX ledger_entries_by_key ON ledger_entries (tenant_id, entry_key);
CREATE INDEX ledger_entries_by_order ON ledger_entries (tenant_id, order_id, at, entry_id);

CREATE TABLE ledger_postings (
    tenant_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, entry_id, line)
);
CREATE INDEX ledger_postings_by_account ON ledger_postings (tenant_id, account, at, entry_id, line);

CREATE TABLE ledger_balances (
    tenant_id TEXT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    lane BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, account, currency, lane)
);

CREATE TABLE goodwill_uses (
    tenant_id TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    dispute_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subject_kind, subject, at, dispute_id)
);

CREATE TABLE timers (
    tenant_id TEXT NOT NULL,
    timer_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    try_at BIGINT NOT NULL,
    test_clock BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    ended_at BIGINT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, timer_id)
);
CREATE INDEX timers_due ON timers (try_at) WHERE state = 'pending' AND NOT test_clock;
CREATE INDEX timers_due_test ON timers (tenant_id, try_at) WHERE state = 'pending' AND test_clock;
CREATE INDEX timers_by_order ON timers (tenant_id, order_id, due_at);

-- Events on their way out, and their deliveries.
CREATE TABLE outbox (
    tenant_id TEXT NOT NULL,
    aggregate TEXT NOT NULL,
    seq BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    merchant_id TEXT,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, aggregate, seq)
);
CREATE INDEX outbox_by_time ON outbox (created_at, tenant_id, aggregate, seq);

CREATE TABLE webhook_endpoints (
    tenant_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    url TEXT NOT NULL,
    topics TEXT NOT NULL,
    merchant_id TEXT,
    secrets TEXT NOT NULL,
    development BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    disabled_reason TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, webhook_id)
);

CREATE TABLE webhook_deliveries (
    tenant_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    aggregate TEXT NOT NULL,
    seq BIGINT NOT NULL,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    try_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    lease_token TEXT,
    last_status BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (tenant_id, delivery_id)
);
CREATE UNIQUE INDEX webhook_deliveries_by_aggregate
    ON webhook_deliveries (tenant_id, webhook_id, aggregate, seq);
CREATE INDEX webhook_deliveries_due
    ON webhook_deliveries (tenant_id, webhook_id, try_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_time
    ON webhook_deliveries (tenant_id, webhook_id, created_at, delivery_id);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at);

CREATE TABLE idempotency (
    tenant_id TEXT NOT NULL,
    principal TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    operation TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    status BIGINT,
    headers TEXT,
    body BYTEA,
    -- The conversation that the answer tells of; empty where it tells of none.
    about TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, principal, idempotency_key)
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
CREATE INDEX idempotency_by_about ON idempotency (tenant_id, about) WHERE about <> '';

CREATE TABLE jobs (
    tenant_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    job_key TEXT,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    lease_lane BIGINT,
    lease_fence BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, job_id)
);
CREATE UNIQUE INDEX jobs_by_key ON jobs (tenant_id, queue, job_key) WHERE job_key IS NOT NULL;
CREATE INDEX jobs_due ON jobs (queue, run_at);

CREATE TABLE dead_letters (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    queue TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    died_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX dead_letters_by_time ON dead_letters (tenant_id, died_at, id);

-- The audit chain: one per tenant and lane, so that nodes never wait for each other.
CREATE TABLE audit (
    tenant_id TEXT NOT NULL,
    lane BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    audit_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, lane, seq)
);
CREATE TABLE audit_checkpoints (
    tenant_id TEXT NOT NULL,
    lane BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    hash TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant_id, lane, seq)
);

CREATE TABLE complaints (
    tenant_id TEXT NOT NULL,
    complaint_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    order_id TEXT,
    dispute_id TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, complaint_id)
);
CREATE INDEX complaints_by_time ON complaints (tenant_id, created_at, complaint_id);
CREATE INDEX complaints_by_customer ON complaints (tenant_id, customer_id, created_at, complaint_id);

CREATE TABLE imports (
    tenant_id TEXT NOT NULL,
    source TEXT NOT NULL,
    resume_cursor TEXT NOT NULL,
    accepted BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (tenant_id, source)
);

CREATE TABLE klarna_settings (
    tenant_id TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    auto_accept_currency TEXT,
    auto_accept_amount BIGINT,
    frameworks TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, merchant_id)
);

CREATE TABLE connector_events (
    tenant_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    order_id TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, provider, event_id)
);

-- Conversations between customers and the desk. The log of events is the conversation; the document
-- is what the next step needs of it, and the other columns are for lists.
CREATE TABLE conversations (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    number TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    assignee TEXT,
    level BIGINT NOT NULL,
    score BIGINT NOT NULL,
    waiting_since BIGINT,
    wake_at BIGINT,
    complaint_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (tenant_id, conversation_id)
);
CREATE UNIQUE INDEX conversations_by_number ON conversations (tenant_id, number);
CREATE INDEX conversations_by_time ON conversations (tenant_id, state, updated_at, conversation_id);
CREATE INDEX conversations_by_change ON conversations (tenant_id, updated_at, conversation_id);
CREATE INDEX conversations_by_assignee ON conversations (tenant_id, assignee, updated_at, conversation_id);
CREATE INDEX conversations_by_owner ON conversations (tenant_id, owner, score, waiting_since, conversation_id);
CREATE INDEX conversations_by_customer ON conversations (tenant_id, customer_id, updated_at, conversation_id);
CREATE INDEX conversations_by_wake ON conversations (wake_at);
CREATE INDEX conversations_old ON conversations (tenant_id, updated_at, conversation_id)
    WHERE state = 'resolved' AND erased_at IS NULL;
CREATE INDEX conversations_by_opening ON conversations (tenant_id, created_at, conversation_id);

-- `lane` and `lane_seq` number what one node wrote, without gaps: other nodes read on from there. What
-- was brought in from another desk has none: it is history, and nobody is told of it.
CREATE TABLE conversation_events (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    lane BIGINT,
    lane_seq BIGINT,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    for_desk BOOLEAN NOT NULL,
    client_id TEXT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, seq)
);
CREATE UNIQUE INDEX conversation_events_by_lane ON conversation_events (lane, lane_seq) WHERE lane IS NOT NULL;
CREATE UNIQUE INDEX conversation_events_by_client ON conversation_events (tenant_id, conversation_id, client_id);

-- Who of the desk takes conversations, and what they can do.
CREATE TABLE seats (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    skills TEXT NOT NULL,
    capacity_units BIGINT NOT NULL,
    since BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    extension TEXT,
    PRIMARY KEY (tenant_id, user_id)
);
-- Sign-in: who may come in as a person, and who is in.
CREATE TABLE users (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    custom_role_id TEXT,
    merchant_id TEXT,
    languages TEXT NOT NULL,
    skills TEXT NOT NULL,
    capacity_units BIGINT NOT NULL,
    locale TEXT,
    theme TEXT,
    state TEXT NOT NULL,
    password_hash TEXT,
    totp_secret TEXT,
    totp_confirmed BOOLEAN NOT NULL,
    totp_last_step BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE UNIQUE INDEX users_by_email ON users (tenant_id, email);
CREATE INDEX users_by_time ON users (tenant_id, created_at, user_id);
CREATE TABLE user_identities (
    tenant_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, provider, subject)
);
CREATE TABLE recovery_codes (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, code_hash)
);
CREATE TABLE passkeys (
    tenant_id TEXT NOT NULL,
    credential_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    algorithm BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    transports TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (tenant_id, credential_id)
);
CREATE INDEX passkeys_by_user ON passkeys (tenant_id, user_id);
CREATE TABLE custom_roles (
    tenant_id TEXT NOT NULL,
    custom_role_id TEXT NOT NULL,
    name TEXT NOT NULL,
    base_role TEXT NOT NULL,
    taken TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, custom_role_id)
);
CREATE UNIQUE INDEX custom_roles_by_name ON custom_roles (tenant_id, name);
CREATE TABLE sessions (
    tenant_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    method TEXT NOT NULL,
    second_factor BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    locale TEXT,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_ms BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE UNIQUE INDEX sessions_by_secret ON sessions (secret_hash);
CREATE INDEX sessions_by_subject ON sessions (tenant_id, kind, subject, created_at);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_live ON sessions (expires_at) WHERE ended_at IS NULL;
-- What proves one step of a sign-in, once: tickets, challenges, e-mail codes, invitations, token ids.
CREATE TABLE sign_in_tickets (
    tenant_id TEXT NOT NULL,
    ticket_hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    doc TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ticket_hash)
);
CREATE INDEX sign_in_tickets_by_hash ON sign_in_tickets (ticket_hash);
CREATE INDEX sign_in_tickets_by_subject ON sign_in_tickets (tenant_id, purpose, subject);
CREATE INDEX sign_in_tickets_by_end ON sign_in_tickets (expires_at);
CREATE TABLE sign_in_attempts (
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    count BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, subject)
);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (last_at);

-- What customers and shops say about themselves, and the files of conversations.
CREATE TABLE support_needs (
    tenant_id TEXT NOT NULL,
    support_need_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    review_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, support_need_id)
);
CREATE INDEX support_needs_by_customer ON support_needs (tenant_id, customer_id, created_at, support_need_id);

CREATE TABLE customer_settings (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE merchant_settings (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE attachments (
    tenant_id TEXT NOT NULL,
    attachment_id TEXT NOT NULL,
    uploader TEXT NOT NULL,
    conversation_id TEXT,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, attachment_id)
);
CREATE INDEX attachments_by_content ON attachments (tenant_id, sha256, uploader);
CREATE INDEX attachments_unsent ON attachments (created_at) WHERE conversation_id IS NULL;
CREATE INDEX attachments_unsent_of ON attachments (tenant_id, uploader) WHERE conversation_id IS NULL;
CREATE INDEX attachments_by_conversation ON attachments (tenant_id, conversation_id, attachment_id);

-- Which conversation of another desk became which of ours, and what it was like when it last came over.
CREATE TABLE imported_conversations (
    tenant_id TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, source, source_id)
);
-- What reports count: one small row for each conversation and each decided dispute, written with what it counts.
-- `day` is the local day of the desk, in days since 1970-01-01.
CREATE TABLE conversation_figures (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    number TEXT NOT NULL,
    channel TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    contact_at BIGINT,
    needed_at BIGINT,
    answered_at BIGINT,
    answered_by TEXT,
    response_ms BIGINT,
    response_open_ms BIGINT,
    resolved_at BIGINT,
    reopened BIGINT NOT NULL,
    person BOOLEAN NOT NULL,
    assignee TEXT,
    assignee_name TEXT,
    level BIGINT NOT NULL,
    score BIGINT NOT NULL,
    tags TEXT NOT NULL,
    order_id TEXT,
    dispute_id TEXT,
    complaint_id TEXT,
    csat BIGINT,
    kept BIGINT NOT NULL,
    broken BIGINT NOT NULL,
    promises TEXT NOT NULL,
    again_at BIGINT,
    merged BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id)
);
CREATE INDEX conversation_figures_by_time ON conversation_figures (tenant_id, opened_at, conversation_id);
CREATE INDEX conversation_figures_by_customer ON conversation_figures (tenant_id, customer_id, resolved_at);
CREATE INDEX conversation_figures_by_end ON conversation_figures (tenant_id, resolved_at, conversation_id);

CREATE TABLE decision_figures (
    tenant_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by TEXT,
    reviewed BOOLEAN NOT NULL,
    reversed BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, dispute_id)
);
CREATE INDEX decision_figures_by_time ON decision_figures (tenant_id, decided_at, dispute_id);

-- How well conversations were held, by whoever looked at them.
CREATE TABLE scorecards (
    tenant_id TEXT NOT NULL,
    scorecard_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, scorecard_id)
);
CREATE UNIQUE INDEX scorecards_by_conversation ON scorecards (tenant_id, conversation_id, reviewer);
CREATE INDEX scorecards_by_time ON scorecards (tenant_id, created_at, scorecard_id);
CREATE INDEX scorecards_by_agent ON scorecards (tenant_id, agent, created_at, scorecard_id);

-- Blocks of text. `owner` is empty for those that the whole desk has.
CREATE TABLE macros (
    tenant_id TEXT NOT NULL,
    macro_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, macro_id)
);
CREATE UNIQUE INDEX macros_by_name ON macros (tenant_id, owner, name, language);
-- Letters by the id that e-mail knows them by: what came is taken once, and answers find their thread.
-- Ids are whatever a sender says: those that came and ours are kept apart. `sender` is a hash of whom
-- a letter came from; of ours, of whom it went to where such letters are counted.
CREATE TABLE mail_messages (
    tenant_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    conversation_id TEXT,
    seq BIGINT,
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, message_id, direction)
);
CREATE INDEX mail_messages_by_conversation ON mail_messages (tenant_id, conversation_id, at, message_id);
CREATE INDEX mail_messages_by_sender ON mail_messages (tenant_id, sender, at);
CREATE INDEX mail_messages_alone ON mail_messages (tenant_id, at) WHERE conversation_id IS NULL;

-- How far a mailbox was read.
CREATE TABLE mail_cursors (
    tenant_id TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    begun_uid BIGINT NOT NULL,
    begun BIGINT NOT NULL,
    since BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, mailbox)
);

-- Phone calls by the telephone system's id. `peer` is a hash of the customer's number.
CREATE TABLE calls (
    tenant_id TEXT NOT NULL,
    call_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    peer TEXT,
    rang_at BIGINT,
    answered_at BIGINT,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, call_id)
);
CREATE INDEX calls_by_peer ON calls (tenant_id, peer, created_at);

-- Who was called in a note of the desk and has not answered there.
CREATE TABLE conversation_mentions (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, conversation_id)
);
-- The words that the desk finds conversations by.
CREATE TABLE conversation_words (
    tenant_id TEXT NOT NULL,
    word TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, word, conversation_id)
);
-- How far the events of each lane were read for them. It belongs to the database, as lanes do.
CREATE TABLE search_cursors (
    lane BIGINT NOT NULL PRIMARY KEY,
    lane_seq BIGINT NOT NULL
);
CREATE INDEX calls_by_conversation ON calls (tenant_id, conversation_id);
-- Returns that their customers reported and no shop has answered, with the instant at which plans go on.
CREATE TABLE awaited_returns (
    tenant_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    return_id TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    answer_by BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, order_id, return_id)
);
CREATE INDEX awaited_returns_by_time ON awaited_returns (tenant_id, answer_by, return_id);
CREATE INDEX awaited_returns_by_merchant ON awaited_returns (tenant_id, merchant_id, answer_by, return_id);

-- What customers reported by themselves, and when they first needed somebody after it.
CREATE TABLE self_service_figures (
    tenant_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    at BIGINT NOT NULL,
    contact_at BIGINT,
    PRIMARY KEY (tenant_id, report_id)
);
CREATE INDEX self_service_figures_by_time ON self_service_figures (tenant_id, at, report_id);
CREATE INDEX self_service_figures_by_customer ON self_service_figures (tenant_id, customer_id, at);

-- What the assistant understood, said and did, turn by turn; the state after the last one is where it
-- stands in the conversation.
CREATE TABLE assistant_turns (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- The customer's message that it answers.
    message_seq BIGINT NOT NULL,
    procedure_name TEXT,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, turn)
);
CREATE INDEX assistant_turns_by_time ON assistant_turns (tenant_id, at, conversation_id, turn);

-- Replies that were suggested to whoever has a conversation, and what became of each.
CREATE TABLE suggestions (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    -- From 1, without gaps, per conversation.
    suggestion BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- The customer's message that it answers.
    message_seq BIGINT NOT NULL,
    -- procedure, article, macro.
    kind TEXT NOT NULL,
    -- The procedure's name, the passage's id, the macro's id; with its version where it has one.
    source TEXT NOT NULL,
    -- What the customer wanted, as it was recognised.
    intent TEXT,
    -- shown, accepted, edited, rejected.
    outcome TEXT NOT NULL,
    -- Words that were put in, left out or changed before it was sent.
    words_changed BIGINT,
    settled_at BIGINT,
    settled_by TEXT,
    -- The text with its sources; empty once the conversation is erased.
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, suggestion)
);
CREATE INDEX suggestions_by_time ON suggestions (tenant_id, at, kind, intent);
-- What came of each conversation that the assistant was asked in: a narrow row that its figures, its
-- bands and its reviews read.
CREATE TABLE assistant_cases (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    -- The local day of the desk of its first turn, in days since 1970-01-01.
    day BIGINT NOT NULL,
    at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    intent TEXT NOT NULL,
    market TEXT NOT NULL,
    language TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    procedure_version BIGINT NOT NULL,
    mode TEXT NOT NULL,
    -- The version of the settings under which it was begun.
    settings_version BIGINT NOT NULL,
    handed_why TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    reopened BOOLEAN NOT NULL,
    -- The last word is a question of ours, and nothing was done or told.
    left_open BOOLEAN NOT NULL,
    turns BIGINT NOT NULL,
    -- How likely the first intent was, in thousandths.
    likely BIGINT NOT NULL,
    score BIGINT,
    scored_at BIGINT,
    -- How alike a draft was to what a person then said, in thousandths.
    likeness BIGINT,
    -- How what a draft would have done compares with what a person did; empty where it was not compared.
    acts TEXT NOT NULL,
    -- What a language model used and cost, in millionths of the currency's minor unit; no currency where
    -- none was asked.
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    cost_micros BIGINT NOT NULL,
    cost_currency TEXT NOT NULL,
    reviewed_at BIGINT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id)
);
CREATE INDEX assistant_cases_by_time ON assistant_cases (tenant_id, at, conversation_id);
CREATE INDEX assistant_cases_by_end ON assistant_cases (tenant_id, last_at, conversation_id);

-- What a language model translated for whoever has a conversation, and what it cost.
CREATE TABLE translations (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    -- From 1, without gaps, per conversation.
    translation BIGINT NOT NULL,
    at BIGINT NOT NULL,
    asked_by TEXT,
    -- The message that was translated; none for words that were not sent yet.
    message_seq BIGINT,
    from_language TEXT NOT NULL,
    to_language TEXT NOT NULL,
    -- made, flagged, refused, failed.
    outcome TEXT NOT NULL,
    model TEXT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    -- In millionths of the currency's minor unit.
    cost_micros BIGINT NOT NULL,
    cost_currency TEXT NOT NULL,
    -- The translation of a message; empty for words that were not sent, and once it is erased.
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, translation)
);
CREATE INDEX translations_by_time ON translations (tenant_id, at, conversation_id);

-- What a person says a message meant: rows of an evaluation set.
CREATE TABLE assistant_reviews (
    tenant_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    turn BIGINT NOT NULL,
    reviewer TEXT NOT NULL,
    at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, conversation_id, turn)
);
CREATE INDEX assistant_reviews_by_time ON assistant_reviews (tenant_id, at, conversation_id, turn);

-- How well messages were understood, by each version that was measured.
CREATE TABLE assistant_evaluations (
    tenant_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    version TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, at, version)
);

-- Co-browsing sessions: a customer and people of the desk on one page. The document is the session's
-- machine; no picture of the page is in it.
CREATE TABLE cobrowse_sessions (
    tenant_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    conversation_id TEXT,
    -- Who was first to join.
    agent TEXT,
    -- A keyed hash of the six digits, for as long as they may be used.
    code_hash TEXT,
    -- Where it is at home, and the node there on which its sockets are.
    region TEXT NOT NULL,
    lane BIGINT NOT NULL,
    -- When the machine's next clock fires.
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    active_at BIGINT,
    ended_at BIGINT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, cobrowse_id)
);
CREATE UNIQUE INDEX cobrowse_sessions_by_code ON cobrowse_sessions (tenant_id, code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX cobrowse_sessions_by_time ON cobrowse_sessions (tenant_id, created_at, cobrowse_id);
CREATE INDEX cobrowse_sessions_by_customer ON cobrowse_sessions (tenant_id, customer_id, created_at, cobrowse_id);
CREATE INDEX cobrowse_sessions_by_conversation ON cobrowse_sessions (tenant_id, conversation_id, created_at);
CREATE INDEX cobrowse_sessions_open ON cobrowse_sessions (lane) WHERE ended_at IS NULL;
CREATE INDEX cobrowse_sessions_due ON cobrowse_sessions (due_at) WHERE due_at IS NOT NULL;

-- Nodes on which sessions can be, by lane: each row is written by its own node alone. They belong to the
-- database, as lanes do.
CREATE TABLE cobrowse_nodes (
    lane BIGINT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    -- Where browsers reach its sockets; empty where only a common name leads to it.
    address TEXT NOT NULL,
    -- Grows with each sign of life.
    beat BIGINT NOT NULL,
    -- How many calls of other nodes it has acted on.
    heard BIGINT NOT NULL
);
-- What one node did to sessions of another, counted: the other looks at its sessions when this grows.
CREATE TABLE cobrowse_calls (
    lane BIGINT NOT NULL,
    by_lane BIGINT NOT NULL,
    called BIGINT NOT NULL,
    PRIMARY KEY (lane, by_lane)
);

-- What was recorded of a session. Without its key, which is wrapped with the tenant's, nobody reads it.
CREATE TABLE cobrowse_recordings (
    tenant_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    wrapped_key BYTEA,
    -- How many took the recording up: no two of them seal with the same part.
    parts BIGINT NOT NULL,
    chunks BIGINT NOT NULL,
    size BIGINT NOT NULL,
    -- JSON: the end of the chain.
    head TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    keep_until BIGINT NOT NULL,
    -- A legal hold: kept whatever the date.
    held BOOLEAN NOT NULL,
    shredded_at BIGINT,
    -- What searches look for; of the session, too, so that each has an index.
    customer_id TEXT NOT NULL,
    agent TEXT,
    length_ms BIGINT NOT NULL,
    -- Why the session ended.
    ended_why TEXT,
    -- Acts of remote control that were passed on since it began.
    intents BIGINT NOT NULL,
    -- Of the newest review, from 0 to 100.
    points BIGINT,
    PRIMARY KEY (tenant_id, cobrowse_id)
);
CREATE INDEX cobrowse_recordings_by_time ON cobrowse_recordings (tenant_id, started_at, cobrowse_id);
CREATE INDEX cobrowse_recordings_by_customer ON cobrowse_recordings (tenant_id, customer_id, started_at, cobrowse_id);
CREATE INDEX cobrowse_recordings_by_agent ON cobrowse_recordings (tenant_id, agent, started_at, cobrowse_id);
CREATE INDEX cobrowse_recordings_open ON cobrowse_recordings (tenant_id, cobrowse_id) WHERE ended_at IS NULL AND shredded_at IS NULL;
CREATE INDEX cobrowse_recordings_due ON cobrowse_recordings (keep_until) WHERE chunks > 0 AND NOT held;
CREATE TABLE cobrowse_chunks (
    tenant_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    chunk BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- Its entry in the index: times and checkpoints.
    doc TEXT NOT NULL,
    path TEXT,
    bytes BYTEA,
    PRIMARY KEY (tenant_id, cobrowse_id, chunk)
);

-- Boxes that somebody of the desk needed to see and could not.
CREATE TABLE cobrowse_blind_spots (
    tenant_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    -- From 1, without gaps, per session.
    spot BIGINT NOT NULL,
    at BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    -- What the page is called (empty: not known), and where in it the box is; SHA-256 of the two.
    page TEXT NOT NULL,
    place TEXT NOT NULL,
    place_hash TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, cobrowse_id, spot)
);
CREATE INDEX cobrowse_blind_spots_by_place ON cobrowse_blind_spots (tenant_id, place_hash, at);
CREATE INDEX cobrowse_blind_spots_by_time ON cobrowse_blind_spots (tenant_id, at, cobrowse_id, spot);

-- Who watched a recording, took it away or proved it: what the audit trail has as well, by recording.
CREATE TABLE cobrowse_watches (
    tenant_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    -- From 1, without gaps, per recording.
    watch BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- Absent for a key that is nobody's.
    user_id TEXT,
    -- 'watched', 'exported' or 'verified'.
    deed TEXT NOT NULL,
    PRIMARY KEY (tenant_id, cobrowse_id, watch)
);

-- How well recorded sessions were held, by whoever looked at them. A review never changes: there is a
-- new version, or the one answer of whoever's work it is about.
CREATE TABLE cobrowse_reviews (
    tenant_id TEXT NOT NULL,
    review_id TEXT NOT NULL,
    cobrowse_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    -- From 1, per recording and reviewer.
    version BIGINT NOT NULL,
    points BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer TEXT,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, review_id)
);
CREATE UNIQUE INDEX cobrowse_reviews_by_recording ON cobrowse_reviews (tenant_id, cobrowse_id, reviewer, version);
CREATE INDEX cobrowse_reviews_by_time ON cobrowse_reviews (tenant_id, created_at, review_id);
CREATE INDEX cobrowse_reviews_by_agent ON cobrowse_reviews (tenant_id, agent, created_at, review_id);
-- What was decided about a place that people could not see.
CREATE TABLE cobrowse_blind_places (
    tenant_id TEXT NOT NULL,
    place_hash TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, place_hash)
);
-- Each change of what co-browsing releases, from 1: which file, or what was taken away from it, and by whom.
CREATE TABLE cobrowse_policy_changes (
    tenant_id TEXT NOT NULL,
    change BIGINT NOT NULL,
    at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (tenant_id, change)
);
