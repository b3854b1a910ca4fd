//! Where things lie: the root, what cargo builds, what we make of it, the installed tools.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The paths of one checkout. Everything that is made lies below `target/` and `node_modules/`.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    cargo_target: PathBuf,
}

impl Workspace {
    pub(crate) fn locate() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies one folder below the root of the workspace")?
            .to_path_buf();
        let cargo_target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, cargo_target })
    }

    /// A path below the root, written with `/`.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// `path`, as seen from the root: for messages.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// A path below cargo's own target folder, which `CARGO_TARGET_DIR` may move.
    pub(crate) fn cargo_output(&self, relative: &str) -> PathBuf {
        self.cargo_target.join(relative)
    }

    /// The folder that wrangler serves; `wrangler.toml` names it.
    pub(crate) fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// The bundled Worker; `wrangler.toml` names its `index.js`.
    pub(crate) fn worker(&self) -> PathBuf {
        self.path("target/worker")
    }

    /// Tools that we build or install ourselves.
    pub(crate) fn tools(&self) -> PathBuf {
        self.path("target/tools")
    }

    /// Node 24, which the npm package `node` brings.
    pub(crate) fn node(&self) -> PathBuf {
        self.path("node_modules/.bin/node")
    }

    /// A command that runs a script of an npm package under that Node.
    pub(crate) fn script(&self, relative: &str) -> Command {
        let mut command = self.command(self.node());
        command.arg(self.path("node_modules").join(relative));
        command
    }

    pub(crate) fn esbuild(&self) -> Command {
        self.command(self.path("node_modules/esbuild/bin/esbuild"))
    }

    pub(crate) fn wasm_opt(&self) -> Command {
        self.script("binaryen/bin/wasm-opt")
    }

    pub(crate) fn wrangler(&self) -> Command {
        let mut command = self.script("wrangler/bin/wrangler.js");
        // No questions, no usage reports, no colours in a log, no call for a location that is made up anyway.
        command.env("CI", "true").env("NO_COLOR", "1").env("WRANGLER_SEND_METRICS", "false");
        command.env("WRANGLER_HIDE_BANNER", "true").env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
        command.env("WRANGLER_LOG_PATH", self.path("target/wrangler-logs"));
        command
    }

    /// The cargo of the native toolchain.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Whether the workspace has that package: its manifest is where its name says.
    pub(crate) fn has_package(&self, package: &str) -> bool {
        let folder = package.trim_start_matches("aftercare-");
        let folder = if folder == "panel" { "widget/panel" } else { folder };
        self.path(folder).join("Cargo.toml").exists()
    }

    /// A command that starts in the root.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }
}
