//! The migration guides of a package: from where to where, what each takes, and whose word it is.

use aftercare_shared::api::releases::{GuideOrigin, KnownGuide};
use aftercare_ui::part::{El, div, el, many, p};
use aftercare_ui::{Reader, Tone};

use crate::page::guarded;
use crate::releases::Releases;
use crate::table::{cell, table};
use crate::ticket::link;
use crate::workplace::Workplace;

/// The list, and the way to a new one.
pub(super) fn guides(work: Workplace, guides: &[KnownGuide], reader: Reader) -> El {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let of = &words.guides;
    let add =
        guarded(work, "ghost small", of.add, move || shelf.open_guide(None)).attr("aria-haspopup", "dialog");
    let list = if guides.is_empty() {
        p("muted").child(of.none).into()
    } else {
        let heads = [of.guide, of.versions, of.effort, of.origin, words.action];
        table(of.title, &heads, many(guides, |guide| line(work, guide, reader)))
    };
    el("section", "part guides")
        .child(div("row wrap").child(el("h3", "grow").child(of.title)).child(add))
        .child(p("tiny").child(of.hint))
        .child(list)
}

fn line(work: Workplace, known: &KnownGuide, reader: Reader) -> El {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let (of, guide) = (&words.guides, &known.guide);
    let text = guide.text.as_ref().map(|text| {
        let whole = el("pre", "story guide-text").attr("tabindex", "0").child(text.trim().to_owned());
        el("details", "tiny").child(el("summary", "").child(of.read)).child(whole)
    });
    // The service takes no other addresses.
    let url = guide.url.as_deref().map(|url| link(url, of.elsewhere));
    let codemod = guide.codemod_url.as_deref().map(|url| link(url, of.codemod));
    let name = div("")
        .child(div("").child(guide.title.clone()))
        .child(div("row wrap tiny").child(el("code", "").child(guide.id.clone())).child(url).child(codemod))
        .child(text);
    let from = if matches!(guide.from.trim(), "" | "*") { of.all } else { &guide.from };
    let effort = guide.effort_minutes.map(|minutes| reader.working_time(u64::from(minutes) * 60));
    let (origin, tone, verb) = match known.origin {
        GuideOrigin::Feed => (of.of_feed, Tone::Plain, of.replace),
        GuideOrigin::Pushed => (of.of_list, Tone::Plain, of.replace),
        GuideOrigin::Desk => (of.of_desk, Tone::Info, words.edit),
    };
    let opened = known.clone();
    let edit = guarded(work, "ghost small", verb, move || shelf.open_guide(Some(opened.clone())))
        .attr("aria-label", (of.named)(verb, &guide.title))
        .attr("aria-haspopup", "dialog");
    el("tr", "")
        .child(cell(of.guide, name))
        .child(cell(of.versions, el("code", "").child((of.way)(from, &guide.to))))
        .child(cell(of.effort, effort.unwrap_or_default()))
        .child(cell(of.origin, tone.pill(origin)))
        .child(cell(words.action, edit))
}
