//! The demonstration's data as SQL: `target/demo/seed.sql`, from `demo/data/`.
//!
//! Accounts, support engineers, advisories and releases. Applying it twice is harmless. Tickets are not
//! among it: they come about through the API (`dev::tickets`), so that they obey the rules.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::build::replace;
use crate::stamp::files_below;
use crate::workspace::Workspace;

/// Where the API tests look for it as well.
pub(crate) const FILE: &str = "target/demo/seed.sql";

pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let data = workspace.path("demo/data");
    let mut sql = String::from("-- Made by `cargo xtask build` from demo/data/.\n");
    for account in list(&data.join("accounts.json"))? {
        sql.push_str(&format!(
            "INSERT INTO account (id, name, plan, region, created_at, updated_at) VALUES ({}, {}, {}, {}, unixepoch(), unixepoch()) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan = excluded.plan, region = excluded.region;\n",
            quoted(&account, "id")?,
            quoted(&account, "name")?,
            quoted(&account, "plan")?,
            optional(&account, "region"),
        ));
    }
    for agent in list(&data.join("agents.json"))? {
        let token = agent["token"].as_str().context("an agent of the demo has a token")?;
        sql.push_str(&format!(
            "INSERT INTO agent (id, name, email, token_hash, role, created_at) VALUES ({}, {}, {}, '{}', {}, unixepoch()) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, token_hash = excluded.token_hash, \
             role = excluded.role;\n",
            quoted(&agent, "id")?,
            quoted(&agent, "name")?,
            optional(&agent, "email"),
            hex_sha256(token),
            quoted(&agent, "role")?,
        ));
    }
    for file in files_below(&data.join("advisories"))? {
        let record = json(&file)?;
        sql.push_str(&format!(
            "INSERT INTO advisory (id, modified, record) VALUES ({}, {}, {}) \
             ON CONFLICT (id) DO UPDATE SET modified = excluded.modified, record = excluded.record;\n",
            quoted(&record, "id")?,
            quoted(&record, "modified")?,
            literal(&record.to_string()),
        ));
    }
    // A state from before package URLs were written in one spelling.
    sql.push_str("DELETE FROM release_feed WHERE package LIKE 'pkg:npm/@%';\n");
    for file in files_below(&data.join("releases"))? {
        let packument = json(&file)?;
        let name = packument["name"].as_str().context("a feed has a name")?;
        // As the Worker writes package URLs: a scope's mark is encoded.
        let package = format!("pkg:npm/{}", name.replace('@', "%40"));
        let guides = guides(&data.join("guides").join(file.file_stem().unwrap_or_default()))?;
        let (form, document) = if guides.is_empty() {
            ("npm", packument)
        } else {
            ("aftercare", with_guides(&package, &packument, guides)?)
        };
        sql.push_str(&format!(
            "INSERT INTO release_feed (package, document, format, fetched_at) VALUES ({}, {}, '{form}', unixepoch()) \
             ON CONFLICT (package) DO UPDATE SET document = excluded.document, format = excluded.format;\n",
            literal(&package),
            literal(&document.to_string()),
        ));
    }
    replace(&workspace.path(FILE), sql.as_bytes())
}

/// The guides of a package, none where it has no folder: a list, and a text beside it for each.
fn guides(folder: &Path) -> Result<Vec<Value>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let with_text = |mut guide: Value| {
        let file = folder.join(format!("{}.md", guide["id"].as_str().context("a guide has an id")?));
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        guide["text"] = text.into();
        Ok(guide)
    };
    list(&folder.join("guides.json"))?.into_iter().map(with_text).collect()
}

/// A packument's releases in the form that can hold guides.
fn with_guides(package: &str, packument: &Value, guides: Vec<Value>) -> Result<Value> {
    let versions = packument["versions"].as_array().context("a feed lists versions")?;
    let release = |version: &Value| {
        let released = version.as_str().and_then(|version| packument["time"].get(version));
        match released {
            Some(day) => serde_json::json!({"version": version, "released": day}),
            None => serde_json::json!({"version": version}),
        }
    };
    let releases: Vec<Value> = versions.iter().map(release).collect();
    let tags = &packument["dist-tags"];
    Ok(serde_json::json!({"package": package, "tags": tags, "releases": releases, "guides": guides}))
}

fn list(file: &Path) -> Result<Vec<Value>> {
    let value = json(file)?;
    value.as_array().cloned().with_context(|| format!("{} holds a list", file.display()))
}

pub(crate) fn json(file: &Path) -> Result<Value> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))
}

/// A field that must be there, as a literal of SQL.
fn quoted(object: &Value, field: &str) -> Result<String> {
    object[field].as_str().map(literal).with_context(|| format!("`{field}` is missing in {object}"))
}

fn optional(object: &Value, field: &str) -> String {
    object[field].as_str().map_or_else(|| "NULL".to_owned(), literal)
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn hex_sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_ends_where_it_should() {
        assert_eq!(literal("l'été; DROP TABLE x"), "'l''été; DROP TABLE x'");
    }

    #[test]
    fn a_list_with_guides_says_the_same_of_releases() {
        let packument = serde_json::json!({"name": "a", "dist-tags": {"latest": "1.0.0"},
            "versions": ["1.0.0", "0.9.0"], "time": {"1.0.0": "2026-01-02"}});
        let feed = with_guides("pkg:npm/a", &packument, vec![Value::Null]).unwrap();
        let expected = serde_json::json!({"package": "pkg:npm/a", "tags": {"latest": "1.0.0"}, "guides": [null],
            "releases": [{"version": "1.0.0", "released": "2026-01-02"}, {"version": "0.9.0"}]});
        assert_eq!(feed, expected);
    }

    #[test]
    fn a_token_is_kept_as_its_hash() {
        // RFC 6234, section 8.5, the first test vector.
        assert_eq!(hex_sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
