//! Published support contracts of other vendors, as documents: none of them needs a line of code.
#![cfg(feature = "zones")]

use aftercare_shared::id::PlanId;
use aftercare_shared::metric::Metric::{self, FirstResponse, Resolution, Update};
use aftercare_shared::policy::document::Unlimited;
use aftercare_shared::policy::{Counted, Cover, Entitlement, Limit, Period, Policy};
use aftercare_shared::severity::Severity::{self, Degraded, Down, Question, Severe};
use serde_json::{Value, json};

fn policy(plans: Value, calendars: Value, regional: Value) -> Policy {
    let document = json!({
        "default_plan": plans[0]["id"], "plans": plans, "calendars": calendars, "regional": regional,
        "teams": [{"id": "support", "name": {"en": "Support", "zh": "支持"}}], "routing": {"default": "support"},
    });
    Policy::parse(&document.to_string()).unwrap()
}

fn plan(id: &str, targets: Value) -> Value {
    json!({"id": id, "name": {"en": id, "zh": id}, "channels": ["ticket"], "targets": targets})
}

fn weekdays(from: &str, until: &str) -> Value {
    ["mon", "tue", "wed", "thu", "fri"].iter().map(|day| (*day, json!([[from, until]]))).collect()
}

fn cell(duration: &str, clock: &str) -> Value {
    json!({"duration": duration, "clock": clock})
}

/// Seconds and clock of a target.
fn told(
    policy: &Policy,
    region: Option<&str>,
    id: &str,
    severity: Severity,
    metric: Metric,
) -> Option<(u64, String)> {
    let target = policy.target_in(region, &PlanId::new(id).unwrap(), severity, metric)?;
    Some((target.seconds, target.clock.as_str().to_owned()))
}

#[test]
fn hours_in_the_zone_that_the_customer_chose() {
    let policy = policy(
        json!([
            plan("base", json!({"first_response": {"any": "best_effort"}})),
            plan(
                "l1",
                json!({"first_response": {"down": cell("3bh", "local"), "severe": cell("6bh", "local"), "any": cell("16bh", "local")}})
            ),
            plan(
                "l4",
                json!({"first_response": {"down": cell("1h", "always"), "severe": cell("3h", "always"), "any": cell("6bh", "local")}})
            ),
        ]),
        json!({
            "pacific": {"zone": "America/Los_Angeles", "hours": weekdays("08:00", "17:00")},
            "seoul": {"zone": "Asia/Seoul", "hours": weekdays("08:00", "17:00")},
        }),
        json!({"local": {"default": "us", "calendars": {"us": "pacific", "kr": "seoul"}}}),
    );
    let hours = |count: u64| count * 3600;
    for (region, id, severity, expected) in [
        (None, "l1", Down, Some((hours(3), "pacific"))),
        (Some("kr"), "l1", Down, Some((hours(3), "seoul"))),
        (Some("mars"), "l1", Question, Some((hours(16), "pacific"))),
        (Some("kr"), "l4", Severe, Some((hours(3), "always"))),
        (Some("kr"), "l4", Degraded, Some((hours(6), "seoul"))),
        (None, "base", Down, None),
    ] {
        let expected = expected.map(|(seconds, clock)| (seconds, clock.to_owned()));
        assert_eq!(
            told(&policy, region, id, severity, FirstResponse),
            expected,
            "{region:?} {id} {severity:?}"
        );
    }
    let base = PlanId::new("base").unwrap();
    assert_eq!(policy.cover(None, &base, Down, FirstResponse), Cover::BestEffort);
    assert_eq!(policy.cover(None, &base, Down, Resolution), Cover::NotOffered);
}

#[test]
fn rows_that_a_plan_does_not_have() {
    let row = |cells: Value| json!({"first_response": cells});
    let policy = policy(
        json!([
            plan("basic", row(json!({"question": cell("16h", "always"), "any": "none"}))),
            plan(
                "business",
                row(
                    json!({"question": cell("16h", "always"), "degraded": cell("8h", "always"), "severe": cell("30min", "always")})
                )
            ),
            plan(
                "enterprise",
                row(
                    json!({"question": cell("8h", "always"), "degraded": cell("4h", "always"), "severe": cell("20min", "always"), "down": cell("15min", "always")})
                )
            ),
        ]),
        json!({}),
        json!({}),
    );
    let minutes =
        |id, severity| told(&policy, None, id, severity, FirstResponse).map(|(seconds, _)| seconds / 60);
    let table = [
        ("basic", [Some(960), None, None, None]),
        ("business", [Some(960), Some(480), Some(30), None]),
        ("enterprise", [Some(480), Some(240), Some(20), Some(15)]),
    ];
    for (id, row) in table {
        assert_eq!([Question, Degraded, Severe, Down].map(|severity| minutes(id, severity)), row, "{id}");
    }
}

#[test]
fn core_hours_across_midnight_and_business_days() {
    let policy = policy(
        json!([
            plan(
                "all",
                json!({"first_response": {"down": cell("2h", "core"), "question": cell("24bh", "core")}})
            ),
            plan(
                "care",
                json!({
                    "first_response": {"down": cell("1h", "always"), "degraded": cell("1bd", "office")},
                    "update": {"down": cell("1h", "always")},
                    "resolution": {"down": cell("4h", "always"), "degraded": cell("1bd", "office")},
                })
            ),
        ]),
        json!({
            "core": {"zone": "UTC", "hours": weekdays("05:00", "01:00")},
            "office": {"zone": "Europe/London", "hours": weekdays("09:00", "17:30")},
        }),
        json!({}),
    );
    assert_eq!(told(&policy, None, "all", Question, FirstResponse), Some((86_400, "core".to_owned())));
    assert_eq!(told(&policy, None, "care", Down, Update), Some((3600, "always".to_owned())));
    assert_eq!(told(&policy, None, "care", Degraded, Resolution), Some((30_600, "office".to_owned())));
}

#[test]
fn counted_entitlements_and_limited_channels() {
    let mut signature = plan("signature", json!({}));
    signature["channels"] = json!(["ticket", {"channel": "im_two_way"}, {"channel": "hotline", "severities": ["down"], "clock": "always"}]);
    signature["entitlements"] = json!({
        "named_users": {"limit": 10}, "screen_shares": {"limit": "unlimited", "per": "year"},
        "technical_account_manager": true, "on_site": false,
    });
    let policy = policy(json!([signature]), json!({}), json!({}));
    let plan = policy.default_plan();
    assert!(plan.channel("hotline", Down).is_some() && plan.channel("hotline", Severe).is_none());
    assert!(plan.channel("im_two_way", Question).is_some());
    assert_eq!(
        plan.entitlements["named_users"],
        Entitlement::Counted(Counted { limit: Limit::AtMost(10), per: None })
    );
    let unlimited = Counted { limit: Limit::Unlimited(Unlimited::Unlimited), per: Some(Period::Year) };
    assert_eq!(plan.entitlements["screen_shares"], Entitlement::Counted(unlimited));
    assert_eq!(plan.entitlements["technical_account_manager"], Entitlement::Included);
    assert_eq!(plan.entitlements["on_site"], Entitlement::Excluded);
}
