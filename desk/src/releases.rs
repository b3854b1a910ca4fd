//! The page of releases.

use aftercare_ui::part::Part;

use crate::page::page;
use crate::workplace::Workplace;

/// The page.
pub(crate) fn releases(work: Workplace) -> Part {
    page(work.words().side.releases, Part::Nothing)
}
