//! The rules' parsers, and what follows from what they let in.

use std::collections::BTreeSet;

use aftercare_shared::advisory::{Advisory, Index, Verdict};
use aftercare_shared::calendar::Calendar;
use aftercare_shared::calendar::import::{self, Fragment};
use aftercare_shared::lockfile;
use aftercare_shared::metric::Metric;
use aftercare_shared::osv;
use aftercare_shared::package::{Ecosystem, Package, Purl};
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::promise::{Book, due_stamps, runs, standings};
use aftercare_shared::release::{self, Guide, ReleaseList};
use aftercare_shared::severity::Severity;
use aftercare_shared::status::Status;
use aftercare_shared::ticket::{Event, Ticket};
use aftercare_shared::timeline::{Interval, Pause, PauseReason, Timeline};
use aftercare_shared::upgrade::{Advice, Exposure};
use aftercare_shared::version::{Order, Version};
use aftercare_shared::zones;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// A function over bytes that must return.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its program and of the folder with its seeds.
pub const ALL: [(&str, Target); 12] = [
    ("calendar", calendar),
    ("holidays", holidays),
    ("policy", policy),
    ("timeline", timeline),
    ("ticket_log", ticket_log),
    ("advisory", advisory),
    ("advisory_import", advisory_import),
    ("lockfile", lockfile),
    ("version", version),
    ("release_feed", release_feed),
    ("purl", purl),
    ("cvss", cvss),
];

const ORDERS: [Order; 9] = [
    Order::Npm,
    Order::Swift,
    Order::Cargo,
    Order::Go,
    Order::Pub,
    Order::NuGet,
    Order::Maven,
    Order::Pep440,
    Order::Gem,
];

const LOCKFILES: [lockfile::Format; 17] = [
    lockfile::Format::Npm,
    lockfile::Format::Yarn,
    lockfile::Format::Pnpm,
    lockfile::Format::Cargo,
    lockfile::Format::GoSum,
    lockfile::Format::Gradle,
    lockfile::Format::Pods,
    lockfile::Format::Swift,
    lockfile::Format::Pubspec,
    lockfile::Format::Gems,
    lockfile::Format::Poetry,
    lockfile::Format::Pipfile,
    lockfile::Format::Requirements,
    lockfile::Format::Nuget,
    lockfile::Format::Unity,
    lockfile::Format::GoMod,
    lockfile::Format::Pom,
];

const FEEDS: [release::Format; 11] = [
    release::Format::Aftercare,
    release::Format::Npm,
    release::Format::Pypi,
    release::Format::MavenMetadata,
    release::Format::CratesIndex,
    release::Format::PubDev,
    release::Format::Rubygems,
    release::Format::Nuget,
    release::Format::GithubReleases,
    release::Format::EndOfLife,
    release::Format::KeepAChangelog,
];

/// A calendar that is let in survives its own document, and its clock keeps the laws of time.
pub fn calendar(data: &[u8]) {
    let Ok(calendar) = serde_json::from_slice::<Calendar>(data) else { return };
    let written = serde_json::to_string(&calendar).expect("a calendar is written");
    assert!(serde_json::from_str::<Calendar>(&written).is_ok_and(|read| read == calendar), "{written}");
    let start = at(1_770_973_200);
    let Ok(hours) = zones::compile(&calendar, start - TimeDelta::days(200), start + TimeDelta::days(400))
    else {
        return;
    };
    keeps_the_laws(&hours, start, 30_600);
    let _ = zones::reach(&calendar, start, |hours| hours.due(start, 360_000));
}

/// A file of holidays gives the holidays of a calendar that is let in, or is refused.
pub fn holidays(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    for years in [BTreeSet::new(), BTreeSet::from([2026, 2027])] {
        let Ok(days) = import::read(text, &years) else { continue };
        let Fragment { holidays, overrides } = days.fragment(&[vec!["09:00".into(), "17:30".into()]]);
        let document = serde_json::json!({"zone": "Asia/Shanghai", "hours": {"mon": [["09:00", "17:30"]]},
            "holidays": holidays, "overrides": overrides});
        if let Err(refusal) = serde_json::from_value::<Calendar>(document) {
            // How many entries it may have and which years there are is what only the calendar says.
            let refusal = refusal.to_string();
            assert!(refusal.contains("entries") || refusal.contains("is no date"), "{text}: {refusal}");
        }
    }
}

