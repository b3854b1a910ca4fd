//! Lockfiles that somebody brings: read here, one after the other, and never sent.
//!
//! A Web Worker reads, so that the page stays alive whatever the size, and ends when nothing is left to read,
//! which gives its memory back. Of a file only the vendor's packages are known here; their versions join the
//! SDKs that notices are asked for. What is taken away again leaves them. The vendor's support learns of them
//! where somebody who is signed in says so, and not before.

mod browser;
mod reader;
mod telling;

use core::cell::RefCell;
use std::collections::VecDeque;

use leptos::task::spawn_local;

use browser::File;
pub(crate) use telling::{Telling, Told};

use crate::notices::NoticeRoom;
use crate::session::SessionRoom;
use aftercare_client::{Client, Failure};
use aftercare_shared::lockfile::{Flaw, Format, FoundSdk, Outcome};
use aftercare_ui::State;

/// The largest file that is read: 64 MB. What is read is held twice, and lockfiles of the largest projects
/// have 10.
const MOST_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

thread_local! {
    static WAITING: RefCell<VecDeque<(u32, File)>> = const { RefCell::new(VecDeque::new()) };
}

/// A file that was brought.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    /// Counts the files.
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) stage: Stage,
}

/// How far it is.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// Another one is read first.
    Waiting,
    Reading,
    Read {
        found: Vec<FoundSdk>,
        /// How many packages are not the vendor's.
        others: u32,
    },
    Failed(Why),
}

/// Why a file was not read.
#[derive(Debug, Clone)]
pub(crate) enum Why {
    UnknownKind,
    TooLarge,
    Malformed {
        line: u32,
        flaw: Flaw,
    },
    /// The browser did not hand it over, or the reader broke on it.
    Unreadable,
    /// What is needed to read it did not come.
    Service(Failure),
}

/// The files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LockfileRoom {
    pub(crate) files: State<Vec<Brought>>,
    count: State<u32>,
    is_at_work: State<bool>,
    notices: NoticeRoom,
    pub(crate) telling: Telling,
}

impl LockfileRoom {
    pub(crate) fn new(notices: NoticeRoom, session: SessionRoom) -> Self {
        Self {
            files: State::default(),
            count: State::default(),
            is_at_work: State::default(),
            notices,
            telling: Telling::of(session),
        }
    }

    /// Reads files, after those that wait already. One that failed makes way for another of its name.
    pub(crate) fn bring(&self, files: Vec<File>) {
        for file in files {
            let (id, name) = (self.count.get_untracked(), file.name());
            self.count.set(id.wrapping_add(1));
            self.files.update(|files| {
                files.retain(|it| it.name != name || !matches!(it.stage, Stage::Failed(_)));
                files.push(Brought { id, name, stage: Stage::Waiting });
            });
            WAITING.with_borrow_mut(|waiting| waiting.push_back((id, file)));
        }
        if !self.is_at_work.get_untracked() {
            self.is_at_work.set(true);
            spawn_local(work(*self));
        }
    }

    /// Takes a file away, with what it has brought. Where it is being read, that ends.
    pub(crate) fn take_away(&self, id: u32) {
        let is_reading =
            |files: &Vec<Brought>| files.iter().any(|it| it.id == id && matches!(it.stage, Stage::Reading));
        if self.files.with_untracked(is_reading) {
            reader::end();
        }
        self.files.update(|files| files.retain(|it| it.id != id));
        self.join();
    }

    /// In which files a package is locked, tracked: their names and lines.
    pub(crate) fn sources(&self, purl: &str) -> Vec<(String, u32)> {
        self.files.with(|files| {
            let mut sources = Vec::new();
            for file in files {
                if let Stage::Read { found, .. } = &file.stage {
                    let here = found.iter().filter(|it| it.purl == purl);
                    sources.extend(here.map(|it| (file.name.clone(), it.line)));
                }
            }
            sources
        })
    }

    fn has(&self, id: u32) -> bool {
        self.files.with_untracked(|files| files.iter().any(|it| it.id == id))
    }

    fn move_on(&self, id: u32, stage: Stage) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|it| it.id == id) {
                file.stage = stage;
            }
        });
        self.join();
    }

    /// What is found joins what the page has named.
    fn join(&self) {
        self.notices.find(self.files.with_untracked(|files| all_found(files)));
    }

    /// What was found, each once, tracked.
    pub(crate) fn found(&self) -> Vec<String> {
        self.files.with(|files| all_found(files))
    }
}

fn all_found(files: &[Brought]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for file in files {
        if let Stage::Read { found, .. } = &file.stage {
            for sdk in found {
                if !all.contains(&sdk.purl) {
                    all.push(sdk.purl.clone());
                }
            }
        }
    }
    all
}

/// Reads what waits until nothing does.
async fn work(room: LockfileRoom) {
    let mut vendor: Option<String> = None;
    while let Some((id, file)) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        if room.has(id) {
            room.move_on(id, Stage::Reading);
            let stage = match read(&file, &mut vendor).await {
                Ok(stage) => stage,
                Err(why) => Stage::Failed(why),
            };
            room.move_on(id, stage);
        }
    }
    reader::end();
    room.is_at_work.set(false);
}

async fn read(file: &File, vendor: &mut Option<String>) -> Result<Stage, Why> {
    if Format::of_name(&file.name()).is_none() {
        return Err(Why::UnknownKind);
    }
    if file.size() > MOST_BYTES {
        return Err(Why::TooLarge);
    }
    let vendor = match vendor {
        Some(vendor) => vendor,
        None => {
            let sdks = Client::default().sdks().await.map_err(Why::Service)?.sdks;
            let purls: Vec<String> = sdks.into_iter().map(|sdk| sdk.purl).collect();
            vendor.insert(purls.join("\n"))
        }
    };
    reader::start().await.map_err(Why::Service)?;
    match reader::read(file, vendor).await.ok_or(Why::Unreadable)? {
        Outcome::Read { found, others } => Ok(Stage::Read { found, others }),
        Outcome::UnknownName => Err(Why::UnknownKind),
        Outcome::Malformed { line, flaw } => Err(Why::Malformed { line, flaw }),
    }
}
