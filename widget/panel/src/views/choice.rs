//! One of a few, side by side: a radio button drawn as a part of a control.

use leptos::prelude::*;

use aftercare_ui::part::{El, Part, el};

/// One choice of a group. `is_chosen` says whether it stands, `choose` what happens when it is chosen.
pub(crate) fn choice(
    group: &'static str,
    name: impl Into<Part>,
    is_chosen: impl Fn() -> bool + Send + 'static,
    choose: impl Fn() + Send + 'static,
) -> El {
    let radio = el("input", "").attr("type", "radio").attr("name", group).live_flag("checked", is_chosen).on(
        "change",
        move |event| {
            if event_target_checked(&event) {
                choose();
            }
        },
    );
    el("label", "").child(radio).child(name)
}
