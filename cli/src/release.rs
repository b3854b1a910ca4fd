//! `aftercare release`: what a registry or a changelog lists, checked, and pushed as a package's releases. A list
//! in Aftercare's own form carries migration guides as well.

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::api::releases::PackageReleases;
use aftercare_shared::package::Purl;
use aftercare_shared::release::{Feed, Format, import};
use anyhow::{Context, bail};

use crate::file;
use crate::out::sayln;
use crate::remote::{Destination, Remote};

/// What can be done with releases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check a list of releases and the guides in it. Nothing is sent.
    Check {
        #[command(flatten)]
        list: List,
    },
    /// Push a list of releases. It lies over what the deployment reads from feeds, and under what the desk
    /// says.
    Push {
        #[command(flatten)]
        list: List,
        #[command(flatten)]
        destination: Destination,
    },
}

/// A list of releases in a file.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// A file as its registry writes it.
    file: PathBuf,
    /// The package: pkg:npm/@acme/rtc
    #[arg(long, value_name = "PURL")]
    package: Purl,
    /// The form of the file.
    #[arg(long, value_parser = form, default_value = "aftercare", value_name = "FORM")]
    form: Format,
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
        Command::Check { list } => check(list),
        Command::Push { list, destination } => push(list, destination),
    }
}

fn check(list: &List) -> anyhow::Result<ExitCode> {
    let Some(feed) = list.read()? else { return Ok(ExitCode::from(1)) };
    sayln!("{}: fine: {} of {}", list.file.display(), contents(&feed), list.package)?;
    Ok(ExitCode::SUCCESS)
}

fn push(list: &List, destination: &Destination) -> anyhow::Result<ExitCode> {
    let remote = Remote::new(destination)?;
    let Some(feed) = list.read()? else { return Ok(ExitCode::from(1)) };
    let contents = contents(&feed);
    let known: PackageReleases = remote.put(&path(&list.package), &Feed { source: None, ..feed })?;
    let latest = known.package.latest.unwrap_or_else(|| "none".to_owned());
    sayln!(
        "{}: pushed {contents} of {}: {} are known now, the newest is {latest}",
        list.file.display(),
        list.package,
        known.package.releases
    )?;
    Ok(ExitCode::SUCCESS)
}

impl List {
    /// The list, if nothing is wrong with it; what is wrong is printed.
    fn read(&self) -> anyhow::Result<Option<Feed>> {
        let Self { file, package, form } = self;
        if package.version().is_some() {
            bail!("leave the version out of {package}: a list is about all of them");
        }
        let (name, package) = (file.display(), package.package());
        let feed =
            import(*form, package, &file::text(file)?).with_context(|| format!("{name} can't be read"))?;
        let slips = feed.slips(package);
        for slip in &slips {
            sayln!("{name}: error: {}: {}", slip.pointer, slip.detail)?;
        }
        Ok(slips.is_empty().then_some(feed))
    }
}

/// What a list holds: 2 releases and 0 lines, and guides where there are any.
fn contents(feed: &Feed) -> String {
    let (releases, lines) = (feed.releases.len(), feed.lines.len());
    match feed.guides.len() {
        0 => format!("{releases} releases and {lines} lines"),
        guides => format!("{releases} releases, {lines} lines and {guides} guides"),
    }
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
