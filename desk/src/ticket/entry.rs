//! One entry of the log: a text with who wrote it, or a quiet line.

use aftercare_shared::api::ticket::{Author, EventView};
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{EventBody, InfoItem, Opened};
use aftercare_ui::{Reader, use_reader};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::ticket::phrase;
use crate::workplace::Workplace;

/// What somebody said, as opposed to what was done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Saying<'a> {
    /// How the ticket began.
    Opened(&'a Opened),
    /// A public message.
    Message(&'a str),
    /// A word for the colleagues.
    Note(&'a str),
    /// What the customer is asked for.
    Asked(&'a [InfoItem]),
}

impl<'a> Saying<'a> {
    /// What an entry says; `None` where it tells what was done.
    pub(super) fn of(body: &'a EventBody) -> Option<Self> {
        match body {
            EventBody::Opened(opened) => Some(Self::Opened(opened)),
            EventBody::Message { body } => Some(Self::Message(body)),
            EventBody::Note { body } => Some(Self::Note(body)),
            EventBody::InfoRequested { items } => Some(Self::Asked(items)),
            EventBody::Accepted
            | EventBody::InfoProvided { .. }
            | EventBody::SeverityChanged { .. }
            | EventBody::PlanChanged { .. }
            | EventBody::Assigned { .. }
            | EventBody::Routed { .. }
            | EventBody::Resolved
            | EventBody::Reopened
            | EventBody::Closed
            | EventBody::Rated { .. }
            | EventBody::Merged { .. }
            | EventBody::Escalated { .. }
            | EventBody::PromiseMade(_)
            | EventBody::PromiseWarned { .. }
            | EventBody::PromiseMissed { .. } => None,
        }
    }
}

/// A text, with who wrote it and when.
#[component]
pub(super) fn Written(event: EventView) -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let words = &work.words().event;
    let name = phrase::name(&event.author, reader);
    let (letters, label) = (initials(&name), name.clone());
    let is_customer = matches!(event.author, Author::Customer { .. });
    let side = if is_customer { work.words().ticket.customer } else { "" };
    let said = Saying::of(&event.body)?;
    let (class, mark) = match said {
        Saying::Note(_) => ("entry note-entry", words.note),
        Saying::Opened(_) => ("entry from-customer", words.opened),
        Saying::Asked(_) => ("entry", words.asked),
        Saying::Message(_) if is_customer => ("entry from-customer", side),
        Saying::Message(_) => ("entry", side),
    };
    // What the customer wrote is in the language they read, as far as anybody knows.
    let lang = if is_customer { customer_lang(work) } else { None };
    let seq = event.seq;
    let is_fresh = move || seq > work.open.seen.get();
    let body = body(said, words.no_body);
    Some(view! {
        <article class=class class:fresh=is_fresh aria-label=label>
            <span class="avatar" aria-hidden="true">{letters}</span>
            <div class="said">
                <p class="by">
                    <b>{name}</b>
                    " "
                    <span class="tiny">
                        {(!mark.is_empty()).then(|| format!("{mark} · "))}
                        <Moment at=event.at />
                    </span>
                </p>
                <div lang=lang.map(Lang::tag)>{body}</div>
            </div>
        </article>
    })
}

fn body(said: Saying<'_>, nothing: &'static str) -> AnyView {
    match said {
        Saying::Opened(opened) if opened.body.is_empty() => {
            view! { <p class="tiny">{nothing}</p> }.into_any()
        }
        Saying::Opened(opened) => text(&opened.body),
        Saying::Message(body) | Saying::Note(body) => text(body),
        Saying::Asked(items) => {
            let item = |item: &InfoItem| view! { <li>{item.label.clone()}</li> };
            view! { <ul class="asked">{items.iter().map(item).collect::<Vec<_>>()}</ul> }.into_any()
        }
    }
}

/// Quiet lines, one after the other, each minute named once.
#[component]
pub(super) fn Quiet(events: Vec<EventView>) -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let now = work.clock.exact();
    let mut before = String::new();
    let mut line = |event: EventView| {
        let text = phrase::line(&event, now, reader)?;
        let minute = reader.near_time(event.at, now, None);
        let time = (minute != before).then(|| view! { <Moment at=event.at /> " " });
        before = minute;
        let reason =
            phrase::reason(&event.body).map(|reason| view! { " " <q class="reason">{reason.to_owned()}</q> });
        Some(view! { <li>{time} {text} {reason}</li> })
    };
    let lines = events.into_iter().filter_map(&mut line).collect::<Vec<_>>();
    view! { <ul class="quiet">{lines}</ul> }
}

/// When something happened: near, in the reader's zone; whole, for who points at it.
#[component]
pub(super) fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let clock = Workplace::of_context().clock;
    let reader: Reader = use_reader();
    let whole = format!(
        "{} {} ({})",
        reader.day_of_year(at, None),
        reader.time(at, None),
        reader.zone_name(at, None)
    );
    view! {
        <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true) title=whole>
            {reader.near_time(at, clock.exact(), None)}
        </time>
    }
}

