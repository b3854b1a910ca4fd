//! What a person has done with notices: a row each.

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{NewNoticeState, NoticeState, Settled, Verdict};
use aftercare_shared::id::{AccountId, UserId};
use aftercare_shared::json;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "notice_state";

#[derive(Deserialize)]
struct Row {
    notice: String,
    state: String,
    severity: Option<String>,
    verdict: Option<String>,
    at: i64,
}

impl TryFrom<Row> for NoticeState {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            of: NewNoticeState {
                state: word::<Settled>(row.state)?,
                severity: row.severity.map(word::<Rating>).transpose()?,
                verdict: row.verdict.map(word::<Verdict>).transpose()?,
            },
            at: instant(TABLE, row.at)?,
            id: row.notice,
        })
    }
}

/// All that a person has done, the newest first.
pub(crate) async fn of(
    store: &Store,
    account: &AccountId,
    person: &UserId,
) -> Result<Vec<NoticeState>, StoreError> {
    let all = sql(
        "SELECT notice, state, severity, verdict, at FROM notice_state WHERE account = ?1 AND person = ?2
         ORDER BY at DESC, notice",
    );
    let rows: Vec<Row> = store.all(TABLE, all.bind(account.as_str()).bind(person.as_str())).await?;
    rows.into_iter().map(NoticeState::try_from).collect()
}

/// Writes down what was done, in place of what was done before. The same again changes nothing, not even
/// when it was done. Of what a person has done the newest thousand are kept.
pub(crate) async fn settle(
    store: &Store,
    account: &AccountId,
    person: &UserId,
    notice: &str,
    new: &NewNoticeState,
    now: DateTime<Utc>,
) -> Result<NoticeState, StoreError> {
    let written = sql("INSERT INTO notice_state (account, person, notice, state, severity, verdict, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (account, person, notice) DO UPDATE SET
         at = iif(state = excluded.state AND severity IS excluded.severity AND verdict IS excluded.verdict,
         at, excluded.at), state = excluded.state, severity = excluded.severity, verdict = excluded.verdict
         RETURNING notice, state, severity, verdict, at");
    let written = written
        .bind(account.as_str())
        .bind(person.as_str())
        .bind(notice)
        .bind(text(&new.state))
        .bind(new.severity.as_ref().and_then(text))
        .bind(new.verdict.as_ref().and_then(text))
        .bind(now);
    let trimmed = sql(
        "DELETE FROM notice_state WHERE account = ?1 AND person = ?2 AND notice IN (SELECT notice
         FROM notice_state WHERE account = ?1 AND person = ?2 ORDER BY at DESC, notice LIMIT -1 OFFSET 1000)",
    );
    let trimmed = trimmed.bind(account.as_str()).bind(person.as_str());
    let answers = store.batch(vec![written, trimmed]).await?;
    let row: Option<Row> = answers.first(TABLE, 0)?;
    row.ok_or_else(|| StoreError::row(TABLE, "nothing was written"))?.try_into()
}

/// Takes back what was done.
pub(crate) fn undo(account: &AccountId, person: &UserId, notice: &str) -> Statement {
    sql("DELETE FROM notice_state WHERE account = ?1 AND person = ?2 AND notice = ?3")
        .bind(account.as_str())
        .bind(person.as_str())
        .bind(notice)
}

/// A word of a closed set, which is the one on the wire.
fn word<T: DeserializeOwned>(word: String) -> Result<T, StoreError> {
    json::read_value(&word.into()).map_err(|error| StoreError::row(TABLE, error))
}

fn text(word: &impl serde::Serialize) -> Option<String> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => Some(text),
        Ok(_) | Err(_) => None,
    }
}
