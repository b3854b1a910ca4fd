//! The desk's queue: what falls due next comes first.
//!
//! Missed comes before running before paused before free; within each the earlier due date. Whether a
//! promise is missed by now is read off the instant from which it would be, so the order is right at any
//! moment without a write.
//!
//! A search is for a text as it was typed, by `instr`: D1 takes no pattern of `LIKE` above 50 bytes.

use aftercare_shared::api::desk::{Counts, View};
use aftercare_shared::id::{AgentId, TicketId};
use aftercare_shared::json::Beside;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::store::ticket::{Facts, FactsRow, facts};
use crate::store::{Statement, Store, StoreError, Value, sql};

const TABLE: &str = "ticket";

/// What a support engineer wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Which list.
    pub(crate) view: View,
    /// Who is looking.
    pub(crate) reader: AgentId,
    /// What the subject, the account or the number is to match, as it was typed.
    pub(crate) search: Option<String>,
    /// Where the page begins.
    pub(crate) after: Option<Place>,
    /// How many are wanted.
    pub(crate) limit: u32,
}

/// Where a page begins: after this ticket, in the order of that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The moment of the first page: all pages of one reading are ordered by it.
    pub(crate) as_of: i64,
    /// The ticket's rank.
    pub(crate) rank: i64,
    /// The instant by which it is ordered.
    pub(crate) instant: i64,
    /// Which it is.
    pub(crate) id: TicketId,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueuePage {
    /// The tickets, in the queue's order.
    pub(crate) tickets: Vec<Facts>,
    /// Where the next page begins.
    pub(crate) next: Option<Place>,
    /// How many there are in each list.
    pub(crate) counts: Counts,
}

#[derive(Deserialize)]
struct OrderRow {
    order_rank: i64,
    order_instant: i64,
}

#[derive(Deserialize)]
struct CountsRow {
    due_next: u32,
    missed: Option<u32>,
    mine: Option<u32>,
    waiting: Option<u32>,
    unassigned: Option<u32>,
}

/// Reads a page and the counts, in one round trip.
pub(crate) async fn page(
    store: &Store,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> Result<QueuePage, StoreError> {
    let as_of = wanted.after.as_ref().map_or(now.timestamp(), |place| place.as_of);
    let counts = sql("SELECT COUNT(*) AS due_next, SUM(overdue_from <= ?1) AS missed,
           SUM(assignee = ?2) AS mine, SUM(status = 'waiting') AS waiting,
           SUM(assignee IS NULL) AS unassigned
         FROM ticket WHERE live = 1");
    let counts = counts.bind(now).bind(wanted.reader.as_str());
    let list = match wanted.view {
        View::DueNext | View::Mine | View::Waiting | View::Unassigned => live(wanted, as_of),
        View::Done => done(wanted),
    };
    let answers = store.batch(vec![list, counts]).await?;
    let mut rows: Vec<Beside<OrderRow, FactsRow>> = answers.rows(TABLE, 0)?;
    let counts: Option<CountsRow> = answers.first(TABLE, 1)?;
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|Beside(order, facts)| Place {
        as_of,
        rank: order.order_rank,
        instant: order.order_instant,
        id: facts.id().clone(),
    });
    Ok(QueuePage {
        tickets: rows.into_iter().map(|Beside(_, facts)| facts.into()).collect(),
        next,
        counts: counts.map(Counts::from).unwrap_or_default(),
    })
}

fn live(wanted: &Wanted, as_of: i64) -> Statement {
    let query = sql(concat!(
        "SELECT order_rank, order_instant, ",
        facts!(),
        " FROM (
           SELECT *, CASE WHEN overdue_from <= ?8 THEN 0 ELSE rank END AS order_rank,
             COALESCE(next_due_at, opened_at) AS order_instant
           FROM ticket
           WHERE live = 1
             AND (?6 = 'due_next' OR (?6 = 'mine' AND assignee = ?7)
               OR (?6 = 'waiting' AND status = 'waiting') OR (?6 = 'unassigned' AND assignee IS NULL))
             AND (?1 IS NULL OR instr(lower(subject), lower(?1)) OR instr(lower(account), lower(?1))
               OR instr(lower(account_name), lower(?1)) OR number = ?2)
         )
         WHERE ?3 IS NULL OR (order_rank, order_instant, id) > (?3, ?4, ?5)
         ORDER BY order_rank, order_instant, id LIMIT ?9"
    ));
    let query = searched(query, wanted).bind(wanted.view.as_str()).bind(wanted.reader.as_str());
    query.bind(as_of).bind(wanted.limit.saturating_add(1))
}

fn done(wanted: &Wanted) -> Statement {
    let query = sql(concat!(
        "SELECT 0 AS order_rank, updated_at AS order_instant, ",
        facts!(),
        " FROM ticket
         WHERE live = 0
           AND (?1 IS NULL OR instr(lower(subject), lower(?1)) OR instr(lower(account), lower(?1))
             OR instr(lower(account_name), lower(?1)) OR number = ?2)
           AND (?3 IS NULL OR (updated_at, id) < (?4, ?5))
         ORDER BY updated_at DESC, id DESC LIMIT ?6"
    ));
    searched(query, wanted).bind(wanted.limit.saturating_add(1))
}

/// Binds what is searched for and where the page begins: the first five values of both lists.
fn searched(query: Statement, wanted: &Wanted) -> Statement {
    let text = wanted.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let number = text.and_then(|text| text.trim_start_matches('#').parse::<u32>().ok());
    let after = wanted.after.as_ref();
    query
        .bind(text)
        .bind(number)
        .bind(after.map(|place| place.rank))
        .bind(after.map(|place| place.instant))
        .bind(after.map_or(Value::Null, |place| place.id.as_str().into()))
}

impl From<CountsRow> for Counts {
    fn from(row: CountsRow) -> Self {
        Self {
            due_next: row.due_next,
            missed: row.missed.unwrap_or_default(),
            mine: row.mine.unwrap_or_default(),
            waiting: row.waiting.unwrap_or_default(),
            unassigned: row.unassigned.unwrap_or_default(),
        }
    }
}
