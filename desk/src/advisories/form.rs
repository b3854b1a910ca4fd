//! An advisory as a form: the fields that people write, read from a record and put back into it.
//!
//! Only what the form changed is written: a record that was read and not touched is written as it was, and
//! whatever the form does not know stays where it stands.

mod rows;

use aftercare_client::wire::Value;

use crate::document::{items, set, text};

pub(super) use crate::advisories::form::rows::{Package, Span, Until};

/// The ecosystems that a vendor of SDKs releases in, by OSV's names.
pub(super) const ECOSYSTEMS: [&str; 10] =
    ["npm", "Maven", "SwiftURL", "CocoaPods", "Pub", "PyPI", "NuGet", "Go", "crates.io", "RubyGems"];

/// The kinds of reference of OSV's schema, the usual ones first.
pub(super) const REFERENCE_KINDS: [&str; 11] = [
    "ADVISORY",
    "FIX",
    "WEB",
    "ARTICLE",
    "REPORT",
    "PACKAGE",
    "EVIDENCE",
    "DETECTION",
    "DISCUSSION",
    "INTRODUCED",
    "GIT",
];

/// GHSA's words for how bad something is, for records without a vector.
pub(super) const LEVELS: [&str; 4] = ["LOW", "MODERATE", "HIGH", "CRITICAL"];

/// The fields of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The record's id.
    pub(super) id: String,
    /// One line.
    pub(super) summary: String,
    /// The whole story.
    pub(super) details: String,
    /// Other ids, apart by commas or lines.
    pub(super) aliases: String,
    /// CVSS vectors, one a line.
    pub(super) vectors: String,
    /// One of [`LEVELS`], or empty.
    pub(super) level: String,
    /// What is affected.
    pub(super) packages: Vec<Package>,
    /// Where to read more.
    pub(super) references: Vec<Reference>,
}

/// A link of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reference {
    /// Which of the record's own it is.
    pub(super) from: Option<usize>,
    /// One of [`REFERENCE_KINDS`], or what the record says.
    pub(super) kind: String,
    /// The address.
    pub(super) url: String,
}

impl Form {
    /// What a new advisory begins with: one package to be named.
    pub(super) fn blank() -> Value {
        let mut record = Value::Object(Vec::new());
        set(&mut record, "schema_version", Some(Value::Text("1.7.0".to_owned())));
        for name in ["id", "summary", "details"] {
            set(&mut record, name, Some(Value::Text(String::new())));
        }
        let mut form = Self::read(&record);
        form.packages.push(Package::fresh());
        form.write(&record)
    }

    /// Reads a record.
    pub(super) fn read(record: &Value) -> Self {
        let severities = items(record, "severity");
        let vectors: Vec<&str> =
            severities.iter().filter(|it| is_cvss(it)).map(|it| text(it, "score")).collect();
        let aliases: Vec<&str> = items(record, "aliases").iter().filter_map(Value::as_str).collect();
        let reference = |(place, it): (usize, &Value)| Reference {
            from: Some(place),
            kind: text(it, "type").to_owned(),
            url: text(it, "url").to_owned(),
        };
        Self {
            id: text(record, "id").to_owned(),
            summary: text(record, "summary").to_owned(),
            details: text(record, "details").to_owned(),
            aliases: aliases.join(", "),
            vectors: vectors.join("\n"),
            level: record
                .get("database_specific")
                .map(|it| text(it, "severity").to_owned())
                .unwrap_or_default(),
            packages: items(record, "affected").iter().enumerate().map(Package::read).collect(),
            references: items(record, "references").iter().enumerate().map(reference).collect(),
        }
    }

