//! `/v1/desk/releases/{package}/guides`: migration guides that the desk writes. One lies over all that other
//! layers have of its id.

use aftercare_shared::problem::Kind;
use aftercare_shared::release::{Guide, MAX_GUIDES};
use axum::response::Response;

use crate::body::Json;
use crate::problem::Failure;
use crate::routes::desk::releases::{Word, refuse, shown, slip};

/// `PUT /{id}`
#[worker::send]
pub(crate) async fn put(word: Word, Json(guide): Json<Guide>) -> Result<Response, Failure> {
    let mut slips = guide.slips(word.package.ecosystem(), "#");
    if guide.id != word.part {
        slips.insert(0, slip("#/id", format!("This is the address of {}.", word.part)));
    }
    refuse(slips)?;
    word.change(&|desk| {
        desk.guides.retain(|known| known.id != guide.id);
        if desk.guides.len() >= MAX_GUIDES {
            let detail =
                format!("The desk keeps at most {MAX_GUIDES} guides of a package. Take one away first.");
            return Err(Failure::new(Kind::Refused, detail));
        }
        desk.guides.push(guide.clone());
        Ok(())
    })
    .await?;
    shown(&word.app, &word.package).await
}

/// `DELETE /{id}`: takes the desk's guide back, so that the one of a feed or a pushed list stands again.
#[worker::send]
pub(crate) async fn delete(word: Word) -> Result<Response, Failure> {
    word.take_back(&|desk| desk.guides.retain(|known| known.id != word.part)).await
}
