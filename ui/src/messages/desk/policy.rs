//! The words of the desk's page of the policy: what is promised, what was, and another version of it.

mod en;
mod zh;

use aftercare_shared::policy::Period;
use aftercare_shared::policy::diff::Effect;
use aftercare_shared::text::Lang;

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static PolicyWords {
    match lang {
        Lang::En => &en::POLICY,
        Lang::Zh => &zh::POLICY,
    }
}

/// The words of the page.
#[derive(Debug)]
pub struct PolicyWords {
    /// Reading a version.
    pub read: ReadWords,
    /// Plans, calendars and rules.
    pub terms: TermWords,
    /// Writing another version.
    pub edit: EditWords,
    /// What differs, and what that means.
    pub change: ChangeWords,
}

/// Reading a version.
#[derive(Debug)]
pub struct ReadWords {
    /// A version by its number.
    pub version: fn(u32) -> String,
    /// The version that a fresh installation begins with.
    pub installed: &'static str,
    /// It is the one that counts.
    pub in_force: &'static str,
    /// Another one is: its number.
    pub not_in_force: fn(u32) -> String,
    /// Leads to the one in force.
    pub show_current: &'static str,
    /// Who saved it, and when.
    pub saved: fn(&str, &str) -> String,
    /// What names it in promises and receipts.
    pub hash: &'static str,
    /// The list of versions.
    pub versions: &'static str,
    /// Fetches more of them.
    pub older: &'static str,
    /// What it changed from the version before, by that one's number.
    pub changed_from: fn(u32) -> String,
    /// Begins another version.
    pub edit: &'static str,
    /// Goes on with one that was begun.
    pub go_on: &'static str,
    /// While it is fetched.
    pub loading: &'static str,
    /// It could not be fetched.
    pub failed: &'static str,
    /// There is none of that number.
    pub missing: &'static str,
    /// The parts of a version, as a list of links.
    pub parts: &'static str,
}

