//! What the README's commands call: `cargo xtask setup|build|dev|test|fmt|lint|size|bench|fuzz`.
//!
//! A file for each command and for each tool. Every step says what it does and how long it took; a
//! step that fails says what to do. What did not change is not done again.

mod bench;
mod build;
mod dev;
mod fmt;
mod fuzz;
mod lint;
mod lock;
mod run;
mod setup;
mod size;
mod stamp;
mod step;
mod test;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask COMMAND

  dev [--port N] [--watch] [--fast]
                   build, migrate, seed, serve the demo on localhost:8787
  test [lint|rules|shell|browser ...]
                   run every test, or those layers
  build [--fast]   panel, desk, loader, worker, demo into target/
  size             weigh the artefacts against their budgets
  lint             formatting, clippy, TypeScript, the direction of dependencies
  fmt              format all sources
  bench [clock|match ...]
                   measure the rules, beside another crate where one does the same
  fuzz [TARGET ...] [--seconds N]
                   throw random input at the parsers
  setup            install what is missing; the other commands do this by themselves

--fast builds WebAssembly without link-time optimisation: quick after an edit, three times the size.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; `false` means that it ran and that what it checked does not hold.
fn dispatch(arguments: &[String]) -> Result<bool> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(false);
    };
    let workspace = Workspace::locate()?;
    match command.as_str() {
        "setup" => setup::ensure(&workspace).map(|_| true),
        "build" => build::command(&workspace, rest).map(|()| true),
        "dev" => dev::command(&workspace, rest).map(|()| true),
        "test" => test::command(&workspace, rest),
        "size" => size::command(&workspace),
        "lint" => lint::command(&workspace),
        "fmt" => fmt::command(&workspace).map(|()| true),
        "fuzz" => fuzz::command(&workspace, rest).map(|()| true),
        "bench" => bench::command(&workspace, rest).map(|()| true),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(true)
        }
        unknown => {
            eprintln!("unknown command `{unknown}`\n\n{USAGE}");
            Ok(false)
        }
    }
}
