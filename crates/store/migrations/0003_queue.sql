-- The queue holds only what is still on its way, so that it stays small however much was ever sent; a mail that is over
-- moves to `endings`, with its last attempt. No release had `deliveries`: what it held moves here.

-- `route` is the relay that a mail goes through: '' is the platform's. `worker` is who holds a mail that is being sent.
CREATE TABLE queue (
    mail_id UUID PRIMARY KEY,
    office_id UUID NOT NULL,
    route TEXT NOT NULL DEFAULT '',
    lane TEXT NOT NULL,
    class BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'deferred', 'held')),
    cause TEXT,
    next_at BIGINT,
    attempts BIGINT NOT NULL,
    holds BIGINT NOT NULL,
    patience_ms BIGINT NOT NULL,
    lease_id UUID,
    lease_until BIGINT,
    worker BIGINT,
    changed_at BIGINT NOT NULL
);
INSERT INTO queue (mail_id, office_id, lane, class, turn, state, cause, next_at, attempts, holds, patience_ms, lease_id,
        lease_until, changed_at)
    SELECT mail_id, office_id, lane, class, turn, state, cause, next_at, attempts, holds, patience_ms, lease_id,
        lease_until, changed_at
    FROM deliveries WHERE state IN ('queued', 'sending', 'deferred', 'held');
CREATE INDEX queue_in_turn ON queue (route, class, turn, mail_id) WHERE state = 'queued';
CREATE INDEX queue_turns ON queue (office_id, class, turn) WHERE state = 'queued';
CREATE INDEX queue_without_turn ON queue (mail_id) WHERE state = 'queued' AND turn < 0;
CREATE INDEX queue_leased ON queue (lease_id) WHERE state = 'sending';
CREATE INDEX queue_lease_ends ON queue (lease_until) WHERE state = 'sending';
CREATE INDEX queue_deferred ON queue (next_at) WHERE state = 'deferred';
CREATE INDEX queue_held ON queue (office_id, lane, holds, mail_id) WHERE state = 'held';
-- Whether anything of a sender still waits to show that it is mended.
CREATE INDEX queue_of_a_lane ON queue (office_id, lane)
    WHERE state = 'held' OR (state IN ('queued', 'sending', 'deferred') AND holds > 0);

-- How each mail ended. The columns from `at` on are its last attempt; none when it was cancelled. Earlier ones are in
-- `attempts`.
CREATE TABLE endings (
    mail_id UUID PRIMARY KEY,
    office_id UUID NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'failed', 'cancelled')),
    cause TEXT,
    changed_at BIGINT NOT NULL,
    route TEXT NOT NULL DEFAULT '',
    lane TEXT NOT NULL,
    class BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    relay_queue_id TEXT,
    at BIGINT,
    took_ms BIGINT,
    outcome TEXT,
    phase TEXT,
    reply TEXT,
    relay TEXT
);
INSERT INTO endings (mail_id, office_id, state, cause, changed_at, lane, class, attempts, relay_queue_id)
    SELECT mail_id, office_id, state, cause, changed_at, lane, class, attempts, relay_queue_id
    FROM deliveries WHERE state IN ('sent', 'failed', 'cancelled');
CREATE INDEX endings_in_vain ON endings (office_id, mail_id) WHERE state <> 'sent';

DROP TABLE deliveries;

-- How far each relay's part of the queue has been served, for each class: an office that comes new begins here. One clock
-- for all relays would run with the one that is furthest ahead, and send whoever comes new to the back of the others.
CREATE TABLE route_clocks (
    route TEXT NOT NULL,
    class BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    PRIMARY KEY (route, class)
);
INSERT INTO route_clocks (route, class, turn) SELECT '', class, turn FROM queue_clocks;
DROP TABLE queue_clocks;

-- Processes that deliver. A `number` is held as an advisory lock for as long as its process lives.
CREATE TABLE workers (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    since BIGINT NOT NULL
);

-- When a relay that takes only so many mails a minute may be given the next one.
CREATE TABLE relay_paces (
    route TEXT PRIMARY KEY,
    free_at BIGINT NOT NULL
);

-- What a mail says is forgotten after a while; that it was sent, to whom and why, stays.
ALTER TABLE mails ADD COLUMN forgotten_at BIGINT;
CREATE INDEX mails_to_forget ON mails (id) WHERE forgotten_at IS NULL;

-- Most mails are about no client-user.
DROP INDEX mails_of_a_client_user;
CREATE INDEX mails_of_a_client_user ON mails (client_user_id, id) WHERE client_user_id IS NOT NULL;
