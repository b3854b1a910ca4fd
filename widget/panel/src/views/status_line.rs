//! One line under the heading when something is not as usual: no connection, no storage, no session.

use crate::panel::Panel;
use crate::trouble::trouble;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, div, live, p, span};
use aftercare_ui::{Icon, use_reader};

pub(crate) fn status_line() -> Part {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let line = live(move || {
        let (icon, text) = if !panel.pulse.is_online() {
            (Icon::Offline, words.offline)
        } else if !panel.keep.is_durable() {
            (Icon::Alarm, words.not_kept)
        } else {
            return None;
        };
        Some(p("row").child(span("icon small").child(icon.view())).child(text))
    });
    let gate = live(move || {
        let failure = panel.session.failure().filter(|_| panel.pulse.is_online())?;
        Some(div("gate").child(trouble(&failure, move || panel.session.retry())))
    });
    [div("status").attr("role", "status").child(line).into(), gate].into()
}
