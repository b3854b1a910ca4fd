//! The store: D1, and all SQL of a noun in the noun's file.
//!
//! A [`Statement`] is a constant text and its values: nothing that a caller sent is ever part of a text.
//! A batch is one transaction, and is the only way two rows are written together. Rows are private to
//! their file and become domain values by `TryFrom`; a row that does not is an error of ours.

pub(crate) mod account;
pub(crate) mod advisory;
pub(crate) mod agent;
pub(crate) mod corpus;
pub(crate) mod delivery;
pub(crate) mod event;
pub(crate) mod feed;
pub(crate) mod idempotency;
pub(crate) mod inventory;
pub(crate) mod notice;
pub(crate) mod notice_state;
pub(crate) mod outbox;
pub(crate) mod policy;
pub(crate) mod promise;
pub(crate) mod queue;
pub(crate) mod receipt;
pub(crate) mod release;
pub(crate) mod revision;
pub(crate) mod ticket;
pub(crate) mod vex;

use chrono::{DateTime, Utc};
use js_sys::Array;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env};

use crate::js;

/// The errors of D1 that its documentation says to try again after.
const TRANSIENT: [&str; 6] = [
    "Network connection lost",
    "caused object to be reset",
    "reset because its code was updated",
    "overloaded",
    "exceeded timeout",
    "internal error",
];

/// Why the store gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// A key that must be unique stands already: somebody was faster. The text names the table.
    #[error("a unique key stands already: {0}")]
    Conflict(String),
    /// A row can't be read as what it should be.
    #[error("a row of {table} can't be read: {detail}")]
    Row {
        /// Which table.
        table: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The database can't be reached, or has too much to do: the same request may succeed in a moment.
    #[error("{0}")]
    Unavailable(String),
    /// The database refused a statement.
    #[error("{0}")]
    Failed(String),
}

impl StoreError {
    /// A row that can't be read.
    pub(crate) fn row(table: &'static str, detail: impl ToString) -> Self {
        Self::Row { table, detail: detail.to_string() }
    }

    /// Whether a key of that table stands already.
    pub(crate) fn is_conflict_on(&self, table: &str) -> bool {
        match self {
            Self::Conflict(text) => text.contains(&format!("{table}.")),
            Self::Row { .. } | Self::Unavailable(_) | Self::Failed(_) => false,
        }
    }
}

impl From<worker::Error> for StoreError {
    fn from(error: worker::Error) -> Self {
        let mut text = error.to_string();
        if let worker::Error::D1(d1) = &error {
            let thrown: &js_sys::Error = d1.as_ref();
            text = thrown.message().into();
        }
        if text.contains("UNIQUE constraint failed") {
            Self::Conflict(text)
        } else if TRANSIENT.iter().any(|words| text.contains(words)) {
            Self::Unavailable(text)
        } else {
            Self::Failed(text)
        }
    }
}

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// `NULL`
    Null,
    /// A whole number that a double holds exactly.
    Integer(i64),
    /// A text.
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Integer(truth.into())
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Integer(at.timestamp())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<Value> for JsValue {
    #[expect(clippy::cast_precision_loss, reason = "epoch seconds and counts fit in 53 bits")]
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Integer(number) => Self::from_f64(number as f64),
            Value::Text(text) => Self::from_str(&text),
        }
    }
}

/// A statement and its values, `?1` first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    text: &'static str,
    values: Vec<Value>,
}

/// A statement without values yet.
pub(crate) fn sql(text: &'static str) -> Statement {
    Statement { text, values: Vec::new() }
}

impl Statement {
    /// Adds the next value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// The database of one request.
pub(crate) struct Store(D1Database);

impl Store {
    /// The deployment's database.
    pub(crate) fn of(env: &Env) -> Result<Self, StoreError> {
        env.d1("DB").map(Self).map_err(|error| StoreError::Failed(error.to_string()))
    }

    /// The rows of a statement.
    pub(crate) async fn all<R: DeserializeOwned>(
        &self,
        table: &'static str,
        statement: Statement,
    ) -> Result<Vec<R>, StoreError> {
        rows(table, &self.ask(statement).await?)
    }

    /// The first row of a statement, if there is one.
    pub(crate) async fn first<R: DeserializeOwned>(
        &self,
        table: &'static str,
        statement: Statement,
    ) -> Result<Option<R>, StoreError> {
        Ok(self.all(table, statement).await?.into_iter().next())
    }

    /// Carries out statements in one transaction: all of them or none.
    pub(crate) async fn batch(&self, statements: Vec<Statement>) -> Result<Answers, StoreError> {
        let prepared = statements.into_iter().map(|statement| self.prepare(statement));
        let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
        Ok(Answers(self.0.batch(prepared).await?))
    }

    /// All that goes on between a question and its answer, made once for rows of every kind.
    async fn ask(&self, statement: Statement) -> Result<D1Result, StoreError> {
        Ok(self.prepare(statement)?.all().await?)
    }

    fn prepare(&self, statement: Statement) -> Result<D1PreparedStatement, StoreError> {
        let values = statement.values.into_iter().map(JsValue::from).collect::<Vec<_>>();
        Ok(self.0.prepare(statement.text).bind(&values)?)
    }
}

/// What the statements of a batch answered, in their order.
pub(crate) struct Answers(Vec<D1Result>);

impl Answers {
    /// The rows of the statement at that place.
    pub(crate) fn rows<R: DeserializeOwned>(
        &self,
        table: &'static str,
        place: usize,
    ) -> Result<Vec<R>, StoreError> {
        self.0.get(place).map_or_else(|| Ok(Vec::new()), |result| rows(table, result))
    }

    /// The first row of the statement at that place, if there is one.
    pub(crate) fn first<R: DeserializeOwned>(
        &self,
        table: &'static str,
        place: usize,
    ) -> Result<Option<R>, StoreError> {
        Ok(self.rows(table, place)?.into_iter().next())
    }
}

fn rows<R: DeserializeOwned>(table: &'static str, result: &D1Result) -> Result<Vec<R>, StoreError> {
    js::read(&unread(result)?).map_err(|fault| StoreError::row(table, fault))
}

fn unread(result: &D1Result) -> Result<JsValue, StoreError> {
    let rows: Array = result.results::<Row>()?.into_iter().map(|row| row.0).collect();
    Ok(rows.into())
}

/// A row as D1 hands it out, unread.
#[derive(Deserialize)]
struct Row(#[serde(with = "worker::d1::serde_wasm_bindgen::preserve")] JsValue);

/// The instant of a column.
pub(crate) fn instant(table: &'static str, second: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp(second, 0).ok_or_else(|| StoreError::row(table, "a time is out of range"))
}

#[cfg(test)]
mod tests;