    /// The record with the form in it.
    pub(super) fn write(&self, base: &Value) -> Value {
        let before = Self::read(base);
        let mut record = base.clone();
        for (name, was, is) in [
            ("id", &before.id, &self.id),
            ("summary", &before.summary, &self.summary),
            ("details", &before.details, &self.details),
        ] {
            if was != is {
                set(&mut record, name, Some(Value::Text(is.clone())));
            }
        }
        if before.aliases != self.aliases {
            let aliases = words(&self.aliases).map(|alias| Value::Text(alias.to_owned())).collect();
            set(&mut record, "aliases", some_list(aliases));
        }
        if before.vectors != self.vectors {
            let mut severities: Vec<Value> =
                self.vectors.lines().map(str::trim).filter(|it| !it.is_empty()).map(rating).collect();
            severities.extend(items(base, "severity").iter().filter(|it| !is_cvss(it)).cloned());
            set(&mut record, "severity", some_list(severities));
        }
        if before.level != self.level {
            let mut own = base.get("database_specific").cloned().unwrap_or(Value::Object(Vec::new()));
            let level = Some(self.level.clone()).filter(|level| !level.is_empty());
            set(&mut own, "severity", level.map(Value::Text));
            let is_empty = own.as_object().is_some_and(<[_]>::is_empty);
            set(&mut record, "database_specific", Some(own).filter(|_| !is_empty));
        }
        if before.packages != self.packages {
            let known = items(base, "affected");
            let write = |package: &Package| package.write(package.from.and_then(|from| known.get(from)));
            set(&mut record, "affected", Some(Value::List(self.packages.iter().map(write).collect())));
        }
        if before.references != self.references {
            let known = items(base, "references");
            let references = self.references.iter().map(|reference| reference.write(known)).collect();
            set(&mut record, "references", some_list(references));
        }
        record
    }
}

impl Reference {
    fn write(&self, known: &[Value]) -> Value {
        let known = self.from.and_then(|from| known.get(from));
        let mut reference = known.cloned().unwrap_or(Value::Object(Vec::new()));
        for (name, is) in [("type", &self.kind), ("url", &self.url)] {
            if text(&reference, name) != is || reference.get(name).is_none() {
                set(&mut reference, name, Some(Value::Text(is.clone())));
            }
        }
        reference
    }
}

/// Which field of the form a fault is shown at, by its place in the record: the place of a field, of a row or
/// of a part of a row; `#` for one that the form has no field for.
pub(super) fn field_of(pointer: &str) -> String {
    let mut steps = pointer.trim_start_matches("#/").split('/');
    let top = steps.next().unwrap_or_default();
    let row = steps.next().filter(|row| row.parse::<usize>().is_ok());
    match (top, row, steps.next()) {
        ("affected", Some(row), Some(part @ ("package" | "ranges" | "versions"))) => {
            format!("#/affected/{row}/{part}")
        }
        ("affected", Some(row), _) => format!("#/affected/{row}"),
        ("references", Some(row), _) => format!("#/references/{row}"),
        ("id" | "summary" | "details" | "aliases" | "severity" | "affected" | "references", _, _) => {
            ["#/", top].concat()
        }
        (_, _, _) => "#".to_owned(),
    }
}

/// Texts that stand apart by commas, blanks or lines.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n', ' ', '，', '、', ';']).map(str::trim).filter(|word| !word.is_empty())
}

/// A list, unless it is empty: then the field is not there.
fn some_list(items: Vec<Value>) -> Option<Value> {
    if items.is_empty() { None } else { Some(Value::List(items)) }
}

fn is_cvss(rating: &Value) -> bool {
    text(rating, "type").starts_with("CVSS")
}

fn rating(vector: &str) -> Value {
    let kind = match vector.get(..6) {
        Some("CVSS:4") => "CVSS_V4",
        Some("CVSS:3") => "CVSS_V3",
        Some(_) | None => "CVSS_V2",
    };
    let mut rating = Value::Object(Vec::new());
    set(&mut rating, "type", Some(Value::Text(kind.to_owned())));
    set(&mut rating, "score", Some(Value::Text(vector.to_owned())));
    rating
}

#[cfg(test)]
mod tests;
