//! Customers of the vendor.

use aftercare_shared::api::desk::accounts::AccountRecord;
use aftercare_shared::id::{AccountId, PlanId};
use aftercare_shared::json;
use aftercare_shared::text::Text;
use aftercare_shared::ticket::command::plan_changed_reason;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Answers, Statement, Store, StoreError, Value, sql};

const TABLE: &str = "account";
const CHANGE_TABLE: &str = "plan_change";

/// What the accounts table knows of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Account {
    /// The name to show.
    pub(crate) name: String,
    /// The plan, where it is known here.
    pub(crate) plan: Option<PlanId>,
    /// The region, by which the policy may pick calendars.
    pub(crate) region: Option<String>,
}

/// Asks for the account of that id, which is an [`Account`].
pub(crate) fn query(id: &AccountId) -> Statement {
    sql("SELECT name, plan, region FROM account WHERE id = ?1").bind(id.as_str())
}

/// The account of that id.
pub(crate) async fn find(store: &Store, id: &AccountId) -> Result<Option<Account>, StoreError> {
    store.first(TABLE, query(id)).await
}

/// What a signed identity says of its account's plan. Of two the one that was signed later counts, whoever of
/// the account's people they are for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Claim {
    /// The plan.
    pub(crate) plan: PlanId,
    /// When it was signed, in seconds since 1970.
    pub(crate) iat: i64,
}

impl Claim {
    /// Whether it names another plan than the newest one before it.
    pub(crate) fn changes(&self, before: &Self) -> bool {
        self.iat > before.iat && self.plan != before.plan
    }

    /// Writes it down, unless a later one stands. Where another plan stands, there are tickets to be told of
    /// whichever counts; the nonce is of that change.
    pub(crate) fn write_down(&self, account: &AccountId, nonce: &str) -> Result<[Statement; 2], StoreError> {
        let note = sql("INSERT INTO plan_change (account, nonce, reason, claimed) SELECT ?1, ?3, ?4, 1
             WHERE EXISTS (SELECT 1 FROM account_claim WHERE account = ?1 AND plan <> ?2)");
        let note = note.bind(account.as_str()).bind(self.plan.as_str()).bind(nonce);
        let claim = sql("INSERT INTO account_claim (account, plan, iat) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE SET plan = excluded.plan, iat = excluded.iat
             WHERE iat < excluded.iat");
        let claim = claim.bind(account.as_str()).bind(self.plan.as_str()).bind(self.iat);
        Ok([note.bind(written(&plan_changed_reason())?), claim])
    }
}

fn written(reason: &Text) -> Result<String, StoreError> {
    serde_json::to_string(reason).map_err(|error| StoreError::row(CHANGE_TABLE, error))
}

/// Asks for the claim that counts of an account, which is a [`Claim`].
pub(crate) fn claim(account: &AccountId) -> Statement {
    sql("SELECT plan, iat FROM account_claim WHERE account = ?1").bind(account.as_str())
}

/// A change of an account's plan that its live tickets are to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Whose it is.
    pub(crate) account: AccountId,
    /// Unique to the change.
    pub(crate) nonce: String,
    /// Why, in words the customer reads.
    pub(crate) reason: Text,
    /// Whether a signed identity says so, and not the accounts table.
    pub(crate) is_claimed: bool,
}

#[derive(Deserialize)]
struct ChangeRow {
    account: AccountId,
    nonce: String,
    reason: String,
    claimed: u32,
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let reason = json::read(&row.reason).map_err(|error| StoreError::row(CHANGE_TABLE, error))?;
        Ok(Self { account: row.account, nonce: row.nonce, reason, is_claimed: row.claimed != 0 })
    }
}

