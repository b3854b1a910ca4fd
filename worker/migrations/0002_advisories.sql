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

-- Counts the changes of both tables, so that a Worker that holds a compiled index sees with one small
-- read whether it is still right.
CREATE TABLE corpus (
  version INTEGER NOT NULL
) STRICT;

INSERT INTO corpus (version) VALUES (1);

CREATE TRIGGER advisory_inserted AFTER INSERT ON advisory BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER advisory_updated AFTER UPDATE ON advisory BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER advisory_deleted AFTER DELETE ON advisory BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER feed_inserted AFTER INSERT ON release_feed BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER feed_updated AFTER UPDATE ON release_feed BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER feed_deleted AFTER DELETE ON release_feed BEGIN UPDATE corpus SET version = version + 1; END;

-- What the demo's webhook receiver got. Empty where the demo is off.
CREATE TABLE demo_delivery (
  id          TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  headers     TEXT NOT NULL,
  body        TEXT NOT NULL
) STRICT;
