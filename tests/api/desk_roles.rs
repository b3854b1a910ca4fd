//! Who may change what customers are told about flaws and releases: everybody at the desk reads it, a lead
//! and an admin change it. And what they change is what any page of a customer is told.

use aftercare_shared::api::advisories::{AdvisoryView, Preview};
use aftercare_shared::api::notices::{Notices, Verdict};
use aftercare_shared::api::releases::{Feeds, PackageReleases};
use aftercare_shared::problem::Kind;
use aftercare_shared::status::Headline;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, World, at};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn now() -> DateTime<Utc> {
    at("2026-03-12T02:00:00Z")
}

fn record(id: &str, package: &str) -> Value {
    json!({
        "schema_version": "1.7.0", "id": id, "modified": "2026-03-12T01:00:00Z", "summary": "Tokens leak",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [{"package": {"ecosystem": "npm", "name": package},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "1.4.0"}]}]}],
    })
}

#[test]
fn an_agent_reads_what_a_lead_publishes() {
    let world = World::shared();
    let (ana, theo) = (Agent::ana(world), Agent::theo(world));
    let (id, package) = (fresh("ACME-2026"), fresh("rtc"));
    let here = format!("/v1/desk/advisories/{id}");
    let releases = format!("/v1/desk/releases/pkg%3Anpm%2F{package}");
    let release = json!({"version": "1.3.0", "yanked": "Leaks tokens"});
    let list = json!({"package": format!("pkg:npm/{package}"), "releases": [{"version": "1.3.0"}]});
    theo.call("PUT", &here, now()).json(&record(&id, &package)).send().expect_status(201);
    theo.call("PUT", &releases, now()).json(&list).send().expect_status(200);
    let feeds = ana.get("/v1/desk/feeds", now()).send();
    let tag = feeds.header("etag").expect("feeds have a tag").to_owned();
    let _: Feeds = feeds.json(200);

    for (method, path, body) in [
        ("PUT", here.clone(), record(&id, &package)),
        ("POST", "/v1/desk/advisories".to_owned(), record(&id, &package)),
        ("POST", format!("{here}/withdraw"), json!({"reason": "No."})),
        ("POST", format!("{here}/notify"), json!({})),
        ("PUT", releases.clone(), list.clone()),
        ("PUT", format!("{releases}/1.3.0"), release.clone()),
        ("DELETE", format!("{releases}/1.3.0"), Value::Null),
        ("PUT", "/v1/desk/feeds".to_owned(), json!({"feeds": []})),
    ] {
        let call = ana.call(method, &path, now()).key(&fresh("key"));
        let call = if body.is_null() { call } else { call.json(&body) };
        let refused = call.send().problem(Kind::Forbidden);
        assert!(
            refused.detail.contains("`lead`") && refused.detail.contains("`agent`"),
            "{}",
            refused.detail
        );
    }

    let view: AdvisoryView = ana.get(&here, now()).send().json(200);
    assert_eq!((view.advisory.revision, view.revisions[0].by.as_str()), (1, "Theo Brandt"));
    let preview: Preview =
        ana.post("/v1/desk/advisories/preview", now()).json(&record(&id, &package)).send().json(200);
    assert_eq!(preview.advisories.len(), 1, "looking whom it would hit changes nothing");
    for read in ["affected", "notifications"] {
        ana.get(&format!("{here}/{read}"), now()).send().expect_status(200);
    }
    let known: PackageReleases = ana.get(&releases, now()).send().json(200);
    assert_eq!(known.items[0].edit, None, "what was refused was not done");
    assert_eq!(ana.get("/v1/desk/feeds", now()).send().header("etag"), Some(tag.as_str()));
    world.check_log();
}

#[test]
fn what_is_published_is_told_to_every_page_and_taken_back_again() {
    let world = World::shared();
    let theo = Agent::theo(world);
    let (id, package) = (fresh("ACME-2026"), fresh("rtc"));
    let here = format!("/v1/desk/advisories/{id}");
    let ask = |version: &str, at: DateTime<Utc>| -> Notices {
        world.get(&format!("/v1/notices?sdk=pkg:npm/{package}%40{version}")).now(at).send().json(200)
    };
    let told = |version: &str, minutes: i64| {
        let notices = ask(version, now() + TimeDelta::minutes(minutes));
        let report = &notices.sdks[0];
        let findings: Vec<_> =
            report.findings.iter().map(|it| (it.verdict, it.fixed_in.clone().unwrap_or_default())).collect();
        (notices.badge, notices.cards.len(), report.status == Headline::Vulnerable, findings)
    };
    let silence = || (0, 0, false, Vec::new());
    let alarm = || (1, 1, true, vec![(Verdict::Affected, "1.4.0".to_owned())]);
    assert_eq!(told("1.3.9", 1), silence());

    theo.call("PUT", &here, now()).json(&record(&id, &package)).send().expect_status(201);
    assert_eq!(told("1.3.9", 3), alarm());
    assert_eq!(told("1.4.0", 3), silence(), "what is fixed is left in peace");

    let withdraw = json!({"reason": "It was no flaw."});
    theo.post(&format!("{here}/withdraw"), now()).json(&withdraw).send().expect_status(200);
    assert_eq!(told("1.3.9", 5), silence());
    world.check_log();
}
