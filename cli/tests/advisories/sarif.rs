//! What the schema of SARIF 2.1.0 (OASIS, 27 March 2020) asks of the objects that an audit writes.
//!
//! Every object of the schema is closed: a property that it does not name is a mistake. Here each object that may
//! occur stands with the properties that it may have, from the section of the specification that defines it, and
//! whatever else turns up is one. A property that is allowed and not described further is one that no audit writes.

use serde_json::{Map, Value};

/// What a property must be.
#[derive(Debug, Clone, Copy)]
enum Form {
    Text,
    /// An absolute URI (RFC 3986).
    Uri,
    /// A URI reference (RFC 3986), which may be relative.
    Reference,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number, this at least.
    Count(i64),
    Object(&'static Shape),
    /// A list of objects; no two alike where the second is true.
    List(&'static Shape, bool),
    /// An object whose values are texts.
    Texts,
    /// A property bag (section 3.8): anything, with tags that are texts, no two alike.
    Bag,
    /// Allowed by the schema; no audit writes it.
    Unwritten,
}

/// An object of the schema.
#[derive(Debug)]
struct Shape {
    name: &'static str,
    /// Which must be there: of each group one.
    required: &'static [&'static [&'static str]],
    properties: &'static [(&'static str, Form)],
}

const LEVELS: Form = Form::Word(&["none", "note", "warning", "error"]);

/// Section 3.13.
static LOG: Shape = Shape {
    name: "sarifLog",
    required: &[&["version"], &["runs"]],
    properties: &[
        ("$schema", Form::Uri),
        ("version", Form::Word(&["2.1.0"])),
        ("runs", Form::List(&RUN, false)),
        ("inlineExternalProperties", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.14.
static RUN: Shape = Shape {
    name: "run",
    required: &[&["tool"]],
    properties: &[
        ("tool", Form::Object(&TOOL)),
        ("results", Form::List(&RESULT, false)),
        ("columnKind", Form::Word(&["utf16CodeUnits", "unicodeCodePoints"])),
        ("artifacts", Form::Unwritten),
        ("automationDetails", Form::Unwritten),
        ("invocations", Form::Unwritten),
        ("originalUriBaseIds", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.18.
static TOOL: Shape = Shape {
    name: "tool",
    required: &[&["driver"]],
    properties: &[
        ("driver", Form::Object(&COMPONENT)),
        ("extensions", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.19.
static COMPONENT: Shape = Shape {
    name: "toolComponent",
    required: &[&["name"]],
    properties: &[
        ("name", Form::Text),
        ("fullName", Form::Text),
        ("organization", Form::Text),
        ("version", Form::Text),
        ("semanticVersion", Form::Text),
        ("informationUri", Form::Uri),
        ("downloadUri", Form::Uri),
        ("rules", Form::List(&RULE, true)),
        ("properties", Form::Bag),
    ],
};
/// Section 3.49.
static RULE: Shape = Shape {
    name: "reportingDescriptor",
    required: &[&["id"]],
    properties: &[
        ("id", Form::Text),
        ("name", Form::Text),
        ("shortDescription", Form::Object(&DESCRIPTION)),
        ("fullDescription", Form::Object(&DESCRIPTION)),
        ("help", Form::Object(&DESCRIPTION)),
        ("helpUri", Form::Uri),
        ("defaultConfiguration", Form::Object(&CONFIGURATION)),
        ("deprecatedIds", Form::Unwritten),
        ("relationships", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// `multiformatMessageString`, section 3.12.
static DESCRIPTION: Shape = Shape {
    name: "multiformatMessageString",
    required: &[&["text"]],
    properties: &[("text", Form::Text), ("markdown", Form::Text), ("properties", Form::Bag)],
};
/// Section 3.50.
static CONFIGURATION: Shape = Shape {
    name: "reportingConfiguration",
    required: &[],
    properties: &[
        ("level", LEVELS),
        ("enabled", Form::Unwritten),
        ("rank", Form::Unwritten),
        ("parameters", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.27.
static RESULT: Shape = Shape {
    name: "result",
    required: &[&["message"]],
    properties: &[
        ("ruleId", Form::Text),
        ("ruleIndex", Form::Count(-1)),
        ("kind", Form::Word(&["notApplicable", "pass", "fail", "review", "open", "informational"])),
        ("level", LEVELS),
        ("message", Form::Object(&MESSAGE)),
        ("locations", Form::List(&LOCATION, false)),
        ("partialFingerprints", Form::Texts),
        ("fingerprints", Form::Texts),
        ("properties", Form::Bag),
    ],
};
/// Section 3.11.
static MESSAGE: Shape = Shape {
    name: "message",
    required: &[&["text", "id"]],
    properties: &[
        ("text", Form::Text),
        ("markdown", Form::Text),
        ("id", Form::Unwritten),
        ("arguments", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.28.
static LOCATION: Shape = Shape {
    name: "location",
    required: &[],
    properties: &[
        ("id", Form::Count(-1)),
        ("physicalLocation", Form::Object(&PLACE)),
        ("logicalLocations", Form::Unwritten),
        ("message", Form::Object(&MESSAGE)),
        ("annotations", Form::Unwritten),
        ("relationships", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.29.
static PLACE: Shape = Shape {
    name: "physicalLocation",
    required: &[&["artifactLocation", "address"]],
    properties: &[
        ("artifactLocation", Form::Object(&ARTIFACT)),
        ("region", Form::Object(&REGION)),
        ("contextRegion", Form::Object(&REGION)),
        ("address", Form::Unwritten),
        ("properties", Form::Bag),
    ],
};
/// Section 3.4.
static ARTIFACT: Shape = Shape {
    name: "artifactLocation",
    required: &[],
    properties: &[
        ("uri", Form::Reference),
        ("uriBaseId", Form::Text),
        ("index", Form::Count(-1)),
        ("description", Form::Object(&MESSAGE)),
        ("properties", Form::Bag),
    ],
};
/// Section 3.30.
static REGION: Shape = Shape {
    name: "region",
    required: &[],
    properties: &[
        ("startLine", Form::Count(1)),
        ("startColumn", Form::Count(1)),
        ("endLine", Form::Count(1)),
        ("endColumn", Form::Count(1)),
        ("snippet", Form::Unwritten),
        ("message", Form::Object(&MESSAGE)),
        ("properties", Form::Bag),
    ],
};

/// What is wrong with a log, each mistake with its place; empty where nothing is.
pub(crate) fn mistakes(log: &Value) -> Vec<String> {
    let mut mistakes = Vec::new();
    look(log, "#", Form::Object(&LOG), &mut mistakes);
    mistakes
}

fn look(value: &Value, at: &str, form: Form, mistakes: &mut Vec<String>) {
    let fits = match form {
        Form::Text => value.is_string(),
        Form::Uri => value.as_str().is_some_and(|text| is_reference(text) && has_scheme(text)),
        Form::Reference => value.as_str().is_some_and(is_reference),
        Form::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Form::Count(least) => value.as_i64().is_some_and(|count| count >= least),
        Form::Texts => value.as_object().is_some_and(|texts| texts.values().all(Value::is_string)),
        Form::Unwritten => false,
        Form::Bag => value.as_object().is_some_and(has_tags_once),
        Form::List(shape, is_set) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            for (place, item) in items.iter().enumerate() {
                look(item, &format!("{at}/{place}"), Form::Object(shape), mistakes);
                if is_set && items[..place].contains(item) {
                    mistakes.push(format!("{at}/{place}: it is there twice"));
                }
            }
            value.is_array()
        }
        Form::Object(shape) => match value.as_object() {
            Some(object) => {
                look_into(object, at, shape, mistakes);
                true
            }
            None => false,
        },
    };
    if !fits {
        mistakes.push(format!("{at}: {value} is not {form:?}"));
    }
}

fn look_into(object: &Map<String, Value>, at: &str, shape: &Shape, mistakes: &mut Vec<String>) {
    for group in shape.required {
        if !group.iter().any(|name| object.contains_key(*name)) {
            mistakes.push(format!("{at}: a {} has one of {group:?}", shape.name));
        }
    }
    for (name, value) in object {
        match shape.properties.iter().find(|(known, _)| known == name) {
            Some((_, form)) => look(value, &format!("{at}/{name}"), *form, mistakes),
            None => mistakes.push(format!("{at}/{name}: a {} has no such property", shape.name)),
        }
    }
}

/// Only what RFC 3986 lets stand in a reference, and every percent sign with its two digits.
fn is_reference(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    // A colon in the first segment would make a scheme of what stands before it.
    let first = text.split('/').next().unwrap_or_default();
    !text.is_empty()
        && text.chars().all(is_allowed)
        && text.split('%').skip(1).all(is_escape)
        && (has_scheme(text) || !first.contains(':'))
}

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

fn has_tags_once(bag: &Map<String, Value>) -> bool {
    let tags = bag.get("tags").map(|tags| tags.as_array().map(Vec::as_slice));
    match tags {
        None => true,
        Some(None) => false,
        Some(Some(tags)) => {
            tags.iter().enumerate().all(|(place, tag)| tag.is_string() && !tags[..place].contains(tag))
        }
    }
}

#[test]
fn a_log_that_breaks_the_schema_is_seen() {
    let good = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "a",
        "rules": [{"id": "A", "helpUri": "https://example.com/a"}]}},
        "results": [{"message": {"text": "m"}, "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "a%20b/yarn.lock"}, "region": {"startLine": 1}}}]}]}]});
    assert_eq!(mistakes(&good), [] as [&str; 0]);
    for (pointer, broken) in [
        ("/version", serde_json::json!("2.0.0")),
        ("/runs/0/tool", serde_json::json!({})),
        ("/runs/0/tool/driver/rules/0", serde_json::json!({"id": "A", "colour": "red"})),
        ("/runs/0/tool/driver/rules/0/helpUri", serde_json::json!("example.com")),
        ("/runs/0/results/0/message", serde_json::json!({"markdown": "m"})),
        (
            "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
            serde_json::json!("a b/yarn.lock"),
        ),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", serde_json::json!("C:\\a")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", serde_json::json!(0)),
    ] {
        let mut log = good.clone();
        *log.pointer_mut(pointer).expect("a place of the log") = broken;
        assert_eq!(mistakes(&log).len(), 1, "{pointer}: {:?}", mistakes(&log));
    }
}
