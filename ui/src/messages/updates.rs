//! Words about how SDKs stand: what hits them, the way up, what is to come, and why something is unknown.

mod en;
mod sentences;
mod zh;

use aftercare_shared::text::Lang;

/// Words about how SDKs stand.
#[derive(Debug)]
pub struct UpdatesWords {
    lang: Lang,
    /// Over what is to come.
    pub coming: &'static str,
    of_release: &'static str,
    of_breaking_change: &'static str,
    of_end_of_life: &'static str,
    of_announcement: &'static str,
    /// The vendor names no day.
    pub no_day: &'static str,
    /// Takes note of what is to come.
    pub note: &'static str,
    /// Note was taken.
    pub noted: &'static str,
    /// Takes that back.
    pub undo: &'static str,
    /// It did not arrive.
    pub not_noted: &'static str,
    /// What is shown was known before.
    pub is_old: &'static str,
    /// Before the versions that an advisory is about.
    pub affects: &'static str,
    /// A link to a migration guide.
    pub guide: &'static str,
    /// A link to what the vendor has written.
    pub more: &'static str,
    why_no_package: &'static str,
    why_no_version: &'static str,
    why_no_order: &'static str,
    why_open_finding: &'static str,
    why_no_feed: &'static str,
    why_not_in_feed: &'static str,
    is_deprecated: &'static str,
    is_not_stable: &'static str,
    is_not_supported: &'static str,
    is_not_certain: &'static str,
    is_affected: &'static str,
    /// The page names none.
    pub no_sdks: &'static str,
    /// What to do.
    pub no_sdks_means: &'static str,
    /// Not known whether it hits.
    pub may_affect: &'static str,
    /// Unknown is not safe.
    pub unknown_means: &'static str,
    /// Nothing better is released.
    pub no_path: &'static str,
    /// The plan includes it, in a word.
    pub in_plan: &'static str,
    /// The plan does not include it, in a word.
    pub not_in_plan: &'static str,
    /// The same in full, with what to do.
    pub not_in_plan_means: &'static str,
    /// The same for somebody whose plan is not known.
    pub plan_of_guest: &'static str,
    /// Opens a ticket about it.
    pub ask_for_quote: &'static str,
    /// What is shown is what everybody is told; the rest could not be asked.
    pub plan_not_asked: &'static str,
    /// Opens a guide's text.
    pub read_guide: &'static str,
    /// Closes it.
    pub close_guide: &'static str,
    /// A link to where a guide is read elsewhere.
    pub read_elsewhere: &'static str,
    /// A link to a tool that does part of the work.
    pub codemod: &'static str,
    /// Before what has to be moved too.
    pub moves_with: &'static str,
    /// The vendor's releases are not known.
    pub no_feed: &'static str,
    /// Opens a ticket about an SDK.
    pub ask_about_sdk: &'static str,
    /// No release fixes it, in a word.
    pub no_fix_short: &'static str,
    /// A link to release notes.
    pub notes: &'static str,
}

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static UpdatesWords {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Zh => &zh::WORDS,
    }
}
