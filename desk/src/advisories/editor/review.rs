//! Whom a text would hit, before it is published, and whether they are told.

use aftercare_shared::api::advisories::Impact;
use aftercare_shared::api::notices::Verdict;
use aftercare_ui::Reader;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p};

use crate::advisories::Advisories;
use crate::advisories::customers::cells;
use crate::advisories::editor::view::pill;
use crate::advisories::one::section;
use crate::page::guarded;
use crate::table::table;
use crate::workplace::Workplace;

/// The second step.
pub(super) fn review(work: Workplace, reader: Reader) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let Some(preview) = editor.preview.get_untracked() else { return Part::Nothing };
    let hit: u32 = preview.advisories.iter().map(|impact| impact.affected_accounts).sum();
    let none = preview.advisories.is_empty().then(|| p("muted").child(words.only_statements));
    let skipped = (!preview.skipped.is_empty()).then(|| {
        section(
            words.skipped,
            el("ul", "").child(many(&preview.skipped, |name| el("li", "").child(name.clone()))).into(),
        )
    });
    let label = move || if editor.is_busy.get() { words.publishing } else { words.publish };
    let publish = guarded(work, "primary", "", move || editor.publish(work)).child(live(label));
    let buttons = div("row wrap onward")
        .child(div("grow").child(button("ghost", move || editor.rewrite()).child(words.rewrite)))
        .child(publish);
    Part::from([
        none.into(),
        many(&preview.advisories, |impact| impacted(work, impact, reader)),
        skipped.into(),
        telling(work, hit),
        buttons.into(),
    ])
}

fn impacted(work: Workplace, impact: &Impact, reader: Reader) -> El {
    let words = &work.words().advisories;
    let title = if impact.summary.is_empty() { impact.id.clone() } else { impact.summary.clone() };
    let counts = [
        if impact.affected_accounts == 0 {
            words.would_hit_nobody.to_owned()
        } else {
            (words.would_hit)(impact.affected_accounts)
        },
        if impact.unknown_accounts == 0 {
            String::new()
        } else {
            (words.and_unclear)(impact.unknown_accounts)
        },
    ]
    .concat();
    let more = usize::try_from(impact.affected_accounts.saturating_add(impact.unknown_accounts))
        .unwrap_or(usize::MAX)
        .saturating_sub(impact.accounts.len());
    let row = |account| el("tr", "").child(cells(account, words, reader));
    let heads = [words.customer, words.runs, words.fixed_in];
    let rows = (!impact.accounts.is_empty()).then(|| {
        // Whom it certainly hits stand first, as the service sorts them.
        debug_assert!(impact.accounts.is_sorted_by_key(|it| it.verdict == Verdict::Unknown));
        table(words.customers, &heads, many(&impact.accounts, row))
    });
    el("section", "part")
        .child(el("h3", "impact-title").child(title))
        .child(
            div("row wrap")
                .child(pill(work, impact.severity))
                .child(el("code", "tiny").child(impact.id.clone())),
        )
        .child(p("counts").child(el("b", "").child(counts)))
        .child(rows)
        .child((more > 0).then(|| p("tiny").child((words.and_others)(more))))
}

/// The choice whether those who are hit are told at once.
fn telling(work: Workplace, hit: u32) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let choice = move |(tells, name, hint): (bool, String, &'static str)| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", "tells")
            .live_flag("checked", move || editor.tells.get() == tells)
            .on("change", move |_| editor.tells.set(tells));
        el("label", "choice")
            .child(input)
            .child(div("").child(div("").child(name)).child(div("tiny").child(hint)))
    };
    let choices = [
        (
            true,
            (words.tell_now)(hit),
            if editor.is_edit() { words.tell_now_edit } else { words.tell_now_hint },
        ),
        (false, words.tell_nobody.to_owned(), words.tell_nobody_hint),
    ];
    el("fieldset", "plain part choices")
        .child(el("legend", "label").child(words.telling))
        .child(many(choices, choice))
        .into()
}
