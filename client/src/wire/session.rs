//! `shared::api::session`, and problems.

use aftercare_shared::api::Page;
use aftercare_shared::api::session::{AccountView, PlanSource, PlanView, Session, Visitor};
use aftercare_shared::problem::{FieldError, Problem};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(Session { token, expires_at, visitor, plan, now });
decode_struct!(AccountView { id, name });
decode_struct!(PlanView { id, name, source });
decode_words!(PlanSource { "claim" => Claim, "account" => Account, "default" => Default });

impl Decode for Visitor {
    fn decode(json: &Value) -> Option<Self> {
        let id = field(json, "id")?;
        match json.get("kind")?.as_str()? {
            "user" => Some(Self::User { id, name: field(json, "name")?, account: field(json, "account")? }),
            "guest" => Some(Self::Guest { id }),
            _ => None,
        }
    }
}

impl<T: Decode> Decode for Page<T> {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self { items: field(json, "items")?, next_cursor: field(json, "next_cursor")? })
    }
}

decode_struct!(FieldError { pointer, detail });

impl Decode for Problem {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            kind: field(json, "type")?,
            title: field(json, "title")?,
            status: field(json, "status")?,
            detail: field::<Option<String>>(json, "detail")?.unwrap_or_default(),
            errors: field(json, "errors")?,
            seq: field(json, "seq")?,
        })
    }
}
