//! What is to come for the SDKs of the page: releases, breaking changes, ends of support, with their day.
//!
//! A release and what it breaks are one card, and one press takes note of all of it.

use chrono::NaiveDate;

use crate::panel::Panel;
use crate::views::way_up::link;
use aftercare_shared::api::notices::{Coming, SdkReport};
use aftercare_shared::release::ComingKind;
use aftercare_ui::messages::updates::{UpdatesWords, words};
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span, unseen};
use aftercare_ui::{Clock, Icon, Tone, use_reader};

/// What is told as one.
#[derive(Debug, Clone, PartialEq)]
struct Notice {
    ids: Vec<String>,
    /// The package.
    name: String,
    kind: ComingKind,
    on: Option<NaiveDate>,
    version: Option<String>,
    title: Option<String>,
    url: Option<String>,
    /// What a release breaks: each change, and its guide.
    breaks: Vec<(String, Option<String>)>,
}

pub(crate) fn coming(panel: Panel) -> Part {
    live(move || {
        let notices = panel.notices.notices.with(|known| known.map(|known| gather(&known.sdks)));
        let notices = notices.filter(|notices| !notices.is_empty())?;
        let words = words(use_reader().lang);
        Some(
            el("section", "stack")
                .attr("aria-labelledby", "coming")
                .child(el("h2", "").attr("id", "coming").child(words.coming))
                .child(many(notices, |notice| live(move || card(panel, &notice)))),
        )
    })
}

/// All of it, the nearest day first, each once: two versions of a package await the same release.
fn gather(sdks: &[SdkReport]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for report in sdks {
        for coming in &report.coming {
            if !notices.iter().any(|known| known.ids.contains(&coming.id)) {
                match notices.iter_mut().find(|known| known.takes_in(&report.name, coming)) {
                    Some(known) => known.take_in(coming),
                    None => notices.push(Notice::of(&report.name, coming)),
                }
            }
        }
    }
    notices.sort_by_key(|it| (it.on.is_none(), it.on));
    notices
}

impl Notice {
    fn of(name: &str, coming: &Coming) -> Self {
        let mut notice = Self {
            ids: Vec::new(),
            name: name.to_owned(),
            kind: coming.kind,
            on: coming.on,
            version: coming.version.clone(),
            title: None,
            url: None,
            breaks: Vec::new(),
        };
        notice.take_in(coming);
        notice
    }

    /// Whether it is of the same release.
    fn takes_in(&self, name: &str, coming: &Coming) -> bool {
        let is_of_release = |kind| matches!(kind, ComingKind::Release | ComingKind::BreakingChange);
        is_of_release(self.kind)
            && is_of_release(coming.kind)
            && self.name == name
            && self.on == coming.on
            && self.version == coming.version
    }

    fn take_in(&mut self, coming: &Coming) {
        self.ids.push(coming.id.clone());
        match coming.kind {
            ComingKind::BreakingChange => {
                self.kind = ComingKind::BreakingChange;
                self.breaks.push((coming.title.clone().unwrap_or_default(), coming.url.clone()));
            }
            ComingKind::Release | ComingKind::EndOfLife | ComingKind::Announcement => {
                self.title = coming.title.clone();
                self.url = coming.url.clone();
            }
        }
    }

    fn title(&self, words: &UpdatesWords) -> String {
        let version = self.version.as_deref().unwrap_or_default();
        match (self.kind, &self.title, self.breaks.as_slice()) {
            (ComingKind::BreakingChange, _, [(only, _)]) if !only.is_empty() => only.clone(),
            (ComingKind::EndOfLife, ..) => words.support_ends(&self.name, version),
            (_, Some(title), _) => title.clone(),
            (ComingKind::BreakingChange | ComingKind::Release | ComingKind::Announcement, None, _) => {
                words.comes_out(&self.name, version)
            }
        }
    }
}

/// In full, or in a line once note was taken. Both have the button in the same place, so that it is one button to
/// the browser as well: the focus stays on it.
fn card(panel: Panel, notice: &Notice) -> Part {
    let words = words(use_reader().lang);
    let room = panel.noted();
    let is_noted = room.has(&notice.ids);
    let lost = room.has_lost(&notice.ids).then(|| p("wrong").attr("role", "alert").child(words.not_noted));
    let turn = room.is_open().then(|| {
        let ids = notice.ids.clone();
        let (class, word) = if is_noted { ("link tiny", words.undo) } else { ("ghost", words.note) };
        button(class, move || panel.noted().turn(&ids)).child(word)
    });
    let full = |part: Part| if is_noted { Part::Nothing } else { part };
    let head = if is_noted {
        [span("icon small good").child(Icon::Tick.view()).into(), unseen(words.noted).into()].into()
    } else {
        let kind = tone(notice.kind).pill(words.kind(notice.kind));
        Part::from(div("row wrap").child(kind).child(when(words, notice.on)))
    };
    let (class, title, foot) =
        if is_noted { ("card noted", "grow clip", "row") } else { ("card", "gap", "row wrap gap") };
    el("article", class)
        .child(head)
        .child(el("h3", title).attr("dir", "auto").child(notice.title(words)))
        .child(full(about(notice).into()))
        .child(full(breaks(words, notice).into()))
        .child(lost)
        .child(div(foot).child(turn).child(full(address(words, notice).into())))
        .into()
}

fn tone(kind: ComingKind) -> Tone {
    match kind {
        ComingKind::BreakingChange | ComingKind::EndOfLife => Tone::Warn,
        ComingKind::Release | ComingKind::Announcement => Tone::Info,
    }
}

/// The day, and how far off it is.
fn when(words: &'static UpdatesWords, on: Option<NaiveDate>) -> El {
    let Some(on) = on else { return span("tiny").child(words.no_day) };
    let reader = use_reader();
    let days = (on - Clock::of_context().exact().date_naive()).num_days();
    let time = el("time", "").attr("datetime", on.to_string()).child(reader.date(on));
    span("tiny").child(time).child([" · ", &reader.days_off(days)].concat())
}

/// Which package and version, unless the title says it.
fn about(notice: &Notice) -> Option<El> {
    let says_it = match notice.kind {
        ComingKind::EndOfLife | ComingKind::Release => true,
        ComingKind::BreakingChange => notice.breaks.len() > 1,
        ComingKind::Announcement => false,
    };
    let version = notice.version.clone().unwrap_or_default();
    (!says_it).then(|| p("tiny").child(el("code", "").child(notice.name.clone())).child(" ").child(version))
}

/// What breaks, where it is more than the title says.
fn breaks(words: &'static UpdatesWords, notice: &Notice) -> Option<El> {
    (notice.breaks.len() > 1).then(|| {
        let change = |(title, guide): &(String, Option<String>)| {
            let guide = link(guide.as_deref()).map(|link| link.child(words.guide));
            el("li", "").attr("dir", "auto").child(title.clone()).child(" ").child(guide)
        };
        el("ul", "bullets muted").child(many(&notice.breaks, change))
    })
}

/// Where to read on: the guide of the one change, else what the vendor has written.
fn address(words: &'static UpdatesWords, notice: &Notice) -> Option<El> {
    if let [(_, Some(guide))] = notice.breaks.as_slice() {
        return link(Some(guide)).map(|link| link.child(words.guide));
    }
    link(notice.url.as_deref()).map(|link| link.child(words.more))
}
