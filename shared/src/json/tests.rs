//! Held against serde_json: what both take is the same value, and what fits no type is pointed at.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Whole {
    count: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    below: Option<i64>,
    share: f64,
    text: String,
    list: Vec<Kind>,
    by_name: BTreeMap<Name, Pair>,
    any: Value,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Name(String);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pair(bool, u8);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rest {
    tagged: Tagged,
    either: Either,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Held(i16),
    Two(u8, u8),
    Named { a: bool },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Tagged {
    One { number: u64 },
    Other,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(u64),
    Text(String),
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Plain),
        any::<i16>().prop_map(Kind::Held),
        any::<(u8, u8)>().prop_map(|(a, b)| Kind::Two(a, b)),
        any::<bool>().prop_map(|a| Kind::Named { a }),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn wholes() -> impl Strategy<Value = Whole> {
    let rest = (
        prop_oneof![any::<u64>().prop_map(|number| Tagged::One { number }), Just(Tagged::Other)],
        prop_oneof![any::<u64>().prop_map(Either::Number), ".{0,9}".prop_map(Either::Text)],
    );
    (
        (
            any::<u32>(),
            any::<Option<i64>>(),
            any::<i32>().prop_map(|quarters| f64::from(quarters) / 4.0),
            ".{0,9}",
        ),
        prop::collection::vec(kinds(), 0..5),
        prop::collection::btree_map(".{0,4}".prop_map(Name), any::<(bool, u8)>(), 0..4),
        values(),
        rest,
    )
        .prop_map(|((count, below, share, text), list, by_name, any, (tagged, either))| Whole {
            count,
            below,
            share,
            text,
            list,
            by_name: by_name.into_iter().map(|(name, (a, b))| (name, Pair(a, b))).collect(),
            any,
            rest: Rest { tagged, either },
        })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_back(whole in wholes()) {
        let text = serde_json::to_string(&whole).expect("a text");
        prop_assert_eq!(read::<Whole>(&text), Ok(whole.clone()));
        let value = serde_json::to_value(&whole).expect("a value");
        prop_assert_eq!(read_value::<Whole>(&value), Ok(whole));
    }

    #[test]
    fn what_is_refused_is_refused_by_serde_json_too(value in values()) {
        let theirs = serde_json::from_value::<Vec<Kind>>(value.clone()).ok();
        prop_assert_eq!(read_value::<Vec<Kind>>(&value).ok(), theirs);
        let theirs = serde_json::from_value::<Value>(value.clone()).ok();
        prop_assert_eq!(read::<Value>(&value.to_string()).ok(), theirs);
    }
}

#[test]
fn what_does_not_fit_is_pointed_at() {
    let good = json!({
        "count": 1, "share": 0.5, "text": "", "list": [], "by_name": {}, "any": null,
        "tagged": {"kind": "other"}, "either": 7
    });
    assert!(read_value::<Whole>(&good).is_ok());
    let cases = [
        ("count", json!(-1), "/count"),
        ("count", json!(4_294_967_296_u64), "/count"),
        ("text", json!(null), "/text"),
        ("list", json!({}), "/list"),
        ("list", json!(["plain", {"held": 1}, {"held": "x"}]), "/list/2/held"),
        ("list", json!([{"two": [1, 2, 3]}]), "/list/0/two"),
        ("list", json!([{"named": {}}]), "/list/0/named"),
        ("list", json!([{"held": 1, "plain": null}]), "/list/0"),
        ("list", json!(["nowhere"]), "/list/0"),
        ("by_name", json!({"a/b~c": [true]}), "/by_name/a~1b~0c"),
        ("by_name", json!({"a": [true, 1, 2]}), "/by_name/a"),
        // Serde keeps these apart from their place until it knows what they are.
        ("either", json!([]), ""),
        ("tagged", json!({"kind": "one"}), ""),
    ];
    for (field, value, expected) in cases {
        let mut whole = good.clone();
        whole[field] = value.clone();
        for fault in [read_value::<Whole>(&whole), read::<Whole>(&whole.to_string())] {
            let Err(Fault::Shape { place, words }) = fault else { panic!("{field} = {value}: {fault:?}") };
            assert_eq!(place, expected, "{field} = {value}: {words}");
        }
    }
}

#[test]
fn a_list_is_no_object_and_a_field_stands_once() {
    let fault = |text: &str| match read::<Rest>(text) {
        Err(fault) => fault.to_string(),
        Ok(rest) => panic!("{rest:?}"),
    };
    assert_eq!(fault("[]"), "invalid type: sequence, expected struct Rest, at #");
    assert_eq!(fault(r#"{"either": 1, "either": 2}"#), "duplicate field `either`, at #");
    assert_eq!(fault("{}"), "missing field `tagged`, at #");
}

#[test]
fn what_is_no_json_is_told_with_its_line() {
    for text in ["", "{", "1 2", "{\"a\" 1}", "\"\\ud800\"", "nul", &"[".repeat(100_000)] {
        assert!(matches!(read::<Value>(text), Err(Fault::Syntax(_))), "{text:.20}");
    }
    assert!(matches!(read_bytes::<Value>(b"\"\xff\""), Err(Fault::Syntax(_))));
    assert_eq!(
        read::<Value>("[\n1 2]").map_err(|fault| fault.to_string()),
        Err("expected `,` or `]` at line 2 column 3".to_owned())
    );
}
