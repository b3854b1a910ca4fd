//! The built command line against the built worker: what `advisory push`, `release push` and `policy push` do to a
//! deployment, and what they say where it refuses.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use aftercare_shared::api::advisories::AdvisoryView;
use aftercare_shared::api::notices::{Notices, Verdict};
use aftercare_shared::api::releases::PackageReleases;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, World};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::desk_policies;

/// The program, which cargo builds beside the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("a test is a program");
    let built = tests.parent().and_then(|deps| deps.parent()).expect("a test lies in a folder of cargo's");
    let program = built.join("aftercare");
    assert!(program.exists(), "{} is missing: run `cargo build -p aftercare-cli` first", program.display());
    program
}

/// Somebody at a command line: a deployment's address, a token and a folder of files.
struct Shell {
    url: String,
    token: &'static str,
    folder: PathBuf,
}

impl Shell {
    fn of(world: &World, agent: Agent<'_>) -> Self {
        let folder = std::env::temp_dir().join(fresh("aftercare-cli"));
        fs::create_dir_all(&folder).expect("a folder for the test");
        Self { url: world.url().to_owned(), token: agent.token, folder }
    }

    fn file(&self, name: &str, document: &Value) -> String {
        let path = self.folder.join(name);
        fs::write(&path, document.to_string()).expect("a file for the test");
        path.display().to_string()
    }

