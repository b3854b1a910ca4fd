-- What form a feed's document has, by the word of `release::Format`: npm, pypi, maven_metadata, aftercare …
-- Null in rows from before this column: their document is Aftercare's own form, or an npm packument.
ALTER TABLE release_feed ADD COLUMN format TEXT;

-- What a person has done with a notice. Guests are nobody in particular and have no rows here.
CREATE TABLE notice_state (
  account  TEXT NOT NULL,
  person   TEXT NOT NULL,
  -- An advisory's id, or the id of what is to come.
  notice   TEXT NOT NULL,
  state    TEXT NOT NULL,
  -- What an advisory said when that was done: what has become worse since is shown again.
  severity TEXT,
  verdict  TEXT,
  at       INTEGER NOT NULL,
  PRIMARY KEY (account, person, notice)
) STRICT;
