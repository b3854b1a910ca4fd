//! CSAF 2.0. Products are known by package URLs; a version range counts only as a `vers:` URI. A
//! product with two contradicting statuses makes the document invalid, and it is refused whole.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::osv::import::{ImportError, Imported, Scope, Statement, VexStatus, entry_of};
use crate::osv::{Affected, Event, Range, RangeKind, Record, Reference, Severity, Stamp};
use crate::package::Package;

mod products;

use products::Product;

#[derive(Deserialize)]
pub(super) struct Csaf {
    document: Document,
    #[serde(default)]
    product_tree: products::Tree,
    #[serde(default)]
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Document {
    title: Option<String>,
    #[serde(default)]
    references: Vec<Link>,
    tracking: Tracking,
}

#[derive(Deserialize)]
struct Tracking {
    id: String,
    initial_release_date: Option<Stamp>,
    current_release_date: Option<Stamp>,
}

#[derive(Deserialize)]
struct Link {
    url: String,
    #[serde(default)]
    category: Option<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    cve: Option<String>,
    #[serde(default)]
    ids: Vec<Named>,
    title: Option<String>,
    #[serde(default)]
    product_status: BTreeMap<Group, Vec<String>>,
    #[serde(default)]
    flags: Vec<Flag>,
    #[serde(default)]
    scores: Vec<Scores>,
}

#[derive(Deserialize)]
struct Named {
    text: String,
}

#[derive(Deserialize)]
struct Flag {
    label: String,
    #[serde(default)]
    product_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Scores {
    cvss_v2: Option<Vector>,
    cvss_v3: Option<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    #[serde(rename = "vectorString")]
    vector: String,
}

/// The keys of `product_status`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Group {
    FirstAffected,
    FirstFixed,
    Fixed,
    KnownAffected,
    KnownNotAffected,
    LastAffected,
    Recommended,
    UnderInvestigation,
}

impl Group {
    /// What a product in the group is; a recommendation says nothing about the flaw.
    fn status(self) -> Option<VexStatus> {
        match self {
            Self::FirstAffected | Self::KnownAffected | Self::LastAffected => Some(VexStatus::Affected),
            Self::KnownNotAffected => Some(VexStatus::NotAffected),
            Self::FirstFixed | Self::Fixed => Some(VexStatus::Fixed),
            Self::UnderInvestigation => Some(VexStatus::UnderInvestigation),
            Self::Recommended => None,
        }
    }
}

pub(super) fn read(csaf: Csaf) -> Result<Imported, ImportError> {
    let products = csaf.product_tree.products();
    let mut imported = Imported {
        document: Some(csaf.document.tracking.id.clone()),
        changed: csaf.document.tracking.current_release_date.clone(),
        ..Imported::default()
    };
    for vulnerability in csaf.vulnerabilities {
        let ids = vulnerability.ids.iter().map(|named| named.text.clone());
        let mut names: Vec<String> = vulnerability.cve.iter().cloned().chain(ids).collect();
        if names.is_empty() {
            names.push(csaf.document.tracking.id.clone());
        }
        let statuses = statuses_of(&vulnerability, names.first().map_or("", String::as_str))?;
        let mut named = Vec::new();
        for (id, groups) in &statuses {
            match products.get(*id) {
                Some(product) => named.push((product, *id, groups.as_slice())),
                None => imported.skipped.push(format!("{}: {id}", names.join(" "))),
            }
        }
        let at = csaf.document.tracking.current_release_date.clone();
        let labels = labels_of(&vulnerability);
        for (product, id, groups) in &named {
            if let Some(status) = groups.iter().find_map(|group| group.status()) {
                imported.statements.push(Statement {
                    names: names.clone(),
                    about: entry_of(&product.package, &product.scope),
                    status,
                    justification: labels.get(id).map(ToString::to_string),
                    at: at.clone(),
                });
            }
        }
        let affected = affected_of(&named);
        if !affected.is_empty() {
            imported.records.push(record_of(&csaf.document, &vulnerability, names, affected));
        }
    }
    Ok(imported)
}

/// The first label that is put on each product.
fn labels_of(vulnerability: &Vulnerability) -> BTreeMap<&str, &str> {
    let mut labels = BTreeMap::new();
    for flag in &vulnerability.flags {
        for product in &flag.product_ids {
            labels.entry(product.as_str()).or_insert(flag.label.as_str());
        }
    }
    labels
}

type Statuses<'a> = BTreeMap<&'a str, Vec<Group>>;

fn statuses_of<'a>(vulnerability: &'a Vulnerability, flaw: &str) -> Result<Statuses<'a>, ImportError> {
    let mut statuses = Statuses::new();
    for (group, products) in &vulnerability.product_status {
        for product in products {
            statuses.entry(product).or_default().push(*group);
        }
    }
    for (product, groups) in &statuses {
        let mut said = groups.iter().filter_map(|group| group.status());
        let first = said.next();
        if said.any(|status| Some(status) != first) {
            return Err(ImportError::Contradiction {
                flaw: flaw.to_string(),
                product: (*product).to_string(),
            });
        }
    }
    Ok(statuses)
}