    fn run(&self, args: &[&str]) -> Told {
        let mut program = Command::new(program());
        program.args(args).stdin(Stdio::null()).env("AFTERCARE_URL", &self.url);
        program.env("AFTERCARE_TOKEN", self.token);
        Told::of(&program.output().expect("the program starts"), &format!("{}/", self.folder.display()))
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}

/// What a command has said.
#[derive(Debug)]
struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Told {
    fn of(output: &Output, folder: &str) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(folder, "");
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// It went well and said this, among other things.
    #[track_caller]
    fn says(&self, words: &str) {
        assert!(self.code == Some(0) && self.out.contains(words), "expected {words:?} of {self:?}");
        assert_eq!(self.err, "");
    }

    /// What it was given is refused: it ended with 1, and said why and where.
    #[track_caller]
    fn refuses(&self, words: &[&str]) {
        self.ends(1, words);
    }

    /// It could not be done: it ended with 2, and said why.
    #[track_caller]
    fn gives_up(&self, words: &[&str]) {
        self.ends(2, words);
    }

    #[track_caller]
    fn ends(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        let said = format!("{}{}", self.out, self.err);
        for words in words {
            assert!(said.contains(words), "expected {words:?} of {self:?}");
        }
        for leak in ["agt_", "panicked", "D1_"] {
            assert!(!said.contains(leak), "{leak} is told in {self:?}");
        }
    }
}

/// The machine's time: the program sends none of its own.
fn now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn flaw(id: &str, package: &str, modified: DateTime<Utc>, fixed: &str) -> Value {
    json!({"schema_version": "1.7.0", "id": id, "modified": written(modified), "summary": "Tokens leak into the log",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [{"package": {"ecosystem": "npm", "name": package},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": fixed}]}]}]})
}

/// An address at which nobody answers.
fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("a port has an address"))
}

#[test]
fn an_advisory_is_pushed_changed_and_passed_over() {
    let world = World::shared();
    let shell = Shell::of(world, Agent::lin(world));
    let (package, id, then) = (fresh("rtc"), fresh("ACME-2026"), now() - TimeDelta::days(2));
    let file = shell.file("flaw.json", &flaw(&id, &package, then, "1.4.0"));
    let push = |file: &str| shell.run(&["advisory", "push", file]);
    push(&file).says(&format!("flaw.json: {id}: published\n"));
    let hits = |version: &str| -> Option<Verdict> {
        let answer = world.get(&format!("/v1/notices?sdk=pkg:npm/{package}%40{version}")).now(now()).send();
        let notices: Notices = answer.json(200);
        notices.sdks[0].findings.first().map(|finding| finding.verdict)
    };
    assert_eq!((hits("1.3.9"), hits("1.4.0")), (Some(Verdict::Affected), None));
    let revision = || {
        let answer = Agent::lin(world).get(&format!("/v1/desk/advisories/{id}"), now()).send();
        answer.json::<AdvisoryView>(200).advisory.revision
    };
    assert_eq!(revision(), 1);

    // A job that runs again changes nothing, whether it sends the same file or the same record in another.
    push(&file).says(&id);
    let again = shell.file("again.json", &json!([flaw(&id, &package, then, "1.4.0")]));
    push(&again).says(&format!("again.json: {id}: stands already\n"));
    assert_eq!(revision(), 1);

    let later = shell.file("later.json", &flaw(&id, &package, then + TimeDelta::days(1), "1.5.0"));
    shell.run(&["advisory", "push", "--silent", &later]).says("published in the place of an older one");
    let older = shell.file("older.json", &flaw(&id, &package, then - TimeDelta::days(1), "1.2.0"));
    push(&older).says(&format!("older.json: {id}: passed over: what stands was modified later\n"));
    assert_eq!(revision(), 2);
    world.check_log();
}

#[test]
fn an_advisory_that_is_not_right_is_refused_with_its_place() {
    let world = World::shared();
    let shell = Shell::of(world, Agent::lin(world));
    let (package, good, bad) = (fresh("rtc"), fresh("ACME-2026"), fresh("ACME-2026"));
    // The program sees what is wrong with a document, and nothing leaves.
    let mut broken = flaw(&bad, &package, now() - TimeDelta::days(1), "one");
    let file = shell
        .file("broken.json", &json!([flaw(&good, &package, now() - TimeDelta::days(1), "1.4.0"), broken]));
    let told = shell.run(&["advisory", "push", &file]);
    told.refuses(&["broken.json: error: #/1/affected/0/ranges/0/events/1/fixed: ", "nothing was published"]);
    // What only the deployment can see, it tells with its place as well.
    broken = flaw(&bad, &package, now() + TimeDelta::days(3), "1.4.0");
    let file = shell
        .file("tomorrow.json", &json!([flaw(&good, &package, now() - TimeDelta::days(1), "1.4.0"), broken]));
    shell.run(&["advisory", "push", &file]).refuses(&["(422)", "/1/modified: "]);
    for id in [&good, &bad] {
        Agent::lin(world).get(&format!("/v1/desk/advisories/{id}"), now()).send().expect_status(404);
    }
    let told = shell.run(&["advisory", "push", "/nowhere/flaw.json"]);
    told.gives_up(&["can't read /nowhere/flaw.json"]);
}

#[test]
fn without_the_right_token_or_a_deployment_nothing_is_pushed() {
    let world = World::shared();
    let package = fresh("rtc");
    let lin = Shell::of(world, Agent::lin(world));
    let flaw =
        lin.file("flaw.json", &flaw(&fresh("ACME-2026"), &package, now() - TimeDelta::days(1), "1.4.0"));
    let list = lin.file(
        "list.json",
        &json!({"package": format!("pkg:npm/{package}"), "releases": [{"version": "1.0.0"}]}),
    );
    let purl = format!("pkg:npm/{package}");
    let pushes = [vec!["advisory", "push", &flaw], vec!["release", "push", &list, "--package", &purl]];
    for args in &pushes {
        let args = args.as_slice();
        lin.run(&[args, &["--token", "agt_nobody"]].concat()).gives_up(&["(401)"]);
        lin.run(&[args, &["--token", " "]].concat()).gives_up(&["set AFTERCARE_TOKEN"]);
        let down = nowhere();
        lin.run(&[args, &["--url", &down]].concat()).gives_up(&[&down, "does not answer"]);
        let page = format!("{}/nowhere", lin.url);
        lin.run(&[args, &["--url", &page]].concat()).gives_up(&["(404)"]);
        lin.run(&[args, &["--url", "http://support.example.com"]].concat()).gives_up(&["use https"]);
    }
    let here = format!("/v1/desk/releases/pkg%3Anpm%2F{package}");
    Agent::lin(world).get(&here, now()).send().expect_status(404);
}

#[test]
fn releases_are_pushed_in_every_form_of_a_registry() {
    let world = World::shared();
    let shell = Shell::of(world, Agent::lin(world));
    let package = fresh("rtc");
    let purl = format!("pkg:npm/{package}");
    let packument = json!({"name": package, "dist-tags": {"latest": "1.1.0"},
        "versions": {"1.0.0": {"deprecated": "Leave it."}, "1.1.0": {}}});
    let file = shell.file("packument.json", &packument);
    let push = || shell.run(&["release", "push", &file, "--package", &purl, "--form", "npm"]);
    let told = format!(
        "packument.json: pushed 2 releases and 0 lines of {purl}: 2 are known now, the newest is 1.1.0\n"
    );
    push().says(&told);
    push().says(&told);
    let answer = Agent::lin(world).get(&format!("/v1/desk/releases/pkg%3Anpm%2F{package}"), now()).send();
    let known: PackageReleases = answer.json(200);
    assert_eq!(known.items.iter().filter(|it| it.release.deprecated.is_some()).count(), 1);

    let guide = json!({"id": "1-to-2", "to": "2.0.0", "title": "From 1 to 2", "text": "# Do this"});
    let with_guides = json!({"package": purl, "releases": [{"version": "1.0.0"}], "guides": [guide]});
    let with_guides = shell.file("guides.json", &with_guides);
    shell.run(&["release", "push", &with_guides, "--package", &purl]).says(&format!(
        "guides.json: pushed 1 releases, 0 lines and 1 guides of {purl}: 1 are known now, the newest is 1.0.0\n"
    ));
    let answer = Agent::lin(world).get(&format!("/v1/desk/releases/pkg%3Anpm%2F{package}"), now()).send();
    let known: PackageReleases = answer.json(200);
    assert_eq!(known.guides.first().and_then(|known| known.guide.text.as_deref()), Some("# Do this"));

    let other = shell.run(&["release", "push", &file, "--package", "pkg:npm/other", "--form", "npm"]);
    other.gives_up(&["packument.json", "other"]);
    let own = shell
        .file("own.json", &json!({"package": purl, "releases": [{"version": "1.0.0"}, {"version": "one"}]}));
    let slip = shell.run(&["release", "push", &own, "--package", &purl]);
    slip.refuses(&["own.json: error: #/releases/1/version: "]);
    let named = shell.run(&["release", "push", &own, "--package", &format!("{purl}@1.0.0")]);
    named.gives_up(&["leave the version out"]);
    let form = shell.run(&["release", "push", &own, "--package", &purl, "--form", "tablet"]);
    assert_eq!(form.code, Some(2), "a command that is wrong is no refusal: {form:?}");
    assert!(form.err.contains("maven_metadata"), "{form:?}");
    world.check_log();
}

#[test]
fn a_policy_is_pushed_by_who_may() {
    let (world, _turn) = desk_policies::alone();
    let lin = Shell::of(world, Agent::lin(world));
    let file = lin.file("policy.json", &desk_policies::responding_in("165m"));
    let push = ["policy", "push", &file, "--yes", "--note", "From CI"];
    for agent in [Agent::ana(world), Agent::theo(world)] {
        Shell::of(world, agent).run(&push).gives_up(&["(403)", "admin"]);
    }
    lin.run(&[&push[..], &["--token", "agt_nobody"]].concat()).gives_up(&["(401)"]);
    lin.run(&[&push[..], &["--url", &nowhere()]].concat()).gives_up(&["does not answer"]);
    lin.run(&["policy", "push", &file]).gives_up(&["give --yes"]);
    let told = lin.run(&push);
    told.says("is in force, sha256 ");
    lin.run(&push).says("says the same already: nothing is pushed");
    lin.run(&["policy", "diff", &file, "--against", world.url()]).says("nothing differs");

    let mut broken = desk_policies::responding_in("165m");
    broken["default_plan"] = json!("platinum");
    let broken = lin.file("broken.json", &broken);
    lin.run(&["policy", "push", &broken, "--yes"]).refuses(&["broken.json is no policy", "platinum"]);
    world.check_log();
}
