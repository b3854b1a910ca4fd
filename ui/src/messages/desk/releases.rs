//! The words of the page of releases.

mod en;
mod guides;
mod zh;

pub(super) use en::RELEASES as EN;
pub(super) use zh::RELEASES as ZH;

pub use guides::GuideWords;

/// The words of the page of releases.
#[derive(Debug)]
pub struct ReleaseWords {
    /// Migration guides.
    pub guides: GuideWords,
    /// The list.
    pub list: &'static str,
    /// The entry of the feeds.
    pub feeds: &'static str,
    /// What stands there.
    pub feeds_hint: &'static str,
    /// While the list is fetched.
    pub loading: &'static str,
    /// The list could not be fetched.
    pub failed: &'static str,
    /// There are none.
    pub none: &'static str,
    /// What to do then.
    pub none_hint: &'static str,
    /// The pane beside the list.
    pub pane: &'static str,
    /// None is chosen.
    pub none_chosen: &'static str,
    /// How to choose one.
    pub none_chosen_hint: &'static str,
    /// While one is fetched.
    pub loading_one: &'static str,
    /// It could not be fetched.
    pub failed_one: &'static str,
    /// There is no such package.
    pub missing: &'static str,
    /// What to do then.
    pub missing_hint: &'static str,
    /// How many releases.
    pub count: fn(u32) -> String,
    /// What users should run.
    pub latest: fn(&str) -> String,
    /// As of when the list is right.
    pub as_of: fn(&str) -> String,
    /// A feed was not read for too long.
    pub stale: &'static str,
    /// What that means.
    pub stale_hint: &'static str,
    /// When a list was pushed whole.
    pub pushed: fn(&str) -> String,
    /// The lines of releases.
    pub lines: &'static str,
    /// A line and its last day.
    pub line_ends: fn(&str, &str) -> String,
    /// A line that has ended on a day that is not known.
    pub line_ended: fn(&str) -> String,
    /// The table.
    pub releases: &'static str,
    /// The head of a column: the version.
    pub version: &'static str,
    /// The head of a column: the day.
    pub released: &'static str,
    /// The head of a column: what is said of it.
    pub state: &'static str,
    /// The head of a column: what hits it.
    pub advisories: &'static str,
    /// The head of a column: what can be done.
    pub action: &'static str,
    /// What users should run.
    pub is_latest: &'static str,
    /// It was taken back.
    pub yanked: &'static str,
    /// It should be left.
    pub deprecated: &'static str,
    /// It is hidden.
    pub unlisted: &'static str,
    /// What to use instead.
    pub use_instead: fn(&str) -> String,
    /// When support ends.
    pub ends: fn(&str) -> String,
    /// When support ended.
    pub ended: fn(&str) -> String,
    /// How many changes break something.
    pub breaking: fn(usize) -> String,
    /// The desk has said something of it.
    pub edited: &'static str,
    /// No advisory hits it.
    pub none_hits: &'static str,
    /// It can't be said which advisories hit it.
    pub not_asked: &'static str,
    /// Edits it.
    pub edit: &'static str,
    /// The same, by its version.
    pub edit_named: fn(&str) -> String,
    /// Leads to the release notes.
    pub notes: &'static str,
    /// Above the dialog.
    pub edit_title: fn(&str) -> String,
    /// What it means.
    pub edit_hint: &'static str,
    /// The switch of the deprecation.
    pub deprecate: &'static str,
    /// The field of why.
    pub deprecate_why: &'static str,
    /// The field of what to use instead.
    pub replacement: &'static str,
    /// The switch of the recall.
    pub yank: &'static str,
    /// The field of why.
    pub yank_why: &'static str,
    /// The field of the last day of support.
    pub eol: &'static str,
    /// What is wrong with it.
    pub eol_wrong: &'static str,
    /// The field of the release notes.
    pub notes_url: &'static str,
    /// The field of the channel.
    pub channel: &'static str,
    /// What to write there.
    pub channel_hint: &'static str,
    /// The field of what is to come.
    pub announce: &'static str,
    /// The field of the day from which it holds.
    pub announce_from: &'static str,
    /// The field of what breaks.
    pub breaking_changes: &'static str,
    /// What to write there.
    pub breaking_hint: &'static str,
    /// Saves it.
    pub save: &'static str,
    /// While it is saved.
    pub saving: &'static str,
    /// Takes all of it back.
    pub undo: &'static str,
    /// Done: saved.
    pub did_save: &'static str,
    /// Done: taken back.
    pub did_undo: &'static str,
    /// Somebody changed the releases meanwhile.
    pub stale_edit: &'static str,
    /// Leaves the dialog.
    pub cancel: &'static str,
    /// Above the feeds.
    pub feeds_title: &'static str,
    /// What they are.
    pub feeds_intro: &'static str,
    /// There are none.
    pub feeds_none: &'static str,
    /// The field of the package.
    pub package: &'static str,
    /// What to write there.
    pub package_hint: &'static str,
    /// The field of the form.
    pub form: &'static str,
    /// The field of the address.
    pub address: &'static str,
    /// The field of how often.
    pub interval: &'static str,
    /// A number of minutes.
    pub minutes: fn(u32) -> String,
    /// A number of hours.
    pub hours: fn(u32) -> String,
    /// The head of a column: when it was read.
    pub read_at: &'static str,
    /// When it is read next.
    pub next_at: fn(&str) -> String,
    /// It was never read.
    pub never: &'static str,
    /// How many releases it listed.
    pub listed: fn(u32) -> String,
    /// How often in a row it failed, and when last.
    pub failing: fn(u32, &str) -> String,
    /// Adds a feed.
    pub add: &'static str,
    /// Removes a feed.
    pub remove: &'static str,
    /// The same, by its address.
    pub remove_named: fn(&str) -> String,
    /// The question before it is removed.
    pub remove_title: &'static str,
    /// What it means.
    pub remove_hint: &'static str,
    /// Done: added.
    pub did_add: &'static str,
    /// Done: removed.
    pub did_remove: &'static str,
    /// Somebody configured feeds meanwhile.
    pub stale_feeds: &'static str,
}
