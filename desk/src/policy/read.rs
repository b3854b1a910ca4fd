//! A version, drawn for people: who is promised what, when the clocks run, what is done within the house.

use aftercare_client::wire::Value;
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_ui::Tone;
use aftercare_ui::messages::promise;
use aftercare_ui::part::{El, Part, div, el, many, p, span, unseen};
use chrono::{Datelike, Days, NaiveDate};

use crate::document::{entries, items, text};
use crate::policy::terms::{Special, Terms, WEEK, cell, date, specials, week};

/// How far ahead holidays are shown, in days.
const AHEAD: u64 = 366;

/// All of a version. `today` is where the days ahead begin.
pub(super) fn sheet(terms: &Terms<'_>, today: NaiveDate) -> Part {
    let words = terms.words();
    let document = terms.document;
    let plans = many(items(document, "plans"), |it| plan(terms, it));
    let calendars = many(entries(document, "calendars"), |(id, it)| calendar_card(terms, id, it, today));
    Part::from([
        section("promises", words.promises, plans),
        section("calendars", words.calendars, [calendars, regional(terms)].into()),
        section("house", words.house, house(terms)),
    ])
}

fn section(id: &'static str, title: &'static str, body: Part) -> Part {
    el("section", "stack")
        .attr("aria-labelledby", id)
        .child(el("h2", "").attr("id", id).attr("tabindex", "-1").child(title))
        .child(body)
        .into()
}

/// A plan: its table of targets, its channels, what else it includes.
fn plan(terms: &Terms<'_>, plan: &Value) -> Part {
    let words = terms.words();
    let id = text(plan, "id");
    let name = terms.plan(id);
    let is_default = text(terms.document, "default_plan") == id;
    let heading = el("h3", "row wrap")
        .child(name.clone())
        .child(el("code", "tiny").child(id.to_owned()))
        .child(is_default.then(|| Tone::Plain.pill(words.default_plan)));
    let line = |text: String| Part::from(el("li", "").child(text));
    let channels = items(plan, "channels").iter().map(|it| line(channel(terms, it))).collect();
    let included = entries(plan, "entitlements");
    let included = included.iter().filter_map(|(word, it)| entitlement(terms, word, it)).map(line).collect();
    let lists = div("policy-lists")
        .child(listed(p("label").child(words.channels), channels))
        .child(listed(p("label").child(words.entitlements), included));
    el("article", "card stack").child(heading).child(targets(terms, plan, &name)).child(lists).into()
}

/// A list under its name; nothing where it is empty.
fn listed(name: El, lines: Vec<Part>) -> Part {
    if lines.is_empty() {
        return Part::Nothing;
    }
    div("").child(name).child(el("ul", "bullets").child(lines)).into()
}

/// The targets of a plan: severities that are promised the same stand in one row.
fn targets(terms: &Terms<'_>, plan: &Value, name: &str) -> Part {
    let words = terms.words();
    let offered = terms.offered();
    let is_promised =
        |metric: &Metric| offered.iter().any(|severity| cell(plan, *severity, *metric).is_some());
    let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(is_promised).collect();
    if metrics.is_empty() {
        return p("muted").child(words.unpromised).into();
    }
    let mut rows: Vec<(Vec<String>, Vec<Option<&Value>>)> = Vec::new();
    for severity in offered {
        let cells = metrics.iter().map(|metric| cell(plan, severity, *metric)).collect();
        match rows.last_mut() {
            Some((names, known)) if *known == cells => names.push(terms.severity(severity)),
            Some(_) | None => rows.push((vec![terms.severity(severity)], cells)),
        }
    }
    let row = |(names, cells): (Vec<String>, Vec<Option<&Value>>)| {
        let cells = many(cells.into_iter().zip(&metrics), |(cell, metric)| {
            metric_cell(terms, *metric, promised(terms, cell))
        });
        el("tr", "").child(el("th", "").attr("scope", "row").child(terms.list(names))).child(cells)
    };
    let rows = many(rows, row);
    table(terms, el("caption", "unseen").child([name, ": ", words.promises].concat()), &metrics, rows)
}

