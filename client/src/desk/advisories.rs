//! Advisories: what is published, whom it hits, who was told.

use crate::query::encode;
use crate::wire::Value;
use crate::{Desk, Failure, Fresh, IdempotencyKey, Query, Tagged};
use aftercare_shared::api::Page;
use aftercare_shared::api::advisories::{
    AdvisorySummary, ImportReport, Notifications, Preview, Revision, StatementView, Withdraw,
};

/// Where advisories stand.
const PATH: &str = "/v1/desk/advisories";

/// An advisory, whole, with its record as it is written: whoever edits it must not lose what a page of today
/// does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct AdvisorySheet {
    /// What the list shows.
    pub advisory: AdvisorySummary,
    /// The OSV record, as it was published.
    pub record: Value,
    /// The publications, the newest first.
    pub revisions: Vec<Revision>,
    /// What the vendor has said about single versions (VEX), the newest first.
    pub statements: Vec<StatementView>,
}

impl Desk {
    /// `GET /v1/desk/advisories`: a page of them, modified last first. Empty `words` look for nothing in
    /// particular.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn advisories(
        &self,
        words: &str,
        cursor: Option<&str>,
        etag: Option<&str>,
    ) -> Result<Fresh<Page<AdvisorySummary>>, Failure> {
        let words = Some(words.trim()).filter(|words| !words.is_empty());
        let query = Query::of(PATH).and_some("q", words).and_some("cursor", cursor);
        self.client.read_if_changed(&query.into_url(), etag).await
    }

    /// `GET /v1/desk/advisories/{advisory}`: one, whole.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn advisory(&self, id: &str, etag: Option<&str>) -> Result<Fresh<AdvisorySheet>, Failure> {
        self.client.read_if_changed(&path(id, ""), etag).await
    }

    /// `PUT /v1/desk/advisories/{advisory}`: publishes a document (OSV, GHSA, CSAF or OpenVEX, as JSON
    /// text). `replaces` is the ETag of what it takes the place of; `tells` is whether those whom it hits
    /// are told.
    ///
    /// # Errors
    /// `invalid` with the places where the document is wrong; `stale` where another stands by now.
    pub async fn publish(
        &self,
        id: &str,
        document: &str,
        replaces: Option<&str>,
        tells: Tells,
    ) -> Result<Tagged<AdvisorySheet>, Failure> {
        let url = Query::of(&path(id, "")).and("notify", tells.word()).into_url();
        self.client.put(&url, document.to_owned(), replaces).await
    }

    /// `POST /v1/desk/advisories`: publishes each record of a document that may hold several.
    ///
    /// # Errors
    /// `invalid` with the places where the document is wrong.
    pub async fn import(
        &self,
        document: &str,
        tells: Tells,
        key: &IdempotencyKey,
    ) -> Result<ImportReport, Failure> {
        let url = Query::of(PATH).and("notify", tells.word()).into_url();
        self.client.post_text(&url, document.to_owned(), Some(key)).await
    }

    /// `POST /v1/desk/advisories/preview`: whom a document would hit. Nothing is published.
    ///
    /// # Errors
    /// `invalid` with the places where the document is wrong.
    pub async fn preview(&self, document: &str) -> Result<Preview, Failure> {
        self.client.post_text(&[PATH, "/preview"].concat(), document.to_owned(), None).await
    }

    /// `GET /v1/desk/advisories/{advisory}/affected`: whom one that stands hits, a page of them.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn affected(&self, id: &str, cursor: Option<&str>) -> Result<Preview, Failure> {
        self.client.read(&page(id, "/affected", cursor)).await
    }

    /// `POST /v1/desk/advisories/{advisory}/withdraw`: takes one back. `replaces` is the ETag of what its
    /// writer has seen.
    ///
    /// # Errors
    /// `not-found`; `stale` where another stands by now.
    pub async fn withdraw_advisory(
        &self,
        id: &str,
        withdraw: &Withdraw,
        replaces: Option<&str>,
    ) -> Result<Tagged<AdvisorySheet>, Failure> {
        self.client.post_over(&path(id, "/withdraw"), withdraw, replaces).await
    }

    /// `POST /v1/desk/advisories/{advisory}/notify`: tells those whom it hits and who were not told yet.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn notify(&self, id: &str) -> Result<Notifications, Failure> {
        self.client.post_text(&path(id, "/notify"), "{}".to_owned(), None).await
    }

    /// `GET /v1/desk/advisories/{advisory}/notifications`: who was told, and how fast.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn notifications(&self, id: &str, cursor: Option<&str>) -> Result<Notifications, Failure> {
        self.client.read(&page(id, "/notifications", cursor)).await
    }
}

/// Whether those whom an advisory hits are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// At once.
    Affected,
    /// Nobody, until somebody asks for it.
    Nobody,
}

impl Tells {
    fn word(self) -> &'static str {
        match self {
            Self::Affected => "true",
            Self::Nobody => "false",
        }
    }
}

/// A page of a list, as long as there are.
fn page(id: &str, rest: &str, cursor: Option<&str>) -> String {
    Query::of(&path(id, rest)).and("limit", "100").and_some("cursor", cursor).into_url()
}

fn path(id: &str, rest: &str) -> String {
    let mut path = [PATH, "/"].concat();
    encode(id, &mut path);
    path.push_str(rest);
    path
}
