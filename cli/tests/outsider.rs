//! What somebody meets who did not write the tool: odd files, readers that stop, deployments that are not there.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::json;

/// A folder of this test, and files in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("aftercare-outsider-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn feed(&self) -> String {
        let range = json!([{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]);
        let record = |ecosystem: &str| {
            json!({"id": format!("ACME-{ecosystem}"), "modified": "2026-01-01T00:00:00Z", "summary": "s", "affected": [
                {"package": {"ecosystem": ecosystem, "name": "call-kit"}, "ranges": range}]})
        };
        let feed = json!({"as_of": "2026-03-01T12:00:00Z", "advisories": [record("npm"), record("PyPI")],
            "statements": [], "releases": []});
        self.file("feed.json", feed.to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

fn tool(args: &[&str]) -> Command {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_aftercare"));
    tool.args(args).env_remove("AFTERCARE_TOKEN").env_remove("AFTERCARE_FEED");
    tool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    tool
}

fn aftercare(args: &[&str], input: &[u8]) -> Output {
    let mut running = tool(args).spawn().unwrap();
    // A command that reads nothing may have ended.
    let _ = running.stdin.take().unwrap().write_all(input);
    running.wait_with_output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    let words = [output.stdout.as_slice(), &output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&words).into_owned())
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn a_lockfile_is_read_as_shells_and_editors_write_it() {
    let folder = Folder::new("lockfiles");
    let feed = folder.feed();
    let lock =
        "{\"lockfileVersion\": 3, \"packages\": {\n\"node_modules/call-kit\": {\"version\": \"1.0.0\"}}}\n";
    let pins = "call-kit==1.0.0\nother==2.0\n";
    let marked = [b"\xef\xbb\xbf".as_slice(), lock.as_bytes()].concat();
    for (name, bytes, line) in [
        ("a/package-lock.json", lock.as_bytes().to_vec(), 2),
        ("b/package-lock.json", marked, 2),
        ("c/package-lock.json", lock.replace('\n', "\r\n").into_bytes(), 2),
        ("d/requirements.txt", utf16(&pins.replace('\n', "\r\n"), u16::to_le_bytes), 1),
        ("e/requirements.txt", utf16(pins, u16::to_be_bytes), 1),
        ("f f/requirements-täglich.txt", pins.as_bytes().to_vec(), 1),
    ] {
        let file = folder.file(name, bytes);
        let (code, words) = said(&aftercare(&["audit", &file, "--feed", &feed], b""));
        assert_eq!(code, Some(1), "{name}: {words}");
        assert!(words.contains(&format!("{file}:{line}\n")), "{name}: {words}");
    }
    // On standard input, under the name that it has elsewhere.
    let piped = ["audit", "-", "--stdin-name", "app/package-lock.json", "--feed", &feed];
    let (code, words) = said(&aftercare(&piped, lock.as_bytes()));
    assert!(code == Some(1) && words.contains("app/package-lock.json:2"), "{words}");
}

#[test]
fn nothing_of_the_vendors_is_an_answer_too() {
    let folder = Folder::new("nothing");
    let feed = folder.feed();
    let none = folder.file("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}");
    let empty = folder.file("yarn.lock", "");
    let report = "0 packages of the vendor's in 2 lockfiles: 0 hit, 0 unknown (as of 2026-03-01 12:00 UTC)\n";
    assert_eq!(
        said(&aftercare(&["audit", &none, &empty, "--feed", &feed], b"")),
        (Some(0), report.to_owned())
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_what_it_leads_to() {
    let folder = Folder::new("links");
    let feed = folder.feed();
    let lock = folder.file("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}");
    let link = folder.0.join("locked");
    std::os::unix::fs::symlink(&lock, &link).unwrap();
    assert_eq!(said(&aftercare(&["audit", link.to_str().unwrap(), "--feed", &feed], b"")).0, Some(0));
    fs::remove_file(&lock).unwrap();
    let (code, words) = said(&aftercare(&["audit", link.to_str().unwrap(), "--feed", &feed], b""));
    assert!(code == Some(2) && words.contains("locked"), "{words}");
}

#[test]
fn what_can_not_be_audited_is_told_and_exits_with_two() {
    let folder = Folder::new("broken");
    let feed = folder.feed();
    let lock = folder.file("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}");
    let path = |name: &str| folder.0.join(name).display().to_string();
    let empty = folder.file("empty/package-lock.json", "");
    let latin = folder.file("latin/requirements.txt", b"a==1\ncaf\xe9==2\n");
    let odd = folder.file("odd/requirements.txt", [0xff, 0xfe, b'a', 0, b'\n']);
    let html = folder.file("feed.html", "<html>");
    let directory = folder.file("yarn.lock/x", "");
    let directory = directory.trim_end_matches("/x");
    for (args, words) in [
        (vec![path("nowhere/package-lock.json").as_str(), "--feed", &feed], "can't read"),
        (vec![directory, "--feed", &feed], "can't read"),
        (vec![&empty, "--feed", &feed], "can't be read: line 1"),
        (vec![&latin, "--feed", &feed], "line 2 is not UTF-8"),
        (vec![&odd, "--feed", &feed], "is no text"),
        (vec![&html, "--feed", &feed], "feed.html"),
        (vec!["-", "--feed", &feed], "--stdin-name"),
        (vec!["-", "--stdin-name", "x.lock", "--feed", &feed], "x.lock"),
        (vec![&lock, "--feed", &path("nowhere.json")], "can't read"),
        (vec![&lock, "--feed", &html], "is no feed of advisories"),
        (vec![&lock, "--feed", "http://support.example.com"], "use https"),
        (vec![&lock, "--feed", "HTTPS://"], "is no address"),
        (vec![&lock, "--feed", "http://127.0.0.1:9"], "does not answer"),
        (vec![&lock], "--feed"),
        (vec!["--feed", &feed], "LOCKFILES"),
    ] {
        let (code, told) = said(&aftercare(&[&["audit"], &args[..]].concat(), b""));
        assert_eq!(code, Some(2), "{args:?}: {told}");
        assert!(told.contains(words), "{args:?}: {told}");
        assert!(!told.contains("panicked"), "{args:?}: {told}");
    }
}

/// Answers every request alike, on a port of its own.
fn answering(head: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer);
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    url
}

#[test]
fn a_feed_that_is_none_is_told_apart() {
    let folder = Folder::new("feeds");
    let lock = folder.file("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}");
    let problem = r#"{"type":"https://aftercare.dev/problems/rate-limited","title":"Too many requests","status":429,"detail":"Wait."}"#;
    for (head, body, words) in [
        ("302 Found\r\nLocation: http://127.0.0.1:9/", "", "answered 302"),
        (
            "200 OK\r\nContent-Type: text/html",
            "<!doctype html><title>Sign in</title>",
            "is the address right?",
        ),
        ("200 OK", "", "is the address right?"),
        ("200 OK", "{}", "is the address right?"),
        ("502 Bad Gateway", "<html>", "answered 502"),
        ("429 Too Many Requests", problem, "Too many requests (429): Wait."),
    ] {
        let url = answering(head, body);
        let (code, told) = said(&aftercare(&["audit", &lock, "--feed", &url], b""));
        assert_eq!(code, Some(2), "{head}: {told}");
        assert!(told.contains(words), "{head}: {told}");
    }
}

#[test]
fn a_push_to_nobody_could_not_be_done_and_one_that_is_refused_was() {
    let folder = Folder::new("pushes");
    let policy = folder.file("policy.json", aftercare_shared::policy::default_document());
    let record = json!({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "summary": "s", "affected": [
        {"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"]}]});
    let record = folder.file("advisory.json", record.to_string());
    let list =
        folder.file("list.json", "{\"package\": \"pkg:npm/a\", \"releases\": [{\"version\": \"1.0.0\"}]}");
    let problem = r##"{"type":"https://aftercare.dev/problems/invalid","title":"A value is not acceptable","status":422,"errors":[{"pointer":"#/id","detail":"no"}]}"##;
    let denied = r#"{"type":"https://aftercare.dev/problems/forbidden","title":"Not allowed","status":403}"#;
    let dead = "http://127.0.0.1:9".to_owned();
    let refusing = answering("422 Unprocessable Content", problem);
    let denying = answering("403 Forbidden", denied);
    let pushes = |url: &str| {
        vec![
            vec![
                "advisory".to_owned(),
                "push".to_owned(),
                record.clone(),
                "--url".to_owned(),
                url.to_owned(),
            ],
            vec![
                "release".to_owned(),
                "push".to_owned(),
                list.clone(),
                "--package".to_owned(),
                "pkg:npm/a".to_owned(),
                "--url".to_owned(),
                url.to_owned(),
            ],
            vec![
                "policy".to_owned(),
                "push".to_owned(),
                policy.clone(),
                "--yes".to_owned(),
                "--url".to_owned(),
                url.to_owned(),
            ],
            vec![
                "policy".to_owned(),
                "diff".to_owned(),
                policy.clone(),
                "--against".to_owned(),
                url.to_owned(),
            ],
        ]
    };
    for (url, expected, words) in
        [(&dead, 2, "does not answer"), (&refusing, 1, "/id: no"), (&denying, 2, "Not allowed (403)")]
    {
        for args in pushes(url) {
            let args: Vec<&str> = args.iter().map(String::as_str).chain(["--token", "agt_x"]).collect();
            let (code, told) = said(&aftercare(&args, b""));
            assert_eq!(code, Some(expected), "{args:?}: {told}");
            assert!(told.contains(words) && !told.contains("agt_x"), "{args:?}: {told}");
        }
    }
}

#[test]
fn a_document_is_read_from_standard_input_and_with_a_mark() {
    let document = aftercare_shared::policy::default_document();
    for input in [document.as_bytes().to_vec(), utf16(document, u16::to_le_bytes)] {
        let (code, words) = said(&aftercare(&["policy", "check", "-"], &input));
        assert!(code == Some(0) && words.starts_with("-: fine: "), "{words}");
    }
    let (code, words) = said(&aftercare(&["advisory", "check", "-"], b"\xef\xbb\xbf{\"id\": 5}"));
    assert!(code == Some(1) && words.contains("-: error: "), "{words}");
    let (code, words) = said(&aftercare(&["policy", "check", "/nowhere.json"], b""));
    assert!(code == Some(2) && words.contains("can't read /nowhere.json"), "{words}");
}

#[test]
fn a_reader_that_has_heard_enough_ends_nothing() {
    let folder = Folder::new("pipes");
    let feed = folder.feed();
    // More than a pipe holds, so that the tool writes when nobody reads any more.
    let mut lock = String::from("{\"lockfileVersion\": 3, \"packages\": {\"\": {}");
    for turn in 0..4_000 {
        lock.push_str(&format!(",\n\"a/{turn}/node_modules/call-kit\": {{\"version\": \"1.0.{turn}\"}}"));
    }
    let lock = folder.file("package-lock.json", lock + "}}");
    for format in ["human", "json", "sarif"] {
        let mut running = tool(&["audit", &lock, "--feed", &feed, "--format", format]).spawn().unwrap();
        let mut line = String::new();
        let mut heard = BufReader::with_capacity(16, running.stdout.take().unwrap());
        heard.read_line(&mut line).unwrap();
        drop(heard);
        let mut told = String::new();
        running.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!((running.wait().unwrap().code(), told.as_str()), (Some(1), ""), "{format} after {line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_does_not_arrive_is_told() {
    let folder = Folder::new("full");
    let feed = folder.feed();
    let lock = folder.file("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = tool(&["audit", &lock, "--feed", &feed]).stdout(full).output().unwrap();
    let (code, told) = said(&output);
    assert!(code == Some(2) && told.contains("No space left"), "{told}");
}
