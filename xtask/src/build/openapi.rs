//! `/openapi.json`, made from the wire types by a program that links them (`src/bin/openapi.rs`).

use anyhow::Result;

use crate::build::replace;
use crate::run::run_quietly;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let out = workspace.site().join("openapi.json");
    Stamp::new("openapi")
        .input(&workspace.path("shared/src"))?
        .input(&workspace.path("Cargo.lock"))?
        .output(out.clone())
        .unless_fresh(workspace, "write openapi.json", || {
            let document = run_quietly(
                workspace.cargo().args([
                    "run",
                    "--package=aftercare-xtask",
                    "--bin=openapi",
                    "--features=openapi",
                ]),
                "The compiler's message above says why.",
            )?;
            replace(&out, document.as_bytes())
        })
}
