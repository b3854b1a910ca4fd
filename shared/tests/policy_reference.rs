//! `docs/policy.md`: its example is a policy, and it leaves no field out.

use std::fs;
use std::path::Path;

use aftercare_shared::metric::Metric;
use aftercare_shared::policy::Policy;
use aftercare_shared::severity::Severity;
use serde_json::Value;

fn reference() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/policy.md");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn the_example_is_a_policy() {
    let text = reference();
    let (_, rest) = text.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let policy = Policy::parse(example).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert!(policy.offers(Severity::Down) && !policy.offers(Severity::Severe));
    // Each field of the document stands in the example, and in the table below it.
    let mut fields: Vec<String> = serde_json::from_str::<Value>(example)
        .unwrap()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .chain(["regional".to_owned(), "source".to_owned()])
        .collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "calendars",
            "default_plan",
            "escalations",
            "grace",
            "plans",
            "regional",
            "reopen",
            "routing",
            "severities",
            "source",
            "teams",
            "warnings",
        ]
    );
    for field in fields {
        assert!(text.contains(&format!("`{field}`")), "{field}");
    }
    let words = Metric::ALL.map(Metric::as_str).into_iter().chain(Severity::ALL.map(Severity::as_str));
    for word in words {
        assert!(text.contains(&format!("`{word}`")), "{word}");
    }
}
