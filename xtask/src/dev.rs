//! `cargo xtask dev`: the product on localhost, filled with the demonstration's data.
//!
//! The database and the keys of one checkout lie below `target/dev/` and survive a restart; remove the
//! folder to begin again.

mod cron;
mod http;
pub(crate) mod server;
mod tickets;
mod variables;
mod watch;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile, SEED};
use crate::run::run_quietly;
use crate::setup;
use crate::stamp::Stamp;
use crate::step::{seconds, step};
use crate::workspace::Workspace;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    watches: bool,
    profile: Profile,
}

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let options = options(arguments)?;
    let started = Instant::now();
    let tools = setup::ensure(workspace)?;
    build::build(workspace, &tools, options.profile)?;
    let variables = variables::write(workspace, options.port)?;
    migrate(workspace)?;
    seed(workspace)?;
    let server =
        step("start the worker", || server::start(workspace, options.port, &variables, &state(workspace)))?;
    let port = options.port;
    open_tickets(workspace, port)?;
    cron::call_each_minute(port);
    println!("\nUp after {}. Ctrl-C ends it; the data stays in target/dev/.\n", seconds(started.elapsed()));
    println!("  demo console   http://localhost:{port}/demo/");
    println!("  support portal http://localhost:{port}/panel/");
    println!("  desk           http://localhost:{port}/desk/   sign in with {}", demo_token(workspace)?);
    println!("  API            http://localhost:{port}/openapi.json\n");
    if options.watches {
        watch::rebuild_on_change(workspace, &tools, options.profile);
    }
    server.wait()
}

fn options(arguments: &[String]) -> Result<Options> {
    let mut options = Options { port: 8787, watches: false, profile: Profile::from_arguments(arguments) };
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "--fast" => {}
            "--watch" => options.watches = true,
            "--port" => {
                let number = words.next().context("--port takes a number")?;
                options.port = number.parse().with_context(|| format!("--port {number} is no port"))?;
            }
            unknown => bail!("`cargo xtask dev` knows --port N, --watch and --fast, not {unknown}"),
        }
    }
    Ok(options)
}

/// Where the local runtime keeps its databases.
fn state(workspace: &Workspace) -> PathBuf {
    workspace.path("target/dev/state")
}

fn migrate(workspace: &Workspace) -> Result<()> {
    Stamp::new("dev-migrations")
        .input(&workspace.path("worker/migrations"))?
        // It names the database.
        .input(&workspace.path("wrangler.toml"))?
        .output(state(workspace))
        .unless_fresh(workspace, "apply the migrations", || {
            let mut wrangler = workspace.wrangler();
            wrangler
                .args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"])
                .arg(state(workspace));
            run_quietly(
                &mut wrangler,
                "If a migration was edited after it was applied, remove target/dev/ and try again.",
            )?;
            Ok(())
        })
}

fn seed(workspace: &Workspace) -> Result<()> {
    let file = workspace.path(SEED);
    // It goes with the databases: whoever removes them has them filled again.
    let seeded = state(workspace).join("seeded");
    Stamp::new("dev-seed")
        .input(&file)?
        .input(&workspace.path("worker/migrations"))?
        .input(&workspace.path("wrangler.toml"))?
        .output(seeded.clone())
        .unless_fresh(workspace, "seed the demonstration's data", || {
            let mut wrangler = workspace.wrangler();
            wrangler.args(["d1", "execute", "DB", "--local", "--yes", "--file"]).arg(&file);
            wrangler.arg("--persist-to").arg(state(workspace));
            run_quietly(&mut wrangler, "The statement above does not fit the schema in worker/migrations/.")?;
            Ok(fs::write(&seeded, "")?)
        })
}

fn open_tickets(workspace: &Workspace, port: u16) -> Result<()> {
    let data = workspace.path("demo/data");
    let told = state(workspace).join("told-tickets.txt");
    Stamp::new("dev-tickets")
        .input(&data.join("tickets.json"))?
        .input(&data.join("accounts.json"))?
        .input(&data.join("agents.json"))?
        .input(&workspace.path("wrangler.toml"))?
        .output(told.clone())
        .unless_fresh(workspace, "open the demonstration's tickets through the API", || {
            tickets::open(&data, &told, port)
        })
}

/// The token that signs in at the desk.
fn demo_token(workspace: &Workspace) -> Result<String> {
    let agents = build::json(&workspace.path("demo/data/agents.json"))?;
    Ok(agents[0]["token"].as_str().context("demo/data/agents.json names a token")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Options> {
        options(&words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_or_refused() {
        let plain = Options { port: 8787, watches: false, profile: Profile::Deployed };
        assert_eq!(parsed(&[]).unwrap(), plain);
        let all = Options { port: 9000, watches: true, profile: Profile::Fast };
        assert_eq!(parsed(&["--watch", "--port", "9000", "--fast"]).unwrap(), all);
        for bad in [&["--port"][..], &["--port", "70000"], &["--demo"]] {
            assert!(parsed(bad).is_err(), "{bad:?}");
        }
    }
}
