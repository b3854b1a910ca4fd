//! What the customer runs: each SDK in a line with its state, and what is known against it.

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Finding, SdkReport, Verdict};
use aftercare_shared::status::Headline;
use aftercare_ui::messages::desk::FactsWords;
use aftercare_ui::{Reader, Tone, use_reader};
use chrono::NaiveTime;
use leptos::prelude::*;

use crate::workplace::Workplace;

/// The SDKs that were named with the ticket.
#[component]
pub(super) fn Runs(reports: Vec<SdkReport>) -> impl IntoView {
    let words = &Workplace::of_context().words().facts;
    let body = if reports.is_empty() {
        view! { <p class="tiny">{words.runs_none}</p> }.into_any()
    } else {
        let rows = reports.into_iter().map(|report| view! { <Sdk report /> }).collect::<Vec<_>>();
        view! { <ul class="runs">{rows}</ul> }.into_any()
    };
    view! {
        <section>
            <h3>{words.runs}</h3>
            {body}
        </section>
    }
}

#[component]
fn Sdk(report: SdkReport) -> impl IntoView {
    let reader = use_reader();
    let words = &Workplace::of_context().words().facts;
    let version = report.version.clone().unwrap_or_default();
    let (word, tone) = state(&report, words);
    let more = details(&report, reader, words);
    let findings = report.findings.iter().map(|finding| line(finding, words)).collect::<Vec<_>>();
    view! {
        <li>
            <p class="sdk"><code>{report.name.clone()} " " {version}</code> " " {tone.pill(&word)}</p>
            <ul class="findings">{findings}</ul>
            {(!more.is_empty()).then(|| view! { <p class="tiny">{more}</p> })}
        </li>
    }
}

/// The state in a word. What can't be said is never shown in the colour of what is safe.
fn state(report: &SdkReport, words: &FactsWords) -> (String, Tone) {
    let (word, tone) = match report.status {
        Headline::Vulnerable => return vulnerable(report, words),
        Headline::EndOfLife => (words.end_of_life, Tone::Warn),
        Headline::Yanked => (words.yanked, Tone::Bad),
        Headline::Deprecated => (words.deprecated, Tone::Warn),
        Headline::BehindMajor | Headline::BehindMinor | Headline::BehindPatch => (words.behind, Tone::Info),
        Headline::Current => (words.current, Tone::Ok),
        Headline::Ahead => (words.ahead, Tone::Plain),
        Headline::Unknown => (words.unknown, Tone::Warn),
    };
    (word.to_owned(), tone)
}

fn vulnerable(report: &SdkReport, words: &FactsWords) -> (String, Tone) {
    let hits = report.findings.iter().filter(|finding| finding.verdict == Verdict::Affected);
    let worst = hits.clone().map(|finding| finding.severity).max_by_key(|rating| rating.urgency());
    match worst {
        Some(worst) => {
            let tone = if worst.is_urgent() { Tone::Bad } else { Tone::Warn };
            ((words.vulnerable)(hits.count(), words.rating(worst)), tone)
        }
        None => ((words.unclear)(report.findings.len()), Tone::Warn),
    }
}

/// What else is to be said: what to move to, until when it is supported, what replaces it.
fn details(report: &SdkReport, reader: Reader, words: &FactsWords) -> String {
    let newest = report.latest.as_ref().filter(|latest| report.version.as_ref() != Some(*latest));
    let end =
        report.end_of_life.map(|day| reader.day_of_year(day.and_time(NaiveTime::MIN).and_utc(), Some("UTC")));
    let deprecated = report.deprecated.as_ref().and_then(|it| it.replacement.clone());
    let parts = [
        newest.map(|version| (words.newest)(version)),
        end.map(|day| (words.supported_until)(&day)),
        deprecated.map(|name| format!("→ {name}")),
        report.yanked.clone().filter(|why| !why.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn line(finding: &Finding, words: &FactsWords) -> AnyView {
    let id = finding.id.clone();
    let name = match finding.url.clone().filter(|url| url.starts_with("https://")) {
        Some(url) => {
            view! { <a class="inline" href=url target="_blank" rel="noopener noreferrer">{id}</a> }.into_any()
        }
        None => id.into_any(),
    };
    let fix = match (finding.verdict, &finding.fixed_in) {
        (Verdict::Unknown, _) => words.may_hit.to_owned(),
        (Verdict::Affected, Some(version)) => (words.fixed_in)(version),
        (Verdict::Affected, None) => words.no_fix.to_owned(),
    };
    let rating = if finding.severity == Rating::None { "" } else { words.rating(finding.severity) };
    view! { <li>{name} <span class="tiny">{format!(" {rating} · {fix}")}</span> <span class="summary">{finding.summary.clone()}</span></li> }
        .into_any()
}
