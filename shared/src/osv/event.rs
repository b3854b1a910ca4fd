//! The events of a range. The schema has one key per object; records from before that rule have
//! several, and are read as that many events.

use serde::{Deserialize, Deserializer, Serialize};

/// Where affected versions begin or end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Event {
    /// Affected from here; `0` is before every version.
    Introduced(String),
    /// Not affected from here.
    Fixed(String),
    /// The last affected one; those above it are not.
    LastAffected(String),
    /// The range says nothing from here; `*` is no limit.
    Limit(String),
}

#[derive(Deserialize)]
struct Keys {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

pub(super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Event>, D::Error> {
    let objects = Option::<Vec<Keys>>::deserialize(deserializer)?.unwrap_or_default();
    let mut events = Vec::with_capacity(objects.len());
    for keys in objects {
        events.extend(keys.introduced.map(Event::Introduced));
        events.extend(keys.fixed.map(Event::Fixed));
        events.extend(keys.last_affected.map(Event::LastAffected));
        events.extend(keys.limit.map(Event::Limit));
    }
    Ok(events)
}
