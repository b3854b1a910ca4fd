//! What was promised, signed, as a file to keep.

use js_sys::Array;
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

use crate::panel::Panel;
use crate::trouble::sentence;
use aftercare_shared::api::ticket::TicketView;
use aftercare_shared::text::digits;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::part::{Part, button, live, p};
use aftercare_ui::{State, use_reader};

/// Saves the receipts of a ticket.
pub(crate) fn receipts(panel: Panel, view: &TicketView) -> Part {
    let lang = use_reader().lang;
    let wrong = State::new("");
    let (id, number) = (view.summary.id.clone(), view.summary.number);
    let fetch = move || {
        let Some(client) = panel.session.client() else { return };
        let fetched = client.receipts(&id);
        spawn_local(async move {
            match fetched.await {
                Ok(file) => {
                    wrong.set("");
                    // A browser that can't save a file says so itself.
                    save(&["aftercare-", &digits(number.into()), "-receipts.json"].concat(), &file).ok();
                }
                Err(failure) => {
                    panel.session.hear(&failure);
                    wrong.set(sentence(trouble::words(lang), &failure));
                }
            }
        });
    };
    let button = button("link tiny", fetch).child(panel::words(lang).receipts);
    let alert = p("wrong").attr("role", "alert").child(live(move || wrong.get()));
    [p("tiny").child(button).into(), alert.into()].into()
}

fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence(&Array::of1(&text.into()))?)?;
    let link = document().create_element("a")?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.unchecked_ref::<HtmlElement>().click();
    Url::revoke_object_url(&url)
}
