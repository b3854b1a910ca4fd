//! A document in the words of whoever reads it: names in the place of ids, lengths and dates written out.
//!
//! It is read where it stands in the tree, without being made into types first: those weigh more than the
//! whole page, and a draft need not fit them. What is not there, or not as it should be, is left out; whether
//! a document may say what it says is the service's to judge.

use aftercare_client::wire::{Decode, Value, field};
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::{ALWAYS, OfferedSeverity, Period};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::{Lang, Text};
use aftercare_ui::Reader;
use aftercare_ui::messages::desk::policy::{TermWords, words};
use aftercare_ui::messages::promise;
use chrono::{NaiveDate, NaiveTime};

use crate::document::{below, entries, items, text};

/// The weekdays as a document names them, Monday first.
pub(super) const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The row of the severities that have none of their own.
pub(super) const ANY: &str = "any";

/// A document and who reads it.
#[derive(Debug)]
pub(super) struct Terms<'a> {
    pub(super) document: &'a Value,
    pub(super) reader: Reader,
    offered: Vec<OfferedSeverity>,
}

impl<'a> Terms<'a> {
    /// A document for a reader.
    pub(super) fn of(document: &'a Value, reader: Reader) -> Self {
        Self { document, reader, offered: offered(document) }
    }

    /// The words of the reader's language.
    pub(super) fn words(&self) -> &'static TermWords {
        &words(self.reader.lang).terms
    }

    /// The severities on offer, mildest first.
    pub(super) fn offered(&self) -> Vec<Severity> {
        let listed: Vec<Severity> = self.offered.iter().map(|it| it.severity).collect();
        if listed.is_empty() { Severity::USUAL.to_vec() } else { listed }
    }

    /// What a severity is called.
    pub(super) fn severity(&self, severity: Severity) -> String {
        self.reader.severity(severity, &self.offered)
    }

    /// What a severity means, in the vendor's words or ours.
    pub(super) fn severity_means(&self, severity: Severity) -> String {
        let listed = self.offered.iter().find(|it| it.severity == severity);
        let means = listed.and_then(|it| it.means.as_ref()).map(|means| self.reader.text(means));
        means.unwrap_or_else(|| {
            aftercare_ui::messages::ticket::words(self.reader.lang).severity_means(severity).to_owned()
        })
    }

    /// What is measured.
    pub(super) fn metric(&self, metric: Metric) -> &'static str {
        promise::words(self.reader.lang).metric(metric)
    }

    /// What the rows of a table of targets are called.
    pub(super) fn row(&self, word: &str) -> String {
        if word == ANY { self.words().any.to_owned() } else { self.known(word) }
    }

    /// What a clock is called.
    pub(super) fn clock(&self, clock: &str) -> String {
        if clock == ALWAYS {
            return self.words().always.to_owned();
        }
        let calendar = entries(self.document, "calendars").iter().find(|(id, _)| id == clock);
        calendar.map_or_else(|| clock.to_owned(), |(id, calendar)| self.calendar(id, calendar))
    }

    /// What a calendar is called: its name, or what targets call it.
    pub(super) fn calendar(&self, id: &str, calendar: &Value) -> String {
        self.name(calendar).unwrap_or_else(|| id.to_owned())
    }

    /// The name of something: one text for both languages, or one for each.
    pub(super) fn name(&self, of: &Value) -> Option<String> {
        let name = of.get("name")?;
        let both = || Text::decode(name).map(|name| self.reader.text(&name));
        name.as_str().map(str::to_owned).or_else(both).filter(|name| !name.is_empty())
    }

    /// What a plan or a team is called; what it is called in the document where there is none.
    fn item(&self, list: &str, id: &str) -> String {
        let item = items(self.document, list).iter().find(|item| text(item, "id") == id);
        item.and_then(|item| self.name(item)).unwrap_or_else(|| id.to_owned())
    }

    /// What a plan is called.
    pub(super) fn plan(&self, id: &str) -> String {
        self.item("plans", id)
    }

    /// What a team is called.
    pub(super) fn team(&self, id: &str) -> String {
        self.item("teams", id)
    }

    /// A word of the document: a severity, a metric, a plan, or what it may call something of ours.
    pub(super) fn known(&self, word: &str) -> String {
        if let Some(severity) = Severity::ALL.into_iter().find(|it| it.as_str() == word) {
            return self.severity(severity);
        }
        if let Some(metric) = Metric::ALL.into_iter().find(|it| it.as_str() == word) {
            return self.metric(metric).to_owned();
        }
        let change = &words(self.reader.lang).change;
        let tables = change.terms.iter().chain(self.words().known);
        let term = tables.into_iter().find(|(term, _)| *term == word);
        term.map_or_else(|| self.plan(word), |(_, told)| (*told).to_owned())
    }

    /// Several names in a row.
    pub(super) fn list(&self, names: Vec<String>) -> String {
        names.join(match self.reader.lang {
            Lang::En => ", ",
            Lang::Zh => "、",
        })
    }

    /// The words of a list, each in the reader's.
    pub(super) fn all_known(&self, list: &[Value]) -> Vec<String> {
        list.iter().filter_map(Value::as_str).map(|word| self.known(word)).collect()
    }

    /// So many in a period, by the word of the document.
    pub(super) fn per(&self, count: &str, period: &str) -> Option<String> {
        let period = match period {
            "month" => Period::Month,
            "quarter" => Period::Quarter,
            "year" => Period::Year,
            "contract" => Period::Contract,
            _ => return None,
        };
        Some((self.words().per)(count, period))
    }

    /// A day of the year: Sat 14 Feb 2026. As it is written where it is none.
    pub(super) fn date(&self, text: &str) -> String {
        date(text).map_or_else(|| text.to_owned(), |date| self.reader.date(date))
    }

    /// A run of days: Sun 15 Feb – Mon 23 Feb 2026.
    pub(super) fn dates(&self, from: &str, to: &str) -> String {
        if from == to {
            return self.date(from);
        }
        let first = date(from).map_or_else(
            || from.to_owned(),
            |date| self.reader.day(date.and_time(NaiveTime::MIN).and_utc(), Some("UTC")),
        );
        [&first, " – ", &self.date(to)].concat()
    }

    /// Open windows: 09:00–12:00, 13:30–18:00.
    pub(super) fn windows(&self, windows: &[Value]) -> String {
        if windows.is_empty() {
            return self.words().closed.to_owned();
        }
        self.list(windows.iter().map(|window| window_text(window, "–")).collect())
    }
}

