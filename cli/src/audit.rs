//! `aftercare audit`: do the SDKs that a project locks have a flaw that their vendor has published?
//!
//! Runs in customers' CI: it reads lockfiles and the vendor's public feed, and needs no token. Exits with 0
//! where nothing hits, 1 where something does, 2 where it can't be said: a file that can't be read, a feed
//! that does not answer. What can't be judged is told as unknown, never as safe, and `--strict` makes it 1.

mod feed;
mod human;
mod judge;
mod sarif;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use aftercare_shared::lockfile;
use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate};

use crate::audit::feed::Knowledge;
use crate::audit::judge::{Locked, Report};
use crate::file;
use crate::out::say;

/// What is audited, and how it is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Lockfiles: package-lock.json, yarn.lock, pnpm-lock.yaml, Cargo.lock, go.sum, gradle.lockfile,
    /// Podfile.lock, Package.resolved, pubspec.lock, Gemfile.lock, poetry.lock, uv.lock, Pipfile.lock,
    /// requirements.txt, packages.lock.json.
    #[arg(required = true)]
    lockfiles: Vec<PathBuf>,
    /// The vendor's feed: the address of their support, or a file of it.
    #[arg(long, env = "AFTERCARE_FEED", value_name = "URL|FILE")]
    feed: String,
    /// The name of the lockfile that comes on standard input, where `-` is among the lockfiles.
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Exit with 1 also where something is unknown.
    #[arg(long)]
    strict: bool,
    /// The day by which it is judged what is out of support; today unless told.
    #[arg(long, value_parser = day, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
}

/// How an audit is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table for people.
    Human,
    /// JSON, as `GET /v1/notices` answers, a report a package.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "write a day as 2026-02-14".to_owned())
}

/// Audits lockfiles.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let report = report(args)?;
    let text = match args.format {
        Format::Human => human::text(&report),
        Format::Json => judge::json(&report),
        Format::Sarif => sarif::text(&report),
    };
    say!("{text}")?;
    Ok(ExitCode::from(u8::from(report.hits() > 0 || (args.strict && report.unknowns() > 0))))
}

fn report(args: &Args) -> anyhow::Result<Report> {
    let knowledge = Knowledge::read(&args.feed)?;
    let mut locked: Vec<Locked> = Vec::new();
    for file in &args.lockfiles {
        let name = match &args.stdin_name {
            Some(name) if file::is_input(file) => name.clone(),
            Some(_) | None => file.display().to_string(),
        };
        let format = format_of(file, &name)?;
        let text = file::text(file)?;
        let reading = lockfile::read(format, &text, &|package| knowledge.knows(package))
            .with_context(|| format!("{name} can't be read"))?;
        let found = reading.found.into_iter();
        locked.extend(found.map(|it| Locked { line: it.line, file: name.clone(), purl: it.purl }));
    }
    Ok(judge::judge(&knowledge, locked, args.lockfiles.len(), args.on.unwrap_or_else(today)))
}

/// What kind of lockfile that is, by its name; where that says nothing, by the name of what it links to.
fn format_of(file: &Path, name: &str) -> anyhow::Result<lockfile::Format> {
    if file::is_input(file) && name == "-" {
        bail!("say what standard input holds: --stdin-name package-lock.json");
    }
    let behind = || lockfile::Format::of_name(&file.canonicalize().ok()?.display().to_string());
    let format = lockfile::Format::of_name(name).or_else(behind);
    Ok(format.ok_or_else(|| lockfile::LockfileError::UnknownName(name.to_owned()))?)
}

/// The machine's day, in UTC. An audit is about today; whoever wants the same answer twice gives the day.
fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let second = i64::try_from(since.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(second, 0).unwrap_or_default().date_naive()
}
