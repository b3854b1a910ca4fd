//! Who was told of an advisory, as the desk sees it.

use aftercare_shared::api::advisories::{Channel, ChannelState, Notification, Notifications, Reach};
use aftercare_shared::api::session::AccountView;
use aftercare_shared::id::AccountId;
use chrono::{DateTime, Utc};

use crate::cursor;
use crate::problem::Failure;
use crate::store::Store;
use crate::store::advisory::Standing;
use crate::store::notice::{self, Notice};
use crate::store::revision::{self, Telling};

/// A page of those who are to be told of the newest publication.
pub(crate) async fn notifications(
    store: &Store,
    stands: &Standing,
    after: Option<&str>,
    limit: u32,
) -> Result<Notifications, Failure> {
    let id = stands.id.as_str();
    let newest = revision::newest(store, &[id]).await?.into_iter().next();
    let mut notices = notice::list(store, id, stands.revision, after, None, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = notices.len() > limit;
    notices.truncate(limit);
    let next_cursor = notices.last().filter(|_| more).map(|notice| cursor::encode(&notice.account));
    let told = notice::told(store, &[id]).await?.into_iter().next().map(|(_, told)| told);
    let pace = notice::pace(store, id, stands.revision).await?;
    Ok(Notifications {
        id: id.to_owned(),
        revision: stands.revision,
        published_at: newest.as_ref().map(|newest| newest.at),
        is_complete: newest.is_none_or(|newest| newest.telling != Telling::Looking),
        told: told.unwrap_or_default(),
        median_seconds: pace.map(|(median, _)| median),
        slowest_seconds: pace.map(|(_, slowest)| slowest),
        items: notices.into_iter().map(notification).collect::<Result<_, _>>()?,
        next_cursor,
    })
}

/// A notice as the desk sees it.
pub(crate) fn notification(notice: Notice) -> Result<Notification, Failure> {
    let channels = channels(&notice);
    let first =
        channels.iter().filter_map(|channel| channel.at.filter(|_| channel.reach == Reach::Reached)).min();
    let seconds = first.map(|at| (at - notice.due_from).num_seconds());
    Ok(Notification {
        account: AccountView { id: AccountId::new(notice.account)?, name: notice.name },
        is_affected: notice.is_affected,
        purls: notice.purls,
        due_from: notice.due_from,
        channels,
        seconds: seconds.map(|seconds| u64::try_from(seconds).unwrap_or_default()),
    })
}

/// A panel shows what hits; that something does not hit any more it does not show.
fn channels(notice: &Notice) -> Vec<ChannelState> {
    let state = |channel, at: Option<DateTime<Utc>>, other: Reach| ChannelState {
        channel,
        reach: if at.is_some() { Reach::Reached } else { other },
        at,
    };
    let panel = if notice.is_affected { Reach::Waiting } else { Reach::Off };
    let webhook = match (notice.has_parcel, notice.given_up_at) {
        (false, _) => Reach::Off,
        (true, Some(_)) => Reach::Failed,
        (true, None) => Reach::Waiting,
    };
    let mut webhook = state(Channel::Webhook, notice.webhook_at, webhook);
    if webhook.reach == Reach::Failed {
        webhook.at = notice.given_up_at;
    }
    vec![state(Channel::Panel, notice.panel_at, panel), webhook]
}
