//! `aftercare policy holidays`: the sets that are built in, and holidays from others' files.

mod place;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aftercare_shared::calendar::import::{self, Fragment, usual_windows};
use aftercare_shared::calendar::sets::HOLIDAY_SETS;
use aftercare_shared::policy::Policy;
use aftercare_shared::policy::diff::diff;
use anyhow::{Context, bail};

use crate::file;
use crate::out::{say, sayln};
use crate::policy::changes::told;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    /// A set to print, such as jp-2026, to be pasted into a calendar
    set: Option<String>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Read holidays from an iCalendar file, or from a JSON list of days with `isOffDay`.
    Import(Import),
}

#[derive(Debug, clap::Args)]
struct Import {
    /// The file
    file: PathBuf,
    /// Keep the days of this year only. May be repeated; needed for events that recur for ever
    #[arg(long = "year", value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=9998))]
    years: Vec<i32>,
    /// The hours of make-up days, FROM-TO; may be repeated. Without it, those of the calendar's own weekdays
    #[arg(long = "open-windows", value_name = "FROM-TO", value_parser = window)]
    open_windows: Vec<Window>,
    /// Write them into this policy file instead of printing them
    #[arg(long, value_name = "POLICY", requires = "calendar")]
    into: Option<PathBuf>,
    /// The calendar of that file
    #[arg(long, value_name = "NAME", requires = "into")]
    calendar: Option<String>,
}

/// From and to, as they were written. The calendar's own check judges them.
#[derive(Debug, Clone)]
struct Window([String; 2]);

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match (&args.action, args.set.as_deref()) {
        (Some(Action::Import(args)), _) => bring_in(args),
        (None, set) => sets(set),
    }
}

fn sets(id: Option<&str>) -> anyhow::Result<ExitCode> {
    let known = || HOLIDAY_SETS.iter().map(|set| set.id).collect::<Vec<_>>();
    match id {
        None => sayln!("{}", known().join("\n"))?,
        Some(id) => {
            let set = HOLIDAY_SETS.iter().find(|set| set.id == id);
            let set =
                set.with_context(|| format!("there is no set `{id}`: there are {}", known().join(", ")))?;
            say!("{}", set.json)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn bring_in(args: &Import) -> anyhow::Result<ExitCode> {
    let years = args.years.iter().copied().collect::<BTreeSet<_>>();
    let name = args.file.display();
    let days =
        import::read(&file::text(&args.file)?, &years).with_context(|| format!("{name} is not taken"))?;
    let (off, worked) = days.counts();
    if off + worked == 0 {
        bail!("{name} holds no day{}", if years.is_empty() { "" } else { " of those years" });
    }
    let given = args.open_windows.iter().map(|Window(window)| window.to_vec()).collect::<Vec<_>>();
    let hours_wanted =
        || format!("{name} has {worked} make-up days: say their hours with --open-windows 09:00-17:30");
    let (Some(file), Some(calendar)) = (&args.into, &args.calendar) else {
        if worked > 0 && given.is_empty() {
            bail!(hours_wanted());
        }
        say!("{}", place::printed(&days.fragment(&given))?)?;
        return Ok(ExitCode::SUCCESS);
    };
    if file::is_input(file) {
        bail!("--into names the file that the holidays are written into");
    }
    let source = file::text(file)?;
    let before = Policy::parse(&source).with_context(|| format!("{} is no policy", file.display()))?;
    let known = || before.calendars().map(|(name, _)| name.to_owned()).collect::<Vec<_>>().join(", ");
    let document = before
        .document()
        .calendars
        .get(calendar)
        .with_context(|| format!("there is no calendar `{calendar}`: the policy has {}", known()))?;
    let windows = if given.is_empty() && worked > 0 {
        usual_windows(document).with_context(hours_wanted)?
    } else {
        given
    };
    let merged = import::merged(document, &days.fragment(&windows), &days.years());
    write(file, &source, calendar, &merged, &before)?;
    sayln!("{off} days off and {worked} make-up days of {name} are in {}", file.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Puts the holidays into the file, which otherwise stays as it is, and says what that changes. A policy that
/// would be refused is not written.
fn write(
    file: &Path,
    source: &str,
    calendar: &str,
    merged: &Fragment,
    before: &Policy,
) -> anyhow::Result<()> {
    let edited = place::put(source, calendar, merged)?;
    let after =
        Policy::parse(&edited).context("with these holidays the policy is refused, so nothing is written")?;
    // A file that is half written is no policy: the new one takes the old one's place whole.
    let beside = file.with_extension("aftercare-new");
    fs::write(&beside, &edited).with_context(|| format!("can't write {}", beside.display()))?;
    fs::rename(&beside, file).with_context(|| format!("can't write {}", file.display()))?;
    say!("{}", told(&diff(before, &after)))?;
    Ok(())
}

fn window(text: &str) -> Result<Window, String> {
    let (from, to) = text.split_once('-').ok_or("write FROM-TO, such as 09:00-17:30")?;
    Ok(Window([from.trim().to_owned(), to.trim().to_owned()]))
}
