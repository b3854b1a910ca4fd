//! Numbers, texts, times, lists.

use std::collections::BTreeMap;

use aftercare_shared::id::{AccountId, AgentId, PlanId, ProductId, SiteId, TeamId, TicketId, UserId};
use aftercare_shared::package::Ecosystem;
use aftercare_shared::text::{Lang, Text};
use chrono::{DateTime, NaiveDate, Utc};

use crate::wire::{Decode, Value};
use crate::{IdempotencyKey, decode_struct, decode_words};

impl Decode for String {
    fn decode(json: &Value) -> Option<Self> {
        json.as_str().map(Self::from)
    }
}

impl Decode for bool {
    fn decode(json: &Value) -> Option<Self> {
        json.as_bool()
    }
    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Decode for u64 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()?.try_into().ok()
    }
}

impl Decode for u32 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()?.try_into().ok()
    }
}

impl Decode for u16 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()?.try_into().ok()
    }
}

impl Decode for u8 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()?.try_into().ok()
    }
}

impl Decode for i32 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()?.try_into().ok()
    }
}

impl Decode for i64 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_i64()
    }
}

impl Decode for f64 {
    fn decode(json: &Value) -> Option<Self> {
        json.as_f64()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(json: &Value) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::decode(json).map(Some) }
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: &Value) -> Option<Self> {
        json.as_list()?.iter().map(T::decode).collect()
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(json: &Value) -> Option<Self> {
        // One by one: building it at once would bring a sort along.
        let mut map = Self::new();
        for (name, json) in json.as_object()? {
            map.insert(name.clone(), T::decode(json)?);
        }
        Some(map)
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

macro_rules! checked_texts {
    ($($name:ty),*) => {$(
        impl Decode for $name {
            fn decode(json: &Value) -> Option<Self> {
                json.as_str()?.parse().ok()
            }
        }
    )*};
}

checked_texts!(AccountId, AgentId, PlanId, ProductId, SiteId, TeamId, TicketId, UserId);

impl Decode for Ecosystem {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self::from(json.as_str()?.to_owned()))
    }
}

impl Decode for IdempotencyKey {
    fn decode(json: &Value) -> Option<Self> {
        String::decode(json).map(Self::from_kept)
    }
}

decode_struct!(Text { en, zh });
decode_words!(Lang { "en" => En, "zh" => Zh });

/// RFC 3339 in UTC, as the service writes it: `2026-02-14T04:30:00Z`. A fraction of a second is passed
/// over.
impl Decode for DateTime<Utc> {
    fn decode(json: &Value) -> Option<Self> {
        let text = json.as_str()?.strip_suffix('Z')?;
        let (date, time) = text.split_once('T')?;
        let time = time.split_once('.').map_or(time, |(whole, _)| whole);
        let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        Some(day(date)?.and_hms_opt(hour, minute, second)?.and_utc())
    }
}

impl Decode for NaiveDate {
    fn decode(json: &Value) -> Option<Self> {
        day(json.as_str()?)
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
