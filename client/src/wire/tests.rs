//! What serde writes is what is read, for every type.

use core::fmt::Debug;

use aftercare_shared::api::desk::policies;
use aftercare_shared::api::{
    advisories, desk, inventory, notices, quote, releases, sdks, session, ticket as api, upgrades,
};
use aftercare_shared::calendar;
use aftercare_shared::lockfile::Outcome;
use aftercare_shared::problem::{Kind, Problem};
use aftercare_shared::ticket::{EventBody, Promise};
use aftercare_shared::timeline::{Interval, Timeline};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::customer::{StepTold, WayTold};
use crate::wire::{Decode, decode};

/// What serde reads from the JSON is what is read here, and so is what serde writes of it.
#[track_caller]
fn check<T: Decode + Serialize + DeserializeOwned + PartialEq + Debug>(json: Value) {
    let expected: T = serde_json::from_value(json.clone()).expect("the test's JSON is of the DTO's shape");
    assert_eq!(decode::<T>(&json.to_string()).as_ref(), Some(&expected), "as given");
    let written = serde_json::to_string(&expected).unwrap();
    assert_eq!(decode::<T>(&written).as_ref(), Some(&expected), "as written");
}

const AT: &str = "2026-02-14T04:30:00Z";

fn plan() -> Value {
    json!({"id": "professional", "name": {"en": "Professional", "zh": "专业版"}, "source": "claim"})
}

fn promise() -> Value {
    json!({"metric": "first_response", "cycle": 0, "state": "running", "started_at": AT, "due_at": AT,
    "stopped_at": AT, "missed_at": AT, "target_seconds": 14_400, "elapsed_seconds": 60, "clock": "cn-2026",
    "zone": "Asia/Shanghai", "provisional": true, "policy_version": 3,
    "explanation": {"start": AT, "target_seconds": 14_400, "due": AT, "paused_since": null,
        "provisional": false, "segments": [
            {"from": AT, "until": AT, "kind": "open"},
            {"from": AT, "until": AT, "kind": "make_up_day"},
            {"from": AT, "until": AT, "kind": "changed_hours"},
            {"from": AT, "until": AT, "kind": "closed"},
            {"from": AT, "until": AT, "kind": "holiday", "name": {"en": "Spring Festival", "zh": "春节"}},
            {"from": AT, "until": AT, "kind": "holiday"},
            {"from": AT, "until": AT, "kind": "paused", "reason": "waiting_for_customer"},
            {"from": AT, "until": AT, "kind": "paused", "reason": "resolved"},
        ]}})
}

fn summary() -> Value {
    json!({"id": "tkt_1", "number": 1001, "subject": "Token refresh returns 401", "status": "open",
        "severity": "severe", "opened_at": AT, "updated_at": AT, "seq": 7, "promise": promise(), "answered": true})
}

fn with(mut object: Value, more: Value) -> Value {
    let (Value::Object(fields), Value::Object(more)) = (&mut object, more) else { panic!("not objects") };
    fields.extend(more);
    object
}

fn event(body: Value) -> Value {
    with(json!({"seq": 2, "at": AT, "author": {"role": "agent", "name": "Lin Wei"}}), body)
}

fn view() -> Value {
    let more = json!({"severity_asked": "down", "assignee": "Lin Wei", "asked": [{"id": "i1", "label": "the log"}],
        "promises": [promise()], "events": [event(json!({"kind": "accepted"}))]});
    with(summary(), more)
}

