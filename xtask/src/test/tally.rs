//! Counting what passed and what failed, by layer.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::run::run_reading;
use crate::step::seconds;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    rows: Vec<Row>,
    failures: Vec<String>,
}

#[derive(Debug)]
struct Row {
    layer: String,
    what: String,
    counts: Counts,
    took: Duration,
}

/// Tests of one run of a test program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// Runs a check that counts as one.
    pub(crate) fn check(&mut self, layer: &str, what: &str, body: impl FnOnce() -> Result<()>) -> bool {
        self.count(layer, what, || body().map(|()| Counts { passed: 1, failed: 0 }))
    }

    /// Runs something that counts for itself. An error counts as one failure.
    pub(crate) fn count(&mut self, layer: &str, what: &str, body: impl FnOnce() -> Result<Counts>) -> bool {
        println!("\n== {layer}: {what}");
        let started = Instant::now();
        let counts = body().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Counts { passed: 0, failed: 1 }
        });
        if counts.failed > 0 {
            self.failures.push(format!("{layer}: {what}"));
        }
        self.rows.push(Row { layer: layer.into(), what: what.into(), counts, took: started.elapsed() });
        counts.failed == 0
    }

    pub(crate) fn failed(&self) -> u32 {
        self.rows.iter().map(|row| row.counts.failed).sum()
    }

    /// The table, and below it the line that ends every run.
    pub(crate) fn print(&self) {
        println!("\n{:<9} {:<38} {:>7} {:>7} {:>12}", "layer", "what", "passed", "failed", "time");
        for Row { layer, what, counts, took } in &self.rows {
            println!(
                "{layer:<9} {what:<38} {:>7} {:>7} {:>12}",
                counts.passed,
                counts.failed,
                seconds(*took)
            );
        }
        let took: Duration = self.rows.iter().map(|row| row.took).sum();
        println!("in all {}", seconds(took));
        for failure in &self.failures {
            println!("FAILED {failure}");
        }
        let passed: u32 = self.rows.iter().map(|row| row.counts.passed).sum();
        println!("{passed} passed, {} failed", self.failed());
    }
}

/// Runs a test program, and reads the counts from what it prints.
pub(crate) fn run_counting(command: &mut std::process::Command, advice: &str) -> Result<Counts> {
    let mut counts = Counts::default();
    let succeeded = run_reading(command, advice, |line| counts.read(line))?;
    if !succeeded && counts.failed == 0 {
        // It did not compile, or crashed before it could count.
        counts.failed = 1;
    }
    Ok(counts)
}

impl Counts {
    /// Reads a summary of cargo's or of Node's test runner; other lines count nothing.
    fn read(&mut self, line: &str) {
        if let Some(summary) = line.strip_prefix("test result: ") {
            self.passed += number_before(summary, " passed");
            self.failed += number_before(summary, " failed");
        }
        // Node counts at the end, as TAP (`# pass 3`) or for people (`ℹ pass 3`).
        if let Some(summary) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))
            && let Some((word, count)) = summary.split_once(' ')
            && let Ok(count) = count.trim().parse::<u32>()
        {
            match word {
                "pass" => self.passed += count,
                "fail" | "cancelled" => self.failed += count,
                _ => {}
            }
        }
    }
}

fn number_before(text: &str, word: &str) -> u32 {
    let Some((before, _)) = text.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.read(line));
        counts
    }

    #[test]
    fn the_summaries_of_cargo_add_up() {
        let lines = [
            "running 3 tests",
            "test result: ok. 212 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.23s",
            "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ];
        assert_eq!(counts(&lines), Counts { passed: 215, failed: 2 });
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        assert_eq!(
            counts(&["# tests 9", "# pass 7", "# fail 1", "# cancelled 1"]),
            Counts { passed: 7, failed: 2 }
        );
        assert_eq!(counts(&["ℹ tests 4", "ℹ pass 4", "ℹ fail 0"]), Counts { passed: 4, failed: 0 });
    }

    #[test]
    fn a_program_that_dies_before_it_counts_has_failed() {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", "echo 'error: could not compile'; exit 101"]);
        assert_eq!(run_counting(&mut command, "").unwrap(), Counts { passed: 0, failed: 1 });
    }
}
