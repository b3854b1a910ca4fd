//! One event of a ticket: a message as a bubble, all else as a quiet line.

use crate::outbox::{Parcel, ParcelState};
use crate::panel::Panel;
use crate::trouble::sentence;
use aftercare_client::Failure;
use aftercare_shared::api::ticket::{Author, EventView, NewMessage};
use aftercare_shared::problem::Kind;
use aftercare_shared::ticket::{EventBody, InfoItem};
use aftercare_ui::messages::panel::PanelWords;
use aftercare_ui::messages::{panel, promise, trouble};
use aftercare_ui::part::{Part, button, div, el, many, p, span};
use aftercare_ui::{Reader, use_reader};

/// Who speaks, from where the reader stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Speaker<'a> {
    /// The reader.
    Me,
    /// Somebody of the reader's company.
    Colleague(&'a str),
    /// A support engineer.
    Agent(&'a str),
    /// Aftercare itself.
    System,
}

impl<'a> Speaker<'a> {
    /// `my_name` is the reader's; a guest has none, and is alone on their tickets.
    pub(crate) fn of(author: &'a Author, my_name: Option<&str>) -> Self {
        match author {
            Author::Customer { name } if my_name.is_none_or(|mine| mine == name) => Self::Me,
            Author::Customer { name } => Self::Colleague(name),
            Author::Agent { name } => Self::Agent(name),
            Author::System => Self::System,
        }
    }

    fn name(self, words: &PanelWords) -> &'a str {
        match self {
            Self::Me => words.you,
            Self::Colleague(name) | Self::Agent(name) => name,
            Self::System => words.support,
        }
    }

    fn is_ours(self) -> bool {
        match self {
            Self::Me | Self::Colleague(_) => true,
            Self::Agent(_) | Self::System => false,
        }
    }
}

