//! A document of advisories, read to be published: told apart by its fields, checked, made into OSV.
//!
//! Records that were OSV keep all that was written, also what is not read here. All slips are told, each with
//! its place; a document with one error in it is refused whole.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use crate::digest;
use crate::json;
use crate::osv::{Format, ImportError, Record, Slip, Stamp, Statement, Weight, check, import, sniff};

/// The most records that one document holds.
pub const MAX_RECORDS: usize = 200;

/// What a document holds, fit to be published.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The form it is in.
    pub format: Format,
    /// Its records, no two of one id.
    pub records: Vec<Entry>,
    /// Its statements about single versions (VEX).
    pub statements: Vec<Statement>,
    /// Under which its statements are kept: the document's own id, else its hash; absent where its form has
    /// no statements.
    pub vex_id: Option<String>,
    /// When it was last changed, where it says so.
    pub changed: Option<Stamp>,
    /// Products that no package URL names.
    pub skipped: Vec<String>,
    /// What is worth a look.
    pub warnings: Vec<Slip>,
}

/// A record of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Read.
    pub record: Record,
    /// As it was written, where it was OSV.
    pub value: Value,
    /// Where it stands in the document: a JSON Pointer.
    pub pointer: String,
}

/// Why a document is not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no JSON.
    #[error("the document is no JSON: {0}")]
    NoJson(String),
    /// It is in no form that is known.
    #[error("send an advisory as OSV, GHSA, CSAF 2.0 or OpenVEX: this is none of them")]
    NoForm,
    /// It is not of the form that its fields say.
    #[error("the document does not fit: {0}")]
    Shape(String),
    /// It is, and something in it is wrong; warnings among it.
    #[error("{} in the document", count(.0))]
    Slips(Vec<Slip>),
}

fn count(slips: &[Slip]) -> String {
    let errors = slips.iter().filter(|slip| slip.weight == Weight::Error).count();
    if errors == 1 { "one error".to_string() } else { format!("{errors} errors") }
}

impl Document {
    /// Records and nothing else.
    fn of_osv(records: Vec<Entry>) -> Self {
        Self {
            format: Format::Osv,
            records,
            statements: Vec::new(),
            vex_id: None,
            changed: None,
            skipped: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

impl Entry {
    /// The record's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.record.id
    }

    /// When it says that it last changed.
    #[must_use]
    pub fn modified(&self) -> Option<DateTime<Utc>> {
        self.record.modified.as_ref().and_then(Stamp::at)
    }

    /// Whether it was taken back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.record.withdrawn.is_some()
    }

    /// Adds what another record of the same flaw says is affected. Its JSON is that of before.
    fn join(&mut self, other: Record) {
        self.record.affected.extend(other.affected);
        for alias in other.aliases {
            if !self.record.aliases.contains(&alias) {
                self.record.aliases.push(alias);
            }
        }
        if other.modified.as_ref().and_then(Stamp::at) > self.modified() {
            self.record.modified = other.modified;
        }
    }
}

/// Reads a document. With `now`, a record that does not say when it last changed changed then; without, that
/// is an error, as the schema has it.
///
/// # Errors
/// [`Refusal`] says why it is not to be published.
pub fn read(text: &str, now: Option<DateTime<Utc>>) -> Result<Document, Refusal> {
    let value: Value = json::read(text).map_err(|error| Refusal::NoJson(error.to_string()))?;
    let format = sniff(&value).ok_or(Refusal::NoForm)?;
    let mut slips = Vec::new();
    let document = match format {
        Format::Osv => of_osv(value, now, &mut slips),
        Format::Ghsa | Format::Csaf | Format::OpenVex => imported(format, text, now, &mut slips)?,
    };
    check_count(&document.records, &mut slips);
    if slips.iter().any(|slip| slip.weight == Weight::Error) {
        return Err(Refusal::Slips(slips));
    }
    Ok(Document { warnings: slips, ..document })
}

/// Records as they were written.
fn of_osv(value: Value, now: Option<DateTime<Utc>>, slips: &mut Vec<Slip>) -> Document {
    let values = match value {
        Value::Array(items) => {
            // What is not read any further costs nothing, however much of it there is.
            if items.len() > MAX_RECORDS {
                slips.push(too_many());
                return Document::of_osv(Vec::new());
            }
            items.into_iter().enumerate().map(|(place, item)| (format!("#/{place}"), item)).collect()
        }
        one @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
            vec![("#".to_string(), one)]
        }
    };
    let mut records = Vec::with_capacity(values.len());
    for (pointer, mut value) in values {
        if let (Some(now), Some(fields)) = (now, value.as_object_mut())
            && fields.get("modified").is_none_or(Value::is_null)
        {
            fields.insert("modified".to_string(), now.to_rfc3339_opts(SecondsFormat::Millis, true).into());
        }
        let found = check::check(&value);
        let is_fit = found.iter().all(|slip| slip.weight == Weight::Warning);
        slips.extend(found.into_iter().map(|slip| Slip {
            pointer: format!("{pointer}{}", slip.pointer.trim_start_matches('#')),
            ..slip
        }));
        match json::read_value::<Record>(&value) {
            Ok(record) => records.push(Entry { record, value, pointer }),
            Err(error) if is_fit => {
                slips.push(error_at(&pointer, format!("the record does not fit: {error}")));
            }
            Err(_) => {}
        }
    }
    Document::of_osv(records)
}

