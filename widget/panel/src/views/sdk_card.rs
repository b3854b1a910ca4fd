//! How one SDK stands: its state in a word, its flaws, and the way up.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::views::way_up::WayUp;
use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Finding, SdkReport, Verdict};
use aftercare_shared::severity::Severity;
use aftercare_shared::status::Headline;
use aftercare_ui::messages::panel::{PanelWords, words};
use aftercare_ui::{Tone, use_reader};

/// How bad a flaw is, in a word.
pub(crate) fn rating_pill(words: &PanelWords, rating: Rating) -> AnyView {
    let tone = match rating {
        Rating::Critical | Rating::High => Tone::Bad,
        Rating::Medium | Rating::Unknown => Tone::Warn,
        Rating::Low | Rating::None => Tone::Plain,
    };
    tone.pill(words.rating(rating))
}

/// How an SDK stands, in a word; for flaws, how many hit.
#[component]
pub(crate) fn StatePill(
    /// What is known about it.
    report: SdkReport,
) -> impl IntoView {
    let words = words(use_reader().lang);
    let hits = report.findings.iter().filter(|it| it.verdict == Verdict::Affected).count();
    let tone = match report.status {
        Headline::Vulnerable | Headline::EndOfLife | Headline::Yanked => Tone::Bad,
        Headline::Deprecated | Headline::Unknown => Tone::Warn,
        Headline::BehindMajor | Headline::BehindMinor | Headline::BehindPatch | Headline::Ahead => Tone::Info,
        Headline::Current => Tone::Ok,
    };
    match report.status {
        Headline::Vulnerable if hits > 0 => tone.pill(&words.flaw_count(hits)),
        Headline::Vulnerable
        | Headline::EndOfLife
        | Headline::Yanked
        | Headline::Deprecated
        | Headline::Unknown
        | Headline::BehindMajor
        | Headline::BehindMinor
        | Headline::BehindPatch
        | Headline::Ahead
        | Headline::Current => tone.pill(words.headline(report.status)),
    }
}

#[component]
pub(crate) fn SdkCard(
    /// What is known about it.
    report: SdkReport,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = words(reader.lang);
    let version = report.version.clone();
    let about = (report.name.clone(), report.version.clone().unwrap_or_default());
    let same_major = report.newest_same_major.clone().filter(|same| Some(same) != report.latest.as_ref());
    let newest = report.latest.as_ref().map(|latest| words.newest(latest, same_major.as_deref()));
    let newest = newest.or((!report.is_feed_known).then(|| words.no_feed.to_owned()));
    let is_unknown = report.status == Headline::Unknown
        || (report.findings.iter().any(|it| it.verdict == Verdict::Unknown) && report.status != Headline::Vulnerable);
    let end_of_life = report.end_of_life.map(|day| words.support_until(&day.to_string()));
    let deprecated = report.deprecated.clone().map(|it| match it.replacement {
        Some(instead) => [&it.message, " → ", &instead].concat(),
        None => it.message,
    });
    let yanked = report.yanked.clone().filter(|why| !why.is_empty());
    let findings = report.findings.iter().map(|finding| view! { <Flaw finding=finding.clone() /> }).collect_view();
    let upgrade = report.upgrade.clone().map(|upgrade| {
        let from = version.clone().unwrap_or_default();
        view! { <WayUp upgrade from is_hit=!report.findings.is_empty() /> }
    });
    let may_ask = report.status != Headline::Current;
    let ask = move || {
        panel.form.fill(&words.upgrade_subject(&about.0, &about.1), "", Severity::Question);
        panel.router.go(Route::New);
    };
    view! {
        <article class="card">
            <div class="row top">
                <div class="grow">
                    <h2><code>{report.name.clone()}</code>" "{version.clone().unwrap_or_else(|| "—".to_owned())}</h2>
                    <p class="muted">{newest}</p>
                </div>
                <StatePill report />
            </div>
            {is_unknown.then(|| view! { <p class="tiny gap">{words.unknown_means}</p> })}
            {end_of_life.map(|line| view! { <p class="tiny">{line}</p> })}
            {yanked.map(|line| view! { <p class="tiny">{words.yanked}": "{line}</p> })}
            {deprecated.map(|line| view! { <p class="tiny">{words.deprecated}": "{line}</p> })}
            <ul class="flaws">{findings}</ul>
            {upgrade}
            {may_ask.then(|| view! {
                <button type="button" class="link tiny gap" on:click=move |_| ask()>{words.ask_about_sdk}</button>
            })}
        </article>
    }
}

/// A flaw in a line: how bad, what, and which version is without it.
#[component]
fn Flaw(finding: Finding) -> impl IntoView {
    let words = words(use_reader().lang);
    let title = if finding.summary.is_empty() { finding.id.clone() } else { finding.summary.clone() };
    let fixed = finding.fixed_in.as_ref().map_or_else(|| words.no_fix_short.to_owned(), |it| words.fixed_in(it));
    let doubt = (finding.verdict == Verdict::Unknown).then(|| Tone::Warn.pill(words.may_affect));
    let cve = finding.aliases.iter().find(|alias| alias.starts_with("CVE-")).unwrap_or(&finding.id).clone();
    let url = finding.url.filter(|url| url.starts_with("https://"));
    view! {
        <li>
            <span class="row top">
                {rating_pill(words, finding.severity)}
                <span class="grow" dir="auto">{title}</span>
                <span class="tiny fixed">{fixed}</span>
            </span>
            <span class="row tiny under">
                {doubt}
                {match url {
                    Some(url) => view! {
                        <a class="link" href=url target="_blank" rel="noopener noreferrer">{cve}</a>
                    }
                    .into_any(),
                    None => cve.into_any(),
                }}
            </span>
        </li>
    }
}
