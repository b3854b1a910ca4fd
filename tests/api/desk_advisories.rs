//! `/v1/desk/advisories` and `/v1/inventory`: publish, see whom it hits, tell them once.

use std::collections::BTreeSet;
use std::time::SystemTime;

use aftercare_shared::api::Page;
use aftercare_shared::api::advisories::{
    AdvisorySummary, AdvisoryView, Channel, Impact, ImportReport, Notifications, Outcome, Preview, Reach,
    RevisionKind, State,
};
use aftercare_shared::api::feeds::AdvisoryFeed;
use aftercare_shared::api::inventory::{Inventory, Source};
use aftercare_shared::api::notices::{Notices, Verdict};
use aftercare_shared::problem::Kind;
use aftercare_tests::customer::fresh;
use aftercare_tests::identity::Identity;
use aftercare_tests::world::{SITE, identity_key, webhook_key};
use aftercare_tests::{Agent, Answer, Call, Customer, World, at, eventually};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

/// The machine's own time: what is told is measured by the clock of the queue's consumer, which no header
/// sets.
fn today() -> DateTime<Utc> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock after 1970");
    DateTime::from_timestamp(i64::try_from(since.as_secs()).expect("a time"), 0).expect("a time")
}

fn earlier() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A package that no other test knows, and a record about its versions below 1.4.0.
fn flaw(now: DateTime<Utc>) -> (String, String, Value) {
    let (package, id) = (fresh("rtc"), fresh("ACME-2026"));
    let record = json!({
        "schema_version": "1.7.0", "id": id, "modified": written(now), "summary": "Tokens leak into the log",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [{"package": {"ecosystem": "npm", "name": package},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "1.4.0"}]}]}],
        "credits": [{"name": "Kim", "contact": ["mailto:kim@example.com"]}],
    });
    (package, id, record)
}

fn lin() -> Agent<'static> {
    Agent::lin(World::shared())
}

fn put(id: &str, record: &Value, now: DateTime<Utc>) -> Call {
    lin().call("PUT", &format!("/v1/desk/advisories/{id}"), now).json(record)
}

fn show(id: &str, now: DateTime<Utc>) -> (AdvisoryView, String) {
    let answer = lin().get(&format!("/v1/desk/advisories/{id}"), now).send();
    let tag = answer.header("etag").expect("an advisory has a tag").to_owned();
    (answer.json(200), tag)
}

fn told(id: &str, now: DateTime<Utc>) -> Notifications {
    lin().get(&format!("/v1/desk/advisories/{id}/notifications"), now).send().json(200)
}

/// Declares that somebody runs a version.
fn runs(customer: &Customer<'_>, purl: &str, now: DateTime<Utc>) -> Inventory {
    let list = json!({"source": "ci", "project": "console", "packages": [purl]});
    customer.call("PUT", "/v1/inventory", now).json(&list).send().json(200)
}

