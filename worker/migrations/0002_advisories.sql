-- What is known about the vendor's packages.

-- OSV records, whole, as they were published.
CREATE TABLE advisory (
  id       TEXT PRIMARY KEY,
  modified TEXT NOT NULL,
  record   TEXT NOT NULL
) STRICT;

-- One document a package: its releases, as imported.
CREATE TABLE release_feed (
  package    TEXT PRIMARY KEY,
  document   TEXT NOT NULL,
  fetched_at INTEGER NOT NULL
) STRICT;

-- What the demo's webhook receiver got. Empty where the demo is off.
CREATE TABLE demo_delivery (
  id          TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  headers     TEXT NOT NULL,
  body        TEXT NOT NULL
) STRICT;
