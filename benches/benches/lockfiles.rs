//! Lockfiles of 50 MB, one of each kind: written into a folder for the browser, and read here.
//!
//! Not criterion's: what takes a second a time needs no statistics, and the browser's half is measured by hand as
//! well. Standard output gets one line of JSON a kind.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use aftercare_benches::lockfile::KINDS;
use aftercare_shared::lockfile::read_bytes;
use aftercare_shared::package::{Package, Purl};
use serde_json::json;

/// As the largest that anybody brings, some times over.
const BYTES: usize = 50_000_000;
/// How often each is read; the fastest counts.
const TIMES: usize = 3;

fn main() -> std::io::Result<()> {
    // cargo adds `--bench`.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let folder = folder.ok_or_else(|| std::io::Error::other("name the folder that the files go to"))?;
    for (place, kind) in KINDS.iter().enumerate() {
        let text = (kind.make)(BYTES);
        let wanted = Purl::of_package(&Package::new(kind.format().ecosystem(), "call-kit-7")).to_string();
        let mut fastest = Duration::MAX;
        for _ in 0..TIMES {
            let begun = Instant::now();
            black_box(read_bytes(kind.file, text.as_bytes(), [wanted.as_str()]));
            fastest = fastest.min(begun.elapsed());
        }
        let home = folder.join(place.to_string());
        std::fs::create_dir_all(&home)?;
        std::fs::write(home.join(kind.file), &text)?;
        let told = json!({"name": kind.name, "file": kind.file, "bytes": text.len(), "native_ms": fastest.as_millis()});
        println!("{told}");
    }
    Ok(())
}