/// A table of targets.
pub(super) fn table(terms: &Terms<'_>, caption: El, metrics: &[Metric], rows: Part) -> Part {
    let head = |text: &'static str| Part::from(el("th", "").attr("scope", "col").child(text));
    let heads = many(metrics, |metric| head(terms.metric(*metric)));
    el("table", "grid-table targets")
        .child(caption)
        .child(el("thead", "").child(el("tr", "").child(head(terms.words().severity)).child(heads)))
        .child(el("tbody", "").child(rows))
        .into()
}

/// A cell of it. On a narrow window a row is a block, and each cell says what it measures.
pub(super) fn metric_cell(terms: &Terms<'_>, metric: Metric, body: Part) -> El {
    el("td", "").attr("data-metric", terms.metric(metric)).child(body)
}

fn promised(terms: &Terms<'_>, cell: Option<&Value>) -> Part {
    let words = terms.words();
    match cell {
        None => Part::from([
            span("").attr("aria-hidden", "true").child("–").into(),
            unseen(words.unpromised).into(),
        ]),
        Some(cell) if cell.as_str().is_some() => span("muted").child(words.best_effort).into(),
        Some(cell) => Part::from([
            el("b", "block").child(words.duration(text(cell, "duration"))).into(),
            span("tiny").child(terms.clock(text(cell, "clock"))).into(),
        ]),
    }
}

fn channel(terms: &Terms<'_>, channel: &Value) -> String {
    let words = terms.words();
    let mut told = vec![words.named(channel.as_str().unwrap_or_else(|| text(channel, "channel")))];
    told.extend(channel.get("clock").and_then(Value::as_str).map(|clock| terms.clock(clock)));
    let severities = terms.all_known(items(channel, "severities"));
    if !severities.is_empty() {
        told.push((words.only_for)(&terms.list(severities)));
    }
    told.join(" · ")
}

/// What a plan includes of something; none where it does not.
fn entitlement(terms: &Terms<'_>, word: &str, entitlement: &Value) -> Option<String> {
    let name = terms.words().named(word);
    if let Some(included) = entitlement.as_bool() {
        return included.then_some(name);
    }
    let limit = entitlement.get("limit")?;
    let count = limit.as_i64().map_or_else(|| terms.words().unlimited.to_owned(), |count| count.to_string());
    let counted = terms.per(&count, text(entitlement, "per")).unwrap_or(count);
    (limit.as_i64() != Some(0)).then(|| [&name, ": ", &counted].concat())
}

/// A calendar: its week, and the days ahead that differ from it.
fn calendar_card(terms: &Terms<'_>, id: &str, calendar: &Value, today: NaiveDate) -> Part {
    let words = terms.words();
    // A calendar may be open with other offices, each with a week and holidays of its own.
    let others = calendar.get("also").and_then(Value::as_list).unwrap_or_default();
    let other = |office: &Value| -> Part {
        let name = office.get("name").and_then(|name| terms.name(name));
        let heading = p("label").child(words.also).child(name.map(|name| [": ", &name].concat()));
        div("stack").child(heading).child(office_hours(terms, office, today)).into()
    };
    el("article", "card stack")
        .child(calendar_name("h3", terms, id, calendar))
        .child(office_hours(terms, calendar, today))
        .child(many(others, other))
        .child(p("tiny").child(text(calendar, "source").to_owned()))
        .into()
}

