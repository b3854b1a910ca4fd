-- The vendor's side of advisories and releases: what was published and who was told, what customers run,
-- what the vendor said of single versions, and where releases are read.

-- Every publication of an advisory, append-only. Two who publish one advisory at once: the primary key lets
-- one of them through. An advisory without a row here was loaded, and nobody is told of it.
CREATE TABLE advisory_revision (
  advisory    TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  -- `published`, `updated` or `withdrawn`.
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  by_name     TEXT NOT NULL,
  reason      TEXT,
  -- The OSV record, whole, as it was published.
  record      TEXT NOT NULL,
  -- Whether those whom it concerns are to be told: `nobody`, `looking` while they are being found, `found`.
  telling     TEXT NOT NULL,
  -- The last account that was looked at, so that the search goes on where it stopped.
  looked_to   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (advisory, revision)
) STRICT;

CREATE INDEX advisory_revision_looking ON advisory_revision (at) WHERE telling = 'looking';

-- Who is to be told of a publication, once each, and when each channel reached them.
CREATE TABLE advisory_notice (
  advisory    TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  account     TEXT NOT NULL,
  is_affected INTEGER NOT NULL,
  -- What they run that it is about: package URLs, a JSON array.
  purls       TEXT NOT NULL,
  -- From when on they were to be told.
  due_from    INTEGER NOT NULL,
  -- Its parcel in the outbox, where webhooks were set up.
  parcel      TEXT,
  webhook_at  INTEGER,
  given_up_at INTEGER,
  panel_at    INTEGER,
  PRIMARY KEY (advisory, revision, account)
) STRICT;

CREATE UNIQUE INDEX advisory_notice_by_parcel ON advisory_notice (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX advisory_notice_unseen ON advisory_notice (account) WHERE panel_at IS NULL AND is_affected = 1;

-- What customers are known to run. A version may be the empty text: the package runs, which one was not said.
CREATE TABLE sdk_seen (
  account    TEXT NOT NULL,
  -- `page`, `lockfile`, `ci` or `api`.
  source     TEXT NOT NULL,
  -- A page's site, or the customer's own name of a project.
  project    TEXT NOT NULL,
  -- A package URL without a version, in its registry's normal form.
  package    TEXT NOT NULL,
  version    TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (account, source, project, package, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX sdk_seen_by_package ON sdk_seen (package, account, version, last_seen);
CREATE INDEX sdk_seen_new ON sdk_seen (first_seen);
CREATE INDEX sdk_seen_by_age ON sdk_seen (last_seen);

-- What the vendor has said of single versions (VEX): one row a document, the newest of each id.
CREATE TABLE vex (
  document    TEXT PRIMARY KEY,
  changed     TEXT,
  -- A JSON array of statements, as they were imported.
  statements  TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  by_name     TEXT NOT NULL
) STRICT;

CREATE TRIGGER vex_inserted AFTER INSERT ON vex BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER vex_updated AFTER UPDATE ON vex BEGIN UPDATE corpus SET version = version + 1; END;
CREATE TRIGGER vex_deleted AFTER DELETE ON vex BEGIN UPDATE corpus SET version = version + 1; END;

-- What was said of a package's releases beside its feeds. `release_feed` holds all layers in one.
CREATE TABLE release_layer (
  package    TEXT NOT NULL,
  -- `pushed` or `desk`.
  layer      TEXT NOT NULL,
  document   TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  by_name    TEXT,
  PRIMARY KEY (package, layer)
) STRICT;

-- Every change of a package's releases, append-only. Two who change them at once: the primary key lets one
-- of them through, and the other starts again on fresh layers.
CREATE TABLE release_change (
  package  TEXT NOT NULL,
  revision INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  by_name  TEXT,
  -- `feed`, `pushed` or `desk`.
  layer    TEXT NOT NULL,
  PRIMARY KEY (package, revision)
) STRICT;

-- Where releases are read, and how that goes.
CREATE TABLE feed (
  package          TEXT NOT NULL,
  url              TEXT NOT NULL,
  form             TEXT NOT NULL,
  interval_seconds INTEGER NOT NULL,
  -- What it listed when it was last read.
  document         TEXT,
  listed           INTEGER NOT NULL DEFAULT 0,
  etag             TEXT,
  last_modified    TEXT,
  fetched_at       INTEGER,
  -- When it is read next; whoever reads it moves this on first.
  next_at          INTEGER NOT NULL,
  failures         INTEGER NOT NULL DEFAULT 0,
  failed_at        INTEGER,
  failure          TEXT,
  PRIMARY KEY (package, url)
) STRICT;

CREATE INDEX feed_due ON feed (next_at);

-- Every configuration of the feeds, append-only, for two who configure them at once.
CREATE TABLE feed_change (
  revision INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  by_name  TEXT NOT NULL
) STRICT;
