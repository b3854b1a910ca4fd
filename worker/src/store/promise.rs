//! Where promises stand, for the sweep; and what the sweep has said of them, once for all.

use aftercare_shared::api::ticket::PromiseState;
use aftercare_shared::escalation::Act;
use aftercare_shared::id::TicketId;
use aftercare_shared::metric::Metric;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, sql};

/// Where a promise stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PromiseRow {
    /// What it measures.
    pub(crate) metric: Metric,
    /// Which run of that clock.
    pub(crate) cycle: u32,
    /// The event that made it.
    pub(crate) made_seq: u32,
    /// Where it stands.
    pub(crate) state: PromiseState,
    /// By when; absent while paused.
    pub(crate) due_at: Option<DateTime<Utc>>,
    /// When the sweep has something to say about it next.
    pub(crate) check_at: Option<DateTime<Utc>>,
    /// When it was missed.
    pub(crate) missed_at: Option<DateTime<Utc>>,
}

/// Forgets where a ticket's promises stood; the rows that follow in the same batch say it anew.
pub(crate) fn clear(ticket: &TicketId) -> Statement {
    sql("DELETE FROM promise WHERE ticket_id = ?1").bind(ticket.as_str())
}

/// Writes where a promise stands.
pub(crate) fn insert(ticket: &TicketId, row: &PromiseRow) -> Statement {
    let state = match row.state {
        PromiseState::Running => "running",
        PromiseState::Paused => "paused",
        PromiseState::Met => "met",
        PromiseState::Missed => "missed",
        PromiseState::Cancelled => "cancelled",
    };
    sql("INSERT INTO promise (ticket_id, metric, cycle, made_seq, state, due_at, check_at, missed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    .bind(ticket.as_str())
    .bind(row.metric.as_str())
    .bind(row.cycle)
    .bind(row.made_seq)
    .bind(state)
    .bind(row.due_at)
    .bind(row.check_at)
    .bind(row.missed_at)
}

/// A verdict of the sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict<'a> {
    /// So many percent of its time have run.
    Warned(u8),
    /// It was missed.
    Missed,
    /// At so many percent of its time, something was done about it.
    Escalated(u16, &'a Act),
}

/// Records a verdict. Where it stands already, the batch fails whole: nothing is said twice.
pub(crate) fn record(
    ticket: &TicketId,
    metric: Metric,
    cycle: u32,
    verdict: Verdict<'_>,
    seq: u32,
) -> Statement {
    let word = match verdict {
        Verdict::Warned(percent) => format!("warned {percent}"),
        Verdict::Missed => "missed".to_owned(),
        Verdict::Escalated(percent, act) => format!("escalated {percent} {}", act.key()),
    };
    sql("INSERT INTO promise_verdict (ticket_id, metric, cycle, verdict, seq) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(ticket.as_str())
        .bind(metric.as_str())
        .bind(cycle)
        .bind(word)
        .bind(seq)
}

#[derive(Deserialize)]
struct DueRow {
    ticket_id: TicketId,
}

/// Tickets of which something has to be said by now, the longest overdue first.
pub(crate) async fn due(store: &Store, now: DateTime<Utc>, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let query = sql("SELECT ticket_id FROM promise WHERE check_at <= ?1
         GROUP BY ticket_id ORDER BY MIN(check_at) LIMIT ?2");
    let rows: Vec<DueRow> = store.all("promise", query.bind(now).bind(limit)).await?;
    Ok(rows.into_iter().map(|row| row.ticket_id).collect())
}

/// Puts what fell due of a ticket out of the sweep's sight for a while, where it can't be judged, and says
/// whether anything was. A sweep that ran beside this one has moved it on already.
pub(crate) async fn put_off(
    store: &Store,
    ticket: &TicketId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let update = sql("UPDATE promise SET check_at = ?3 WHERE ticket_id = ?1 AND check_at <= ?2
         RETURNING ticket_id");
    let update = update.bind(ticket.as_str()).bind(now).bind(until);
    let rows: Vec<DueRow> = store.all("promise", update).await?;
    Ok(!rows.is_empty())
}
