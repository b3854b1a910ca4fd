//! Two builds at once would write the same files: the second waits for the first.

use std::fs::{self, File};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Held for the length of a build. The system releases it if we are killed.
pub(crate) struct BuildLock(
    #[expect(dead_code, reason = "kept open: closing the file releases the lock")] File,
);

/// Takes the lock, waiting for another `cargo xtask` if need be.
pub(crate) fn take(workspace: &Workspace) -> Result<BuildLock> {
    let path = workspace.path("target/xtask.lock");
    fs::create_dir_all(workspace.path("target"))?;
    let file = File::create(&path).with_context(|| format!("creating {}", workspace.shown(&path)))?;
    if file.try_lock().is_err() {
        println!("• waiting for another `cargo xtask` to finish its build");
        file.lock().with_context(|| format!("locking {}", workspace.shown(&path)))?;
    }
    Ok(BuildLock(file))
}
