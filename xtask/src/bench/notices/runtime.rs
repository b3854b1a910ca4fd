//! The contenders: what each is built from, the database they share, and a runtime for each.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::bench::notices::data;
use crate::build::{self, Profile};
use crate::dev::server::{self, Server};
use crate::run::{run, run_quietly};
use crate::setup;
use crate::stamp::files_below;
use crate::workspace::Workspace;

/// Everything of this benchmark.
const HOME: &str = "target/bench/notices";
/// The TypeScript worker's sources.
const TYPESCRIPT: &str = "benches/notices-ts";

/// Linux tells processor time in hundredths of a second, whatever its clock does.
const MILLISECONDS_A_TICK: u64 = 10;

/// A running worker.
pub(super) struct Contender {
    pub(super) name: &'static str,
    pub(super) port: u16,
    server: Server,
}

impl Contender {
    /// The processor time that it has taken until now, of all its processes together. Nothing where the system has
    /// no `/proc`.
    pub(super) fn processor_time(&self) -> Option<Duration> {
        let group = self.server.group().to_string();
        let ticks = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| {
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            ticks_of(&stat, &group)
        });
        Some(Duration::from_millis(ticks.sum::<u64>() * MILLISECONDS_A_TICK))
    }
}

/// The processor time of a process of that group, in ticks: user's and system's (proc_pid_stat(5)).
fn ticks_of(stat: &str, group: &str) -> Option<u64> {
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    if *fields.get(2)? != group {
        return None;
    }
    let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
    Some(ticks(11)? + ticks(12)?)
}

/// Builds the product's Worker as it is deployed, and the TypeScript one with what it imports, away from
/// what the product is built with.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    let tools = setup::ensure(workspace)?;
    build::worker_alone(workspace, &tools, Profile::Deployed)?;
    let sources = workspace.path(TYPESCRIPT);
    let copy = workspace.path(HOME).join("typescript");
    for file in files_below(&sources)? {
        let target = copy.join(file.strip_prefix(&sources)?);
        fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        fs::copy(&file, &target).with_context(|| format!("copying {}", workspace.shown(&file)))?;
    }
    fs::copy(workspace.path(".npmrc"), copy.join(".npmrc"))?;
    run(
        workspace.command("npm").args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(&copy),
        "Check that npm's registry can be reached, and try again.",
    )?;
    let mut esbuild = workspace.esbuild();
    esbuild
        .arg(copy.join("src/worker.ts"))
        .arg(format!("--outfile={}", copy.join("dist/index.js").display()));
    esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]);
    run(&mut esbuild, "The message above names the file.")
}

/// Makes the database.
pub(super) fn fill(workspace: &Workspace) -> Result<PathBuf> {
    let home = workspace.path(HOME);
    let state = home.join("state");
    if state.exists() {
        fs::remove_dir_all(&state)?;
    }
    let seed = home.join("seed.sql");
    fs::write(&seed, data::sql())?;
    let d1 = |arguments: &[&str]| {
        let mut wrangler = workspace.wrangler();
        wrangler.arg("d1").args(arguments).arg("--local").arg("--persist-to").arg(&state);
        run_quietly(&mut wrangler, "The message above says why.")
    };
    d1(&["migrations", "apply", "DB"])?;
    d1(&["execute", "DB", "--yes", "--file", &seed.to_string_lossy()])?;
    Ok(state)
}

/// Starts them: the product first, which the others are compared with.
pub(super) fn start(workspace: &Workspace, state: &Path) -> Result<Vec<Contender>> {
    let home = workspace.path(HOME);
    let product = workspace.worker();
    let typescript = home.join("typescript/dist");
    [
        ("Aftercare", &product, None),
        ("TypeScript", &typescript, None),
        ("TypeScript, with our algorithm", &typescript, Some("KEEP=1")),
    ]
    .into_iter()
    .enumerate()
    .map(|(place, (name, folder, variable))| {
        let own = home.join(format!("state-{place}"));
        copy(state, &own)?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut node = workspace.command(workspace.node());
        node.arg(workspace.path(TYPESCRIPT).join("serve.mjs")).arg(folder).arg(&own);
        node.arg(port.to_string()).args(variable);
        let server = server::keep(workspace, &node, port)?;
        Ok(Contender { name, port, server })
    })
    .collect()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for file in files_below(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        fs::copy(&file, &target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_of_the_group_alone() {
        let stat = "7 (a) b) S 1 42 42 0 -1 4194304 100 0 0 0 250 30 1 2 20 0 8 0 100";
        assert_eq!(ticks_of(stat, "42"), Some(280));
        assert_eq!(ticks_of(stat, "43"), None);
        assert_eq!(ticks_of("7 (a", "42"), None);
    }
}
