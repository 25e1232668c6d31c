-- Mails that come back.

-- A mail that came back was handed over all the same: `state` stays what it was, and these say the rest. A version that
-- does not know them goes on to read it as sent.
ALTER TABLE endings ADD COLUMN bounced_at BIGINT;
ALTER TABLE endings ADD COLUMN bounce_cause TEXT;
CREATE INDEX endings_bounced ON endings (office_id, mail_id) WHERE bounced_at IS NOT NULL;

-- Of the mail with the invitation's newest link.
ALTER TABLE invitations ADD COLUMN bounced_at BIGINT;
ALTER TABLE invitations ADD COLUMN bounce_cause TEXT;

-- What was said of mails, each once: append only. `cause` is there when the mail came back by it.
CREATE TABLE bounces (
    fingerprint TEXT PRIMARY KEY,
    mail_id UUID NOT NULL,
    office_id UUID NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('failed', 'delayed', 'delivered', 'relayed', 'expanded')),
    status TEXT,
    diagnostic TEXT,
    reporting_mta TEXT,
    matched_by TEXT NOT NULL CHECK (matched_by IN ('return_path', 'envelope_id', 'header')),
    cause TEXT
);
CREATE INDEX bounces_of_a_mail ON bounces (mail_id, at);

-- Addresses that are left alone for a while, since mail to them came back; `mail_id` is the mail that last did.
CREATE TABLE suppressions (
    office_id UUID NOT NULL REFERENCES offices (id),
    to_key TEXT NOT NULL,
    address TEXT NOT NULL,
    cause TEXT NOT NULL,
    since BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    mail_id UUID NOT NULL,
    PRIMARY KEY (to_key, office_id)
);
CREATE INDEX suppressions_of_an_office ON suppressions (office_id, mail_id);
CREATE INDEX suppressions_over ON suppressions (until_at);
