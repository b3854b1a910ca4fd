-- The system of record. Append-only: a change is a new file, expand first, contract a release later.
-- Times are whole seconds since 1970 in UTC. Words of closed sets are checked where they are read.

-- Customers of the vendor, as far as the vendor has told us.
CREATE TABLE account (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  plan       TEXT,
  region     TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Support engineers. Of a token only its SHA-256 is kept, in hex.
CREATE TABLE agent (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  email       TEXT UNIQUE,
  token_hash  TEXT UNIQUE,
  created_at  INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;

-- Every version of the policy document. Where the table is empty, the built-in policy is in force.
CREATE TABLE policy (
  version    INTEGER PRIMARY KEY,
  document   TEXT NOT NULL,
  hash       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT
) STRICT;

-- What the events fold into: for lists and their order. Written in the batch of the event it follows.
CREATE TABLE ticket (
  id             TEXT PRIMARY KEY,
  number         INTEGER NOT NULL UNIQUE,
  site           TEXT NOT NULL,
  -- The account, or the guest's own id.
  account        TEXT NOT NULL,
  account_name   TEXT NOT NULL,
  region         TEXT,
  requester      TEXT NOT NULL,
  requester_name TEXT NOT NULL,
  verified       INTEGER NOT NULL,
  plan_source    TEXT NOT NULL,
  subject        TEXT NOT NULL,
  status         TEXT NOT NULL,
  live           INTEGER NOT NULL,
  severity       TEXT NOT NULL,
  plan           TEXT NOT NULL,
  team           TEXT,
  assignee       TEXT,
  assignee_name  TEXT,
  -- Labels of what the customer is asked for, a JSON array.
  asked          TEXT NOT NULL,
  answered       INTEGER NOT NULL,
  opened_at      INTEGER NOT NULL,
  -- When something public last happened.
  updated_at     INTEGER NOT NULL,
  seq            INTEGER NOT NULL,
  -- The desk's order. 1: a promise is owed; 2: all that are owed wait for the customer; 3: none is owed.
  rank           INTEGER NOT NULL,
  next_due_at    INTEGER,
  next_metric    TEXT,
  -- From when on a promise that is owed counts as missed, if nothing happens before.
  overdue_from   INTEGER
) STRICT;

CREATE INDEX ticket_by_account ON ticket (account, verified, updated_at DESC, id);
CREATE INDEX ticket_by_due ON ticket (rank, next_due_at, id) WHERE live = 1;
CREATE INDEX ticket_by_assignee ON ticket (assignee, live);
CREATE INDEX ticket_done ON ticket (updated_at DESC, id) WHERE live = 0;

-- The truth. Two writers who race for one number: the primary key lets one of them through.
CREATE TABLE ticket_event (
  ticket_id  TEXT NOT NULL REFERENCES ticket (id),
  seq        INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  actor_role TEXT NOT NULL,
  actor_id   TEXT,
  actor_name TEXT,
  kind       TEXT NOT NULL,
  -- The event's body as JSON; `kind` repeats its tag, for queries.
  body       TEXT NOT NULL,
  PRIMARY KEY (ticket_id, seq)
) STRICT;

CREATE TRIGGER ticket_event_is_append_only
BEFORE UPDATE ON ticket_event
BEGIN
  SELECT RAISE(ABORT, 'ticket_event is append-only');
END;

-- Where each promise stands, for the sweep. The promise itself is the event that made it.
CREATE TABLE promise (
  ticket_id TEXT NOT NULL REFERENCES ticket (id),
  metric    TEXT NOT NULL,
  cycle     INTEGER NOT NULL,
  -- The event that made it: a later one of the same cycle supersedes it.
  made_seq  INTEGER NOT NULL,
  state     TEXT NOT NULL,
  due_at    INTEGER,
  -- When the sweep has something to say about it next, if ever: a warning, or that it is missed.
  check_at  INTEGER,
  missed_at INTEGER,
  PRIMARY KEY (ticket_id, metric, cycle, made_seq)
) STRICT;

CREATE INDEX promise_by_due ON promise (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX promise_by_check ON promise (check_at) WHERE check_at IS NOT NULL;

-- What the sweep has said, once for all: a second sweep of the same moment fails on the key.
CREATE TABLE promise_verdict (
  ticket_id TEXT NOT NULL REFERENCES ticket (id),
  metric    TEXT NOT NULL,
  cycle     INTEGER NOT NULL,
  -- `missed`, or `warned` and the percentage.
  verdict   TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, metric, cycle, verdict)
) STRICT;

-- Answers to repeated POSTs. The row is written in the batch of what it answers for, so a key is used
-- once or not at all. The answer is kept as the ticket and event it showed, and rendered again.
CREATE TABLE idempotency (
  scope       TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status      INTEGER NOT NULL,
  response    TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  expires     INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;

CREATE INDEX idempotency_by_expiry ON idempotency (expires);

-- Who is working on a key. A courtesy to the second caller, who is told to wait: it may be lost.
CREATE TABLE idempotency_lease (
  scope       TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  holder      TEXT NOT NULL,
  until       INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;

CREATE INDEX idempotency_lease_by_expiry ON idempotency_lease (until);

-- What leaves: written in the batch of the event, handed to the queue afterwards, swept where that failed.
CREATE TABLE outbox (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  payload      TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  -- When the queue took it.
  sent_at      INTEGER,
  attempts     INTEGER NOT NULL DEFAULT 0,
  delivered_at INTEGER,
  -- When it was given up: the receiver is gone, or all tries were used.
  dead_at      INTEGER,
  -- The HTTP status, or the word, of the last try.
  outcome      TEXT
) STRICT;

CREATE INDEX outbox_unsent ON outbox (created_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_done ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
