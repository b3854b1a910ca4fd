//! Timelines: both sides of every boundary, and properties against a walk by the second.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use crate::text::Text;
use crate::timeline::{
    DayKind, Interval, NamedDay, Pause, PauseReason, SegmentKind, Timeline, Unanswered, instant,
};

fn timeline(open: &[(i64, i64)]) -> Timeline {
    let open = open.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
    Timeline::new(Interval::new(0, 1000), open, false, Vec::new(), None)
}

fn pause(from: i64, until: Option<i64>) -> Pause {
    Pause { from: instant(from), until: until.map(instant), reason: PauseReason::WaitingForCustomer }
}

fn second(at: DateTime<Utc>) -> i64 {
    at.timestamp()
}

#[test]
fn a_target_used_up_at_the_bell_is_due_at_the_bell() {
    let timeline = timeline(&[(100, 200), (300, 400)]);
    let cases = [
        (0, 0, Ok(0)),
        (250, 0, Ok(250)),
        (0, 1, Ok(101)),
        (0, 100, Ok(200)),
        (0, 101, Ok(301)),
        (150, 50, Ok(200)),
        (150, 51, Ok(301)),
        (200, 1, Ok(301)),
        (250, 100, Ok(400)),
        (250, 101, Err(Unanswered::BeyondHorizon)),
        (-1, 1, Err(Unanswered::BeyondHorizon)),
        (1001, 1, Err(Unanswered::BeyondHorizon)),
        (100, u64::MAX, Err(Unanswered::BeyondHorizon)),
    ];
    for (start, seconds, due) in cases {
        assert_eq!(timeline.due(instant(start), seconds).map(second), due, "{start} + {seconds}");
    }
}

#[test]
fn a_fraction_of_a_second_is_cut_off() {
    let timeline = timeline(&[(100, 200)]);
    let half = DateTime::from_timestamp(100, 500_000_000).unwrap();
    assert_eq!(timeline.due(half, 10).map(second), Ok(110));
    assert_eq!(timeline.elapsed(half, DateTime::from_timestamp(110, 999_999_999).unwrap()), Ok(10));
}

#[test]
fn the_first_instant_of_an_opening_is_open_and_its_last_is_not() {
    let timeline = timeline(&[(100, 200), (300, 400)]);
    for (at, open, next) in [
        (99, false, Ok(100)),
        (100, true, Ok(100)),
        (199, true, Ok(199)),
        (200, false, Ok(300)),
        (399, true, Ok(399)),
        (400, false, Err(Unanswered::BeyondHorizon)),
    ] {
        assert_eq!(timeline.is_open(instant(at)), Ok(open), "{at}");
        assert_eq!(timeline.next_open(instant(at)).map(second), next, "{at}");
    }
    assert_eq!(timeline.is_open(instant(1000)), Err(Unanswered::BeyondHorizon));
}

#[test]
fn a_calendar_that_has_ended_never_opens_again() {
    let ended = Timeline::new(Interval::new(0, 1000), vec![Interval::new(100, 200)], true, Vec::new(), None);
    assert_eq!(ended.due(instant(0), 101), Err(Unanswered::NeverOpens));
    assert_eq!(ended.next_open(instant(5000)), Err(Unanswered::NeverOpens));
    assert_eq!(ended.is_open(instant(5000)), Ok(false));
    assert_eq!(ended.elapsed(instant(0), instant(5000)), Ok(100));
    assert_eq!(ended.elapsed(instant(-1), instant(5000)), Err(Unanswered::BeyondHorizon));
}

#[test]
fn round_the_clock_is_plain_seconds() {
    let always = Timeline::always();
    assert_eq!(always.due(instant(0), 8_640_000).map(second), Ok(8_640_000));
    assert_eq!(always.elapsed(instant(-5), instant(7)), Ok(12));
    assert_eq!(always.is_open(instant(123)), Ok(true));
    assert_eq!(always.due(instant(0), u64::MAX), Err(Unanswered::BeyondHorizon));
    let sent = serde_json::to_string(&always).unwrap();
    assert_eq!(serde_json::from_str::<Timeline>(&sent).unwrap(), always);
}