/// Plans, calendars and rules.
#[derive(Debug)]
pub struct TermWords {
    /// The tables of targets.
    pub promises: &'static str,
    /// The plan of accounts that name none.
    pub default_plan: &'static str,
    /// A metric is not promised.
    pub unpromised: &'static str,
    /// It is answered, by no set time.
    pub best_effort: &'static str,
    /// The plan does not offer it.
    pub not_offered: &'static str,
    /// The severities without a row of their own.
    pub any: &'static str,
    /// The heading of the rows.
    pub severity: &'static str,
    /// The clock that never stops.
    pub always: &'static str,
    /// The ways to reach the vendor.
    pub channels: &'static str,
    /// A channel for some severities only.
    pub only_for: fn(&str) -> String,
    /// What else a plan includes.
    pub entitlements: &'static str,
    /// As much as is wanted.
    pub unlimited: &'static str,
    /// So many in a period.
    pub per: fn(&str, Period) -> String,
    /// Open hours.
    pub calendars: &'static str,
    /// The zone of a calendar.
    pub zone: &'static str,
    /// The hours of an ordinary week.
    pub week: &'static str,
    /// Monday to Sunday.
    pub days: [&'static str; 7],
    /// Nothing is open.
    pub closed: &'static str,
    /// The days ahead that differ from the week.
    pub ahead: &'static str,
    /// There are none.
    pub none_ahead: &'static str,
    /// Above another office that a calendar is open with.
    pub also: &'static str,
    /// The last year whose holidays are known.
    pub known_through: fn(i32) -> String,
    /// Sets from which the account's region picks a calendar.
    pub regional: &'static str,
    /// Accounts of any other region.
    pub other_regions: &'static str,
    /// The vendor's own rules.
    pub house: &'static str,
    /// The severities on offer.
    pub severities: &'static str,
    /// The teams.
    pub teams: &'static str,
    /// Who takes a ticket.
    pub routing: &'static str,
    /// All that no rule fits.
    pub all_else: &'static str,
    /// A rule that names nothing.
    pub everything: &'static str,
    /// When the vendor's people are warned.
    pub warnings: &'static str,
    /// Of what the percentages are.
    pub of_target: &'static str,
    /// What is done when time runs out.
    pub escalations: &'static str,
    /// At so many percent of the target.
    pub at: fn(u16) -> String,
    /// The team is told.
    pub notify_team: &'static str,
    /// Its lead is told.
    pub notify_lead: &'static str,
    /// It goes to a team.
    pub reassign: fn(&str) -> String,
    /// It is treated as worse.
    pub raise: fn(&str) -> String,
    /// What is left at the least.
    pub grace: &'static str,
    /// What reopening does.
    pub reopen: &'static str,
    /// The clock goes on, or starts afresh.
    pub reopens: [&'static str; 2],
    /// Where the numbers come from.
    pub source: &'static str,
    /// The names of what a document may call a channel or an entitlement of ours, by their words.
    pub known: &'static [(&'static str, &'static str)],
    /// A length by its count and its unit as it is written: `m`, `h`, `d`, `bh`, `bd`, `s`.
    pub length: fn(&str, &str) -> Option<String>,
}

/// Writing another version.
#[derive(Debug)]
pub struct EditWords {
    /// The heading.
    pub title: &'static str,
    /// What it is based on, and that it is kept.
    pub based_on: fn(u32) -> String,
    /// Drops what was written.
    pub discard: &'static str,
    /// Sure?
    pub discard_sure: &'static str,
    /// Leads back without dropping it.
    pub leave: &'static str,
    /// The side of the form.
    pub form: &'static str,
    /// The side of the text.
    pub text: &'static str,
    /// How the two go together.
    pub text_hint: &'static str,
    /// The text is no JSON, at a line.
    pub no_json: fn(usize) -> String,
    /// The text is JSON and no policy.
    pub no_policy: &'static str,
    /// The severities without a row take the one of `any`.
    pub as_any: &'static str,
    /// The column of lengths.
    pub length: &'static str,
    /// The column of clocks.
    pub clock: &'static str,
    /// How a length is written.
    pub length_hint: &'static str,
    /// How hours are written.
    pub hours_hint: &'static str,
    /// The days that differ from the week.
    pub days: &'static str,
    /// Takes a day away: which.
    pub remove: fn(&str) -> String,
    /// The button of it.
    pub remove_short: &'static str,
    /// Adds a day.
    pub add_day: &'static str,
    /// What kind of day.
    pub kind: &'static str,
    /// Closed.
    pub holiday: &'static str,
    /// Open although the weekday is closed, or at other hours.
    pub make_up_day: &'static str,
    /// The first date.
    pub from: &'static str,
    /// The last date.
    pub to: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// Its name in Chinese.
    pub name_zh: &'static str,
    /// Its hours.
    pub hours: &'static str,
    /// Adds it.
    pub add: &'static str,
    /// The dates are missing or the wrong way round.
    pub wrong_dates: &'static str,
    /// Takes days from a file.
    pub import: &'static str,
    /// What files.
    pub import_hint: &'static str,
    /// What came: days off, days worked, years.
    pub imported: fn(usize, usize, &str) -> String,
    /// The file is not taken.
    pub not_imported: &'static str,
    /// The warnings' hint.
    pub warnings_hint: &'static str,
    /// Asks what it changes.
    pub compare: &'static str,
    /// While that is asked.
    pub comparing: &'static str,
    /// So many places are refused.
    pub faults: fn(usize) -> String,
    /// A line of the text.
    pub line: fn(usize) -> String,
    /// Another version is in force by now: number, who.
    pub overtaken: fn(u32, &str) -> String,
    /// What the other changed.
    pub theirs: &'static str,
    /// Brings one's own changes onto it.
    pub rebase: fn(u32) -> String,
    /// It was done.
    pub rebased: fn(u32) -> String,
    /// Both changed the same places.
    pub conflicts: &'static str,
}

/// What differs, and what that means.
#[derive(Debug)]
pub struct ChangeWords {
    /// The heading before saving.
    pub title: fn(u32) -> String,
    /// Nothing differs.
    pub nothing: &'static str,
    /// [`Effect`]: better, worse, mixed, neutral.
    pub effects: [&'static str; 4],
    /// How many of each.
    pub count: fn(usize, &str) -> String,
    /// What was there.
    pub before: &'static str,
    /// What is there.
    pub after: &'static str,
    /// It is new.
    pub added: &'static str,
    /// It is gone.
    pub removed: &'static str,
    /// The heading over what open tickets get.
    pub open_tickets: &'static str,
    /// Some of it is better: they move forward.
    pub open_better: &'static str,
    /// None of it is better: they keep what they have.
    pub open_kept: &'static str,
    /// None of it touches a promise.
    pub open_same: &'static str,
    /// Why, for those who read the list later.
    pub note: &'static str,
    /// An example.
    pub note_hint: &'static str,
    /// Puts it in force.
    pub save: &'static str,
    /// While that is done.
    pub saving: &'static str,
    /// Goes on writing.
    pub back: &'static str,
    /// What whoever may not save can do.
    pub ask_admin: &'static str,
    /// The service refused the role.
    pub forbidden: &'static str,
    /// It is in force.
    pub saved: fn(u32) -> String,
    /// It says what is in force already.
    pub said_already: &'static str,
    /// The words of a change's place and value, by the words of the document.
    pub terms: &'static [(&'static str, &'static str)],
}

impl ChangeWords {
    /// What a change means for customers.
    #[must_use]
    pub fn effect(&self, effect: Effect) -> &'static str {
        let [better, worse, mixed, neutral] = self.effects;
        match effect {
            Effect::Better => better,
            Effect::Worse => worse,
            Effect::Mixed => mixed,
            Effect::Neutral => neutral,
        }
    }
}

impl TermWords {
    /// What reopening does to the resolution clock, by the word of the document.
    #[must_use]
    pub fn reopen(&self, word: &str) -> &'static str {
        let [goes_on, afresh] = self.reopens;
        if word == "fresh" { afresh } else { goes_on }
    }

    /// The name of a channel or an entitlement: ours where it is one of ours, else its words as they are
    /// written.
    #[must_use]
    pub fn named(&self, word: &str) -> String {
        let known = self.known.iter().find(|(known, _)| *known == word);
        known.map_or_else(|| word.replace('_', " "), |(_, name)| (*name).to_owned())
    }

    /// A length of the document (`30m`, `1bd`) in words; as it is written where it is none.
    #[must_use]
    pub fn duration(&self, text: &str) -> String {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = text.split_at(digits);
        let told = if count.is_empty() { None } else { (self.length)(count, unit) };
        told.unwrap_or_else(|| text.to_owned())
    }
}
