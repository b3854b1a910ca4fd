//! One clock: both sides of the due instant, and standing still.

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::{Clock, ClockState, Ending, Stop};
use crate::timeline::{Interval, Pause, PauseReason, Timeline};

const OPEN: i64 = 9 * 3600;
const CLOSE: i64 = 17 * 3600;
const DAY: i64 = 86_400;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

fn pause(from: i64, until: Option<i64>) -> Pause {
    Pause { from: at(from), until: until.map(at), reason: PauseReason::WaitingForCustomer }
}

/// Open from 9 to 17, every day of a month.
fn office() -> Timeline {
    let open = (0..30).map(|day| Interval::new(day * DAY + OPEN, day * DAY + CLOSE)).collect();
    Timeline::new(Interval::new(0, 30 * DAY), open, false, Vec::new(), None)
}

#[test]
fn a_verdict_comes_from_elapsed_time_on_both_sides_of_the_due_instant() {
    let timeline = office();
    let whole_day = 8 * 3600;
    let clock = |stopped: Option<i64>| Clock {
        started_at: at(OPEN),
        target_seconds: whole_day,
        stopped: stopped.map(|second| Stop { at: at(second), how: Ending::Done }),
        pauses: &[],
        timeline: &timeline,
    };
    let cases = [
        (None, OPEN, ClockState::Running),
        (None, CLOSE, ClockState::Running),
        // The target was used up at the bell, and nothing has run since.
        (None, CLOSE + 3 * 3600, ClockState::Running),
        (None, DAY + OPEN, ClockState::Running),
        (None, DAY + OPEN + 1, ClockState::Missed),
        (Some(CLOSE), 5 * DAY, ClockState::Met),
        (Some(CLOSE + 3 * 3600), 5 * DAY, ClockState::Met),
        (Some(DAY + OPEN), 5 * DAY, ClockState::Met),
        (Some(DAY + OPEN + 1), 5 * DAY, ClockState::Missed),
        // A stop that has not happened yet is not looked at.
        (Some(DAY + OPEN + 1), CLOSE, ClockState::Running),
    ];
    for (stopped, now, state) in cases {
        let reading = clock(stopped).judge(at(now)).unwrap();
        assert_eq!((reading.state, reading.due_at), (state, Some(at(CLOSE))), "{stopped:?} at {now}");
        let missed = (state == ClockState::Missed).then_some(at(CLOSE));
        assert_eq!(reading.missed_at, missed, "missed at the due instant, not when it was seen");
    }
    assert_eq!(clock(None).overrun_at(), Some(at(DAY + OPEN + 1)));
    assert_eq!(clock(None).judge(at(DAY + OPEN + 60)).unwrap().remaining_seconds, -60);
}

#[test]
fn a_clock_that_stands_still_has_no_due_date_and_is_not_missed() {
    let timeline = office();
    let hour = 3600;
    let pauses = [pause(OPEN + hour, Some(OPEN + 2 * hour)), pause(OPEN + 3 * hour, None)];
    let clock = Clock {
        started_at: at(OPEN),
        target_seconds: 4 * 3600,
        stopped: None,
        pauses: &pauses,
        timeline: &timeline,
    };
    for now in [OPEN + 90 * 60, OPEN + 3 * hour, 20 * DAY] {
        let reading = clock.judge(at(now)).unwrap();
        assert_eq!((reading.state, reading.due_at), (ClockState::Paused, None), "{now}");
    }
    assert_eq!(clock.judge(at(20 * DAY)).unwrap().elapsed_seconds, 2 * 3600);
    assert_eq!(clock.overrun_at(), None);
    // Used up before it stood still: missed, and for good.
    let short = Clock { target_seconds: 3600, ..clock };
    assert_eq!(short.judge(at(20 * DAY)).unwrap().missed_at, Some(at(OPEN + hour)));
}

#[test]
fn warnings_keep_out_of_pauses_and_end_with_the_clock() {
    let timeline = office();
    let hour = 3600;
    let pauses =
        [pause(OPEN + 2 * hour, Some(OPEN + 5 * hour)), pause(OPEN + 5 * hour, Some(OPEN + 6 * hour))];
    let clock = Clock {
        started_at: at(OPEN),
        target_seconds: 4 * 3600,
        stopped: None,
        pauses: &pauses,
        timeline: &timeline,
    };
    let instants = |clock: &Clock<'_>, set_at: i64| -> Vec<(u8, DateTime<Utc>)> {
        clock
            .warnings(&[50, 75, 90], at(set_at))
            .iter()
            .map(|warning| (warning.percent, warning.at))
            .collect()
    };
    // Half has run at the very instant the pause begins: it is told when the pause ends.
    let expected =
        vec![(50, at(OPEN + 6 * hour)), (75, at(OPEN + 7 * hour)), (90, at(OPEN + 7 * hour + 36 * 60))];
    assert_eq!(instants(&clock, OPEN), expected);
    let stopped = Clock { stopped: Some(Stop { at: at(OPEN + 7 * hour), how: Ending::Done }), ..clock };
    assert_eq!(instants(&stopped, OPEN), [(50, at(OPEN + 6 * hour))]);
    // A target set when more than half has run is warned of at once.
    assert_eq!(instants(&clock, OPEN + 7 * hour + 60)[0], (50, at(OPEN + 7 * hour + 60)));
    let forever = [pause(OPEN + hour, None)];
    assert_eq!(instants(&Clock { pauses: &forever, ..clock }, OPEN), []);
    // Shares are rounded up to whole seconds: half of 3 s has run after 2 s.
    let tiny = Clock { target_seconds: 3, pauses: &[], ..clock };
    assert_eq!(instants(&tiny, OPEN)[0], (50, at(OPEN + 2)));
}
