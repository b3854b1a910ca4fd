//! The support panel: what a developer sees, in a frame of the console or as a page of its own.
//!
//! The rooms of the panel are small values that are shared by context: [`host`] speaks with the page
//! around the frame, [`session`] holds who is asking, [`outbox`] sends what was written exactly once,
//! [`keep`] is what outlives the page. The views draw them and decide nothing that a promise depends on.

mod app;
mod later;
mod panel;
mod reading;

mod host;
mod keep;
mod pulse;
mod route;
mod session;

mod draft;
mod lockfiles;
mod noted;
mod notices;
mod outbox;
mod quote;
mod read_marks;
mod remote;
mod tickets;
mod ways;

mod trouble;
mod views;

fn main() {
    app::mount();
}
