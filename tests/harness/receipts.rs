//! The vendor's keys for receipts, and the tool that a customer verifies them with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use aftercare_shared::receipt::{KeyPair, Keyring};

use crate::customer::fresh;
use crate::world::root;

/// Who issues the receipts of a test world.
pub const ISSUER: &str = "https://support.example.com";

/// The key that signed receipts before the worlds were made.
#[must_use]
pub fn retired_key() -> KeyPair {
    KeyPair::from_random(*b"a key that has been retired long")
}

/// The keys of a world: one that signs, and a retired one.
///
/// # Panics
/// Never: the issuer is an origin.
#[must_use]
pub fn keyring() -> Keyring {
    let signing = KeyPair::from_random(*b"the key that signs the receipts.");
    let retired = Keyring::empty().with_new(ISSUER, retired_key().to_signing_key());
    let keyring = retired.and_then(|retired| retired.with_new(ISSUER, signing.to_signing_key()));
    keyring.expect("the issuer is an origin")
}

/// A secret whose private half is not that of its public one.
#[must_use]
pub fn mistaken_secret() -> String {
    let right = keyring().to_secret_json();
    let x =
        |keyring: &Keyring| keyring.to_key_set().keys.first().map(|key| key.x.clone()).unwrap_or_default();
    let other =
        Keyring::empty().with_new(ISSUER, retired_key().to_signing_key()).unwrap_or_else(|_| keyring());
    right.replacen(&x(&keyring()), &x(&other), 1)
}

/// `aftercare receipt verify --json` of a file, with keys.
///
/// # Panics
/// Where the tool can't be built or started.
#[must_use]
pub fn verify(file: &[u8], keys: &[u8]) -> Output {
    let folder = root().join("target/tests").join(fresh("receipts"));
    fs::create_dir_all(&folder).expect("a folder for the files");
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a file is written");
        path
    };
    let (file, keys) = (path("receipts.json", file), path("keys.json", keys));
    let output = Command::new(tool())
        .args(["receipt", "verify", "--json"])
        .arg(&file)
        .arg("--keys")
        .arg(&keys)
        .output();
    fs::remove_dir_all(&folder).unwrap_or_default();
    output.expect("the tool starts")
}

/// The command-line tool, built as it is now.
fn tool() -> &'static Path {
    static TOOL: OnceLock<PathBuf> = OnceLock::new();
    TOOL.get_or_init(|| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "aftercare-cli", "--message-format", "json"])
            .current_dir(root())
            .output()
            .expect("cargo starts");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        // Cargo says where it has put the program, wherever the target directory is.
        let said = String::from_utf8_lossy(&built.stdout).into_owned();
        let mut programs = said.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        programs.next_back().expect("the package has a program")
    })
}
