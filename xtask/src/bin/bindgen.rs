//! wasm-bindgen's generator, linked from the version that `Cargo.lock` names.
//!
//! It stands in for the `wasm-bindgen` command, which would have to be installed beside the lock file
//! and kept in step with it by hand. `bindgen web|worker INPUT.wasm OUT_DIR NAME` writes `NAME.js` and
//! `NAME_bg.wasm`.

use std::env;
use std::path::Path;

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, input, out_dir, name] = arguments.as_slice() else {
        bail!("usage: bindgen web|worker INPUT.wasm OUT_DIR NAME");
    };

    let mut bindgen = Bindgen::new();
    bindgen.input_path(Path::new(input)).out_name(name).typescript(false);
    match target.as_str() {
        // A page loads by name: the bootstrap hands over the hashed address of the module.
        "web" => bindgen.web(true)?.omit_default_module_path(true).remove_name_section(true),
        // The names stay, for readable stack traces. A trap leaves linear memory in an unknown state;
        // the entry file sees the abort flag and starts a fresh instance for the next request.
        "worker" => bindgen.module(true)?.reset_state_function(true).force_enable_abort_handler(true),
        other => bail!("unknown target {other}: web or worker"),
    };
    bindgen.generate(Path::new(out_dir))
}
