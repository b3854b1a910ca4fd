//! OpenVEX 0.2.0. A statement without a time has its document's.

use serde::Deserialize;

use crate::json::read_either;
use crate::osv::import::{Imported, Scope, Statement, VexStatus, entry_of};
use crate::osv::{Record, Stamp};
use crate::package::Purl;

#[derive(Deserialize)]
pub(super) struct Document {
    #[serde(rename = "@id", default)]
    id: Option<String>,
    timestamp: Option<Stamp>,
    last_updated: Option<Stamp>,
    statements: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    vulnerability: Vulnerability,
    #[serde(default)]
    products: Vec<Product>,
    status: VexStatus,
    justification: Option<String>,
    impact_statement: Option<String>,
    action_statement: Option<String>,
    timestamp: Option<Stamp>,
}

enum Vulnerability {
    Described(Flaw),
    Bare(String),
}

read_either!(
    Vulnerability,
    Vulnerability::Described | Vulnerability::Bare,
    "a vulnerability is {name} or its name"
);

#[derive(Deserialize)]
struct Flaw {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

enum Product {
    Described(Component),
    Bare(String),
}

read_either!(Product, Product::Described | Product::Bare, "a product is {@id, identifiers} or its id");

#[derive(Deserialize)]
struct Component {
    #[serde(rename = "@id", default)]
    id: String,
    #[serde(default)]
    identifiers: Identifiers,
    /// A statement with these is about the component alone, which is not what is matched here.
    #[serde(default)]
    subcomponents: Vec<serde_json::Value>,
}

#[derive(Default, Deserialize)]
struct Identifiers {
    purl: Option<String>,
}

pub(super) fn read(document: Document) -> Imported {
    let mut imported = Imported {
        document: document.id.filter(|id| !id.is_empty()),
        changed: document.last_updated.or_else(|| document.timestamp.clone()),
        ..Imported::default()
    };
    for said in document.statements {
        let (name, aliases) = match said.vulnerability {
            Vulnerability::Described(Flaw { name, aliases }) => (name, aliases),
            Vulnerability::Bare(name) => (name, Vec::new()),
        };
        let at = said.timestamp.or_else(|| document.timestamp.clone());
        let mut affected = Vec::new();
        for product in said.products {
            let id = match &product {
                Product::Described(component) => component.identifiers.purl.as_ref().unwrap_or(&component.id),
                Product::Bare(id) => id,
            };
            let is_whole = match &product {
                Product::Described(component) => component.subcomponents.is_empty(),
                Product::Bare(_) => true,
            };
            let Some(purl) = id.parse::<Purl>().ok().filter(|_| is_whole) else {
                imported.skipped.push(format!("{name}: {id}"));
                continue;
            };
            let scope = purl.version().map_or(Scope::All, |version| Scope::Exact(version.to_string()));
            let about = entry_of(purl.package(), &scope);
            if said.status == VexStatus::Affected {
                affected.push(about.clone());
            }
            imported.statements.push(Statement {
                names: [std::slice::from_ref(&name), &aliases].concat(),
                about,
                status: said.status,
                justification: said.justification.clone().or_else(|| said.impact_statement.clone()),
                at: at.clone(),
            });
        }
        if !affected.is_empty() {
            imported.records.push(Record {
                id: name,
                modified: at.clone(),
                published: at,
                aliases,
                details: said.action_statement.unwrap_or_default(),
                affected,
                ..Record::default()
            });
        }
    }
    imported
}
