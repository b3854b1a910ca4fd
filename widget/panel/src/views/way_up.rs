//! The way from a version to one that nothing hits, as steps.

use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::sentence;
use crate::views::bones::bone_lines;
use crate::views::guide::guide;
use crate::ways::Way;
use aftercare_client::WayTold;
use aftercare_shared::api::notices::{self, Breaking, Candidate, SdkReport, Upgrade};
use aftercare_shared::api::upgrades::GuideSummary;
use aftercare_shared::severity::Severity;
use aftercare_ui::messages::panel::{PanelWords, words};
use aftercare_ui::messages::trouble;
use aftercare_ui::messages::updates::{self, UpdatesWords};
use aftercare_ui::part::{El, Part, button, claim, div, el, live, many, p, span, unseen};
use aftercare_ui::{Tone, use_reader};

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
    way: notices::Way,
}

/// Where to go from a version, `from`.
pub(crate) fn way_up(panel: Panel, report: &SdkReport, upgrade: &Upgrade, from: &str) -> Part {
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
    let way = panel.ways().of(&report.purl);
    let (is_open, turned) = (way.is_open, way.clone());
    let toggle = button(if is_hit { "primary" } else { "ghost" }, move || panel.ways().turn(&turned))
        .live_attr("aria-expanded", move || Some(claim(is_open.get())))
        .child(words.see_upgrade);
    let name = report.name.clone();
    let whole = live(move || {
        is_open.get().then(|| {
            let known = live({
                let way = way.clone();
                move || asked(panel, more, &way)
            });
            let steps = el("ol", "steps").child(many(&steps, |it| step(panel, words, more, &way, it)));
            let plan = live({
                let (way, name, goal) = (way.clone(), name.clone(), goal.clone());
                move || not_in_plan(panel, more, &way, &name, &goal)
            });
            let as_of = as_of.clone().map(|as_of| p("tiny").child(as_of));
            let facts = candidate.as_ref().map(|it| goal_facts(more, it));
            Part::from([known, steps.into(), plan, Part::from(facts), Part::from(as_of)])
        })
    });
    // Versions and arrows run from left to right in every script.
    let path = span("tiny path").attr("dir", "ltr").child(line);
    [Part::from(least_bad), div("row wrap gap").child(toggle).child(path).into(), whole].into()
}

/// How far the service's answer is: nothing once it is here.
fn asked(panel: Panel, words: &'static UpdatesWords, way: &Way) -> Option<Part> {
    if way.told.with(|told| told.is_some()) {
        return None;
    }
    let lang = use_reader().lang;
    let failure = way.told.failure().or_else(|| panel.session.failure());
    let Some(failure) = failure else {
        let waits = unseen(self::words(lang).loading).attr("role", "status");
        return Some(div("gap").child(waits).child(bone_lines()).into());
    };
    let again = way.clone();
    let retry = button("link tiny", move || panel.ways().ask(&again)).child(trouble::words(lang).retry);
    let said = [words.plan_not_asked, " ", sentence(trouble::words(lang), &failure)].concat();
    Some(div("card old row gap").attr("role", "status").child(p("grow").child(said)).child(retry).into())
}

/// One move: to which version, what it is good for, what it may break, the guides.
fn step(panel: Panel, words: &PanelWords, more: &'static UpdatesWords, way: &Way, step: &Step) -> El {
    let breaks = what_breaks(words, step.way.breaking.len(), step.way.may_break);
    let may_break = step.way.may_break || !step.way.breaking.is_empty();
    let sheds = (step.sheds > 0).then(|| Tone::Ok.pill(&more.sheds(step.sheds)));
    let breaking = many(&step.way.breaking, |change: &Breaking| {
        let guide = link(change.url.as_deref()).map(|link| link.child(more.guide));
        el("li", "").attr("dir", "auto").child(change.title.clone()).child(" ").child(guide)
    });
    let tone = if may_break { Tone::Warn } else { Tone::Plain };
    let plan = live({
        let (told, to) = (way.told, step.to.clone());
        move || told.with(|told| plan_pill(panel, more, told?, &to))
    });
    let guides = live({
        let (way, to) = (way.clone(), step.to.clone());
        move || {
            let guides = way.told.with(|told| told.map(|told| guides_to(told, &to).to_vec()))?;
            let list = el("ul", "guides").child(many(&guides, |it| guide(panel, &way, it)));
            (!guides.is_empty()).then_some(list)
        }
    });
    let head =
        div("row wrap").child(el("b", "").child(step.to.clone())).child(sheds).child(tone.pill(&breaks));
    el("li", "").child(head.child(plan)).child(el("ul", "bullets muted").child(breaking)).child(guides)
}

/// The guides of the step that leads to a version: of a ladder's step its own, which begin at the step before.
fn guides_to<'a>(told: &'a WayTold, to: &str) -> &'a [GuideSummary] {
    let steps = if told.ladder.is_empty() { &told.goals } else { &told.ladder };
    steps.iter().find(|step| step.version == to).map_or(&[], |step| &step.guides)
}

/// Whether the plan includes a release, where that is known.
fn is_in_plan(told: &WayTold, version: &str) -> Option<bool> {
    told.goals.iter().find(|goal| goal.version == version)?.is_in_plan
}

/// The same in a word. A guest has no plan of their own.
fn plan_pill(panel: Panel, words: &'static UpdatesWords, told: &WayTold, version: &str) -> Option<Part> {
    match is_in_plan(told, version)? {
        true if panel.session.is_guest() => None,
        true => Some(Tone::Ok.pill(words.in_plan)),
        false => Some(Tone::Warn.pill(words.not_in_plan)),
    }
}

/// What to do about a release that the plan does not include.
fn not_in_plan(
    panel: Panel,
    words: &'static UpdatesWords,
    way: &Way,
    name: &str,
    version: &str,
) -> Option<Part> {
    let is_missing = way.told.with(|told| told.and_then(|told| is_in_plan(told, version))) == Some(false);
    if !is_missing {
        return None;
    }
    let means = if panel.session.is_guest() { words.plan_of_guest } else { words.not_in_plan_means };
    let subject = words.quote_subject(name, version);
    let ask = button("ghost gap", move || {
        panel.form.fill(&subject, "", Severity::Question);
        panel.router.go(Route::New);
    });
    Some(div("doubt gap").child(p("").child(means)).child(ask.child(words.ask_for_quote)).into())
}

/// What else is to be known of where the way leads.
fn goal_facts(words: &'static UpdatesWords, candidate: &Candidate) -> Part {
    let moves_with = (!candidate.moves_with.is_empty())
        .then(|| p("tiny").child([words.moves_with, " ", &candidate.moves_with.join(", ")].concat()));
    let notes = link(candidate.notes_url.as_deref()).map(|link| p("tiny").child(link.child(words.notes)));
    [Part::from(moves_with), notes.into()].into()
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
