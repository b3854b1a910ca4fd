//! Lists of tickets for customers: those of an account, or those of one guest.

use aftercare_shared::id::TicketId;
use aftercare_shared::json::Beside;
use serde::{Deserialize, Serialize};

use crate::caller::Customer;
use crate::store::ticket::{Facts, FactsRow, facts};
use crate::store::{Store, StoreError, sql};

const TABLE: &str = "ticket";

/// Where a page of a customer's list begins: after this ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// When something public last happened to it.
    pub(crate) updated_at: i64,
    /// Which it is.
    pub(crate) id: TicketId,
}

#[derive(Deserialize)]
struct UpdatedRow {
    updated_at: i64,
}

/// A page of what a customer may see, newest activity first, and where the next page begins.
pub(crate) async fn of_customer(
    store: &Store,
    customer: &Customer,
    after: Option<&Place>,
    limit: u32,
) -> Result<(Vec<Facts>, Option<Place>), StoreError> {
    let query = sql(concat!(
        "SELECT updated_at, ",
        facts!(),
        " FROM ticket WHERE account = ?1 AND verified = ?2
           AND (?3 IS NULL OR (updated_at, id) < (?3, ?4))
         ORDER BY updated_at DESC, id DESC LIMIT ?5"
    ));
    let (account, verified) = match customer.account() {
        Some(account) => (account.as_str(), true),
        None => (customer.user().as_str(), false),
    };
    let query = query.bind(account).bind(verified);
    let query = query.bind(after.map(|place| place.updated_at)).bind(after.map(|place| place.id.as_str()));
    // One more than is asked for tells whether there is a next page.
    let mut rows: Vec<Beside<UpdatedRow, FactsRow>> = store.all(TABLE, query.bind(limit + 1)).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more);
    let next = next.map(|Beside(row, facts)| Place { updated_at: row.updated_at, id: facts.id().clone() });
    Ok((rows.into_iter().map(|Beside(_, facts)| facts.into()).collect(), next))
}

/// The last tickets of the customer of a ticket, without that one.
pub(crate) async fn others_of(store: &Store, facts: &Facts, limit: u32) -> Result<Vec<Facts>, StoreError> {
    let query = sql(concat!(
        "SELECT ",
        facts!(),
        " FROM ticket WHERE account = ?1 AND verified = ?2 AND id <> ?3
         ORDER BY updated_at DESC, id DESC LIMIT ?4"
    ));
    let query = query.bind(facts.account.as_str()).bind(facts.verified).bind(facts.id.as_str());
    let rows: Vec<FactsRow> = store.all(TABLE, query.bind(limit)).await?;
    Ok(rows.into_iter().map(Facts::from).collect())
}
