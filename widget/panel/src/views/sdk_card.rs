//! How one SDK stands: its state in a word, its flaws, and the way up.

use crate::panel::Panel;
use crate::route::Route;
use crate::views::lockfiles::source;
use crate::views::way_up::{link, way_up};
use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Finding, SdkReport, Verdict, Why};
use aftercare_shared::severity::Severity;
use aftercare_shared::status::Headline;
use aftercare_shared::text::digits;
use aftercare_ui::messages::panel::{PanelWords, words};
use aftercare_ui::messages::updates::{self, UpdatesWords};
use aftercare_ui::part::{El, Part, button, div, el, many, p, span};
use aftercare_ui::{Tone, use_reader};

/// How bad a flaw is, in a word.
pub(crate) fn rating_pill(words: &PanelWords, rating: Rating) -> Part {
    let tone = match rating {
        Rating::Critical | Rating::High => Tone::Bad,
        Rating::Medium | Rating::Unknown => Tone::Warn,
        Rating::Low | Rating::None => Tone::Plain,
    };
    tone.pill(words.rating(rating))
}

/// How an SDK stands, in a word; for flaws, how many hit.
pub(crate) fn state_pill(report: &SdkReport) -> Part {
    let words = words(use_reader().lang);
    let hits = report.findings.iter().filter(|it| it.verdict == Verdict::Affected).count();
    let tone = match report.status {
        Headline::Vulnerable | Headline::EndOfLife | Headline::Yanked => Tone::Bad,
        Headline::Deprecated | Headline::Unknown => Tone::Warn,
        Headline::BehindMajor | Headline::BehindMinor | Headline::BehindPatch | Headline::Ahead => Tone::Info,
        Headline::Current => Tone::Ok,
    };
    if report.status == Headline::Vulnerable && hits > 0 {
        tone.pill(&words.flaw_count(hits))
    } else {
        tone.pill(words.headline(report.status))
    }
}

pub(crate) fn sdk_card(panel: Panel, report: &SdkReport) -> Part {
    let reader = use_reader();
    let (words, more) = (words(reader.lang), updates::words(reader.lang));
    let version = report.version.clone().unwrap_or_else(|| "—".to_owned());
    let same_major =
        report.newest_same_major.as_deref().filter(|same| Some(*same) != report.latest.as_deref());
    let newest = report.latest.as_ref().map(|latest| more.newest(latest, same_major));
    let newest = newest.or((!report.is_feed_known).then(|| more.no_feed.to_owned()));
    let unknown = unknown(report);
    let end_of_life = report.end_of_life.map(|day| p("tiny").child(more.support_until(&reader.date(day))));
    let reason = |what: &str, why: &str| p("tiny").child([what, ": ", why].concat());
    let yanked = report.yanked.as_ref().filter(|why| !why.is_empty()).map(|why| reason(words.yanked, why));
    let deprecated = report.deprecated.as_ref().map(|it| match &it.replacement {
        Some(instead) => reason(words.deprecated, &[&it.message, " → ", instead].concat()),
        None => reason(words.deprecated, &it.message),
    });
    let upgrade = report.upgrade.as_ref().map(|upgrade| {
        let from = report.version.as_deref().unwrap_or_default();
        way_up(panel, report, upgrade, from)
    });
    let about = more.upgrade_subject(&report.name, report.version.as_deref().unwrap_or_default());
    let ask = (report.status != Headline::Current).then(|| {
        button("link tiny gap", move || {
            panel.form.fill(&about, "", Severity::Question);
            panel.router.go(Route::New);
        })
        .child(more.ask_about_sdk)
    });
    let title = el("h2", "").child(el("code", "").child(report.name.clone())).child(" ").child(version);
    let head = div("grow").child(title).child(p("muted").child(newest));
    el("article", "card")
        .child(div("row top").child(head).child(state_pill(report)))
        .child(source(panel, &report.purl))
        .child(unknown)
        .child(end_of_life)
        .child(yanked)
        .child(deprecated)
        .child(el("ul", "flaws").child(many(&report.findings, |finding| flaw(words, more, finding))))
        .child(upgrade)
        .child(ask)
        .into()
}

/// That it is unknown whether something hits, and why. Unknown is never shown as safe.
fn unknown(report: &SdkReport) -> Option<El> {
    let may_be_hit = report.findings.iter().any(|it| it.verdict == Verdict::Unknown);
    let is_unknown =
        report.status == Headline::Unknown || (may_be_hit && report.status != Headline::Vulnerable);
    is_unknown.then(|| {
        let words = updates::words(use_reader().lang);
        let version = report.version.as_deref().unwrap_or_default();
        let why = report.reason.or_else(|| may_be_hit.then_some(Why::OpenFinding));
        let why = why.map(|why| p("").child(words.why(why, version)));
        div("doubt").child(why).child(p("tiny").child(words.unknown_means))
    })
}

/// A flaw: how bad, what, which version is without it, by which name it is known, and whom it hits; where that
/// is not known, why.
fn flaw(words: &PanelWords, more: &'static UpdatesWords, finding: &Finding) -> Part {
    let title = if finding.summary.is_empty() { finding.id.clone() } else { finding.summary.clone() };
    let fixed = match &finding.fixed_in {
        Some(version) => Some(words.fixed_in(version)),
        // Of what may not hit it is not known what would fix it.
        None if finding.verdict == Verdict::Unknown => None,
        None => Some(more.no_fix_short.to_owned()),
    };
    let fixed = fixed.map(|fixed| Part::from([el("b", "").child(fixed).into(), " · ".into()]));
    let cve = finding.aliases.iter().find(|alias| alias.starts_with("CVE-")).unwrap_or(&finding.id).clone();
    let name = match link(finding.url.as_deref()) {
        Some(link) => Part::from(link.child(cve)),
        None => cve.into(),
    };
    let dot = |text: String| span("").child([" · ", &text].concat());
    let score = finding.score.map(|score| dot(["CVSS ", &in_tenths(score)].concat()));
    let range = finding.range.as_ref().map(|range| {
        // Signs and numbers run from left to right in every script.
        let range = el("bdi", "path").attr("dir", "ltr").child(range.clone());
        dot([more.affects, " "].concat()).child(range)
    });
    let doubt = (finding.verdict == Verdict::Unknown).then(|| {
        // The service gives its reason in English.
        let reason = finding.reason.clone().map(|why| dot(why).attr("lang", "en"));
        Part::from([" ".into(), Tone::Warn.pill(more.may_affect), Part::from(reason)])
    });
    let head = div("row top").child(rating_pill(words, finding.severity));
    el("li", "")
        .child(head.child(span("grow").attr("dir", "auto").child(title)))
        .child(p("tiny facts").child(fixed).child(name).child(score).child(range).child(doubt))
        .into()
}

/// A score with its one decimal. Scores are tenths from 0 to 10, and a double holds them closely enough.
fn in_tenths(score: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 100; a cast saturates"
    )]
    let tenths = (score * 10.0).round() as u64;
    [&digits(tenths / 10), ".", &digits(tenths % 10)].concat()
}
