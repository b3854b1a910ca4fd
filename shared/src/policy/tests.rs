//! Policies: the default one says what its table says, and every slip is found where it stands.

use serde_json::{Value, json};

use crate::id::{PlanId, ProductId};
use crate::metric::Metric;
use crate::policy::{Clock, Cover, Duration, Fault, Policy, Problem, canonical, default_document};
use crate::severity::Severity;

fn default_policy() -> Policy {
    Policy::parse(default_document()).unwrap()
}

fn plan(id: &str) -> PlanId {
    PlanId::new(id).unwrap()
}

#[test]
fn the_default_policy_is_the_table_of_the_service_description() {
    use Metric::{FirstResponse, NextResponse, Resolution};
    use Severity::{Degraded, Down, Question, Severe};
    let policy = default_policy();
    let office = || Clock::Calendar("cn-2026".to_owned());
    let rows = [
        ("basic", FirstResponse, [(Question, 480), (Degraded, 480), (Severe, 480), (Down, 480)], office()),
        ("basic", Resolution, [(Question, 2880), (Degraded, 2880), (Severe, 2880), (Down, 2880)], office()),
        (
            "professional",
            FirstResponse,
            [(Question, 240), (Degraded, 240), (Severe, 30), (Down, 30)],
            office(),
        ),
        (
            "professional",
            NextResponse,
            [(Question, 240), (Degraded, 240), (Severe, 30), (Down, 30)],
            office(),
        ),
        (
            "professional",
            Resolution,
            [(Question, 1440), (Degraded, 1440), (Severe, 1440), (Down, 1440)],
            office(),
        ),
        (
            "enterprise",
            FirstResponse,
            [(Question, 60), (Degraded, 60), (Severe, 30), (Down, 30)],
            Clock::Always,
        ),
        (
            "enterprise",
            Resolution,
            [(Question, 480), (Degraded, 480), (Severe, 480), (Down, 480)],
            Clock::Always,
        ),
    ];
    for (id, metric, minutes, clock) in rows {
        for (severity, minutes) in minutes {
            let target = policy.target(&plan(id), severity, metric).unwrap();
            assert_eq!(
                (target.seconds, &target.clock),
                (minutes * 60, &clock),
                "{id} {metric:?} {severity:?}"
            );
        }
    }
    assert_eq!(policy.cover(None, &plan("basic"), Down, Metric::Update), Cover::NotOffered);
    assert_eq!(policy.plan(&plan("a plan of 2019")).id, plan("basic"));
    assert_eq!(policy.warnings(), [50, 75, 90]);
}

#[test]
fn the_first_rule_that_fits_routes_a_ticket() {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    document["routing"]["rules"]
        .as_array_mut()
        .unwrap()
        .push(json!({"products": ["calls"], "team": "messaging"}));
    let policy = Policy::parse(&document.to_string()).unwrap();
    let calls = ProductId::new("calls").unwrap();
    let cases = [
        ("basic", Severity::Question, None, "support"),
        ("basic", Severity::Question, Some(&calls), "messaging"),
        ("basic", Severity::Down, Some(&calls), "oncall"),
        ("enterprise", Severity::Question, None, "enterprise"),
        ("enterprise", Severity::Severe, None, "oncall"),
        ("unheard-of", Severity::Severe, None, "messaging"),
    ];
    for (id, severity, product, team) in cases {
        assert_eq!(
            policy.route(&plan(id), severity, product).as_str(),
            team,
            "{id} {severity:?} {product:?}"
        );
    }
}

#[test]
fn a_length_means_the_open_time_of_its_clock() {
    let policy = default_policy();
    let office = policy.calendar("cn-2026").unwrap();
    let cases = [
        ("90s", Some(90), Some(90)),
        ("30m", Some(1800), Some(1800)),
        ("15min", Some(900), Some(900)),
        ("8h", Some(28_800), Some(28_800)),
        ("2d", Some(172_800), None),
        ("8bh", None, Some(28_800)),
        ("1bd", None, Some(30_600)),
        ("0h", None, None),
        ("h", None, None),
        ("1.5h", None, None),
        ("8 h", None, None),
        ("99999999999h", None, None),
        ("", None, None),
        ("８h", None, None),
    ];
    for (text, always, on_calendar) in cases {
        let duration = text.parse::<Duration>().ok();
        assert_eq!(duration.and_then(|d| d.seconds_always().ok()), always, "{text}");
        assert_eq!(duration.and_then(|d| d.seconds_on(office).ok()), on_calendar, "{text}");
    }
}

