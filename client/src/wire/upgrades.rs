//! `shared::api::upgrades`.

use aftercare_shared::api::notices::{Upgrade, Way};
use aftercare_shared::api::upgrades::{GuideSummary, SdkUpgrade, Upgrades};

use crate::decode_struct;
use crate::wire::{Decode, Value, field};

decode_struct!(Upgrades { plan, items });
decode_struct!(GuideSummary { id, from, to, title, effort_minutes, url, codemod_url, has_text });

impl Decode for SdkUpgrade {
    fn decode(json: &Value) -> Option<Self> {
        let mut upgrade: Option<Upgrade> = field(json, "upgrade")?;
        if let (Some(upgrade), Some(told)) = (&mut upgrade, json.get("upgrade")) {
            guide(upgrade.candidates.iter_mut().map(|it| &mut it.way), told.get("candidates"))?;
            guide(upgrade.ladder.iter_mut().map(|it| &mut it.way), told.get("ladder"))?;
        }
        Some(Self {
            purl: field(json, "purl")?,
            version: field(json, "version")?,
            status: field(json, "status")?,
            reason: field(json, "reason")?,
            upgrade,
        })
    }
}

/// Reads the guides of ways, which stand in the same order as the ways.
fn guide<'w>(ways: impl Iterator<Item = &'w mut Way>, told: Option<&Value>) -> Option<()> {
    let told = told.and_then(Value::as_list).unwrap_or_default();
    for (way, told) in ways.zip(told) {
        way.guides = field(told, "guides")?;
    }
    Some(())
}