/// The severities that a document offers.
pub(super) fn offered(document: &Value) -> Vec<OfferedSeverity> {
    field(document, "severities").unwrap_or_default()
}

/// What a plan says of a severity and a metric: the severity's own row, or that of all others.
pub(super) fn cell(plan: &Value, severity: Severity, metric: Metric) -> Option<&Value> {
    let rows = plan.get("targets")?.get(metric.as_str())?;
    let cell = rows.get(severity.as_str()).or_else(|| rows.get(ANY))?;
    (cell.as_str() != Some("none")).then_some(cell)
}

/// A window as it is written, with a dash between.
pub(super) fn window_text(window: &Value, dash: &str) -> String {
    let times = window.as_list().unwrap_or_default();
    times.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(dash)
}

/// A date as a document writes it.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::decode(&Value::Text(text.to_owned()))
}

/// A day, or a run of days, that differs from the week.
#[derive(Debug)]
pub(super) struct Special<'a> {
    /// Its first date, as it is written.
    pub(super) from: &'a str,
    /// Its last date.
    pub(super) to: &'a str,
    /// The holiday; its windows where it is none.
    pub(super) what: Result<&'a Value, &'a [Value]>,
    /// Where it stands in the calendar, as a JSON pointer.
    pub(super) at: String,
}

/// All days of a calendar that differ from the week, in their order.
pub(super) fn specials(calendar: &Value) -> Vec<Special<'_>> {
    let mut all = Vec::new();
    for (at, holiday) in items(calendar, "holidays").iter().enumerate() {
        let (from, to) = match holiday.as_str() {
            Some(date) => (date, date),
            None => {
                let from = or(text(holiday, "date"), text(holiday, "from"));
                (from, or(text(holiday, "to"), from))
            }
        };
        all.push(Special { from, to, what: Ok(holiday), at: ["/holidays/", &at.to_string()].concat() });
    }
    for (date, windows) in entries(calendar, "overrides") {
        let at = below("/overrides", date);
        all.push(Special { from: date, to: date, what: Err(windows.as_list().unwrap_or_default()), at });
    }
    all.sort_by_key(|special| special.from.to_owned());
    all
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// Days of the week on end that open alike: the first, the last, and what they open.
pub(super) fn week(calendar: &Value) -> Vec<(usize, usize, &[Value])> {
    let mut runs: Vec<(usize, usize, &[Value])> = Vec::new();
    for (at, day) in WEEK.iter().enumerate() {
        let windows = calendar.get("hours").map(|hours| items(hours, day)).unwrap_or_default();
        match runs.last_mut() {
            Some((_, last, open)) if *open == windows => *last = at,
            Some(_) | None => runs.push((at, at, windows)),
        }
    }
    runs
}
