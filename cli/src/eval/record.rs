//! An advisory of a request: an OSV record, of which a verdict takes the package's own entries and whether it
//! still stands.
//!
//! Prose, people, links, ratings and what a database adds have no bearing and are passed over, and so are the
//! entries of other packages. A wrong type where it bears is an error: a range that is skipped would turn
//! "affected" into "not affected".

use aftercare_shared::json::{self, Fault};
use aftercare_shared::osv::{Affected, Event, Package as OsvPackage, Range, RangeKind, Record, Stamp};
use aftercare_shared::package::{Package, Purl, PurlError};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::eval::failure::Failure;
use crate::eval::value::{Text, list};

/// How Go writes an instant that was never set, which many a database's exporter puts where it has none.
const UNSET: &str = "0001-01-01T00:00:00";

/// A record as far as it bears.
#[derive(Debug, Deserialize)]
pub(super) struct Advisory {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    modified: Value,
    #[serde(default)]
    withdrawn: Value,
    #[serde(default, deserialize_with = "list")]
    affected: Vec<Entry>,
}

/// One entry, which is read no further unless it is about the package.
#[derive(Debug, Deserialize)]
struct Entry {
    /// None for an entry about commits alone, and for one that names nothing: it is about nobody's package.
    #[serde(default, deserialize_with = "named_or_none")]
    package: Option<Named>,
    #[serde(default)]
    ranges: Value,
    #[serde(default)]
    versions: Value,
}

/// A package by OSV's names, or by a package URL where those are missing.
#[derive(Debug, Clone)]
pub(super) struct Named {
    package: Package,
    /// The version that stands in the package URL.
    version: Option<String>,
}

impl Named {
    /// The package.
    pub(super) fn package(&self) -> &Package {
        &self.package
    }

    /// The version that stands in the package URL.
    pub(super) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let named = Names::deserialize(source)?.read().map_err(D::Error::custom)?;
        named.ok_or_else(|| D::Error::custom("a package has an ecosystem and a name, or a purl"))
    }
}

fn named_or_none<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Named>, D::Error> {
    match Option::<Names>::deserialize(source)? {
        Some(names) => names.read().map_err(D::Error::custom),
        None => Ok(None),
    }
}

/// What a package is called by.
#[derive(Deserialize)]
struct Names {
    ecosystem: Option<Text>,
    name: Option<Text>,
    purl: Option<Text>,
}

impl Names {
    /// OSV's names come first: a package URL beside them says the same, or is wrong.
    fn read(self) -> Result<Option<Named>, PurlError> {
        let purl = self.purl.map(|Text(purl)| purl.parse::<Purl>()).transpose();
        if let (Some(Text(ecosystem)), Some(Text(name))) = (self.ecosystem, self.name) {
            let purl = purl.ok().flatten();
            let version = purl.and_then(|purl| purl.version().map(str::to_owned));
            return Ok(Some(Named { package: Package::from_osv(&ecosystem, &name), version }));
        }
        let named = |purl: Purl| Named {
            package: purl.package().clone(),
            version: purl.version().map(str::to_owned),
        };
        Ok(purl?.map(named))
    }
}

/// A range, with texts that some tool has made into numbers.
#[derive(Deserialize)]
struct Stretch {
    #[serde(rename = "type")]
    kind: Option<RangeKind>,
    #[serde(default)]
    events: Value,
}

#[derive(Deserialize)]
struct Keys {
    introduced: Option<Text>,
    fixed: Option<Text>,
    last_affected: Option<Text>,
    limit: Option<Text>,
}

impl Advisory {
    /// The record as it is about one package. `place` is where it stands in the request, a JSON Pointer, and its
    /// name where it has none of its own.
    pub(super) fn about(&self, package: &Package, place: &str) -> Result<Record, Failure> {
        let mut affected = Vec::new();
        for (number, entry) in self.affected.iter().enumerate() {
            let Some(named) = &entry.package else { continue };
            if package.is_subject(named.package()) {
                affected.push(entry.read(named.package(), &format!("{place}/affected/{number}"))?);
            }
        }
        Ok(Record {
            id: Text::of(&self.id).map_or_else(|| format!("#{place}"), |Text(id)| id),
            modified: json::read_value(&self.modified).unwrap_or_default(),
            withdrawn: self.is_withdrawn().then(Stamp::default),
            affected,
            ..Record::default()
        })
    }

    /// Whether the record was taken back. The schema has a time there, and its presence is what counts (osv.dev
    /// leaves such a record out whatever the time): so a text that is no time withdraws it, as a time does. What is
    /// empty says nothing, as does a time that was never set.
    fn is_withdrawn(&self) -> bool {
        match &self.withdrawn {
            Value::Null => false,
            Value::Bool(claim) => *claim,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.trim().is_empty() && !text.trim().starts_with(UNSET),
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
        }
    }
}

impl Entry {
    fn read(&self, package: &Package, place: &str) -> Result<Affected, Failure> {
        let stretches: Vec<Stretch> = read(&self.ranges, &format!("{place}/ranges"))?;
        let mut ranges = Vec::with_capacity(stretches.len());
        for (number, stretch) in stretches.iter().enumerate() {
            ranges.push(stretch.read(&format!("{place}/ranges/{number}"))?);
        }
        let versions: Vec<Text> = read(&self.versions, &format!("{place}/versions"))?;
        let ecosystem = match package.registry() {
            Some(registry) => format!("{}:{registry}", package.ecosystem()),
            None => package.ecosystem().to_string(),
        };
        Ok(Affected {
            package: Some(OsvPackage { ecosystem, name: package.name().to_owned(), purl: None }),
            ranges,
            versions: versions.into_iter().map(|Text(version)| version).collect(),
            ..Affected::default()
        })
    }
}

impl Stretch {
    /// Commits are not versions, so that their events are not read.
    fn read(&self, place: &str) -> Result<Range, Failure> {
        let kind = self.kind.unwrap_or_default();
        let mut events = Vec::new();
        if kind != RangeKind::Git {
            for Keys { introduced, fixed, last_affected, limit } in
                read::<Keys>(&self.events, &format!("{place}/events"))?
            {
                events.extend(introduced.map(|Text(at)| Event::Introduced(at)));
                events.extend(fixed.map(|Text(at)| Event::Fixed(at)));
                events.extend(last_affected.map(|Text(at)| Event::LastAffected(at)));
                events.extend(limit.map(|Text(at)| Event::Limit(at)));
            }
        }
        Ok(Range { kind, repo: None, events })
    }
}

/// Reads a list that stands at a place; `null` is an empty one.
fn read<T: DeserializeOwned>(value: &Value, place: &str) -> Result<Vec<T>, Failure> {
    let list: Option<Vec<T>> = json::read_value(value).map_err(|fault| {
        Failure::Request(match fault {
            Fault::Syntax(words) => words,
            Fault::Shape { place: inner, words } => format!("{words}, at #{place}{inner}"),
        })
    })?;
    Ok(list.unwrap_or_default())
}
