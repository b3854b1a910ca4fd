//! `aftercare advisory`, `release` and `audit`, as a script sees them.

#[path = "advisories/sarif.rs"]
mod sarif;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

fn aftercare(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftercare")).args(args).env_remove("AFTERCARE_TOKEN").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data")
}

/// A folder of this test, and files in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("aftercare-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// What is printed, without the folder.
    fn told(&self, output: &Output) -> String {
        out(output).replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// The demonstration's advisories and one of its release lists, as the public feed has them.
fn feed() -> Value {
    let records = fs::read_dir(demo().join("advisories")).unwrap().flatten().map(|entry| entry.path());
    let record =
        |path: PathBuf| -> Value { serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap() };
    let mut records: Vec<Value> = records.map(record).collect();
    records.push(
        json!({"id": "ACME-2026-0001", "modified": "2026-01-01T00:00:00Z", "summary": "Odd", "affected": [
        {"package": {"ecosystem": "npm", "name": "acme-odd"},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]}]}),
    );
    let versions = ["23.5.0", "24.0.0", "34.3.0", "34.3.1", "36.0.0"];
    let releases: Vec<Value> = versions.iter().map(|version| json!({"version": version})).collect();
    json!({"as_of": "2026-03-01T12:00:00Z", "advisories": records, "statements": [],
        "releases": [{"package": "pkg:npm/matrix-js-sdk", "releases": releases}]})
}

fn lockfile(packages: &[(&str, &str)]) -> String {
    let mut locked = serde_json::Map::new();
    locked.insert(String::new(), json!({"name": "console", "version": "1.0.0"}));
    for (name, version) in packages {
        locked.insert(format!("node_modules/{name}"), json!({"version": version}));
    }
    format!("{:#}", json!({"name": "console", "lockfileVersion": 3, "packages": locked}))
}

