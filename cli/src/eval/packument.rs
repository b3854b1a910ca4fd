//! npm's packument, of which a version's status takes little: what there is, what is deprecated, and what the
//! tag `latest` names.

use aftercare_shared::release::{Feed, FeedError, from_npm};
use serde_json::{Map, Value, json};

use crate::eval::value::Text;

/// Reads a packument. Its times, its people and its downloads are passed over, and so is a deprecation that is
/// neither a text nor a claim.
pub(super) fn read(packument: &Value) -> Result<Feed, FeedError> {
    let Value::Object(fields) = packument else { return from_npm(&packument.to_string(), None) };
    let texts = |value: &Value| Text::of(value).map(|Text(text)| Value::String(text));
    let mut bearing = Map::new();
    bearing.extend(fields.get("name").and_then(texts).map(|name| ("name".to_owned(), name)));
    if let Some(Value::Object(tags)) = fields.get("dist-tags") {
        let tags = tags.iter().filter_map(|(tag, version)| Some((tag.clone(), texts(version)?)));
        bearing.insert("dist-tags".to_owned(), tags.collect());
    }
    let versions = match fields.get("versions") {
        Some(Value::Object(manifests)) => {
            let manifests = manifests.iter().map(|(version, manifest)| (version.clone(), of(manifest)));
            Some(manifests.collect())
        }
        Some(Value::Array(list)) => {
            Some(list.iter().map(|version| texts(version).unwrap_or_else(|| version.clone())).collect())
        }
        Some(Value::Null) | None => None,
        Some(other @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) => Some(other.clone()),
    };
    bearing.extend(versions.map(|versions| ("versions".to_owned(), versions)));
    from_npm(&Value::Object(bearing).to_string(), None)
}

/// What bears of a version's manifest.
fn of(manifest: &Value) -> Value {
    match manifest.get("deprecated") {
        Some(deprecated @ (Value::String(_) | Value::Bool(_))) => json!({"deprecated": deprecated}),
        Some(Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_)) | None => json!({}),
    }
}
