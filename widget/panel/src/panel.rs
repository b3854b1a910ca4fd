//! The rooms of the panel, put together.

use core::ops::Deref;
use core::time::Duration;
use std::sync::OnceLock;

use leptos::prelude::*;

use crate::draft::{Surroundings, TicketForm};
use crate::host::{Host, Init, Saying, Submitted, Word};
use crate::keep::Keep;
use crate::later::Views;
use crate::lockfiles::LockfileRoom;
use crate::noted::NotedRoom;
use crate::notices::NoticeRoom;
use crate::outbox::{Errand, Outbox};
use crate::pulse::Pulse;
use crate::quote::QuoteRoom;
use crate::read_marks::ReadMarks;
use crate::route::{Route, Router};
use crate::session::SessionRoom;
use crate::tickets::Tickets;
use crate::ways::WayRoom;
use aftercare_shared::id::SiteId;
use aftercare_shared::text::Lang;
use aftercare_ui::{Clock, State, watch};

/// How long a frame waits for its loader before it goes on without.
const LOADER_PATIENCE: Duration = Duration::from_secs(4);

/// Everything that is not a view. It is made once a page and lives as long as that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Panel(&'static Rooms);

impl Deref for Panel {
    type Target = Rooms;

    fn deref(&self) -> &Rooms {
        self.0
    }
}

/// The rooms.
#[derive(Debug)]
pub(crate) struct Rooms {
    pub(crate) host: Host,
    pub(crate) router: Router,
    pub(crate) lang: State<Lang>,
    pub(crate) pulse: Pulse,
    pub(crate) keep: Keep,
    pub(crate) later: Views,
    pub(crate) session: SessionRoom,
    pub(crate) outbox: Outbox,
    pub(crate) form: TicketForm,
    pub(crate) tickets: Tickets,
    pub(crate) marks: ReadMarks,
    quotes: OnceLock<QuoteRoom>,
    clock: Clock,
    owner: Option<Owner>,
    pub(crate) notices: NoticeRoom,
    noted: OnceLock<NotedRoom>,
    ways: OnceLock<WayRoom>,
    pub(crate) lockfiles: LockfileRoom,
    page: State<Option<String>>,
    started: State<Started>,
}

/// How far the session has been begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Started {
    /// Nobody has said who the visitor is.
    No,
    /// A guest, who gets a session once they open the panel.
    GuestWaiting,
    /// The session was begun.
    Yes,
}

impl Panel {
    /// Puts the rooms together and begins.
    pub(crate) fn start() -> Self {
        let host = Host::find();
        let clock = Clock::provide();
        let router = if host.is_framed() { Router::in_frame() } else { Router::at_top_level() };
        let keep = Keep::new();
        let pulse = Pulse::start(!host.is_framed());
        let session =
            SessionRoom::of_site(parameter("site").and_then(|site| SiteId::new(site).ok()), host, clock);
        let lang = parameter("lang").or_else(|| window().navigator().language()).unwrap_or_default();
        let notices = NoticeRoom::start(keep, session, host, pulse, clock);
        let rooms = Rooms {
            host,
            router,
            lang: State::new(Lang::from_tag(&lang)),
            pulse,
            keep,
            later: Views::start(pulse),
            session,
            outbox: Outbox::start(session, keep, pulse, clock),
            form: TicketForm::start(keep, session),
            tickets: Tickets::start(session, pulse),
            marks: ReadMarks::start(keep, session),
            quotes: OnceLock::new(),
            clock,
            owner: Owner::current(),
            notices,
            noted: OnceLock::new(),
            ways: OnceLock::new(),
            lockfiles: LockfileRoom::new(notices, session),
            page: State::new(None),
            started: State::new(Started::No),
        };
        let panel = Self(Box::leak(Box::new(rooms)));
        panel.follow_arrivals();
        panel.follow_unread();
        panel.follow_route();
        if host.is_framed() {
            host.listen(move |word| panel.hear(word));
            // A frame without a loader works too: for a guest.
            set_timeout(
                move || {
                    if panel.started.get_untracked() == Started::No {
                        panel.pulse.show(true);
                        panel.begin(None);
                    }
                },
                LOADER_PATIENCE,
            );
        } else {
            panel.begin(None);
        }
        provide_context(panel);
        panel
    }

    /// The room of quotes, which belongs to what loads later: it is opened when a view first looks into it, and
    /// lives as long as the panel.
    pub(crate) fn quotes(&self) -> QuoteRoom {
        let rooms = self.0;
        let open = || QuoteRoom::start(rooms.session, rooms.pulse, rooms.clock);
        *rooms.quotes.get_or_init(|| rooms.owner.as_ref().map_or_else(open, |owner| owner.with(open)))
    }

