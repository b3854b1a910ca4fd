//! Published support contracts of vendors, as policy documents in `data/plans`: none of them needs a line of
//! code, whatever its units, its hours and the number and names of its severities.
//!
//! The tables below are the facts, copied by hand from public pages; the documents are read, compared with
//! them cell by cell, and then stamped over real zones.
#![cfg(feature = "zones")]

use std::fs;
use std::path::Path;

use aftercare_shared::id::PlanId;
use aftercare_shared::metric::Metric::{self, FirstResponse, Resolution, Update};
use aftercare_shared::policy::document::Unlimited;
use aftercare_shared::policy::{Clock, Counted, Cover, Entitlement, Limit, Period, Policy};
use aftercare_shared::severity::Severity::{self, Degraded, Down, Question, Severe};
use aftercare_shared::timeline::Timeline;
use aftercare_shared::zones;
use chrono::{DateTime, Utc};

/// Rows of severities by what the contract calls them, columns of plans. `bh` is an hour of the vendor's
/// office, `bd` a day of it, `h` and `min` are around the clock, `*h` is an hour of the hours that the contract
/// states for everything, `-` is not offered.
type Table = (&'static str, &'static [&'static str], &'static [(&'static str, &'static [&'static str])]);

const FIRST_RESPONSES: [Table; 6] = [
    (
        "sendbird",
        &["community", "base", "l1", "l2", "l3", "l4"],
        &[
            ("P1 Urgent", &["-", "best_effort", "3bh", "2bh", "1h", "1h"]),
            ("P2 High", &["-", "best_effort", "6bh", "4bh", "3bh", "3h"]),
            ("P3 Normal", &["-", "best_effort", "16bh", "8bh", "6bh", "6bh"]),
        ],
    ),
    (
        "tencent-cloud",
        &["basic", "developer", "business", "enterprise"],
        &[
            ("Usage consultation", &["16h", "16h", "16h", "8h"]),
            ("System impaired", &["-", "8h", "8h", "4h"]),
            ("Production system", &["-", "-", "30min", "20min"]),
            ("Business critical", &["-", "-", "-", "15min"]),
        ],
    ),
    (
        "pingcap",
        &["developer", "enterprise", "premium"],
        &[
            ("S1", &["4bh", "1h", "30min"]),
            ("S2", &["8bh", "2h", "1h"]),
            ("S3", &["12bh", "8bh", "4bh"]),
            ("S4", &["24bh", "24bh", "24bh"]),
        ],
    ),
    (
        "aws",
        &["developer", "business", "enterprise"],
        &[
            ("General guidance", &["24bh", "24h", "24h"]),
            ("System impaired", &["12bh", "12h", "12h"]),
            ("Production system impaired", &["-", "4h", "4h"]),
            ("Production system down", &["-", "1h", "1h"]),
            ("Business-critical system down", &["-", "-", "15min"]),
        ],
    ),
    (
        "cloudsmith",
        &["all"],
        &[("Sev1", &["2bh"]), ("Sev2", &["4bh"]), ("Sev3", &["6bh"]), ("Sev4", &["20bh"])],
    ),
    ("sequel", &["all"], &[("P1", &["1h"]), ("P2", &["3h"]), ("P3", &["8.5bh"])]),
];

fn load(name: &str) -> Policy {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/plans/{name}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Policy::parse(&text).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn plan(id: &str) -> PlanId {
    PlanId::new(id).unwrap()
}

/// The severity that the contract calls so.
fn called(policy: &Policy, name: &str) -> Severity {
    let offered = policy.severities().into_iter();
    let mut found = offered.filter(|it| it.name.as_ref().is_some_and(|it| it.en == name));
    found.next().unwrap_or_else(|| panic!("no severity is called {name}")).severity
}

/// What a cell of a table says: seconds, and whether they are an office's.
fn read(cell: &str) -> Option<(u64, bool)> {
    let digits = cell.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let (count, unit) = cell.split_at(digits);
    // Tenths, so that half an hour is a whole number of them.
    let tenths: u64 = match count.split_once('.') {
        Some((whole, tenth)) => whole.parse::<u64>().unwrap() * 10 + tenth.parse::<u64>().unwrap(),
        None => count.parse::<u64>().ok()? * 10,
    };
    match unit {
        "bh" => Some((tenths * 360, true)),
        "h" => Some((tenths * 360, false)),
        "min" => Some((tenths * 6, false)),
        other => panic!("{other} is no unit of the tables"),
    }
}

#[test]
fn every_cell_of_every_table_is_in_its_document() {
    for (name, plans, rows) in FIRST_RESPONSES {
        let policy = load(name);
        let ids: Vec<&str> = policy.plans().iter().map(|plan| plan.id.as_str()).collect();
        assert_eq!(ids, plans, "{name}");
        assert_eq!(
            policy.severities().len(),
            rows.len(),
            "{name} offers what its table has, and nothing else"
        );
        for (row, cells) in rows {
            let severity = called(&policy, row);
            for (id, cell) in plans.iter().zip(*cells) {
                let cover = policy.cover(None, &plan(id), severity, FirstResponse);
                let told = match &cover {
                    Cover::Promised(target) => Some((target.seconds, target.clock != Clock::Always)),
                    Cover::BestEffort | Cover::NotOffered => None,
                };
                let expected = match *cell {
                    "-" => {
                        assert_eq!(cover, Cover::NotOffered, "{name} {row} {id}");
                        None
                    }
                    "best_effort" => {
                        assert_eq!(cover, Cover::BestEffort, "{name} {row} {id}");
                        None
                    }
                    cell => read(cell),
                };
                assert_eq!(told, expected, "{name} {row} {id}");
            }
        }
    }
}

#[test]
fn every_document_survives_the_round_trip_and_names_only_what_it_offers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plans");
    let mut seen = 0;
    for file in fs::read_dir(folder).unwrap().flatten() {
        let name = file.path().file_stem().unwrap().to_string_lossy().into_owned();
        let policy = load(&name);
        let again = Policy::parse(&serde_json::to_string(&policy).unwrap()).unwrap();
        assert_eq!((again.hash(), &again), (policy.hash(), &policy), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 7);
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// When a target falls due.
fn due(policy: &Policy, region: Option<&str>, id: &str, what: (&str, Metric), start: &str) -> DateTime<Utc> {
    let (severity, metric) = (called(policy, what.0), what.1);
    let target = policy.target_in(region, &plan(id), severity, metric).unwrap();
    let start = at(start);
    match &target.clock {
        Clock::Always => Timeline::always().due(start, target.seconds).unwrap(),
        Clock::Calendar(name) => {
            let calendar = policy.calendar(name).unwrap();
            zones::reach(calendar, start, |open| open.due(start, target.seconds)).unwrap().unwrap().1
        }
    }
}

#[test]
fn every_contract_is_stamped_as_it_is_meant() {
    type Case = (
        &'static str,
        Option<&'static str>,
        &'static str,
        (&'static str, Metric),
        &'static str,
        &'static str,
    );
    let cases: [Case; 14] = [
        // The customer chose Seoul: over a Sunday and the substitute holiday of the Monday.
        (
            "sendbird",
            Some("kr"),
            "l1",
            ("P1 Urgent", FirstResponse),
            "2026-05-22T16:00:00+09:00",
            "2026-05-26T10:00:00+09:00",
        ),
        // Whoever chose nothing has Pacific time, closed on the observed Independence Day.
        (
            "sendbird",
            None,
            "l1",
            ("P1 Urgent", FirstResponse),
            "2026-07-02T16:30:00-07:00",
            "2026-07-06T10:30:00-07:00",
        ),
        (
            "sendbird",
            Some("kr"),
            "l4",
            ("P1 Urgent", FirstResponse),
            "2026-05-22T16:00:00+09:00",
            "2026-05-22T17:00:00+09:00",
        ),
        (
            "tencent-cloud",
            None,
            "enterprise",
            ("Business critical", FirstResponse),
            "2026-10-01T00:00:00+08:00",
            "2026-10-01T00:15:00+08:00",
        ),
        (
            "pingcap",
            Some("jp"),
            "developer",
            ("S3", FirstResponse),
            "2026-03-05T10:00:00+09:00",
            "2026-03-06T13:00:00+09:00",
        ),
        (
            "pingcap",
            Some("sg"),
            "premium",
            ("S4", FirstResponse),
            "2026-02-16T09:00:00+08:00",
            "2026-02-20T15:00:00+08:00",
        ),
        // Over the end of summer time, in the customer's own country.
        (
            "aws",
            Some("de"),
            "developer",
            ("General guidance", FirstResponse),
            "2026-10-23T17:00:00+02:00",
            "2026-10-28T11:00:00+01:00",
        ),
        (
            "aws",
            Some("jp"),
            "developer",
            ("System impaired", FirstResponse),
            "2026-05-01T12:00:00+09:00",
            "2026-05-07T14:00:00+09:00",
        ),
        (
            "aws",
            None,
            "enterprise",
            ("Business-critical system down", FirstResponse),
            "2026-05-03T23:50:00Z",
            "2026-05-04T00:05:00Z",
        ),
        // The window goes over midnight: half an hour of Friday, an hour of Saturday, half an hour of Monday.
        ("cloudsmith", None, "all", ("Sev1", FirstResponse), "2026-03-06T23:30:00Z", "2026-03-09T05:30:00Z"),
        ("cloudsmith", None, "all", ("Sev4", FirstResponse), "2026-03-05T12:00:00Z", "2026-03-06T12:00:00Z"),
        // A business day from the middle of one ends in the middle of the next.
        ("sequel", None, "all", ("P3", Resolution), "2026-03-06T15:00:00-05:00", "2026-03-09T15:00:00-04:00"),
        ("sequel", None, "all", ("P1", Update), "2026-03-07T02:30:00-05:00", "2026-03-07T03:30:00-05:00"),
        ("sequel", None, "all", ("P2", Resolution), "2026-03-07T22:00:00-05:00", "2026-03-08T05:00:00-04:00"),
    ];
    for (name, region, id, what, start, expected) in cases {
        assert_eq!(
            due(&load(name), region, id, what, start),
            at(expected),
            "{name} {region:?} {id} {what:?}"
        );
    }
}

#[test]
fn an_update_is_promised_where_the_contract_says_so_and_nowhere_else() {
    let policy = load("sequel");
    let update = |severity| policy.cover(None, &plan("all"), severity, Update);
    assert!(matches!(update(Down), Cover::Promised(_)));
    assert_eq!((update(Severe), update(Question)), (Cover::NotOffered, Cover::NotOffered));
    assert!(!policy.offers(Degraded), "three severities are all there are");
    for (name, plans, _) in FIRST_RESPONSES.iter().filter(|(name, ..)| *name != "sequel") {
        let policy = load(name);
        for (id, severity) in plans.iter().flat_map(|id| Severity::ALL.map(|severity| (id, severity))) {
            assert_eq!(policy.cover(None, &plan(id), severity, Resolution), Cover::NotOffered, "{name} {id}");
        }
    }
}

#[test]
fn channels_are_by_plan_and_by_severity_and_have_their_hours() {
    let policy = load("sendbird");
    let hours = |id: &str, channel: &str, severity: Severity| {
        policy.plan(&plan(id)).channel(channel, severity).map(|channel| channel.clock.clone())
    };
    let (local, always) = (Some(Some("local".to_owned())), Some(Some("always".to_owned())));
    assert_eq!(hours("community", "email", Down), None);
    assert_eq!(
        [Question, Severe, Down].map(|severity| hours("l2", "email", severity)),
        [(); 3].map(|()| local.clone())
    );
    assert_eq!(
        [Question, Severe, Down].map(|severity| hours("l3", "email", severity)),
        [local.clone(), local.clone(), always.clone()]
    );
    assert_eq!(
        [Question, Severe, Down].map(|severity| hours("l4", "email", severity)),
        [local, always.clone(), always]
    );
    assert_eq!((hours("l1", "hotline", Down), hours("l2", "hotline", Down)), (None, Some(None)));
    assert_eq!((hours("l3", "slack", Down), hours("l4", "slack", Down)), (None, Some(None)));

    let policy = load("pingcap");
    let has = |id: &str, channel: &str| policy.plan(&plan(id)).channel(channel, Question).is_some();
    let table =
        ["developer", "enterprise", "premium"].map(|id| (has(id, "im_create"), has(id, "im_two_way")));
    assert_eq!(table, [(false, false), (true, false), (true, true)]);
}

#[test]
fn what_is_counted_is_counted_by_plan() {
    let policy = load("tyk");
    let of = |id: &str, name: &str| policy.plan(&plan(id)).entitlements.get(name).cloned();
    let at_once = |limit| Some(Entitlement::Counted(Counted { limit: Limit::AtMost(limit), per: None }));
    let users = ["standard", "enhanced", "premier", "signature"].map(|id| of(id, "named_users"));
    assert_eq!(users, [0, 1, 5, 10].map(at_once));
    let a_year = |limit| Some(Entitlement::Counted(Counted { limit, per: Some(Period::Year) }));
    assert_eq!(of("enhanced", "screen_shares"), None);
    assert_eq!(of("premier", "screen_shares"), a_year(Limit::AtMost(6)));
    assert_eq!(of("signature", "screen_shares"), a_year(Limit::Unlimited(Unlimited::Unlimited)));
    let review = Entitlement::Counted(Counted { limit: Limit::AtMost(1), per: Some(Period::Quarter) });
    let sendbird = load("sendbird");
    assert_eq!(sendbird.plan(&plan("l3")).entitlements.get("quarterly_review"), Some(&review));
}
