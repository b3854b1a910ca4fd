//! `aftercare policy check`

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::policy::Policy;

use crate::policy::text;

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
