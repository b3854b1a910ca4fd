//! The loader: one script without dependencies, for pages that are not ours.

use anyhow::Result;

use crate::run::run_quietly;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let out = workspace.site().join("widget.js");
    Stamp::new("loader")
        .input(&workspace.path("widget/loader"))?
        .input(&workspace.path("package-lock.json"))?
        .output(out.clone())
        .unless_fresh(workspace, "bundle the loader", || {
            run_quietly(
                workspace
                    .esbuild()
                    .arg(workspace.path("widget/loader/src/loader.ts"))
                    .arg(format!("--outfile={}", out.display()))
                    .args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8"])
                    .args(["--legal-comments=none", "--log-level=warning"]),
                "The message above names the file.",
            )?;
            Ok(())
        })
}
