//! `/v1/upgrades` and the guides: what a customer is told of the way up, and how the desk writes of it.

use aftercare_shared::api::releases::{GuideOrigin, PackageReleases};
use aftercare_shared::api::upgrades::{SdkUpgrade, Upgrades};
use aftercare_shared::problem::Kind;
use aftercare_shared::release::Guide;
use aftercare_shared::status::Headline;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Call, Customer, World, at};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn now() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

fn guide(id: &str, from: &str, to: &str) -> Value {
    json!({"id": id, "from": from, "to": to, "title": format!("Guide {id}"), "effort_minutes": 120,
        "text": format!("# {id}\n\nDo this.")})
}

/// The address of a package's releases at the desk.
fn desk(package: &str) -> String {
    format!("/v1/desk/releases/pkg%3Anpm%2F{package}")
}

fn put(path: &str, body: &Value) -> Call {
    Agent::theo(World::shared()).call("PUT", path, now()).json(body)
}

/// A package of three majors, the last for enterprise alone, with a guide from each to the next, pushed.
fn package() -> String {
    let name = fresh("call-kit");
    let feed = json!({
        "package": format!("pkg:npm/{name}"),
        "releases": [{"version": "1.0.0"}, {"version": "2.0.0"}, {"version": "3.0.0", "plans": ["enterprise"]}],
        "guides": [guide("1-to-2", ">= 1.0.0, < 2.0.0", "2.0.0"), guide("2-to-3", ">= 2.0.0, < 3.0.0", "3.0.0")],
    });
    put(&desk(&name), &feed).send().expect_status(200);
    name
}

fn ways(package: &str, version: &str) -> String {
    format!("/v1/upgrades?sdk=pkg:npm/{package}%40{version}")
}

fn text_of(package: &str, id: &str) -> String {
    format!("/v1/upgrades/guides/{id}?sdk=pkg:npm/{package}")
}

fn asked(customer: &Customer<'_>, package: &str, version: &str, now: DateTime<Utc>) -> SdkUpgrade {
    let told: Upgrades = customer.get(&ways(package, version), now).send().json(200);
    let [item] = told.items.try_into().expect("one SDK was asked about");
    item
}

/// Version, whether the plan includes it, guides: of each release to move to.
fn goals(item: &SdkUpgrade) -> Vec<(String, Option<bool>, Vec<String>)> {
    let candidates = item.upgrade.iter().flat_map(|upgrade| &upgrade.candidates);
    candidates
        .map(|it| {
            let guides = it.way.guides.iter().map(|guide| guide.id.clone()).collect();
            (it.version.clone(), it.is_in_plan, guides)
        })
        .collect()
}

#[test]
fn a_customer_is_told_what_the_plan_includes_and_the_guides_there() {
    let world = World::shared();
    let package = package();
    let route = || vec!["1-to-2".to_owned(), "2-to-3".to_owned()];
    for (customer, plan, is_in_plan) in [
        (Customer::new(world, "enterprise"), "enterprise", true),
        (Customer::new(world, "professional"), "professional", false),
        // A guest has the site's plan.
        (Customer::guest(world), "basic", false),
    ] {
        let told: Upgrades = customer.get(&ways(&package, "1.0.0"), now()).send().json(200);
        assert_eq!(told.plan.as_str(), plan);
        let newest = goals(&told.items[0]).pop().expect("a release to move to");
        assert_eq!(newest, ("3.0.0".to_owned(), Some(is_in_plan), route()), "{plan}");
    }
    let enterprise = Customer::new(world, "enterprise");
    let item = asked(&enterprise, &package, "2.0.0", now());
    assert_eq!((item.status, item.version.as_deref()), (Headline::BehindMajor, Some("2.0.0")));
    assert_eq!(goals(&item).pop().expect("a release").2, ["2-to-3"]);
    let way = &item.upgrade.as_ref().expect("a way").candidates.last().expect("a release").way;
    assert!(way.guides[0].has_text && way.guides[0].effort_minutes == Some(120));
    assert_eq!(goals(&asked(&enterprise, &package, "3.0.0", now())).last().map(|it| it.2.len()), None);
    world.check_log();
}

#[test]
fn pages_of_everybody_are_told_neither() {
    let package = package();
    let path = format!("/v1/notices?sdk=pkg:npm/{package}%401.0.0");
    let answer = World::shared().get(&path).now(now() + TimeDelta::minutes(2)).send();
    answer.expect_status(200);
    assert!(answer.text().contains("\"3.0.0\""), "{}", answer.text());
    assert!(!answer.text().contains("guides") && !answer.text().contains("is_in_plan"), "{}", answer.text());
    let feed = World::shared().get("/v1/feeds/advisories").now(now() + TimeDelta::minutes(2)).send();
    assert!(feed.text().contains(&package) && !feed.text().contains("Do this."));
}

