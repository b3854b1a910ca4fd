//! Who runs what an advisory hits, and whether they were told: when, on which way, how long after the
//! publication, against the bar of two hours.

use aftercare_shared::api::advisories::{
    AccountImpact, Channel, ChannelState, Impact, NOTIFY_WITHIN_SECONDS, Notification, Notifications, Reach,
};
use aftercare_shared::api::notices::Verdict;
use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{El, Part, button, claim, div, el, live, many, p, span};
use aftercare_ui::{Reader, State, Tone};

use crate::advisories::Advisories;
use crate::advisories::customers::{cells, short};
use crate::advisories::deed::{Deed, Doing};
use crate::advisories::one::section;
use crate::page::{bones, guarded};
use crate::table::{cell, table};
use crate::trouble;
use crate::workplace::Workplace;

/// The customers of an advisory that stands.
pub(super) fn customers(work: Workplace, reader: Reader) -> Part {
    let (shelf, words, lang) = (Advisories::of(work), &work.words().advisories, work.lang());
    let failed = move || {
        let failure = shelf.reach_failed.get()?;
        Some(p("wrong").attr("role", "alert").child(trouble::words(&failure, lang)))
    };
    let body = live(move || match (shelf.impact.get(), shelf.told.get()) {
        (Some(impact), Some(told)) => Part::from([
            pace(&told, words, reader),
            tell(work, &impact, &told),
            everybody(work, &impact, &told, reader),
        ]),
        (_, _) if shelf.reach_failed.with(Option::is_some) => Part::Nothing,
        (_, _) => bones(words.loading_customers, "bones late"),
    });
    section(words.customers, Part::from([body, live(failed), more(work)]))
}

/// The button for one page more, and how much is shown of how much. It stays where it is while what is above it
/// is drawn anew, and so does the focus on it.
fn more(work: Workplace) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let has_more = State::derived(move || {
        let is_cut = shelf.impact.with(|impact| impact.as_ref().is_some_and(|it| it.next_cursor.is_some()));
        is_cut || shelf.told.with(|told| told.as_ref().is_some_and(|it| it.next_cursor.is_some()))
    });
    let shown = move || {
        let impact = shelf.impact.get()?;
        let all = impact.affected_accounts.saturating_add(impact.unknown_accounts);
        Some((words.shown_of)(impact.accounts.len(), all))
    };
    live(move || {
        has_more.get().then(|| {
            let queue = &work.words().queue;
            let label = move || if shelf.reaching.get() { queue.loading_more } else { queue.more };
            let button = button("ghost", move || shelf.more_reach())
                .live_attr("aria-disabled", move || Some(claim(shelf.reaching.get())));
            div("more")
                .child(p("tiny").attr("role", "status").child(live(shown)))
                .child(button.child(live(label)))
        })
    })
}