/// The entries of a record: what is known to be affected as it is, and for each package the range
/// that first and last affected and first fixed versions span.
fn affected_of(named: &[(&Product, &str, &[Group])]) -> Vec<Affected> {
    let mut entries = Vec::new();
    let mut spans: BTreeMap<&Package, Vec<Event>> = BTreeMap::new();
    for (product, _, groups) in named {
        for group in *groups {
            let event: fn(String) -> Event = match group {
                Group::KnownAffected => {
                    entries.push(entry_of(&product.package, &product.scope));
                    continue;
                }
                Group::FirstAffected => Event::Introduced,
                Group::LastAffected => Event::LastAffected,
                Group::FirstFixed => Event::Fixed,
                Group::Fixed | Group::KnownNotAffected | Group::Recommended | Group::UnderInvestigation => {
                    continue;
                }
            };
            if let Scope::Exact(version) = &product.scope {
                spans.entry(&product.package).or_default().push(event(version.clone()));
            }
        }
    }
    for (package, mut events) in spans {
        let begins = events.iter().any(|event| matches!(event, Event::Introduced(_)));
        let is_about_flaw = begins || events.iter().any(|event| matches!(event, Event::LastAffected(_)));
        if !is_about_flaw {
            continue;
        }
        if !begins {
            events.push(Event::Introduced("0".to_string()));
        }
        let range = Range { kind: RangeKind::Ecosystem, repo: None, events };
        let entry = entry_of(package, &Scope::All);
        entries.push(Affected { ranges: vec![range], ..entry });
    }
    entries
}

fn record_of(
    document: &Document,
    vulnerability: &Vulnerability,
    names: Vec<String>,
    affected: Vec<Affected>,
) -> Record {
    let severity = vulnerability.scores.iter().flat_map(|scores| {
        let of = |kind: &str, vector: &Option<Vector>| {
            let score = vector.as_ref()?.vector.clone();
            Some(Severity { kind: kind.to_string(), score })
        };
        [of("CVSS_V3", &scores.cvss_v3), of("CVSS_V2", &scores.cvss_v2)].into_iter().flatten()
    });
    let references = document.references.iter().map(|link| Reference {
        kind: if link.category.as_deref() == Some("self") { "ADVISORY" } else { "WEB" }.to_string(),
        url: link.url.clone(),
    });
    let mut names = names.into_iter();
    Record {
        schema_version: Some("1.7.0".to_string()),
        id: names.next().unwrap_or_default(),
        aliases: names.collect(),
        modified: document.tracking.current_release_date.clone(),
        published: document.tracking.initial_release_date.clone(),
        // One document may speak about many flaws, so its id is no alias of any.
        related: vec![document.tracking.id.clone()],
        summary: vulnerability.title.clone().or_else(|| document.title.clone()).unwrap_or_default(),
        severity: severity.collect(),
        affected,
        references: references.collect(),
        ..Record::default()
    }
}
