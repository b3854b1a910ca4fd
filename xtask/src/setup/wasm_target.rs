//! A compiler for `wasm32-unknown-unknown`: the first that works of the target that is already there,
//! rustup, and Debian's own compiler. `AFTERCARE_WASM=rustup|debian` forces one.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{run, run_quietly};
use crate::setup::debian;
use crate::step::step;
use crate::workspace::Workspace;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Whose cargo and rustc build WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that compiles everything else.
    Native,
    /// Debian's, under the name that it was linked with in rustup, or on its own where there is no rustup.
    Debian { rustup_name: Option<String> },
}

impl Toolchain {
    /// Its cargo, started in the root.
    pub(crate) fn cargo(&self, workspace: &Workspace) -> Command {
        match self {
            Self::Native => workspace.cargo(),
            Self::Debian { rustup_name: Some(name) } => {
                let mut command = workspace.cargo();
                command.env("RUSTUP_TOOLCHAIN", name);
                command
            }
            Self::Debian { rustup_name: None } => {
                let mut command = workspace.command(debian::CARGO);
                command.env("RUSTC", debian::RUSTC);
                command
            }
        }
    }
}

pub(crate) fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    match env::var("AFTERCARE_WASM").ok().as_deref() {
        Some("rustup") => add_with_rustup(workspace).map(|()| Toolchain::Native),
        Some("debian") => debian::ensure(workspace),
        Some(other) => bail!("AFTERCARE_WASM={other} is not known: rustup or debian"),
        None if is_present("rustc") => Ok(Toolchain::Native),
        None if debian::is_ready() => debian::ensure(workspace),
        None => first_that_works(workspace),
    }
}

fn first_that_works(workspace: &Workspace) -> Result<Toolchain> {
    let Err(rustup) = add_with_rustup(workspace) else {
        return Ok(Toolchain::Native);
    };
    println!("  rustup could not add the target; trying Debian's compiler");
    debian::ensure(workspace).with_context(|| {
        format!(
            "no compiler for {TARGET}: rustup failed ({rustup:#}) and so did Debian's way. Install the target \
             as your system does it, until `rustc --print target-libdir --target {TARGET}` names a folder that exists"
        )
    })
}

fn add_with_rustup(workspace: &Workspace) -> Result<()> {
    if is_present("rustc") {
        return Ok(());
    }
    step("add the target wasm32-unknown-unknown (rustup)", || {
        run(
            workspace.command("rustup").args(["target", "add", TARGET]),
            "rustup must be installed and its host reachable.",
        )
    })
}

/// Whether that compiler has a standard library for the target.
pub(crate) fn is_present(rustc: &str) -> bool {
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let has_std = |folder: &Path| {
        let mut entries = folder.read_dir().into_iter().flatten().flatten();
        entries.any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    };
    run_quietly(&mut command, "").is_ok_and(|folder| has_std(Path::new(folder.trim())))
}