/// Whether an event has a line of its own. Promises stand above the log; what is not public never comes.
pub(crate) fn is_shown(event: &EventView) -> bool {
    match &event.body {
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::SeverityChanged { .. }
        | EventBody::PlanChanged { .. }
        | EventBody::Assigned { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::Closed
        | EventBody::Rated { .. }
        | EventBody::Merged { .. }
        | EventBody::PromiseMissed { .. } => true,
        EventBody::Note { .. }
        | EventBody::Routed { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. } => false,
    }
}

/// One event. `begins_day` says whether it is the first of its day; `responded_after` how long the first response
/// took, in seconds of open time, on the event that was it.
pub(crate) fn event_line(
    event: &EventView,
    speaker: Speaker<'_>,
    begins_day: bool,
    responded_after: Option<u64>,
) -> Part {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let at = event.at;
    let day = begins_day.then(|| p("day").child(span("").child(reader.day(at, None))));
    let ours = speaker.is_ours();
    let name = speaker.name(words);
    let mut when = [" · ", &reader.time(at, None)].concat();
    if let Some(seconds) = responded_after {
        when.push_str(" · ");
        when.push_str(&words.first_response_after(&reader.working_time(seconds)));
    }
    let said = |what: Part, ours: bool, name: &str| {
        let meta = p(if ours { "meta me" } else { "meta" }).child([name, &when].concat());
        let bubble = div(if ours { "msg me" } else { "msg" }).attr("dir", "auto").child(what);
        Part::from([bubble.into(), meta.into()])
    };
    let body = match &event.body {
        EventBody::Opened(opened) => {
            let text = if opened.body.is_empty() { opened.subject.clone() } else { opened.body.clone() };
            said([text.into(), sdk_tags(&opened.sdks)].into(), ours, name)
        }
        EventBody::Message { body } => said(body.clone().into(), ours, name),
        EventBody::InfoRequested { items } => said(requested(words, name, items), false, name),
        other => {
            let is_missed = matches!(other, EventBody::PromiseMissed { .. });
            let class = if is_missed { "quiet bad" } else { "quiet" };
            p(class).child([&sentence_of(reader, other, name), when.as_str()].concat()).into()
        }
    };
    [Part::from(day), body].into()
}

/// What somebody needs from the reader.
fn requested(words: &PanelWords, who: &str, items: &[InfoItem]) -> Part {
    let items = many(items, |item| el("li", "").attr("dir", "auto").child(item.label.clone()));
    [el("b", "block").child(words.asks(who)).into(), el("ul", "bullets").child(items).into()].into()
}

/// What happened, in a sentence, for all that is not said in a bubble.
fn sentence_of(reader: Reader, body: &EventBody, who: &str) -> String {
    let words = panel::words(reader.lang);
    // What the vendor calls it is known from the quotes; until they are here, and without them, our word stands.
    let severity = |severity| {
        let quotes = Panel::of_context().quotes().quotes;
        quotes.with(|it| reader.severity(severity, it.map(|it| it.severities.as_slice()).unwrap_or_default()))
    };
    match body {
        EventBody::Accepted => words.accepted(who),
        EventBody::InfoProvided { .. } => words.provided.to_owned(),
        EventBody::SeverityChanged { from, to, reason } => {
            words.severity_changed(&severity(*from), &severity(*to), reason)
        }
        EventBody::PlanChanged { reason, .. } => words.plan_changed(reason),
        EventBody::Assigned { name, .. } => words.assigned(name),
        EventBody::Resolved => words.resolved(who),
        EventBody::Reopened => words.reopened(who),
        EventBody::Closed => words.closed.to_owned(),
        EventBody::Rated { score, .. } => words.rated(who, *score),
        EventBody::Merged { .. } => words.merged.to_owned(),
        EventBody::PromiseMissed { metric, missed_at, .. } => {
            let what = promise::words(reader.lang).metric(*metric);
            words.promise_missed(what, &reader.day_time(*missed_at, None))
        }
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::InfoRequested { .. }
        | EventBody::Note { .. }
        | EventBody::Routed { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. } => String::new(),
    }
}

/// The SDKs that a ticket came with.
fn sdk_tags(sdks: &[String]) -> Part {
    if sdks.is_empty() {
        return Part::Nothing;
    }
    span("tags").child(many(sdks, |sdk| el("code", "tag").child(plain(sdk)))).into()
}

/// A package URL without what all of them begin with.
pub(crate) fn plain(sdk: &str) -> String {
    sdk.strip_prefix("pkg:").unwrap_or(sdk).to_owned()
}

/// An answer of the reader's that was not received yet.
pub(crate) fn unreceived(panel: Panel, parcel: &Parcel, message: &NewMessage) -> Part {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let state: Part = match &parcel.state {
        ParcelState::Sending => p("meta me").child(words.sending).into(),
        ParcelState::Waiting => {
            let now = button("link tiny", move || panel.outbox.send_now()).child(words.send_now);
            p("meta me").child(words.queued).child(" · ").child(now).into()
        }
        ParcelState::Refused(failure) => refused(panel, parcel, failure, reader),
    };
    [div("msg me waits").attr("dir", "auto").child(message.body.clone()).into(), state].into()
}

/// Why an answer was not accepted, and what the reader can do about it.
fn refused(panel: Panel, parcel: &Parcel, failure: &Failure, reader: Reader) -> Part {
    let words = panel::words(reader.lang);
    let why = sentence(trouble::words(reader.lang), failure);
    let again = match failure.kind() {
        Some(Kind::Stale) => Some(words.send_anyway),
        Some(Kind::KeyReused) => Some(words.send_as_new),
        Some(_) | None => None,
    };
    let (key, key_away, seen) = (parcel.key.clone(), parcel.key.clone(), seen_since(failure));
    let again = again.map(|name| {
        let send = move || {
            panel.outbox.send_as_new(&key, seen);
        };
        button("link tiny", send).child(name)
    });
    let discard = button("link tiny", move || panel.outbox.discard(&key_away)).child(words.discard);
    p("meta me wrong")
        .attr("role", "alert")
        .child([words.not_accepted, " · ", why, " "].concat())
        .child(again)
        .child(" ")
        .child(discard)
        .into()
}

/// Where the ticket stands now, as a stale refusal says.
fn seen_since(failure: &Failure) -> Option<u32> {
    match failure {
        Failure::Problem(problem) => problem.seq,
        Failure::Offline | Failure::Timeout | Failure::Unreadable { .. } => None,
    }
}