fn kinds(world: &World, account: &str, id: &str) -> Vec<String> {
    let about = |delivery: &Value| delivery["data"]["advisory"]["id"] == id;
    let deliveries = world.receiver.holding(account).into_iter().map(|delivery| delivery.payload());
    deliveries.filter(about).map(|payload| payload["type"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_publication_is_told_once_to_each_whom_it_hits() {
    let (world, now) = (World::shared(), today());
    let (package, id, record) = flaw(now);
    let [hit, safe, unclear] = [(); 3].map(|()| Customer::new(world, "enterprise"));
    runs(&hit, &format!("pkg:npm/{package}@1.2.0"), now);
    runs(&safe, &format!("pkg:npm/{package}@1.4.0"), now);
    runs(&unclear, &format!("pkg:npm/{package}@nightly"), now);

    let preview: Preview =
        lin().call("POST", "/v1/desk/advisories/preview", now).json(&record).send().json(200);
    let [impact] = preview.advisories.as_slice() else { panic!("{preview:?}") };
    assert_eq!((impact.affected_accounts, impact.unknown_accounts), (1, 1));
    let accounts: Vec<_> = impact.accounts.iter().map(|it| (it.account.id.as_str(), it.verdict)).collect();
    assert_eq!(accounts, [(hit.account(), Verdict::Affected), (unclear.account(), Verdict::Unknown)]);
    let version = &impact.accounts[0].versions[0];
    assert_eq!(version.reason, "from 1.0.0 until 1.4.0, which is fixed");
    assert_eq!((version.fixed_in.as_deref(), version.sources.as_slice()), (Some("1.4.0"), &[Source::Ci][..]));
    put(&id, &record, now).send().expect_status(201);

    // Published again, and by many at once: nothing is new, and nobody is told twice.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| put(&id, &record, now).send().expect_status(200));
        }
    });
    let delivery = world.receiver.wait_for("advisory.published", hit.account());
    assert!(delivery.is_signed_with(&webhook_key()));
    let data = &delivery.payload()["data"];
    assert_eq!((&data["advisory"]["id"], &data["is_affected"]), (&json!(id), &json!(true)));
    assert_eq!(data["runs"], json!([{"purl": format!("pkg:npm/{package}@1.2.0"), "fixed_in": "1.4.0"}]));

    let notified = eventually("the webhook counts as told", || {
        let told = told(&id, today());
        (told.is_complete && told.told.notified == 1).then_some(told)
    });
    assert_eq!((notified.revision, notified.told.accounts, notified.told.within_two_hours), (1, 1, 1));
    let [notice] = notified.items.as_slice() else { panic!("{notified:?}") };
    assert_eq!((notice.account.id.as_str(), notice.is_affected), (hit.account(), true));
    assert!(notice.seconds.is_some_and(|seconds| seconds < 60), "{notice:?}");
    assert_eq!(notified.slowest_seconds, notice.seconds);

    let again: Notifications = lin().post(&format!("/v1/desk/advisories/{id}/notify"), now).send().json(200);
    assert_eq!((again.told.accounts, again.revision), (1, 1));
    let (view, _) = show(&id, now);
    assert_eq!(
        (view.advisory.revision, view.advisory.affected_accounts, view.advisory.unknown_accounts),
        (1, 1, 1)
    );
    assert_eq!(view.record["credits"][0]["contact"][0], "mailto:kim@example.com", "what is not read is kept");
    assert_eq!(view.revisions[0].by, "Lin Wei");
    assert_eq!(kinds(world, hit.account(), &id), ["advisory.published"]);
    assert_eq!(kinds(world, safe.account(), &id), [] as [&str; 0]);
    let page: Page<AdvisorySummary> =
        lin().get(&format!("/v1/desk/advisories?q={package}"), now).send().json(200);
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].packages, [format!("pkg:npm/{package}")]);
    world.check_log();
}

#[test]
fn a_change_and_a_withdrawal_are_told_to_those_who_were_told_before() {
    let (world, now) = (World::shared(), today());
    let (package, id, mut record) = flaw(now);
    let (old, new) = (Customer::new(world, "basic"), Customer::new(world, "basic"));
    runs(&old, &format!("pkg:npm/{package}@1.2.0"), now);
    runs(&new, &format!("pkg:npm/{package}@1.3.9"), now);
    put(&id, &record, now).send().expect_status(201);
    world.receiver.wait_for("advisory.published", old.account());
    world.receiver.wait_for("advisory.published", new.account());
    let (_, tag) = show(&id, now);

    // It turns out that only the old one is hit.
    record["affected"][0]["ranges"][0]["events"][1] = json!({"fixed": "1.3.0"});
    put(&id, &record, now).send().problem(Kind::Stale);
    put(&id, &record, now).header("If-Match", "\"r9.0.0\"").send().problem(Kind::Stale);
    let answer = put(&id, &record, now).header("If-Match", &tag).send();
    let view: AdvisoryView = answer.json(200);
    assert_eq!((view.advisory.revision, view.revisions[0].kind), (2, RevisionKind::Updated));
    assert!(view.advisory.modified.is_some_and(|at| at > now), "whoever replaces need not think of the time");
    put(&id, &record, now).header("If-Match", &tag).send().expect_status(200);
    let told_old = world.receiver.wait_for("advisory.updated", old.account());
    let told_new = world.receiver.wait_for("advisory.updated", new.account());
    let is_affected = |payload: Value| payload["data"]["is_affected"].clone();
    assert_eq!(is_affected(told_old.payload()), json!(true));
    assert_eq!(is_affected(told_new.payload()), json!(false), "whom it does not hit any more is told so");

    let call = |reason: &str| {
        let path = format!("/v1/desk/advisories/{id}/withdraw");
        lin().call("POST", &path, now).json(&json!({"reason": reason}))
    };
    let withdraw = |reason: &str| call(reason).send();
    withdraw(&"x".repeat(1_001)).problem(Kind::Invalid);
    // Whoever has seen what stood before takes nothing back that they have not seen.
    call("Not this one.").header("If-Match", &tag).send().problem(Kind::Stale);
    assert_eq!(show(&id, now).0.advisory.state, State::Published);
    let withdrawn: AdvisoryView = withdraw("It was no flaw.").json(200);
    assert_eq!((withdrawn.advisory.state, withdrawn.advisory.affected_accounts), (State::Withdrawn, 0));
    let again: AdvisoryView = withdraw("Twice.").json(200);
    assert_eq!(again.advisory.revision, 3, "what was taken back stays so");
    let told = world.receiver.wait_for("advisory.withdrawn", old.account());
    assert_eq!(told.payload()["data"]["reason"], "It was no flaw.");
    assert_eq!(kinds(world, new.account(), &id), ["advisory.published", "advisory.updated"], "told already");

    let later = now + TimeDelta::minutes(5);
    let feed: AdvisoryFeed = world.get("/v1/feeds/advisories").now(later).send().json(200);
    let record =
        feed.advisories.iter().find(|record| record.id == id).expect("withdrawn ones are in the feed");
    assert!(record.withdrawn.is_some());
}

