//! One line under the heading when something is not as usual: no connection, no storage, no session.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::session::Standing;
use crate::trouble::Trouble;
use aftercare_ui::messages::panel::words;
use aftercare_ui::{Icon, use_reader};

#[component]
pub(crate) fn StatusLine() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let line = move || {
        if !panel.pulse.is_online() {
            Some((Icon::Offline, words.offline))
        } else if !panel.keep.is_durable() {
            Some((Icon::Alarm, words.not_kept))
        } else {
            None
        }
    };
    view! {
        <div role="status" class="status">
            {move || line().map(|(icon, text)| view! {
                <p class="row"><span class="icon small">{icon.view()}</span><span>{text}</span></p>
            })}
        </div>
        {move || match panel.session.standing() {
            Standing::Failed(failure) if panel.pulse.is_online() => Some(view! {
                <div class="gate"><Trouble failure retry=move || panel.session.retry() /></div>
            }),
            Standing::Failed(_) | Standing::Opening | Standing::Open(_) => None,
        }}
    }
}