#[test]
fn a_guide_is_read_whole_and_once() {
    let package = package();
    let customer = Customer::new(World::shared(), "basic");
    let answer = customer.get(&text_of(&package, "1-to-2"), now()).send();
    let read: Guide = answer.json(200);
    assert_eq!(serde_json::to_value(&read).expect("a guide"), guide("1-to-2", ">= 1.0.0, < 2.0.0", "2.0.0"));
    for path in [text_of(&package, "1-to-2"), ways(&package, "1.0.0")] {
        let first = customer.get(&path, now()).send();
        let tag = first.header("etag").expect("a tag").to_owned();
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let again = customer.get(&path, now()).header("If-None-Match", &tag).send();
        again.expect_status(304);
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        customer.get(&path, now()).header("If-None-Match", "\"other\"").send().expect_status(200);
    }
    // The tag is of what is told: another plan is told something else.
    let tag = customer.get(&ways(&package, "1.0.0"), now()).send().header("etag").map(str::to_owned);
    let other = Customer::new(World::shared(), "enterprise").get(&ways(&package, "1.0.0"), now()).send();
    assert_ne!(other.header("etag"), tag.as_deref());
    for path in [
        text_of(&package, "no-such-guide"),
        text_of(&fresh("nothing"), "1-to-2"),
        text_of(&package, "..%2F..%2Fdesk"),
        text_of(&package, "%F0%9F%92%A5"),
    ] {
        customer.get(&path, now()).send().problem(Kind::NotFound);
    }
    for path in [
        "/v1/upgrades/guides/1-to-2".to_owned(),
        format!("{}&sdk=pkg:npm/other", text_of(&package, "1-to-2")),
    ] {
        customer.get(&path, now()).send().problem(Kind::Invalid);
    }
}

#[test]
fn what_is_asked_is_to_be_of_packages_and_not_too_much() {
    let customer = Customer::new(World::shared(), "basic");
    let ask = |query: &str| customer.get(&format!("/v1/upgrades{query}"), now()).send();
    ask("").problem(Kind::Invalid);
    ask("?sdk=").problem(Kind::Invalid);
    ask("?sdk=nonsense").problem(Kind::Invalid);
    let many = |count: usize| -> String {
        let sdks = (0..count).map(|place| format!("sdk=pkg:npm/a{place}%401"));
        format!("?{}", sdks.collect::<Vec<_>>().join("&"))
    };
    let told: Upgrades = ask(&many(50)).json(200);
    assert_eq!(told.items.len(), 50);
    assert!(told.items.iter().all(|item| item.status == Headline::Unknown && item.upgrade.is_none()));
    ask(&many(51)).problem(Kind::Invalid);
    let beside: Upgrades = ask("?sdk=nonsense&sdk=pkg:npm/nothing%401").json(200);
    assert_eq!(beside.items.len(), 2);
    World::shared().check_log();
}

#[test]
fn who_shows_no_session_or_an_old_one_is_told_so() {
    let world = World::shared();
    let session = Customer::new(world, "basic").session(now());
    let late = session.expires_at + TimeDelta::minutes(1);
    for path in [ways("a", "1"), text_of("a", "b")] {
        world.get(&path).now(now()).send().problem(Kind::Unauthenticated);
        world.get(&path).now(now()).bearer("agt_demo_lin").send().problem(Kind::Unauthenticated);
        world.get(&path).now(late).bearer(&session.token).send().problem(Kind::Expired);
        world.post(&path).now(now()).bearer(&session.token).send().problem(Kind::MethodNotAllowed);
    }
}