#[test]
fn the_panel_counts_as_told_when_it_opens_on_a_page_that_is_hit() {
    let (world, now) = (World::shared(), earlier());
    let (package, id, record) = flaw(now);
    let account = fresh("acc");
    let open = |sdks: &[String], now: DateTime<Utc>| {
        let token = Identity::new(SITE, &account, "usr_1", now).signed(&identity_key(SITE));
        let body = json!({"site": SITE, "identity": token, "sdks": sdks});
        world.post("/v1/sessions").now(now).json(&body).send().expect_status(201);
    };
    let sdks = [format!("pkg:npm/{package}@1.2.0"), "nonsense".to_owned()];
    open(&sdks, now);
    let path = format!("/v1/desk/accounts/{account}/inventory");
    let inventory = || -> Inventory { lin().get(&path, now).send().json(200) };
    let seen = eventually("the page is written down", || inventory().items.into_iter().next());
    assert_eq!(
        (seen.purl.as_str(), seen.source, seen.project.as_str()),
        (sdks[0].as_str(), Source::Page, SITE)
    );

    put(&id, &record, now).send().expect_status(201);
    eventually("the account is found", || (told(&id, now).told.accounts == 1).then_some(()));
    let panel =
        |told: &Notifications| told.items[0].channels.iter().find(|it| it.channel == Channel::Panel).copied();
    assert_eq!(panel(&told(&id, now)).map(|panel| panel.reach), Some(Reach::Waiting));
    // What a panel shows may be some seconds old, so one that opens at once proves nothing.
    open(&sdks, now + TimeDelta::seconds(10));
    open(&["pkg:npm/other@1.0.0".to_owned()], now + TimeDelta::minutes(4));
    open(&sdks, now + TimeDelta::minutes(5));
    let reached = eventually("the panel counts", || {
        panel(&told(&id, now)).filter(|panel| panel.reach == Reach::Reached)
    });
    assert_eq!(reached.at, Some(now + TimeDelta::minutes(5)));
    open(&sdks, now + TimeDelta::hours(5));
    assert_eq!(told(&id, now).items[0].seconds.map(|seconds| seconds <= 300), Some(true));
    assert_eq!(inventory().items.len(), 2, "a page that opens again is the same page");
}

