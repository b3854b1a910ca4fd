//! Files that somebody brings: chosen in a field, or dropped anywhere on the page, for nobody aims.

use js_sys::{Array, Reflect};
use leptos::web_sys::Event;
use wasm_bindgen::{JsCast, JsValue};

use crate::{State, listen};

/// A property of an object; undefined where it has none.
#[must_use]
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The files of a field that was changed. The same can be chosen again after that.
#[must_use]
pub fn chosen<F: JsCast>(event: &Event) -> Vec<F> {
    let Some(field) = event.target() else { return Vec::new() };
    let files = files_of(&field);
    // A field of files can always be emptied.
    let _ = Reflect::set(&field, &"value".into(), &"".into());
    files
}

/// Takes files that are dropped on the page for as long as the owner lives. Says whether some are held over it
/// just now.
pub fn follow_drags<F: JsCast>(bring: impl Fn(Vec<F>) + 'static) -> State<bool> {
    let is_over = State::new(false);
    let over = move |event: Event| {
        if dragged_files(&event).is_some() {
            // Without this the browser would open the file in place of the page.
            event.prevent_default();
            if !is_over.get_untracked() {
                is_over.set(true);
            }
        }
    };
    listen("dragenter", over);
    listen("dragover", over);
    listen("dragleave", move |event| {
        // Without a place that it goes to it has left the window, not one element for another.
        if property(&event, "relatedTarget").is_null() {
            is_over.set(false);
        }
    });
    listen("drop", move |event| {
        is_over.set(false);
        if let Some(carried) = dragged_files(&event) {
            event.prevent_default();
            bring(files_of(&carried));
        }
    });
    is_over
}

/// The files in a field of files, or in what a drag carries.
fn files_of<F: JsCast>(holder: &JsValue) -> Vec<F> {
    let files = property(holder, "files");
    if !files.is_object() {
        return Vec::new();
    }
    Array::from(&files).iter().map(JsCast::unchecked_into).collect()
}

/// What a drag carries, if there are files among it.
fn dragged_files(event: &Event) -> Option<JsValue> {
    let carried = property(event, "dataTransfer");
    let types = property(&carried, "types");
    (types.is_object() && Array::from(&types).includes(&"Files".into(), 0)).then_some(carried)
}
