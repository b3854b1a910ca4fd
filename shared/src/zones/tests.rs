use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::Calendar;
use crate::timeline::SegmentKind;
use crate::zones::{compile, reach};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn shanghai() -> Calendar {
    serde_json::from_str(
        r#"{"zone":"Asia/Shanghai",
        "hours":{"mon":[["09:00","17:30"]],"tue":[["09:00","17:30"]],"wed":[["09:00","17:30"]],"thu":[["09:00","17:30"]],"fri":[["09:00","17:30"]]},
        "holidays":[{"from":"2026-02-15","to":"2026-02-23","name":{"en":"Spring Festival","zh":"春节"}}],
        "overrides":{"2026-02-14":[["09:00","17:30"]],"2026-02-28":[["09:00","17:30"]]}}"#,
    )
    .unwrap()
}

#[test]
fn a_reply_promised_before_spring_festival_falls_on_the_make_up_day() {
    let calendar = shanghai();
    let start = at("2026-02-13T17:00:00+08:00");
    for (hours, due) in [(4, "2026-02-14T12:30:00+08:00"), (24, "2026-02-25T15:30:00+08:00")] {
        let (timeline, answer) = reach(&calendar, start, |t| t.due(start, hours * 3600)).unwrap().unwrap();
        assert_eq!(answer, at(due));
        let explanation = timeline.explain(start, hours * 3600, &[]).unwrap();
        assert_eq!(explanation.counted_seconds(), hours * 3600);
        println!("{explanation:#?}");
    }
    let timeline = compile(&calendar, start, start + TimeDelta::days(30)).unwrap();
    println!("{}", serde_json::to_string(&timeline).unwrap());
    assert!(timeline.segments(timeline.horizon(), &[]).iter().any(|s| s.kind == SegmentKind::MakeUpDay));
}
