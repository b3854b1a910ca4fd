//! `aftercare policy`: the document of plans, targets and calendars.

mod changes;
mod check;
mod holidays;
mod push;

use std::path::Path;
use std::process::ExitCode;

use aftercare_shared::policy::Policy;
use anyhow::Context;

use crate::file;

/// What can be done with a policy.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with policy files, each slip with its place. Exits with 1 if anything is.
    Check(check::Args),
    /// Say what an edit changes and for whom that is better. Exits with 1 if anything differs.
    Diff(changes::Args),
    /// Show what a file changes and push it as the next version.
    Push(push::Args),
    /// List the holiday sets that are built in, print one, or import holidays from a file.
    Holidays(holidays::Args),
}

/// Runs a command over policies.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check(args) => check::run(args),
        Command::Diff(args) => changes::run(args),
        Command::Push(args) => push::run(args),
        Command::Holidays(args) => holidays::run(args),
    }
}

/// Reads a policy from a file.
///
/// # Errors
/// Where the file can't be read or is no policy.
pub(crate) fn load(file: &Path) -> anyhow::Result<Policy> {
    Policy::parse(&file::text(file)?).with_context(|| format!("{} is no policy", file.display()))
}
