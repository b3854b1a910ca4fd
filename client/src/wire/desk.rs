//! `shared::api::desk`.

use aftercare_shared::api::desk::{Counts, CustomerFacts, DeskTicket, Me, Queue, QueueItem};

use crate::decode_struct;

decode_struct!(Me { id, name, now });
decode_struct!(Queue { now, items, next_cursor, counts });
decode_struct!(Counts { due_next, missed, mine, waiting, unassigned });
decode_struct!(QueueItem { account, plan, assignee, mine, team, asked, ..ticket });
decode_struct!(DeskTicket { now, ticket, customer, mine, team });
decode_struct!(CustomerFacts { account, requester, verified, plan, lang, page, runs, before });
