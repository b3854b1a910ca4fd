//! What an operator sees: the rows behind the worker. Read only, and only for what HTTP does not show.

use std::sync::PoisonError;

use rusqlite::{Connection, OpenFlags, Row};

use crate::deadline::eventually;
use crate::world::World;

impl World {
    /// The rows of a query, a text a column, `NULL` for nothing.
    ///
    /// # Panics
    /// Where the query is not right.
    #[track_caller]
    #[must_use]
    pub fn rows(&self, sql: &str, parameters: &[&str]) -> Vec<Vec<String>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(self.database(), flags).expect("the database opens");
        let mut statement = database.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let columns = statement.column_count();
        let texts = |row: &Row<'_>| {
            (0..columns).map(|column| text(row, column)).collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = statement.query_map(rusqlite::params_from_iter(parameters), texts);
        rows.and_then(Iterator::collect).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Waits until everything that an account's tickets send out has been handed to the queue.
    ///
    /// # Panics
    /// Where a row of the outbox stays unsent, or the worker has logged an error.
    #[track_caller]
    pub fn settle(&self, account: &str) {
        eventually(&format!("an outbox without unsent rows of {account}"), || {
            let unsent = "SELECT outbox.id FROM outbox JOIN ticket ON instr(outbox.payload, ticket.id) > 0 \
                          WHERE outbox.sent_at IS NULL AND ticket.account = ?1";
            self.rows(unsent, &[account]).is_empty().then_some(())
        });
        self.check_log();
    }

    /// Says that the worker will log an error, for that is what a test is about.
    pub fn expect_error(&self, message: &'static str) {
        self.expected_errors.lock().unwrap_or_else(PoisonError::into_inner).push(message);
    }

    /// Checks that the worker has logged no error but those expected.
    ///
    /// # Panics
    /// Where it has.
    #[track_caller]
    pub fn check_log(&self) {
        let log = self.log();
        let expected = self.expected_errors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_unexpected =
            |line: &&str| is_error(line) && !expected.iter().any(|message| line.contains(message));
        let errors: Vec<&str> = log.lines().filter(is_unexpected).collect();
        assert!(errors.is_empty(), "the worker has logged errors:\n{}", errors.join("\n"));
    }
}

/// Whether a line of the log is an error of the worker or of the runtime.
fn is_error(line: &str) -> bool {
    let marks = ["[ERROR]", "\"level\":\"error\"", "Uncaught", "panicked at", "Promise will never complete"];
    marks.iter().any(|mark| line.contains(mark))
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(column)? {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}
