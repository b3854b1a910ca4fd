//! wasm-bindgen's generator: `src/bin/bindgen.rs`, kept below `target/tools/` by version.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::run;
use crate::step::step;
use crate::workspace::Workspace;

pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("reading Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen-cli-support")
        .context("Cargo.lock does not name wasm-bindgen-cli-support: run `cargo metadata` once")?;
    let program = workspace.tools().join(format!("bindgen-{version}{}", std::env::consts::EXE_SUFFIX));
    let source = workspace.path("xtask/src/bin/bindgen.rs");
    let made = fs::metadata(&program).and_then(|it| it.modified());
    if made.is_ok_and(|made| fs::metadata(&source).and_then(|it| it.modified()).is_ok_and(|it| it < made)) {
        return Ok(program);
    }
    step(&format!("compile wasm-bindgen's generator {version}"), || {
        run(
            workspace.cargo().args([
                "build",
                "--package=aftercare-xtask",
                "--bin=bindgen",
                "--features=bindgen",
            ]),
            "The message above says why.",
        )?;
        fs::create_dir_all(workspace.tools())?;
        let built = workspace.cargo_output("debug/bindgen").with_extension(std::env::consts::EXE_EXTENSION);
        // A new file for a new program: the old one may be running.
        fs::remove_file(&program).ok();
        fs::copy(&built, &program).with_context(|| format!("copying {}", workspace.shown(&built)))?;
        Ok(())
    })?;
    Ok(program)
}

/// The version that a lock file names for a package.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_and_not_of_its_neighbour() {
        let lock = "[[package]]\nname = \"walrus\"\nversion = \"0.27.2\"\n\n[[package]]\nname = \"walrus-macro\"\nversion = \"0.22.0\"\n";
        assert_eq!(locked_version(lock, "walrus"), Some("0.27.2"));
        assert_eq!(locked_version(lock, "walrus-macro"), Some("0.22.0"));
        assert_eq!(locked_version(lock, "wal"), None);
    }
}
