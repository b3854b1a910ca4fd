//! The policy: what is in force, what was, and what another would change.

use aftercare_shared::api::Page;
use aftercare_shared::api::desk::policies::{Differences, PolicyVersion, Pushed};

use crate::wire::Value;
use crate::{Desk, Failure, Fresh, IdempotencyKey, Query};

/// Where policies stand.
const PATH: &str = "/v1/desk/policies";

/// A version with its document as it is written: whoever edits it must not lose what a page of today does
/// not know.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Which version.
    pub version: PolicyVersion,
    /// The whole of it, in JSON.
    pub document: Value,
}

impl Desk {
    /// `GET /v1/desk/policies`: a page of the versions, newest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn policies(&self, cursor: Option<&str>) -> Result<Page<PolicyVersion>, Failure> {
        self.client.read(&Query::of(PATH).and_some("cursor", cursor).into_url()).await
    }

    /// `GET /v1/desk/policies/current`: the version in force.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn policy_in_force(&self, etag: Option<&str>) -> Result<Fresh<Sheet>, Failure> {
        self.client.read_if_changed(&[PATH, "/current"].concat(), etag).await
    }

    /// `GET /v1/desk/policies/{version}`: a version, which never changes.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn policy(&self, version: u32) -> Result<Sheet, Failure> {
        self.client.read(&[PATH, "/", &version.to_string()].concat()).await
    }

    /// `POST /v1/desk/policies/diff`: what a document (a JSON text) would change. Nothing is written.
    ///
    /// # Errors
    /// `invalid` with every slip of the document and its place; `malformed` where it is no policy at all.
    pub async fn compare_policy(&self, document: &str, against: u32) -> Result<Differences, Failure> {
        let body = ["{\"against\":", &against.to_string(), ",\"document\":", document, "}"].concat();
        self.client.post_text(&[PATH, "/diff"].concat(), body, None).await
    }

    /// `POST /v1/desk/policies`: puts a document (a JSON text) in force.
    ///
    /// # Errors
    /// As for [`Desk::compare_policy`]; `forbidden` for whoever is no admin; `stale` where another version
    /// than `based_on` is in force by now.
    pub async fn push_policy(
        &self,
        document: &str,
        based_on: u32,
        note: &str,
        key: &IdempotencyKey,
    ) -> Result<Pushed, Failure> {
        let note = Value::Text(note.to_owned()).written();
        let based_on = based_on.to_string();
        let body =
            ["{\"based_on\":", &based_on, ",\"note\":", &note, ",\"document\":", document, "}"].concat();
        self.client.post_text(PATH, body, Some(key)).await
    }
}
