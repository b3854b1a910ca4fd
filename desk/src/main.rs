//! The desk: what support engineers work with, at `/desk/`.
//!
//! State lives in values that are made once ([`workplace::Workplace`]) and outlive every view: a list
//! ([`board`]), the open ticket ([`open`]), what is being written ([`drafts`]) and what is on its way
//! ([`outbox`]); those of the pages beside the lists are made when such a page is first shown, by the module
//! that [`later`] fetches. Views read them and call them; none of them decides what may be done to a ticket. That
//! is the service's to say, and its refusals are shown as they come.

#![expect(unreachable_pub, reason = "`#[component]` writes `pub` beside what it makes")]

mod app;
mod later;
mod workplace;

mod place;
mod preferences;
mod session;
mod storage;

mod actions;
mod board;
mod drafts;
mod open;
mod outbox;
mod shortcuts;

mod composer;
mod document;
mod due;
mod facts;
mod focus;
mod keys;
mod modal;
mod page;
mod queue;
mod search;
mod side;
mod sign_in;
mod table;
mod ticket;
mod trouble;

mod advisories;
mod policy;
mod releases;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
