//! `aftercare advisory`: advisories, checked and published. OSV, GHSA, CSAF 2.0 and OpenVEX, told apart by
//! their fields.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aftercare_shared::api::advisories::{ImportReport, Outcome};
use aftercare_shared::osv::document::{Document, Refusal, read};
use aftercare_shared::osv::{Format, Slip, Weight};

use crate::file;
use crate::out::{aside, sayln};
use crate::remote::{Destination, Remote};

/// What can be done with advisories.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with advisories, each slip with its place. Exits with 1 if anything must not be
    /// published.
    Check {
        /// Files of JSON: OSV, a list of OSV, GHSA, CSAF 2.0 or OpenVEX.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Check advisories and publish them. What stands already changes nothing and tells nobody.
    Push {
        /// Files of JSON: OSV, a list of OSV, GHSA, CSAF 2.0 or OpenVEX.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Tell nobody of them: for advisories that customers know.
        #[arg(long)]
        silent: bool,
        #[command(flatten)]
        destination: Destination,
    },
}

/// Runs a command over advisories.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { files } => {
            let fit = checked(files)?.into_iter().all(|(_, document)| document.is_some());
            Ok(if fit { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
        Command::Push { files, silent, destination } => push(files, *silent, destination),
    }
}

/// All files are checked before any is sent.
fn push(files: &[PathBuf], silent: bool, destination: &Destination) -> anyhow::Result<ExitCode> {
    let remote = Remote::new(destination)?;
    let documents = checked(files)?;
    if documents.iter().any(|(_, document)| document.is_none()) {
        aside("aftercare: nothing was published");
        return Ok(ExitCode::from(1));
    }
    let path = if silent { "/v1/desk/advisories?notify=false" } else { "/v1/desk/advisories" };
    for (file, text) in documents.into_iter().filter_map(|(file, text)| Some((file, text?))) {
        let report: ImportReport = remote.post_text(path, &text)?;
        for record in &report.advisories {
            sayln!("{}: {}: {}", file.display(), record.id, outcome(record.outcome))?;
        }
        if report.statements > 0 {
            sayln!("{}: {} statements about single versions", file.display(), report.statements)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Created => "published",
        Outcome::Updated => "published in the place of an older one",
        Outcome::Unchanged => "stands already",
        Outcome::Older => "passed over: what stands was modified later",
    }
}

/// Checks files and says what is wrong. The text of a file that is fit to be published comes back.
fn checked(files: &[PathBuf]) -> anyhow::Result<Vec<(&Path, Option<String>)>> {
    let mut documents = Vec::with_capacity(files.len());
    for file in files {
        let text = file::text(file)?;
        let document = read(&text, None);
        let is_fit = document.is_ok();
        match document {
            Ok(document) => told(file, &document)?,
            Err(Refusal::Slips(slips)) => slips.iter().try_for_each(|slip| tell(file, slip))?,
            Err(refusal @ (Refusal::NoJson(_) | Refusal::NoForm | Refusal::Shape(_))) => {
                sayln!("{}: error: {refusal}", file.display())?;
            }
        }
        documents.push((file.as_path(), is_fit.then_some(text)));
    }
    Ok(documents)
}

fn told(file: &Path, document: &Document) -> io::Result<()> {
    document.warnings.iter().try_for_each(|slip| tell(file, slip))?;
    for skipped in &document.skipped {
        sayln!("{}: warning: no package URL names {skipped}: it is left out", file.display())?;
    }
    let ids: Vec<&str> = document.records.iter().map(|entry| entry.id()).collect();
    let form = match document.format {
        Format::Osv => "OSV",
        Format::Ghsa => "GHSA",
        Format::Csaf => "CSAF",
        Format::OpenVex => "OpenVEX",
    };
    let statements = match document.statements.len() {
        0 => String::new(),
        1 => ", 1 statement".to_owned(),
        count => format!(", {count} statements"),
    };
    sayln!(
        "{}: fine: {form}, {}{statements}",
        file.display(),
        if ids.is_empty() { "no record".to_owned() } else { ids.join(" ") }
    )
}

fn tell(file: &Path, slip: &Slip) -> io::Result<()> {
    let weight = match slip.weight {
        Weight::Warning => "warning",
        Weight::Error => "error",
    };
    sayln!("{}: {weight}: {}: {}", file.display(), slip.pointer, slip.detail)
}
