//! `cargo xtask lint`: what is checked without running the product.
//!
//! The crates of the browser and of the Worker are checked for WebAssembly in the profile that they are
//! built with, so that their procedural macros are compiled once for both.

use anyhow::Result;

use crate::run::run;
use crate::setup::{self, Tools};
use crate::test::tally::Tally;
use crate::workspace::Workspace;
use crate::{fmt, step};

/// Those that run natively, with everything they can do. What `fuzz/` holds beside its mains is a module of a test
/// of `shared`.
const NATIVE: [&str; 5] =
    ["aftercare-shared", "aftercare-cli", "aftercare-tests", "aftercare-benches", "aftercare-xtask"];
/// Those that run in a browser.
const BROWSER: [&str; 5] =
    ["aftercare-client", "aftercare-ui", "aftercare-panel", "aftercare-reader", "aftercare-desk"];

const ADVICE: &str =
    "The messages above name the lines. clippy itself comes with `rustup component add clippy`.";

pub(crate) fn command(workspace: &Workspace) -> Result<bool> {
    let tools = setup::ensure(workspace)?;
    let mut tally = Tally::default();
    checks(workspace, &tools, &mut tally);
    tally.print();
    Ok(tally.failed() == 0)
}

/// Every check, each counted as one.
pub(crate) fn checks(workspace: &Workspace, tools: &Tools, tally: &mut Tally) {
    tally.check("lint", "formatting", || fmt::check(workspace));
    tally.check("lint", "clippy, native crates", || native_clippy(workspace));
    tally.check("lint", "clippy, browser crates", || wasm_clippy(workspace, tools, &BROWSER));
    tally.check("lint", "clippy, worker", || wasm_clippy(workspace, tools, &["aftercare-worker"]));
    for project in ["widget/loader", "demo", "tests/browser"] {
        if workspace.path(project).join("tsconfig.json").exists() {
            tally.check("lint", &format!("TypeScript of {project}"), || typescript(workspace, project));
        }
    }
}

fn native_clippy(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["clippy", "--all-targets", "--all-features"]);
    for package in NATIVE.iter().filter(|it| workspace.has_package(it)) {
        cargo.args(["--package", package]);
    }
    run(cargo.args(["--", "--deny=warnings"]), ADVICE)
}

fn wasm_clippy(workspace: &Workspace, tools: &Tools, packages: &[&str]) -> Result<()> {
    let mut cargo = tools.wasm.cargo(workspace);
    cargo.args(["clippy", "--target=wasm32-unknown-unknown", "--profile=wasm"]);
    for package in packages {
        cargo.args(["--package", package]);
    }
    run(cargo.args(["--", "--deny=warnings"]), ADVICE)
}

fn typescript(workspace: &Workspace, project: &str) -> Result<()> {
    step::step(&format!("tsc {project}"), || {
        run(
            workspace
                .script("typescript/bin/tsc")
                .arg("--noEmit")
                .arg("--project")
                .arg(workspace.path(project)),
            "The message above names the line.",
        )
    })
}