/// Plain text as it was typed, with its web addresses as links.
pub(super) fn text(body: &str) -> AnyView {
    let part = |part: Part<'_>| match part {
        Part::Plain(text) => text.to_owned().into_any(),
        Part::Link(url) => {
            let (url, shown) = (url.to_owned(), url.to_owned());
            view! { <a class="inline" href=url target="_blank" rel="noopener noreferrer nofollow">{shown}</a> }
                .into_any()
        }
    };
    view! { <p class="text">{parts(body).into_iter().map(part).collect::<Vec<_>>()}</p> }.into_any()
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Plain(&'a str),
    Link(&'a str),
}

/// A text, cut at its web addresses. Only `http` and `https` are taken for one, and the stops of a
/// sentence that follow it are not part of it.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, found) = rest.split_at(start);
        let length = found.find(ends_address).unwrap_or(found.len());
        let (address, _) = found.split_at(length);
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*']);
        if !before.is_empty() {
            parts.push(Part::Plain(before));
        }
        let is_whole = address.split_once("://").is_some_and(|(_, host)| !host.is_empty());
        parts.push(if is_whole { Part::Link(address) } else { Part::Plain(address) });
        rest = found.get(address.len()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(rest));
    }
    parts
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace() || "<>\"`，。；：！？）】》、".contains(letter)
}

fn customer_lang(work: Workplace) -> Option<Lang> {
    work.open.shown.with_untracked(|it| it.as_ref().map(|it| it.customer.lang))
}

/// What stands for a name in a circle: two initials, or the last two characters of a Chinese name.
fn initials(name: &str) -> String {
    let is_latin = name.chars().all(|letter| (letter as u32) < 0x2E80);
    if is_latin {
        name.split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(2)
            .flat_map(char::to_uppercase)
            .collect()
    } else {
        let letters: Vec<char> = name.chars().filter(|letter| !letter.is_whitespace()).collect();
        letters.iter().skip(letters.len().saturating_sub(2)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        let cases: [(&str, Vec<Part<'_>>); 5] = [
            ("plain", vec![Part::Plain("plain")]),
            (
                "see https://a.example/x?y=1. Then",
                vec![Part::Plain("see "), Part::Link("https://a.example/x?y=1"), Part::Plain(". Then")],
            ),
            (
                "请看https://a.example/甲，谢谢",
                vec![Part::Plain("请看"), Part::Link("https://a.example/甲"), Part::Plain("，谢谢")],
            ),
            ("javascript:alert(1)", vec![Part::Plain("javascript:alert(1)")]),
            ("https://", vec![Part::Plain("https://")]),
        ];
        for (text, expected) in cases {
            let parts = parts(text);
            let whole: String = parts
                .iter()
                .map(|part| match part {
                    Part::Plain(text) | Part::Link(text) => *text,
                })
                .collect();
            assert_eq!(whole, text);
            assert_eq!(parts, expected, "{text}");
        }
    }

    #[test]
    fn a_circle_holds_two_letters() {
        for (name, letters) in
            [("Mina Kovač", "MK"), ("lin", "L"), ("张伟", "张伟"), ("欧阳娜娜", "娜娜"), ("", "")]
        {
            assert_eq!(initials(name), letters);
        }
    }
}
