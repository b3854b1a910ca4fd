//! `aftercare policy diff|push|holidays`, as a script sees them; the deployment is a server of the test's own.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use aftercare_shared::policy::{Policy, default_document};
use serde_json::{Value, json};

fn aftercare(args: &[&str]) -> Output {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_aftercare"));
    tool.args(args)
        .stdin(Stdio::null())
        .env_remove("AFTERCARE_URL")
        .env("AFTERCARE_TOKEN", "agt_of_the_test");
    tool.output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A folder of this test's own, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("aftercare-policy-{}-{count}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let file = self.0.join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// The default policy with a shorter first response on professional, laid out as it was.
fn better() -> String {
    default_document().replacen("\"any\": {\"duration\": \"4h\"", "\"any\": {\"duration\": \"2h\"", 1)
}

const BETTER: &str = "better   professional / question, degraded / first_response: 4h → 2h on cn-2026\n";

#[test]
fn diff_tells_two_files_apart() {
    let folder = Folder::new();
    let (before, after) =
        (folder.file("before.json", default_document()), folder.file("after.json", &better()));
    let differ = aftercare(&["policy", "diff", &before, &after]);
    let expected = format!("{BETTER}for customers: 1 better, 0 worse, 0 mixed, 0 neutral\n");
    assert_eq!((out(&differ), differ.status.code()), (expected.as_str(), Some(1)), "{}", err(&differ));
    let same = aftercare(&["policy", "diff", &before, &before]);
    assert_eq!((out(&same), same.status.code()), ("nothing differs\n", Some(0)));
    let told = aftercare(&["policy", "diff", "--json", &after, &before]);
    let told: Value = serde_json::from_str(out(&told)).unwrap();
    assert_eq!((&told[0]["effect"], &told[0]["after"]), (&json!("worse"), &json!("4h on cn-2026")));
    for (args, code) in [
        (vec!["policy", "diff"], 2),
        (vec!["policy", "diff", &before], 2),
        (vec!["policy", "diff", &before, &after, "--against", "http://localhost:9"], 2),
        (vec!["policy", "diff", &before, "/nowhere.json"], 2),
        (vec!["policy", "diff", &before, "--against", "http://support.example.com"], 2),
    ] {
        assert_eq!(aftercare(&args).status.code(), Some(code), "{args:?}");
    }
}

/// Answers so many requests, each by what it asks for, and hands over what it was sent.
fn deployment(answers: Vec<(u16, Value)>) -> (String, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut seen = Vec::new();
        for (status, body) in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
                head.push_str(&line);
            }
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).unwrap();
            seen.push((head, String::from_utf8(sent).unwrap()));
            let body = body.to_string();
            let mut stream = stream;
            write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
        }
        seen
    });
    (url, serving)
}

fn in_force() -> Value {
    let document: Value = serde_json::from_str(default_document()).unwrap();
    json!({"version": 7, "hash": "00", "document": document})
}

#[test]
fn push_shows_what_changes_and_sends_what_it_was_compared_with() {
    let folder = Folder::new();
    let file = folder.file("policy.json", &better());
    let hash = Policy::parse(&better()).unwrap().hash();
    let pushed = json!({"version": 8, "hash": hash, "is_new": true, "changes": []});
    let (url, serving) = deployment(vec![(200, in_force()), (201, pushed)]);
    let output = aftercare(&["policy", "push", &file, "--url", &url, "--yes", "--note", "As agreed."]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).starts_with(BETTER), "{}", out(&output));
    assert!(out(&output).ends_with(&format!("version 8 is in force, sha256 {hash}\n")), "{}", out(&output));
    let seen = serving.join().unwrap();
    assert!(seen[0].0.starts_with("GET /v1/desk/policies/current "), "{}", seen[0].0);
    let (head, body) = &seen[1];
    assert!(head.starts_with("POST /v1/desk/policies "), "{head}");
    assert!(head.to_ascii_lowercase().contains("authorization: bearer agt_of_the_test\r\n"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["based_on"], &body["note"]), (&json!(7), &json!("As agreed.")));
    assert_eq!(Policy::parse(&body["document"].to_string()).unwrap().hash(), hash);
}

