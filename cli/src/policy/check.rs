//! `aftercare policy check`

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::policy::Policy;

use crate::file;
use crate::out::sayln;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Says what is wrong with each file.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut refused = false;
    for file in &args.files {
        let name = file.display();
        match Policy::parse(&file::text(file)?) {
            Ok(policy) => {
                let (plans, calendars) = (policy.plans().len(), policy.calendars().count());
                sayln!("{name}: fine: {plans} plans, {calendars} calendars, sha256 {}", policy.hash())?;
                for (calendar, year) in
                    policy.calendars().filter_map(|(n, c)| c.known_through().map(|y| (n, y)))
                {
                    sayln!("{name}: /calendars/{calendar}: deadlines after {year} will be provisional")?;
                }
            }
            Err(refusal) => {
                refused = true;
                for problem in &refusal.0 {
                    sayln!("{name}: {problem}")?;
                }
            }
        }
    }
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