#[test]
fn an_import_is_repeated_without_harm() {
    let (world, now) = (World::shared(), earlier());
    let (_, first, one) = flaw(now);
    let (_, second, two) = flaw(now);
    let key = fresh("import");
    let import = |key: &str, document: &Value| -> Answer {
        lin().call("POST", "/v1/desk/advisories?notify=false", now).key(key).json(document).send()
    };
    let report: ImportReport = import(&key, &json!([one, two])).json(201);
    let outcomes = |report: &ImportReport| {
        report.advisories.iter().map(|it| (it.id.clone(), it.outcome)).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(&report), [(first.clone(), Outcome::Created), (second.clone(), Outcome::Created)]);
    let again: ImportReport = import(&key, &json!([one, two])).json(201);
    assert_eq!(again, report, "the same key gets the first answer");
    import(&key, &json!([one])).problem(Kind::KeyReused);
    let later: ImportReport = import(&fresh("import"), &json!([one, two])).json(201);
    assert_eq!(outcomes(&later)[0], (first.clone(), Outcome::Unchanged));
    let mut older = one.clone();
    older["modified"] = json!("2020-01-01T00:00:00Z");
    older["summary"] = json!("An older text");
    let passed: ImportReport = import(&fresh("import"), &older).json(201);
    assert_eq!(outcomes(&passed), [(first.clone(), Outcome::Older)]);
    // One bad record, and none is published.
    let (_, third, good) = flaw(now);
    let mut bad = two.clone();
    bad["affected"][0]["ranges"][0]["events"][1] = json!({"fixed": "one"});
    let problem = import(&fresh("import"), &json!([good, bad])).problem(Kind::Invalid);
    assert_eq!(problem.errors[0].pointer, "#/1/affected/0/ranges/0/events/1/fixed");
    lin().get(&format!("/v1/desk/advisories/{third}"), now).send().problem(Kind::NotFound);
    assert_eq!(told(&first, now).told.accounts, 0, "nobody is told who is not to be");
    world.check_log();
}

#[test]
fn a_record_that_is_not_right_is_refused_with_its_places() {
    let now = earlier();
    let (_, id, record) = flaw(now);
    let with = |pointer: &str, value: Value| {
        let mut record = record.clone();
        *record.pointer_mut(pointer).expect("a place") = value;
        record
    };
    for (document, pointer) in [
        (with("/id", json!("ACME-OTHER")), "#/id"),
        (with("/modified", json!("today")), "#/modified"),
        (with("/modified", json!(written(now + TimeDelta::days(3)))), "#/modified"),
        (with("/affected", json!([])), "#/affected"),
        (with("/affected/0/package/ecosystem", json!("NPM")), "#/affected/0/package/ecosystem"),
        (with("/severity/0/score", json!("7.5")), "#/severity/0/score"),
        (json!([record, record]), "#/1"),
    ] {
        let problem = put(&id, &document, now).send().problem(Kind::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer, "{}", problem.detail);
    }
    put(&id, &record, now).header("If-Match", "\"r1.0.0\"").send().problem(Kind::Stale);
    lin().get(&format!("/v1/desk/advisories/{id}"), now).send().problem(Kind::NotFound);
    for limit in ["0", "101", "x"] {
        let answer = lin().get(&format!("/v1/desk/advisories?limit={limit}"), now).send();
        assert!([400, 422].contains(&answer.status), "{}", answer.text());
    }
    lin().get("/v1/desk/advisories?cursor=nonsense", now).send().problem(Kind::Invalid);
    let large = format!("{{\"id\": \"{}\"}}", "x".repeat(1_600_000));
    let call = lin().call("PUT", &format!("/v1/desk/advisories/{id}"), now);
    call.body("application/json", large).send().problem(Kind::TooLarge);
}