/// An office's week, and the days ahead that differ from it.
fn office_hours(terms: &Terms<'_>, office: &Value, today: NaiveDate) -> Part {
    let words = terms.words();
    let weekdays = many(week(office), |(first, last, windows)| {
        let day = |at: usize| words.days.get(at).copied().unwrap_or_default();
        let days =
            if first == last { day(first).to_owned() } else { [day(first), "–", day(last)].concat() };
        pair(days, terms.windows(windows))
    });
    let zone = p("tiny").child([words.zone, ": ", text(office, "zone")].concat());
    let stated = office.get("known_through").and_then(Value::as_i64);
    let listed = || specials(office).iter().filter_map(|special| date(special.to)).map(|it| it.year()).max();
    let known = stated.and_then(|year| i32::try_from(year).ok()).or_else(listed);
    let week = div("")
        .child(p("label").child(words.week))
        .child(el("dl", "policy-pairs").child(weekdays))
        .child(zone);
    let days = div("")
        .child(p("label").child(words.ahead))
        .child(ahead(terms, office, today))
        .child(known.map(|year| p("tiny").child((words.known_through)(year))));
    div("policy-lists").child(week).child(days).into()
}

/// The heading of a calendar: its name, and what targets call it.
pub(super) fn calendar_name(tag: &'static str, terms: &Terms<'_>, id: &str, calendar: &Value) -> El {
    let name = terms.calendar(id, calendar);
    let own_name = (name != id).then(|| el("code", "tiny").child(id.to_owned()));
    el(tag, "row wrap").child(name).child(own_name)
}

fn pair(name: impl Into<Part>, value: impl Into<Part>) -> Part {
    div("").child(el("dt", "").child(name)).child(el("dd", "").child(value)).into()
}

/// The days of the coming year that differ from the week, by name.
fn ahead(terms: &Terms<'_>, calendar: &Value, today: NaiveDate) -> Part {
    let until = today.checked_add_days(Days::new(AHEAD)).unwrap_or(NaiveDate::MAX);
    let mut days = specials(calendar);
    days.retain(|special| {
        date(special.to).is_none_or(|date| date >= today)
            && date(special.from).is_none_or(|date| date <= until)
    });
    if days.is_empty() {
        return p("muted").child(terms.words().none_ahead).into();
    }
    let day =
        |special: &Special<'_>| pair(terms.dates(special.from, special.to), what(terms, calendar, special));
    el("dl", "policy-pairs wide").child(many(&days, day)).into()
}

/// What a day is that differs from the week: a holiday by its name, or its hours.
pub(super) fn what(terms: &Terms<'_>, calendar: &Value, special: &Special<'_>) -> String {
    let general = promise::words(terms.reader.lang);
    match special.what {
        Ok(holiday) => terms.name(holiday).unwrap_or_else(|| general.holiday.to_owned()),
        Err(windows) => {
            let weekday = date(special.from).map(|date| date.weekday().num_days_from_monday());
            let day = weekday.and_then(|at| WEEK.get(usize::try_from(at).ok()?));
            let hours = |day: &&str| calendar.get("hours").map(|hours| items(hours, day)).unwrap_or_default();
            let is_closed = day.is_some_and(|day| hours(day).is_empty());
            let kind = if is_closed { general.make_up_day } else { general.changed_hours };
            [kind, ": ", &terms.windows(windows)].concat()
        }
    }
}

/// The sets from which the account's region picks a calendar.
fn regional(terms: &Terms<'_>) -> Part {
    let words = terms.words();
    many(entries(terms.document, "regional"), |(name, set)| {
        let of_region = |calendar: &Value| terms.clock(calendar.as_str().unwrap_or_default());
        let rows = many(entries(set, "calendars"), |(region, it)| pair(region.clone(), of_region(it)));
        // The default is a region of the set.
        let others = set.get("calendars").and_then(|regions| regions.get(text(set, "default")));
        let others = others.map(|calendar| pair(words.other_regions, of_region(calendar)));
        el("article", "card stack")
            .child(el("h3", "row wrap").child(words.regional).child(el("code", "tiny").child(name.clone())))
            .child(el("dl", "policy-pairs wide").child(rows).child(others))
    })
}

