//! Effects and listeners, compiled once: what differs is a closure in a box.

use leptos::prelude::*;
use leptos::web_sys::Event;

/// Runs a closure now and whenever a signal that it reads changes, for as long as its owner lives.
pub fn watch(happens: impl FnMut() + 'static) {
    watch_boxed(Box::new(happens));
}

fn watch_boxed(mut happens: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| happens());
}

/// Hears an event of the window, for as long as the owner lives.
pub fn listen(event: &'static str, happens: impl Fn(Event) + 'static) {
    listen_boxed(event, Box::new(happens));
}

fn listen_boxed(event: &'static str, happens: Box<dyn Fn(Event)>) {
    let listener = window_event_listener_untyped(event, happens);
    on_cleanup(move || listener.remove());
}
