//! `aftercare receipt`, as a script sees it: a key is made, a chain is signed with it and verified.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use aftercare_shared::api::receipts::Receipts;
use aftercare_shared::receipt::jws::{self, Kind};
use aftercare_shared::receipt::{KeyPair, Keyring};
use serde_json::{Value, json};

/// A folder of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("aftercare-receipts-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

fn aftercare(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftercare")).args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The secret that `keygen` prints.
fn keygen(args: &[&str]) -> (String, Keyring) {
    let issuer = ["receipt", "keygen", "--issuer", "https://support.example.com"];
    let output = aftercare(&[&issuer[..], args].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let keyring = Keyring::of_service(&out(&output)).unwrap();
    (out(&output), keyring)
}

fn published(keyring: &Keyring) -> String {
    serde_json::to_string(&keyring.to_key_set()).unwrap()
}

/// An hour round the clock, promised at noon; a file of one receipt.
fn signed(keyring: &Keyring, due_at: &str) -> String {
    let key = KeyPair::from_random(*keyring.signing().unwrap().private_bytes());
    let receipt = json!({
        "iss": "https://support.example.com", "sub": "tkt_1", "iat": 1_773_144_000, "account": "acc_1", "n": 1,
        "seq": 3, "at": "2026-03-10T12:00:00Z", "severity": "down", "plan": "enterprise",
        "because": [{"kind": "opened"}],
        "owed": [{
            "metric": "first_response", "cycle": 0, "made_seq": 2, "started_at": "2026-03-10T12:00:00Z",
            "target_seconds": 3600, "clock": "always", "policy_version": 1, "policy_sha256": "", "due_at": due_at,
        }],
    });
    let receipt = key.sign(Kind::Receipt, &receipt).unwrap();
    let statement = json!({
        "iss": "https://support.example.com", "sub": "tkt_1", "ticket_number": 1042, "seq": 3,
        "as_of": "2026-03-10T12:00:00Z", "count": 1, "last": jws::sha256(&receipt),
    });
    let statement = key.sign(Kind::Statement, &statement).unwrap();
    Receipts { calendars: BTreeMap::new(), receipts: vec![receipt], statement }.to_file()
}

#[test]
fn verify_says_what_it_checked() {
    let folder = Folder::new("words");
    let (_, keyring) = keygen(&[]);
    let keys = folder.file("keys.json", published(&keyring));
    let file = folder.file("receipts.json", signed(&keyring, "2026-03-10T13:00:00Z"));
    let output = aftercare(&["receipt", "verify", &file, "--keys", &keys]);
    let kid = keyring.signing().unwrap().public().kid();
    let tzdb = aftercare_shared::zones::tzdb_version();
    let expected = format!(
        "\
Ticket 1042 (tkt_1), issued by https://support.example.com

Receipt 1, Tue 2026-03-10 12:00:00 UTC: the ticket was opened
  plan enterprise, down; signed with {kid}
  first_response  due Tue 2026-03-10 13:00:00 UTC
    1:00:00 on always from Tue 2026-03-10 12:00:00 UTC; computed anew: the same

ok    the file is spelt as it was given out, and its calendars have the SHA-256 they go by
ok    every receipt and the statement of their number are signed with the keys of https://support.example.com
ok    the receipts are one chain of one ticket: none is missing, exchanged or out of order, and no deadline was moved later without a reason
ok    every deadline follows from its calendar, target and pauses (1 computed anew), by tz database {tzdb}

Verified. This is all that was promised on the ticket up to its event 3, Tue 2026-03-10 12:00:00 UTC.
What was promised later is not in this file.
"
    );
    assert_eq!(out(&output), expected);
    assert_eq!(output.status.code(), Some(0));
    let zoned = aftercare(&["receipt", "verify", &file, "--keys", &keys, "--zone", "Asia/Shanghai"]);
    assert!(out(&zoned).contains("due Tue 2026-03-10 21:00:00 Asia/Shanghai"), "{}", out(&zoned));
}

#[test]
fn whatever_is_wrong_exits_with_one_and_is_named() {
    let folder = Folder::new("wrong");
    let (_, keyring) = keygen(&[]);
    let keys = folder.file("keys.json", published(&keyring));
    let late = signed(&keyring, "2026-03-10T13:00:01Z");
    let good = signed(&keyring, "2026-03-10T13:00:00Z");
    let (_, other) = keygen(&[]);
    let (last, rest) = good.split_at(good.len() - 9);
    for (file, words) in [
        (late, "first_response: the receipt says due 2026-03-10T13:00:01Z"),
        (signed(&other, "2026-03-10T13:00:00Z"), "which is not among the keys"),
        (format!("{good}\n"), "not spelt as it was given out"),
        (format!("{last}A{}", &rest[1..]), "receipt"),
        ("{}".to_owned(), "this is no file of receipts"),
        ("\u{1b}[2J{\"\u{1b}[2J\":1}".to_owned(), "this is no file of receipts"),
        (String::new(), "this is no file of receipts"),
    ] {
        let path = folder.file("receipts.json", file);
        let output = aftercare(&["receipt", "verify", &path, "--keys", &keys]);
        let told = out(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("FAIL") && told.contains(words) && told.contains("NOT VERIFIED"), "{told}");
        assert!(!told.contains('\u{1b}'), "what nobody signed must not drive the terminal");
        let report: Value =
            serde_json::from_str(&out(&aftercare(&["receipt", "verify", &path, "--keys", &keys, "--json"])))
                .unwrap();
        assert_eq!(report["verified"], false);
        assert!(report["faults"][0]["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
    }
}

#[test]
fn verify_wants_keys_from_elsewhere_and_says_where() {
    let folder = Folder::new("keys");
    let (_, keyring) = keygen(&[]);
    let file = folder.file("receipts.json", signed(&keyring, "2026-03-10T13:00:00Z"));
    let output = aftercare(&["receipt", "verify", &file]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--keys") && said.contains("/.well-known/aftercare-receipt-keys.json"), "{said}");
    for keys in ["", "{}", r#"{"keys":[]}"#, r#"{"keys":[{"kty":"RSA"}]}"#] {
        let keys = folder.file("keys.json", keys);
        let output = aftercare(&["receipt", "verify", &file, "--keys", &keys]);
        assert_eq!(output.status.code(), Some(2), "{}", out(&output));
    }
    assert_eq!(aftercare(&["receipt", "verify", "/nowhere", "--keys", "/nowhere"]).status.code(), Some(2));
}

#[test]
fn keygen_retires_the_keys_before_it() {
    let folder = Folder::new("keygen");
    let (secret, first) = keygen(&[]);
    let before = folder.file("keys.json", published(&first));
    let (_, second) = keygen(&["--retire", &before]);
    assert_eq!(second.keys().len(), 2);
    assert_ne!(second.signing(), first.signing());
    // What the first one signed verifies with what is published now; its private part is gone.
    let keys = folder.file("keys.json", published(&second));
    let file = folder.file("receipts.json", signed(&first, "2026-03-10T13:00:00Z"));
    assert_eq!(aftercare(&["receipt", "verify", &file, "--keys", &keys]).status.code(), Some(0));
    let private =
        serde_json::from_str::<Value>(&secret).unwrap()["keys"][0]["d"].as_str().unwrap().to_owned();
    assert!(!second.to_secret_json().contains(&private));
    let moved = ["receipt", "keygen", "--issuer", "https://elsewhere.example.com", "--retire", &before];
    assert_eq!(aftercare(&moved).status.code(), Some(2), "a chain has one issuer");
    for issuer in ["support.example.com", "https://support.example.com/desk", ""] {
        assert_eq!(aftercare(&["receipt", "keygen", "--issuer", issuer]).status.code(), Some(2), "{issuer}");
    }
}
