//! An audit for people: a line a flaw, and under each package the way up.

use std::fmt::Write;

use aftercare_shared::api::notices::{Finding, Verdict};
use aftercare_shared::status::Headline;

use crate::audit::judge::{Judged, Report, way_up};

/// The report as text.
pub(crate) fn text(report: &Report) -> String {
    let mut text = String::new();
    for judged in &report.judged {
        package(&mut text, judged);
    }
    let (hits, unknowns) = (report.hits(), report.unknowns());
    let count = report.judged.len();
    let _ = write!(
        text,
        "{} of the vendor's in {}: {hits} hit, {unknowns} unknown",
        plural(count, "package"),
        plural(report.files, "lockfile")
    );
    if let Some(as_of) = report.as_of {
        let _ = write!(text, " (as of {})", as_of.format("%Y-%m-%d %H:%M UTC"));
    }
    text.push('\n');
    text
}

fn package(text: &mut String, judged: &Judged) {
    let report = &judged.report;
    let version = report.version.as_deref().unwrap_or("of no version");
    let _ = writeln!(text, "{} {version}  {}:{}", report.name, judged.locked.file, judged.locked.line);
    for finding in &report.findings {
        let _ = writeln!(text, "  {}", line(finding));
    }
    if let Some(words) = beside(report.status) {
        let _ = writeln!(text, "  {words}");
    }
    if !report.findings.is_empty() {
        let _ = writeln!(text, "  {}", way_up(report));
    }
    text.push('\n');
}

fn line(finding: &Finding) -> String {
    let summary = if finding.summary.is_empty() { "" } else { finding.summary.as_str() };
    match finding.verdict {
        Verdict::Affected => {
            let fix = finding
                .fixed_in
                .as_deref()
                .map_or_else(|| "no fix known".to_owned(), |fix| format!("fixed in {fix}"));
            format!("{:<8} {}  {summary} ({fix})", finding.severity.word().to_uppercase(), finding.id)
        }
        Verdict::Unknown => {
            let why = finding.reason.as_deref().unwrap_or("it can't be said");
            format!("{:<8} {}  {summary} ({why})", "UNKNOWN", finding.id)
        }
    }
}

/// What is worth saying of a version that no flaw hits.
fn beside(status: Headline) -> Option<&'static str> {
    match status {
        Headline::EndOfLife => Some("out of support"),
        Headline::Yanked => Some("taken back by the vendor"),
        Headline::Deprecated => Some("deprecated"),
        Headline::Unknown => Some("how it stands is unknown"),
        Headline::Vulnerable
        | Headline::BehindMajor
        | Headline::BehindMinor
        | Headline::BehindPatch
        | Headline::Current
        | Headline::Ahead => None,
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
