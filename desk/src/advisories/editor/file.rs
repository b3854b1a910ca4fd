//! An advisory out of a file: OSV, GHSA, CSAF or OpenVEX as JSON, chosen or dropped. It is read here and goes
//! nowhere before somebody asks whom it would hit. What stood in the editor can be had back.

use aftercare_client::wire::Value;
use aftercare_shared::api::advisories::MAX_DOCUMENT_BYTES;
use aftercare_shared::osv::sniff_fields;
use aftercare_ui::files::{chosen, follow_drags};
use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{El, Part, button, div, el, live, p};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::advisories::Advisories;
use crate::advisories::editor::{Editor, Step};
use crate::document::line;
use crate::focus::{find, focus};
use crate::workplace::Workplace;

/// What became of the file that was opened last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opened {
    /// Its text is in the editor.
    Taken {
        /// Its name.
        name: String,
        /// What stood there before.
        before: String,
    },
    /// It was not taken, and why.
    Refused(String),
}

/// Where a file is chosen or dropped, while something is written that one can stand for: a new advisory, or
/// any as JSON.
pub(super) fn file(work: Workplace) -> Part {
    let editor = Advisories::of(work).editor;
    live(move || {
        let (step, is_raw) = editor.face.get();
        (step == Step::Write && (is_raw || !editor.is_edit())).then(|| zone(work, editor))
    })
}

fn zone(work: Workplace, editor: Editor) -> El {
    let words = &work.words().advisories;
    let is_over = follow_drags(move |files| editor.open(words, files));
    let field = el("input", "")
        .attr("id", "advisory-file")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("hidden", "")
        .on("change", move |event| editor.open(words, chosen(&event)));
    let choose = button("ghost small", || {
        if let Some(field) = find("#advisory-file") {
            field.click();
        }
    })
    .attr("id", "choose-file")
    .attr("aria-describedby", "file-hint");
    let said = live(move || match editor.opened.get() {
        Some(Opened::Taken { name, before }) => {
            let back = move || {
                editor.show(before.clone());
                focus("#choose-file");
            };
            let undo = button("link", back).child(words.file_undo);
            p("tiny row wrap").child((words.file_taken)(&name)).child(undo).into()
        }
        Some(Opened::Refused(_)) | None => Part::Nothing,
    });
    let refused = live(move || match editor.opened.get() {
        Some(Opened::Refused(why)) => Some(p("wrong").child(why)),
        Some(Opened::Taken { .. }) | None => None,
    });
    div("row wrap drop")
        .live_attr("data-over", move || is_over.get().then_some(""))
        .child(choose.child(words.file_open))
        .child(p("tiny grow").attr("id", "file-hint").child(words.file_hint))
        .child(field)
        .child(div("whole").attr("role", "status").child(said))
        .child(div("whole").attr("role", "alert").child(refused))
        .child(div("over").attr("aria-hidden", "true").child(words.file_drop))
}

impl Editor {
    /// Takes the text of a file that holds an advisory.
    fn open(self, words: &'static AdvisoryWords, files: Vec<File>) {
        let file = match files.as_slice() {
            [] => return,
            [file] => file.clone(),
            _ => {
                self.opened.set(Some(Opened::Refused(words.file_single.to_owned())));
                return;
            }
        };
        let key = self.key.get_untracked();
        spawn_local(async move {
            let name = file.name();
            let text = if file.size() > MAX_DOCUMENT_BYTES as f64 {
                Err((words.file_too_large)(&name))
            } else {
                let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                text.ok_or_else(|| (words.file_unreadable)(&name)).and_then(|text| read(words, &name, text))
            };
            // Something else may be written by now.
            if self.key.with_untracked(|now| *now != key) {
                return;
            }
            match text {
                Ok(text) => {
                    let before = self.text.get_untracked();
                    self.show(text);
                    self.opened.set(Some(Opened::Taken { name, before }));
                }
                Err(why) => self.opened.set(Some(Opened::Refused(why))),
            }
        });
    }

    /// Has the editor hold another text, as a form where it can be one.
    fn show(self, text: String) {
        self.text.set(text);
        self.settle();
        self.opened.set(None);
        if !self.read_form() {
            self.is_raw.set(true);
        }
        self.keep();
    }
}

/// The text of a file, if it is an advisory in a form that is taken; else why it is none.
fn read(words: &AdvisoryWords, name: &str, text: String) -> Result<String, String> {
    let text = text.trim_start_matches('\u{feff}').to_owned();
    if let Some(fault) = Value::fault(&text) {
        return Err((words.file_no_json)(name, line(&text, fault)));
    }
    let is_advisory = Value::parse(&text).is_some_and(|document| {
        let first = document.as_list().and_then(<[_]>::first);
        let within = first.unwrap_or(&document);
        let has = |path: &[&str]| path.iter().try_fold(within, |it, name| it.get(name)).is_some();
        sniff_fields(document.as_list().is_some(), has).is_some()
    });
    if is_advisory { Ok(text) } else { Err((words.file_no_form)(name)) }
}

#[cfg(test)]
mod tests {
    use aftercare_shared::text::Lang;
    use aftercare_ui::messages::desk;

    use super::*;

    #[test]
    fn a_file_that_is_no_advisory_says_what_it_is() {
        let words = &desk::words(Lang::En).advisories;
        let take = |text: &str| read(words, "a.json", text.to_owned());
        for text in [
            r#"{"id": "A-1", "modified": "2026-01-01T00:00:00Z"}"#,
            r#"[{"ghsa_id": "GHSA-1"}]"#,
            r#"{"document": {"csaf_version": "2.0"}}"#,
            r#"{"statements": []}"#,
        ] {
            assert_eq!(take(text).as_deref(), Ok(text));
            assert_eq!(take(&["\u{feff}", text].concat()).as_deref(), Ok(text));
        }
        let refusals = [
            ("", words.file_no_json, 1),
            ("\u{fffd}PNG\r\n", words.file_no_json, 1),
            ("{\n  \"id\": A\n}", words.file_no_json, 2),
        ];
        for (text, why, line) in refusals {
            assert_eq!(take(text), Err(why("a.json", line)), "{text}");
        }
        for text in [r#"{"lockfileVersion": 3}"#, "[]", "7", r#"[{"statements": []}]"#] {
            assert_eq!(take(text), Err((words.file_no_form)("a.json")), "{text}");
        }
    }
}
