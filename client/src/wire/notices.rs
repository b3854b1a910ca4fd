//! `shared::api::notices`.

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{
    Breaking, Candidate, Card, Coming, Deprecated, Finding, NewNoticeState, NoticeState, NoticeStates,
    Notices, Rung, SdkReport, Settled, Upgrade, Verdict, Way, Why,
};
use aftercare_shared::release::ComingKind;
use aftercare_shared::status::Headline;
use aftercare_shared::upgrade::{Condition, Kind};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(Notices { generated_at, badge, cards, sdks });
decode_struct!(Card { id, summary, severity, package, version, fixed_in });
decode_struct!(SdkReport {
    purl,
    name,
    ecosystem,
    version,
    status,
    reason,
    is_feed_known,
    feed_as_of,
    is_in_feed,
    latest,
    newest_same_minor,
    newest_same_major,
    end_of_life,
    deprecated,
    yanked,
    findings,
    coming,
    upgrade,
});
decode_struct!(NoticeStates { items });
decode_struct!(NoticeState { id, at, ..of });
decode_struct!(NewNoticeState { state, severity, verdict });
decode_struct!(Coming { id, kind, on, version, title, url });
decode_struct!(Deprecated { message, replacement });
decode_struct!(Finding {
    id,
    aliases,
    summary,
    severity,
    score,
    verdict,
    reason,
    range,
    fixed_in,
    published,
    url
});
decode_struct!(Upgrade { is_fine_already, candidates, dropped, ladder });
decode_struct!(Candidate { kinds, version, released, remaining, moves_with, is_in_plan, notes_url, ..way });
decode_struct!(Breaking { id, title, url });
decode_struct!(Rung { version, sheds, ..way });

/// Without guides, which no answer to `/v1/notices` has: `wire::upgrades` reads them.
impl Decode for Way {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            crosses_major: field(json, "crosses_major")?,
            majors: field(json, "majors")?,
            may_break: field(json, "may_break")?,
            breaking: field(json, "breaking")?,
            guides: Vec::new(),
        })
    }
}

decode_words!(Why {
    "no_package" => NoPackage,
    "no_version" => NoVersion,
    "unreadable_version" => UnreadableVersion,
    "no_order" => NoOrder,
    "open_finding" => OpenFinding,
    "no_feed" => NoFeed,
    "not_in_feed" => NotInFeed,
});
decode_words!(ComingKind {
    "breaking_change" => BreakingChange,
    "end_of_life" => EndOfLife,
    "release" => Release,
    "announcement" => Announcement,
});
decode_words!(Settled { "dismissed" => Dismissed, "acknowledged" => Acknowledged });
decode_words!(Verdict { "affected" => Affected, "unknown" => Unknown });
decode_words!(Rating {
    "none" => None,
    "low" => Low,
    "medium" => Medium,
    "high" => High,
    "critical" => Critical,
    "unknown" => Unknown,
});
decode_words!(Headline {
    "vulnerable" => Vulnerable,
    "end_of_life" => EndOfLife,
    "yanked" => Yanked,
    "deprecated" => Deprecated,
    "behind_major" => BehindMajor,
    "behind_minor" => BehindMinor,
    "behind_patch" => BehindPatch,
    "current" => Current,
    "ahead" => Ahead,
    "unknown" => Unknown,
});
decode_words!(Kind {
    "nearest_same_minor" => NearestSameMinor,
    "nearest_same_major" => NearestSameMajor,
    "newest_same_major" => NewestSameMajor,
    "nearest" => Nearest,
    "newest" => Newest,
    "least_bad" => LeastBad,
});
decode_words!(Condition {
    "not_deprecated" => NotDeprecated,
    "stable" => Stable,
    "supported" => Supported,
    "certain" => Certain,
    "unaffected" => Unaffected,
});
