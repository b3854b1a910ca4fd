//! The rules, natively: by table, property and oracle, beside the code; and the shape of the workspace.
//!
//! One call of cargo for all packages: they share features, and so whatever they are built from.

use std::process::Command;

use anyhow::Result;

use crate::stamp::files_below;
use crate::test::tally::{Tally, run_counting};
use crate::workspace::Workspace;

/// In the order of the map. A package is compiled natively only if it holds tests.
const PACKAGES: [(&str, &str); 8] = [
    ("aftercare-shared", "shared"),
    ("aftercare-client", "client"),
    ("aftercare-ui", "ui"),
    ("aftercare-panel", "widget/panel"),
    ("aftercare-desk", "desk"),
    ("aftercare-worker", "worker"),
    ("aftercare-cli", "cli"),
    ("aftercare-xtask", "xtask"),
];

pub(crate) fn run(workspace: &Workspace, tally: &mut Tally) {
    tally.count("rules", "native tests of all crates", || {
        run_counting(cargo_test(workspace)?.arg("--no-fail-fast"), "The compiler's message above says why.")
    });
}

/// `cargo test` over every package that has tests.
pub(crate) fn cargo_test(workspace: &Workspace) -> Result<Command> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--features=aftercare-shared/zones,aftercare-shared/openapi"]);
    for (package, folder) in PACKAGES {
        if has_tests(workspace, folder)? {
            cargo.args(["--package", package]);
        }
    }
    Ok(cargo)
}

fn has_tests(workspace: &Workspace, folder: &str) -> Result<bool> {
    let manifest = workspace.path(folder).join("Cargo.toml");
    if !manifest.exists() {
        return Ok(false);
    }
    let mut sources = files_below(&workspace.path(folder).join("src"))?;
    sources.extend(files_below(&workspace.path(folder).join("tests"))?);
    Ok(sources.iter().any(|file| std::fs::read_to_string(file).is_ok_and(|text| text.contains("#[test]"))))
}
