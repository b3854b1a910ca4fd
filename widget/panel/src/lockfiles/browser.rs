//! What of the browser is spoken with here, and no more of it: files and a Web Worker.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A file that somebody has brought (the File API's).
    #[derive(Debug, Clone)]
    pub(crate) type File;
    /// Its name, without a path.
    #[wasm_bindgen(method, getter)]
    pub(super) fn name(this: &File) -> String;
    /// In bytes.
    #[wasm_bindgen(method, getter)]
    pub(super) fn size(this: &File) -> f64;
    /// What is in it. It fails for a folder, and for a file that has changed since.
    #[wasm_bindgen(method, js_name = arrayBuffer)]
    pub(super) fn array_buffer(this: &File) -> Promise;

    /// A Web Worker.
    #[derive(Debug)]
    pub(super) type Worker;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(script: &str, options: &JsValue) -> Result<Worker, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub(super) fn post_message(this: &Worker, message: &JsValue, handed_over: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter = onmessage)]
    pub(super) fn hear_answer(this: &Worker, answered: &Function);
    #[wasm_bindgen(method, setter = onerror)]
    pub(super) fn hear_failure(this: &Worker, failed: &Function);
    #[wasm_bindgen(method)]
    pub(super) fn terminate(this: &Worker);

    #[wasm_bindgen(js_name = fetch)]
    pub(super) fn fetch(path: &str) -> Promise;
}