/// The vendor's own rules.
fn house(terms: &Terms<'_>) -> Part {
    let (words, document) = (terms.words(), terms.document);
    let line = |text: String| Part::from(el("li", "").child(text));
    let severities = terms.offered().into_iter().map(|it| severity(terms, it)).collect();
    let teams = items(document, "teams").iter().map(|team| {
        let id = text(team, "id");
        el("li", "").child(terms.team(id)).child(" ").child(el("code", "tiny").child(id.to_owned())).into()
    });
    let routing = document.get("routing").unwrap_or(&Value::Null);
    let rule = |rule: &Value| [&selected(terms, rule), " → ", &terms.team(text(rule, "team"))].concat();
    let mut rules: Vec<Part> = items(routing, "rules").iter().map(|it| line(rule(it))).collect();
    rules.push(line([words.all_else, " → ", &terms.team(text(routing, "default"))].concat()));
    let escalation = |rule: &Value| {
        let percent = rule.get("at").and_then(Value::as_i64).and_then(|at| u16::try_from(at).ok());
        let at = (words.at)(percent.unwrap_or_default());
        let acts = terms.list(items(rule, "do").iter().map(|it| act(terms, it)).collect());
        line([&selected(terms, rule), " · ", &at, " → ", &acts].concat())
    };
    let escalations = items(document, "escalations").iter().map(escalation).collect();
    let percents = items(document, "warnings").iter().filter_map(Value::as_i64);
    let warnings = terms.list(percents.map(|percent| [&percent.to_string(), "%"].concat()).collect());
    let source = text(document, "source");
    let pairs = el("dl", "policy-pairs wide")
        .child(pair(words.warnings, [&warnings, " ", words.of_target].concat()))
        .child(pair(words.grace, words.duration(text(document, "grace"))))
        .child(pair(words.reopen, words.reopen(text(document, "reopen"))))
        .child((!source.is_empty()).then(|| pair(words.source, source.to_owned())));
    let name = |name: &'static str| el("h3", "").child(name);
    div("card stack")
        .child(
            div("policy-lists")
                .child(listed(name(words.severities), severities))
                .child(listed(name(words.teams), teams.collect()))
                .child(listed(name(words.routing), rules))
                .child(listed(name(words.escalations), escalations)),
        )
        .child(pairs)
        .into()
}

/// A severity with what it means.
fn severity(terms: &Terms<'_>, severity: Severity) -> Part {
    el("li", "")
        .child(el("b", "").child(terms.severity(severity)))
        .child(" ")
        .child(span("muted").child(terms.severity_means(severity)))
        .into()
}

/// What a rule is for.
fn selected(terms: &Terms<'_>, rule: &Value) -> String {
    let lists = ["metrics", "plans", "severities", "products"].into_iter();
    let names: Vec<String> = lists.flat_map(|list| terms.all_known(items(rule, list))).collect();
    if names.is_empty() { terms.words().everything.to_owned() } else { terms.list(names) }
}

/// What a rule does, by the one field of an act.
fn act(terms: &Terms<'_>, act: &Value) -> String {
    let Some((kind, what)) = act.as_object().and_then(<[_]>::first) else { return String::new() };
    let whom = what.as_str().unwrap_or_else(|| text(what, "to"));
    acted(terms, kind, whom)
}

/// What is done: `notify`, `reassign` or `raise`, and to whom or what.
pub(super) fn acted(terms: &Terms<'_>, kind: &str, whom: &str) -> String {
    let words = terms.words();
    match (kind, whom) {
        ("notify", "team") => words.notify_team.to_owned(),
        ("notify", "lead") => words.notify_lead.to_owned(),
        ("reassign", team) => (words.reassign)(&terms.team(team)),
        ("raise", severity) => (words.raise)(&terms.known(severity)),
        (kind, whom) => [kind, " ", whom].concat(),
    }
}
