//! Chromium for the browser tests: `CHROMIUM`, or the first on `PATH`, or Debian's package.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{run, run_quietly};
use crate::step::step;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ADVICE: &str = "Install Chromium (Debian: `apt-get install chromium fonts-noto-cjk`) and put it on \
                      PATH, or name it: CHROMIUM=/path/to/chromium";

pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        let named = PathBuf::from(named);
        return if named.exists() { Ok(named) } else { bail!("CHROMIUM={} does not exist", named.display()) };
    }
    if let Some(found) = on_path() {
        return Ok(found);
    }
    let is_root = run_quietly(Command::new("id").arg("-u"), ADVICE)?.trim() == "0";
    if !(is_root && Path::new("/usr/bin/apt-get").exists()) {
        bail!("there is no Chromium. {ADVICE}");
    }
    step("install Chromium and fonts for Chinese (apt-get)", || {
        let mut apt_get = Command::new("apt-get");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        apt_get.args([
            "--quiet=2",
            "install",
            "--yes",
            "--no-install-recommends",
            "chromium",
            "fonts-noto-cjk",
        ]);
        // The lists of a fresh machine may be empty or old; if they can't be renewed, the next line says so.
        Command::new("apt-get").args(["--quiet=2", "update"]).status()?;
        run(&mut apt_get, ADVICE)
    })?;
    on_path().ok_or_else(|| anyhow::anyhow!("Debian's package brought no chromium. {ADVICE}"))
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    NAMES
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|it| it.is_file()))
}
