-- Events: what the office must hear about, who hears, and when. Additive: everything before stays as it was.

ALTER TABLE offices ADD COLUMN message_delay_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE offices ADD COLUMN failed_tasks_at_once BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE offices ADD COLUMN user_requests_at_once BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE offices ADD COLUMN escalation_hours BIGINT;

-- Days are TEXT, `2026-11-23`. `paces` is JSON: how soon an employee hears of each kind.
ALTER TABLE employees ADD COLUMN absent_from TEXT;
ALTER TABLE employees ADD COLUMN absent_to TEXT;
ALTER TABLE employees ADD COLUMN deputy_id UUID;
ALTER TABLE employees ADD COLUMN paces TEXT NOT NULL DEFAULT '{}';
CREATE INDEX employees_with_a_deputy ON employees (office_id, deputy_id) WHERE deputy_id IS NOT NULL;
CREATE INDEX dossiers_of_a_manager ON dossiers (office_id, manager_id);
CREATE INDEX client_groups_of_a_member ON client_group_members (office_id, employee_id);

-- `recipient` is why this reader hears, as JSON; `thread` is the Message-ID that a conversation's mails refer to.
ALTER TABLE mails ADD COLUMN event_id UUID;
ALTER TABLE mails ADD COLUMN recipient TEXT;
ALTER TABLE mails ADD COLUMN thread TEXT;
CREATE INDEX mails_of_an_event ON mails (event_id) WHERE event_id IS NOT NULL;
-- Whether anything of a sender still waits to show that it is mended.
CREATE INDEX deliveries_of_a_lane ON deliveries (office_id, lane)
    WHERE state = 'held' OR (state IN ('queued', 'sending', 'deferred') AND holds > 0);

-- Whom an office chose for a kind, as JSON. A kind without a row is standard.
CREATE TABLE recipient_settings (
    office_id UUID NOT NULL REFERENCES offices (id),
    kind TEXT NOT NULL CHECK (kind IN ('failed_task', 'message', 'vat_documents_ok', 'user_request')),
    choices TEXT NOT NULL,
    PRIMARY KEY (office_id, kind)
);

-- `thread` is what messages of one conversation have in common; `heard` the step that heard; `told_with` the event whose
-- mail told this one too. `tell_at` is set while a message waits to be read, `escalate_at` while something waits to be
-- closed before it goes to the next step.
CREATE TABLE events (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    dossier_id UUID,
    kind TEXT NOT NULL CHECK (kind IN ('failed_task', 'message', 'vat_documents_ok', 'user_request')),
    summary TEXT NOT NULL,
    link TEXT,
    facts TEXT NOT NULL,
    thread TEXT,
    occurred_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    heard TEXT,
    told_with UUID,
    tell_at BIGINT,
    escalate_at BIGINT,
    closed_at BIGINT,
    UNIQUE (office_id, id),
    FOREIGN KEY (office_id, dossier_id) REFERENCES dossiers (office_id, id)
);
CREATE INDEX events_of_a_dossier ON events (office_id, dossier_id, id) WHERE dossier_id IS NOT NULL;
CREATE INDEX events_open ON events (office_id, id) WHERE closed_at IS NULL AND kind <> 'vat_documents_ok';
CREATE INDEX events_of_a_kind ON events (office_id, kind, id);
CREATE INDEX events_of_a_thread ON events (office_id, thread, id) WHERE thread IS NOT NULL;
CREATE INDEX events_told_with ON events (told_with) WHERE told_with IS NOT NULL;
CREATE INDEX events_to_tell ON events (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX events_to_escalate ON events (escalate_at) WHERE escalate_at IS NOT NULL;

-- What an employee hears of in a digest: due at `due_at`, or told by `mail_id`, in the unit of work that stored that mail.
CREATE TABLE digest_entries (
    event_id UUID NOT NULL REFERENCES events (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    office_id UUID NOT NULL,
    pace TEXT NOT NULL CHECK (pace IN ('hourly', 'daily')),
    due_at BIGINT,
    mail_id UUID,
    because TEXT NOT NULL,
    PRIMARY KEY (event_id, employee_id),
    CHECK ((due_at IS NULL) <> (mail_id IS NULL))
);
CREATE INDEX digest_entries_due ON digest_entries (due_at, employee_id) WHERE due_at IS NOT NULL;
CREATE INDEX digest_entries_of_an_employee ON digest_entries (employee_id) WHERE due_at IS NOT NULL;
CREATE INDEX digest_entries_of_a_mail ON digest_entries (mail_id) WHERE mail_id IS NOT NULL;

-- Between client-users of a dossier and the office. `messages` counts them; the marks say how many of them each side has
-- read. Numbers and not ids: ids that several processes make may not sort in the order in which they are stored.
CREATE TABLE conversations (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES offices (id),
    dossier_id UUID NOT NULL,
    subject TEXT,
    created_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    read_by_office BIGINT NOT NULL,
    read_by_client BIGINT NOT NULL,
    UNIQUE (office_id, id),
    FOREIGN KEY (office_id, dossier_id) REFERENCES dossiers (office_id, id)
);
CREATE INDEX conversations_of_a_dossier ON conversations (office_id, dossier_id, id);
CREATE INDEX conversations_unread ON conversations (office_id, id) WHERE messages > read_by_office;

-- Written by a client-user, or else by the office: one of its employees, or nobody in particular.
CREATE TABLE messages (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    client_user_id UUID,
    employee_id UUID,
    event_id UUID,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (conversation_id, number),
    FOREIGN KEY (office_id, conversation_id) REFERENCES conversations (office_id, id)
);
-- Who of a dossier hears of what the office writes.
CREATE INDEX client_users_of_a_dossier ON client_user_dossiers (office_id, dossier_id, client_user_id);

-- A client said that all documents of a period are in. Taking it back deletes the row; the events stay.
CREATE TABLE vat_confirmations (
    dossier_id UUID NOT NULL,
    period TEXT NOT NULL,
    office_id UUID NOT NULL,
    client_user_id UUID,
    event_id UUID NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, period),
    FOREIGN KEY (office_id, dossier_id) REFERENCES dossiers (office_id, id)
);
CREATE INDEX vat_confirmations_of_an_office ON vat_confirmations (office_id, event_id);
CREATE INDEX vat_confirmations_of_a_period ON vat_confirmations (office_id, period, event_id);

-- What a request for a user asks for, beside its event. Decided once.
CREATE TABLE user_requests (
    event_id UUID PRIMARY KEY REFERENCES events (id),
    office_id UUID NOT NULL REFERENCES offices (id),
    dossier_id UUID NOT NULL,
    asked_by UUID,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'fr', 'en', 'de')),
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
    reason TEXT,
    client_user_id UUID,
    decided_at BIGINT,
    FOREIGN KEY (office_id, dossier_id) REFERENCES dossiers (office_id, id)
);
CREATE INDEX user_requests_of_an_office ON user_requests (office_id, event_id);
