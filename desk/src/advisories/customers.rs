//! The customers whom an advisory hits or may hit: what they run, how that is known, what fixes it.

use aftercare_shared::api::advisories::{AccountImpact, VersionImpact};
use aftercare_shared::api::inventory::Source;
use aftercare_shared::api::notices::Verdict;
use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{Part, div, el, many, span};
use aftercare_ui::{Reader, Tone};

use crate::table::cell;

/// The cells of a customer: who, what they run, what fixes it.
pub(super) fn cells(impact: &AccountImpact, words: &'static AdvisoryWords, reader: Reader) -> Part {
    Part::from([
        cell(
            words.customer,
            Part::from([
                el("b", "").child(impact.account.name.clone()).into(),
                (impact.verdict == Verdict::Unknown)
                    .then(|| Part::from([" ".into(), Tone::Warn.pill(words.unclear)]))
                    .into(),
            ]),
        ),
        cell(words.runs, many(&impact.versions, |version| runs(version, words, reader))),
        cell(words.fixed_in, many(&impact.versions, |version| fix(version, words))),
    ])
}

/// What runs, and how and since when that is known.
fn runs(version: &VersionImpact, words: &'static AdvisoryWords, reader: Reader) -> Part {
    let sources: Vec<&str> = version.sources.iter().map(|source| self::source(*source, words)).collect();
    let known = [&sources.join(", "), " · ", &reader.day(version.last_seen, None)].concat();
    let doubt = (version.verdict == Verdict::Unknown)
        .then(|| div("tiny").attr("lang", "en").child(version.reason.clone()));
    div("")
        .attr("title", version.reason.clone())
        .child(el("code", "").child(short(&version.purl).to_owned()))
        .child(" ")
        .child(span("tiny").child(known))
        .child(doubt)
        .into()
}

fn fix(version: &VersionImpact, words: &'static AdvisoryWords) -> Part {
    match (&version.fixed_in, version.verdict) {
        (Some(version), _) => div("").child(el("code", "").child(version.clone())).into(),
        (None, Verdict::Affected) => div("muted").child(words.no_fix).into(),
        (None, Verdict::Unknown) => div("muted").child("–").into(),
    }
}

/// A package URL without what all of them begin with.
pub(super) fn short(purl: &str) -> &str {
    purl.strip_prefix("pkg:").unwrap_or(purl)
}

fn source(source: Source, words: &AdvisoryWords) -> &'static str {
    match source {
        Source::Page => words.source_page,
        Source::Lockfile => words.source_lockfile,
        Source::Ci => words.source_ci,
        Source::Api => words.source_api,
    }
}
