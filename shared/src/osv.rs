//! OSV records as they are written (OSV schema 1.7), before anything is made of them.
//!
//! Reading is generous, as the schema asks: unknown fields are skipped, a null list is an empty
//! one, events may stand in any order, a time that can't be read is kept and passed over. Nothing here decides whether a version is affected; that is
//! `crate::advisory`.

use serde::{Deserialize, Deserializer, Serialize};

pub mod check;
pub mod document;
mod event;
mod import;
mod stamp;

pub use check::{Slip, Weight};
pub use event::Event;
pub use import::{Format, ImportError, Imported, Statement, VexStatus, import, sniff, sniff_fields};
pub(crate) use import::{Ranges, from_github};
pub use stamp::Stamp;

/// One advisory of a database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Record {
    /// The schema's version; absent means 1.0.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// The database's name for it, such as `GHSA-mwq8-fjpf-c2gr`.
    #[serde(default)]
    pub id: String,
    /// When the record last changed; of two records with one id the later counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Stamp>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Stamp>,
    /// Present if the record no longer stands: it then affects nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Stamp>,
    /// Other databases' names for the same flaw.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Flaws in a package that this one is built from; not the same flaw.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<String>,
    /// Flaws worth reading about beside this one; not the same flaw.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// One line, plain text.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The whole story, CommonMark; may hold HTML, which must be sanitised before it is shown.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// Ratings of the record as a whole.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    /// What is affected; several entries may speak about one package.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<Affected>,
    /// Where to read more.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Who found, reported or fixed it.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// What the database adds; only its word for the severity is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<serde_json::Value>"))]
    pub database_specific: Option<DatabaseSpecific>,
}

/// A rating.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Severity {
    /// `CVSS_V2`, `CVSS_V3`, `CVSS_V4` or a database's own.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The vector, not the number.
    #[serde(default)]
    pub score: String,
}

/// Which versions of a package are affected: those in any range, and those in the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Affected {
    /// The package; a record about commits alone has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// Ratings for this package, where the record has none as a whole.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    /// Ranges of versions.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Single versions.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
    /// What the database adds about this package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<serde_json::Value>"))]
    pub database_specific: Option<DatabaseSpecific>,
}

/// A package by OSV's names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Package {
    /// `npm`, `Maven`, `Maven:https://maven.google.com`.
    #[serde(default)]
    pub ecosystem: String,
    /// The name in the ecosystem.
    #[serde(default)]
    pub name: String,
    /// The package URL, without a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
}

/// Affected versions by the events that begin and end them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Range {
    /// What the events' values are. The package's ecosystem, not this, picks the order.
    #[serde(rename = "type", default)]
    pub kind: RangeKind,
    /// The repository of a range of commits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// In any order.
    #[serde(default, deserialize_with = "event::list")]
    pub events: Vec<Event>,
}

/// What a range's events are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum RangeKind {
    /// SemVer 2.0 versions.
    Semver,
    /// Versions in the ecosystem's order.
    #[default]
    Ecosystem,
    /// Commits: they need the repository's graph, and a matcher of versions skips them.
    Git,
    /// A kind that came after this was written.
    #[serde(other)]
    Unknown,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reference {
    /// `ADVISORY`, `FIX`, `WEB` and others.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The address.
    #[serde(default)]
    pub url: String,
}

/// A credit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Credit {
    /// Who.
    #[serde(default)]
    pub name: String,
    /// `FINDER`, `REPORTER` and others.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// The fields of a database's own that are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DatabaseSpecific {
    /// GHSA's word: LOW, MODERATE, HIGH, CRITICAL. Other shapes are skipped.
    #[serde(default, deserialize_with = "text_or_none", skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// GHSA's upper bound. A note for people: it contradicts the events in real records, and the
    /// schema says that it has no effect.
    #[serde(default, deserialize_with = "text_or_none", skip_serializing_if = "Option::is_none")]
    pub last_known_affected_version_range: Option<String>,
}

/// Reads null as the default: some exporters write null for an empty list.
fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn text_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    })
}

#[cfg(test)]
mod tests;
