//! Grey shapes of the size of what is on its way, so that nothing jumps when it comes.

use leptos::prelude::*;

use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

/// As many cards as are likely to come.
#[component]
pub(crate) fn Bones(
    /// How many.
    cards: usize,
) -> impl IntoView {
    let words = words(use_reader().lang);
    let card = |_| {
        view! {
            <div class="card" aria-hidden="true">
                <span class="bone line"></span>
                <span class="bone line short"></span>
            </div>
        }
    };
    view! {
        <span class="unseen" role="status">{words.loading}</span>
        {(0..cards).map(card).collect_view()}
    }
}
