//! Where in the desk the reader is: which list and ticket, or which page beside them and what on it.
//!
//! It stands in the fragment of the address (`#/mine/tkt_…`, `#/advisories/GHSA-…`), so that a link leads a
//! colleague there and the browser's own back button works. Nothing else of the desk stands in an address.

use aftercare_shared::api::desk::View;
use aftercare_shared::id::TicketId;
use aftercare_ui::listen;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// What fills the main area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// A list of tickets and the one that is open.
    #[default]
    Tickets,
    /// What is published about flaws, and whom it hits.
    Advisories,
    /// What was released, and where that is read.
    Releases,
    /// What is promised to whom.
    Policy,
}

impl Page {
    /// The pages beside the lists.
    const BESIDE: [Self; 3] = [Self::Advisories, Self::Releases, Self::Policy];

    /// The word that stands for it in an address; the lists have words of their own.
    fn word(self) -> &'static str {
        match self {
            Self::Tickets => "",
            Self::Advisories => "advisories",
            Self::Releases => "releases",
            Self::Policy => "policy",
        }
    }

    /// Its address with what is chosen on it, for links. Nothing is chosen where that is empty.
    pub(crate) fn address(self, chosen: &str) -> String {
        let mut address = ["#/", self.word()].concat();
        if !chosen.is_empty() {
            address.push('/');
            address.push_str(&String::from(js_sys::encode_uri(chosen)));
        }
        address
    }
}

/// What is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The page.
    pub(crate) page: RwSignal<Page>,
    /// The list of tickets: the one that is shown, or was last.
    pub(crate) view: RwSignal<View>,
    /// The ticket, if one is chosen.
    pub(crate) ticket: RwSignal<Option<TicketId>>,
    /// What is chosen on a page beside the lists, in that page's own words; empty where nothing is.
    pub(crate) chosen: RwSignal<String>,
}

impl Place {
    /// Reads the address, and follows it from then on.
    pub(crate) fn follow() -> Self {
        let here = read(&fragment());
        let place = Self {
            page: RwSignal::new(here.page()),
            view: RwSignal::new(View::default()),
            ticket: RwSignal::new(None),
            chosen: RwSignal::new(String::new()),
        };
        place.show(here);
        listen("popstate", move |_| place.show(read(&fragment())));
        place
    }

    /// Shows a list, and leaves the ticket that is open as it is.
    pub(crate) fn list(self, view: View) {
        let step = if self.page.get_untracked() == Page::Tickets { Step::Replace } else { Step::Push };
        self.go(Address::Tickets(view, self.ticket.get_untracked()), step);
    }

    /// Shows a ticket. From one ticket to the next is no step back: `back` leads to the list.
    pub(crate) fn open(self, id: TicketId) {
        let step = if self.ticket.with_untracked(Option::is_some) { Step::Replace } else { Step::Push };
        self.go(Address::Tickets(self.view.get_untracked(), Some(id)), step);
    }

    /// Shows the list alone.
    pub(crate) fn close(self) {
        self.go(Address::Tickets(self.view.get_untracked(), None), Step::Replace);
    }

    /// Turns to a page, or to something on it from which `back` leads here.
    pub(crate) fn turn(self, page: Page, chosen: &str) {
        self.go(Address::Beside(page, chosen.to_owned()), Step::Push);
    }

    /// Shows another thing of the page that is open. From one to the next is no step back.
    pub(crate) fn choose(self, chosen: &str) {
        let is_first = self.chosen.with_untracked(String::is_empty);
        let step = if is_first { Step::Push } else { Step::Replace };
        self.go(Address::Beside(self.page.get_untracked(), chosen.to_owned()), step);
    }

    /// The address of a ticket, for links.
    pub(crate) fn address(self, id: &TicketId) -> String {
        write(&Address::Tickets(self.view.get(), Some(id.clone())))
    }

    fn go(self, to: Address, step: Step) {
        let address = write(&to);
        if let Ok(history) = window().history() {
            // A browser that refuses (too many calls in a row) costs the address, not the ticket.
            let _refused = match step {
                Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
                Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
            };
        }
        self.show(to);
    }

    /// A page beside the lists has no ticket: what nobody sees is not polled, and not taken as read.
    fn show(self, to: Address) {
        let page = to.page();
        let (view, ticket, chosen) = match to {
            Address::Tickets(view, ticket) => (view, ticket, String::new()),
            Address::Beside(_, chosen) => (self.view.get_untracked(), None, chosen),
        };
        // The page last: what is drawn for it finds what is chosen.
        set(self.view, view);
        set(self.ticket, ticket);
        set(self.chosen, chosen);
        set(self.page, page);
    }
}

/// What an address names.
enum Address {
    Tickets(View, Option<TicketId>),
    Beside(Page, String),
}

impl Address {
    fn page(&self) -> Page {
        match self {
            Self::Tickets(..) => Page::Tickets,
            Self::Beside(page, _) => *page,
        }
    }
}

enum Step {
    Push,
    Replace,
}

/// Tells others only of what is another value.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|shown| *shown != value) {
        signal.set(value);
    }
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn write(address: &Address) -> String {
    match address {
        Address::Tickets(view, None) => format!("#/{}", view.as_str()),
        Address::Tickets(view, Some(id)) => {
            format!("#/{}/{}", view.as_str(), js_sys::encode_uri_component(id.as_str()))
        }
        Address::Beside(page, chosen) => page.address(chosen),
    }
}

/// What an address names; the first list where it names none.
fn read(fragment: &str) -> Address {
    let path = fragment.trim_start_matches('#').trim_matches('/');
    let (word, rest) = path.split_once('/').unwrap_or((path, ""));
    let rest = js_sys::decode_uri_component(rest).map(String::from).unwrap_or_default();
    match Page::BESIDE.into_iter().find(|page| page.word() == word) {
        Some(page) => Address::Beside(page, rest),
        None => {
            let view = View::ALL.into_iter().find(|view| view.as_str() == word).unwrap_or_default();
            Address::Tickets(view, TicketId::new(rest).ok())
        }
    }
}
