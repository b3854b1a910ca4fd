//! What the layout promises (ARCHITECTURE.md), checked over the files themselves.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines beyond which a file is two files. Most stay below a third of it.
const MOST_LINES: usize = 600;

/// Names that say nothing, so that everything ends up in them.
const EMPTY_NAMES: [&str; 8] = ["mod", "utils", "util", "helpers", "common", "types", "prelude", "misc"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// Sources in Rust, TypeScript and CSS that people write.
fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder can be read").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules") && !name.starts_with('.') {
                    walk(&path, found);
                }
            } else if matches!(
                path.extension().and_then(|it| it.to_str()),
                Some("rs" | "ts" | "js" | "mjs" | "css")
            ) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &mut found);
    assert!(found.len() > 20, "the walk starts at the root");
    found
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
        || path.file_stem().is_some_and(|stem| stem == "tests")
}

#[test]
fn a_file_is_named_after_what_it_holds() {
    for path in sources() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        assert!(!EMPTY_NAMES.contains(&stem.as_str()), "{}: name it after what it holds", path.display());
    }
}

#[test]
fn a_file_can_be_read_in_one_go() {
    for path in sources().iter().filter(|path| !is_test(path)) {
        let lines = fs::read_to_string(path).expect("a source is text").lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines are two files", path.display());
    }
}

#[test]
fn a_module_begins_with_what_it_is_for() {
    for path in
        sources().iter().filter(|path| path.extension().is_some_and(|it| it == "rs") && !is_test(path))
    {
        let text = fs::read_to_string(path).expect("a source is text");
        assert!(text.starts_with("//!"), "{}: say in `//!` what it is for", path.display());
    }
}
