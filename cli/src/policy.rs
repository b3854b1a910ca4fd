//! `aftercare policy`: the document of plans, targets and calendars.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aftercare_shared::calendar::sets::HOLIDAY_SETS;
use aftercare_shared::policy::Policy;
use anyhow::Context;

/// What can be done with a policy.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with policy files, each slip with its place. Exits with 1 if anything is.
    Check {
        /// Files of JSON.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the holiday sets that are built in, or print one, to be pasted into a calendar.
    Holidays {
        /// Such as jp-2026.
        set: Option<String>,
    },
}

/// Runs a command over policies.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { files } => check(files),
        Command::Holidays { set } => holidays(set.as_deref()),
    }
}

fn check(files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let mut refused = false;
    for file in files {
        let name = file.display();
        match Policy::parse(&text(file)?) {
            Ok(policy) => {
                let (plans, calendars) = (policy.plans().len(), policy.calendars().count());
                println!("{name}: fine: {plans} plans, {calendars} calendars, sha256 {}", policy.hash());
                for (calendar, year) in
                    policy.calendars().filter_map(|(n, c)| c.known_through().map(|y| (n, y)))
                {
                    println!("{name}: /calendars/{calendar}: deadlines after {year} will be provisional");
                }
            }
            Err(refusal) => {
                refused = true;
                for problem in &refusal.0 {
                    println!("{name}: {problem}");
                }
            }
        }
    }
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn holidays(id: Option<&str>) -> anyhow::Result<ExitCode> {
    let known = || HOLIDAY_SETS.iter().map(|set| set.id).collect::<Vec<_>>();
    match id {
        None => println!("{}", known().join("\n")),
        Some(id) => {
            let set = HOLIDAY_SETS.iter().find(|set| set.id == id);
            let set =
                set.with_context(|| format!("there is no set `{id}`: there are {}", known().join(", ")))?;
            print!("{}", set.json);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a policy from a file.
///
/// # Errors
/// Where the file can't be read or is no policy.
pub(crate) fn load(file: &Path) -> anyhow::Result<Policy> {
    Policy::parse(&text(file)?).with_context(|| format!("{} is no policy", file.display()))
}

fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}
