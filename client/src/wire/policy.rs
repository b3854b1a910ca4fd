//! `shared::api::desk::policies`. A document is handed on as the tree it is: whoever edits it must lose nothing.

use aftercare_shared::api::desk::policies::{Differences, PolicyVersion, Pushed};
use aftercare_shared::calendar::{self, HolidayDocument, NameDocument};
use aftercare_shared::policy::diff::{Change, Effect};

use crate::desk::Sheet;
use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(PolicyVersion { version, hash, created_at, created_by, note });
decode_struct!(Differences { against, hash, changes });
decode_struct!(Pushed { is_new, changes, ..version });
decode_struct!(Change { subject, before, after, effect });
decode_words!(Effect {
    "better" => Better,
    "worse" => Worse,
    "neutral" => Neutral,
    "mixed" => Mixed,
});
decode_struct!(Sheet { document, ..version });

// Of a document only this much is read into types, to have `shared` put holidays into it.
decode_struct!(calendar::Document { name, zone, source, hours, holidays, overrides, known_through, also });

impl Decode for NameDocument {
    fn decode(json: &Value) -> Option<Self> {
        String::decode(json).map(Self::One).or_else(|| Decode::decode(json).map(Self::Both))
    }
}

impl Decode for HolidayDocument {
    fn decode(json: &Value) -> Option<Self> {
        String::decode(json).map(Self::Date).or_else(|| {
            Some(Self::Entry {
                date: field(json, "date")?,
                from: field(json, "from")?,
                to: field(json, "to")?,
                name: field(json, "name")?,
            })
        })
    }
}
