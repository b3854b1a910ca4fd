-- Who may change what is promised, what was said of each version, and what has to follow from a change.

-- `agent` answers tickets; `lead` keeps accounts as well; `admin` pushes policies too. Nobody is an admin
-- until the operator says so.
ALTER TABLE agent ADD COLUMN role TEXT NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'lead', 'admin'));

-- Why a version was pushed, in words for the vendor's people.
ALTER TABLE policy ADD COLUMN note TEXT;

-- Under which version of the policy the ticket's promises were last weighed. While it is live and this is not
-- the version in force, a better promise may be owed.
ALTER TABLE ticket ADD COLUMN policy_version INTEGER NOT NULL DEFAULT 0;

CREATE INDEX ticket_by_policy ON ticket (policy_version) WHERE live = 1;

-- Accounts whose plan was changed and whose live tickets do not all know it yet. Written in the batch of the
-- change, taken out once no ticket is left, so that a change can't be forgotten half-way.
CREATE TABLE account_change (
  account TEXT PRIMARY KEY,
  -- Of this change: another one meanwhile has another.
  nonce   TEXT NOT NULL,
  -- Why, in words the customer reads; JSON of both languages.
  reason  TEXT NOT NULL
) STRICT;
