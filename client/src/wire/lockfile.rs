//! `shared::lockfile`, as a reader tells it, and `shared::api::sdks`.

use aftercare_shared::api::sdks::{Sdk, Sdks};
use aftercare_shared::lockfile::{Flaw, FoundSdk, Outcome};

use crate::decode_struct;
use crate::wire::{Decode, Value, field};

decode_struct!(Sdks { sdks });
decode_struct!(Sdk { purl, name, ecosystem, latest });
decode_struct!(FoundSdk { purl, line });

impl Decode for Outcome {
    fn decode(json: &Value) -> Option<Self> {
        Some(match json.get("outcome")?.as_str()? {
            "read" => Self::Read { found: field(json, "found")?, others: field(json, "others")? },
            "unknown_name" => Self::UnknownName,
            "malformed" => Self::Malformed { line: field(json, "line")?, flaw: field(json, "flaw")? },
            _ => return None,
        })
    }
}

impl Decode for Flaw {
    fn decode(json: &Value) -> Option<Self> {
        let what = || field::<String>(json, "what");
        Some(match json.get("kind")?.as_str()? {
            "encoding" => Self::Encoding,
            "ends_early" => Self::EndsEarly,
            "unexpected" => Self::Unexpected(what()?.chars().next()?),
            "too_deep" => Self::TooDeep,
            "missing" => Self::Missing(what()?.into()),
            "expected" => Self::Expected(what()?.into()),
            "version" => Self::Version(what()?),
            _ => return None,
        })
    }
}
