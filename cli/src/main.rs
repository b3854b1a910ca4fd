//! `aftercare`: the command line for vendors and their customers' CI.
//!
//! Each command is a file of this crate; the rules are all in `aftercare-shared`. The exit code is 0 where
//! all is well, 1 where something was found or refused, 2 where it could not be done: a wrong argument, a file that
//! can't be read, a deployment that does not answer. Times are arguments: only `audit`, which is about today, reads
//! the machine's clock where it is given no day. `remote` is the one way to a deployment, `file` to what somebody
//! names, `out` to whoever listens.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod advisory;
mod audit;
mod due;
mod eval;
mod file;
mod out;
mod policy;
mod receipt;
mod release;
mod remote;

use std::process::ExitCode;

use aftercare_shared::policy::Refusal;
use clap::{Parser, Subcommand};

/// After-sales support for SDK vendors: deadlines, policies, advisories.
#[derive(Debug, Parser)]
#[command(name = "aftercare", version, arg_required_else_help = true, after_help = EXITS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What the exit code says, of every command.
const EXITS: &str = "\
Exit code: 0 all is well, 1 something was found, differs or was refused, 2 it could not be done.
A file that is called `-` is standard input.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check and publish advisories.
    #[command(subcommand)]
    Advisory(advisory::Command),
    /// Look up what lockfiles lock in a vendor's advisories.
    Audit(audit::Args),
    /// Tell when a target falls due, and why.
    Due(due::Args),
    /// Answer one JSON request per line of standard input with one JSON answer per line.
    Eval,
    /// Check the document of plans, targets and calendars.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Verify the receipts of promises, or make a key to sign them with.
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// Push lists of releases.
    #[command(subcommand)]
    Release(release::Command),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Advisory(command) => advisory::run(&command),
        Command::Audit(args) => audit::run(&args),
        Command::Due(args) => due::run(&args),
        Command::Eval => eval::run(),
        Command::Policy(command) => policy::run(&command),
        Command::Receipt(command) => receipt::run(&command),
        Command::Release(command) => release::run(&command),
    };
    outcome.unwrap_or_else(|error| {
        out::aside(&format!("aftercare: {error:#}"));
        let is_refused = error.downcast_ref::<remote::Failure>().is_some_and(remote::Failure::is_refusal)
            || error.is::<Refusal>();
        ExitCode::from(if is_refused { 1 } else { 2 })
    })
}