/// How many were told and how fast, in a line and as a bar.
fn pace(told: &Notifications, words: &'static AdvisoryWords, reader: Reader) -> Part {
    let counts = told.told;
    if told.revision == 0 || (counts.accounts == 0 && told.is_complete) {
        return Part::Nothing;
    }
    let late = counts.notified.saturating_sub(counts.within_two_hours);
    let tone = if late > 0 {
        "warn"
    } else if counts.notified == counts.accounts {
        "ok"
    } else {
        "info"
    };
    let share = (counts.notified * 100).checked_div(counts.accounts).unwrap_or_default();
    let bar = div(["track ", tone].concat())
        .attr("aria-hidden", "true")
        .child(el("i", "").live_text("style", move || format!("inline-size:{share}%")));
    let times: Vec<String> = [
        told.median_seconds.map(|seconds| (words.median)(&reader.duration(seconds))),
        told.slowest_seconds.map(|seconds| (words.slowest)(&reader.duration(seconds))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let finding = (!told.is_complete).then_some(words.still_looking);
    div("pace")
        .attr("role", "status")
        .child(
            p("row wrap")
                .child(el("b", "").child((words.told_of)(counts.notified, counts.accounts)))
                .child(span("tiny").child((words.in_time)(counts.within_two_hours)))
                .child(span("tiny").child(times.join(" · ")))
                .child(finding.map(|words| span("tiny").child(words))),
        )
        .child(bar)
        .into()
}

/// The button that tells those who are hit, while there are any who were not.
fn tell(work: Workplace, impact: &Impact, told: &Notifications) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    // Where nobody was told that is everybody; else it is those who came since, until the next sweep tells them.
    let count = if told.told.accounts == 0 {
        impact.affected_accounts
    } else {
        let is_untold = |it: &&AccountImpact| it.verdict == Verdict::Affected && it.notification.is_none();
        u32::try_from(impact.accounts.iter().filter(is_untold).count()).unwrap_or(u32::MAX)
    };
    if count == 0 || !told.is_complete {
        return Part::Nothing;
    }
    let runs = matches!(shelf.deed.get(), Some(Deed::Running(Doing::Notify)));
    let button = guarded(work, "primary small", words.notify, move || shelf.notify());
    let button = if runs { button.attr("aria-busy", "true") } else { button };
    div("row wrap untold").child(p("grow").child((words.untold)(count))).child(button).into()
}

fn everybody(work: Workplace, impact: &Impact, told: &Notifications, reader: Reader) -> Part {
    let words = &work.words().advisories;
    let hit = many(&impact.accounts, |account| {
        let notification = account.notification.clone();
        el("tr", "")
            .child(cells(account, words, reader))
            .child(cell(words.told, whether_told(work, account.verdict, notification, reader)))
    });
    // Whom it hits no longer is known once everybody is whom it hits.
    let is_before = |it: &&Notification| {
        impact.next_cursor.is_none() && impact.accounts.iter().all(|hit| hit.account.id != it.account.id)
    };
    // Who was told of what hits them no longer is told that as well.
    let before = many(told.items.iter().filter(is_before), |notification| {
        let runs =
            many(&notification.purls, |purl| div("").child(el("code", "").child(short(purl).to_owned())));
        el("tr", "")
            .child(cell(words.customer, el("b", "").child(notification.account.name.clone())))
            .child(cell(words.runs, runs))
            .child(cell(words.fixed_in, span("muted").child(words.no_longer)))
            .child(cell(words.told, state(work, notification.clone(), reader)))
    });
    if impact.accounts.is_empty() && told.items.is_empty() {
        return p("muted").child(words.hits_nobody_hint).into();
    }
    let heads = [words.customer, words.runs, words.fixed_in, words.told];
    table(words.customers, &heads, Part::from([hit, before]))
}

fn whether_told(
    work: Workplace,
    verdict: Verdict,
    notification: Option<Notification>,
    reader: Reader,
) -> Part {
    let words = &work.words().advisories;
    match (notification, verdict) {
        (Some(notification), _) => state(work, notification, reader),
        (None, Verdict::Affected) => Tone::Plain.pill(words.not_told),
        (None, Verdict::Unknown) => span("muted").child("–").into(),
    }
}

/// How long it took, or how long it is taking: that part runs with the clock.
fn state(work: Workplace, notification: Notification, reader: Reader) -> Part {
    let words = &work.words().advisories;
    let channels = many(notification.channels.clone(), move |channel| channel_line(channel, words, reader));
    let (due_from, seconds) = (notification.due_from, notification.seconds);
    let clock = Advisories::of(work).clock();
    let pill = live(move || match seconds {
        Some(seconds) => {
            let tone = if seconds <= NOTIFY_WITHIN_SECONDS { Tone::Ok } else { Tone::Bad };
            tone.pill(&(words.told_in)(&reader.duration(seconds)))
        }
        None => {
            let waits = u64::try_from((clock.now() - due_from).num_seconds()).unwrap_or_default();
            let tone = if waits > NOTIFY_WITHIN_SECONDS {
                Tone::Bad
            } else if waits > NOTIFY_WITHIN_SECONDS / 2 {
                Tone::Warn
            } else {
                Tone::Info
            };
            tone.pill(&(words.waits)(&reader.duration(waits)))
        }
    });
    Part::from([pill, el("ul", "channels tiny").child(channels).into()])
}

fn channel_line(state: ChannelState, words: &'static AdvisoryWords, reader: Reader) -> El {
    let channel = match state.channel {
        Channel::Panel => words.by_panel,
        Channel::Webhook => words.by_webhook,
    };
    let at = state.at.map(|at| reader.day_time(at, None)).unwrap_or_default();
    let reach = match state.reach {
        Reach::Waiting => words.waiting.to_owned(),
        Reach::Reached => at,
        Reach::Failed => (words.gave_up)(&at),
        Reach::Off => words.off.to_owned(),
    };
    el("li", "").child([channel, ": ", &reach].concat())
}
