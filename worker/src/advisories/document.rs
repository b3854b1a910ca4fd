//! A document of advisories, read and checked: OSV, GHSA, CSAF or OpenVEX, told apart by their fields.

use aftercare_shared::osv::{self, Format, ImportError, Record, Slip, Stamp, Statement, Weight};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::problem::Failure;

/// The most records that one document holds.
const MAX_RECORDS: usize = 200;
/// The most slips that one answer tells.
const MAX_SLIPS: usize = 50;

/// What a document holds, fit to be published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    /// The form it is in.
    pub(crate) format: Format,
    /// Its records, no two of one id.
    pub(crate) records: Vec<Entry>,
    /// Its statements about single versions (VEX).
    pub(crate) statements: Vec<Statement>,
    /// Under which its statements are kept; absent where its form has none.
    pub(crate) vex_id: Option<String>,
    /// When it was last changed, where it says so.
    pub(crate) changed: Option<Stamp>,
    /// Products that no package URL names.
    pub(crate) skipped: Vec<String>,
}

/// A record of a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Read.
    pub(crate) record: Record,
    /// As it was written, where it was OSV; what is not read here is kept all the same.
    pub(crate) value: Value,
    /// Where it stands in the document: a JSON Pointer.
    pub(crate) pointer: String,
}

impl Entry {
    /// The record's id.
    pub(crate) fn id(&self) -> &str {
        &self.record.id
    }

    /// When it says that it last changed.
    pub(crate) fn modified(&self) -> Option<DateTime<Utc>> {
        self.record.modified.as_ref().and_then(Stamp::at)
    }

    /// Whether it was taken back.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.record.withdrawn.is_some()
    }
}

/// Reads a document. Every slip is named with its place. A record that does not say when it last changed
/// changed now.
pub(crate) fn read(text: &str, now: DateTime<Utc>) -> Result<Document, Failure> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Failure::new(Kind::Malformed, format!("The document is no JSON: {error}.")))?;
    let format = osv::sniff(&value).ok_or_else(|| {
        let detail = "Send an advisory as OSV, GHSA, CSAF 2.0 or OpenVEX: this is none of them.";
        Failure::new(Kind::Malformed, detail)
    })?;
    let document = match format {
        Format::Osv => osv_records(value, now)?,
        Format::Ghsa | Format::Csaf | Format::OpenVex => imported(format, text, now)?,
    };
    check_count(&document)?;
    Ok(document)
}

/// Records as they were written.
fn osv_records(value: Value, now: DateTime<Utc>) -> Result<Document, Failure> {
    let values = match value {
        Value::Array(items) => {
            items.into_iter().enumerate().map(|(place, item)| (format!("#/{place}"), item)).collect()
        }
        one @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
            vec![("#".to_owned(), one)]
        }
    };
    let mut records = Vec::with_capacity(values.len());
    let mut errors = Vec::new();
    for (pointer, mut value) in values {
        if let Some(fields) = value.as_object_mut()
            && fields.get("modified").is_none_or(Value::is_null)
        {
            fields.insert("modified".to_owned(), now.to_rfc3339_opts(SecondsFormat::Millis, true).into());
        }
        let slips = osv::check::check(&value).into_iter().filter(|slip| slip.weight == Weight::Error);
        let found: Vec<FieldError> = slips.map(|slip| placed(&pointer, slip)).collect();
        if found.is_empty() {
            match serde_json::from_value::<Record>(value.clone()) {
                Ok(record) => records.push(Entry { record, value, pointer }),
                Err(error) => {
                    let detail = format!("The record does not fit: {error}.");
                    errors.push(FieldError { pointer, detail });
                }
            }
        } else {
            errors.extend(found);
        }
    }
    refuse(errors)?;
    Ok(Document {
        format: Format::Osv,
        records,
        statements: Vec::new(),
        vex_id: None,
        changed: None,
        skipped: Vec::new(),
    })
}

/// Records of another form, made into OSV. Their slips are named by the record that they would become.
fn imported(format: Format, text: &str, now: DateTime<Utc>) -> Result<Document, Failure> {
    let imported = osv::import(format, text).map_err(|error| match error {
        ImportError::Shape { .. } => {
            Failure::new(Kind::Malformed, format!("The document does not fit: {error}."))
        }
        ImportError::Contradiction { .. } => Failure::field("#/vulnerabilities", error.to_string()),
    })?;
    let mut records: Vec<Entry> = Vec::with_capacity(imported.records.len());
    let mut errors = Vec::new();
    for mut record in imported.records {
        if record.modified.is_none() {
            record.modified = Some(Stamp::from(now));
        }
        let value = serde_json::to_value(&record)
            .map_err(|error| Failure::Internal("a record does not serialise", error.to_string()))?;
        for slip in osv::check::check(&value).into_iter().filter(|slip| slip.weight == Weight::Error) {
            let place = slip.pointer.trim_start_matches('#');
            let detail = format!("{}, as OSV at {place}: {}", record.id, slip.detail);
            errors.push(FieldError { pointer: "#".to_owned(), detail });
        }
        // One document of OpenVEX may speak of one flaw in several statements: they are one record.
        match records.iter_mut().find(|entry| entry.record.id == record.id) {
            Some(entry) => entry.join(record)?,
            None => records.push(Entry { record, value, pointer: "#".to_owned() }),
        }
    }
    refuse(errors)?;
    let has_statements = matches!(format, Format::Csaf | Format::OpenVex);
    let digest = || Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(Document {
        format,
        records,
        statements: imported.statements,
        vex_id: has_statements.then(|| imported.document.unwrap_or_else(digest)),
        changed: imported.changed,
        skipped: imported.skipped,
    })
}

