//! Which view is shown, and the way back.
//!
//! In a frame the address stays as it is: the history belongs to the console. At top level the view stands
//! behind the `#`, so that a reload and the browser's own way back work.

use leptos::prelude::*;

use aftercare_client::IdempotencyKey;
use aftercare_shared::id::TicketId;
use aftercare_ui::{State, listen};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// What matters now.
    Home,
    /// The form.
    New,
    /// Something written that has not been received.
    Outgoing(IdempotencyKey),
    /// The list.
    Tickets,
    /// One ticket.
    Thread(TicketId),
    /// The SDKs.
    Updates,
}

impl Route {
    /// Whether the view is one of the bar's.
    pub(crate) fn is_tab(&self) -> bool {
        match self {
            Self::Home | Self::Tickets | Self::Updates => true,
            Self::New | Self::Outgoing(_) | Self::Thread(_) => false,
        }
    }

    /// The tab that it belongs to.
    pub(crate) fn tab(&self) -> Self {
        match self {
            Self::Home => Self::Home,
            Self::New | Self::Outgoing(_) | Self::Tickets | Self::Thread(_) => Self::Tickets,
            Self::Updates => Self::Updates,
        }
    }

    fn to_hash(&self) -> String {
        match self {
            Self::Home | Self::Outgoing(_) => String::new(),
            Self::New => "new".to_owned(),
            Self::Tickets => "tickets".to_owned(),
            Self::Thread(id) => ["tickets/", id.as_str()].concat(),
            Self::Updates => "updates".to_owned(),
        }
    }

    fn from_hash(hash: &str) -> Self {
        match hash.trim_start_matches('#').split_once('/') {
            Some(("tickets", id)) => id.parse().map_or(Self::Tickets, Self::Thread),
            Some(_) => Self::Home,
            None => match hash.trim_start_matches('#') {
                "new" => Self::New,
                "tickets" => Self::Tickets,
                "updates" => Self::Updates,
                _ => Self::Home,
            },
        }
    }
}

/// Where we are and where we came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Router {
    shown: State<Route>,
    trail: State<Vec<Route>>,
    writes_address: bool,
}

impl Router {
    /// In a frame.
    pub(crate) fn in_frame() -> Self {
        Self { shown: State::new(Route::Home), trail: State::default(), writes_address: false }
    }

    /// At top level, beginning with the view that the address names.
    pub(crate) fn at_top_level() -> Self {
        let here = || Route::from_hash(&location().hash().unwrap_or_default());
        let shown = State::new(here());
        listen("hashchange", move |_| {
            let route = here();
            // Some views have no address of their own: it changes under them to that of another one.
            if shown.with_untracked(|shown| shown.to_hash() != route.to_hash()) {
                shown.set(route);
            }
        });
        Self { shown, trail: State::default(), writes_address: true }
    }

    /// The view that is shown, tracked.
    pub(crate) fn shown(&self) -> Route {
        self.shown.get()
    }

    /// The view that is shown, not tracked.
    pub(crate) fn here(&self) -> Route {
        self.shown.get_untracked()
    }

    /// Shows another view.
    pub(crate) fn go(&self, route: Route) {
        let here = self.here();
        if here == route {
            return;
        }
        if route.is_tab() {
            self.trail.set(Vec::new());
        } else if !matches!(here, Route::New | Route::Outgoing(_)) {
            // What was sent is not gone back to.
            self.trail.update(|trail| trail.push(here));
        }
        self.show(route);
    }

    /// Shows the view before this one.
    pub(crate) fn back(&self) {
        let mut trail = self.trail.get_untracked();
        let before = trail.pop().unwrap_or(Route::Home);
        self.trail.set(trail);
        self.show(before);
    }

    fn show(&self, route: Route) {
        if self.writes_address {
            // A refusal leaves the address as it was, and the view changes all the same.
            let _ = location().set_hash(&route.to_hash());
        }
        self.shown.set(route);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_view() {
        let ticket = Route::Thread("tkt_01".parse().unwrap());
        for route in [Route::Home, Route::New, Route::Tickets, ticket, Route::Updates] {
            assert_eq!(Route::from_hash(&route.to_hash()), route);
        }
        assert_eq!(Route::from_hash("#/../x"), Route::Home);
        assert_eq!(Route::from_hash("#tickets/"), Route::Tickets);
    }
}
