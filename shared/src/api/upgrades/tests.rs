//! What a customer is told of the way up that nobody else is.

use serde_json::{Value, json};

use crate::advisory::Index;
use crate::api::notices::{Facts, Question, assess};
use crate::api::upgrades::Upgrades;
use crate::catalogue::Catalogue;
use crate::id::PlanId;
use crate::osv::Record;
use crate::release::{Feed, ReleaseList};

/// The ways up of an SDK that a flaw hits until 3.0.0, whose newest major is for one plan alone.
fn told(plan: Option<&str>, sdks: &[&str]) -> Value {
    let guide = |id: &str, from: &str, to: &str| json!({"id": id, "from": from, "to": to, "title": id, "text": "# Do"});
    let feed: Feed = serde_json::from_value(json!({
        "package": "pkg:npm/call-kit",
        "releases": [{"version": "1.0.0"}, {"version": "2.0.0"}, {"version": "3.0.0"},
            {"version": "4.0.0", "plans": ["enterprise"]}],
        "guides": [guide("1-2", "< 2.0.0", "2.0.0"), guide("2-3", ">= 2.0.0, < 3.0.0", "3.0.0"),
            guide("3-4", ">= 3.0.0, < 4.0.0", "4.0.0")],
    }))
    .expect("a feed");
    let flaw = |id: &str, fixed: &str| -> Record {
        serde_json::from_value(json!({"id": id, "database_specific": {"severity": "HIGH"}, "affected": [{
            "package": {"ecosystem": "npm", "name": "call-kit"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}]}))
        .expect("a record")
    };
    let index = Index::compile(&[flaw("A", "2.0.0"), flaw("B", "3.0.0")]);
    let now = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let catalogue = Catalogue::new(index, [ReleaseList::compile(feed)]);
    let notices = assess(Facts { catalogue: &catalogue, plan, now }, &Question::of(sdks.iter().copied()));
    let plan = PlanId::new(plan.unwrap_or("nobody")).expect("a plan");
    serde_json::to_value(Upgrades::of(plan, notices)).expect("it is written")
}

#[test]
fn guides_and_plans_are_told_to_customers_alone() {
    let sdk = ["pkg:npm/call-kit@1.0.0"];
    for (plan, is_in_plan) in [
        (Some("enterprise"), json!([true, true])),
        (Some("basic"), json!([true, false])),
        (None, json!([null, null])),
    ] {
        let told = told(plan, &sdk);
        let upgrade = &told["items"][0]["upgrade"];
        let each = |list: &str, field: &str| -> Vec<Value> {
            upgrade[list].as_array().into_iter().flatten().map(|it| it[field].clone()).collect()
        };
        let ids = |list: &str| -> Value {
            let ways = each(list, "guides").into_iter();
            let guides =
                |way: Value| way.as_array().into_iter().flatten().map(|it| it["id"].clone()).collect();
            ways.map(guides).collect::<Vec<Vec<Value>>>().into()
        };
        assert_eq!(each("candidates", "version"), ["3.0.0", "4.0.0"]);
        assert_eq!(json!(each("candidates", "is_in_plan")), is_in_plan);
        assert_eq!(each("ladder", "version"), ["2.0.0", "3.0.0"]);
        let (whole, steps) = match plan {
            Some(_) => (json!([["1-2", "2-3"], ["1-2", "2-3", "3-4"]]), json!([["1-2"], ["2-3"]])),
            None => (json!([[], []]), json!([[], []])),
        };
        assert_eq!((ids("candidates"), ids("ladder")), (whole, steps), "{plan:?}");
    }
}

#[test]
fn what_is_told_of_a_way_is_this() {
    let told = told(Some("basic"), &["pkg:npm/call-kit@2.0.0", "nonsense"]);
    insta::assert_json_snapshot!(told, @r#"
    {
      "items": [
        {
          "purl": "pkg:npm/call-kit@2.0.0",
          "status": "vulnerable",
          "upgrade": {
            "candidates": [
              {
                "crosses_major": true,
                "guides": [
                  {
                    "from": ">= 2.0.0, < 3.0.0",
                    "has_text": true,
                    "id": "2-3",
                    "title": "2-3",
                    "to": "3.0.0"
                  }
                ],
                "is_in_plan": true,
                "kinds": [
                  "nearest"
                ],
                "majors": 1,
                "may_break": true,
                "version": "3.0.0"
              },
              {
                "crosses_major": true,
                "guides": [
                  {
                    "from": ">= 2.0.0, < 3.0.0",
                    "has_text": true,
                    "id": "2-3",
                    "title": "2-3",
                    "to": "3.0.0"
                  },
                  {
                    "from": ">= 3.0.0, < 4.0.0",
                    "has_text": true,
                    "id": "3-4",
                    "title": "3-4",
                    "to": "4.0.0"
                  }
                ],
                "is_in_plan": false,
                "kinds": [
                  "newest"
                ],
                "majors": 2,
                "may_break": true,
                "version": "4.0.0"
              }
            ],
            "is_fine_already": false,
            "ladder": [
              {
                "crosses_major": true,
                "guides": [
                  {
                    "from": ">= 2.0.0, < 3.0.0",
                    "has_text": true,
                    "id": "2-3",
                    "title": "2-3",
                    "to": "3.0.0"
                  }
                ],
                "majors": 1,
                "may_break": true,
                "sheds": [
                  "B"
                ],
                "version": "3.0.0"
              }
            ]
          },
          "version": "2.0.0"
        },
        {
          "purl": "nonsense",
          "reason": "no_package",
          "status": "unknown",
          "upgrade": null
        }
      ],
      "plan": "basic"
    }
    "#);
}
