//! Debian's packages, where we may install them.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{run, run_quietly};

/// Installs packages, or says how to.
pub(crate) fn install(packages: &[&str], advice: &str) -> Result<()> {
    let is_root = run_quietly(Command::new("id").arg("-u"), advice)?.trim() == "0";
    if !(is_root && Path::new("/usr/bin/apt-get").exists()) {
        bail!("{advice}");
    }
    // The lists of a fresh machine may be empty or old. If they can't be renewed, the next line says so.
    if let Err(error) = run(&mut apt_get(&["update"]), "Trying with the lists that are there.") {
        eprintln!("  {error:#}");
    }
    run(apt_get(&["install", "--yes", "--no-install-recommends"]).args(packages), advice)
}

/// `apt-get` as it runs where nobody can be asked.
fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["--quiet=2", "--option=Dpkg::Use-Pty=0"]).args(arguments);
    command
}
