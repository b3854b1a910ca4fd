//! The dialog in which the desk says more of a release than its feed does.
//!
//! It begins with what the desk has said before, and what it has no field for stays.

use aftercare_client::wire::{Decode, Value};
use aftercare_shared::release::{Announcement, Breaking, Deprecation, Release};
use aftercare_ui::State;
use aftercare_ui::part::{Part, button, div, el, live, p};
use chrono::NaiveDate;
use leptos::prelude::*;

use crate::modal::modal;
use crate::page::barred;
use crate::releases::Releases;
use crate::releases::deed::Deed;
use crate::releases::field::{Fault, Field, Kind, field, half_filled, not_saved};
use crate::workplace::Workplace;

/// What is typed.
#[derive(Debug, Clone, Default)]
struct Draft {
    is_deprecated: bool,
    deprecated: String,
    replacement: String,
    is_yanked: bool,
    yanked: String,
    end_of_life: String,
    channel: String,
    notes_url: String,
    announcement: String,
    announced_from: String,
    breaking: String,
}

/// The dialog.
pub(super) fn edit_dialog(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let title = move || (words.edit_title)(&shelf.editing.get_untracked().unwrap_or_default());
    modal(shelf.is_editing, title, move || form(work))
}

fn form(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let Some(version) = shelf.editing.get_untracked() else { return Part::Nothing };
    let edit = shelf.one.with_untracked(|one| {
        let known = one.as_ref()?.items.iter().find(|it| it.release.version == version)?;
        known.edit.clone()
    });
    let is_edited = edit.is_some();
    let base = edit.unwrap_or_else(|| Release { version: version.clone(), ..Release::default() });
    let draft = State::new(Draft::of(&base));
    let submit = move || {
        if barred(work, aftercare_shared::api::desk::Role::Lead).is_some() {
            return;
        }
        let release = draft.with_untracked(|draft| draft.put_into(base.clone()));
        match (half_filled(&PLACES), release) {
            (None, Ok(release)) => shelf.save(&release, words.did_save),
            (Some(place), _) | (None, Err(place)) => shelf.refuse(vec![Fault::seen(place, words.eol_wrong)]),
        }
    };
    let undo = is_edited.then(|| {
        let version = version.clone();
        button("ghost", move || shelf.undo(&version, words.did_undo)).child(words.undo)
    });
    let save = move || if shelf.deed.with(|deed| *deed == Deed::Running) { words.saving } else { words.save };
    let buttons = div("row end")
        .child(undo)
        .child(button("ghost", move || shelf.is_editing.set(false)).child(words.cancel))
        .child(el("button", "primary").attr("type", "submit").child(live(save)));
    el("form", "stack")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(p("tiny").child(words.edit_hint))
        .child(not_saved(work, &PLACES))
        .child(parts(work, draft))
        .child(buttons)
        .into()
}

/// The places that have a field.
const PLACES: [&str; 9] = [
    "/deprecated/message",
    "/deprecated/replacement",
    "/yanked",
    "/end_of_life",
    "/channel",
    "/notes_url",
    "/announcement/message",
    "/announcement/from",
    "/breaking",
];

fn parts(work: Workplace, draft: State<Draft>) -> Part {
    let words = &work.words().releases;
    let of = move |place, label, hint, kind, lens: fn(&mut Draft) -> &mut String| {
        let value = lens(&mut draft.get_untracked()).clone();
        let put = move |text| draft.update(|draft| *lens(draft) = text);
        field(work, Field { place, label, hint, kind }, value, put)
    };
    let text = move |place, label, lens| of(place, label, "", Kind::Words, lens);
    let day = move |place, label, lens| of(place, label, "", Kind::Day, lens);
    Part::from([
        switch(draft, words.deprecate, |draft| &mut draft.is_deprecated),
        when(
            draft,
            |draft| draft.is_deprecated,
            move || {
                Part::from([
                    text("/deprecated/message", words.deprecate_why, |draft| &mut draft.deprecated),
                    text("/deprecated/replacement", words.replacement, |draft| &mut draft.replacement),
                ])
            },
        ),
        switch(draft, words.yank, |draft| &mut draft.is_yanked),
        when(
            draft,
            |draft| draft.is_yanked,
            move || text("/yanked", words.yank_why, |draft| &mut draft.yanked),
        ),
        pair(
            day("/end_of_life", words.eol, |draft| &mut draft.end_of_life),
            text("/channel", words.channel, |draft| &mut draft.channel),
        ),
        text("/notes_url", words.notes_url, |draft| &mut draft.notes_url),
        pair(
            text("/announcement/message", words.announce, |draft| &mut draft.announcement),
            day("/announcement/from", words.announce_from, |draft| &mut draft.announced_from),
        ),
        of("/breaking", words.breaking_changes, words.breaking_hint, Kind::Lines(2), |draft| {
            &mut draft.breaking
        }),
    ])
}

fn pair(one: Part, other: Part) -> Part {
    div("pair-of-fields").child(one).child(other).into()
}

