//! Words of the panel.

mod en;
mod sentences;
mod zh;

use aftercare_shared::text::Lang;

/// Words of the panel.
#[derive(Debug)]
pub struct PanelWords {
    lang: Lang,
    /// The name of the panel.
    pub support: &'static str,
    /// Closes the panel.
    pub close: &'static str,
    /// To the view before.
    pub back: &'static str,
    /// The first view.
    pub home: &'static str,
    /// The list of tickets.
    pub tickets: &'static str,
    /// What is known about the SDKs.
    pub updates: &'static str,
    /// The bar of views, for those who hear it.
    pub views: &'static str,
    /// While something is fetched, for those who hear it.
    pub loading: &'static str,
    /// Follows a count, for those who hear it.
    pub unread: &'static str,
    /// Follows a count, for those who hear it.
    pub flaws: &'static str,
    /// A visitor whom nobody vouches for.
    pub guest: &'static str,
    /// What being a guest means, and the way out.
    pub guest_means: &'static str,
    /// Storage is blocked.
    pub not_kept: &'static str,
    /// There is no connection.
    pub offline: &'static str,
    /// The heading of the view of SDKs.
    pub updates_title: &'static str,
    /// A mark on one ticket, for those who hear it.
    pub unread_one: &'static str,
    /// Saves what was promised, signed.
    pub receipts: &'static str,
    /// Ends a sentence that others follow.
    pub full_stop: &'static str,
    /// Between parts of a sentence.
    pub comma: &'static str,
    /// It ended for good.
    pub closed: &'static str,
    /// The questions are settled.
    pub provided: &'static str,
    /// The wide page, above its views.
    pub portal: &'static str,
    /// Heading over live tickets.
    pub your_tickets: &'static str,
    /// There are none in work.
    pub no_live_tickets: &'static str,
    /// Opens the form.
    pub new_ticket: &'static str,
    /// Leads to the whole list.
    pub see_all: &'static str,
    /// Asks for the subject.
    pub subject: &'static str,
    /// An example of a subject.
    pub subject_example: &'static str,
    /// Asks how bad it is.
    pub impact: &'static str,
    /// Asks for the details.
    pub body: &'static str,
    /// What helps.
    pub body_example: &'static str,
    /// Heading over the SDKs that are sent along.
    pub sdks_attached: &'static str,
    /// Why.
    pub sdks_attached_means: &'static str,
    /// A switch.
    pub attach_sdks: &'static str,
    /// Sends the form.
    pub submit: &'static str,
    /// While it is sent.
    pub submitting: &'static str,
    /// The subject is empty.
    pub subject_missing: &'static str,
    /// The subject is too long.
    pub subject_long: &'static str,
    /// The text is too long.
    pub body_long: &'static str,
    /// The draft is safe.
    pub draft_kept: &'static str,
    /// Throws the draft away.
    pub discard_draft: &'static str,
    /// The plan names no deadline.
    pub no_promise: &'static str,
    /// The promise can't be computed at the moment.
    pub promise_later: &'static str,
    /// It has not arrived.
    pub not_received: &'static str,
    /// What happens with it.
    pub not_received_means: &'static str,
    /// What happens with it where storage is blocked.
    pub not_received_memory: &'static str,
    /// Tries at once.
    pub send_now: &'static str,
    /// On its way.
    pub sending: &'static str,
    /// Waits for its turn.
    pub queued: &'static str,
    /// It was refused.
    pub not_accepted: &'static str,
    /// Takes it back into the form.
    pub edit: &'static str,
    /// Sends it under another key.
    pub send_as_new: &'static str,
    /// Sends it although something has changed.
    pub send_anyway: &'static str,
    /// Throws it away.
    pub discard: &'static str,
    /// A filter: those in work.
    pub live: &'static str,
    /// A filter: every one.
    pub all: &'static str,
    /// What the filter is, for those who hear it.
    pub filter: &'static str,
    /// There are none.
    pub no_tickets: &'static str,
    /// What to do.
    pub no_tickets_means: &'static str,
    /// The next page of a list.
    pub more: &'static str,
    /// The log, for those who hear it.
    pub conversation: &'static str,
    /// The reader.
    pub you: &'static str,
    /// The field for an answer.
    pub reply: &'static str,
    /// In the empty field.
    pub reply_example: &'static str,
    /// In the empty field of a resolved ticket.
    pub reply_reopens: &'static str,
    /// Sends the answer.
    pub send: &'static str,
    /// It has arrived.
    pub received: &'static str,
    /// Over the list of what is needed.
    pub asked: &'static str,
    /// What happens meanwhile.
    pub asked_means: &'static str,
    /// The ticket is closed.
    pub ended: &'static str,
    /// The ticket is carried on elsewhere.
    pub merged: &'static str,
    /// It is not there.
    pub no_such_ticket: &'static str,
    /// The SDKs of a ticket.
    pub sdks: &'static str,
    /// Asks for a rating.
    pub rate: &'static str,
    /// The lowest.
    pub rate_1: &'static str,
    /// The second.
    pub rate_2: &'static str,
    /// The third.
    pub rate_3: &'static str,
    /// The fourth.
    pub rate_4: &'static str,
    /// The highest.
    pub rate_5: &'static str,
    /// Asks for words.
    pub rate_comment: &'static str,
    /// Sends the rating.
    pub rate_send: &'static str,
    /// It has arrived.
    pub rate_thanks: &'static str,
    /// Heading over the SDKs.
    pub your_sdks: &'static str,
    /// Not known.
    pub unknown: &'static str,
    /// A flaw hits.
    pub vulnerable: &'static str,
    /// No longer supported.
    pub end_of_life: &'static str,
    /// Taken back.
    pub yanked: &'static str,
    /// Not to be used any more.
    pub deprecated: &'static str,
    /// A newer one is there.
    pub behind: &'static str,
    /// A newer major is there.
    pub behind_major: &'static str,
    /// Nothing newer.
    pub current: &'static str,
    /// Newer than what is released.
    pub ahead: &'static str,
    /// A rating.
    pub critical: &'static str,
    /// A rating.
    pub high: &'static str,
    /// A rating.
    pub medium: &'static str,
    /// A rating.
    pub low: &'static str,
    /// No rating is known.
    pub unrated: &'static str,
    /// Between two versions.
    pub no_breaking: &'static str,
    /// The numbers announce a break.
    pub may_break: &'static str,
    /// No release fixes it.
    pub no_fix: &'static str,
    /// Leads to the way up.
    pub see_upgrade: &'static str,
    /// Begins a line about an advisory, before the SDK.
    pub affects_you: &'static str,
    /// Hides a card.
    pub dismiss: &'static str,
}

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static PanelWords {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Zh => &zh::WORDS,
    }
}