#[test]
fn pauses_are_cut_out_and_may_overlap() {
    let timeline = timeline(&[(100, 200), (300, 400)]);
    type Spans = &'static [(i64, i64)];
    let cases: [(Spans, Spans); 7] = [
        (&[], &[(100, 200), (300, 400)]),
        (&[(120, 130)], &[(100, 120), (130, 200), (300, 400)]),
        (&[(120, 150), (140, 160), (145, 146)], &[(100, 120), (160, 200), (300, 400)]),
        (&[(0, 100), (200, 300)], &[(100, 200), (300, 400)]),
        (&[(150, 350)], &[(100, 150), (350, 400)]),
        (&[(-5, 5000)], &[]),
        (&[(100, 200), (160, 110)], &[(300, 400)]),
    ];
    for (pauses, left) in cases {
        let pauses: Vec<Interval> = pauses.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
        let left: Vec<Interval> = left.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
        assert_eq!(timeline.without(&pauses).openings(), left, "{pauses:?}");
    }
}

#[test]
fn an_explanation_names_the_days_and_the_pauses() {
    let feast = DayKind::Holiday(Some(Text::new("Feast", "节")));
    let days = vec![
        NamedDay { span: Interval::new(200, 280), kind: feast.clone() },
        NamedDay { span: Interval::new(290, 450), kind: DayKind::MakeUpDay },
    ];
    let open = vec![Interval::new(100, 150), Interval::new(300, 400), Interval::new(500, 900)];
    let timeline = Timeline::new(Interval::new(0, 1000), open, false, days, Some(550));
    let told = timeline.explain(instant(90), 180, &[pause(320, Some(330)), pause(325, Some(340))]).unwrap();
    let segments: Vec<(i64, i64, SegmentKind)> =
        told.segments.iter().map(|s| (second(s.from), second(s.until), s.kind.clone())).collect();
    let holiday = SegmentKind::Holiday { name: Some(Text::new("Feast", "节")) };
    let paused = SegmentKind::Paused { reason: PauseReason::WaitingForCustomer };
    let expected = vec![
        (90, 100, SegmentKind::Closed),
        (100, 150, SegmentKind::Open),
        (150, 200, SegmentKind::Closed),
        (200, 280, holiday),
        (280, 300, SegmentKind::Closed),
        (300, 320, SegmentKind::MakeUpDay),
        (320, 340, paused),
        (340, 400, SegmentKind::MakeUpDay),
        (400, 500, SegmentKind::Closed),
        (500, 550, SegmentKind::Open),
    ];
    assert_eq!(segments, expected);
    assert_eq!((told.due.map(second), told.counted_seconds(), told.provisional), (Some(550), 180, true));
    let waiting = timeline.explain(instant(90), 180, &[pause(310, Some(320)), pause(320, None)]).unwrap();
    assert_eq!(
        (waiting.due, waiting.paused_since.map(second), waiting.counted_seconds()),
        (None, Some(310), 60)
    );
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(json["segments"][3]["kind"], "holiday");
    assert_eq!(json["segments"][3]["name"]["zh"], "节");
}

#[test]
fn a_malformed_timeline_is_refused() {
    for wire in [
        r#"{"from":0,"until":0,"open":[]}"#,
        r#"{"from":10,"until":0,"open":[]}"#,
        r#"{"from":0,"until":100,"open":[1]}"#,
        r#"{"from":0,"until":100,"open":[1,0]}"#,
        r#"{"from":0,"until":100,"open":[1,100]}"#,
        r#"{"from":0,"until":100,"open":[18446744073709551615,2]}"#,
        r#"{"from":0,"until":100,"open":[18446744073709551615,18446744073709551615]}"#,
        r#"{"from":-9223372036854775808,"until":9223372036854775807,"open":[]}"#,
        r#"{"from":0,"until":100,"open":[],"days":[[9223372036854775807,5,"make_up_day"]]}"#,
    ] {
        assert!(serde_json::from_str::<Timeline>(wire).is_err(), "{wire}");
    }
}

/// Whether each second of the horizon is open, written down without any cleverness.
fn by_the_second(open: &[(i64, i64)], pauses: &[(i64, i64)]) -> Vec<bool> {
    let within = |spans: &[(i64, i64)], at: i64| spans.iter().any(|(from, until)| *from <= at && at < *until);
    (0..1000).map(|at| within(open, at) && !within(pauses, at)).collect()
}

