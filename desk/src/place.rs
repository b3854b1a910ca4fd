//! Where in the desk the reader is: which list, which ticket.
//!
//! It stands in the fragment of the address (`#/mine/tkt_…`), so that a link leads a colleague to the
//! ticket and the browser's own back button works. Nothing else of the desk stands in an address.

use aftercare_shared::api::desk::View;
use aftercare_shared::id::TicketId;
use aftercare_ui::listen;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The list and the ticket that are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The list.
    pub(crate) view: RwSignal<View>,
    /// The ticket, if one is chosen.
    pub(crate) ticket: RwSignal<Option<TicketId>>,
}

impl Place {
    /// Reads the address, and follows it from then on.
    pub(crate) fn follow() -> Self {
        let (view, ticket) = read(&fragment());
        let place = Self { view: RwSignal::new(view), ticket: RwSignal::new(ticket) };
        listen("popstate", move |_| {
            let (view, ticket) = read(&fragment());
            place.show(view, ticket);
        });
        place
    }

    /// Shows a list, and leaves the ticket that is open as it is.
    pub(crate) fn list(self, view: View) {
        self.go(view, self.ticket.get_untracked(), Step::Replace);
    }

    /// Shows a ticket. From one ticket to the next is no step back: `back` leads to the list.
    pub(crate) fn open(self, id: TicketId) {
        let step = if self.ticket.with_untracked(Option::is_some) { Step::Replace } else { Step::Push };
        self.go(self.view.get_untracked(), Some(id), step);
    }

    /// Shows the list alone.
    pub(crate) fn close(self) {
        self.go(self.view.get_untracked(), None, Step::Replace);
    }

    /// The address of a ticket, for links.
    pub(crate) fn address(self, id: &TicketId) -> String {
        write(self.view.get(), Some(id))
    }

    fn go(self, view: View, ticket: Option<TicketId>, step: Step) {
        let address = write(view, ticket.as_ref());
        if let Ok(history) = window().history() {
            // A browser that refuses (too many calls in a row) costs the address, not the ticket.
            let _refused = match step {
                Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
                Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
            };
        }
        self.show(view, ticket);
    }

    fn show(self, view: View, ticket: Option<TicketId>) {
        if self.view.get_untracked() != view {
            self.view.set(view);
        }
        if self.ticket.with_untracked(|shown| *shown != ticket) {
            self.ticket.set(ticket);
        }
    }
}

enum Step {
    Push,
    Replace,
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn write(view: View, ticket: Option<&TicketId>) -> String {
    match ticket {
        Some(id) => format!("#/{}/{}", view.as_str(), js_sys::encode_uri_component(id.as_str())),
        None => format!("#/{}", view.as_str()),
    }
}

/// What an address names; the first list where it names none.
fn read(fragment: &str) -> (View, Option<TicketId>) {
    let mut parts = fragment.trim_start_matches('#').trim_matches('/').split('/');
    let view = parts.next().and_then(|word| View::ALL.into_iter().find(|view| view.as_str() == word));
    let ticket = parts
        .next()
        .and_then(|text| js_sys::decode_uri_component(text).ok())
        .and_then(|text| TicketId::new(String::from(text)).ok());
    (view.unwrap_or_default(), ticket)
}
