//! `cargo xtask bench [FILTER]`: the benchmarks of the rules, where a crate has some.

use anyhow::Result;

use crate::run::run;
use crate::workspace::Workspace;

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if !workspace.path("shared/benches").is_dir() {
        println!("There are no benchmarks yet: they belong into shared/benches/.");
        return Ok(());
    }
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package=aftercare-shared", "--all-features", "--benches", "--"]);
    run(cargo.args(arguments), "The message above says why.")
}
