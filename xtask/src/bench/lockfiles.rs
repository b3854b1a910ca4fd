//! `cargo xtask bench lockfiles`: files of 50 MB of every kind, read here and on the built panel in Chromium.
//!
//! The panel has a person before it. So beside the time until it answers, the longest time counts in which its page
//! did not draw a frame, and the memory of the module that reads, which a telephone has to have.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::build::{self, Profile};
use crate::run::run_quietly;
use crate::setup;
use crate::step::step;
use crate::workspace::Workspace;

/// The heads of the table: read by `shared` as it stands, then what was measured in the browser.
const HEADS: [&str; 6] = [
    "file of 50 MB",
    "read natively",
    "on the panel",
    "longest without a frame",
    "longest task",
    "memory of the reader",
];

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/lockfiles");
    build::build(workspace, &setup::ensure(workspace)?, Profile::Deployed)?;
    fs::create_dir_all(&folder)?;
    let measured = measure(workspace, &folder);
    // A gigabyte that nobody asks for again.
    fs::remove_dir_all(&folder)?;
    let (kinds, panel) = measured?;
    println!("\n| {} |\n|---|---:|---:|---:|---:|---:|", HEADS.join(" | "));
    for (kind, shown) in kinds.iter().zip(&panel) {
        let milliseconds = |value: &Value| format!("{:.0} ms", value.as_f64().unwrap_or_default());
        let memory = shown["memory_bytes"].as_u64().unwrap_or_default() / 1_000_000;
        let cells = [
            text_of(kind, "name"),
            milliseconds(&kind["native_ms"]),
            milliseconds(&shown["answer_ms"]),
            milliseconds(&shown["silent_ms"]),
            milliseconds(&shown["task_ms"]),
            format!("{memory} MB"),
        ];
        println!("| {} |", cells.join(" | "));
    }
    println!("\nwhat the panel says of them:");
    for (kind, shown) in kinds.iter().zip(&panel) {
        println!("  {}: {}", text_of(kind, "name"), text_of(shown, "said"));
    }
    Ok(())
}

fn text_of(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

/// What was measured here, and on the panel, a kind an entry.
fn measure(workspace: &Workspace, folder: &Path) -> Result<(Vec<Value>, Vec<Value>)> {
    let kinds = step("write and read a file of each kind", || {
        let mut cargo = workspace.cargo();
        cargo.args(["bench", "--package=aftercare-benches", "--bench", "lockfiles", "--"]).arg(folder);
        let lines = run_quietly(&mut cargo, "The message above says why.")?;
        let kinds = lines.lines().filter(|line| line.starts_with('{')).map(serde_json::from_str);
        kinds.collect::<Result<Vec<Value>, _>>().context("the measurement tells lines of JSON")
    })?;
    fs::write(folder.join("kinds.json"), serde_json::to_vec(&kinds)?)?;
    step("bring each to the panel in Chromium", || {
        let chromium = setup::chromium()?;
        let mut node = workspace.command(workspace.node());
        node.arg(workspace.path("tests/browser/lockfiles/measure.ts"));
        node.env("CHROMIUM", chromium).env("MEASURE", folder);
        run_quietly(&mut node, "The message above says why.").map(drop)
    })?;
    let panel = fs::read(folder.join("panel.json")).context("the panel was not measured")?;
    Ok((kinds, serde_json::from_slice(&panel)?))
}
