//! The reader of lockfiles: a worker script and a WebAssembly module, loaded by who brings a file.
//!
//! Both have a folder of their own, since the worker is served with a policy that a page could not live
//! with: it connects to nothing. The panel's page names both for the panel, in a place that no browser
//! loads from.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::build::{Profile, clear, optimise};
use crate::run::run_quietly;
use crate::setup::Tools;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

pub(crate) const PACKAGE: &str = "aftercare-reader";
/// Where it is served, below the panel's path.
pub(crate) const FOLDER: &str = "panel/reader";
/// What stands for both addresses in the panel's page: the script's, a blank, the module's.
pub(crate) const PLACEHOLDER: &str = "{{reader}}";
/// What the worker may do beside running: compile nothing but the module it is handed, reach nobody.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'wasm-unsafe-eval'";

/// Bundles what cargo has compiled.
pub(crate) fn bundle(workspace: &Workspace, tools: &Tools, profile: Profile) -> Result<()> {
    let module =
        workspace.cargo_output(&format!("wasm32-unknown-unknown/{}/aftercare_reader.wasm", profile.name()));
    let script = workspace.path("widget/reader/worker.js");
    let stage = workspace.path("target/stage/reader");
    let assets = workspace.site().join(FOLDER);
    Stamp::new("reader")
        .word(profile.name())
        .input(&module)?
        .input(&script)?
        .input(&tools.bindgen)?
        .input(&workspace.path("package-lock.json"))?
        .output(stage.join("outputs.json"))
        .output(assets.clone())
        .unless_fresh(workspace, "bundle the reader of lockfiles", || {
            clear(&stage)?;
            clear(&assets)?;
            run_quietly(
                workspace.command(&tools.bindgen).arg("web").arg(&module).arg(&stage).arg("reader"),
                "The module and the generator come from one Cargo.lock: run `cargo xtask setup`.",
            )?;
            if profile == Profile::Deployed {
                let options = ["-Oz", "--strip-debug", "--strip-producers"];
                optimise(workspace, &stage.join("reader_bg.wasm"), &options)?;
            }
            fs::copy(&script, stage.join("worker.js"))?;
            // The page compiles the module and hands it over, so the script does not name it: it is listed
            // as an entry of its own.
            run_quietly(
                workspace
                    .esbuild()
                    .arg(format!("reader={}", stage.join("worker.js").display()))
                    .arg(format!("reader_bg={}", stage.join("reader_bg.wasm").display()))
                    .arg(format!("--outdir={}", assets.display()))
                    .arg(format!("--metafile={}", stage.join("outputs.json").display()))
                    .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
                    .args(["--entry-names=[name].[hash]", "--loader:.wasm=copy"])
                    .args(["--legal-comments=none", "--log-level=warning"]),
                "The message above names the file.",
            )?;
            Ok(())
        })
}

/// The addresses that the panel's page names: the script's, a blank, the module's.
pub(crate) fn addresses(workspace: &Workspace) -> Result<String> {
    let record = workspace.path("target/stage/reader/outputs.json");
    let record = fs::read(&record).with_context(|| format!("reading {}", record.display()))?;
    addresses_in(&serde_json::from_slice(&record)?)
}

fn addresses_in(record: &Value) -> Result<String> {
    let outputs = record["outputs"].as_object().context("esbuild records its outputs")?;
    let address = |end: &str| {
        let file = outputs.keys().find(|file| file.ends_with(end));
        let name = file.and_then(|file| file.rsplit('/').next());
        name.map(|name| format!("/{FOLDER}/{name}")).with_context(|| format!("esbuild made no {end}"))
    };
    Ok(format!("{} {}", address(".js")?, address(".wasm")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_where_script_and_module_are() {
        let record = serde_json::json!({"outputs": {
            "target/site/panel/reader/reader_bg.B2.wasm": {}, "target/site/panel/reader/reader.A1.js": {}}});
        assert_eq!(
            addresses_in(&record).unwrap(),
            "/panel/reader/reader.A1.js /panel/reader/reader_bg.B2.wasm"
        );
        assert!(addresses_in(&serde_json::json!({"outputs": {"reader.A1.js": {}}})).is_err());
    }
}
