-- What the vendor owes on a ticket, signed: written in the batch of the event that changed it.

-- The chain of a ticket, numbered from 1 without gaps: of two writers who race for one number, the primary
-- key lets one through. What it says and the key that signed it stand in the signed text alone.
CREATE TABLE receipt (
  ticket_id TEXT NOT NULL REFERENCES ticket (id),
  n         INTEGER NOT NULL,
  -- The event after which it holds.
  seq       INTEGER NOT NULL,
  -- A JSON Web Signature in compact form.
  jws       TEXT NOT NULL,
  PRIMARY KEY (ticket_id, n)
) STRICT;

CREATE TRIGGER receipt_is_append_only
BEFORE UPDATE ON receipt
BEGIN
  SELECT RAISE(ABORT, 'receipt is append-only');
END;
