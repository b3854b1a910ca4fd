//! The vendor's own rules, as far as they are a word or a number: who is on no plan, warnings, grace, reopening.

use aftercare_client::wire::Value;
use aftercare_ui::messages::desk::policy::words;
use aftercare_ui::part::{Part, div, el, p};

use crate::document::{items, text};
use crate::policy::draft::Draft;
use crate::policy::edit::field::{choice, line};
use crate::policy::terms::Terms;

/// What reopening may do, as the document says it; the first where it does not.
const REOPENS: [&str; 2] = ["continue", "fresh"];

/// The fields.
pub(super) fn house(draft: Draft, terms: &Terms<'_>) -> Part {
    let (own, edit, document) = (terms.words(), &words(terms.reader.lang).edit, terms.document);
    let put = move |at: &str, text: String| draft.put(at, Value::Text(text.trim().to_owned()));
    let plans = items(document, "plans").iter().map(|plan| text(plan, "id"));
    let default_plan = choice(
        draft,
        "/default_plan".to_owned(),
        own.default_plan.to_owned(),
        text(document, "default_plan"),
        plans.map(|id| (id.to_owned(), terms.plan(id))).collect(),
        put,
    );
    let percents: Vec<String> = items(document, "warnings").iter().map(Value::written).collect();
    let warnings = line(
        draft,
        "/warnings".to_owned(),
        [own.warnings, " ", own.of_target].concat(),
        percents.join(", "),
        move |at, text| draft.put(at, percents_of(&text)),
    );
    let grace = text(document, "grace").to_owned();
    let grace = line(draft, "/grace".to_owned(), own.grace.to_owned(), grace, put);
    let present = Some(text(document, "reopen")).filter(|word| !word.is_empty()).unwrap_or(REOPENS[0]);
    let options = REOPENS.map(|word| (word.to_owned(), own.reopen(word).to_owned())).to_vec();
    let reopen = choice(draft, "/reopen".to_owned(), own.reopen.to_owned(), present, options, put);
    Part::from([
        el("h3", "").child(own.house).into(),
        div("card stack")
            .child(default_plan)
            .child(warnings.child(p("tiny").child(edit.warnings_hint)))
            .child(grace)
            .child(reopen)
            .into(),
    ])
}

/// Percentages that were written in a field. What is no number goes on as it is, for the service to say so.
fn percents_of(text: &str) -> Value {
    let parts = text.split([',', '，', '、', ' ', '%']).map(str::trim).filter(|part| !part.is_empty());
    let percent = |part: &str| part.parse().map_or_else(|_| Value::Text(part.to_owned()), Value::Whole);
    Value::List(parts.map(percent).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_as_people_write_them() {
        for (text, expected) in
            [("50, 75, 90", "[50, 75, 90]"), ("50%、75%", "[50, 75]"), ("", "[]"), ("half", "[\"half\"]")]
        {
            assert_eq!(percents_of(text).written(), expected, "{text}");
        }
    }
}
