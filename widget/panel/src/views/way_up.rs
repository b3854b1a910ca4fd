//! The way from a version to one that nothing hits, as steps.

use aftercare_shared::api::notices::{Breaking, Candidate, SdkReport, Upgrade, Way};
use aftercare_ui::messages::panel::{PanelWords, words};
use aftercare_ui::messages::updates::{self, UpdatesWords};
use aftercare_ui::part::{El, Part, button, claim, div, el, live, many, p, span};
use aftercare_ui::{State, Tone, use_reader};

/// The way up in a line, for a card: One step, no breaking change.
pub(crate) fn way_in_a_line(words: &PanelWords, report: &SdkReport) -> Option<String> {
    let ladder = &report.upgrade.as_ref()?.ladder;
    let breaking: usize = ladder.iter().map(|rung| rung.way.breaking.len()).sum();
    let may_break = ladder.iter().any(|rung| rung.way.may_break);
    let breaks = what_breaks(words, breaking, may_break);
    (!ladder.is_empty()).then(|| [&words.steps(ladder.len()), words.comma, &breaks].concat())
}

/// What a move may break.
fn what_breaks(words: &PanelWords, known: usize, may_break: bool) -> String {
    if known == 0 && may_break { words.may_break.to_owned() } else { words.breaking_count(known) }
}

/// One move.
#[derive(Clone)]
struct Step {
    to: String,
    sheds: usize,
    way: Way,
}

/// Where to go from a version, `from`.
pub(crate) fn way_up(report: &SdkReport, upgrade: &Upgrade, from: &str) -> Part {
    let reader = use_reader();
    let (words, more) = (words(reader.lang), updates::words(reader.lang));
    let is_hit = !report.findings.is_empty();
    let steps: Vec<Step> = if upgrade.ladder.is_empty() {
        // Without a flaw to shed there is one step: to what is recommended.
        let target = upgrade.candidates.last().filter(|_| !upgrade.is_fine_already || !is_hit);
        target.map(|it| Step { to: it.version.clone(), sheds: 0, way: it.way.clone() }).into_iter().collect()
    } else {
        let step = |rung: &aftercare_shared::api::notices::Rung| Step {
            to: rung.version.clone(),
            sheds: rung.sheds.len(),
            way: rung.way.clone(),
        };
        upgrade.ladder.iter().map(step).collect()
    };
    let Some(goal) = steps.last().map(|step| step.to.clone()) else {
        return is_hit.then(|| p("tiny gap").child(more.no_path)).into();
    };
    let mut line = from.to_owned();
    for step in &steps {
        line.push_str(" → ");
        line.push_str(&step.to);
    }
    let candidate = upgrade.candidates.iter().find(|it| it.version == goal).cloned();
    let least_bad = (!upgrade.dropped.is_empty()).then(|| {
        let said = more.least_bad(&goal, &upgrade.dropped);
        p("wrong gap").child(said)
    });
    let as_of = report.feed_as_of.map(|at| {
        let day = reader.day_of_year(at, None);
        more.releases_as_of(&day)
    });
    let is_open = State::new(false);
    let toggle =
        button(if is_hit { "primary" } else { "ghost" }, move || is_open.update(|open| *open = !*open))
            .live_attr("aria-expanded", move || Some(claim(is_open.get())))
            .child(words.see_upgrade);
    let whole = live(move || {
        is_open.get().then(|| {
            let steps = el("ol", "steps").child(many(&steps, |it| step(words, more, it)));
            let as_of = as_of.clone().map(|as_of| p("tiny").child(as_of));
            let facts = candidate.as_ref().map(|it| goal_facts(more, it));
            Part::from([steps.into(), Part::from(facts), Part::from(as_of)])
        })
    });
    // Versions and arrows run from left to right in every script.
    let path = span("tiny path").attr("dir", "ltr").child(line);
    [Part::from(least_bad), div("row wrap gap").child(toggle).child(path).into(), whole].into()
}

/// One move: to which version, what it is good for, what it may break.
fn step(words: &PanelWords, more: &'static UpdatesWords, step: &Step) -> El {
    let breaks = what_breaks(words, step.way.breaking.len(), step.way.may_break);
    let may_break = step.way.may_break || !step.way.breaking.is_empty();
    let sheds = (step.sheds > 0).then(|| Tone::Ok.pill(&more.sheds(step.sheds)));
    let breaking = many(&step.way.breaking, |change: &Breaking| {
        let guide = link(change.url.as_deref()).map(|link| link.child(more.guide));
        el("li", "").attr("dir", "auto").child(change.title.clone()).child(" ").child(guide)
    });
    let head = div("row wrap").child(el("b", "").child(step.to.clone())).child(sheds).child(if may_break {
        Tone::Warn.pill(&breaks)
    } else {
        Tone::Plain.pill(&breaks)
    });
    el("li", "").child(head).child(el("ul", "bullets muted").child(breaking))
}

/// What else is to be known of where the way leads.
fn goal_facts(words: &'static UpdatesWords, candidate: &Candidate) -> Part {
    let moves_with = (!candidate.moves_with.is_empty())
        .then(|| p("tiny").child([words.moves_with, " ", &candidate.moves_with.join(", ")].concat()));
    let not_in_plan = (candidate.is_in_plan == Some(false)).then(|| p("tiny").child(words.not_in_plan));
    let notes = link(candidate.notes_url.as_deref()).map(|link| p("tiny").child(link.child(words.notes)));
    [Part::from(moves_with), not_in_plan.into(), notes.into()].into()
}

/// A link out of the panel, to an https address only.
pub(crate) fn link(address: Option<&str>) -> Option<El> {
    let address = address.filter(|address| address.starts_with("https://"))?;
    Some(
        el("a", "link")
            .attr("href", address.to_owned())
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer"),
    )
}
