//! Releases: what the vendor has released, and where that is read.

use serde::Serialize;

use crate::query::encode;
use crate::{Desk, Failure, Fresh, Tagged};
use aftercare_shared::api::inventory::Inventory;
use aftercare_shared::api::releases::{FeedSources, Feeds, PackageReleases, Packages};
use aftercare_shared::id::AccountId;
use aftercare_shared::release::{Feed, Guide, Release};

/// Where releases stand.
const PATH: &str = "/v1/desk/releases";
/// Where feeds stand.
const FEEDS: &str = "/v1/desk/feeds";

impl Desk {
    /// `GET /v1/desk/releases`: the packages whose releases are known.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn packages(&self) -> Result<Packages, Failure> {
        self.client.read(PATH).await
    }

    /// `GET /v1/desk/releases/{package}`: the releases of one, by its package URL.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn releases(
        &self,
        package: &str,
        etag: Option<&str>,
    ) -> Result<Fresh<PackageReleases>, Failure> {
        self.client.read_if_changed(&path(package, None), etag).await
    }

    /// `PUT /v1/desk/releases/{package}`: pushes a whole list. It lies over what feeds list.
    ///
    /// # Errors
    /// `invalid` with the places where the list is wrong; `stale` where it has changed since `replaces`.
    pub async fn push_releases(
        &self,
        package: &str,
        feed: &Feed,
        replaces: Option<&str>,
    ) -> Result<Tagged<PackageReleases>, Failure> {
        self.client.put(&path(package, None), json(feed), replaces).await
    }

    /// `PUT /v1/desk/releases/{package}/{version}`: says more of one release: a deprecation and its
    /// replacement, a recall, an end, breaking changes, notes, what is to come. It takes the place of all that
    /// the desk said of it before.
    ///
    /// # Errors
    /// `invalid` with the places where it is wrong; `stale` where it has changed since `replaces`.
    pub fn edit_release(
        &self,
        package: &str,
        release: &Release,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<Tagged<PackageReleases>, Failure>> + use<> {
        self.client.put(&path(package, Some(&release.version)), json(release), replaces)
    }

    /// `DELETE /v1/desk/releases/{package}/{version}`: takes back what the desk said of a release.
    ///
    /// # Errors
    /// `not-found`; `stale` where the package has changed since `replaces`.
    pub fn unedit_release(
        &self,
        package: &str,
        version: &str,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        self.client.delete_over(&path(package, Some(version)), replaces)
    }

    /// `PUT /v1/desk/releases/{package}/guides/{id}`: writes a migration guide, which takes the place of any of
    /// that id.
    ///
    /// # Errors
    /// `invalid` with the places where it is wrong; `stale` where the package has changed since `replaces`.
    pub fn edit_guide(
        &self,
        package: &str,
        guide: &Guide,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<Tagged<PackageReleases>, Failure>> + use<> {
        self.client.put(&guide_path(package, &guide.id), json(guide), replaces)
    }

    /// `DELETE /v1/desk/releases/{package}/guides/{id}`: takes back the desk's guide of that id.
    ///
    /// # Errors
    /// `not-found`; `stale` where the package has changed since `replaces`.
    pub fn unedit_guide(
        &self,
        package: &str,
        id: &str,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        self.client.delete_over(&guide_path(package, id), replaces)
    }

    /// `GET /v1/desk/feeds`: where releases are read, and how that goes.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn feeds(&self, etag: Option<&str>) -> Result<Fresh<Feeds>, Failure> {
        self.client.read_if_changed(FEEDS, etag).await
    }

    /// `PUT /v1/desk/feeds`: configures all of them.
    ///
    /// # Errors
    /// `invalid` with the places where it is wrong; `stale` where it has changed since `replaces`.
    pub async fn configure_feeds(
        &self,
        feeds: &FeedSources,
        replaces: Option<&str>,
    ) -> Result<Tagged<Feeds>, Failure> {
        self.client.put(FEEDS, json(feeds), replaces).await
    }

    /// `GET /v1/desk/accounts/{account}/inventory`: what a customer is known to run.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn inventory(&self, account: &AccountId) -> Result<Inventory, Failure> {
        let mut path = "/v1/desk/accounts/".to_owned();
        encode(account.as_str(), &mut path);
        path.push_str("/inventory");
        self.client.read(&path).await
    }
}

fn path(package: &str, version: Option<&str>) -> String {
    let mut path = [PATH, "/"].concat();
    encode(package, &mut path);
    if let Some(version) = version {
        path.push('/');
        encode(version, &mut path);
    }
    path
}

fn guide_path(package: &str, id: &str) -> String {
    let mut path = path(package, Some("guides"));
    path.push('/');
    encode(id, &mut path);
    path
}

/// A DTO always has a JSON form.
fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
