//! `shared::api::upgrades`, as far as a panel needs it that knows the way up from `/v1/notices`: what only a customer
//! is told. To read all of it would be a second reader of the way, in the first load.

use aftercare_shared::api::upgrades::GuideSummary;

use crate::customer::{StepTold, WayTold};
use crate::decode_struct;
use crate::wire::{Decode, Value, field};

decode_struct!(GuideSummary { id, from, to, title, effort_minutes, url, codemod_url, has_text });
decode_struct!(StepTold { version, is_in_plan, guides });

/// Of an answer about one SDK.
impl Decode for WayTold {
    fn decode(json: &Value) -> Option<Self> {
        let [item] = json.get("items")?.as_list()? else { return None };
        let upgrade = item.get("upgrade").filter(|upgrade| !upgrade.is_null());
        let steps = |name: &str| upgrade.map_or_else(|| Some(Vec::new()), |upgrade| field(upgrade, name));
        Some(Self { goals: steps("candidates")?, ladder: steps("ladder")? })
    }
}