fn report() -> Value {
    let way = json!({"crosses_major": true, "majors": 1, "may_break": true,
        "breaking": [{"id": "b1", "title": "No more callbacks", "url": "https://example.com"}]});
    let candidate = json!({"kinds": ["nearest_same_minor", "nearest_same_major", "newest_same_major", "nearest",
        "newest", "least_bad"], "version": "24.0.0", "released": "2023-03-28", "remaining": ["GHSA-1"],
        "moves_with": ["the server"], "is_in_plan": true, "notes_url": "https://example.com"});
    let conditions = json!(["not_deprecated", "stable", "supported", "certain", "unaffected"]);
    json!({"purl": "pkg:npm/matrix-js-sdk@23.5.0", "name": "matrix-js-sdk", "ecosystem": "npm", "version": "23.5.0",
        "status": "vulnerable", "reason": "not_in_feed", "is_feed_known": true, "feed_as_of": AT, "is_in_feed": true, "latest": "43.0.0",
        "newest_same_minor": "23.5.0", "newest_same_major": "23.5.0", "end_of_life": "2026-12-12",
        "deprecated": {"message": "gone", "replacement": "other"}, "yanked": "",
        "findings": [{"id": "GHSA-1", "aliases": ["CVE-1"], "summary": "Pollution", "severity": "high", "score": 7.5,
            "verdict": "unknown", "reason": "why", "range": ">= 1", "fixed_in": null, "published": AT, "url": "https://example.com"}],
        "coming": [{"id": "release:2026-12-01:pkg:npm/matrix-js-sdk:44.0.0", "kind": "release", "on": "2026-12-01",
            "version": "44.0.0", "title": "t", "url": "https://example.com"}],
        "upgrade": {"is_fine_already": false, "candidates": [with(candidate, way.clone())], "dropped": conditions,
            "ladder": [with(json!({"version": "24.0.0", "sheds": ["GHSA-1"]}), way)]}})
}

#[test]
fn sessions_and_problems_are_read() {
    let account = json!({"id": "acme", "name": "Acme"});
    for visitor in [
        json!({"kind": "user", "id": "u1", "name": "Mina", "account": account}),
        json!({"kind": "guest", "id": "g1"}),
    ] {
        check::<session::Session>(
            json!({"token": "t", "expires_at": AT, "visitor": visitor, "plan": plan(), "now": AT}),
        );
    }
    for source in ["claim", "account", "default"] {
        check::<session::PlanSource>(json!(source));
    }
    let mut problem = Problem::field("#/subject", "Write a line.");
    problem.seq = Some(4);
    check::<Problem>(serde_json::to_value(problem).unwrap());
    check::<Problem>(serde_json::to_value(Problem::new(Kind::NotFound, "")).unwrap());
}

