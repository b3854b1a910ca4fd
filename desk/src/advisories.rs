//! The page of advisories.

use aftercare_ui::part::Part;

use crate::page::page;
use crate::workplace::Workplace;

/// The page.
pub(crate) fn advisories(work: Workplace) -> Part {
    page(work.words().side.advisories, Part::Nothing)
}
