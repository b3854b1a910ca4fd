//! `aftercare release`: what a registry or a changelog lists, pushed as a package's releases.

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::api::releases::PackageReleases;
use aftercare_shared::package::Purl;
use aftercare_shared::release::{Feed, Format, import};
use anyhow::{Context, bail};

use crate::remote::{Destination, Remote};

/// What can be done with releases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Push a list of releases. It lies over what the deployment reads from feeds, and under what the desk
    /// says.
    Push {
        /// A file as its registry writes it.
        file: PathBuf,
        /// The package: pkg:npm/@acme/rtc
        #[arg(long, value_name = "PURL")]
        package: Purl,
        /// The form of the file.
        #[arg(long, value_parser = form, default_value = "aftercare", value_name = "FORM")]
        form: Format,
        #[command(flatten)]
        destination: Destination,
    },
}

/// The form of that name.
fn form(word: &str) -> Result<Format, String> {
    let known = || Format::ALL.map(Format::as_str).join(", ");
    let found = Format::ALL.into_iter().find(|form| form.as_str() == word);
    found.ok_or_else(|| format!("there are {}", known()))
}

/// Runs a command over releases.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Push { file, package, form, destination } => push(file, package, *form, destination),
    }
}

fn push(file: &PathBuf, package: &Purl, form: Format, destination: &Destination) -> anyhow::Result<ExitCode> {
    if package.version().is_some() {
        bail!("leave the version out of {package}: a list is about all of them");
    }
    let remote = Remote::new(destination)?;
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read {name}"))?;
    let feed = import(form, package.package(), &text).with_context(|| format!("{name} can't be read"))?;
    let slips = feed.slips(package.package());
    for slip in &slips {
        println!("{name}: error: {}: {}", slip.pointer, slip.detail);
    }
    if !slips.is_empty() {
        return Ok(ExitCode::from(1));
    }
    let listed = (feed.releases.len(), feed.lines.len());
    let known: PackageReleases = remote.put(&path(package), &Feed { source: None, ..feed })?;
    let latest = known.package.latest.unwrap_or_else(|| "none".to_owned());
    println!(
        "{name}: pushed {} releases and {} lines of {package}: {} are known now, the newest is {latest}",
        listed.0, listed.1, known.package.releases
    );
    Ok(ExitCode::SUCCESS)
}

/// A package URL as one segment of a path.
fn path(package: &Purl) -> String {
    let mut path = "/v1/desk/releases/".to_owned();
    for byte in Purl::of_package(package.package()).to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(byte.into());
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_url_is_one_segment() {
        let purl: Purl = "pkg:npm/@acme/rtc".parse().unwrap();
        assert_eq!(path(&purl), "/v1/desk/releases/pkg%3Anpm%2F%2540acme%2Frtc");
    }

    #[test]
    fn a_form_is_one_of_those_there_are() {
        assert_eq!(form("keep_a_changelog"), Ok(Format::KeepAChangelog));
        assert!(form("rss").unwrap_err().contains("maven_metadata"));
    }
}
