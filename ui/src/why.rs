//! Why a deadline falls when it does: the stretches of time that count, and their sum.

use crate::messages::promise::{PromiseWords, words};
use crate::part::{Part, el, many};
use crate::{Reader, use_reader};
use aftercare_shared::text::digits;
use aftercare_shared::timeline::{Explanation, PauseReason, Segment, SegmentKind};

/// The most rows that are shown before the middle is summed up.
const MOST_ROWS: usize = 8;
/// Of these, how many stand before the middle.
const FIRST_ROWS: usize = 5;

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row<'a> {
    /// A stretch, with the minutes it counts for.
    Stretch(&'a Segment, u64),
    /// Several, with the minutes they count for together.
    More(usize, u64),
}

/// The stretches of an explanation as a table in a zone, `None` for the reader's own; `sum` is what its
/// last row is called.
#[must_use]
pub fn why(explanation: &Explanation, zone: Option<&str>, sum: String) -> Part {
    why_for_vendor(explanation, zone, sum, words(use_reader().lang).paused_for_customer)
}

/// The same where it is not the customer who reads: `waited` is what a wait for them is called.
#[must_use]
pub fn why_for_vendor(explanation: &Explanation, zone: Option<&str>, sum: String, waited: &str) -> Part {
    let reader = use_reader();
    let words = words(reader.lang);
    let mut day_before = String::new();
    let rows = many(rows(explanation), |row| match row {
        Row::Stretch(segment, minutes) => {
            let (day, what) = stretch(reader, words, waited, segment, zone);
            let shown = if day == day_before { String::new() } else { day.clone() };
            day_before = day;
            let counts = segment.kind.counts();
            let time = if counts { hours(minutes) } else { "–".to_owned() };
            line(if counts { "" } else { "off" }, shown, what, time)
        }
        Row::More(count, minutes) => line("", "…".to_owned(), words.more_rows(count), hours(minutes)),
    });
    let counted = explanation.counted_seconds();
    let total = if counted == explanation.target_seconds {
        hours(whole_minutes(counted))
    } else {
        [&hours(whole_minutes(counted)), " / ", &hours(whole_minutes(explanation.target_seconds))].concat()
    };
    el("table", "why")
        .child(el("caption", "unseen").child(words.why_table))
        .child(el("tbody", "").child(rows))
        .child(el("tfoot", "").child(line("", String::new(), sum, total)))
        .into()
}

fn line(class: &'static str, day: String, what: String, time: String) -> Part {
    // An empty heading would be read out as one.
    let day = if day.is_empty() { el("td", "") } else { el("th", "").attr("scope", "row").child(day) };
    el("tr", class).child(day).child(el("td", "").child(what)).child(el("td", "").child(time)).into()
}

/// The rows: what counts, and what does not but has a name. Nights and weekends are left out. Minutes
/// are rounded so that they add up to the sum that is shown.
fn rows(explanation: &Explanation) -> Vec<Row<'_>> {
    let mut before = 0;
    let mut rows: Vec<(&Segment, u64)> = Vec::new();
    for segment in explanation.segments.iter().filter(|segment| segment.kind != SegmentKind::Closed) {
        let counted = if segment.kind.counts() { segment.seconds() } else { 0 };
        rows.push((segment, whole_minutes(before + counted) - whole_minutes(before)));
        before += counted;
    }
    if rows.len() <= MOST_ROWS {
        return rows.into_iter().map(|(segment, minutes)| Row::Stretch(segment, minutes)).collect();
    }
    let middle = FIRST_ROWS..rows.len() - 1;
    let summed = rows.get(middle.clone()).unwrap_or_default().iter().map(|(_, minutes)| minutes).sum();
    let mut short: Vec<Row<'_>> =
        rows.iter().take(FIRST_ROWS).map(|(segment, minutes)| Row::Stretch(segment, *minutes)).collect();
    short.push(Row::More(middle.len(), summed));
    short.extend(rows.last().map(|(segment, minutes)| Row::Stretch(segment, *minutes)));
    short
}

/// The day and the words of a stretch.
fn stretch(
    reader: Reader,
    words: &PromiseWords,
    waited: &str,
    segment: &Segment,
    zone: Option<&str>,
) -> (String, String) {
    let last = segment.until - chrono::TimeDelta::seconds(1);
    let (day, last_day) = (reader.short_day(segment.from, zone), reader.short_day(last, zone));
    let note = match &segment.kind {
        SegmentKind::Open | SegmentKind::Closed => None,
        SegmentKind::MakeUpDay => Some(words.make_up_day.to_owned()),
        SegmentKind::ChangedHours => Some(words.changed_hours.to_owned()),
        SegmentKind::Holiday { name } => {
            let name = name.as_ref().map_or_else(|| words.holiday.to_owned(), |name| reader.text(name));
            let what = if day == last_day { name } else { [&name, " – ", &last_day].concat() };
            return (day, what);
        }
        SegmentKind::Paused { reason: PauseReason::WaitingForCustomer } => Some(waited.to_owned()),
        SegmentKind::Paused { reason: PauseReason::Resolved } => Some(words.paused_resolved.to_owned()),
    };
    let (from, until) = (reader.time(segment.from, zone), reader.time(segment.until, zone));
    let until = if until == "00:00" && day == last_day { "24:00".to_owned() } else { until };
    let mut what = if day == last_day {
        [&from, "–", &until].concat()
    } else {
        [&from, " – ", &reader.short_day(segment.until, zone), " ", &until].concat()
    };
    if let Some(note) = note {
        what.push_str(" · ");
        what.push_str(&note);
    }
    (day, what)
}

fn whole_minutes(seconds: u64) -> u64 {
    (seconds + 30) / 60
}

/// Minutes as hours and minutes: 3:30.
fn hours(minutes: u64) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let pad = if minutes < 10 { ":0" } else { ":" };
    [&digits(hours), pad, &digits(minutes)].concat()
}

#[cfg(test)]
mod tests {
    use aftercare_shared::timeline::{Interval, Timeline};
    use chrono::{DateTime, Utc};

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    /// Open each day from 08:00 to 16:00 for thirty days.
    fn office() -> Timeline {
        let days = (0..30).map(|day| Interval::new(day * 86_400 + 28_800, day * 86_400 + 57_600)).collect();
        Timeline::new(Interval::new(0, 30 * 86_400), days, true, Vec::new(), None)
    }

    #[test]
    fn rounded_rows_sum_to_the_target() {
        for start in [28_811, 30_029, 57_577, 57_599] {
            for target in [60, 3_600, 28_800, 100_000, 300_000] {
                let explanation = office().explain(at(start), target, &[]).unwrap();
                let sum: u64 = rows(&explanation)
                    .iter()
                    .map(|row| match row {
                        Row::Stretch(_, minutes) | Row::More(_, minutes) => *minutes,
                    })
                    .sum();
                assert_eq!(sum, whole_minutes(target), "{start} {target}");
            }
        }
    }

    #[test]
    fn many_stretches_are_summed_up_in_the_middle() {
        let explanation = office().explain(at(28_800), 20 * 28_800, &[]).unwrap();
        let rows = rows(&explanation);
        assert_eq!(rows.len(), FIRST_ROWS + 2);
        assert_eq!(rows[FIRST_ROWS], Row::More(14, 14 * 480));
    }

    #[test]
    fn minutes_are_padded() {
        assert_eq!([hours(0), hours(65), hours(600)], ["0:00", "1:05", "10:00"]);
    }
}
