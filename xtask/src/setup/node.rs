//! Node 24, wrangler, esbuild, binaryen, Playwright, axe and TypeScript, as `package-lock.json` says.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{run, run_quietly};
use crate::step::step;
use crate::workspace::Workspace;

/// The lock file that `node_modules/` was installed from. It goes when the folder goes.
const INSTALLED: &str = "node_modules/.aftercare-lock";

pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let locked = fs::read(workspace.path("package-lock.json")).context("reading package-lock.json")?;
    if fs::read(workspace.path(INSTALLED)).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    step("install Node 24, wrangler and the browser tools (npm ci)", || {
        // Engine warnings are about the Node that runs npm, and that is not the one we use.
        run(
            workspace.command("npm").args(["ci", "--loglevel=error"]),
            "Install npm (Debian: `apt-get install npm`), check that its registry can be reached, and try again.",
        )?;
        let version = run_quietly(
            Command::new(workspace.node()).arg("--version"),
            "The npm package `node` brings Node 24 in its install script: allow install scripts and try again.",
        )?;
        println!("  node {}", version.trim());
        fs::write(workspace.path(INSTALLED), locked).with_context(|| format!("writing {INSTALLED}"))
    })
}
