//! The Web Worker that reads, and the talk with it: one file at a time, each handed over, not copied.
//!
//! The worker can reach nothing, so the page fetches the module and hands that over as well. A worker that
//! breaks is ended; the next file gets a new one.

use core::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect, WebAssembly};
use leptos::prelude::document;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::lockfiles::browser::{File, Worker, fetch};
use aftercare_client::{Failure, wire};
use aftercare_shared::lockfile::Outcome;
use aftercare_ui::files::property;

struct Reader {
    worker: Worker,
    /// The module, until the worker has it.
    module: Option<JsValue>,
    /// Ends the wait for an answer.
    give_up: Option<Function>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Starts the worker, unless it runs.
///
/// # Errors
/// [`Failure::Offline`] where its module did not come.
pub(super) async fn start() -> Result<(), Failure> {
    if READER.with_borrow(Option::is_none) {
        let reader = started().await.ok_or(Failure::Offline)?;
        READER.set(Some(reader));
    }
    Ok(())
}

async fn started() -> Option<Reader> {
    // The build names both in the page, where no browser loads them from.
    let named = document().query_selector("meta[name=reader]").ok()??.get_attribute("content")?;
    let (script, module) = named.split_once(' ')?;
    let module = JsFuture::from(WebAssembly::compile_streaming(&fetch(module))).await.ok()?;
    let worker = Worker::new(script, &object(&[("type", &"module".into())])?).ok()?;
    Some(Reader { worker, module: Some(module), give_up: None })
}

/// Has a file read. `vendor` lists package URLs, one a line. `None` where the browser does not hand the file
/// over, where the worker breaks on it, and where it is ended meanwhile.
pub(super) async fn read(file: &File, vendor: &str) -> Option<Outcome> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    let message = object(&[("name", &file.name().into()), ("bytes", &bytes), ("vendor", &vendor.into())])?;
    let Ok(event) = JsFuture::from(ask(&message, &bytes)?).await else {
        end();
        return None;
    };
    wire::decode(&property(&event, "data").as_string()?)
}

fn ask(message: &JsValue, bytes: &JsValue) -> Option<Promise> {
    READER.with_borrow_mut(|reader| {
        let reader = reader.as_mut()?;
        if let Some(module) = reader.module.take() {
            Reflect::set(message, &"module".into(), &module).ok()?;
        }
        let answer = Promise::new(&mut |answered: Function, failed: Function| {
            reader.worker.hear_answer(&answered);
            reader.worker.hear_failure(&failed);
            reader.give_up = Some(failed);
        });
        reader.worker.post_message(message, &Array::of1(bytes)).ok()?;
        Some(answer)
    })
}

/// Ends the worker, with what it is at. Its memory is free again.
pub(super) fn end() {
    if let Some(reader) = READER.take() {
        reader.worker.terminate();
        if let Some(give_up) = reader.give_up {
            // It does nothing where the answer has come.
            let _ = give_up.call0(&JsValue::UNDEFINED);
        }
    }
}

fn object(fields: &[(&str, &JsValue)]) -> Option<JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object.into())
}
