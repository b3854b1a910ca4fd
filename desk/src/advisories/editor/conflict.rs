//! Somebody else has published meanwhile: what stands now, what each side changed, and what to do about it.

use aftercare_client::wire::Value;
use aftercare_ui::Reader;
use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{El, Part, button, div, el, live, p};

use crate::advisories::Advisories;
use crate::advisories::record::Open;
use crate::document::merged;
use crate::workplace::Workplace;

/// What stands now, where that is not what the text replaces.
pub(super) fn conflict(work: Workplace, reader: Reader) -> Part {
    let editor = Advisories::of(work).editor;
    let body = live(move || {
        let standing = editor.conflict.get()?;
        let mine = editor.text.with_untracked(|text| Value::parse(text));
        Some(card(work, &standing, &editor.base.get_untracked(), mine.as_ref(), reader))
    });
    div("").attr("id", "conflict").attr("tabindex", "-1").attr("role", "alert").child(body).into()
}

fn card(work: Workplace, standing: &Open, base: &str, mine: Option<&Value>, reader: Reader) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let base = Value::parse(base).unwrap_or(Value::Null);
    let both = mine.map(|mine| merged(&base, &standing.view.record, mine).1).unwrap_or_default();
    let both: Vec<&str> = both.iter().map(|place| place.trim_start_matches('/')).collect();
    let title = if editor.is_edit() { words.conflict } else { words.conflict_new };
    let changed = editor.is_edit().then(|| {
        Part::from([
            changed_there(words, &base, standing),
            (!both.is_empty()).then(|| p("tiny").child((words.changed_both)(&both.join(", ")))).into(),
        ])
    });
    // Only one record can be put into another.
    let together = (mine.is_some() && editor.is_edit())
        .then(|| button("primary small", move || editor.put_together()).child(words.put_together));
    let buttons = div("row wrap")
        .child(together)
        .child(button("ghost small", move || editor.insist()).child(words.insist))
        .child(button("ghost small", move || editor.give_way()).child(words.give_way));
    news(words, title, standing, changed.into(), reader).child(buttons).into()
}

/// What stands now: who published it and when, what they changed, and the whole of it.
pub(in crate::advisories) fn news(
    words: &'static AdvisoryWords,
    title: &'static str,
    standing: &Open,
    changed: Part,
    reader: Reader,
) -> El {
    let last = standing.view.revisions.first();
    let who = last.map(|last| (words.revised_by)(&last.by, &reader.day_time(last.at, None)));
    let shown = el("details", "")
        .child(el("summary", "").child(words.what_stands))
        .child(el("pre", "mono standing").attr("tabindex", "0").child(standing.text.clone()));
    div("card warn-card stack")
        .child(p("").child(el("b", "").child(title)))
        .child(who.map(|who| p("tiny").child(who)))
        .child(changed)
        .child(shown)
}

/// Which fields were changed since a record was seen.
pub(in crate::advisories) fn changed_there(
    words: &'static AdvisoryWords,
    seen: &Value,
    standing: &Open,
) -> Part {
    p("tiny").child((words.changed_there)(&differences(seen, &standing.view.record).join(", "))).into()
}

/// The fields at the top that somebody changed.
fn differences(before: &Value, after: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        value.as_object().unwrap_or_default().iter().map(|(name, _)| name.clone()).collect()
    };
    let mut all = names(before);
    all.extend(names(after).into_iter().filter(|name| before.get(name).is_none()));
    // When it last changed is the service's to say.
    all.retain(|name| name != "modified" && before.get(name) != after.get(name));
    all
}