#[test]
fn every_slip_is_found_where_it_stands() {
    let cases: [(&str, Value, &[&str]); 24] = [
        ("/default_plan", json!("gold"), &["/default_plan: there is no plan `gold`"]),
        ("/plans/1/id", json!("basic"), &["/plans/1/id: `basic` stands twice", "/routing/rules"]),
        ("/plans/0/targets/resolution/any/clock", json!("mars"), &["/plans/0/targets/resolution/any/clock"]),
        (
            "/plans/0/targets/resolution/any/duration",
            json!("2d"),
            &["/plans/0/targets/resolution/any/duration: a day"],
        ),
        (
            "/plans/2/targets/resolution/any/duration",
            json!("8bh"),
            &["/plans/2/targets/resolution/any/duration"],
        ),
        (
            "/plans/0/targets/resolution/any/duration",
            json!("soon"),
            &["/plans/0/targets/resolution/any/duration: write"],
        ),
        ("/calendars/cn-2026/zone", json!("Mars/Olympus"), &["/calendars/cn-2026/zone: `Mars/Olympus`"]),
        ("/calendars/cn-2026/hours/mon/0/1", json!("25:00"), &["/calendars/cn-2026/hours/mon/0: `25:00`"]),
        ("/routing/rules/0/team", json!("nobody"), &["/routing/rules/0/team: there is no team"]),
        ("/routing/default", json!("nobody"), &["/routing/default"]),
        ("/warnings", json!([50, 50]), &["/warnings"]),
        ("/warnings", json!([0]), &["/warnings"]),
        ("/grace", json!("1bh"), &["/grace"]),
        ("/escalations/0/at", json!(0), &["/escalations/0/at: an escalation stands at 1 to 500 percent"]),
        ("/escalations/0/at", json!(501), &["/escalations/0/at"]),
        ("/escalations/0/do", json!([]), &["/escalations/0/do: give at least one"]),
        (
            "/escalations/0/do/0",
            json!({"reassign": "nobody"}),
            &["/escalations/0/do/0/reassign: there is no team"],
        ),
        (
            "/escalations/0/do/0",
            json!({"raise": {"to": "critical", "reason": {"en": "", "zh": ""}}}),
            &[
                "/escalations/0/do/0/raise/to: `critical` is not offered",
                "/escalations/0/do/0/raise/reason: give",
            ],
        ),
        ("/escalations/2/severities", json!(["critical"]), &["/escalations/2/severities/0: `critical`"]),
        ("/escalations/3/plans", json!(["gold"]), &["/escalations/3/plans/0: there is no plan `gold`"]),
        ("/routing/rules/0/severities", json!(["critical"]), &["/routing/rules/0/severities/0: `critical`"]),
        (
            "/plans/0/targets/resolution",
            json!({"critical": "none"}),
            &["/plans/0/targets/resolution/critical: `critical` is not offered"],
        ),
        (
            "/plans/0/channels",
            json!([{"channel": "phone", "severities": ["critical"]}]),
            &["/plans/0/channels/0/severities/0: `critical`"],
        ),
        ("/plans/0/channels", json!(["Fax machine"]), &["/plans/0/channels/0: `Fax machine`"]),
    ];
    for (at, value, expected) in cases {
        let mut document: Value = serde_json::from_str(default_document()).unwrap();
        *document.pointer_mut(at).unwrap() = value;
        let refusal = Policy::parse(&document.to_string()).unwrap_err().to_string();
        for text in expected.iter().filter(|text| **text != "/routing/rules") {
            assert!(refusal.contains(text), "{at}: {refusal}");
        }
    }
    let shape = Policy::parse("{\"plans\": 7}").unwrap_err();
    assert!(
        matches!(shape.0.as_slice(), [Problem { at, fault: Fault::Shape(_) }] if at == "/plans"),
        "{shape:?}"
    );
}

