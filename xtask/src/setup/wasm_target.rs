//! A compiler for `wasm32-unknown-unknown`, with the source of its standard library: the first that works
//! of what is already there, rustup, and Debian's own compiler. `AFTERCARE_WASM=rustup|debian` forces one.
//!
//! The Worker is compiled against the library as it is shipped. What a browser loads is compiled together
//! with the library's source (see `build::app`).

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
        let mut command = match self {
            Self::Native | Self::Debian { rustup_name: Some(_) } => workspace.cargo(),
            Self::Debian { rustup_name: None } => workspace.command(debian::CARGO),
        };
        match self {
            Self::Native => {}
            Self::Debian { rustup_name: Some(name) } => {
                command.env("RUSTUP_TOOLCHAIN", name);
            }
            Self::Debian { rustup_name: None } => {
                command.env("RUSTC", debian::RUSTC);
            }
        }
        // Lets a stable compiler do what only a nightly may: compile its own library. It is set for every
        // build of WebAssembly alike, because build scripts ask for it and run again when it changes.
        command.env("RUSTC_BOOTSTRAP", "1");
        command
    }
}

pub(crate) fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    match env::var("AFTERCARE_WASM").ok().as_deref() {
        Some("rustup") => add_with_rustup(workspace).map(|()| Toolchain::Native),
        Some("debian") => debian::ensure(workspace),
        Some(other) => bail!("AFTERCARE_WASM={other} is not known: rustup or debian"),
        None if is_present("rustc") && has_source("rustc") => Ok(Toolchain::Native),
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
    let advice = "rustup must be installed and its host reachable.";
    if !is_present("rustc") {
        step("add the target wasm32-unknown-unknown (rustup)", || {
            run(workspace.command("rustup").args(["target", "add", TARGET]), advice)
        })?;
    }
    if !has_source("rustc") {
        step("add the source of the standard library (rustup)", || {
            run(workspace.command("rustup").args(["component", "add", "rust-src"]), advice)
        })?;
    }
    Ok(())
}

/// Whether the source of that compiler's standard library lies where cargo looks for it.
fn has_source(rustc: &str) -> bool {
    let sysroot = run_quietly(Command::new(rustc).args(["--print", "sysroot"]), "");
    sysroot.is_ok_and(|it| Path::new(it.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").exists())
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