    /// The room of what the visitor has taken note of, which is opened in the same way.
    pub(crate) fn noted(&self) -> NotedRoom {
        let rooms = self.0;
        let open = || NotedRoom::start(rooms.keep, rooms.session);
        *rooms.noted.get_or_init(|| rooms.owner.as_ref().map_or_else(open, |owner| owner.with(open)))
    }

    /// The room of the ways up, which is opened in the same way.
    pub(crate) fn ways(&self) -> &'static WayRoom {
        let rooms = self.0;
        let open = || WayRoom::start(rooms.session, rooms.pulse);
        rooms.ways.get_or_init(|| rooms.owner.as_ref().map_or_else(open, |owner| owner.with(open)))
    }

    /// The rooms, for a view.
    pub(crate) fn of_context() -> Self {
        expect_context()
    }

    /// The SDKs, the page and the language that go along with a ticket.
    pub(crate) fn surroundings(&self) -> Surroundings {
        let sdks = self.notices.sdks.get_untracked();
        let sdks = sdks.into_iter().take(aftercare_shared::api::ticket::MAX_SDKS).collect();
        Surroundings { sdks, page: self.page.get_untracked(), lang: self.lang.get_untracked() }
    }

    /// Asks the page around to hide the panel.
    pub(crate) fn close(&self) {
        self.host.tell(&Saying::Close);
    }

    fn hear(&self, word: Word) {
        match word {
            Word::Init(init) => self.introduce(init),
            Word::Identity { token } => self.begin(token),
            Word::Sdks { sdks } => self.notices.name(sdks),
            Word::Shown { to, page, theme } => {
                if page.is_some() {
                    self.page.set(page);
                }
                if theme.is_some() {
                    set_theme(theme.as_deref());
                }
                if let Some(view) = to {
                    self.router.go(view.into());
                }
                self.pulse.show(true);
                if self.started.get_untracked() == Started::GuestWaiting {
                    self.begin(None);
                }
            }
            Word::Hidden => self.pulse.show(false),
            Word::Dismissed { card } => self.notices.was_dismissed(card),
        }
    }

    fn introduce(&self, init: Init) {
        if let Some(lang) = init.lang {
            self.lang.set(Lang::from_tag(&lang));
        }
        set_theme(init.theme.as_deref());
        self.session.runs.set(init.sdks.clone());
        self.notices.name(init.sdks);
        self.page.set(init.page);
        if let Some(view) = init.to {
            self.router.go(view.into());
        }
        self.pulse.show(init.open);
        if init.identity.is_some() || init.open {
            self.begin(init.identity);
        } else {
            self.started.set(Started::GuestWaiting);
            self.notices.recall();
        }
        init.dismissed.into_iter().for_each(|card| self.notices.was_dismissed(card));
    }

    fn begin(&self, identity: Option<String>) {
        self.started.set(Started::Yes);
        self.session.begin(identity);
    }

    /// What was received leads to its ticket, where its writer still waits for it.
    fn follow_arrivals(&self) {
        let panel = *self;
        watch(move || {
            let Some(arrival) = panel.outbox.arrival.get() else { return };
            let id = arrival.view.summary.id.clone();
            let awaited = panel.router.here() == Route::Outgoing(arrival.parcel.key);
            panel.marks.mark(&id, arrival.view.summary.seq);
            match arrival.parcel.errand {
                Errand::Ticket(_) => {
                    let ticket = Submitted { id: &id, number: arrival.view.summary.number };
                    panel.host.tell(&Saying::Submitted { ticket });
                }
                Errand::Message { .. } => {}
            }
            panel.tickets.absorb(arrival.view);
            if awaited {
                panel.router.go(Route::Thread(id));
            }
        });
    }

    fn follow_unread(&self) {
        let panel = *self;
        let mut before = 0;
        watch(move || {
            let count = panel.unread();
            if before != count {
                panel.host.tell(&Saying::Unread { count });
                before = count;
            }
        });
    }

    fn follow_route(&self) {
        let panel = *self;
        watch(move || match panel.router.shown() {
            Route::Thread(id) => panel.tickets.show(Some(id)),
            Route::Home | Route::New | Route::Outgoing(_) | Route::Tickets | Route::Updates => {
                panel.tickets.show(None);
            }
        });
    }

    /// How many tickets hold something new, tracked.
    pub(crate) fn unread(&self) -> usize {
        self.tickets.list.with(|page| {
            page.map_or(0, |page| page.items.iter().filter(|ticket| self.marks.is_unread(ticket)).count())
        })
    }
}

/// A parameter of the address.
fn parameter(name: &str) -> Option<String> {
    let search = location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// `light` and `dark` hold against what the system prefers; anything else follows it.
fn set_theme(theme: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // An attribute of our own element can always be set.
    let _ = match theme {
        Some(theme @ ("light" | "dark")) => root.set_attribute("data-theme", theme),
        Some(_) | None => root.remove_attribute("data-theme"),
    };
}