#[test]
fn the_desk_writes_a_guide_over_a_feeds_and_takes_it_back() {
    let world = World::shared();
    let package = package();
    let customer = Customer::new(world, "enterprise");
    let (here, theo) = (desk(&package), Agent::theo(world));
    let at_guide = |id: &str| format!("{here}/guides/{id}");
    let first = theo.get(&here, now()).send();
    let tag = first.header("etag").expect("a tag").to_owned();
    let known: PackageReleases = first.json(200);
    let origins = |known: &PackageReleases| -> Vec<(String, GuideOrigin)> {
        let mut all: Vec<_> = known.guides.iter().map(|it| (it.guide.id.clone(), it.origin)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    let pushed = |id: &str| (id.to_owned(), GuideOrigin::Pushed);
    let own = |id: &str| (id.to_owned(), GuideOrigin::Desk);
    assert_eq!(origins(&known), [pushed("1-to-2"), pushed("2-to-3")]);

    // One leap in the place of two steps, and another word on the second of them.
    let leap = guide("1-to-3", "< 3.0.0", "3.0.0");
    let written = put(&at_guide("1-to-3"), &leap).header("If-Match", &tag).send();
    let second_tag = written.header("etag").expect("a tag").to_owned();
    assert_eq!(origins(&written.json(200)), [pushed("1-to-2"), own("1-to-3"), pushed("2-to-3")]);
    assert_eq!(goals(&asked(&customer, &package, "1.0.0", now())).pop().expect("a release").2, ["1-to-3"]);
    let mut other = guide("2-to-3", ">= 2.0.0, < 3.0.0", "3.0.0");
    other["effort_minutes"] = json!(30);
    let edit = |tag: &str| put(&at_guide("2-to-3"), &other).header("If-Match", tag).send();
    edit(&tag).problem(Kind::Stale);
    edit(&second_tag).expect_status(200);
    // The same again changes nothing that is shown.
    let again: PackageReleases = put(&at_guide("2-to-3"), &other).send().json(200);
    assert_eq!(origins(&again), [pushed("1-to-2"), own("1-to-3"), own("2-to-3")]);
    let read: Guide = customer.get(&text_of(&package, "2-to-3"), now()).send().json(200);
    assert_eq!(read.effort_minutes, Some(30));

    let take_back = |id: &str| theo.call("DELETE", &at_guide(id), now());
    take_back("2-to-3").header("If-Match", &second_tag).send().problem(Kind::Stale);
    for id in ["2-to-3", "1-to-3"] {
        take_back(id).send().expect_status(204);
        take_back(id).send().problem(Kind::NotFound);
    }
    take_back("1-to-2").send().problem(Kind::NotFound);
    let left: PackageReleases = theo.get(&here, now()).send().json(200);
    assert_eq!(origins(&left), [pushed("1-to-2"), pushed("2-to-3")], "what lies below stands again");
    let read: Guide = customer.get(&text_of(&package, "2-to-3"), now()).send().json(200);
    assert_eq!(read.effort_minutes, Some(120));
    customer.get(&text_of(&package, "1-to-3"), now()).send().problem(Kind::NotFound);
    world.check_log();
}

#[test]
fn guides_and_words_on_releases_do_not_take_each_other_away() {
    let theo = Agent::theo(World::shared());
    let here = desk(&fresh("bare"));
    let only = format!("{here}/guides/a");
    put(&only, &guide("a", "*", "2.0.0")).send().expect_status(200);
    put(&format!("{here}/1.0.0"), &json!({"version": "1.0.0"})).send().expect_status(200);
    theo.call("DELETE", &format!("{here}/1.0.0"), now()).send().expect_status(204);
    let known: PackageReleases = theo.get(&here, now()).send().json(200);
    assert_eq!((known.items.len(), known.guides.len()), (0, 1));
    theo.call("DELETE", &only, now()).send().expect_status(204);
    theo.get(&here, now()).send().problem(Kind::NotFound);
}

#[test]
fn a_guide_that_is_not_right_is_refused_with_its_places() {
    let world = World::shared();
    let here = desk(&fresh("bad"));
    let good = guide("a", "< 2.0.0", "2.0.0");
    let with = |field: &str, value: Value| {
        let mut guide = good.clone();
        guide[field] = value;
        guide
    };
    let send = |body: &Value| put(&format!("{here}/guides/a"), body).send();
    for (body, pointer) in [
        (with("id", json!("b")), "#/id"),
        (with("from", json!("from two")), "#/from"),
        (with("from", json!(">= 2.0.0")), "#/from"),
        (with("to", json!("two")), "#/to"),
        (with("title", json!("")), "#/title"),
        (with("effort_minutes", json!(0)), "#/effort_minutes"),
        (with("text", json!("x".repeat(32 * 1024 + 1))), "#/text"),
        (with("text", Value::Null), "#/text"),
        (with("url", json!("javascript:alert(1)")), "#/url"),
        (with("codemod_url", json!("http://example.com/")), "#/codemod_url"),
    ] {
        assert_eq!(send(&body).problem(Kind::Invalid).errors[0].pointer, pointer, "{pointer}");
    }
    send(&with("text", json!("x".repeat(1_600_000)))).problem(Kind::TooLarge);
    send(&with("effort_minutes", json!(-1))).problem(Kind::Malformed);
    send(&with("text", json!("x".repeat(32 * 1024)))).expect_status(200);
    let ana = Agent::ana(world);
    for method in ["PUT", "DELETE"] {
        let call = ana.call(method, &format!("{here}/guides/a"), now());
        let call = if method == "PUT" { call.json(&good) } else { call };
        let refused = call.send().problem(Kind::Forbidden);
        assert!(refused.detail.contains("`lead`"), "{}", refused.detail);
    }
    let known: PackageReleases = ana.get(&here, now()).send().json(200);
    assert_eq!(known.guides.len(), 1, "everybody at the desk reads them");
    // A list that is pushed is held to the same.
    let feed = json!({"package": here.replace("/v1/desk/releases/", "").replace("%3A", ":").replace("%2F", "/"),
        "releases": [], "guides": [good, with("to", json!("two"))]});
    let problem = put(&here, &feed).send().problem(Kind::Invalid);
    let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["#/guides/1/to", "#/guides/1/id"]);
}

#[test]
fn many_who_write_guides_at_once_lose_none() {
    let here = desk(&fresh("busy"));
    std::thread::scope(|scope| {
        for place in 0..4 {
            let here = &here;
            scope.spawn(move || {
                let id = format!("g{place}");
                let send = || put(&format!("{here}/guides/{id}"), &guide(&id, "*", "2.0.0")).send();
                let answer = send();
                assert!([200, 503].contains(&answer.status), "{}", answer.text());
                if answer.status == 503 {
                    send().expect_status(200);
                }
            });
        }
    });
    let known: PackageReleases = Agent::theo(World::shared()).get(&here, now()).send().json(200);
    assert_eq!(known.guides.len(), 4);
}
