//! Tickets: what is known of one besides its log, and the projection that lists are made from.

pub(crate) mod list;

use aftercare_shared::api::session::PlanSource;
use aftercare_shared::id::{AccountId, PlanId, SiteId, TicketId, UserId};
use aftercare_shared::json::Beside;
use aftercare_shared::metric::Metric;
use aftercare_shared::ticket::{Event, Ticket};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::event::{self, EventRow};
use crate::store::receipt::Kept;
use crate::store::{Statement, Store, StoreError, policy, receipt, sql};

const TABLE: &str = "ticket";

/// The columns of [`FactsRow`], for every query that reads one.
macro_rules! facts {
    () => {
        "id, number, site, account, account_name, region, requester, requester_name, verified, plan_source"
    };
}
pub(crate) use facts;

/// What is known of a ticket from its opening on, besides its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Its id, for paths.
    pub(crate) id: TicketId,
    /// Its number, for people.
    pub(crate) number: u32,
    /// The site it came from.
    pub(crate) site: SiteId,
    /// The account, or a guest's own id.
    pub(crate) account: AccountId,
    /// The account's name at that time.
    pub(crate) account_name: String,
    /// The account's region at that time.
    pub(crate) region: Option<String>,
    /// Who opened it.
    pub(crate) requester: UserId,
    /// Their name at that time.
    pub(crate) requester_name: String,
    /// Whether the vendor vouched for them.
    pub(crate) verified: bool,
    /// How the plan was known.
    pub(crate) plan_source: PlanSource,
}

/// [`Facts`] as they stand in the table.
#[derive(Deserialize)]
pub(crate) struct FactsRow {
    id: TicketId,
    number: u32,
    site: SiteId,
    account: AccountId,
    account_name: String,
    region: Option<String>,
    requester: UserId,
    requester_name: String,
    verified: u32,
    plan_source: PlanSource,
}

impl FactsRow {
    /// Which ticket it is.
    pub(crate) fn id(&self) -> &TicketId {
        &self.id
    }
}

impl From<FactsRow> for Facts {
    fn from(row: FactsRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            site: row.site,
            account: row.account,
            account_name: row.account_name,
            region: row.region,
            requester: row.requester,
            requester_name: row.requester_name,
            verified: row.verified != 0,
            plan_source: row.plan_source,
        }
    }
}

/// A ticket as it was read: what is known of it, its whole log, its last receipt, and the policy in force.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// What is known besides the log.
    pub(crate) facts: Facts,
    /// The log, in order.
    pub(crate) events: Vec<Event>,
    /// The version of the policy in force when it was read.
    pub(crate) policy_version: u32,
    /// Its last receipt, if it has any.
    pub(crate) last_receipt: Option<Kept>,
}

/// Reads a ticket, in one round trip.
pub(crate) async fn read(store: &Store, id: &TicketId) -> Result<Option<Record>, StoreError> {
    read_up_to(store, id, u32::MAX).await
}

/// Reads a ticket as its log stood after an event.
pub(crate) async fn read_up_to(store: &Store, id: &TicketId, seq: u32) -> Result<Option<Record>, StoreError> {
    let facts = sql(concat!("SELECT ", facts!(), " FROM ticket WHERE id = ?1")).bind(id.as_str());
    let parts = vec![facts, event::log_after(id, 0), policy::newest(), receipt::last(id, seq)];
    let answers = store.batch(parts).await?;
    let Some(facts) = answers.first::<FactsRow>(TABLE, 0)? else {
        return Ok(None);
    };
    let rows: Vec<EventRow> = answers.rows("ticket_event", 1)?;
    let mut events = rows.into_iter().map(Event::try_from).collect::<Result<Vec<_>, _>>()?;
    events.retain(|event| event.seq <= seq);
    let policy_version = policy::in_force(store, answers.first("policy", 2)?).await?;
    let last_receipt = receipt::last_of(&answers, 3)?;
    Ok(Some(Record { facts: facts.into(), events, policy_version, last_receipt }))
}

/// What is known of a ticket, the number of its last event, and the events after one.
pub(crate) async fn since(
    store: &Store,
    id: &TicketId,
    after: u32,
) -> Result<Option<(Facts, u32, Vec<Event>)>, StoreError> {
    let facts = sql(concat!("SELECT seq, ", facts!(), " FROM ticket WHERE id = ?1")).bind(id.as_str());
    let answers = store.batch(vec![facts, event::log_after(id, after)]).await?;
    let Some(Beside(last, facts)) = answers.first::<Beside<LastRow, FactsRow>>(TABLE, 0)? else {
        return Ok(None);
    };
    let events: Vec<EventRow> = answers.rows("ticket_event", 1)?;
    let events = events.into_iter().map(Event::try_from).collect::<Result<_, _>>()?;
    Ok(Some((facts.into(), last.seq, events)))
}

#[derive(Deserialize)]
struct LastRow {
    seq: u32,
}

/// What lists are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Projection {
    /// Labels of what the customer is asked for.
    pub(crate) asked: Vec<String>,
    /// Whether no word of the customer is unanswered.
    pub(crate) answered: bool,
    /// When something public last happened.
    pub(crate) updated_at: DateTime<Utc>,
    /// Its place in the desk's order.
    pub(crate) order: Order,
}

