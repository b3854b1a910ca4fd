//! The way from a version to one that nothing hits, as steps.

use leptos::prelude::*;

use aftercare_shared::api::notices::{Candidate, SdkReport, Upgrade, Way};
use aftercare_ui::messages::panel::{PanelWords, words};
use aftercare_ui::use_reader;

/// The way up in a line, for a card: One step, no breaking change.
pub(crate) fn way_in_a_line(words: &PanelWords, report: &SdkReport) -> Option<String> {
    let ladder = &report.upgrade.as_ref()?.ladder;
    let first = ladder.first()?;
    Some([&words.steps(ladder.len()), words.comma, &what_breaks(words, &first.way)].concat())
}

/// What a move may break.
fn what_breaks(words: &PanelWords, way: &Way) -> String {
    if way.breaking.is_empty() && way.may_break {
        words.may_break.to_owned()
    } else {
        words.breaking_count(way.breaking.len())
    }
}

#[component]
pub(crate) fn WayUp(
    /// Where to go.
    upgrade: Upgrade,
    /// From where.
    from: String,
    /// Whether a flaw hits, or may.
    is_hit: bool,
) -> impl IntoView {
    let words = words(use_reader().lang);
    let steps: Vec<(String, Option<usize>, Way)> = if upgrade.ladder.is_empty() {
        // Without a flaw to shed there is one step: to what is recommended.
        let target = upgrade.candidates.last().filter(|_| !upgrade.is_fine_already || !is_hit);
        target.map(|it| (it.version.clone(), None, it.way.clone())).into_iter().collect()
    } else {
        upgrade.ladder.into_iter().map(|rung| (rung.version, Some(rung.sheds.len()), rung.way)).collect()
    };
    if steps.is_empty() {
        return is_hit.then(|| view! { <p class="tiny gap">{words.no_path}</p> }.into_any());
    }
    let goal = steps.last().map(|(version, ..)| version.clone());
    let candidate = upgrade.candidates.into_iter().find(|it| Some(&it.version) == goal.as_ref());
    let line = [from.as_str()].into_iter().chain(steps.iter().map(|(version, ..)| version.as_str()));
    let line = line.collect::<Vec<_>>().join(" → ");
    let is_open = RwSignal::new(false);
    let steps = StoredValue::new(steps);
    let candidate = StoredValue::new(candidate);
    Some(
        view! {
            <div class="row wrap gap">
                <button
                    type="button"
                    class=if is_hit { "primary" } else { "ghost" }
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {words.see_upgrade}
                </button>
                <span class="tiny">{line}</span>
            </div>
            <Show when=move || is_open.get()>
                <ol class="steps">
                    {steps.get_value().into_iter().map(|(version, sheds, way)| view! { <Step version sheds way /> }).collect_view()}
                </ol>
                {candidate.get_value().map(|candidate| view! { <Goal candidate /> })}
            </Show>
        }
        .into_any(),
    )
}

/// One move: to which version, what it is good for, what it may break.
#[component]
fn Step(version: String, sheds: Option<usize>, way: Way) -> impl IntoView {
    let words = words(use_reader().lang);
    let breaks = what_breaks(words, &way);
    let sheds = sheds.filter(|count| *count > 0).map(|count| [&words.sheds(count), " · "].concat());
    let breaking = way.breaking.into_iter().map(|change| {
        let guide = change.url.filter(|url| url.starts_with("https://")).map(|url| view! {
            " "
            <a class="link" href=url target="_blank" rel="noopener noreferrer">{words.guide}</a>
        });
        view! { <li dir="auto">{change.title}{guide}</li> }
    });
    view! {
        <li>
            <b>{version}</b>
            <span class="tiny block">{sheds}{breaks}</span>
            <ul class="bullets tiny">{breaking.collect_view()}</ul>
        </li>
    }
}

/// What else is to be known of where the way leads.
#[component]
fn Goal(candidate: Candidate) -> impl IntoView {
    let words = words(use_reader().lang);
    let moves_with = (!candidate.moves_with.is_empty()).then(|| candidate.moves_with.join(", "));
    let notes = candidate.notes_url.filter(|url| url.starts_with("https://"));
    view! {
        {moves_with.map(|with| view! { <p class="tiny">{words.moves_with}" "{with}</p> })}
        {(candidate.is_in_plan == Some(false)).then(|| view! { <p class="tiny">{words.not_in_plan}</p> })}
        {notes.map(|url| view! {
            <p class="tiny"><a class="link" href=url target="_blank" rel="noopener noreferrer">{words.notes}</a></p>
        })}
    }
}
