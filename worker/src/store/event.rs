//! The events of tickets: appended, never changed.

use std::collections::BTreeMap;

use aftercare_shared::id::{AgentId, TicketId, UserId};
use aftercare_shared::json;
use aftercare_shared::ticket::{Actor, Event};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "ticket_event";

/// An event as it stands in the table.
#[derive(Deserialize)]
pub(crate) struct EventRow {
    #[serde(default)]
    ticket_id: String,
    seq: u32,
    at: i64,
    actor_role: String,
    actor_id: Option<String>,
    actor_name: Option<String>,
    body: String,
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let wrong = |detail: String| StoreError::row(TABLE, detail);
        let id = row.actor_id.unwrap_or_default();
        let name = row.actor_name.unwrap_or_default();
        let actor = match row.actor_role.as_str() {
            "customer" => {
                Actor::Customer { id: UserId::new(id).map_err(|error| wrong(error.to_string()))?, name }
            }
            "agent" => Actor::Agent { id: AgentId::new(id).map_err(|error| wrong(error.to_string()))?, name },
            "system" => Actor::System,
            role => return Err(wrong(format!("unknown role {role}"))),
        };
        let body = json::read(&row.body).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { seq: row.seq, at: instant(TABLE, row.at)?, actor, body })
    }
}

/// Appends an event. Where its number stands already, the batch fails whole.
pub(crate) fn append(ticket: &TicketId, event: &Event) -> Result<Statement, StoreError> {
    let (role, id, name) = match &event.actor {
        Actor::Customer { id, name } => ("customer", Some(id.as_str()), Some(name.as_str())),
        Actor::Agent { id, name } => ("agent", Some(id.as_str()), Some(name.as_str())),
        Actor::System => ("system", None, None),
    };
    let body = serde_json::to_string(&event.body).map_err(|error| StoreError::row(TABLE, error))?;
    let insert =
        sql("INSERT INTO ticket_event (ticket_id, seq, at, actor_role, actor_id, actor_name, kind, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    let insert = insert.bind(ticket.as_str()).bind(event.seq).bind(event.at);
    Ok(insert.bind(role).bind(id).bind(name).bind(event.body.kind()).bind(body))
}

/// Asks for a ticket's log after an event; after 0 for the whole.
pub(crate) fn log_after(ticket: &TicketId, seq: u32) -> Statement {
    sql("SELECT seq, at, actor_role, actor_id, actor_name, body
         FROM ticket_event WHERE ticket_id = ?1 AND seq > ?2 ORDER BY seq")
    .bind(ticket.as_str())
    .bind(seq)
}

/// The logs of several tickets without the texts that people wrote: enough to fold and to judge, and small.
pub(crate) async fn outlines(
    store: &Store,
    tickets: &[TicketId],
) -> Result<BTreeMap<TicketId, Vec<Event>>, StoreError> {
    let ids = serde_json::to_string(tickets).map_err(|error| StoreError::row(TABLE, error))?;
    let query = sql(r#"SELECT ticket_id, seq, at, actor_role, actor_id, actor_name,
           CASE kind
             WHEN 'message' THEN '{"kind":"message","body":""}'
             WHEN 'note' THEN '{"kind":"note","body":""}'
             WHEN 'opened' THEN json_set(body, '$.body', '')
             ELSE body
           END AS body
         FROM ticket_event WHERE ticket_id IN (SELECT value FROM json_each(?1))
         ORDER BY ticket_id, seq"#);
    let rows: Vec<EventRow> = store.all(TABLE, query.bind(ids)).await?;
    let mut logs: BTreeMap<TicketId, Vec<Event>> = BTreeMap::new();
    for mut row in rows {
        let id = std::mem::take(&mut row.ticket_id);
        let id = TicketId::new(id).map_err(|error| StoreError::row(TABLE, error))?;
        logs.entry(id).or_default().push(row.try_into()?);
    }
    Ok(logs)
}