#[test]
fn push_sends_nothing_that_nobody_has_agreed_to_or_that_changes_nothing() {
    let folder = Folder::new();
    let (file, same) = (folder.file("policy.json", &better()), folder.file("same.json", default_document()));
    // Without --yes somebody is asked, and nobody is here.
    let (url, serving) = deployment(vec![(200, in_force())]);
    let output = aftercare(&["policy", "push", &file, "--url", &url]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("give --yes"), "{}", err(&output));
    serving.join().unwrap();
    let (url, serving) = deployment(vec![(200, in_force())]);
    let output = aftercare(&["policy", "push", &same, "--url", &url, "--yes"]);
    assert_eq!(out(&output), "version 7 says the same already: nothing is pushed\n");
    serving.join().unwrap();
    // Somebody was faster: the deployment's own words are told.
    let detail = "Another version than 7 is in force by now.";
    let stale = json!({"type": "https://aftercare.dev/problems/stale", "title": "Something has changed meanwhile",
        "status": 409, "detail": detail});
    let (url, serving) = deployment(vec![(200, in_force()), (409, stale)]);
    let output = aftercare(&["policy", "push", &file, "--url", &url, "--yes"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!("aftercare: Something has changed meanwhile (409): {detail}\n");
    assert_eq!(err(&output), expected);
    serving.join().unwrap();
    // A file that is no policy is not even compared.
    let bad = folder.file("bad.json", &default_document().replace("\"48h\"", "\"2d\""));
    let output = aftercare(&["policy", "push", &bad, "--url", "http://localhost:9", "--yes"]);
    assert!(err(&output).contains("/plans/0/targets/resolution/any/duration"), "{}", err(&output));
}

const CHINA: &str = r#"{"days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
    {"name": "元旦", "date": "2027-01-02", "isOffDay": true}, {"name": "元旦", "date": "2027-01-09", "isOffDay": false}]}"#;

#[test]
fn holidays_are_imported_into_a_calendar_and_the_rest_stays() {
    let folder = Folder::new();
    let (policy, days) = (folder.file("policy.json", default_document()), folder.file("2027.json", CHINA));
    let into = ["policy", "holidays", "import", &days, "--into", &policy, "--calendar", "cn-2026"];
    let output = aftercare(&into);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    // 2 January is a Saturday, and neither it nor the make-up Saturday was open before.
    let expected = "\
worse    calendars / cn-2026 / holidays: 2027-01-01..2027-01-02 (元旦) added
better   calendars / cn-2026 / overrides / 2027-01-09: 09:00-17:30 added
neutral  calendars / cn-2026 / known_through: 2026 → 2027
for customers: 1 better, 1 worse, 0 mixed, 1 neutral
";
    assert!(out(&output).starts_with(expected), "{}", out(&output));
    let edited = folder.read("policy.json");
    let after = Policy::parse(&edited).unwrap();
    assert_eq!(after.calendar("cn-2026").unwrap().known_through(), Some(2027));
    let untouched = |text: &str| {
        text.lines().filter(|line| !line.contains("2027-")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        untouched(&edited).iter().map(|line| line.trim_end_matches(',')).collect::<Vec<_>>(),
        default_document().lines().map(|line| line.trim_end_matches(',')).collect::<Vec<_>>(),
        "every other line stays"
    );
    // Done again it changes nothing.
    aftercare(&into);
    assert_eq!(folder.read("policy.json"), edited);
    assert!(!Path::new(&folder.0.join("policy.aftercare-new")).exists());
}

#[test]
fn an_import_that_would_break_the_policy_or_leave_something_open_is_refused() {
    let folder = Folder::new();
    let (policy, days) = (folder.file("policy.json", default_document()), folder.file("2027.json", CHINA));
    let ical = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nSUMMARY:Labour Day\nEND:VEVENT\nEND:VCALENDAR\n";
    let ical = folder.file("labour.ics", ical);
    let import = |more: &[&str]| aftercare(&[&["policy", "holidays", "import"], more].concat());
    for (args, why) in [
        (vec![days.as_str()], "say their hours with --open-windows 09:00-17:30"),
        (vec![&days, "--year", "2030"], "holds no day of those years"),
        (
            vec![&days, "--into", &policy, "--calendar", "mars"],
            "there is no calendar `mars`: the policy has cn-2026",
        ),
        (
            vec![&days, "--into", &policy, "--calendar", "cn-2026", "--open-windows", "18:00-25:00"],
            "`25:00` is no time of day",
        ),
        (vec![&ical], "line 2: the event `Labour Day` recurs for ever"),
        (vec![&policy], "the list of days can't be read"),
    ] {
        let output = import(&args);
        // What would make the policy none is refused; the rest could not be done.
        let code = if args.contains(&"18:00-25:00") { 1 } else { 2 };
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(err(&output).contains(why), "{args:?}: {}", err(&output));
    }
    assert_eq!(import(&[&days, "--into", &policy]).status.code(), Some(2), "into which calendar?");
    assert_eq!(folder.read("policy.json"), default_document());
    let printed = import(&[&ical, "--year", "2026", "--year", "2027"]);
    let fragment: Value = serde_json::from_str(out(&printed)).unwrap();
    let expected =
        json!([{"date": "2026-05-01", "name": "Labour Day"}, {"date": "2027-05-01", "name": "Labour Day"}]);
    assert_eq!(fragment["holidays"], expected);
    let printed = import(&[&days, "--open-windows", "09:00-12:00", "--open-windows", "13:00-18:00"]);
    let fragment: Value = serde_json::from_str(out(&printed)).unwrap();
    assert_eq!(fragment["overrides"]["2027-01-09"], json!([["09:00", "12:00"], ["13:00", "18:00"]]));
    // The sets that are built in are still there.
    assert!(out(&aftercare(&["policy", "holidays"])).contains("cn-2026\n"));
    assert!(out(&aftercare(&["policy", "holidays", "jp-2026"])).contains("\"zone\": \"Asia/Tokyo\""));
}
