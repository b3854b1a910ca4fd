//! Support engineers.

use aftercare_shared::api::desk::Role;
use aftercare_shared::id::AgentId;
use serde::Deserialize;

use crate::store::{Store, StoreError, sql};

/// A support engineer who works here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Employee {
    /// Who.
    pub(crate) id: AgentId,
    /// The name the customer sees.
    pub(crate) name: String,
    /// What they may do besides answering.
    pub(crate) role: Role,
}

/// The one whose token has that hash.
pub(crate) async fn with_token_hash(store: &Store, hash: &str) -> Result<Option<Employee>, StoreError> {
    let query = sql("SELECT id, name, role FROM agent WHERE token_hash = ?1 AND disabled_at IS NULL");
    store.first("agent", query.bind(hash)).await
}

/// The one of that id.
pub(crate) async fn with_id(store: &Store, id: &AgentId) -> Result<Option<Employee>, StoreError> {
    let query = sql("SELECT id, name, role FROM agent WHERE id = ?1 AND disabled_at IS NULL");
    store.first("agent", query.bind(id.as_str())).await
}

/// The one with that e-mail address, in lower case.
pub(crate) async fn with_email(store: &Store, email: &str) -> Result<Option<Employee>, StoreError> {
    let query = sql("SELECT id, name, role FROM agent WHERE lower(email) = ?1 AND disabled_at IS NULL");
    store.first("agent", query.bind(email)).await
}
