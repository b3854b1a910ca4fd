//! Files that somebody names, read as text.
//!
//! `-` is standard input. What shells write is taken as it comes: with a byte order mark, and in UTF-16 where that
//! mark says so, which is what `>` writes in Windows PowerShell.

use std::io::Read;
use std::path::Path;

use aftercare_shared::lockfile;
use anyhow::{Context, bail};

/// Reads a file.
///
/// # Errors
/// Where it can't be read, or is no text.
pub(crate) fn text(file: &Path) -> anyhow::Result<String> {
    let name = file.display();
    let mut bytes = Vec::new();
    let read = if is_input(file) {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(file).map(|read| bytes = read)
    };
    read.with_context(|| format!("can't read {name}"))?;
    match lockfile::text_of(&bytes) {
        Ok(text) => Ok(text.into_owned()),
        Err(line) => bail!("{name} is no text: line {line} is not UTF-8"),
    }
}

/// Whether a name stands for standard input.
pub(crate) fn is_input(file: &Path) -> bool {
    file == Path::new("-")
}
