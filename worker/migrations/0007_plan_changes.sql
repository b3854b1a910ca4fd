-- A row for each change of an account rather than one for all of them: each is taken out by whoever carried
-- it out and then found the account's plan as it was when they began. With one row for all, a request that
-- was slow could tell tickets of a plan that another had changed and carried out since.
-- `account_change`, which this takes the place of, is written no more.
CREATE TABLE plan_change (
  account TEXT NOT NULL,
  -- Of this change.
  nonce   TEXT NOT NULL,
  -- Why, in words the customer reads; JSON of both languages.
  reason  TEXT NOT NULL,
  PRIMARY KEY (account, nonce)
) STRICT;

INSERT INTO plan_change (account, nonce, reason) SELECT account, nonce, reason FROM account_change;