/// Writes what is known of an account in the place of what its writer has `seen`, or of whatever stands; and
/// that its tickets are to be told. Whether the plan of a live ticket is known from here follows at once.
/// [`is_put`] says whether it was written.
pub(crate) fn put(
    record: &AccountRecord,
    seen: Option<&Account>,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Vec<Statement>, StoreError> {
    let id = record.id.as_str();
    let whole = |statement: Statement, name: &str, plan: Option<&PlanId>, region: Option<&str>| {
        statement.bind(name).bind(plan.map(PlanId::as_str)).bind(region)
    };
    let facts = |statement| whole(statement, &record.name, record.plan.as_ref(), record.region.as_deref());
    let write = sql("INSERT INTO account (id, name, plan, region, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan = excluded.plan,
           region = excluded.region, updated_at = excluded.updated_at
         WHERE ?6 IS NULL OR (name = ?6 AND plan IS ?7 AND region IS ?8) RETURNING name, plan, region");
    let write = facts(write.bind(id)).bind(now);
    let write = match seen {
        Some(seen) => whole(write, &seen.name, seen.plan.as_ref(), seen.region.as_deref()),
        None => write.bind(Value::Null).bind(Value::Null).bind(Value::Null),
    };
    // Of these the first does nothing where nothing was written, and the second follows what stands.
    let note = sql("INSERT INTO plan_change (account, nonce, reason) SELECT ?1, ?5, ?6
         WHERE EXISTS (SELECT 1 FROM account WHERE id = ?1 AND name = ?2 AND plan IS ?3 AND region IS ?4)");
    let note = facts(note.bind(id)).bind(change.nonce.as_str()).bind(written(&change.reason)?);
    let source = sql("UPDATE ticket SET plan_source =
           CASE WHEN (SELECT plan FROM account WHERE id = ?1) IS NULL THEN 'default' ELSE 'account' END
         WHERE account = ?1 AND verified = 1 AND live = 1 AND plan_source <> 'claim'");
    Ok(vec![write, note, source.bind(id)])
}

/// Whether the batch of [`put`] has written it: what its writer had seen still stood.
pub(crate) fn is_put(answers: &Answers) -> Result<bool, StoreError> {
    Ok(answers.first::<Account>(TABLE, 0)?.is_some())
}

/// Changes whose tickets do not all know of them.
pub(crate) async fn changes(store: &Store, limit: u32) -> Result<Vec<Change>, StoreError> {
    let query = sql("SELECT account, nonce, reason, claimed FROM plan_change LIMIT ?1").bind(limit);
    let rows: Vec<ChangeRow> = store.all(CHANGE_TABLE, query).await?;
    rows.into_iter().map(Change::try_from).collect()
}

/// Forgets a change that all tickets know of.
pub(crate) fn carried_out(change: &Change) -> Statement {
    sql("DELETE FROM plan_change WHERE account = ?1 AND nonce = ?2")
        .bind(change.account.as_str())
        .bind(change.nonce.as_str())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::tests::{carry_out, migrated};

    fn claim(plan: &str, iat: i64) -> Claim {
        Claim { plan: PlanId::new(plan).unwrap(), iat }
    }

    fn stands(database: &Connection) -> (String, i64) {
        let query = "SELECT plan, iat FROM account_claim";
        database.query_row(query, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    }

    #[test]
    fn of_two_claims_the_later_one_counts_and_a_difference_is_told() {
        let database = migrated();
        let account = AccountId::new("acc").unwrap();
        for (said, nonce, plan, iat, is_told) in [
            (claim("basic", 100), "a", "basic", 100, false),
            (claim("basic", 200), "b", "basic", 200, false),
            (claim("enterprise", 300), "c", "enterprise", 300, true),
            // The same again has nothing new to tell.
            (claim("enterprise", 310), "d", "enterprise", 310, false),
            // A ticket was opened under an older one: it is to be told.
            (claim("basic", 250), "e", "enterprise", 310, true),
            // Signed within the same second: the first stands.
            (claim("basic", 310), "f", "enterprise", 310, true),
        ] {
            for statement in said.write_down(&account, nonce).unwrap() {
                carry_out(&database, statement);
            }
            assert_eq!(stands(&database), (plan.to_owned(), iat), "{said:?}");
            let (nonce, reason) = (nonce.to_owned(), plan_changed_reason());
            let change = Change { account: account.clone(), nonce, reason, is_claimed: true };
            assert_eq!(carry_out(&database, carried_out(&change)), usize::from(is_told), "{said:?}");
        }
    }

    #[test]
    fn only_a_later_claim_of_another_plan_changes_anything() {
        let before = claim("basic", 100);
        for (said, changes) in [
            (claim("enterprise", 101), true),
            (claim("enterprise", 100), false),
            (claim("enterprise", 99), false),
            (claim("basic", 101), false),
        ] {
            assert_eq!(said.changes(&before), changes, "{said:?}");
        }
    }
}
