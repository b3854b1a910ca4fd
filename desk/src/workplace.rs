//! All state of the desk, made once and handed to the views.

use core::time::Duration;

use aftercare_shared::text::Lang;
use aftercare_ui::Clock;
use aftercare_ui::messages::desk::{self, DeskWords};
use aftercare_ui::{listen, watch};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::actions::{Act, Actions};
use crate::board::Board;
use crate::drafts::{Drafts, Kind};
use crate::focus::{find, focus_soon};
use crate::later::Pages;
use crate::open::OpenTicket;
use crate::outbox::Outbox;
use crate::page;
use crate::place::{Page, Place};
use crate::policy::Policies;
use crate::preferences::Preferences;
use crate::queue;
use crate::session::{Link, Session, Standing};
use crate::shortcuts::{self, Command};
use crate::storage::{self, Keep};

/// How often the open ticket is asked for.
const RHYTHM: Duration = Duration::from_secs(5);
/// At each how manieth beat the list is asked for, and all else while the service does not answer.
const SLOW: u32 = 3;

/// All state of the desk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workplace {
    pub(crate) preferences: Preferences,
    pub(crate) session: Session,
    pub(crate) place: Place,
    pub(crate) clock: Clock,
    pub(crate) drafts: Drafts,
    pub(crate) open: OpenTicket,
    pub(crate) board: Board,
    pub(crate) outbox: Outbox,
    pub(crate) actions: Actions,
    /// The pages beside the lists.
    pub(crate) later: Pages,
    /// Set at each beat, to whether it is a slow one: pages ask then for what is new.
    pub(crate) beat: RwSignal<bool>,
    pub(crate) policies: Policies,
    /// What the composer writes.
    pub(crate) kind: RwSignal<Kind>,
    /// Whether the list of keys is shown.
    pub(crate) help: RwSignal<bool>,
    /// What all of this belongs to.
    owner: StoredValue<Option<Owner>>,
}

impl Workplace {
    /// Sets everything up and provides it to the views below.
    pub(crate) fn provide() -> Self {
        let preferences = Preferences::kept();
        let clock = Clock::provide_every(Duration::from_secs(1));
        let session = Session::begin();
        let place = Place::follow();
        let drafts = Drafts::kept();
        let open = OpenTicket::follow(place, session, drafts, clock);
        let board = Board::follow(place, session, clock);
        let kind = RwSignal::new(Kind::Reply);
        let work = Self {
            preferences,
            session,
            place,
            clock,
            drafts,
            open,
            board,
            outbox: Outbox::kept(session, open, board),
            actions: Actions::on(open, board, drafts, session, kind),
            later: Pages::new(),
            beat: RwSignal::new(true),
            owner: StoredValue::new(Owner::current()),
            policies: Policies::follow(place, session, open),
            kind,
            help: RwSignal::new(false),
        };
        // A ticket opens with what was being written to it, else with a reply.
        watch(move || {
            let drafted = place.ticket.with(|id| {
                let id = id.as_ref()?;
                Kind::ALL.into_iter().find(|kind| !drafts.text(id, *kind).is_empty())
            });
            kind.set(drafted.unwrap_or_default());
        });
        work.follow_sign_in();
        work.beat();
        shortcuts::obey(
            move || work.preferences.shortcuts.get_untracked() && work.session.is_in(),
            move |it| work.run(it),
        );
        provide_context(work);
        work
    }

    /// The state that was provided above.
    pub(crate) fn of_context() -> Self {
        expect_context()
    }

