//! `cargo xtask fmt`: rustfmt over the workspace, by `rustfmt.toml`.

use anyhow::Result;

use crate::run::run;
use crate::workspace::Workspace;

const ADVICE: &str = "rustfmt is a component of the toolchain: `rustup component add rustfmt`.";

pub(crate) fn command(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo().args(["fmt", "--all"]), ADVICE)
}

/// Fails where `command` would change a file.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo().args(["fmt", "--all", "--check"]), "Run `cargo xtask fmt`.")
}
