//! What the customer runs: each SDK in a line with its state, and what is known against it.

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Finding, SdkReport, Verdict};
use aftercare_shared::status::Headline;
use aftercare_ui::messages::desk::FactsWords;
use aftercare_ui::part::{Part, el, many, p, span};
use aftercare_ui::{Reader, Tone};
use chrono::NaiveTime;

use crate::facts::section;
use crate::ticket::link;

/// The SDKs that were named with the ticket.
pub(super) fn runs(reports: &[SdkReport], words: &'static FactsWords, reader: Reader) -> Part {
    let body = match reports {
        [] => p("tiny").child(words.runs_none).into(),
        reports => el("ul", "runs").child(many(reports, |report| sdk(report, words, reader))).into(),
    };
    section(words.runs, body)
}

fn sdk(report: &SdkReport, words: &FactsWords, reader: Reader) -> Part {
    let version = report.version.as_deref().unwrap_or_default();
    let (word, tone) = state(report, words);
    let more = details(report, reader, words);
    let name = el("code", "").child([&report.name, " ", version].concat());
    el("li", "")
        .child(p("sdk").child(name).child(" ").child(tone.pill(&word)))
        .child(el("ul", "findings").child(many(&report.findings, |finding| line(finding, words))))
        .child((!more.is_empty()).then(|| p("tiny").child(more)))
        .into()
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
    let ratings: Vec<Rating> = hits.map(|finding| finding.severity).collect();
    let worst = ratings.iter().copied().max_by_key(|rating| rating.urgency());
    match worst {
        Some(worst) => {
            let tone = if worst.is_urgent() { Tone::Bad } else { Tone::Warn };
            let alike = ratings.iter().filter(|rating| **rating == worst).count();
            let more = ratings.len() - alike;
            let mut word = (words.vulnerable)(alike, words.rating(worst));
            if more > 0 {
                word.push_str(&(words.and_more)(more));
            }
            (word, tone)
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

fn line(finding: &Finding, words: &FactsWords) -> Part {
    let name = match finding.url.as_deref().filter(|url| url.starts_with("https://")) {
        Some(url) => link(url, &finding.id),
        None => finding.id.clone().into(),
    };
    let fix = match (finding.verdict, &finding.fixed_in) {
        (Verdict::Unknown, _) => words.may_hit.to_owned(),
        (Verdict::Affected, Some(version)) => (words.fixed_in)(version),
        (Verdict::Affected, None) => words.no_fix.to_owned(),
    };
    let rating = if finding.severity == Rating::None { "" } else { words.rating(finding.severity) };
    el("li", "")
        .child(name)
        .child(span("tiny").child([" ", rating, " · ", &fix].concat()))
        .child(" ")
        .child(span("summary").child(finding.summary.clone()))
        .into()
}