    /// The words of the desk. Not tracked: another language draws the whole desk anew.
    pub(crate) fn words(self) -> &'static DeskWords {
        desk::words(self.lang())
    }

    /// The language of the desk, not tracked either.
    pub(crate) fn lang(self) -> Lang {
        self.preferences.lang.get_untracked()
    }

    /// What a page holds: made when it is first asked for, and there as long as the desk.
    pub(crate) fn held<T: Copy + Send + Sync + 'static>(self, make: fn(Self) -> T) -> T {
        let Some(owner) = self.owner.get_value() else { return make(self) };
        owner.with(|| {
            use_context().unwrap_or_else(|| {
                let held = make(self);
                provide_context(held);
                held
            })
        })
    }

    /// Writes a reply, a note or a question.
    pub(crate) fn write(self, kind: Kind) {
        self.kind.set(kind);
        focus_soon("#field");
    }

    /// How many texts would be lost with the tab.
    pub(crate) fn unsent(self) -> usize {
        let policy = usize::from(self.policies.draft.written.with_untracked(Option::is_some));
        self.drafts.count() + self.outbox.entries.with_untracked(Vec::len) + policy
    }

    /// Leaves the desk, and nothing in it.
    pub(crate) fn clear(self) {
        self.drafts.drop_all();
        self.outbox.drop_all();
        self.policies.draft.discard();
        storage::forget(Keep::Tab, "owner");
    }

    /// Carries a key's command out.
    fn run(self, command: Command) {
        let has_ticket = self.open.shown.with_untracked(Option::is_some);
        let is_live = self
            .open
            .shown
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.ticket.summary.status.is_live()));
        match command {
            Command::Next => self.step(1),
            Command::Previous => self.step(-1),
            Command::Help => self.help.set(true),
            Command::Search => {
                if let Some(search) = find("#search").and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
                    let _unfocusable = search.focus();
                    search.select();
                }
            }
            Command::Accept if has_ticket => self.actions.run(Act::Accept),
            Command::Reply if has_ticket => self.write(Kind::Reply),
            Command::Note if has_ticket => self.write(Kind::Note),
            Command::Ask if has_ticket => self.write(Kind::Ask),
            Command::Resolve if is_live => self.actions.resolving.set(true),
            Command::Severity if is_live => self.actions.reclassifying.set(true),
            Command::Accept
            | Command::Reply
            | Command::Note
            | Command::Ask
            | Command::Resolve
            | Command::Severity => {}
        }
    }

    fn step(self, step: isize) {
        if self.place.page.get_untracked() != Page::Tickets {
            page::step(step);
            return;
        }
        let here = self.place.ticket.get_untracked();
        if let Some(id) = self.board.neighbour(here.as_ref(), step) {
            self.place.open(id);
            request_animation_frame(queue::follow_choice);
        } else if step > 0 {
            self.board.more();
        }
    }

    /// Whoever signs in finds the desk fetched, and what is unsent on its way; a text never passes to
    /// somebody else.
    fn follow_sign_in(self) {
        watch(move || match self.session.standing.get() {
            Standing::In(me) => {
                self.clock.correct(me.now);
                if storage::read(Keep::Tab, "owner").is_some_and(|owner| owner != me.id.as_str()) {
                    self.clear();
                }
                storage::write(Keep::Tab, "owner", me.id.as_str());
                self.refresh();
                self.outbox.flush();
                self.later.begin();
            }
            Standing::Out => self.board.counts.set(None),
            Standing::Arriving | Standing::Unreachable(_) | Standing::Expired(_) => {}
        });
    }

    fn refresh(self) {
        self.open.refresh();
        self.board.refresh();
        self.beat.set(true);
        self.policies.refresh();
    }

    /// Asks for what is new, while somebody can see it, and at once when the connection comes back.
    fn beat(self) {
        let beats = StoredValue::new(0_u32);
        let beat = move || {
            beats.update_value(|beats| *beats = beats.wrapping_add(1));
            let slow = beats.get_value().is_multiple_of(SLOW);
            if self.session.standing.with_untracked(|it| matches!(it, Standing::Unreachable(_))) {
                self.session.ask();
                return;
            }
            if document().hidden() || (self.session.link.get_untracked() != Link::Up && !slow) {
                return;
            }
            self.open.refresh();
            self.beat.set(slow);
            if slow {
                self.board.refresh();
                if self.place.page.get_untracked() == Page::Policy {
                    self.policies.refresh();
                }
            }
        };
        if let Ok(beating) = set_interval_with_handle(beat, RHYTHM) {
            on_cleanup(move || beating.clear());
        }
        let back = move || {
            self.refresh();
            self.later.retry();
            self.outbox.flush();
        };
        listen("online", move |_| back());
        listen("offline", move |_| self.session.link.set(Link::Offline));
        listen("visibilitychange", move |_| {
            if !document().hidden() {
                back();
            }
        });
    }
}