fn spans() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec(
        (0_i64..1000, 0_i64..200).prop_map(|(from, length)| (from, (from + length).min(1000))),
        0..8,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_answer_agrees_with_a_walk_by_the_second(
        open in spans(), pauses in spans(), start in 0_i64..1000, end in 0_i64..1000, seconds in 0_u64..600,
    ) {
        let oracle = by_the_second(&open, &pauses);
        let cuts: Vec<Interval> = pauses.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
        let cut = timeline(&open).without(&cuts);
        let count = |from: i64, until: i64| (from..until).filter(|at| oracle[usize::try_from(*at).unwrap()]).count() as u64;
        prop_assert_eq!(cut.elapsed(instant(start), instant(end)), Ok(count(start, end)));
        prop_assert_eq!(cut.is_open(instant(start)), Ok(oracle[usize::try_from(start).unwrap()]));
        let next = (start..1000).find(|at| oracle[usize::try_from(*at).unwrap()]);
        prop_assert_eq!(cut.next_open(instant(start)).ok().map(second), next);
        let due = (start..=1000).find(|at| count(start, *at) == seconds);
        prop_assert_eq!(cut.due(instant(start), seconds).ok().map(second), due);
        let stood_still: Vec<Pause> = pauses.iter().map(|(from, until)| pause(*from, Some(*until))).collect();
        let open = timeline(&open);
        let counted = open.counted(&stood_still);
        prop_assert_eq!(counted.elapsed(instant(start), instant(end)), Ok(count(start, end)));
        prop_assert_eq!(counted.due(instant(start), seconds).ok().map(second), due);
    }

    #[test]
    fn a_due_date_is_monotone_and_elapsed_time_adds_up(
        open in spans(), start in 0_i64..1000, later in 0_i64..1000, seconds in 0_u64..600, more in 0_u64..600,
        split in 0_i64..1000,
    ) {
        let timeline = timeline(&open);
        let (start, later) = (start.min(later), start.max(later));
        let due = |start, seconds| timeline.due(instant(start), seconds).ok();
        if let Some(far) = due(start, seconds + more) {
            prop_assert!(due(start, seconds).unwrap() <= far);
        }
        if let Some(far) = due(later, seconds) {
            prop_assert!(due(start, seconds).unwrap() <= far);
        }
        let middle = split.clamp(start, later);
        let elapsed = |a, b| timeline.elapsed(instant(a), instant(b)).unwrap();
        prop_assert_eq!(elapsed(start, middle) + elapsed(middle, later), elapsed(start, later));
        if let Some(at) = due(start, seconds) {
            prop_assert_eq!(timeline.elapsed(instant(start), at), Ok(seconds));
        }
    }

    #[test]
    fn a_pause_never_brings_a_deadline_forward_and_segments_sum_to_the_target(
        open in spans(), pauses in spans(), start in 0_i64..1000, seconds in 0_u64..600, days in spans(),
    ) {
        let mut edge = 0;
        let mut named = Vec::new();
        for (from, until) in days {
            if from >= edge && until > from {
                named.push(NamedDay { span: Interval::new(from, until), kind: DayKind::Holiday(None) });
                edge = until;
            }
        }
        let open = open.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
        let timeline = Timeline::new(Interval::new(0, 1000), open, false, named, None);
        let pauses: Vec<Pause> = pauses.iter().filter(|(a, b)| a < b).map(|(a, b)| pause(*a, Some(*b))).collect();
        let plain = timeline.due(instant(start), seconds);
        match timeline.explain(instant(start), seconds, &pauses) {
            Ok(told) => {
                let due = told.due.unwrap();
                prop_assert!(plain.unwrap() <= due);
                prop_assert_eq!(told.counted_seconds(), seconds);
                let mut cursor = instant(start);
                for segment in &told.segments {
                    prop_assert_eq!(segment.from, cursor);
                    prop_assert!(segment.from < segment.until);
                    cursor = segment.until;
                }
                prop_assert_eq!(cursor, due);
                prop_assert!(told.segments.windows(2).all(|pair| pair[0].kind != pair[1].kind));
            }
            Err(unanswered) => prop_assert_eq!(unanswered, Unanswered::BeyondHorizon),
        }
    }

    #[test]
    fn a_timeline_survives_the_wire(open in spans(), ends in any::<bool>(), from in 0_i64..1000, until in 0_i64..1000) {
        let open: Vec<Interval> = open.iter().map(|(from, until)| Interval::new(*from, *until)).collect();
        let days = vec![NamedDay { span: Interval::new(5, 90), kind: DayKind::ChangedHours }];
        let timeline = Timeline::new(Interval::new(0, 1000), open, ends, days, Some(700));
        let sent = serde_json::to_string(&timeline).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Timeline>(&sent).unwrap(), &timeline);
        if from < until {
            let part = timeline.between(instant(from), instant(until));
            prop_assert_eq!(part.elapsed(instant(from), instant(until)), timeline.elapsed(instant(from), instant(until)));
        }
    }
}
