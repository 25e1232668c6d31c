-- Whether the mails of an office can go out: what was looked at in DNS, when, and with which keys its mails are signed.

-- `ready`, `causes` (JSON) and `checked_at` are of the last look at all of its domains; `next_check_at` is when the next
-- one is due by itself.
CREATE TABLE mail_setups (
    office_id UUID PRIMARY KEY REFERENCES offices (id),
    send_on_behalf BOOLEAN NOT NULL,
    ready BOOLEAN NOT NULL,
    causes TEXT NOT NULL,
    checked_at BIGINT,
    next_check_at BIGINT NOT NULL
);
CREATE INDEX mail_setups_due ON mail_setups (next_check_at);

-- A domain that an office sends from, once it was looked at. `verdict` is what the last look means, `report` what it saw;
-- both JSON. `alerted_at` is when the office was last told that it is broken.
CREATE TABLE mail_domains (
    office_id UUID NOT NULL REFERENCES offices (id),
    domain TEXT NOT NULL,
    verdict TEXT NOT NULL,
    report TEXT NOT NULL,
    alerted_at BIGINT,
    PRIMARY KEY (office_id, domain)
);

-- The keys of a domain, a generation of both in each row; `rsa` and `ed25519` are PKCS#8, encrypted with the
-- installation's key. Mails that are made from `signs_from` on are signed by RSA, and from `ed25519_from` on by both.
CREATE TABLE dkim_keys (
    office_id UUID NOT NULL REFERENCES offices (id),
    domain TEXT NOT NULL,
    generation BIGINT NOT NULL,
    rsa TEXT NOT NULL,
    ed25519 TEXT NOT NULL,
    signs_from BIGINT,
    ed25519_from BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (office_id, domain, generation)
);
