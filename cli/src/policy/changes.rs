//! `aftercare policy diff`: what an edit changes, a line each, in the policy's own terms.

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::api::desk::policies::PolicyView;
use aftercare_shared::policy::Policy;
use aftercare_shared::policy::diff::{Change, Effect, diff};
use anyhow::{Context, bail};

use crate::out::{say, sayln};
use crate::policy::load;
use crate::remote::{Destination, Remote};

/// Where the policy in force is read.
pub(super) const CURRENT: &str = "/v1/desk/policies/current";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file as it was and the file as it is; with --against, the file as it is
    #[arg(required = true, num_args = 1..=2, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Compare with the policy in force on this deployment
    #[arg(long, value_name = "URL")]
    against: Option<String>,
    /// An agent's token, for --against. Rather set `AFTERCARE_TOKEN`: other users of this machine can read arguments
    #[arg(long, env = "AFTERCARE_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

/// Prints what differs.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (before, after) = match (args.files.as_slice(), &args.against) {
        ([before, after], None) => (load(before)?, load(after)?),
        ([file], Some(url)) => {
            let after = load(file)?;
            let destination = Destination { url: url.clone(), token: args.token.clone() };
            (in_force(&Remote::new(&destination)?)?.1, after)
        }
        ([_], None) => bail!("name two files, or one and --against a deployment"),
        (_, _) => bail!("--against takes the place of the first file: name one"),
    };
    let changes = diff(&before, &after);
    if args.json {
        sayln!("{}", serde_json::to_string_pretty(&changes)?)?;
    } else {
        say!("{}", told(&changes))?;
    }
    Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The policy in force on a deployment, and its version.
pub(super) fn in_force(remote: &Remote) -> anyhow::Result<(u32, Policy)> {
    let view: PolicyView = remote.get(CURRENT)?;
    let version = view.version.version;
    let policy = Policy::try_from(view.document).with_context(|| {
        format!("version {version} of the deployment is no policy for this tool: update it")
    })?;
    Ok((version, policy))
}

/// The changes, a line each, and what they come to.
pub(super) fn told(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing differs\n".to_owned();
    }
    let mut text = String::new();
    for change in changes {
        text.push_str(&format!("{:<8} {change}\n", change.effect.as_str()));
    }
    let count = |effect: Effect| changes.iter().filter(|change| change.effect == effect).count();
    let (better, worse) = (count(Effect::Better), count(Effect::Worse));
    let (mixed, neutral) = (count(Effect::Mixed), count(Effect::Neutral));
    text.push_str(&format!(
        "for customers: {better} better, {worse} worse, {mixed} mixed, {neutral} neutral\n"
    ));
    text
}