#[test]
fn the_demonstrations_advisories_are_fit_to_be_published() {
    let files: Vec<String> = fs::read_dir(demo().join("advisories"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path().display().to_string())
        .collect();
    let args: Vec<&str> = ["advisory", "check"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let output = aftercare(&args);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert_eq!(out(&output).matches(": fine: OSV, GHSA-").count(), 6, "{}", out(&output));
}

#[test]
fn a_slip_is_told_with_its_place() {
    let folder = Folder::new("slips");
    let record = json!({"id": "ACME-1", "modified": "2026-01-01T00:00:00Z", "affected": [{
        "package": {"ecosystem": "NPM", "name": "acme"},
        "ranges": [{"type": "SEMVER", "events": [{"fixed": "1.0.0"}]}]}]});
    let bad = folder.file("bad.json", &record.to_string());
    let vex = folder.file(
        "vex.json",
        r#"{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://acme.example/1",
        "timestamp": "2026-01-01T00:00:00Z", "statements": [
          {"vulnerability": {"name": "CVE-2026-1"}, "status": "fixed", "products": [{"@id": "pkg:npm/acme@1.0.0"}]},
          {"vulnerability": {"name": "CVE-2026-1"}, "status": "fixed", "products": [{"@id": "acme"}]}]}"#,
    );
    let odd = folder.file("odd.json", "{\"id\": ");
    let output = aftercare(&["advisory", "check", &bad, &vex, &odd]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        folder.told(&output),
        "\
bad.json: warning: #/summary: people see the id alone: write one line
bad.json: error: #/affected/0/package/ecosystem: write `npm`: names are case-sensitive
bad.json: error: #/affected/0/ranges/0/events: say where it begins: {\"introduced\": \"0\"} is from the very first version
vex.json: warning: no package URL names CVE-2026-1: acme: it is left out
vex.json: fine: OpenVEX, no record, 1 statement
odd.json: error: the document is no JSON: EOF while parsing a value at line 1 column 7
"
    );
}

#[test]
fn an_audit_tells_what_hits_and_the_way_up() {
    let folder = Folder::new("audit");
    let feed = folder.file("feed.json", &feed().to_string());
    let locked = lockfile(&[("matrix-js-sdk", "23.5.0"), ("acme-odd", "nightly"), ("left-pad", "1.0.0")]);
    let lock = folder.file("package-lock.json", &locked);
    let output = aftercare(&["audit", &lock, "--feed", &feed, "--on", "2026-03-10"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        folder.told(&output),
        "\
acme-odd nightly  package-lock.json:9
  UNKNOWN  ACME-2026-0001  Odd (`nightly` can't be read as a version of this ecosystem)
  how it stands is unknown
  where to go can't be told

matrix-js-sdk 23.5.0  package-lock.json:15
  HIGH     GHSA-mwq8-fjpf-c2gr  Remote data can pollute Object.prototype (fixed in 24.0.0)
  MEDIUM   GHSA-vhr5-g3pm-49fm  A room that names itself as its predecessor makes the client recurse without end (fixed in 34.3.1)
  upgrade to 34.3.1, which may break

2 packages of the vendor's in 1 lockfile: 2 hit, 1 unknown (as of 2026-03-01 12:00 UTC)
"
    );
    let fine = folder.file("yarn.lock", "matrix-js-sdk@^36:\n  version \"36.0.0\"\n");
    let safe = aftercare(&["audit", &fine, "--feed", &feed]);
    assert_eq!(safe.status.code(), Some(0), "{}", out(&safe));
    let unclear = folder.file("npm-shrinkwrap.json", &lockfile(&[("acme-odd", "nightly")]));
    for (args, code) in [(vec![], 0), (vec!["--strict"], 1)] {
        let args = [&["audit", &unclear, "--feed", &feed][..], &args].concat();
        assert_eq!(aftercare(&args).status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn an_audit_that_can_not_be_made_is_no_audit() {
    let folder = Folder::new("broken");
    let feed_file = folder.file("feed.json", &feed().to_string());
    let lock = folder.file("package-lock.json", &lockfile(&[]));
    let broken = folder.file("yarn.lock", "{");
    let odd = folder.file("packages.txt", "");
    for args in [
        vec!["audit", &broken, "--feed", &feed_file],
        vec!["audit", &odd, "--feed", &feed_file],
        vec!["audit", "/nowhere/package-lock.json", "--feed", &feed_file],
        vec!["audit", &lock, "--feed", &lock],
        vec!["audit", &lock, "--feed", "http://127.0.0.1:9"],
        vec!["audit", &lock, "--feed", "http://feed.example.com"],
        vec!["audit", &lock],
        vec!["audit", &lock, "--feed", &feed_file, "--on", "tomorrow"],
    ] {
        let output = aftercare(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
        assert_eq!(out(&output), "", "{args:?}");
    }
}

#[test]
fn sarif_has_what_its_schema_requires() {
    let folder = Folder::new("sarif");
    let feed = folder.file("feed.json", &feed().to_string());
    let lock =
        folder.file("package-lock.json", &lockfile(&[("matrix-js-sdk", "23.5.0"), ("acme-odd", "nightly")]));
    let output = aftercare(&["audit", &lock, "--feed", &feed, "--on", "2026-03-10", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(sarif::mistakes(&log), [] as [&str; 0]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(run["tool"]["driver"]["name"].is_string());
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (3, 3));
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string(), "{rule}");
        let severity: f64 = rule["properties"]["security-severity"].as_str().unwrap().parse().unwrap();
        assert!((0.0..=10.0).contains(&severity));
    }
    for result in results {
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        let kind = result["kind"].as_str().unwrap();
        assert!(["fail", "review"].contains(&kind));
        assert!(kind == "fail" || result["level"] == "none", "section 3.27.10: {result}");
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("package-lock.json"));
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(result["partialFingerprints"].is_object());
    }
    let told: Value = {
        let output = aftercare(&["audit", &lock, "--feed", &feed, "--on", "2026-03-10", "--format", "json"]);
        serde_json::from_str(&out(&output)).unwrap()
    };
    assert_eq!((&told["affected"], &told["unknown"]), (&json!(2), &json!(1)));
    assert_eq!(told["packages"][1]["report"]["upgrade"]["candidates"][0]["version"], "34.3.1");
}

#[test]
fn sarif_keeps_to_its_schema_whatever_advisories_and_files_are_called() {
    let folder = Folder::new("sarif-odd");
    let mut feed = feed();
    let odd = json!({"id": "ACME 2026/<1>", "modified": "2026-01-01T00:00:00Z", "summary": "", "affected": [
        {"package": {"ecosystem": "npm", "name": "@acme/ünï"},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}],
        "references": [{"type": "WEB", "url": "javascript:alert(1)"}, {"type": "WEB", "url": "https://acme.example/100%/ä b%20c"}]});
    feed["advisories"].as_array_mut().unwrap().push(odd);
    let feed = folder.file("feed.json", &feed.to_string());
    fs::create_dir_all(folder.0.join("my app: [1]")).unwrap();
    let lock =
        folder.file("my app: [1]/package-lock.json", &lockfile(&[("@acme/ünï", "1.0.0"), ("acme-odd", "?")]));
    let output = aftercare(&["audit", &lock, "--feed", &feed, "--on", "2026-03-10", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(sarif::mistakes(&log), [] as [&str; 0]);
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(2), "{log:#}");
    let none = folder.file("yarn.lock", "left-pad@^1:\n  version \"1.0.0\"\n");
    let output = aftercare(&["audit", &none, "--feed", &feed, "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(sarif::mistakes(&log), [] as [&str; 0]);
    assert_eq!(log["runs"][0]["results"], json!([]), "a run that finds nothing says so (section 3.14.23)");
}

#[test]
fn a_list_of_releases_is_checked_with_its_guides() {
    let folder = Folder::new("guides");
    let guide = |field: &str, value: Value| {
        let mut guide = json!({"id": "1-to-2", "from": ">= 1.0.0, < 2.0.0", "to": "2.0.0", "title": "From 1 to 2",
            "text": "# Do this"});
        guide[field] = value;
        guide
    };
    let fine = || guide("effort_minutes", json!(60));
    for (guides, code, told) in [
        (json!([]), 0, "list.json: fine: 1 releases and 0 lines of pkg:npm/a\n"),
        (json!([fine()]), 0, "list.json: fine: 1 releases, 0 lines and 1 guides of pkg:npm/a\n"),
        (
            json!([fine(), guide("url", json!("http://a.example"))]),
            1,
            "list.json: error: #/guides/1/url: write the whole address: https://…\n\
             list.json: error: #/guides/1/id: 1-to-2 is another guide's id already\n",
        ),
        (
            json!([guide("from", json!("^1"))]),
            1,
            "list.json: error: #/guides/0/from: write one range: `>= 23.0.0, < 24.0.0`, or `*` for every version\n",
        ),
        (
            json!([guide("text", Value::Null)]),
            1,
            "list.json: error: #/guides/0/text: write the guide, or say where it is read with `url`\n",
        ),
    ] {
        let list = json!({"package": "pkg:npm/a", "releases": [{"version": "1.0.0"}], "guides": guides});
        let list = folder.file("list.json", &list.to_string());
        let output = aftercare(&["release", "check", &list, "--package", "pkg:npm/a"]);
        assert_eq!((folder.told(&output).as_str(), output.status.code()), (told, Some(code)));
    }
    let output = aftercare(&["release", "check", "/nowhere.json", "--package", "pkg:npm/a@1"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("leave the version out"));
}

#[test]
fn nothing_is_sent_that_is_not_right_or_without_a_token() {
    let folder = Folder::new("push");
    let bad = folder.file("bad.json", "{\"id\": \"A\", \"affected\": []}");
    let here = ["--url", "http://127.0.0.1:9"];
    let refused = aftercare(&[&["advisory", "push", &bad], &here[..], &["--token", "agt_x"]].concat());
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nothing was published"));
    let list = folder.file("list.json", "{\"package\": \"pkg:npm/a\", \"releases\": [{\"version\": \"x\"}]}");
    let push = [&["release", "push", &list, "--package", "pkg:npm/a"], &here[..]].concat();
    let refused = aftercare(&[&push[..], &["--token", "agt_x"]].concat());
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        folder.told(&refused),
        "list.json: error: #/releases/0/version: this is not a version of this ecosystem\n"
    );
    let nobody = aftercare(&push);
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("AFTERCARE_TOKEN"));
    assert_eq!(nobody.status.code(), Some(2));
}
