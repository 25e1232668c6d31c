-- One text for SQLite and PostgreSQL; the dialect is described in docs/sql.md.
-- Times are BIGINT milliseconds since 1970 in UTC, written by our own clock. JSON is TEXT: it is read whole.

CREATE TABLE installation (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    key_check TEXT NOT NULL
);

CREATE TABLE offices (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'fr', 'en', 'de')),
    communication_address TEXT NOT NULL,
    functional_address TEXT,
    functional_address_send_only BOOLEAN NOT NULL,
    always_functional_sender BOOLEAN NOT NULL,
    follow_up_notice BOOLEAN NOT NULL,
    reminders BOOLEAN NOT NULL,
    invitation_days BIGINT NOT NULL CHECK (invitation_days BETWEEN 1 AND 30),
    created_at BIGINT NOT NULL
);

-- A key is known by its SHA-256 alone. Without an office it is an operator's.
CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    office_id UUID REFERENCES offices (id),
    key_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE employees (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'fr', 'en', 'de')),
    role TEXT NOT NULL CHECK (role IN ('admin', 'employee', 'support')),
    active BOOLEAN NOT NULL,
    UNIQUE (office_id, email_key),
    UNIQUE (office_id, id)
);
CREATE INDEX employees_in_order ON employees (office_id, id);

CREATE TABLE client_groups (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    email TEXT,
    UNIQUE (office_id, name_key),
    UNIQUE (office_id, id)
);

CREATE TABLE client_group_members (
    client_group_id UUID NOT NULL,
    employee_id UUID NOT NULL,
    office_id UUID NOT NULL,
    PRIMARY KEY (client_group_id, employee_id),
    FOREIGN KEY (office_id, client_group_id) REFERENCES client_groups (office_id, id),
    FOREIGN KEY (office_id, employee_id) REFERENCES employees (office_id, id)
);

CREATE TABLE dossiers (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    name TEXT NOT NULL,
    enterprise_number TEXT,
    manager_id UUID,
    client_group_id UUID,
    language TEXT CHECK (language IN ('nl', 'fr', 'en', 'de')),
    vat_period TEXT NOT NULL CHECK (vat_period IN ('monthly', 'quarterly', 'none')),
    private BOOLEAN NOT NULL,
    UNIQUE (office_id, enterprise_number),
    UNIQUE (office_id, id),
    FOREIGN KEY (office_id, manager_id) REFERENCES employees (office_id, id),
    FOREIGN KEY (office_id, client_group_id) REFERENCES client_groups (office_id, id)
);

-- `expired` is not among the states: it is `invited` whose invitation's time is over.
CREATE TABLE client_users (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'fr', 'en', 'de')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'withdrawn', 'deactivated')),
    password_hash TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (office_id, id),
    CHECK ((state IN ('active', 'deactivated')) = (password_hash IS NOT NULL) OR state = 'deactivated')
);
CREATE INDEX client_users_by_address ON client_users (office_id, email_key);

CREATE TABLE client_user_dossiers (
    client_user_id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    office_id UUID NOT NULL,
    PRIMARY KEY (client_user_id, dossier_id),
    FOREIGN KEY (office_id, client_user_id) REFERENCES client_users (office_id, id),
    FOREIGN KEY (office_id, dossier_id) REFERENCES dossiers (office_id, id)
);

-- One for each client-user. The newest link is number `link_number`; the link itself is nowhere: it is derived
-- from the installation's secret key.
CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    client_user_id UUID NOT NULL UNIQUE REFERENCES client_users (id),
    office_id UUID NOT NULL REFERENCES offices (id),
    dossier_id UUID NOT NULL REFERENCES dossiers (id),
    link_number BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    reminders_sent BIGINT NOT NULL,
    opened_at BIGINT,
    used_at BIGINT
);
CREATE INDEX invitations_to_remind ON invitations (sent_at) WHERE used_at IS NULL;

-- An address belongs to one office at a time, across the installation: held while an invitation is open
-- (until `expires_at`) or an account is active (`expires_at` is null).
CREATE TABLE address_claims (
    email_key TEXT PRIMARY KEY,
    office_id UUID NOT NULL,
    client_user_id UUID NOT NULL UNIQUE,
    expires_at BIGINT
);

-- What was decided and what is said: written once, never changed.
CREATE TABLE mails (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    dossier_id UUID,
    client_user_id UUID,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_address TEXT NOT NULL,
    to_key TEXT NOT NULL,
    language TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX mails_of_an_office ON mails (office_id, id);
CREATE INDEX mails_to_an_address ON mails (office_id, to_key, id);
CREATE INDEX mails_of_a_client_user ON mails (client_user_id, id);

-- How far each mail has come: small rows that change often. `turn` is its place in the queue, given so that
-- offices take turns (-1 until it is given); `holds` is how often it was held in a row; `lane` is the sender's address, the unit that is held and released.
CREATE TABLE deliveries (
    mail_id UUID PRIMARY KEY REFERENCES mails (id),
    office_id UUID NOT NULL,
    lane TEXT NOT NULL,
    class BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'deferred', 'held', 'failed', 'cancelled')),
    cause TEXT,
    next_at BIGINT,
    attempts BIGINT NOT NULL,
    holds BIGINT NOT NULL,
    patience_ms BIGINT NOT NULL,
    lease_id UUID,
    lease_until BIGINT,
    changed_at BIGINT NOT NULL,
    relay_queue_id TEXT
);
CREATE INDEX deliveries_queued ON deliveries (class, turn, mail_id) WHERE state = 'queued';
CREATE INDEX deliveries_turns ON deliveries (office_id, class, turn) WHERE state = 'queued';
CREATE INDEX deliveries_without_turn ON deliveries (mail_id) WHERE state = 'queued' AND turn < 0;
CREATE INDEX deliveries_leased ON deliveries (lease_id) WHERE state = 'sending';
CREATE INDEX deliveries_lease_ends ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX deliveries_deferred ON deliveries (next_at) WHERE state = 'deferred';
CREATE INDEX deliveries_held ON deliveries (office_id, lane, holds, mail_id) WHERE state = 'held';

-- A sender whose mails are held: when one of them goes out as a probe, and how often that found it still at fault.
CREATE TABLE held_lanes (
    office_id UUID NOT NULL,
    lane TEXT NOT NULL,
    probes BIGINT NOT NULL,
    probe_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, lane)
);
CREATE INDEX held_lanes_due ON held_lanes (probe_at);

-- How far the queue has been served, for each class: an office that comes new begins here.
CREATE TABLE queue_clocks (
    class BIGINT PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO queue_clocks (class, turn) VALUES (0, 0), (1, 0), (2, 0);

-- Append only: what was said at each attempt.
CREATE TABLE attempts (
    mail_id UUID NOT NULL REFERENCES mails (id),
    at BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    phase TEXT NOT NULL,
    reply TEXT NOT NULL,
    relay TEXT NOT NULL
);
CREATE INDEX attempts_of_a_mail ON attempts (mail_id, at);

-- What was answered to a write with an Idempotency-Key. `scope` is the office's id, or `operator`.
CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE audit_log (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject UUID,
    detail TEXT NOT NULL
);
CREATE INDEX audit_log_of_an_office ON audit_log (office_id, id);
CREATE INDEX audit_log_refusals ON audit_log (office_id, at) WHERE action = 'address_refused';
