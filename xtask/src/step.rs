//! What a person sees of a step: its name when it starts, its time when it ends.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Runs one step between its name and its time.
pub(crate) fn step<T>(title: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("• {title}");
    let started = Instant::now();
    let outcome = body();
    match &outcome {
        Ok(_) => println!("  done: {title} ({})", seconds(started.elapsed())),
        Err(_) => println!("  FAILED: {title} ({})", seconds(started.elapsed())),
    }
    outcome
}

/// A duration as people read it here, to a tenth of a second.
pub(crate) fn seconds(duration: Duration) -> String {
    let tenths = duration.as_millis() / 100;
    if tenths < 600 {
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        format!("{} min {} s", tenths / 600, tenths / 10 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_seconds_and_then_as_minutes() {
        let cases =
            [(0, "0.0 s"), (349, "0.3 s"), (59_999, "59.9 s"), (60_000, "1 min 0 s"), (125_000, "2 min 5 s")];
        for (milliseconds, text) in cases {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), text);
        }
    }
}
