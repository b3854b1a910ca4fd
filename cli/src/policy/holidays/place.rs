//! Where holidays stand in a policy's file. People keep these files by hand, so all of it but the two lists
//! stays as it was, to the byte.

use std::collections::BTreeMap;

use aftercare_shared::calendar::import::Fragment;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Policy<'a> {
    #[serde(borrow)]
    calendars: BTreeMap<String, &'a RawValue>,
}

/// A fragment as JSON, an entry a line.
pub(super) fn printed(fragment: &Fragment) -> anyhow::Result<String> {
    let holidays = listed(&fragment.holidays, "  ")?;
    let overrides = mapped(fragment, "  ")?;
    Ok(format!("{{\n  \"holidays\": {holidays},\n  \"overrides\": {overrides}\n}}\n"))
}

/// The file with the holidays and overrides of a calendar in the place of those it has.
pub(super) fn put(source: &str, calendar: &str, fragment: &Fragment) -> anyhow::Result<String> {
    let policy: Policy<'_> = serde_json::from_str(source)?;
    let raw = policy.calendars.get(calendar).context("the calendar stands in the file")?.get();
    let begins = offset(source, raw).context("a part of the file lies in it")?;
    let line = source.get(..begins).and_then(|before| before.lines().next_back()).unwrap_or_default();
    let indent = line.chars().take_while(|c| *c == ' ' || *c == '\t').collect::<String>() + "  ";
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw)?;
    // What is missing goes to the end of the object, after its last member.
    let inside = raw.trim_end().strip_suffix('}').context("a calendar is an object")?;
    let end = begins + inside.trim_end().len();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (name, text) in
        [("holidays", listed(&fragment.holidays, &indent)?), ("overrides", mapped(fragment, &indent)?)]
    {
        match members.get(name).and_then(|raw| Some((offset(source, raw.get())?, raw.get().len()))) {
            Some((from, length)) => edits.push((from, from + length, text)),
            None => edits.push((end, end, format!(",\n{indent}\"{name}\": {text}"))),
        }
    }
    edits.sort_by_key(|(from, ..)| *from);
    let mut edited = String::with_capacity(source.len());
    let mut at = 0;
    for (from, to, text) in edits {
        edited.push_str(source.get(at..from).context("places follow each other")?);
        edited.push_str(&text);
        at = to;
    }
    edited.push_str(source.get(at..).context("places lie in the file")?);
    Ok(edited)
}

/// Where a part of a text begins in it.
fn offset(source: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(source.as_ptr() as usize).filter(|at| *at <= source.len())
}

fn listed(items: &[impl Serialize], indent: &str) -> anyhow::Result<String> {
    let lines = items.iter().map(|item| Ok(format!("{indent}  {}", spaced(item)?)));
    Ok(block('[', &lines.collect::<anyhow::Result<Vec<_>>>()?, ']', indent))
}

fn mapped(fragment: &Fragment, indent: &str) -> anyhow::Result<String> {
    let lines = fragment.overrides.iter().map(|(date, windows)| {
        Ok(format!("{indent}  {}: {}", serde_json::to_string(date)?, spaced(windows)?))
    });
    Ok(block('{', &lines.collect::<anyhow::Result<Vec<_>>>()?, '}', indent))
}

fn block(open: char, lines: &[String], close: char, indent: &str) -> String {
    if lines.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{}\n{indent}{close}", lines.join(",\n"))
}

/// JSON on one line, with a blank after each comma and colon, as people write it.
fn spaced(value: &impl Serialize) -> anyhow::Result<String> {
    let compact = serde_json::to_string(value)?;
    let mut text = String::with_capacity(compact.len() + 16);
    let (mut quoted, mut escaped) = (false, false);
    for c in compact.chars() {
        text.push(c);
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && quoted && !escaped;
        if !quoted && (c == ',' || c == ':') {
            text.push(' ');
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use aftercare_shared::policy::{Policy as Checked, default_document};
    use serde_json::json;

    use super::*;

    fn fragment() -> Fragment {
        serde_json::from_value(json!({
            "holidays": [{"date": "2027-01-01", "name": "a \\ \"b\": c, d"}, {"from": "2027-02-05", "to": "2027-02-07"}],
            "overrides": {"2027-02-20": [["09:00", "17:30"]]},
        }))
        .unwrap()
    }

    #[test]
    fn all_but_the_lists_stays_as_it_was() {
        let source = default_document();
        let edited = put(source, "cn-2026", &fragment()).unwrap();
        let policy = Checked::parse(&edited).unwrap();
        let kept = &policy.document().calendars["cn-2026"];
        assert_eq!((&kept.holidays, &kept.overrides), (&fragment().holidays, &fragment().overrides));
        let (before, rest) = source.split_once("\"holidays\": ").unwrap();
        assert!(edited.starts_with(before));
        let after = rest.rsplit_once("  \"teams\"").unwrap().1;
        assert!(edited.ends_with(after));
        let expected = "      \"holidays\": [
        {\"date\": \"2027-01-01\", \"name\": \"a \\\\ \\\"b\\\": c, d\"},
        {\"from\": \"2027-02-05\", \"to\": \"2027-02-07\"}
      ],
      \"overrides\": {
        \"2027-02-20\": [[\"09:00\", \"17:30\"]]
      }
";
        assert!(edited.contains(expected), "{edited}");
        assert_eq!(put(&edited, "cn-2026", &fragment()).unwrap(), edited, "done again, it changes nothing");
    }

    #[test]
    fn a_calendar_without_lists_is_given_them() {
        let source = r#"{"calendars": {"a": {"zone": "UTC", "hours": {"mon": [["09:00", "10:00"]]}}}}"#;
        let edited = put(source, "a", &fragment()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&edited).unwrap();
        assert_eq!(value["calendars"]["a"]["overrides"], json!({"2027-02-20": [["09:00", "17:30"]]}));
        assert_eq!(value["calendars"]["a"]["zone"], "UTC");
        assert_eq!(value["calendars"]["a"]["holidays"].as_array().unwrap().len(), 2);
    }
}
