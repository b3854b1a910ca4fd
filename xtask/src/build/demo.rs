//! The demo console: the page of an invented vendor, as a customer's own console would be.
//!
//! Scripts and styles are bundled under their own names, everything else is copied: the page is written
//! as vendors write theirs, without hashes. `demo/data/` is for the seed and is not served.

use std::fs;

use anyhow::{Context, Result};

use crate::build::clear;
use crate::run::run_quietly;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let demo = workspace.path("demo");
    let out = workspace.site().join("demo");
    Stamp::new("demo")
        .input(&demo)?
        .input(&workspace.path("package-lock.json"))?
        .output(out.join("index.html"))
        .unless_fresh(workspace, "bundle the demo console", || {
            clear(&out)?;
            let mut bundled = Vec::new();
            for entry in fs::read_dir(&demo)? {
                let file = entry?.path();
                let name = file.file_name().context("an entry has a name")?.to_owned();
                match file.extension().and_then(|it| it.to_str()) {
                    Some("ts" | "css") => bundled.push(file),
                    Some("html" | "svg" | "png" | "ico" | "webmanifest") => {
                        fs::copy(&file, out.join(name))?;
                    }
                    Some(_) | None => {}
                }
            }
            run_quietly(
                workspace
                    .esbuild()
                    .args(&bundled)
                    .arg(format!("--outdir={}", out.display()))
                    .args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8"])
                    .args(["--loader:.svg=dataurl", "--legal-comments=none", "--log-level=warning"]),
                "The message above names the file.",
            )?;
            Ok(())
        })
}
