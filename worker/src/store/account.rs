//! Customers of the vendor.

use aftercare_shared::api::desk::accounts::AccountRecord;
use aftercare_shared::id::{AccountId, PlanId};
use aftercare_shared::json;
use aftercare_shared::text::Text;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, sql};

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

/// The account of that id.
pub(crate) async fn find(store: &Store, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let query = sql("SELECT name, plan, region FROM account WHERE id = ?1");
    store.first(TABLE, query.bind(id.as_str())).await
}

/// A change of an account that its live tickets are to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Whose it is.
    pub(crate) account: AccountId,
    /// Unique to the change.
    pub(crate) nonce: String,
    /// Why, in words the customer reads.
    pub(crate) reason: Text,
}

#[derive(Deserialize)]
struct ChangeRow {
    account: AccountId,
    nonce: String,
    reason: String,
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let reason = json::read(&row.reason).map_err(|error| StoreError::row(CHANGE_TABLE, error))?;
        Ok(Self { account: row.account, nonce: row.nonce, reason })
    }
}

/// Writes what is known of an account, and that its tickets are to be told. Whether the plan of a live ticket
/// is known from here follows at once.
pub(crate) fn put(
    record: &AccountRecord,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Vec<Statement>, StoreError> {
    let reason =
        serde_json::to_string(&change.reason).map_err(|error| StoreError::row(CHANGE_TABLE, error))?;
    let id = record.id.as_str();
    let write = sql("INSERT INTO account (id, name, plan, region, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan = excluded.plan,
           region = excluded.region, updated_at = excluded.updated_at");
    let write = write.bind(id).bind(record.name.as_str()).bind(record.plan.as_ref().map(PlanId::as_str));
    let write = write.bind(record.region.as_deref()).bind(now);
    let note = sql("INSERT INTO plan_change (account, nonce, reason) VALUES (?1, ?2, ?3)");
    let note = note.bind(id).bind(change.nonce.as_str()).bind(reason);
    let source = sql("UPDATE ticket SET plan_source = ?2
         WHERE account = ?1 AND verified = 1 AND live = 1 AND plan_source <> 'claim'");
    let source = source.bind(id).bind(if record.plan.is_some() { "account" } else { "default" });
    Ok(vec![write, note, source])
}

/// Changes whose tickets do not all know of them.
pub(crate) async fn changes(store: &Store, limit: u32) -> Result<Vec<Change>, StoreError> {
    let query = sql("SELECT account, nonce, reason FROM plan_change LIMIT ?1").bind(limit);
    let rows: Vec<ChangeRow> = store.all(CHANGE_TABLE, query).await?;
    rows.into_iter().map(Change::try_from).collect()
}

/// Forgets a change that all tickets know of.
pub(crate) fn carried_out(change: &Change) -> Statement {
    sql("DELETE FROM plan_change WHERE account = ?1 AND nonce = ?2")
        .bind(change.account.as_str())
        .bind(change.nonce.as_str())
}
