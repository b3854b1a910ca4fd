//! Every statement of the sources, prepared against the migrated schema. The sources are read as text, so
//! that no statement is forgotten.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::{Statement, Value};

/// Tables that grow with the years: no statement may read one of them from end to end.
const LARGE: [&str; 11] = [
    "ticket_event",
    "promise",
    "promise_verdict",
    "receipt",
    "outbox",
    "idempotency",
    "account",
    "account_claim",
    "sdk_seen",
    "advisory_notice",
    "advisory_revision",
];

#[test]
fn every_statement_fits_the_schema_and_finds_its_rows_by_an_index() {
    let database = migrated();
    let statements = statements();
    assert!(statements.len() > 30, "only {} statements were found in the sources", statements.len());
    for (file, text) in statements {
        let plan = plan(&database, &text).unwrap_or_else(|error| panic!("{file}: {error}\n{text}"));
        for step in plan {
            let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let by_index = step.contains("USING");
            let large = scanned.is_some_and(|table| LARGE.contains(&table));
            assert!(by_index || !large, "{file} reads a whole table: {step}\n{text}");
        }
    }
}

#[test]
fn an_event_can_not_be_changed() {
    let database = migrated();
    let ticket =
        "INSERT INTO ticket VALUES ('t', 1, 's', 'a', 'a', NULL, 'r', 'r', 1, 'claim', 'x', 'new', 1, 'down',
        'basic', NULL, NULL, NULL, '[]', 0, 0, 0, 1, 3, NULL, NULL, NULL, 0)";
    let event = "INSERT INTO ticket_event VALUES ('t', 1, 0, 'system', NULL, NULL, 'closed', '{}')";
    database.execute(ticket, ()).expect("a ticket");
    database.execute(event, ()).expect("an event");
    assert!(database.execute(event, ()).is_err(), "its number stands already");
    assert!(database.execute("UPDATE ticket_event SET kind = 'note'", ()).is_err());
}

/// Carries a statement out as D1 would and says how many rows it has changed.
pub(super) fn carry_out(database: &Connection, statement: Statement) -> usize {
    use rusqlite::types;
    let values = statement.values.into_iter().map(|value| match value {
        Value::Null => types::Value::Null,
        Value::Integer(number) => types::Value::Integer(number),
        Value::Text(text) => types::Value::Text(text),
    });
    database.execute(statement.text, rusqlite::params_from_iter(values)).expect("the statement is right")
}

pub(super) fn migrated() -> Connection {
    let database = Connection::open_in_memory().expect("a database");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("migrations").flatten().map(|file| file.path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("a migration");
        database.execute_batch(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    database
}

fn plan(database: &Connection, text: &str) -> rusqlite::Result<Vec<String>> {
    let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
    let values = vec![rusqlite::types::Null; explained.parameter_count()];
    let steps = explained.query_map(rusqlite::params_from_iter(values), |row| row.get("detail"))?;
    steps.collect()
}

/// The statements of `store.rs` and what is below it, each with its file.
fn statements() -> Vec<(String, String)> {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut folders = vec![store];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                let source = fs::read_to_string(&path).expect("a source");
                let file = path.display().to_string();
                found.extend(source.split("sql(").skip(1).filter_map(text).map(|text| (file.clone(), text)));
            }
        }
    }
    found
}

/// The text that follows `sql(`: a literal, or a `concat!` of literals and the columns of `facts!`.
fn text(source: &str) -> Option<String> {
    let source = source.trim_start();
    let Some(mut parts) = source.strip_prefix("concat!(") else {
        return literal(source).map(|(text, _)| text);
    };
    let mut whole = String::new();
    loop {
        parts = parts.trim_start().trim_start_matches(',').trim_start();
        if let Some(rest) = parts.strip_prefix("facts!()") {
            whole.push_str(super::ticket::facts!());
            parts = rest;
        } else if let Some((text, rest)) = literal(parts) {
            whole.push_str(&text);
            parts = rest;
        } else {
            return (!whole.is_empty()).then_some(whole);
        }
    }
}

/// A string literal, raw or with escaped backslashes, and what follows it.
fn literal(source: &str) -> Option<(String, &str)> {
    if let Some(raw) = source.strip_prefix("r#\"") {
        return raw.split_once("\"#").map(|(text, rest)| (text.to_owned(), rest));
    }
    let (text, rest) = source.strip_prefix('"')?.split_once('"')?;
    Some((text.replace("\\\\", "\\"), rest))
}
