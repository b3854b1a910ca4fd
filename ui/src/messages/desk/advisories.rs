//! The words of the page of advisories.

mod en;
mod zh;

pub(super) use en::ADVISORIES as EN;
pub(super) use zh::ADVISORIES as ZH;

/// The words of the page of advisories.
#[derive(Debug)]
pub struct AdvisoryWords {
    /// The list.
    pub list: &'static str,
    /// The label of the search box.
    pub search: &'static str,
    /// What can be searched for.
    pub placeholder: &'static str,
    /// How many were found, and whether there are more.
    pub found: fn(usize, bool) -> String,
    /// Begins a new one.
    pub new: &'static str,
    /// While the list is fetched.
    pub loading: &'static str,
    /// The list could not be fetched.
    pub failed: &'static str,
    /// There are none.
    pub none: &'static str,
    /// What to do then.
    pub none_hint: &'static str,
    /// The search found nothing.
    pub no_match: fn(&str) -> String,
    /// What to do then.
    pub no_match_hint: &'static str,
    /// Nobody has said how bad it is.
    pub unrated: &'static str,
    /// It stands.
    pub published: &'static str,
    /// It was taken back.
    pub withdrawn: &'static str,
    /// It hits no known customer.
    pub hits_nobody: &'static str,
    /// How many customers it hits.
    pub hits: fn(u32) -> String,
    /// How many it may hit.
    pub may_hit: fn(u32) -> String,
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
    /// There is none of that id.
    pub missing: &'static str,
    /// What to do then.
    pub missing_hint: &'static str,
    /// Who published it last, and when.
    pub revised_by: fn(&str, &str) -> String,
    /// It came with the installation and was not published here.
    pub loaded: &'static str,
    /// The group of actions.
    pub actions: &'static str,
    /// Edits it.
    pub edit: &'static str,
    /// Takes it back.
    pub withdraw: &'static str,
    /// There are changes that were not published.
    pub draft: &'static str,
    /// Done: those who are hit are told.
    pub did_notify: &'static str,
    /// Done: it was taken back.
    pub did_withdraw: &'static str,
    /// Done: it was published.
    pub did_publish: fn(&str) -> String,
    /// Done: a document was imported.
    pub did_import: &'static str,
    /// What it hits.
    pub affects: &'static str,
    /// The head of a column: the package.
    pub package: &'static str,
    /// The head of a column: the versions.
    pub versions: &'static str,
    /// The head of a column: what fixes it.
    pub fixed_in: &'static str,
    /// Nothing fixes it yet.
    pub no_fix: &'static str,
    /// A range that ends at a fixed version: from, until.
    pub range_fixed: fn(Option<&str>, &str) -> String,
    /// A range that ends after a version: from, to.
    pub range_last: fn(Option<&str>, &str) -> String,
    /// A range without an end: from.
    pub range_open: fn(Option<&str>) -> String,
    /// There are ranges that no form can show.
    pub kept: &'static str,
    /// The column of facts.
    pub facts: &'static str,
    /// When the record was first published.
    pub first_published: &'static str,
    /// When the record last changed.
    pub modified: &'static str,
    /// The publications.
    pub revisions: &'static str,
    /// What a publication was: the first.
    pub rev_published: &'static str,
    /// What it was: a change.
    pub rev_updated: &'static str,
    /// What it was: taken back.
    pub rev_withdrawn: &'static str,
    /// What was said about single versions.
    pub statements: &'static str,
    /// The version does not have the flaw.
    pub vex_not_affected: &'static str,
    /// The version has the fix.
    pub vex_fixed: &'static str,
    /// The version has the flaw.
    pub vex_affected: &'static str,
    /// It is looked into.
    pub vex_looking: &'static str,
    /// Who runs what it hits.
    pub customers: &'static str,
    /// The head of a column: who.
    pub customer: &'static str,
    /// The head of a column: what they run.
    pub runs: &'static str,
    /// The head of a column: whether they were told.
    pub told: &'static str,
    /// While they are fetched.
    pub loading_customers: &'static str,
    /// No customer is known to run it.
    pub hits_nobody_hint: &'static str,
    /// Whether it hits can't be said.
    pub unclear: &'static str,
    /// How it is known that something runs: a page said so.
    pub source_page: &'static str,
    /// A lockfile said so.
    pub source_lockfile: &'static str,
    /// Their CI said so.
    pub source_ci: &'static str,
    /// Somebody said so by the API.
    pub source_api: &'static str,
    /// It does not hit them any more.
    pub no_longer: &'static str,
    /// They were not told.
    pub not_told: &'static str,
    /// They were told, and how fast.
    pub told_in: fn(&str) -> String,
    /// They are still to be told, for so long.
    pub waits: fn(&str) -> String,
    /// A way to tell: the panel.
    pub by_panel: &'static str,
    /// A way to tell: the vendor's system.
    pub by_webhook: &'static str,
    /// It did not reach them yet.
    pub waiting: &'static str,
    /// It was given up.
    pub gave_up: fn(&str) -> String,
    /// It is not set up.
    pub off: &'static str,
    /// How many were told, of how many.
    pub told_of: fn(u32, u32) -> String,
    /// How many of them within two hours.
    pub in_time: fn(u32) -> String,
    /// The middle of the times.
    pub median: fn(&str) -> String,
    /// The longest of the times.
    pub slowest: fn(&str) -> String,
    /// Not everybody was found yet.
    pub still_looking: &'static str,
    /// How many are hit and were not told.
    pub untold: fn(u32) -> String,
    /// Tells them.
    pub notify: &'static str,
    /// How many are shown, of how many.
    pub shown_of: fn(usize, u32) -> String,
    /// The question before it is taken back.
    pub withdraw_title: &'static str,
    /// What it means.
    pub withdraw_hint: &'static str,
    /// The reason's label.
    pub withdraw_reason: &'static str,
    /// Who reads it.
    pub withdraw_reason_hint: &'static str,
    /// The reason is missing.
    pub withdraw_no_reason: &'static str,
    /// The reason is too long.
    pub withdraw_too_long: &'static str,
    /// Others published since that was asked.
    pub withdraw_overtaken: &'static str,
    /// Above a new one.
    pub new_title: &'static str,
    /// Above one that is edited.
    pub edit_title: fn(&str) -> String,
    /// The steps.
    pub steps: &'static str,
    /// The first step.
    pub step_write: &'static str,
    /// The second step.
    pub step_review: &'static str,
    /// How it is written.
    pub manner: &'static str,
    /// As a form.
    pub as_form: &'static str,
    /// As JSON.
    pub as_json: &'static str,
    /// It is kept.
    pub draft_kept: &'static str,
    /// Gives it up.
    pub draft_drop: &'static str,
    /// The text can't be a form.
    pub no_record: &'static str,
    /// The label of the JSON.
    pub json: &'static str,
    /// What is taken.
    pub json_hint: &'static str,
    /// Asks whether it is right and whom it hits.
    pub check: &'static str,
    /// While it does.
    pub checking: &'static str,
    /// What that does.
    pub check_hint: &'static str,
    /// How much is wrong.
    pub faults: fn(u32) -> String,
    /// In which line.
    pub line: fn(usize) -> String,
    /// A part of the form: what it is.
    pub part_said: &'static str,
    /// A part of the form: how bad.
    pub part_bad: &'static str,
    /// A part of the form: what it hits.
    pub part_hits: &'static str,
    /// The field of the id.
    pub id: &'static str,
    /// What to write there.
    pub id_hint: &'static str,
    /// The field of the summary.
    pub summary: &'static str,
    /// What to write there.
    pub summary_hint: &'static str,
    /// The field of the details.
    pub details: &'static str,
    /// What to write there.
    pub details_hint: &'static str,
    /// The field of the other ids.
    pub aliases: &'static str,
    /// What to write there.
    pub aliases_hint: &'static str,
    /// The field of the vectors.
    pub cvss: &'static str,
    /// What to write there.
    pub cvss_hint: &'static str,
    /// The field of the level.
    pub level: &'static str,
    /// What it is for.
    pub level_hint: &'static str,
    /// The levels: none said, low, moderate, high, critical.
    pub levels: [&'static str; 5],
    /// The field of the ecosystem.
    pub ecosystem: &'static str,
    /// The field of the package's name.
    pub package_name: &'static str,
    /// A package without a name yet.
    pub package_no: fn(usize) -> String,
    /// Adds a package.
    pub add_package: &'static str,
    /// The field of the first affected version.
    pub introduced: &'static str,
    /// The field of how a range ends.
    pub until_label: &'static str,
    /// It ends at a fixed version.
    pub until_fixed: &'static str,
    /// It ends after a version.
    pub until_last: &'static str,
    /// It does not end.
    pub until_open: &'static str,
    /// The field of the fixed version.
    pub end_fixed: &'static str,
    /// The field of the last affected version.
    pub end_last: &'static str,
    /// A range, by its number.
    pub range_no: fn(usize) -> String,
    /// Adds a range.
    pub add_range: &'static str,
    /// The field of single versions.
    pub single_versions: &'static str,
    /// What to write there.
    pub single_versions_hint: &'static str,
    /// Removes a row.
    pub remove: &'static str,
    /// The same, by the name of what is removed.
    pub remove_named: fn(&str) -> String,
    /// Where to read more.
    pub references: &'static str,
    /// A reference, by its number.
    pub reference_no: fn(usize) -> String,
    /// Adds a reference.
    pub add_reference: &'static str,
    /// The field of what a reference is.
    pub reference_kind: &'static str,
    /// The field of an address.
    pub address: &'static str,
    /// What references are: advisory, fix, web page, article, report, package, evidence, detection, discussion, introduced, code.
    pub kinds: [&'static str; 11],
    /// How many it would hit.
    pub would_hit: fn(u32) -> String,
    /// It would hit nobody.
    pub would_hit_nobody: &'static str,
    /// Of how many it can't be said.
    pub and_unclear: fn(u32) -> String,
    /// How many more there are than are shown.
    pub and_others: fn(usize) -> String,
    /// The document holds no advisory.
    pub only_statements: &'static str,
    /// What would be left out.
    pub skipped: &'static str,
    /// Whether those who are hit are told.
    pub telling: &'static str,
    /// They are told at once.
    pub tell_now: fn(u32) -> String,
    /// What that means.
    pub tell_now_hint: &'static str,
    /// What that means for a change.
    pub tell_now_edit: &'static str,
    /// Nobody is told yet.
    pub tell_nobody: &'static str,
    /// What that means.
    pub tell_nobody_hint: &'static str,
    /// Back to writing.
    pub rewrite: &'static str,
    /// Publishes it.
    pub publish: &'static str,
    /// While it is published.
    pub publishing: &'static str,
    /// Chooses a file.
    pub file_open: &'static str,
    /// Which files are taken.
    pub file_hint: &'static str,
    /// While a file is held over the page.
    pub file_drop: &'static str,
    /// What a file holds is in the editor.
    pub file_taken: fn(&str) -> String,
    /// Puts back what stood there before.
    pub file_undo: &'static str,
    /// More than one were brought.
    pub file_single: &'static str,
    /// It is larger than what is taken.
    pub file_too_large: fn(&str) -> String,
    /// It could not be read.
    pub file_unreadable: fn(&str) -> String,
    /// It is no JSON, from which line on.
    pub file_no_json: fn(&str, usize) -> String,
    /// It is JSON and no advisory.
    pub file_no_form: fn(&str) -> String,
    /// Somebody published meanwhile.
    pub conflict: &'static str,
    /// There is one of that id.
    pub conflict_new: &'static str,
    /// What it changed.
    pub changed_there: fn(&str) -> String,
    /// What both changed.
    pub changed_both: fn(&str) -> String,
    /// Opens what stands now.
    pub what_stands: &'static str,
    /// Puts both together.
    pub put_together: &'static str,
    /// The writer's text counts.
    pub insist: &'static str,
    /// The other text counts.
    pub give_way: &'static str,
}

impl AdvisoryWords {
    /// A level of OSV's `database_specific.severity`; one that is none of its words stands as it is.
    #[must_use]
    pub fn level<'a>(&self, word: &'a str) -> &'a str {
        let [none, low, moderate, high, critical] = self.levels;
        match word {
            "" => none,
            "LOW" => low,
            "MODERATE" | "MEDIUM" => moderate,
            "HIGH" => high,
            "CRITICAL" => critical,
            other => other,
        }
    }

    /// What a reference is, by OSV's word; one that is none of them stands as it is.
    #[must_use]
    pub fn reference(&self, word: &str) -> String {
        const WORDS: [&str; 11] = [
            "ADVISORY",
            "FIX",
            "WEB",
            "ARTICLE",
            "REPORT",
            "PACKAGE",
            "EVIDENCE",
            "DETECTION",
            "DISCUSSION",
            "INTRODUCED",
            "GIT",
        ];
        let known = WORDS.iter().position(|known| *known == word).and_then(|place| self.kinds.get(place));
        (*known.unwrap_or(&word)).to_owned()
    }
}
