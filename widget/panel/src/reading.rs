//! What draws a guide's text: a WebAssembly module of its own, which is fetched when somebody opens a guide.
//!
//! A parser of CommonMark is as heavy as all views behind the first one together, and most visitors never read a
//! guide (`docs/adr/0006-the-panel-loads-in-two-pieces.md`).

use std::sync::Arc;

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use aftercare_ui::at_once;
use aftercare_ui::markdown::markdown;
use aftercare_ui::part::Part;

/// The level of the first heading in a guide: below the panel's, the SDK's and the guide's own title.
const FIRST_HEADING: u8 = 4;

/// Fetches what draws guides, unless it is here; false where it did not come.
pub(crate) async fn bring() -> bool {
    fetch().await.is_ok()
}

/// A guide's text, drawn. Nothing before [`bring`] has brought what draws it.
pub(crate) fn drawn(text: &Arc<str>) -> Part {
    at_once(draw(Arc::clone(text))).and_then(Result::ok).unwrap_or_default()
}

#[wasm_split(guide, fallible, preload(fetch))]
fn draw(text: Arc<str>) -> Result<Part, SplitLoaderError> {
    Ok(markdown(&text, FIRST_HEADING))
}
