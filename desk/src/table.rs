//! Tables, which become a card a row where the window is narrow.

use aftercare_ui::part::{Part, div, el, many};

/// A table. Its cells say on a narrow window what they are, by the heading they stand under.
pub(crate) fn table(label: &'static str, heads: &[&'static str], rows: Part) -> Part {
    let heads = many(heads, |head| el("th", "").attr("scope", "col").child(*head));
    el("table", "table")
        .attr("aria-label", label)
        .child(el("thead", "").child(el("tr", "").child(heads)))
        .child(el("tbody", "").child(rows))
        .into()
}

/// A cell under a heading.
pub(crate) fn cell(heading: &'static str, what: impl Into<Part>) -> Part {
    el("td", "").attr("data-head", heading).child(div("").child(what)).into()
}