/// A policy that is let in answers every question, and is the same policy when it is read again.
pub fn policy(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let Ok(policy) = Policy::parse(text) else { return };
    for plan in policy.plans() {
        for severity in Severity::ALL {
            for metric in Metric::ALL {
                for region in [None, Some("eu")] {
                    if let Some(target) = policy.target_in(region, &plan.id, severity, metric) {
                        let name = target.clock.as_str();
                        assert!(name == "always" || policy.calendar(name).is_some(), "{name} is a clock");
                        assert!(target.seconds > 0, "a promise of no time");
                    }
                }
            }
            let team = policy.route(&plan.id, severity, None);
            assert!(policy.teams().iter().any(|known| known.id == *team), "tickets go to a team");
        }
    }
    let written = serde_json::to_string(&policy).expect("a policy is written");
    let read = Policy::parse(&written).expect("a policy is read again");
    assert_eq!(read.hash(), policy.hash());
}

/// Hours from the wire keep the laws of time.
pub fn timeline(data: &[u8]) {
    let Ok(hours) = serde_json::from_slice::<Timeline>(data) else { return };
    let Interval { from, until } = hours.horizon();
    for start in [from, from / 2 + until / 2, until] {
        keeps_the_laws(&hours, at(start), 4_000);
    }
    let part = hours.between(at(from + 1), at(until - 1));
    assert!(part.openings().iter().all(|opening| from < opening.from && opening.until < until));
}

/// A log of any events, legal or not, in any order: read to the same answer whatever order it comes in.
pub fn ticket_log(data: &[u8]) {
    let Ok(mut events) = serde_json::from_slice::<Vec<Event>>(data) else { return };
    if events.len() > 60 {
        return;
    }
    let hours = (0..700).map(|day| Interval::new(day * 86_400 + 3_600, day * 86_400 + 34_200)).collect();
    let hours = Timeline::new(Interval::new(-86_400, 700 * 86_400), hours, false, Vec::new(), None);
    let book = Book::new(1, Policy::parse(default_document()).expect("it is valid"), "2026f");
    let book = book.with_timeline(1, "cn-2026", hours);
    let _ = Ticket::fold(&events);
    let now = at(50_000_000);
    events.sort_by_key(|event| event.seq);
    events.dedup_by_key(|event| event.seq);
    let told = standings(&events, &book, now);
    let (walked, stamps) = (runs(&events, &book), due_stamps(&events, &book, now));
    for standing in told.iter().flatten() {
        let _ = standing.explain(&book);
    }
    events.reverse();
    assert_eq!(standings(&events, &book, now), told);
    assert_eq!(runs(&events, &book), walked);
    assert_eq!(due_stamps(&events, &book, now), stamps);
}

/// A record is judged for every version that it names.
pub fn advisory(data: &[u8]) {
    let Ok(record) = serde_json::from_slice::<osv::Record>(data) else { return };
    judged(&[record], &[]);
}

/// A document of any of the formats is read to records and statements that can be judged.
pub fn advisory_import(data: &[u8]) {
    let Some((format, text)) = first(data) else { return };
    let formats = [osv::Format::Osv, osv::Format::Ghsa, osv::Format::Csaf, osv::Format::OpenVex];
    let Some(format) = formats.get(format % formats.len()) else { return };
    if let Ok(imported) = osv::import(*format, text) {
        judged(&imported.records, &imported.statements);
    }
}

/// A lockfile gives package URLs that can be written and read.
pub fn lockfile(data: &[u8]) {
    let Some((format, text)) = first(data) else { return };
    let Some(format) = LOCKFILES.get(format % LOCKFILES.len()) else { return };
    if let Ok(reading) = lockfile::read(*format, text, &|_| true) {
        let lines = text.lines().count();
        for lockfile::Located { purl, line } in reading.found {
            assert!((1..=lines).contains(&line), "{purl} in line {line} of {lines}");
            assert_eq!(purl.package().ecosystem(), &format.ecosystem());
            let _ = Version::parse(&format.ecosystem(), purl.version().unwrap_or_default());
        }
    }
}

/// Three versions of one ecosystem, a line each, are in one order.
pub fn version(data: &[u8]) {
    let Some((order, text)) = first(data) else { return };
    let Some(order) = ORDERS.get(order % ORDERS.len()) else { return };
    let versions: Vec<Version> =
        text.lines().take(3).filter_map(|line| Version::parse_as(*order, line).ok()).collect();
    for a in &versions {
        assert_eq!(a.cmp(a), core::cmp::Ordering::Equal);
        assert!(Version::parse_as(*order, a.text()).is_ok_and(|again| again == *a));
        for b in &versions {
            assert_eq!(a.cmp(b), b.cmp(a).reverse(), "{order:?} {} {}", a.text(), b.text());
            assert_eq!(a == b, a.cmp(b).is_eq(), "{order:?} {} {}", a.text(), b.text());
            let _ = (a.step_to(b), a.may_break(b));
            for c in &versions {
                let is_line = a <= b && b <= c;
                // Maven's own order has a cycle: 1.0-rc1 < 1.0 < 1.dev < 1.0-rc1. Whoever sorts knows that.
                assert!(
                    !is_line || a <= c || *order == Order::Maven,
                    "{order:?} {} {} {}",
                    a.text(),
                    b.text(),
                    c.text()
                );
            }
        }
    }
}

