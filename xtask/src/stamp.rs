//! Steps whose inputs did not change are skipped.
//!
//! A stamp is a digest over the inputs' names, lengths and times of change, and over the words that
//! shape the step (its options). It is written after the step succeeded, never before.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::step::step;
use crate::workspace::Workspace;

/// One step's inputs and outputs.
pub(crate) struct Stamp {
    name: String,
    hasher: DefaultHasher,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    /// `name` is the file below `target/stamps/`, and is unique to the step.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), hasher: DefaultHasher::new(), outputs: Vec::new() }
    }

    /// Words that shape the step.
    pub(crate) fn word(mut self, word: &str) -> Self {
        word.hash(&mut self.hasher);
        self
    }

    /// A file, or all files below a folder. What is missing is noted as missing.
    pub(crate) fn input(mut self, path: &Path) -> Result<Self> {
        for file in files_below(path)? {
            file.hash(&mut self.hasher);
            if let Ok(metadata) = fs::metadata(&file) {
                metadata.len().hash(&mut self.hasher);
                let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
                changed.as_nanos().hash(&mut self.hasher);
            }
        }
        Ok(self)
    }

    /// The step is done again when this is missing.
    pub(crate) fn output(mut self, path: PathBuf) -> Self {
        self.outputs.push(path);
        self
    }

    /// Runs `body` as a step, unless nothing changed since it last succeeded.
    pub(crate) fn unless_fresh(
        self,
        workspace: &Workspace,
        title: &str,
        body: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let file = workspace.path("target/stamps").join(&self.name);
        let digest = format!("{:016x}", self.hasher.finish());
        let unchanged = fs::read_to_string(&file).is_ok_and(|last| last == digest);
        if unchanged && self.outputs.iter().all(|output| output.exists()) {
            println!("• {title}: up to date");
            return Ok(());
        }
        step(title, body)?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, digest).with_context(|| format!("writing {}", workspace.shown(&file)))
    }
}

/// The file itself, or every file below the folder, in a fixed order.
pub(crate) fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_below(&entry)?);
    }
    Ok(files)
}
