//! `aftercare policy push`: a file becomes the next version of the policy.
//!
//! What it changes is shown first, and asked about, unless `--yes` says that somebody has looked. The version
//! it was compared with is sent along: where another one is in force by then, nothing is pushed.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::api::desk::policies::{NewPolicy, Pushed};
use aftercare_shared::policy::diff::diff;
use anyhow::bail;

use crate::out::{say, sayln};
use crate::policy::changes::{in_force, told};
use crate::policy::load;
use crate::remote::{Destination, Remote};

const POLICIES: &str = "/v1/desk/policies";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file
    file: PathBuf,
    #[command(flatten)]
    destination: Destination,
    /// Why, for those who look at the list of versions later
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    /// Push without asking
    #[arg(long)]
    yes: bool,
}

/// Pushes the file.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let after = load(&args.file)?;
    let remote = Remote::new(&args.destination)?;
    let (based_on, before) = in_force(&remote)?;
    let changes = diff(&before, &after);
    if changes.is_empty() {
        sayln!("version {based_on} says the same already: nothing is pushed")?;
        return Ok(ExitCode::SUCCESS);
    }
    say!("{}", told(&changes))?;
    if !args.yes && !agreed(based_on + 1)? {
        sayln!("nothing is pushed")?;
        return Ok(ExitCode::from(1));
    }
    let new = NewPolicy { based_on, note: args.note.clone(), document: after.document().clone() };
    let pushed: Pushed = remote.post(POLICIES, &new)?;
    sayln!("version {} is in force, sha256 {}", pushed.version.version, pushed.version.hash)?;
    Ok(ExitCode::SUCCESS)
}

fn agreed(version: u32) -> anyhow::Result<bool> {
    let input = io::stdin();
    if !input.is_terminal() {
        bail!("nobody is here to be asked: give --yes once you have read the changes above");
    }
    say!("push this as version {version}? [y/N] ")?;
    io::stdout().flush()?;
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
