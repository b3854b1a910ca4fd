//! The operations of versions and advisories: `compare`, `match`, `upgrade`, `status`, `cvss`.

use aftercare_shared::advisory::{self, Index, Score, Verdict, score_of};
use aftercare_shared::package::{Ecosystem, Package};
use aftercare_shared::release::{Known, ReleaseList};
use aftercare_shared::status::{Headline, Status};
use aftercare_shared::upgrade::smallest_clean;
use aftercare_shared::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::eval::failure::Failure;
use crate::eval::packument;
use crate::eval::record::{Advisory, Named};
use crate::eval::value::{Text, list};

/// `{"op":"compare"}`: which of two versions is higher.
#[derive(Deserialize)]
pub(super) struct Compare {
    ecosystem: Text,
    a: Text,
    b: Text,
}

#[derive(Serialize)]
pub(super) struct CompareAnswer {
    /// -1, 0 or 1: `a` against `b`.
    order: i8,
}

pub(super) fn compare(request: &Compare) -> Result<CompareAnswer, Failure> {
    let named = Package::from_osv(&request.ecosystem.0, "");
    let read = |Text(text): &Text| Version::parse(named.ecosystem(), text);
    Ok(CompareAnswer { order: read(&request.a)?.cmp(&read(&request.b)?) as i8 })
}

/// `{"op":"match"}`: whether an advisory hits a version.
#[derive(Deserialize)]
pub(super) struct Match {
    advisory: Advisory,
    package: Named,
    /// Absent or null it is that of the package URL, if there is one, else a version that nobody gave.
    version: Option<Text>,
}

#[derive(Serialize)]
pub(super) struct MatchAnswer {
    /// `affected`, `not_affected` or `unknown`.
    verdict: &'static str,
    /// The smallest fixed version above it over all entries of the package.
    next_fix: Option<String>,
    /// The version that fixes it on its own branch; for `affected` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_in: Option<String>,
    /// Why it is unknown; for `unknown` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

pub(super) fn match_one(request: &Match) -> Result<MatchAnswer, Failure> {
    let package = request.package.package();
    let version = request.version.as_ref().map(|Text(text)| text.as_str()).or(request.package.version());
    let record = request.advisory.about(package, "/advisory")?;
    let verdict = advisory::Advisory::compile(&record).verdict(package, version.unwrap_or_default());
    Ok(match verdict {
        Verdict::Affected(hit) => {
            MatchAnswer { verdict: "affected", next_fix: hit.next_fix, fixed_in: hit.fixed_in, reason: None }
        }
        Verdict::NotAffected(_) => {
            MatchAnswer { verdict: "not_affected", next_fix: None, fixed_in: None, reason: None }
        }
        Verdict::Unknown(doubt) => MatchAnswer {
            verdict: "unknown",
            next_fix: None,
            fixed_in: None,
            reason: Some(doubt.to_string()),
        },
    })
}

/// `{"op":"upgrade"}`: the lowest available version that nothing affects.
#[derive(Deserialize)]
pub(super) struct Upgrade {
    #[serde(default, deserialize_with = "list")]
    advisories: Vec<Advisory>,
    package: Named,
    /// What is no text is no version, and is passed over as one that can't be read.
    #[serde(default, deserialize_with = "list")]
    available: Vec<Value>,
    /// Absent or null it is that of the package URL.
    version: Option<Text>,
}

#[derive(Serialize)]
pub(super) struct UpgradeAnswer {
    /// The ids of the advisories that hit the version, aliases of one another among them.
    affecting: Vec<String>,
    /// At or above the version; null if everything available is hit.
    min_clean: Option<String>,
    /// The same among those that are not prereleases.
    min_clean_stable: Option<String>,
}

pub(super) fn upgrade(request: &Upgrade) -> Result<UpgradeAnswer, Failure> {
    let package = request.package.package();
    let version = request.version.as_ref().map(|Text(text)| text.as_str()).or(request.package.version());
    let mut records = Vec::with_capacity(request.advisories.len());
    for (number, advisory) in request.advisories.iter().enumerate() {
        records.push(advisory.about(package, &format!("/advisories/{number}"))?);
    }
    let available = request.available.iter().filter_map(Text::of).map(|Text(text)| text);
    let available: Vec<String> = available.collect();
    let index = Index::compile(&records);
    let found = smallest_clean(&index, package, &available, version.unwrap_or_default())?;
    Ok(UpgradeAnswer {
        affecting: found.affecting,
        min_clean: found.clean,
        min_clean_stable: found.clean_stable,
    })
}

/// `{"op":"status"}`: how a version stands in its npm packument.
#[derive(Deserialize)]
pub(super) struct Stand {
    feed: Value,
    /// Without one nothing can be said, which is a status too.
    version: Option<Text>,
}

#[derive(Serialize)]
pub(super) struct StandAnswer {
    status: Headline,
    latest: Option<String>,
    newest_same_minor: Option<String>,
    newest_same_major: Option<String>,
}

pub(super) fn status(request: &Stand) -> Result<StandAnswer, Failure> {
    let list = ReleaseList::compile(packument::read(&request.feed)?);
    let version = request.version.as_ref().map_or("", |Text(text)| text);
    let version = Version::parse(&Ecosystem::Npm, version);
    // A packument knows no end of life, so that the day makes no difference.
    let status = Status::of(&version, Some(&list), &[], NaiveDate::MIN);
    let text = |known: Option<&Known>| known.map(|known| known.release.version.clone());
    Ok(StandAnswer {
        status: status.headline,
        latest: text(status.latest),
        newest_same_minor: text(status.newest_same_minor),
        newest_same_major: text(status.newest_same_major),
    })
}

/// `{"op":"cvss"}`: the score of a vector.
#[derive(Deserialize)]
pub(super) struct Cvss {
    vector: String,
}

#[derive(Serialize)]
pub(super) struct CvssAnswer {
    score: Option<f64>,
    /// CVSS's word: `None`, `Low`, `Medium`, `High`, `Critical`.
    severity: &'static str,
}

pub(super) fn cvss(request: &Cvss) -> Result<CvssAnswer, Failure> {
    let assessment = score_of(&request.vector)?;
    Ok(CvssAnswer { score: assessment.score.map(Score::value), severity: assessment.rating.word() })
}
