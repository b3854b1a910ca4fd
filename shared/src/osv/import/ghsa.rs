//! GitHub's REST form of an advisory. Its ecosystems have names of their own.

use serde::Deserialize;
use serde_json::Value;

use crate::osv::import::vers;
use crate::osv::{Affected, DatabaseSpecific, Package, Record, Reference, Severity, Stamp};

#[derive(Deserialize)]
pub(super) struct Advisory {
    ghsa_id: String,
    cve_id: Option<String>,
    html_url: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    description: Option<String>,
    severity: Option<String>,
    #[serde(default)]
    references: Vec<Value>,
    published_at: Option<Stamp>,
    updated_at: Option<Stamp>,
    withdrawn_at: Option<Stamp>,
    #[serde(default)]
    vulnerabilities: Option<Vec<Vulnerability>>,
    cvss: Option<Cvss>,
    cvss_severities: Option<Severities>,
}

#[derive(Deserialize)]
struct Vulnerability {
    package: Option<Named>,
    vulnerable_version_range: Option<String>,
    /// A string, or in the GraphQL form an object with `identifier`.
    #[serde(default)]
    first_patched_version: Value,
}

#[derive(Deserialize)]
struct Named {
    ecosystem: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Cvss {
    vector_string: Option<String>,
}

#[derive(Deserialize)]
struct Severities {
    cvss_v3: Option<Cvss>,
    cvss_v4: Option<Cvss>,
}

pub(super) fn record_of(advisory: Advisory) -> Record {
    let vulnerabilities = advisory.vulnerabilities.unwrap_or_default();
    let linked = advisory.html_url.map(|url| Reference { kind: "ADVISORY".to_string(), url });
    let more = advisory.references.iter().filter_map(|reference| {
        let url = reference.as_str().or_else(|| reference.get("url")?.as_str())?;
        Some(Reference { kind: "WEB".to_string(), url: url.to_string() })
    });
    let (v3, v4) = match advisory.cvss_severities {
        Some(Severities { cvss_v3, cvss_v4 }) => (cvss_v3.or(advisory.cvss), cvss_v4),
        None => (advisory.cvss, None),
    };
    let severity = [("CVSS_V3", v3), ("CVSS_V4", v4)].into_iter().filter_map(|(kind, cvss)| {
        let score = cvss?.vector_string.filter(|vector| !vector.is_empty())?;
        Some(Severity { kind: kind.to_string(), score })
    });
    Record {
        schema_version: Some("1.7.0".to_string()),
        id: advisory.ghsa_id,
        modified: advisory.updated_at,
        published: advisory.published_at,
        withdrawn: advisory.withdrawn_at,
        aliases: advisory.cve_id.into_iter().collect(),
        summary: advisory.summary.unwrap_or_default(),
        details: advisory.description.unwrap_or_default(),
        severity: severity.collect(),
        affected: vulnerabilities.into_iter().filter_map(entry_of).collect(),
        references: linked.into_iter().chain(more).collect(),
        database_specific: Some(DatabaseSpecific {
            severity: advisory.severity,
            last_known_affected_version_range: None,
        }),
        ..Record::default()
    }
}

fn entry_of(vulnerability: Vulnerability) -> Option<Affected> {
    let package = vulnerability.package?;
    let patched = &vulnerability.first_patched_version;
    let patched = patched.as_str().or_else(|| patched.get("identifier")?.as_str());
    let range = vulnerability.vulnerable_version_range.unwrap_or_default();
    let ranges = vers::from_github(&range, patched.filter(|patched| !patched.is_empty()));
    Some(Affected {
        package: Some(Package {
            ecosystem: ecosystem_of(&package.ecosystem).to_string(),
            name: package.name?,
            purl: None,
        }),
        ranges: ranges.ranges,
        versions: ranges.versions,
        ..Affected::default()
    })
}

/// REST writes lower case, GraphQL upper case.
fn ecosystem_of(name: &str) -> &str {
    match name.to_ascii_lowercase().as_str() {
        "npm" => "npm",
        "maven" => "Maven",
        "pip" => "PyPI",
        "rubygems" => "RubyGems",
        "nuget" => "NuGet",
        "go" => "Go",
        "rust" => "crates.io",
        "pub" => "Pub",
        "swift" => "SwiftURL",
        "composer" => "Packagist",
        "erlang" => "Hex",
        "actions" => "GitHub Actions",
        _ => name,
    }
}