/// A ticket's place in the desk's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// A promise is owed.
    Owed {
        /// What it measures.
        metric: Metric,
        /// By when.
        due_at: DateTime<Utc>,
        /// From when on it counts as missed. It may be later than due: nothing elapses while it is closed.
        overdue_from: Option<DateTime<Utc>>,
    },
    /// All that are owed wait for the customer.
    Paused,
    /// None is owed.
    Free,
}

impl Order {
    fn rank(self) -> u32 {
        match self {
            Self::Owed { .. } => 1,
            Self::Paused => 2,
            Self::Free => 3,
        }
    }

    fn metric(self) -> Option<&'static str> {
        match self {
            Self::Owed { metric, .. } => Some(metric.as_str()),
            Self::Paused | Self::Free => None,
        }
    }

    fn due_at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Owed { due_at, .. } => Some(due_at),
            Self::Paused | Self::Free => None,
        }
    }

    fn overdue_from(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Owed { overdue_from, .. } => overdue_from,
            Self::Paused | Self::Free => None,
        }
    }
}

/// Adds a ticket. Its number is the next free one; the facts' own is not looked at.
pub(crate) fn insert(
    facts: &Facts,
    ticket: &Ticket,
    projection: &Projection,
) -> Result<Statement, StoreError> {
    let source = serde_json::to_value(facts.plan_source).map_err(|error| StoreError::row(TABLE, error))?;
    let insert = sql("INSERT INTO ticket (
           number, status, live, severity, plan, team, assignee, assignee_name, asked, answered,
           updated_at, seq, rank, next_due_at, next_metric, overdue_from,
           id, site, account, account_name, region, requester, requester_name, verified, plan_source,
           subject, opened_at)
         SELECT COALESCE(MAX(number), 1000) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
           ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26
         FROM ticket");
    let insert = folded(insert, ticket, projection)?;
    Ok(insert
        .bind(facts.id.as_str())
        .bind(facts.site.as_str())
        .bind(facts.account.as_str())
        .bind(facts.account_name.as_str())
        .bind(facts.region.as_deref())
        .bind(facts.requester.as_str())
        .bind(facts.requester_name.as_str())
        .bind(facts.verified)
        .bind(source.as_str().unwrap_or_default())
        .bind(ticket.subject.as_str())
        .bind(ticket.opened_at))
}

/// Writes what a ticket's log has come to.
pub(crate) fn update(
    id: &TicketId,
    ticket: &Ticket,
    projection: &Projection,
) -> Result<Statement, StoreError> {
    let update = sql("UPDATE ticket SET
           status = ?1, live = ?2, severity = ?3, plan = ?4, team = ?5, assignee = ?6, assignee_name = ?7,
           asked = ?8, answered = ?9, updated_at = ?10, seq = ?11, rank = ?12, next_due_at = ?13,
           next_metric = ?14, overdue_from = ?15
         WHERE id = ?16");
    Ok(folded(update, ticket, projection)?.bind(id.as_str()))
}

/// A live ticket that may have to be told of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Planned {
    /// Which.
    pub(crate) id: TicketId,
    /// The site it came from, whose default plan may be meant.
    pub(crate) site: SiteId,
    /// The plan in force on it.
    pub(crate) plan: PlanId,
}

/// The live tickets of an account whose plan a signed identity has named, or those of which the accounts table
/// decides.
pub(crate) async fn planned(
    store: &Store,
    account: &AccountId,
    is_claimed: bool,
) -> Result<Vec<Planned>, StoreError> {
    let query = sql("SELECT id, site, plan FROM ticket
         WHERE account = ?1 AND verified = 1 AND live = 1 AND (plan_source = 'claim') = ?2");
    store.all(TABLE, query.bind(account.as_str()).bind(is_claimed)).await
}

/// Notes under which version of the policy a ticket's promises were weighed, as long as nobody has written on
/// it since the event of that number.
pub(crate) fn weighed(id: &TicketId, seq: u32, policy_version: u32) -> Statement {
    sql("UPDATE ticket SET policy_version = ?3 WHERE id = ?1 AND seq = ?2")
        .bind(id.as_str())
        .bind(seq)
        .bind(policy_version)
}

#[derive(Deserialize)]
struct IdRow {
    id: TicketId,
}

/// Live tickets whose promises were weighed under an earlier version than the one in force.
pub(crate) async fn unweighed(
    store: &Store,
    policy_version: u32,
    limit: u32,
) -> Result<Vec<TicketId>, StoreError> {
    let query = sql("SELECT id FROM ticket WHERE live = 1 AND policy_version < ?1
         ORDER BY policy_version LIMIT ?2");
    let rows: Vec<IdRow> = store.all(TABLE, query.bind(policy_version).bind(limit)).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn folded(statement: Statement, ticket: &Ticket, projection: &Projection) -> Result<Statement, StoreError> {
    let asked = serde_json::to_string(&projection.asked).map_err(|error| StoreError::row(TABLE, error))?;
    Ok(statement
        .bind(ticket.status.as_str())
        .bind(ticket.status.is_live())
        .bind(ticket.severity.as_str())
        .bind(ticket.plan.as_str())
        .bind(ticket.team.as_ref().map(|team| team.as_str()))
        .bind(ticket.assignee.as_ref().map(|assignee| assignee.id.as_str()))
        .bind(ticket.assignee.as_ref().map(|assignee| assignee.name.as_str()))
        .bind(asked)
        .bind(projection.answered)
        .bind(projection.updated_at)
        .bind(ticket.seq)
        .bind(projection.order.rank())
        .bind(projection.order.due_at())
        .bind(projection.order.metric())
        .bind(projection.order.overdue_from()))
}
