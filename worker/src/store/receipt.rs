//! Receipts: appended with the event that they follow from, never changed.

use aftercare_shared::id::TicketId;
use aftercare_shared::json::Beside;
use aftercare_shared::receipt::Receipt;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::ticket::{Facts, FactsRow, facts};
use crate::store::{Answers, Statement, Store, StoreError, instant, sql};

const TABLE: &str = "receipt";

/// A receipt as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Kept {
    /// The last event of the write that made it.
    pub(crate) seq: u32,
    /// Its compact form.
    pub(crate) jws: String,
}

/// Appends a receipt. Where its number stands already, the batch fails whole.
pub(crate) fn append(receipt: &Receipt, jws: &str) -> Statement {
    sql("INSERT INTO receipt (ticket_id, n, seq, jws) VALUES (?1, ?2, ?3, ?4)")
        .bind(receipt.sub.as_str())
        .bind(receipt.n)
        .bind(receipt.seq)
        .bind(jws)
}

/// Asks for a ticket's last receipt, as of an event.
pub(crate) fn last(ticket: &TicketId, seq: u32) -> Statement {
    sql("SELECT seq, jws FROM receipt WHERE ticket_id = ?1 AND seq <= ?2 ORDER BY n DESC LIMIT 1")
        .bind(ticket.as_str())
        .bind(seq)
}

/// The receipt that [`last`] asked for.
pub(crate) fn last_of(answers: &Answers, place: usize) -> Result<Option<Kept>, StoreError> {
    answers.first(TABLE, place)
}

/// The receipts of a ticket, and how far they reach.
pub(crate) struct Chain {
    /// The ticket.
    pub(crate) facts: Facts,
    /// The number of its last event.
    pub(crate) seq: u32,
    /// When something public last happened on it.
    pub(crate) updated_at: DateTime<Utc>,
    /// The receipts in compact form, the first one first.
    pub(crate) receipts: Vec<String>,
}

#[derive(Deserialize)]
struct LastRow {
    seq: u32,
    updated_at: i64,
}

/// Reads a ticket's whole chain, in one round trip.
pub(crate) async fn chain(store: &Store, id: &TicketId) -> Result<Option<Chain>, StoreError> {
    let ticket = sql(concat!("SELECT seq, updated_at, ", facts!(), " FROM ticket WHERE id = ?1"));
    let receipts = sql("SELECT seq, jws FROM receipt WHERE ticket_id = ?1 ORDER BY n");
    let both = vec![ticket.bind(id.as_str()), receipts.bind(id.as_str())];
    let answers = store.batch(both).await?;
    let Some(Beside(last, facts)) = answers.first::<Beside<LastRow, FactsRow>>("ticket", 0)? else {
        return Ok(None);
    };
    let receipts: Vec<Kept> = answers.rows(TABLE, 1)?;
    Ok(Some(Chain {
        facts: facts.into(),
        seq: last.seq,
        updated_at: instant("ticket", last.updated_at)?,
        receipts: receipts.into_iter().map(|row| row.jws).collect(),
    }))
}