/// Records of another form, made into OSV. Their slips are told by the record that they would become.
fn imported(
    format: Format,
    text: &str,
    now: Option<DateTime<Utc>>,
    slips: &mut Vec<Slip>,
) -> Result<Document, Refusal> {
    let imported = import(format, text).map_err(|error| match error {
        ImportError::Shape { .. } => Refusal::Shape(error.to_string()),
        ImportError::Contradiction { .. } => {
            Refusal::Slips(vec![error_at("#/vulnerabilities", error.to_string())])
        }
    })?;
    let mut records: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for mut record in imported.records {
        if record.modified.is_none() {
            record.modified = now.map(Stamp::from);
        }
        let value = json::value_of(&record);
        for slip in check::check(&value) {
            let detail = format!("{}, as OSV at {}: {}", record.id, slip.pointer, slip.detail);
            slips.push(Slip { pointer: "#".to_string(), detail, ..slip });
        }
        // One document of OpenVEX may speak of one flaw in several statements: they are one record.
        match places.get(&record.id).and_then(|place| records.get_mut(*place)) {
            Some(entry) => entry.join(record),
            None => {
                places.insert(record.id.clone(), records.len());
                records.push(Entry { record, value, pointer: "#".to_string() });
            }
        }
    }
    for entry in &mut records {
        entry.value = json::value_of(&entry.record);
    }
    let has_statements = matches!(format, Format::Csaf | Format::OpenVex);
    Ok(Document {
        format,
        records,
        statements: imported.statements,
        vex_id: has_statements.then(|| imported.document.unwrap_or_else(|| digest::sha256(text))),
        changed: imported.changed,
        skipped: imported.skipped,
        warnings: Vec::new(),
    })
}

fn check_count(records: &[Entry], slips: &mut Vec<Slip>) {
    if records.len() > MAX_RECORDS {
        slips.push(too_many());
        return;
    }
    for (place, entry) in records.iter().enumerate() {
        if records.iter().take(place).any(|earlier| earlier.id() == entry.id()) {
            let detail = format!("{} stands in the document twice: send one of them", entry.id());
            slips.push(error_at(&entry.pointer, detail));
        }
    }
}

fn too_many() -> Slip {
    error_at("#", format!("send at most {MAX_RECORDS} records at once"))
}

fn error_at(pointer: &str, detail: String) -> Slip {
    Slip { pointer: pointer.to_string(), detail, weight: Weight::Error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(1_770_000_000, 0)
    }

    fn pointers(text: &str) -> Vec<String> {
        match read(text, now()) {
            Err(Refusal::Slips(slips)) => {
                let errors = slips.into_iter().filter(|slip| slip.weight == Weight::Error);
                errors.map(|slip| slip.pointer).collect()
            }
            other => panic!("{text} gives {other:?}"),
        }
    }

    #[test]
    fn what_is_no_advisory_is_refused() {
        for text in ["null", "[]", "7", "{}", "{\"body\": 1}"] {
            assert_eq!(read(text, now()), Err(Refusal::NoForm), "{text}");
        }
        for text in ["", "{", "{} {}", &"[".repeat(100_000)] {
            assert!(matches!(read(text, now()), Err(Refusal::NoJson(_))), "{text:.20}");
        }
        assert!(matches!(read("{\"ghsa_id\": 7}", now()), Err(Refusal::Shape(_))));
    }

    #[test]
    fn a_slip_is_placed_in_the_document() {
        let entry = r#"{"id": "A-1", "modified": "x", "affected": [{"package": {"ecosystem": "npm", "name": "a"},
            "versions": ["1.0.0"]}]}"#;
        assert_eq!(pointers(&format!("[{entry}]")), ["#/0/modified"]);
        let twice = entry.replace("\"modified\": \"x\", ", "");
        assert_eq!(pointers(&format!("[{twice}, {twice}]")), ["#/1"]);
        assert!(matches!(read(&twice, None), Err(Refusal::Slips(_))), "the schema wants a time");
    }

    #[test]
    fn what_is_not_read_is_kept_and_a_missing_time_is_now() {
        let text = r#"{"id": "A-1", "credits": [{"name": "Kim", "contact": ["mailto:kim@example.com"]}],
            "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"],
            "ecosystem_specific": {"x": [1.5]}}]}"#;
        let document = read(text, now()).expect("a document");
        let entry = document.records.first().expect("a record");
        let at = |pointer: &str| entry.value.pointer(pointer).cloned();
        assert_eq!(at("/credits/0/contact/0"), Some("mailto:kim@example.com".into()));
        assert_eq!(at("/affected/0/ecosystem_specific/x/0"), Some(1.5.into()));
        assert_eq!(entry.modified(), now());
        assert_eq!(document.warnings.len(), 1, "there is no summary");
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
        let document = read(&text, now()).expect("a document");
        assert_eq!((document.records.len(), document.statements.len()), (1, 3));
        assert_eq!(document.records.first().map(|entry| entry.record.affected.len()), Some(2));
        assert_eq!(document.vex_id.as_ref().map(String::len), Some(64), "without an id it has its hash");
    }
}