#[test]
fn what_the_vendor_says_of_a_version_overrides_the_range() {
    let (world, now) = (World::shared(), earlier());
    let (package, id, record) = flaw(now);
    put(&id, &record, now).send().expect_status(201);
    let verdicts = |now: DateTime<Utc>| -> Vec<Option<Verdict>> {
        let ask = |version: &str| -> Notices {
            let path = format!("/v1/notices?sdk=pkg:npm/{package}%40{version}");
            world.get(&path).now(now).send().json(200)
        };
        ["1.2.0", "1.2.1", "1.4.0"]
            .map(|version| ask(version).sdks[0].findings.first().map(|finding| finding.verdict))
            .to_vec()
    };
    assert_eq!(
        verdicts(now + TimeDelta::minutes(2)),
        [Some(Verdict::Affected), Some(Verdict::Affected), None]
    );
    let vex = |version: &str, statements: Value| {
        json!({"@context": "https://openvex.dev/ns/v0.2.0", "@id": format!("https://acme.example/{id}"),
            "author": "Acme", "timestamp": version, "version": 1, "statements": statements})
    };
    let said = |version: &str, status: &str| {
        json!({"vulnerability": {"name": id}, "status": status, "justification": "component_not_present",
            "products": [{"@id": format!("pkg:npm/{package}@{version}")}]})
    };
    let document = vex(
        "2026-03-10T02:00:00Z",
        json!([said("1.2.1", "not_affected"), said("1.4.0", "under_investigation")]),
    );
    let import = |document: &Value| -> ImportReport {
        lin().post("/v1/desk/advisories", now).json(document).send().json(201)
    };
    assert_eq!(import(&document).statements, 2);
    assert_eq!(
        verdicts(now + TimeDelta::minutes(4)),
        [Some(Verdict::Affected), None, Some(Verdict::Unknown)],
        "cleared by the vendor, and looked into"
    );
    let (view, _) = show(&id, now);
    assert_eq!(view.statements.len(), 2);
    // An older word of the same document changes nothing, a newer one does.
    import(&vex("2026-03-09T02:00:00Z", json!([said("1.2.0", "not_affected")])));
    assert_eq!(verdicts(now + TimeDelta::minutes(6))[0], Some(Verdict::Affected));
    import(&vex("2026-03-11T02:00:00Z", json!([said("1.2.0", "not_affected")])));
    assert_eq!(
        verdicts(now + TimeDelta::minutes(8)),
        [None, Some(Verdict::Affected), None],
        "a document's newer version says all that it says"
    );
}

#[test]
fn what_somebody_runs_is_theirs_to_say() {
    let (world, now) = (World::shared(), earlier());
    let customer = Customer::new(world, "basic");
    let other = Customer::new(world, "basic");
    let put = |body: Value| customer.call("PUT", "/v1/inventory", now).json(&body).send();
    let items = |inventory: Inventory| inventory.items.into_iter().map(|it| it.purl).collect::<Vec<_>>();
    let list = |project: &str, packages: &[&str]| json!({"source": "lockfile", "project": project, "packages": packages});
    let first =
        put(list("app", &["pkg:npm/@acme/rtc@1.0.0", "pkg:pypi/Acme_RTC@2", "pkg:npm/%40acme/rtc@1.0.0"]));
    assert_eq!(items(first.json(200)), ["pkg:npm/%40acme/rtc@1.0.0", "pkg:pypi/acme-rtc@2"]);
    put(list("site", &["pkg:npm/a@1"])).expect_status(200);
    let replaced: Inventory = put(list("app", &["pkg:npm/%40acme/rtc@1.1.0"])).json(200);
    assert_eq!(items(replaced), ["pkg:npm/%40acme/rtc@1.1.0", "pkg:npm/a@1"]);
    let emptied: Inventory = put(list("app", &[])).json(200);
    assert_eq!(items(emptied), ["pkg:npm/a@1"]);
    let theirs: Inventory = other.get("/v1/inventory", now).send().json(200);
    assert_eq!(items(theirs), [] as [&str; 0]);

    for (body, pointer) in [
        (json!({"source": "page", "packages": []}), "#/source"),
        (json!({"source": "ci", "packages": ["npm/a"]}), "#/packages/0"),
        (
            json!({"source": "ci", "packages": ["pkg:npm/a@1", format!("pkg:npm/{}", "a".repeat(600))]}),
            "#/packages/1",
        ),
        (json!({"source": "ci", "project": "x".repeat(101), "packages": []}), "#/project"),
        (json!({"source": "ci", "packages": vec!["pkg:npm/a@1"; 501]}), "#/packages"),
    ] {
        assert_eq!(put(body).problem(Kind::Invalid).errors[0].pointer, pointer);
    }
    put(json!({"source": "ci"})).problem(Kind::Malformed);
    Customer::guest(world).get("/v1/inventory", now).send().problem(Kind::Forbidden);
    let declared = list("fleet", &["pkg:npm/a@3"]);
    let path = format!("/v1/desk/accounts/{}/inventory", other.account());
    let by_vendor: Inventory = lin().call("PUT", &path, now).json(&declared).send().json(200);
    assert_eq!(items(by_vendor), ["pkg:npm/a@3"]);
    customer.call("PUT", &path, now).json(&declared).send().problem(Kind::Unauthenticated);
}

