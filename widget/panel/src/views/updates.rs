//! How the SDKs of the page stand, whole.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::trouble::Trouble;
use crate::views::bones::Bones;
use crate::views::sdk_card::SdkCard;
use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

#[component]
pub(crate) fn Updates() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let notices = panel.notices.notices;
    view! {
        <main class="page">
            {move || match (notices.value(), notices.failure()) {
                (Some(known), _) if known.sdks.is_empty() => view! {
                    <div class="empty"><h2>{words.no_sdks}</h2><p class="muted">{words.no_sdks_means}</p></div>
                }
                .into_any(),
                (Some(known), _) => view! {
                    <h2>{words.your_sdks}</h2>
                    {known.sdks.into_iter().map(|report| view! { <SdkCard report /> }).collect_view()}
                }
                .into_any(),
                (None, Some(failure)) => view! { <Trouble failure retry=move || panel.notices.refresh() /> }.into_any(),
                (None, None) => view! { <Bones cards=3 /> }.into_any(),
            }}
        </main>
    }
}
