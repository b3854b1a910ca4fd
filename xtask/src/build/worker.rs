//! The Worker: one script and one WebAssembly module, as workerd runs them.
//!
//! This does what the `worker-build` command does, with tools that are here anyway: compiling that
//! command takes as long as compiling the product, and needs OpenSSL's headers (docs/adr/0001). The
//! script that receives the runtime's events is `worker/entry.js`.

use std::fs;

use anyhow::{Context, Result};

use crate::build::{Profile, cargo_build, clear, optimise};
use crate::run::run_quietly;
use crate::setup::Tools;
use crate::stamp::Stamp;
use crate::step::step;
use crate::workspace::Workspace;

pub(crate) fn build(workspace: &Workspace, tools: &Tools, profile: Profile) -> Result<()> {
    step(&format!("compile the worker (profile {})", profile.name()), || {
        cargo_build(workspace, tools, profile, &["aftercare-worker"])
    })?;
    let module =
        workspace.cargo_output(&format!("wasm32-unknown-unknown/{}/aftercare_worker.wasm", profile.name()));
    let entry = workspace.path("worker/entry.js");
    let script = workspace.worker().join("index.js");
    Stamp::new("worker")
        .word(profile.name())
        .input(&module)?
        .input(&entry)?
        .input(&tools.bindgen)?
        .input(&workspace.path("package-lock.json"))?
        .output(script.clone())
        .unless_fresh(workspace, "bundle the worker", || {
            let stage = workspace.path("target/stage/worker");
            clear(&stage)?;
            run_quietly(
                workspace.command(&tools.bindgen).arg("worker").arg(&module).arg(&stage).arg("rust"),
                "The module and the generator come from one Cargo.lock: run `cargo xtask setup`.",
            )?;
            let compiled = stage.join("rust_bg.wasm");
            if profile == Profile::Deployed {
                // A second round finds what the first has laid open. Functions are ordered by their names, which
                // puts those that were made of one generic beside each other: gzip sees 32 KB at a time.
                optimise(
                    workspace,
                    &compiled,
                    &[
                        "-Oz",
                        "-Oz",
                        "--reorder-functions-by-name",
                        "--debuginfo",
                        "--enable-exception-handling",
                    ],
                )?;
                // Names are a third of the module. They stay beside it, to read a stack trace from production with.
                fs::copy(&compiled, workspace.path("target/worker-with-names.wasm"))
                    .context("keeping the names")?;
                optimise(
                    workspace,
                    &compiled,
                    &["--strip-debug", "--strip-producers", "--enable-exception-handling"],
                )?;
            }
            // workerd hands out a compiled module for a plain import; the `source` phase is not there yet.
            let glue = stage.join("rust.js");
            let text = fs::read_to_string(&glue)?.replace("import source ", "import ");
            fs::write(&glue, text)?;
            fs::copy(&entry, stage.join("entry.js"))?;

            fs::create_dir_all(workspace.worker())?;
            fs::copy(&compiled, workspace.worker().join("rust_bg.wasm")).context("copying the module")?;
            run_quietly(
                workspace
                    .esbuild()
                    .arg(stage.join("entry.js"))
                    .arg(format!("--outfile={}", script.display()))
                    .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
                    .args(["--external:./rust_bg.wasm", "--external:cloudflare:*"])
                    .args(["--legal-comments=none", "--log-level=warning"]),
                "The message above names the file.",
            )?;
            Ok(())
        })
}
