//! Who may know whom, checked over `cargo metadata` and not by goodwill (ARCHITECTURE.md, the map).

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Each package, and the packages of this workspace that it may depend on in any way.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("shared", &[]),
    ("client", &["shared"]),
    ("ui", &["shared"]),
    ("panel", &["client", "ui", "shared"]),
    // What runs in its worker talks to nobody: neither calls nor words.
    ("reader", &["shared"]),
    ("desk", &["client", "ui", "shared"]),
    ("worker", &["shared"]),
    ("cli", &["shared"]),
    // The tests see the worker as its callers do. Of `shared` they use the wire types and the engine.
    ("tests", &["shared"]),
    ("benches", &["shared"]),
    // For the OpenAPI document only, in a program of its own.
    ("xtask", &["shared"]),
];

/// Packages from outside that would break what a crate promises about itself.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    // No I/O, no clock, no randomness, no browser, no runtime.
    (
        "shared",
        &[
            "worker",
            "leptos",
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "gloo-net",
            "getrandom",
            "rand",
            "tokio",
            "reqwest",
            "ureq",
            "uuid",
        ],
    ),
    ("client", &["leptos", "worker"]),
    // It shows; it does not fetch.
    ("ui", &["gloo-net", "worker", "reqwest"]),
];

struct Package {
    name: String,
    manifest: String,
    dependencies: BTreeSet<String>,
}

fn packages() -> Vec<Package> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: text(&package["name"]).trim_start_matches("aftercare-").to_owned(),
            manifest: text(&package["manifest_path"]),
            dependencies: list(&package["dependencies"]).iter().map(|it| text(&it["name"])).collect(),
        })
        .collect()
}

#[test]
fn packages_know_only_those_below_them() {
    for package in packages() {
        let row = ALLOWED.iter().find(|(name, _)| *name == package.name);
        let (_, allowed) = row.unwrap_or_else(|| panic!("give `{}` a row in ALLOWED", package.name));
        for dependency in package.dependencies.iter().filter_map(|it| it.strip_prefix("aftercare-")) {
            assert!(allowed.contains(&dependency), "`{}` must not know `{dependency}`", package.name);
        }
    }
}

#[test]
fn packages_keep_their_promises_about_the_world_outside() {
    let packages = packages();
    for (name, forbidden) in FORBIDDEN {
        let package = packages.iter().find(|it| it.name == name);
        let package = package.unwrap_or_else(|| panic!("there is no `{name}` any more: drop its row"));
        for dependency in &package.dependencies {
            assert!(!forbidden.contains(&dependency.as_str()), "`{name}` must do without `{dependency}`");
        }
    }
}

#[test]
fn versions_stand_in_the_root_manifest_only() {
    for package in packages() {
        let manifest = std::fs::read_to_string(&package.manifest).expect("a manifest is text");
        let mut in_dependencies = false;
        for line in manifest.lines().map(str::trim) {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
            } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
                assert!(line.contains("workspace = true"), "{}: `{line}`: name it in the root", package.name);
            }
        }
    }
}