#[test]
fn the_public_feed_is_read_once() {
    let (world, now) = (World::shared(), earlier());
    let answer = world.get("/v1/feeds/advisories").now(now).send();
    let feed: AdvisoryFeed = answer.json(200);
    assert!(feed.advisories.iter().any(|record| record.id == "GHSA-mwq8-fjpf-c2gr"));
    assert!(feed.releases.iter().any(|feed| feed.package.package().name() == "matrix-js-sdk"));
    assert!(answer.header("cache-control").is_some_and(|text| text.starts_with("public")));
    let tag = answer.header("etag").expect("a tag").to_owned();
    // Others publish meanwhile, so the tag may have changed; it is never ignored.
    let again = world.get("/v1/feeds/advisories").now(now).header("If-None-Match", &tag).send();
    assert!(again.status == 304 || again.header("etag") != Some(tag.as_str()), "{}", again.status);
}

/// All that a list holds, page by page.
fn pages(id: &str, limit: usize, now: DateTime<Utc>) -> Vec<String> {
    let mut accounts = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/desk/advisories/{id}/notifications?limit={limit}{cursor}");
        let page: Notifications = lin().get(&path, now).send().json(200);
        assert!(page.items.len() == limit || page.next_cursor.is_none(), "a page that others follow is full");
        accounts.extend(page.items.into_iter().map(|item| item.account.id.to_string()));
        let Some(next) = page.next_cursor else { return accounts };
        cursor = format!("&cursor={next}");
    }
}

/// Declares for an account, as the vendor does.
fn declare(account: &str, package: &str, version: &str, now: DateTime<Utc>) {
    let packages = [format!("pkg:npm/{package}@{version}")];
    let list = json!({"source": "api", "project": "fleet", "packages": packages});
    let path = format!("/v1/desk/accounts/{account}/inventory");
    lin().call("PUT", &path, now).json(&list).send().expect_status(200);
}

/// Whom an advisory hits, page by page; between two pages something may happen.
fn affected(id: &str, limit: usize, now: DateTime<Utc>, mut between: impl FnMut(usize)) -> Vec<Impact> {
    let mut pages: Vec<Impact> = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/desk/advisories/{id}/affected?limit={limit}{cursor}");
        let preview: Preview = lin().get(&path, now).send().json(200);
        let page = preview.advisories.into_iter().next().expect("one advisory");
        assert!(
            page.accounts.len() == limit || page.next_cursor.is_none(),
            "a page that others follow is full"
        );
        let next = page.next_cursor.clone();
        pages.push(page);
        let Some(next) = next else { return pages };
        between(pages.len());
        cursor = format!("&cursor={next}");
    }
}

fn named(pages: &[Impact]) -> Vec<String> {
    pages.iter().flat_map(|page| &page.accounts).map(|hit| hit.account.id.to_string()).collect()
}

#[test]
fn whom_it_hits_is_listed_page_by_page_while_others_join() {
    let (world, now) = (World::shared(), today());
    let (package, id, record) = flaw(now);
    let fleet = fresh("fleet");
    let versions = ["1.2.0", "1.3.9", "nightly", "1.0.0", "nightly", "1.1.0", "1.2.0"];
    let accounts: Vec<String> = (0..versions.len()).map(|place| format!("{fleet}-{place}")).collect();
    for (account, version) in accounts.iter().zip(versions) {
        declare(account, &package, version, now);
    }
    // A name as long as may be, in letters of four bytes and such as JSON escapes.
    let facts = json!({"name": "𠮷\"".repeat(100), "plan": null, "region": null});
    let path = format!("/v1/desk/accounts/{}", accounts[0]);
    lin().call("PUT", &path, now).json(&facts).send().expect_status(200);
    put(&id, &record, now).send().expect_status(201);
    // The certainly hit first, then by name.
    let order = [1, 3, 5, 6, 0, 2, 4].map(|place: usize| accounts[place].clone());
    for limit in 1..=7 {
        let pages = affected(&id, limit, now, |_| {});
        assert_eq!(pages.len(), 7_usize.div_ceil(limit));
        assert_eq!(named(&pages), order, "in pages of {limit}");
        assert!(pages.iter().all(|page| (page.affected_accounts, page.unknown_accounts) == (5, 2)));
    }

    // Whoever joins meanwhile hides nobody and doubles nobody; who leaves takes nobody along.
    let (before, after) = (format!("{fleet}-00"), format!("{fleet}-55"));
    let pages = affected(&id, 2, now, |pages| match pages {
        1 => [&before, &after].into_iter().for_each(|account| declare(account, &package, "1.2.0", now)),
        2 => declare(&accounts[5], &package, "1.4.0", now),
        _ => {}
    });
    let mut expected = order.to_vec();
    expected.insert(3, after);
    assert_eq!(named(&pages), expected, "one joined before what was read, one after it");
    assert_eq!(pages.iter().map(|page| page.affected_accounts).collect::<Vec<_>>(), [5, 7, 6, 6]);

    let path = format!("/v1/desk/advisories/{id}/affected");
    let first = lin().get(&path, now).send();
    let tag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(first.json::<Preview>(200).advisories[0].accounts.len(), 8, "25 unless told");
    // Somebody may have been told meanwhile, which is another answer.
    let again = lin().get(&path, now).header("If-None-Match", &tag).send();
    assert!(again.status == 304 || again.header("etag") != Some(tag.as_str()), "{}", again.status);
    let kinds = [
        ("limit=0", Kind::Invalid),
        ("limit=101", Kind::Invalid),
        ("limit=x", Kind::Malformed),
        ("cursor=x", Kind::Invalid),
        ("cursor=WzEsMl0", Kind::Invalid),
    ];
    for (query, kind) in kinds {
        lin().get(&format!("{path}?{query}"), now).send().problem(kind);
    }
    world.get(&path).now(now).send().problem(Kind::Unauthenticated);
    lin().get("/v1/desk/advisories/none/affected", now).send().problem(Kind::NotFound);
    world.check_log();
}

