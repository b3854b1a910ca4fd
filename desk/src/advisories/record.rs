//! An advisory as the service has it, with its record as people read it.

use aftercare_client::AdvisorySheet;
use aftercare_client::wire::Value;

use crate::advisories::form::Form;

/// The order in which OSV's schema describes the fields of a record.
const ORDER: [&str; 15] = [
    "schema_version",
    "id",
    "modified",
    "published",
    "withdrawn",
    "aliases",
    "upstream",
    "related",
    "summary",
    "details",
    "severity",
    "affected",
    "references",
    "credits",
    "database_specific",
];

/// An advisory that is open.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Open {
    /// What the service says of it.
    pub(super) view: AdvisorySheet,
    /// Its record, as people read it.
    pub(super) text: String,
    /// The same as fields.
    pub(super) form: Form,
    /// What a write names as what it replaces.
    pub(super) etag: Option<String>,
}

impl Open {
    /// Reads what the service says.
    pub(super) fn of(view: AdvisorySheet, etag: Option<String>) -> Self {
        let form = Form::read(&view.record);
        let text = in_order(view.record.clone()).written();
        Self { view, text, form, etag }
    }

    /// Its id.
    pub(super) fn id(&self) -> &str {
        &self.view.advisory.id
    }
}

/// A record with its fields in the order of the schema; others behind them, as they stand.
fn in_order(mut record: Value) -> Value {
    if let Value::Object(fields) = &mut record {
        for name in ORDER.iter().rev() {
            if let Some(place) = fields.iter().position(|(known, _)| known == name) {
                let field = fields.remove(place);
                fields.insert(0, field);
            }
        }
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_shown_in_the_order_of_its_schema() {
        let record = Value::parse(r#"{"affected": [], "id": "A-1", "x": 1, "summary": "s"}"#).unwrap();
        assert_eq!(in_order(record).written(), r#"{"id": "A-1", "summary": "s", "affected": [], "x": 1}"#);
    }
}