impl Entry {
    /// Adds what another record of the same flaw says is affected.
    fn join(&mut self, other: Record) -> Result<(), Failure> {
        self.record.affected.extend(other.affected);
        for alias in other.aliases {
            if !self.record.aliases.contains(&alias) {
                self.record.aliases.push(alias);
            }
        }
        if other.modified.as_ref().and_then(Stamp::at) > self.modified() {
            self.record.modified = other.modified;
        }
        self.value = serde_json::to_value(&self.record)
            .map_err(|error| Failure::Internal("a record does not serialise", error.to_string()))?;
        Ok(())
    }
}

fn placed(pointer: &str, slip: Slip) -> FieldError {
    let within = slip.pointer.trim_start_matches('#');
    FieldError { pointer: format!("{pointer}{within}"), detail: slip.detail }
}

fn refuse(mut errors: Vec<FieldError>) -> Result<(), Failure> {
    let Some(first) = errors.first() else { return Ok(()) };
    let mut problem = Problem::new(Kind::Invalid, first.detail.clone());
    errors.truncate(MAX_SLIPS);
    problem.errors = errors;
    Err(Failure::Problem(Box::new(problem)))
}

fn check_count(document: &Document) -> Result<(), Failure> {
    if document.records.len() > MAX_RECORDS {
        return Err(Failure::field("#", format!("Send at most {MAX_RECORDS} records at once.")));
    }
    for (place, entry) in document.records.iter().enumerate() {
        if document.records.iter().take(place).any(|earlier| earlier.id() == entry.id()) {
            let detail = format!("{} stands in the document twice. Send one of them.", entry.id());
            return Err(Failure::field(&entry.pointer, detail));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_000_000, 0).unwrap()
    }

    fn refused(text: &str) -> Problem {
        match read(text, now()) {
            Err(Failure::Problem(problem)) => *problem,
            other => panic!("{text} gives {other:?}"),
        }
    }

    #[test]
    fn what_is_no_advisory_is_malformed() {
        for text in ["", "{", "null", "[]", "7", "{}", "{\"body\": 1}", "{} {}", &"[".repeat(100_000)] {
            assert_eq!(refused(text).known_kind(), Some(Kind::Malformed), "{text:.20}");
        }
    }

    #[test]
    fn a_slip_is_placed_in_the_document() {
        let entry = r#"{"id": "A-1", "modified": "x", "affected": [{"package": {"ecosystem": "npm", "name": "a"},
            "versions": ["1.0.0"]}]}"#;
        let problem = refused(&format!("[{entry}]"));
        assert_eq!(problem.errors.first().map(|error| error.pointer.as_str()), Some("#/0/modified"));
        let twice = entry.replace("\"modified\": \"x\", ", "");
        let problem = refused(&format!("[{twice}, {twice}]"));
        assert_eq!(problem.errors.first().map(|error| error.pointer.as_str()), Some("#/1"));
    }

    #[test]
    fn what_is_not_read_is_kept_and_a_missing_time_is_now() {
        let text = r#"{"id": "A-1", "credits": [{"name": "Kim", "contact": ["mailto:kim@example.com"]}],
            "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"],
            "ecosystem_specific": {"x": [1.5]}}]}"#;
        let document = read(text, now()).unwrap();
        let entry = document.records.first().unwrap();
        assert_eq!(entry.value["credits"][0]["contact"][0], "mailto:kim@example.com");
        assert_eq!(entry.value["affected"][0]["ecosystem_specific"]["x"][0], 1.5);
        assert_eq!(entry.modified(), Some(now()));
    }

    #[test]
    fn statements_about_one_flaw_become_one_record() {
        let said = |version: &str, status: &str| {
            format!(
                r#"{{"vulnerability": {{"name": "CVE-2026-7"}}, "status": "{status}", "action_statement": "x",
                "justification": "component_not_present", "products": [{{"@id": "pkg:npm/a@{version}"}}]}}"#
            )
        };
        let statements =
            [said("1.0.0", "affected"), said("1.1.0", "affected"), said("1.2.0", "not_affected")];
        let text = format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "timestamp": "2026-01-01T00:00:00Z",
            "statements": [{}]}}"#,
            statements.join(",")
        );
        let document = read(&text, now()).unwrap();
        assert_eq!((document.records.len(), document.statements.len()), (1, 3));
        assert_eq!(document.records.first().unwrap().record.affected.len(), 2);
        assert_eq!(
            document.vex_id.as_ref().map(String::len),
            Some(64),
            "a document without an id has its hash"
        );
    }
}