/// A registry's list is read to a feed that versions can be judged against.
pub fn release_feed(data: &[u8]) {
    let Some((format, text)) = first(data) else { return };
    let Some(format) = FEEDS.get(format % FEEDS.len()) else { return };
    let package = Package::new(Ecosystem::Npm, "call-kit");
    let Ok(feed) = release::import(*format, &package, text) else { return };
    let list = ReleaseList::compile(feed);
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
    let index = Index::default();
    let exposures = Exposure::of_list(&index, &list);
    let known: Vec<&Version> = list.releases().iter().map(|known| &known.version).collect();
    for version in known.iter().step_by(1 + known.len() / 8) {
        let status = Status::of(&Ok((*version).clone()), Some(&list), &[], today);
        assert_eq!(status.is_in_feed, Some(true), "{}", version.text());
        let advice = Advice::on(version, &[], &list, &exposures, today).with_guides(version, &list);
        for candidate in &advice.candidates {
            leads_up(&candidate.way.guides, version, &candidate.known.version);
        }
    }
}

/// A route of guides goes up with each, and not past where it leads.
fn leads_up(guides: &[&Guide], from: &Version, to: &Version) {
    let mut at = from.clone();
    for guide in guides {
        let next =
            Version::parse(&Ecosystem::Npm, &guide.to).expect("a guide that is followed leads to a version");
        assert!(at < next && next <= *to, "{} from {} to {}", guide.id, at.text(), to.text());
        assert!(guide.slips(&Ecosystem::Npm, "#").is_empty(), "{}", guide.id);
        at = next;
    }
}

/// A package URL is written as it is read.
pub fn purl(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let Ok(purl) = text.parse::<Purl>() else { return };
    let written = purl.to_string();
    let again = written.parse::<Purl>().unwrap_or_else(|error| panic!("{text} as {written}: {error}"));
    assert_eq!(again, purl, "{text} as {written}");
}

/// A vector has a score between nothing and ten.
pub fn cvss(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let _ = aftercare_shared::advisory::score_of(text);
}

fn judged(records: &[osv::Record], statements: &[osv::Statement]) {
    let index = Index::compile(records).with_statements(statements);
    for record in records {
        let advisory = Advisory::compile(record);
        let packages: BTreeSet<&Package> = advisory.packages().collect();
        for package in packages.into_iter().take(8) {
            let _ = advisory.assessment(package);
            for version in named(record).into_iter().take(40) {
                let verdict = advisory.verdict(package, version);
                let is_hit = matches!(verdict, Verdict::Affected(_));
                assert!(!(is_hit && advisory.is_withdrawn()), "{version}: a withdrawn record hits nothing");
                let _ = index.find(package, version);
            }
        }
    }
}

fn named(record: &osv::Record) -> Vec<&str> {
    let mut named = vec!["", "0", "1.0.0"];
    for entry in &record.affected {
        named.extend(entry.versions.iter().map(String::as_str));
        for event in entry.ranges.iter().flat_map(|range| &range.events) {
            let (osv::Event::Introduced(at)
            | osv::Event::Fixed(at)
            | osv::Event::LastAffected(at)
            | osv::Event::Limit(at)) = event;
            named.push(at);
        }
    }
    named
}

/// The laws of open time: what is elapsed adds up, a deadline holds its target, a pause never brings it forward,
/// and its segments sum to it.
fn keeps_the_laws(hours: &Timeline, start: DateTime<Utc>, seconds: u64) {
    let Ok(due) = hours.due(start, seconds) else { return };
    assert!(due >= start);
    assert_eq!(hours.elapsed(start, due), Ok(seconds));
    let middle = start + (due - start) / 2;
    let parts = (hours.elapsed(start, middle), hours.elapsed(middle, due));
    if let (Ok(before), Ok(after)) = parts {
        assert_eq!(before + after, seconds);
    }
    let told = hours.explain(start, seconds, &[]).expect("a deadline is explained");
    assert_eq!((told.due, told.counted_seconds()), (Some(due), seconds));
    let pause = Pause { from: middle, until: Some(due), reason: PauseReason::WaitingForCustomer };
    if let Ok(paused) = hours.explain(start, seconds, &[pause]) {
        assert!(paused.due.is_some_and(|paused| paused >= due));
        assert_eq!(paused.counted_seconds(), seconds);
    }
}

/// The first byte as a choice, and what follows as a text.
fn first(data: &[u8]) -> Option<(usize, &str)> {
    let (choice, rest) = data.split_first()?;
    Some((usize::from(*choice), core::str::from_utf8(rest).ok()?))
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::UNIX_EPOCH)
}
