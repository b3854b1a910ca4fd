//! Other people's forms of an advisory, read into OSV records.
//!
//! What has no exact OSV form is widened, never narrowed, and what can't be read is carried along so
//! that a matcher answers unknown. A vendor's statement that something is not affected, or fixed,
//! is not an advisory: it comes beside the records and is laid over them by the index.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

mod csaf;
mod ghsa;
mod openvex;
mod vers;

pub(crate) use vers::{Ranges, from_github};

use crate::json;
use crate::osv::{Affected, Package, Range, Record, Stamp};
use crate::package;

/// A form in which advisories are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Format {
    /// OSV: a record, or a list of them. GHSA's repository is in this form.
    Osv,
    /// GitHub's REST API: an advisory, or a list of them.
    Ghsa,
    /// CSAF 2.0, profiles 4 (security advisory) and 5 (VEX).
    Csaf,
    /// OpenVEX 0.2.0.
    OpenVex,
}

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// What affects something.
    pub records: Vec<Record>,
    /// What the vendor has said about single products.
    pub statements: Vec<Statement>,
    /// Products that can't be told apart by a package URL and were left out; for people to look at.
    pub skipped: Vec<String>,
    /// The document's own id, where its form has one (CSAF, OpenVEX): a later one takes its place.
    pub document: Option<String>,
    /// When the document was last changed, where it says so.
    pub changed: Option<Stamp>,
}

/// A vendor's word on whether a product has a flaw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Statement {
    /// The flaw's names.
    pub names: Vec<String>,
    /// The package and the versions spoken about.
    pub about: Affected,
    /// What is said.
    pub status: VexStatus,
    /// Why, by the five words that CSAF and OpenVEX share, or in the vendor's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// When it was said; the newest counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Stamp>,
}

/// What a vendor says about a product and a flaw. `affected` is a record, not a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum VexStatus {
    /// The product does not have the flaw.
    NotAffected,
    /// The product had it and is fixed.
    Fixed,
    /// It has it: says again what a record says, and takes an older word back.
    Affected,
    /// Not known yet: a record's verdict stands, and an older word is taken back.
    UnderInvestigation,
}

/// Why a document can't be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is not the format it is said to be.
    #[error("not {expected}: {detail}")]
    Shape {
        /// The format that was expected.
        expected: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// It says two things about one product (CSAF 2.0, mandatory test 6.1.6).
    #[error("{flaw}: product `{product}` has two statuses that contradict each other")]
    Contradiction {
        /// The flaw.
        flaw: String,
        /// The product's id in the document.
        product: String,
    },
}

/// Reads a document.
///
/// # Errors
/// [`ImportError`] if it is not of that form or contradicts itself.
pub fn import(format: Format, text: &str) -> Result<Imported, ImportError> {
    match format {
        Format::Osv => {
            let records = one_or_many(text, "an OSV record or a list of them")?;
            Ok(Imported { records, ..Imported::default() })
        }
        Format::Ghsa => {
            let advisories = one_or_many(text, "an advisory of GitHub's REST API")?;
            let records = advisories.into_iter().map(ghsa::record_of).collect();
            Ok(Imported { records, ..Imported::default() })
        }
        Format::Csaf => csaf::read(json(text, "a CSAF 2.0 document")?),
        Format::OpenVex => Ok(openvex::read(json(text, "an OpenVEX document")?)),
    }
}

/// The form of a document, told by the fields that each form requires. None for whatever else it is.
#[must_use]
pub fn sniff(document: &serde_json::Value) -> Option<Format> {
    let object = document.as_array().map_or(Some(document), |items| items.first())?;
    sniff_fields(document.is_array(), |path| path.iter().try_fold(object, |it, name| it.get(name)).is_some())
}

/// The same of a document that was read otherwise: whether it is a list, and whether a path of fields is in
/// it, or in its first item.
pub fn sniff_fields(is_list: bool, has: impl Fn(&[&str]) -> bool) -> Option<Format> {
    if has(&["ghsa_id"]) {
        Some(Format::Ghsa)
    } else if has(&["statements"]) && !is_list {
        Some(Format::OpenVex)
    } else if has(&["document", "csaf_version"]) && !is_list {
        Some(Format::Csaf)
    } else if has(&["id"]) && (has(&["modified"]) || has(&["affected"]) || has(&["schema_version"])) {
        Some(Format::Osv)
    } else {
        None
    }
}

fn json<T: DeserializeOwned>(text: &str, expected: &'static str) -> Result<T, ImportError> {
    json::read(text).map_err(|error| ImportError::Shape { expected, detail: error.to_string() })
}

fn one_or_many<T: DeserializeOwned>(text: &str, expected: &'static str) -> Result<Vec<T>, ImportError> {
    if text.trim_start().starts_with('[') {
        return json(text, expected);
    }
    Ok(vec![json(text, expected)?])
}

/// Versions of a package, as far as a document names them.
#[derive(Clone, Debug, PartialEq)]
enum Scope {
    All,
    Exact(String),
    Ranges(vers::Ranges),
}

/// An `affected` entry for a package and some of its versions.
fn entry_of(package: &package::Package, scope: &Scope) -> Affected {
    let (ranges, versions) = match scope {
        Scope::All => (vec![Range::from_start()], Vec::new()),
        Scope::Exact(version) => (Vec::new(), vec![version.clone()]),
        Scope::Ranges(ranges) => (ranges.ranges.clone(), ranges.versions.clone()),
    };
    Affected { package: Some(name_of(package)), ranges, versions, ..Affected::default() }
}

fn name_of(package: &package::Package) -> Package {
    let ecosystem = match package.registry() {
        Some(registry) => format!("{}:{registry}", package.ecosystem()),
        None => package.ecosystem().to_string(),
    };
    Package { ecosystem, name: package.name().to_string(), purl: None }
}

#[cfg(test)]
mod tests;
