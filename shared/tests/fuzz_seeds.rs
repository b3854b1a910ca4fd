//! The fuzz targets as ordinary tests: with their seeds, among them all that ever broke something, and with
//! inputs made to hurt. `cargo xtask fuzz` goes on from there.
#![cfg(all(feature = "zones", feature = "cvss"))]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/targets.rs"]
pub mod targets;

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds")
}

#[test]
fn every_seed_is_taken_without_a_panic() {
    for (name, target) in targets::ALL {
        let folder = fs::read_dir(seeds().join(name)).unwrap_or_else(|_| panic!("{name} has no seeds"));
        let mut count = 0;
        for seed in folder.flatten() {
            target(&fs::read(seed.path()).unwrap());
            count += 1;
        }
        assert!(count > 1, "{name}: {count} seeds");
    }
}

#[test]
fn every_seed_may_end_anywhere() {
    for (name, target) in targets::ALL {
        for seed in fs::read_dir(seeds().join(name)).unwrap().flatten() {
            let whole = fs::read(seed.path()).unwrap();
            for end in (0..whole.len()).step_by(1 + whole.len() / 60) {
                target(&whole[..end]);
            }
        }
    }
}

#[test]
fn what_is_deep_long_or_huge_is_refused_or_read() {
    let deep = 20_000;
    let hostile = [
        "[".repeat(deep),
        "{\"a\":".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        "{\"dependencies\":{\"a\":".repeat(deep),
        "<metadata><version>".repeat(deep),
        format!("<project><a>{}</a></project>", "&".repeat(deep)),
        "9".repeat(deep),
        format!("[{}]", "9".repeat(deep)),
        format!("{{\"from\":0,\"until\":{}}}", "9".repeat(400)),
        "1.".repeat(deep),
        "1-".repeat(deep),
        "a1".repeat(deep),
        "-".repeat(deep),
        "(".repeat(deep),
        "%".repeat(deep),
        " ".repeat(deep),
        "\n".repeat(deep),
        "  - x (1)\n".repeat(deep / 10),
        "[[package]]\n".repeat(deep / 10),
        "\u{feff}".repeat(deep),
        "\u{0}".repeat(deep),
        "\"".repeat(deep),
        "\\".repeat(deep),
    ];
    for (_, target) in targets::ALL {
        for text in &hostile {
            target(text.as_bytes());
            // Where the first byte chooses a format, each of them.
            for choice in 0..17 {
                let mut chosen = vec![choice];
                chosen.extend_from_slice(text.as_bytes());
                target(&chosen);
            }
        }
    }
}
