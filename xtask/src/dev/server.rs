//! `wrangler dev` as a child that never outlives us.
//!
//! It runs below a shell that waits for the end of its standard input. We hold the other end of that
//! pipe, so however we end, Ctrl-C or worse, the shell sees it and ends the whole group.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::dev::http;
use crate::workspace::Workspace;

/// How long the runtime may take until it answers.
const PATIENCE: Duration = Duration::from_secs(90);

const KEEPER: &str =
    r#"{ "$@" </dev/null; echo "wrangler dev ended"; kill -TERM 0; } & cat >/dev/null; kill -TERM 0"#;

/// A running Worker.
#[derive(Debug)]
pub(crate) struct Server {
    keeper: Child,
    port: u16,
}

/// Starts the Worker and waits until it says that it is well.
pub(crate) fn start(workspace: &Workspace, port: u16, variables: &Path, state: &Path) -> Result<Server> {
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        bail!("port {port} is taken; end what listens there, or name another: `cargo xtask dev --port N`");
    }
    keep(workspace, &wrangler_dev(workspace, port, variables, state), port)
}

/// Starts that command and waits until what it serves on the port says that it is well. It ends when the
/// server is dropped, or when we end.
pub(crate) fn keep(workspace: &Workspace, wrangler: &Command, port: u16) -> Result<Server> {
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER, "keeper"]).arg(wrangler.get_program()).args(wrangler.get_args());
    for (name, value) in wrangler.get_envs() {
        if let Some(value) = value {
            keeper.env(name, value);
        }
    }
    keeper.current_dir(workspace.path("")).stdin(Stdio::piped()).process_group(0);
    let mut server = Server { keeper: keeper.spawn().context("starting a shell")?, port };
    let started = Instant::now();
    while !server.is_well() {
        if let Some(status) = server.keeper.try_wait()? {
            bail!("wrangler dev ended with {status}; its message above says why");
        }
        if started.elapsed() > PATIENCE {
            bail!("http://localhost:{port}/healthz did not answer 200 within {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(server)
}

fn wrangler_dev(workspace: &Workspace, port: u16, variables: &Path, state: &Path) -> Command {
    let mut wrangler = workspace.wrangler();
    wrangler.args(["dev", "--local", "--ip", "127.0.0.1", "--port", &port.to_string()]);
    wrangler.args(["--inspector-port", "0", "--show-interactive-dev-session=false", "--test-scheduled"]);
    wrangler.arg("--env-file").arg(variables).arg("--persist-to").arg(state);
    wrangler
}

impl Server {
    /// The group of processes that it consists of.
    pub(crate) fn group(&self) -> u32 {
        self.keeper.id()
    }

    fn is_well(&self) -> bool {
        http::send(self.port, "GET", "/healthz", &[], None).is_ok_and(|answer| answer.status == 200)
    }

    /// Waits for its end, which is an error unless we ended it.
    pub(crate) fn wait(mut self) -> Result<()> {
        // `Child::wait` would close the pipe, and with it the server.
        let pipe = self.keeper.stdin.take();
        let status = self.keeper.wait()?;
        drop(pipe);
        bail!("wrangler dev ended with {status}")
    }
}
