//! The fuzz target of the panel's reader as an ordinary test; `cargo xtask fuzz answers` goes on from there.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/answers.rs"]
pub mod answers;

#[test]
fn every_seed_is_read_as_serde_reads_it_wherever_it_ends() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/answers");
    let mut count = 0;
    for seed in fs::read_dir(seeds).unwrap().flatten() {
        let whole = fs::read(seed.path()).unwrap();
        for end in 0..=whole.len() {
            answers::answers(&whole[..end]);
        }
        count += 1;
    }
    assert!(count > 0, "there are seeds");
}

#[test]
fn what_is_deep_long_or_huge_is_refused_or_read() {
    for part in ["[", "{\"a\":", "9", "-", "1e", "\"", "\\u", "1.", " ", "\u{0}", "null", "[1,"] {
        for times in [1, 70, 20_000] {
            answers::answers(part.repeat(times).as_bytes());
        }
    }
}
