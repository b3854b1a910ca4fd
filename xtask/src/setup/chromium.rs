//! Chromium for the browser tests: `CHROMIUM`, or the first on `PATH`, or Debian's package.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::setup::apt;
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
    step("install Chromium and fonts for Chinese (apt-get)", || {
        apt::install(&["chromium", "fonts-noto-cjk"], ADVICE)
    })?;
    on_path().with_context(|| format!("Debian's package brought no chromium. {ADVICE}"))
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    NAMES
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|it| it.is_file()))
}
