//! Reads lockfiles in a Web Worker of the panel: a module of its own, loaded by who brings a file.
//!
//! All rules are `shared::lockfile`'s. What goes in is a file and the vendor's packages; what comes out is
//! an [`Outcome`](aftercare_shared::lockfile::Outcome): the vendor's packages in the file, and how many
//! others there are. The worker is served with a policy that lets it connect to nothing, so that a file
//! can't leave it by any mistake made here.

use aftercare_shared::lockfile::read_bytes;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a file of a name. `vendor` lists package URLs, one a line. The answer is an outcome as JSON.
#[wasm_bindgen]
#[must_use]
pub fn read(name: &str, bytes: &[u8], vendor: &str) -> String {
    // An outcome is made of texts and numbers, which can always be written.
    serde_json::to_string(&read_bytes(name, bytes, vendor.lines())).unwrap_or_default()
}