/// More than one answer names.
const MANY: usize = 520;

#[test]
fn hundreds_are_told_once_each_and_listed_page_by_page() {
    let (world, now) = (World::shared(), today());
    let (package, id, record) = flaw(now);
    // With an end of its own: no id is the beginning of another.
    let accounts: BTreeSet<String> = (0..MANY).map(|_| fresh("many") + "-x").collect();
    let declare = |account: &String| declare(account, &package, "1.2.0", now);
    let all: Vec<&String> = accounts.iter().collect();
    std::thread::scope(|scope| {
        for share in all.chunks(all.len().div_ceil(4)) {
            scope.spawn(move || share.iter().copied().for_each(declare));
        }
    });
    // Before it is published all are counted, and not all are named.
    let preview: Preview =
        lin().call("POST", "/v1/desk/advisories/preview", now).json(&record).send().json(200);
    let impact = &preview.advisories[0];
    assert_eq!((impact.affected_accounts, impact.accounts.len()), (520, 500));
    assert_eq!(impact.next_cursor, None);
    put(&id, &record, now).send().expect_status(201);
    eventually("everybody is found", || told(&id, now).is_complete.then_some(()));
    assert_eq!(told(&id, now).told.accounts, 520);
    // As many as a step tells, fewer than that, and a length that does not divide them.
    for limit in [100, 23, 7] {
        let listed = pages(&id, limit, now);
        assert!(listed.is_sorted(), "in the order of their ids");
        assert_eq!(listed.len(), 520, "nobody twice, with pages of {limit}");
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), accounts);
    }
    for limit in [100, 65] {
        let pages = affected(&id, limit, now, |_| {});
        assert_eq!((pages[0].affected_accounts, pages[0].unknown_accounts), (520, 0));
        let hits: Vec<_> = pages.iter().flat_map(|page| &page.accounts).collect();
        assert_eq!(hits.len(), 520, "nobody twice, with pages of {limit}");
        assert_eq!(hits.iter().map(|hit| hit.account.id.to_string()).collect::<BTreeSet<_>>(), accounts);
        assert!(hits.iter().all(|hit| hit.notification.as_ref().is_some_and(|it| it.is_affected)));
    }
    for account in &accounts {
        world.receiver.wait_for("advisory.published", account);
    }

    // Telling again, twice at once, tells nobody twice.
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let path = format!("/v1/desk/advisories/{id}/notify");
                lin().post(&path, now).send().expect_status(200);
            });
        }
    });
    eventually("everybody is found again", || told(&id, now).is_complete.then_some(()));
    assert_eq!(pages(&id, 100, now).len(), 520);
    for account in &accounts {
        assert_eq!(kinds(world, account, &id), ["advisory.published"], "{account} was told once");
    }
    world.check_log();
}