#[test]
fn a_policy_says_which_severities_there_are_and_what_they_are_called() {
    let policy = default_policy();
    let offered = |policy: &Policy| policy.severities().iter().map(|it| it.severity).collect::<Vec<_>>();
    assert_eq!(offered(&policy), Severity::USUAL);
    assert!(policy.offers(Severity::Question) && !policy.offers(Severity::Critical));
    let with = |severities: Value| {
        let mut document: Value = serde_json::from_str(default_document()).unwrap();
        document["severities"] = severities;
        Policy::parse(&document.to_string())
    };
    let all = Severity::ALL.map(|severity| json!({"severity": severity}));
    let five = with(json!(all)).unwrap();
    assert!(five.offers(Severity::Critical));
    // What has no row of its own is promised what `any` promises.
    let critical = five.target(&plan("basic"), Severity::Critical, Metric::FirstResponse).unwrap();
    assert_eq!(critical.seconds, 8 * 3600);
    for (severities, fault) in [
        (
            json!([{"severity": "down"}, {"severity": "question"}]),
            "/severities: list each severity once, mildest first",
        ),
        (json!([{"severity": "down"}, {"severity": "down"}]), "/severities: list"),
        (json!([{"severity": "question"}]), "/routing/rules/0/severities/0: `down` is not offered"),
        (json!([{"severity": "P1"}]), "unknown variant `P1`"),
        (json!([{"severity": "down", "label": "P1"}]), "unknown field `label`"),
    ] {
        let refusal = with(severities.clone()).unwrap_err().to_string();
        assert!(refusal.contains(fault), "{severities}: {refusal}");
    }
}

#[test]
fn the_rules_that_fit_a_promise_say_what_is_done_about_it() {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    document["escalations"] = json!([
        {"at": 90, "do": [{"notify": "lead"}]},
        {"at": 75, "do": [{"notify": "team"}]},
        {"plans": ["enterprise"], "at": 75, "do": [{"notify": "team"}, {"notify": "lead"}]},
        {"severities": ["down"], "metrics": ["resolution"], "at": 150, "do": [{"reassign": "oncall"}]},
    ]);
    let policy = Policy::parse(&document.to_string()).unwrap();
    let told = |metric, plans: &[&str], severity| {
        let plans = plans.iter().map(|id| plan(id)).collect::<Vec<_>>();
        let due = policy.escalations(metric, &plans, severity).into_iter();
        due.map(|(at, act)| format!("{at} {}", act.key())).collect::<Vec<_>>()
    };
    use Metric::{FirstResponse, Resolution};
    assert_eq!(told(FirstResponse, &["basic"], Severity::Down), ["75 notify team", "90 notify lead"]);
    assert_eq!(
        told(Resolution, &["basic", "enterprise"], Severity::Down),
        ["75 notify team", "75 notify lead", "90 notify lead", "150 reassign oncall"]
    );
    // A plan that is no longer sold is treated as the default plan.
    assert_eq!(told(Resolution, &["gold"], Severity::Question), ["75 notify team", "90 notify lead"]);
}

#[test]
fn a_hash_is_of_the_meaning_not_of_the_layout() {
    let policy = default_policy();
    let compact: Value = serde_json::from_str(default_document()).unwrap();
    let again = Policy::parse(&compact.to_string()).unwrap();
    assert_eq!(policy.hash(), again.hash());
    assert_eq!(policy.hash().len(), 64);
    assert_eq!(policy, serde_json::from_str(&serde_json::to_string(&policy).unwrap()).unwrap());
    let mut other = compact;
    other["grace"] = json!("31m");
    assert_ne!(policy.hash(), Policy::parse(&other.to_string()).unwrap().hash());
    assert_eq!(policy.calendar_hash(&Clock::Always), "");
    assert_eq!(policy.calendar_hash(&Clock::Calendar("cn-2026".to_owned())).len(), 64);
}

#[test]
fn canonical_json_sorts_keys_as_rfc_8785_does() {
    // U+1F600 is a surrogate pair in UTF-16 and so sorts before U+FB33.
    let value = json!({"\u{fb33}": 1, "\u{1f600}": 2, "b": [true, null], "a": "\u{20ac}\n\"\\"});
    assert_eq!(
        canonical::to_json(&value),
        "{\"a\":\"€\\n\\\"\\\\\",\"b\":[true,null],\"😀\":2,\"\u{fb33}\":1}"
    );
}
