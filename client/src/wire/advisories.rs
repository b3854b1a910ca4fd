//! `shared::api::advisories` and `shared::api::inventory`.

use aftercare_shared::api::advisories::{
    AccountImpact, AdvisorySummary, Channel, ChannelState, Impact, ImportReport, ImportedRecord,
    Notification, Notifications, Outcome, Preview, Reach, Revision, RevisionKind, State, StatementView, Told,
    VersionImpact,
};
use aftercare_shared::api::inventory::{Inventory, Seen, Source};
use aftercare_shared::osv::{Format, VexStatus};

use crate::desk::AdvisorySheet;
use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(AdvisorySummary {
    id,
    aliases,
    summary,
    severity,
    score,
    state,
    packages,
    published,
    modified,
    revision,
    affected_accounts,
    unknown_accounts,
    notified,
});
decode_struct!(AdvisorySheet { record, revisions, statements, ..advisory });
decode_struct!(Revision { revision, kind, at, by, reason });
decode_struct!(StatementView { package, status, justification, at });
decode_struct!(Told { accounts, notified, within_two_hours });
decode_struct!(ImportReport { format, advisories, statements, skipped });
decode_struct!(ImportedRecord { id, outcome });
decode_struct!(Preview { advisories, skipped });
decode_struct!(Impact {
    id,
    summary,
    severity,
    packages,
    affected_accounts,
    unknown_accounts,
    accounts,
    next_cursor,
});
decode_struct!(AccountImpact { account, verdict, versions, notification });
decode_struct!(VersionImpact { purl, verdict, reason, fixed_in, sources, last_seen });
decode_struct!(Notifications {
    id,
    revision,
    published_at,
    is_complete,
    told,
    median_seconds,
    slowest_seconds,
    items,
    next_cursor,
});
decode_struct!(Notification { account, is_affected, purls, due_from, channels, seconds });
decode_struct!(ChannelState { channel, reach, at });
decode_struct!(Inventory { items });

impl Decode for Seen {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            purl: field(json, "purl")?,
            source: field(json, "source")?,
            project: field::<Option<String>>(json, "project")?.unwrap_or_default(),
            first_seen: field(json, "first_seen")?,
            last_seen: field(json, "last_seen")?,
        })
    }
}

decode_words!(State { "published" => Published, "withdrawn" => Withdrawn });
decode_words!(RevisionKind { "published" => Published, "updated" => Updated, "withdrawn" => Withdrawn });
decode_words!(Outcome {
    "created" => Created,
    "updated" => Updated,
    "unchanged" => Unchanged,
    "older" => Older,
});
decode_words!(Channel { "panel" => Panel, "webhook" => Webhook });
decode_words!(Reach { "waiting" => Waiting, "reached" => Reached, "failed" => Failed, "off" => Off });
decode_words!(Source { "page" => Page, "lockfile" => Lockfile, "ci" => Ci, "api" => Api });
decode_words!(Format { "osv" => Osv, "ghsa" => Ghsa, "csaf" => Csaf, "open_vex" => OpenVex });
decode_words!(VexStatus {
    "not_affected" => NotAffected,
    "fixed" => Fixed,
    "affected" => Affected,
    "under_investigation" => UnderInvestigation,
});
