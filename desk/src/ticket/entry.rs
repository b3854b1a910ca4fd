//! One entry of the log: a text with who wrote it, or a quiet line.

use aftercare_shared::api::ticket::{Author, EventView};
use aftercare_shared::ticket::{EventBody, InfoItem, Opened};
use aftercare_ui::part::{Part, div, el, many, p, span};
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
pub(super) fn written(work: Workplace, event: &EventView, said: Saying<'_>) -> Part {
    let reader = use_reader();
    let words = work.words();
    let name = phrase::name(&event.author, reader);
    let is_customer = matches!(event.author, Author::Customer { .. });
    let side = if is_customer { words.ticket.customer } else { "" };
    let (class, mark) = match said {
        Saying::Note(_) => ("entry note-entry", words.event.note),
        Saying::Opened(_) => ("entry from-customer", words.event.opened),
        Saying::Asked(_) => ("entry", words.event.asked),
        Saying::Message(_) if is_customer => ("entry from-customer", side),
        Saying::Message(_) => ("entry", side),
    };
    let is_fresh = event.seq > work.open.seen.get();
    let class = if is_fresh { [class, " fresh"].concat() } else { class.to_owned() };
    let when = span("tiny").child((!mark.is_empty()).then(|| [mark, " · "].concat())).child(moment(
        event.at,
        work.clock.exact(),
        reader,
    ));
    // What the customer wrote is in the language they read, as far as anybody knows.
    let lang = work.open.shown.with(|it| it.as_ref().map(|it| it.customer.lang)).filter(|_| is_customer);
    let body = div("").attr("lang", lang.unwrap_or(reader.lang).tag()).child(body(said, words.event.no_body));
    let said =
        div("said").child(p("by").child(el("b", "").child(name.clone())).child(" ").child(when)).child(body);
    el("article", class)
        .child(span("avatar").attr("aria-hidden", "true").child(initials(&name)))
        .attr("aria-label", name)
        .child(said)
        .into()
}

fn body(said: Saying<'_>, nothing: &'static str) -> Part {
    match said {
        Saying::Opened(opened) if opened.body.is_empty() => p("tiny").child(nothing).into(),
        Saying::Opened(opened) => text(&opened.body),
        Saying::Message(body) | Saying::Note(body) => text(body),
        Saying::Asked(items) => {
            el("ul", "asked").child(many(items, |item| el("li", "").child(item.label.clone()))).into()
        }
    }
}

/// Quiet lines, one after the other, each minute named once.
pub(super) fn quiet(work: Workplace, events: &[&EventView]) -> Part {
    let reader = use_reader();
    let now = work.clock.exact();
    let mut before = String::new();
    let line = |event: &&EventView| -> Part {
        let text = work.policies.severities.with(|offered| phrase::line(event, now, reader, offered));
        let Some(text) = text else { return Part::Nothing };
        let minute = reader.near_time(event.at, now, None);
        let time = (minute != before).then(|| Part::from([moment(event.at, now, reader), " ".into()]));
        before = minute;
        let reason = phrase::reason(&event.body).map(|reason| el("q", "reason").child(reason.to_owned()));
        let gap = reason.as_ref().map(|_| " ");
        el("li", "").child(time).child(text).child(gap).child(reason).into()
    };
    el("ul", "quiet").child(many(events, line)).into()
}

/// When something happened: near, in the reader's zone; whole, for who points at it.
fn moment(at: DateTime<Utc>, now: DateTime<Utc>, reader: Reader) -> Part {
    let whole =
        [&reader.day_of_year(at, None), " ", &reader.time(at, None), " (", &reader.zone_name(at, None), ")"]
            .concat();
    el("time", "")
        .attr("datetime", at.to_rfc3339_opts(SecondsFormat::Secs, true))
        .attr("title", whole)
        .child(reader.near_time(at, now, None))
        .into()
}

/// Plain text as it was typed, with its web addresses as links.
pub(super) fn text(body: &str) -> Part {
    let piece = |piece: Piece<'_>| -> Part {
        match piece {
            Piece::Plain(text) => text.to_owned().into(),
            Piece::Link(url) => link(url, url),
        }
    };
    p("text").child(many(pieces(body), piece)).into()
}

/// A link that leads out of the desk and tells nobody where from.
pub(crate) fn link(address: &str, shown: &str) -> Part {
    el("a", "inline")
        .attr("href", address.to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer nofollow")
        .child(shown.to_owned())
        .into()
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Plain(&'a str),
    Link(&'a str),
}

/// A text, cut at its web addresses. Only `http` and `https` are taken for one, and the stops of a
/// sentence that follow it are not part of it.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, found) = rest.split_at(start);
        let length = found.find(ends_address).unwrap_or(found.len());
        let (address, _) = found.split_at(length);
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*']);
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        let is_whole = address.split_once("://").is_some_and(|(_, host)| !host.is_empty());
        pieces.push(if is_whole { Piece::Link(address) } else { Piece::Plain(address) });
        rest = found.get(address.len()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    pieces
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace() || "<>\"`，。；：！？）】》、".contains(letter)
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
        let cases: [(&str, Vec<Piece<'_>>); 5] = [
            ("plain", vec![Piece::Plain("plain")]),
            (
                "see https://a.example/x?y=1. Then",
                vec![Piece::Plain("see "), Piece::Link("https://a.example/x?y=1"), Piece::Plain(". Then")],
            ),
            (
                "请看https://a.example/甲，谢谢",
                vec![Piece::Plain("请看"), Piece::Link("https://a.example/甲"), Piece::Plain("，谢谢")],
            ),
            ("javascript:alert(1)", vec![Piece::Plain("javascript:alert(1)")]),
            ("https://", vec![Piece::Plain("https://")]),
        ];
        for (text, expected) in cases {
            let pieces = pieces(text);
            let whole: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Plain(text) | Piece::Link(text) => *text,
                })
                .collect();
            assert_eq!(whole, text);
            assert_eq!(pieces, expected, "{text}");
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
