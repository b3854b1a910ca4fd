//! `--watch`: builds again when a source changes; wrangler sees what the build wrote and reloads.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::build::{self, Profile};
use crate::setup::Tools;
use crate::stamp::files_below;
use crate::workspace::Workspace;

const SOURCES: [&str; 9] = [
    "shared/src",
    "client/src",
    "ui",
    "widget/panel",
    "widget/loader",
    "desk",
    "worker/src",
    "worker/entry.js",
    "demo",
];

/// Watches in a thread of its own, for as long as the process lives.
pub(crate) fn rebuild_on_change(workspace: &Workspace, tools: &Tools, profile: Profile) {
    let (workspace, tools) = (workspace.clone(), tools.clone());
    thread::spawn(move || {
        let sources: Vec<PathBuf> = SOURCES.iter().map(|it| workspace.path(it)).collect();
        let mut seen = newest(&sources);
        loop {
            thread::sleep(Duration::from_millis(500));
            let now = newest(&sources);
            if now > seen {
                seen = now;
                if let Err(error) = build::build(&workspace, &tools, profile) {
                    eprintln!("error: {error:#}");
                }
            }
        }
    });
}

/// When a source last changed.
fn newest(sources: &[PathBuf]) -> Option<SystemTime> {
    let files = sources.iter().filter_map(|it| files_below(it).ok()).flatten();
    files.filter_map(|file| fs::metadata(file).and_then(|it| it.modified()).ok()).max()
}
