-- What signed identities last said of an account's plan. A claim is written down when a ticket is opened under it
-- and when it names another plan, never for a session that changes nothing.
CREATE TABLE account_claim (
  account TEXT PRIMARY KEY,
  plan    TEXT NOT NULL,
  -- When the claim was signed: of two, the later one counts.
  iat     INTEGER NOT NULL
) STRICT;

-- A ticket was opened under a claim that was signed before.
INSERT INTO account_claim (account, plan, iat)
SELECT account, plan, MAX(opened_at) FROM ticket
WHERE verified = 1 AND live = 1 AND plan_source = 'claim' GROUP BY account;

-- Whether a signed identity has changed the plan, and not the accounts table.
ALTER TABLE plan_change ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0;
