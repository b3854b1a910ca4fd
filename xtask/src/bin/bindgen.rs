//! wasm-bindgen's generator, linked from the version that `Cargo.lock` names.
//!
//! It stands in for the `wasm-bindgen` command, which would have to be installed beside the lock file
//! and kept in step with it by hand. `bindgen web|split|worker INPUT.wasm OUT_DIR NAME` writes `NAME.js` and
//! `NAME_bg.wasm`. With `split` the module is first cut where `#[wasm_split]` marks it: what loads later is
//! written as `split_*.wasm` and `chunk_*.wasm`, and their loader as `later.js`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, input, out_dir, name] = arguments.as_slice() else {
        bail!("usage: bindgen web|split|worker INPUT.wasm OUT_DIR NAME");
    };

    let input = match target.as_str() {
        "split" => &split(Path::new(input), Path::new(out_dir), name)?,
        _ => Path::new(input),
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).typescript(false);
    match target.as_str() {
        // A page loads by name: the bootstrap hands over the hashed address of the module.
        "web" | "split" => bindgen
            .web(true)?
            .omit_default_module_path(true)
            .remove_name_section(true)
            // A second module takes its table and its memory from the first.
            .keep_lld_exports(target == "split"),
        // The names stay, for readable stack traces. A trap leaves linear memory in an unknown state;
        // the entry file sees the abort flag and starts a fresh instance for the next request.
        "worker" => bindgen.module(true)?.reset_state_function(true).force_enable_abort_handler(true),
        other => bail!("unknown target {other}: web, split or worker"),
    };
    bindgen.generate(Path::new(out_dir))
}

/// Cuts a module in pieces; the one that is left is written for wasm-bindgen.
fn split(input: &Path, out_dir: &Path, name: &str) -> Result<PathBuf> {
    let module = fs::read(input).with_context(|| format!("reading {}", input.display()))?;
    let first = out_dir.join("first.wasm");
    let glue = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = out_dir;
    options.main_out_path = &first;
    options.main_module = &glue;
    options.link_name = "./later.js";
    wasm_split_cli_support::transform(options).map_err(|report| anyhow!("{report:#}"))?;
    Ok(first)
}