#[test]
fn quotes_are_read() {
    let days = json!([[10, 5, {"holiday": {"en": "New Year", "zh": "元旦"}}], [20, 5, {"holiday": null}],
        [30, 5, "make_up_day"], [40, 5, "changed_hours"]]);
    let timeline = json!({"from": 0, "until": 1000, "open": [10, 20, 30, 40], "ends": true, "days": days,
        "known_until": 900});
    check::<quote::Quotes>(json!({"now": AT, "plan": plan(), "policy_version": 1,
        "targets": [{"severity": "down", "metric": "next_response", "target_seconds": 60, "clock": "always"}],
        "clocks": {"cn-2026": {"zone": "Asia/Shanghai", "timeline": timeline}}}));
    let plain = Timeline::new(Interval::new(0, 100), vec![Interval::new(5, 50)], false, vec![], None);
    check::<Timeline>(serde_json::to_value(plain).unwrap());
    assert_eq!(
        decode::<Timeline>(r#"{"from": 0, "until": 10, "open": [5, 50]}"#),
        None,
        "beyond its horizon"
    );
}

#[test]
fn tickets_are_read() {
    check::<aftercare_shared::api::Page<api::TicketSummary>>(
        json!({"items": [summary()], "next_cursor": "c"}),
    );
    check::<api::TicketView>(view());
    check::<api::EventsSince>(json!({"seq": 9, "events": [event(json!({"kind": "closed"}))]}));
    for author in [json!({"role": "customer", "name": "Mina"}), json!({"role": "system"})] {
        check::<api::Author>(author);
    }
    for state in ["running", "paused", "met", "missed", "cancelled"] {
        check::<api::PromiseState>(json!(state));
    }
    for status in ["new", "open", "waiting", "resolved", "closed", "merged"] {
        check::<aftercare_shared::ticket::Status>(json!(status));
    }
    for severity in aftercare_shared::severity::Severity::ALL {
        check::<aftercare_shared::severity::Severity>(json!(severity.as_str()));
    }
    for metric in aftercare_shared::metric::Metric::ALL {
        check::<aftercare_shared::metric::Metric>(json!(metric.as_str()));
    }
    check::<api::NewTicket>(json!({"subject": "s", "body": "b", "severity": "down", "product": "im",
        "sdks": ["pkg:npm/a@1.0.0"], "page": "https://example.com/", "lang": "zh"}));
    check::<api::NewMessage>(json!({"body": "b", "seen": 3}));
}

#[test]
fn every_kind_of_event_is_read() {
    let promise = Promise {
        metric: aftercare_shared::metric::Metric::Update,
        cycle: 1,
        started_at: Default::default(),
        target_seconds: 60,
        clock: "always".into(),
        due_at: Default::default(),
        provisional: false,
        policy_version: 1,
        policy_hash: "00".into(),
        calendar_hash: String::new(),
        tzdb: "2026f".into(),
    };
    let promise = serde_json::to_value(EventBody::PromiseMade(promise)).unwrap();
    for body in [
        json!({"kind": "opened", "subject": "s", "body": "b", "severity": "down", "plan": "basic", "product": "im",
            "sdks": ["pkg:npm/a@1.0.0"], "page": "https://example.com/", "lang": "zh"}),
        json!({"kind": "opened", "subject": "s", "body": "", "severity": "question", "plan": "basic"}),
        json!({"kind": "message", "body": "b"}),
        json!({"kind": "note", "body": "b"}),
        json!({"kind": "accepted"}),
        json!({"kind": "info_requested", "items": [{"id": "i1", "label": "the log"}]}),
        json!({"kind": "info_provided", "items": ["i1"]}),
        json!({"kind": "severity_changed", "from": "down", "to": "severe", "reason": "r"}),
        json!({"kind": "plan_changed", "from": "basic", "to": "enterprise", "reason": "r"}),
        json!({"kind": "assigned", "agent": "lin", "name": "Lin Wei"}),
        json!({"kind": "routed", "team": "web"}),
        json!({"kind": "resolved"}),
        json!({"kind": "reopened"}),
        json!({"kind": "closed"}),
        json!({"kind": "rated", "score": 5, "comment": "c"}),
        json!({"kind": "merged", "into": "tkt_2"}),
        json!({"kind": "escalated", "reason": "r"}),
        escalated(json!({"notify": "lead"})),
        escalated(json!({"notify": "team"})),
        escalated(json!({"reassign": "oncall"})),
        escalated(json!({"raise": {"to": "critical", "reason": {"en": "r", "zh": "r"}}})),
        promise,
        json!({"kind": "promise_warned", "metric": "update", "cycle": 0, "percent": 75}),
        json!({"kind": "promise_missed", "metric": "update", "cycle": 0, "missed_at": AT}),
    ] {
        check::<api::EventView>(event(body));
    }
}

fn escalated(act: serde_json::Value) -> serde_json::Value {
    json!({"kind": "escalated", "rule": {"metric": "update", "cycle": 0, "percent": 150, "reached_at": AT, "act": act}})
}

#[test]
fn notices_are_read() {
    let card = json!({"id": "GHSA-1", "summary": "s", "severity": "critical", "package": "p", "version": "1",
        "fixed_in": "2"});
    check::<notices::Notices>(json!({"generated_at": AT, "badge": 2, "cards": [card], "sdks": [report()]}));
    check::<notices::Notices>(json!({"badge": 0, "sdks": []}));
    for rating in ["none", "low", "medium", "high", "critical", "unknown"] {
        check::<aftercare_shared::advisory::Rating>(json!(rating));
    }
    for state in ["dismissed", "acknowledged"] {
        check::<notices::NoticeStates>(json!({"items": [
            {"id": "GHSA-1", "state": state, "severity": "high", "verdict": "affected", "at": AT},
            {"id": "GHSA-1", "state": state, "at": AT},
        ]}));
    }
    for why in [
        "no_package",
        "no_version",
        "unreadable_version",
        "no_order",
        "open_finding",
        "no_feed",
        "not_in_feed",
    ] {
        check::<notices::Why>(json!(why));
    }
    for kind in ["breaking_change", "end_of_life", "release", "announcement"] {
        check::<notices::Coming>(
            json!({"id": "x", "kind": kind, "on": "2026-12-31", "version": "1", "title": "t",
            "url": "https://example.com/"}),
        );
        check::<notices::Coming>(json!({"id": "x", "kind": kind}));
    }
    check::<notices::Verdict>(json!("affected"));
    for headline in [
        "vulnerable",
        "end_of_life",
        "yanked",
        "deprecated",
        "behind_major",
        "behind_minor",
        "behind_patch",
        "current",
        "ahead",
        "unknown",
    ] {
        check::<aftercare_shared::status::Headline>(json!(headline));
    }
}

#[test]
fn the_desks_answers_are_read() {
    let counts = json!({"due_next": 1, "missed": 2, "mine": 3, "waiting": 4, "unassigned": 5});
    let account = json!({"id": "acme", "name": "Acme"});
    let item = json!({"account": account, "plan": plan(), "assignee": "Lin", "mine": true, "team": "web",
        "asked": ["the log"]});
    check::<desk::Me>(json!({"id": "lin", "name": "Lin Wei", "now": AT}));
    check::<desk::Queue>(
        json!({"now": AT, "items": [with(summary(), item)], "next_cursor": "c", "counts": counts}),
    );
    let customer = json!({"account": account, "requester": "Mina", "verified": true, "plan": plan(), "lang": "en",
        "page": "https://example.com/", "runs": [report()], "before": [summary()]});
    check::<desk::DeskTicket>(
        json!({"now": AT, "ticket": view(), "customer": customer, "mine": false, "team": "web"}),
    );
}

fn advisory() -> Value {
    let told = json!({"accounts": 3, "notified": 2, "within_two_hours": 1});
    json!({"id": "GHSA-1", "aliases": ["CVE-1"], "summary": "s", "severity": "high", "score": 7.5,
        "state": "withdrawn", "packages": ["pkg:npm/a"], "published": AT, "modified": AT, "revision": 2,
        "affected_accounts": 3, "unknown_accounts": 1, "notified": told})
}

#[test]
fn what_the_desk_knows_of_advisories_is_read() {
    check::<aftercare_shared::api::Page<advisories::AdvisorySummary>>(json!({"items": [advisory()]}));
    let record =
        json!({"id": "GHSA-1", "affected": [{"ranges": [], "n": 1.5, "m": -3, "x": null, "y": true}]});
    let revisions = ["published", "updated", "withdrawn"]
        .map(|kind| json!({"revision": 1, "kind": kind, "at": AT, "by": "Lin", "reason": "r"}));
    let statements = ["not_affected", "fixed", "affected", "under_investigation"]
        .map(|status| json!({"package": "pkg:npm/a", "status": status, "justification": "j", "at": AT}));
    let whole = json!({"record": record.clone(), "revisions": revisions, "statements": statements});
    let whole = with(advisory(), whole);
    let sheet = decode::<crate::AdvisorySheet>(&whole.to_string()).unwrap();
    let view: advisories::AdvisoryView = serde_json::from_value(whole).unwrap();
    assert_eq!(
        (sheet.advisory, sheet.revisions, sheet.statements),
        (view.advisory, view.revisions, view.statements)
    );
    assert_eq!(Some(sheet.record), crate::wire::Value::parse(&record.to_string()));

    let outcomes = ["created", "updated", "unchanged", "older"];
    let imported = outcomes.map(|outcome| json!({"id": "GHSA-1", "outcome": outcome}));
    for format in ["osv", "ghsa", "csaf", "open_vex"] {
        let skipped = json!(["CSAFPID-1"]);
        check::<advisories::ImportReport>(
            json!({"format": format, "advisories": imported, "statements": 2, "skipped": skipped}),
        );
    }

    let account = json!({"id": "acme", "name": "Acme"});
    let sources = json!(["page", "lockfile", "ci", "api"]);
    let version = json!({"purl": "pkg:npm/a@1.0.0", "verdict": "affected", "reason": "r", "fixed_in": "1.0.1",
        "sources": sources, "last_seen": AT});
    let channels = [("panel", "reached"), ("webhook", "waiting"), ("webhook", "failed"), ("panel", "off")]
        .map(|(channel, reach)| json!({"channel": channel, "reach": reach, "at": AT}));
    let item = json!({"account": account, "is_affected": true, "purls": ["pkg:npm/a@1.0.0"], "due_from": AT,
        "channels": channels, "seconds": 60});
    let hit = json!({"account": account, "verdict": "unknown", "versions": [version], "notification": item});
    let bare = json!({"account": account, "verdict": "affected", "versions": []});
    let impact = json!({"id": "GHSA-1", "summary": "", "severity": "low", "packages": [], "affected_accounts": 1,
        "unknown_accounts": 0, "accounts": [hit, bare], "next_cursor": "c"});
    check::<advisories::Preview>(json!({"advisories": [impact], "skipped": ["x"]}));
    check::<advisories::Notifications>(json!({"id": "GHSA-1", "revision": 1, "published_at": AT,
        "is_complete": false, "told": {"accounts": 1, "notified": 1, "within_two_hours": 1},
        "median_seconds": 60, "slowest_seconds": 60, "items": [item], "next_cursor": "c"}));
    let seen = json!({"purl": "pkg:npm/a@1.0.0", "source": "ci", "project": "app", "first_seen": AT,
        "last_seen": AT});
    let bare = json!({"purl": "pkg:npm/a", "source": "page", "first_seen": AT, "last_seen": AT});
    check::<inventory::Inventory>(json!({"items": [seen, bare]}));
}

#[test]
fn ways_up_are_read_with_their_guides() {
    let guide = |id: &str| {
        json!({"id": id, "from": ">= 23.0.0, < 24.0.0", "to": "24.0.0", "title": "t", "effort_minutes": 90,
            "url": "https://example.com", "codemod_url": "https://example.com", "has_text": true})
    };
    let mut report = report();
    let upgrade = report.get_mut("upgrade").unwrap();
    upgrade["candidates"][0]["guides"] = json!([guide("a"), guide("b")]);
    upgrade["ladder"][0]["guides"] = json!([guide("a")]);
    let item = json!({"purl": "pkg:npm/a@1", "version": "1", "status": "vulnerable", "upgrade": upgrade});
    let unknown = json!({"purl": "a", "status": "unknown", "reason": "no_package", "upgrade": null});
    // What serde reads, and writes again, is what is read here.
    let told = |item: &Value| {
        let whole = json!({"plan": "business", "items": [item]});
        let whole: upgrades::Upgrades = serde_json::from_value(whole).expect("it is of the DTO's shape");
        let text = serde_json::to_string(&whole).expect("it is written");
        let read: WayTold = decode(&text).expect("it is read");
        (whole, read)
    };
    let (whole, read) = told(&item);
    let upgrade = whole.items[0].upgrade.as_ref().expect("a way");
    let (candidate, rung) = (&upgrade.candidates[0], &upgrade.ladder[0]);
    let step = |version: &str, is_in_plan, guides: &[upgrades::GuideSummary]| StepTold {
        version: version.to_owned(),
        is_in_plan,
        guides: guides.to_vec(),
    };
    assert_eq!((candidate.way.guides.len(), rung.way.guides.len()), (2, 1));
    assert_eq!(read.goals, [step(&candidate.version, candidate.is_in_plan, &candidate.way.guides)]);
    assert_eq!(read.ladder, [step(&rung.version, None, &rung.way.guides)]);
    assert_eq!(told(&unknown).1, WayTold::default());
    assert_eq!(decode::<WayTold>(r#"{"plan": "business", "items": []}"#), None);
}

#[test]
fn what_the_desk_knows_of_releases_is_read() {
    let release = json!({"version": "1.0.0", "released": "2026-01-02", "channel": "beta", "yanked": "",
        "is_unlisted": true, "deprecated": {"message": "m", "replacement": "b"}, "end_of_life": "2026-12-31",
        "breaking": [{"id": "b", "title": "t", "url": "https://example.com"}], "notes_url": "https://example.com",
        "downloads": [{"url": "https://example.com/a", "checksum": "sha256:00"}],
        "demo_url": "https://example.com", "moves_with": ["server"], "plans": ["basic"],
        "announcement": {"message": "m", "from": "2026-12-31", "url": "https://example.com"}});
    let package = json!({"package": "pkg:npm/a", "name": "a", "ecosystem": "npm", "latest": "1.0.0",
        "latest_released": "2026-01-02", "releases": 1, "as_of": AT, "is_stale": true});
    check::<releases::Packages>(json!({"items": [package]}));
    let forms = [
        "aftercare",
        "npm",
        "pypi",
        "maven_metadata",
        "crates_index",
        "pub_dev",
        "rubygems",
        "nuget",
        "github_releases",
        "end_of_life",
        "keep_a_changelog",
    ];
    let feeds = forms.map(|form| {
        json!({"package": "pkg:npm/a", "form": form, "url": "https://example.com/a",
        "interval_seconds": 3600, "fetched_at": AT, "next_at": AT, "is_stale": false, "listed": 3,
        "failures": 1, "last_error": {"at": AT, "message": "m"}})
    });
    check::<releases::Feeds>(json!({"items": feeds}));
    let known = [with(release.clone(), json!({"edit": release})), json!({"version": "0.9.0"})];
    let lines = json!([{"line": "1", "end_of_life": "2026-12-31"}, {"line": "0", "has_ended": true}]);
    let guide = json!({"id": "0-to-1", "from": "< 1.0.0", "to": "1.0.0", "title": "t", "effort_minutes": 90,
        "text": "# t", "url": "https://example.com", "codemod_url": "https://example.com"});
    let guides = ["feed", "pushed", "desk"].map(|origin| with(guide.clone(), json!({"origin": origin})));
    check::<aftercare_shared::release::Guide>(json!({"id": "a", "to": "1.0.0", "title": "t"}));
    let whole = json!({"items": known, "lines": lines, "guides": guides, "feeds": feeds, "pushed_at": AT});
    check::<releases::PackageReleases>(with(package, whole));
}

#[test]
fn what_does_not_fit_is_no_answer() {
    for text in [
        "",
        "[]",
        "{",
        "null",
        r#"{"id": "", "name": "Acme"}"#,
        r#"{"id": "a"}"#,
        r#"{"id": 1, "name": "A"}"#,
    ] {
        assert_eq!(decode::<session::AccountView>(text), None, "{text}");
    }
    for time in [
        "2026-02-14T04:30:00+08:00",
        "2026-02-30T04:30:00Z",
        "2026-02-14T25:00:00Z",
        "2026-02-14",
        "Z",
        "T::Z",
    ] {
        assert_eq!(decode::<chrono::DateTime<chrono::Utc>>(&json!(time).to_string()), None, "{time}");
    }
}

#[test]
fn policies_are_read() {
    let version = json!({"version": 3, "hash": "ab", "created_at": AT, "created_by": "Lin Wei", "note": "n"});
    check::<policies::PolicyVersion>(version.clone());
    check::<policies::PolicyVersion>(json!({"version": 0, "hash": "ab"}));
    let changes = json!([{"subject": ["grace"], "before": "1h", "after": "30m", "effect": "better"},
        {"subject": ["a", "b"], "effect": "worse"}, {"subject": [], "effect": "neutral"},
        {"subject": [], "effect": "mixed"}]);
    check::<policies::Differences>(json!({"against": 2, "hash": "cd", "changes": changes}));
    check::<policies::Pushed>(with(version.clone(), json!({"is_new": true, "changes": changes})));
    let sheet =
        decode::<crate::Sheet>(&with(version, json!({"document": {"later": 1}})).to_string()).unwrap();
    assert_eq!((sheet.version.version, sheet.document.written().as_str()), (3, "{\"later\": 1}"));
}

#[test]
fn calendars_are_read() {
    check::<calendar::Document>(
        json!({"name": {"en": "Office", "zh": "办公室"}, "zone": "Asia/Seoul", "source": "s",
        "hours": {"mon": [["09:00", "12:00"], ["13:30", "18:00"]]}, "known_through": 2027,
        "holidays": ["2026-01-01", {"date": "2026-05-01", "name": "May Day"},
            {"from": "2026-10-01", "to": "2026-10-07", "name": {"en": "National Day", "zh": "国庆节"}}],
        "overrides": {"2026-10-10": [["09:00", "18:00"]], "2026-10-11": []}}),
    );
    check::<calendar::Document>(json!({"zone": "UTC"}));
}

#[test]
fn what_a_reader_of_lockfiles_tells() {
    check::<sdks::Sdks>(json!({"sdks": [
        {"purl": "pkg:npm/matrix-js-sdk", "name": "matrix-js-sdk", "ecosystem": "npm", "latest": "43.0.0"},
        {"purl": "pkg:pypi/acme", "name": "acme", "ecosystem": "PyPI"}]}));
    check::<Outcome>(json!({"outcome": "read", "others": 412,
        "found": [{"purl": "pkg:npm/matrix-js-sdk@23.5.0", "line": 7}]}));
    check::<Outcome>(json!({"outcome": "unknown_name"}));
    for flaw in [
        json!({"kind": "encoding"}),
        json!({"kind": "ends_early"}),
        json!({"kind": "unexpected", "what": "é"}),
        json!({"kind": "too_deep"}),
        json!({"kind": "missing", "what": "`pins`"}),
        json!({"kind": "expected", "what": "name:"}),
        json!({"kind": "version", "what": "one"}),
    ] {
        check::<Outcome>(json!({"outcome": "malformed", "line": 3, "flaw": flaw}));
    }
}
