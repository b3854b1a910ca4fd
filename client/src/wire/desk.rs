//! `shared::api::desk`.

use aftercare_shared::api::desk::{Counts, CustomerFacts, DeskTicket, Me, Queue, QueueItem, Role};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_words!(Role { "agent" => Agent, "lead" => Lead, "admin" => Admin });

impl Decode for Me {
    fn decode(json: &Value) -> Option<Self> {
        let role = field::<Option<Role>>(json, "role")?.unwrap_or_default();
        Some(Self { id: field(json, "id")?, name: field(json, "name")?, role, now: field(json, "now")? })
    }
}

decode_struct!(Queue { now, items, next_cursor, counts });
decode_struct!(Counts { due_next, missed, mine, waiting, unassigned });
decode_struct!(QueueItem { account, plan, assignee, mine, team, asked, ..ticket });
decode_struct!(DeskTicket { now, ticket, customer, mine, team, severities });
decode_struct!(CustomerFacts { account, requester, verified, plan, lang, page, runs, before });
