//! Installs what the other commands need, below `target/` and `node_modules/`; instant when all is there.
//!
//! The packages of npm come over the network while cargo compiles wasm-bindgen's generator: on a cold
//! machine the longer of the two is what one waits for.

mod apt;
mod bindgen;
mod chromium;
mod debian;
mod node;
mod wasm_target;

use std::path::PathBuf;
use std::thread;

use anyhow::{Result, anyhow};

use crate::lock;
use crate::workspace::Workspace;

pub(crate) use chromium::find_or_install as chromium;
pub(crate) use wasm_target::Toolchain;

/// The tools that differ from machine to machine.
#[derive(Clone, Debug)]
pub(crate) struct Tools {
    /// The cargo that builds for `wasm32-unknown-unknown`.
    pub(crate) wasm: Toolchain,
    /// wasm-bindgen's generator, of exactly the version in `Cargo.lock`.
    pub(crate) bindgen: PathBuf,
}

pub(crate) fn ensure(workspace: &Workspace) -> Result<Tools> {
    let _lock = lock::take(workspace)?;
    thread::scope(|scope| {
        let packages = scope.spawn(|| node::ensure(workspace));
        let native = wasm_target::ensure(workspace)
            .and_then(|wasm| Ok(Tools { wasm, bindgen: bindgen::ensure(workspace)? }));
        packages.join().map_err(|_| anyhow!("the installation of npm packages panicked"))??;
        native
    })
}
