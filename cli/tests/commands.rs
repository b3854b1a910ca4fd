//! The built tool, as a script sees it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn aftercare(args: &[&str], input: &str) -> Output {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_aftercare"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    tool.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    tool.wait_with_output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn eval_answers_every_line_in_order() {
    let good = r#"{"op":"due","calendar":"always","start":"2026-01-01T00:00:00Z","seconds":1}"#;
    let output = aftercare(&["eval"], &format!("{good}\nnonsense\n\n{good}"));
    let lines: Vec<&str> = out(&output).lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((lines[0], lines[3]), (r#"{"due":"2026-01-01T00:00:01Z"}"#, lines[0]));
    assert!(lines[1].starts_with(r#"{"error":{"#) && lines[2].starts_with(r#"{"error":{"#));
    assert!(output.status.success());
}

#[test]
fn due_tells_the_deadline_and_its_reasons() {
    let start = ["--start", "2026-02-13T17:00:00+08:00"];
    let args = [&["due", "--plan", "professional"], &start[..]].concat();
    let output = aftercare(&args, "");
    let expected = "\
professional, degraded, first_response: 4h on cn-2026
due Sat 2026-02-14 12:30:00 Asia/Shanghai (2026-02-14T04:30:00Z)

Fri 2026-02-13 17:00:00  Fri 2026-02-13 17:30:00  +  0:30:00  open
Fri 2026-02-13 17:30:00  Sat 2026-02-14 09:00:00    15:30:00  closed
Sat 2026-02-14 09:00:00  Sat 2026-02-14 12:30:00  +  3:30:00  open, make-up working day
                                                     4:00:00  counted
";
    assert_eq!(out(&output), expected);

    let paused = [&args[..], &["--pause", "2026-02-13T17:10:00+08:00/", "--json"]].concat();
    let told: serde_json::Value = serde_json::from_str(out(&aftercare(&paused, ""))).unwrap();
    assert_eq!(
        (&told["due"], &told["paused_since"]),
        (&serde_json::Value::Null, &"2026-02-13T09:10:00Z".into())
    );

    for (args, code) in [(vec!["due"], 2), ([&["due", "--plan", "gold"], &start[..]].concat(), 2)] {
        assert_eq!(aftercare(&args, "").status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn policy_check_exits_with_one_where_something_is_wrong() {
    let folder = std::env::temp_dir().join(format!("aftercare-cli-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (good, bad) = (folder.join("good.json"), folder.join("bad.json"));
    let document = aftercare_shared::policy::default_document();
    std::fs::write(&good, document).unwrap();
    std::fs::write(&bad, document.replace("\"48h\"", "\"2d\"")).unwrap();
    let check = |file: &std::path::Path| aftercare(&["policy", "check", file.to_str().unwrap()], "");
    assert_eq!(check(&good).status.code(), Some(0));
    let refused = check(&bad);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        out(&refused).contains("/plans/0/targets/resolution/any/duration: a day of a calendar"),
        "{}",
        out(&refused)
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
