//! endoflife.date: lines and their last days. Version 1 of the API gives dates and booleans, version
//! 0 a date or a boolean in one field. The booleans are as of the day of generation: true stays
//! true, false says that no date is known and promises nothing.

use serde::Deserialize;
use serde_json::Value;

use crate::json::read_either;
use crate::package::Package;
use crate::release::import::{feed, json};
use crate::release::{Feed, FeedError, Line, day_of};

enum Answer {
    V1(Wrapped),
    V0(Vec<Cycle>),
}

read_either!(Answer, Answer::V1 | Answer::V0, "a product is {result: {releases}}, or a list of {cycle, eol}");

#[derive(Deserialize)]
struct Wrapped {
    result: Product,
}

#[derive(Deserialize)]
struct Product {
    releases: Vec<Released>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Released {
    name: String,
    #[serde(default)]
    is_eol: bool,
    eol_from: Option<String>,
}

#[derive(Deserialize)]
struct Cycle {
    /// A string, in some products a number.
    cycle: Value,
    #[serde(default)]
    eol: Value,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let lines = match json(text, "endoflife.date's JSON of a product")? {
        Answer::V1(Wrapped { result }) => result
            .releases
            .into_iter()
            .map(|released| Line {
                end_of_life: released.eol_from.as_deref().and_then(day_of),
                has_ended: released.is_eol && released.eol_from.is_none(),
                line: released.name,
            })
            .collect(),
        Answer::V0(cycles) => cycles
            .into_iter()
            .map(|cycle| Line {
                line: match cycle.cycle {
                    Value::String(name) => name,
                    other => other.to_string(),
                },
                end_of_life: cycle.eol.as_str().and_then(day_of),
                has_ended: cycle.eol == Value::Bool(true),
            })
            .collect(),
    };
    Ok(Feed { lines, ..feed(package, Vec::new()) })
}