/// A part that is there while something holds.
fn when(draft: State<Draft>, holds: fn(&Draft) -> bool, part: impl Fn() -> Part + Send + 'static) -> Part {
    let holds = State::derived(move || draft.with(holds));
    live(move || if holds.get() { div("nested stack").child(part()).into() } else { Part::Nothing })
}

fn switch(draft: State<Draft>, label: &'static str, lens: fn(&mut Draft) -> &mut bool) -> Part {
    let input = el("input", "")
        .attr("type", "checkbox")
        .live_flag("checked", move || *lens(&mut draft.get()))
        .on("change", move |event| draft.update(|draft| *lens(draft) = event_target_checked(&event)));
    el("label", "row check").child(input).child(label).into()
}

impl Draft {
    fn of(release: &Release) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let deprecated = release.deprecated.clone();
        let announcement = release.announcement.clone().unwrap_or_default();
        let line = |it: &Breaking| match &it.url {
            Some(url) => [it.title.as_str(), " ", url].concat(),
            None => it.title.clone(),
        };
        Self {
            is_deprecated: deprecated.is_some(),
            replacement: deprecated.as_ref().and_then(|it| it.replacement.clone()).unwrap_or_default(),
            deprecated: deprecated.map(|it| it.message).unwrap_or_default(),
            is_yanked: release.yanked.is_some(),
            yanked: release.yanked.clone().unwrap_or_default(),
            end_of_life: day(release.end_of_life),
            channel: release.channel.clone().unwrap_or_default(),
            notes_url: release.notes_url.clone().unwrap_or_default(),
            announcement: announcement.message,
            announced_from: day(announcement.from),
            breaking: release.breaking.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }

    /// The release with what was typed in it, or the place of a day that is none.
    fn put_into(&self, mut release: Release) -> Result<Release, &'static str> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let day = |place, text: &str| match some(text) {
            None => Ok(None),
            Some(text) => NaiveDate::decode(&Value::Text(text)).map(Some).ok_or(place),
        };
        release.deprecated = self.is_deprecated.then(|| Deprecation {
            message: self.deprecated.trim().to_owned(),
            replacement: some(&self.replacement),
        });
        release.yanked = self.is_yanked.then(|| self.yanked.trim().to_owned());
        release.end_of_life = day("/end_of_life", &self.end_of_life)?;
        release.channel = some(&self.channel);
        release.notes_url = some(&self.notes_url);
        let from = day("/announcement/from", &self.announced_from)?;
        let url = release.announcement.and_then(|it| it.url);
        release.announcement = some(&self.announcement).map(|message| Announcement { message, from, url });
        let lines = self.breaking.lines().map(str::trim).filter(|line| !line.is_empty());
        release.breaking = lines.map(|line| change(line, &release.breaking)).collect();
        Ok(release)
    }
}

/// A breaking change of a line: its title, and the address of its guide where the line ends with one. A
/// change that is known keeps its id, by which it is told once however many releases list it.
fn change(line: &str, known: &[Breaking]) -> Breaking {
    let (title, url) = match line.rsplit_once(' ') {
        Some((title, url)) if url.starts_with("https://") || url.starts_with("http://") => {
            (title.trim(), Some(url.to_owned()))
        }
        Some(_) | None => (line, None),
    };
    let id = known.iter().find(|it| it.title == title).map(|it| it.id.clone());
    Breaking { id: id.unwrap_or_else(|| slug(title)), title: title.to_owned(), url }
}

/// An id of a title: its letters and digits, in lower case, apart by dashes.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for sign in title.chars().flat_map(char::to_lowercase) {
        if sign.is_alphanumeric() {
            slug.push(sign);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() > 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_is_what_is_said_again() {
        let known = Breaking { id: "BC-1".to_owned(), title: "No XMPP".to_owned(), url: None };
        let release = Release {
            version: "2.0.0".to_owned(),
            deprecated: Some(Deprecation { message: String::new(), replacement: Some("3.0.0".to_owned()) }),
            end_of_life: NaiveDate::from_ymd_opt(2026, 12, 31),
            breaking: vec![known.clone()],
            moves_with: vec!["server 3".to_owned()],
            ..Release::default()
        };
        let mut draft = Draft::of(&release);
        assert_eq!(draft.put_into(release.clone()), Ok(release.clone()));
        draft.breaking.push_str("\n Tokens: now signed!  https://docs.example.com/tokens \n");
        draft.end_of_life = " ".to_owned();
        let after = draft.put_into(release.clone()).expect("days are days");
        let title = "Tokens: now signed!".to_owned();
        let url = Some("https://docs.example.com/tokens".to_owned());
        assert_eq!(after.breaking, [known, Breaking { id: "tokens-now-signed".to_owned(), title, url }]);
        assert_eq!((after.end_of_life, after.moves_with), (None, release.moves_with.clone()));
        draft.end_of_life = "soon".to_owned();
        assert_eq!(draft.put_into(release), Err("/end_of_life"));
    }
}
