//! `cargo xtask bench match`: advisories, and the lockfiles that say what they may hit.

use anyhow::Result;

use crate::bench::criterion::{mean, measure, shown};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    measure(workspace, "match")?;
    println!();
    for (folder, name) in [
        ("match", "index of 10000 advisories"),
        ("match", "100 packages against 10000 advisories"),
        ("lockfile", "package-lock.json of 10 MB"),
    ] {
        println!("{name:<40} {:>10}", shown(mean(workspace, &format!("{folder}/{name}"))?));
    }
    Ok(())
}
