//! The browser's storage, which may be full, blocked or absent: then things are kept in memory only.

use leptos::prelude::window;
use web_sys::Storage;

/// Everything the desk keeps begins with this.
const PREFIX: &str = "aftercare-desk.";

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Until the tab is closed: what somebody is writing.
    Tab,
    /// For good: how somebody likes the desk.
    Browser,
}

/// Reads what was kept under a name.
pub(crate) fn read(keep: Keep, name: &str) -> Option<String> {
    storage(keep)?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Keeps a text under a name.
pub(crate) fn write(keep: Keep, name: &str, text: &str) {
    if let Some(storage) = storage(keep) {
        // Full or blocked: the caller holds it in memory as well.
        let _full = storage.set_item(&format!("{PREFIX}{name}"), text);
    }
}

/// Forgets what was kept under a name.
pub(crate) fn forget(keep: Keep, name: &str) {
    if let Some(storage) = storage(keep) {
        let _blocked = storage.remove_item(&format!("{PREFIX}{name}"));
    }
}

fn storage(keep: Keep) -> Option<Storage> {
    match keep {
        Keep::Tab => window().session_storage(),
        Keep::Browser => window().local_storage(),
    }
    .ok()
    .flatten()
}
