//! Waiting for what happens elsewhere, by asking again until a deadline.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the harness waits for what the worker does after its answer.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Asks until there is an answer.
///
/// # Panics
/// Where there is none within [`PATIENCE`]; the message names what was waited for.
#[track_caller]
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        sleep(Duration::from_millis(40));
    }
}
