//! Running a group under criterion, and reading what it wrote down.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::run;
use crate::workspace::Workspace;

/// Measures one group: a program of the package `benches`.
pub(crate) fn measure(workspace: &Workspace, group: &str) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package=aftercare-benches", "--bench", group, "--", "--noplot"]);
    cargo.env("CRITERION_HOME", workspace.cargo_output("criterion"));
    run(&mut cargo, "The message above says why.")
}

/// The mean of a measurement, in picoseconds: criterion's file gives nanoseconds with a fraction.
pub(crate) fn mean(workspace: &Workspace, name: &str) -> Result<u128> {
    let file = workspace.cargo_output("criterion").join(name).join("new/estimates.json");
    let text = fs::read_to_string(&file)
        .with_context(|| format!("{} is not there: was it measured?", workspace.shown(&file)))?;
    read(&text).with_context(|| format!("{} has no mean", workspace.shown(&file)))
}

fn read(text: &str) -> Option<u128> {
    let estimates: Value = serde_json::from_str(text).ok()?;
    let nanoseconds = estimates.get("mean")?.get("point_estimate")?.as_f64()?;
    // Stretched a thousand times, so that its nanoseconds are picoseconds.
    let stretched = Duration::try_from_secs_f64(nanoseconds / 1e6).ok()?;
    Some(stretched.as_nanos())
}

/// A time as people read it, with three digits that mean something.
pub(crate) fn shown(picoseconds: u128) -> String {
    let units = [(1_000_000_000_000, "s"), (1_000_000_000, "ms"), (1_000_000, "µs"), (1_000, "ns")];
    let (size, unit) = units.into_iter().find(|(size, _)| picoseconds >= *size).unwrap_or((1, "ps"));
    let (whole, thousandths) = (picoseconds / size, picoseconds % size * 1_000 / size);
    match whole {
        0..10 => format!("{whole}.{:02} {unit}", thousandths / 10),
        10..100 => format!("{whole}.{} {unit}", thousandths / 100),
        _ => format!("{whole} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_read_and_shown() {
        let mean = read(r#"{"mean": {"point_estimate": 23.456789}}"#);
        assert_eq!(mean, Some(23_457));
        for (picoseconds, text) in [
            (7, "7.00 ps"),
            (23_456, "23.4 ns"),
            (1_500_000, "1.50 µs"),
            (812_000_000, "812 µs"),
            (12_345_678_901, "12.3 ms"),
        ] {
            assert_eq!(shown(picoseconds), text);
        }
    }
}
