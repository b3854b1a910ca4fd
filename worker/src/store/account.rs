//! Customers of the vendor.

use aftercare_shared::id::{AccountId, PlanId};
use serde::Deserialize;

use crate::store::{Store, StoreError, sql};

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
    store.first("account", query.bind(id.as_str())).await
}
