//! Advisories, releases, feeds, and what customers run.

use schemars::SchemaGenerator;

use crate::api::Page;
use crate::api::advisories::{AdvisorySummary, AdvisoryView, ImportReport, Notifications, Preview, Withdraw};
use crate::api::feeds::AdvisoryFeed;
use crate::api::inventory::{Inventory, NewInventory};
use crate::api::openapi::operations::{
    CURSOR, Credential, Operation, Parameter, Place, of, operation, query,
};
use crate::api::releases::{FeedSources, Feeds, PackageReleases, Packages};
use crate::api::upgrades::Upgrades;
use crate::osv;
use crate::release::{Feed, Guide, Release};

const fn path(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Path, repeated: false, about }
}

const ADVISORY: Parameter = path("advisory", "The record's id, such as `GHSA-mwq8-fjpf-c2gr`.");
const PACKAGE: Parameter =
    path("package", "A package URL without a version, percent-encoded as one segment.");
const VERSION: Parameter = path("version", "The release's version, as its registry writes it.");
const GUIDE: Parameter = path("id", "The guide's id, unique in the package.");
const ACCOUNT: Parameter = path("account", "The vendor's own id of the customer.");
const NOTIFY: Parameter =
    query("notify", "`false` tells nobody until `notify` is called. `true` unless given.");

pub(super) const OPERATIONS: &[Operation] = &[
    operation(
        "get",
        "/v1/inventory",
        "showInventory",
        Credential::Session,
        "What the caller's account is known to run.",
    )
    .gives("200", of!(Inventory)),
    operation(
        "put",
        "/v1/inventory",
        "declareInventory",
        Credential::Session,
        "Say all that one project runs, in the place of what was said of it before.",
    )
    .takes(of!(NewInventory))
    .gives("200", of!(Inventory)),
    operation(
        "get",
        "/v1/upgrades",
        "listUpgrades",
        Credential::Session,
        "Where to go from what the caller runs, what their plan includes of it, and the guides. Carries an ETag.",
    )
    .with(&[Parameter {
        name: "sdk",
        place: Place::Query,
        repeated: true,
        about: "A package URL with the version that runs: `pkg:npm/matrix-js-sdk@23.5.0`. At most 50.",
    }])
    .gives("200", of!(Upgrades)),
    operation(
        "get",
        "/v1/upgrades/guides/{id}",
        "readGuide",
        Credential::Session,
        "A migration guide, whole. Carries an ETag.",
    )
    .with(&[GUIDE, query("sdk", "The package URL of the package whose guide it is.")])
    .gives("200", of!(Guide)),
    operation(
        "get",
        "/v1/feeds/advisories",
        "readAdvisoryFeed",
        Credential::None,
        "The vendor's advisories (OSV), statements and releases: all that an audit needs. Carries an ETag.",
    )
    .gives("200", of!(AdvisoryFeed)),
    operation(
        "get",
        "/v1/desk/advisories",
        "listAdvisories",
        Credential::Agent,
        "The vendor's advisories, modified last first, with how many customers each hits. Carries an ETag.",
    )
    .with(&[query("q", "What the record is to hold, as it was typed."), CURSOR, query("limit", "1 to 100.")])
    .gives("200", of!(Page<AdvisorySummary>)),
    operation(
        "post",
        "/v1/desk/advisories",
        "importAdvisories",
        Credential::Agent,
        "Publish each record of a document: OSV, a list of OSV, GHSA, CSAF 2.0 or OpenVEX, told by its fields.",
    )
    .keyed()
    .with(&[NOTIFY])
    .takes(of!(osv::Record))
    .gives("201", of!(ImportReport)),
    operation(
        "post",
        "/v1/desk/advisories/preview",
        "previewAdvisory",
        Credential::Agent,
        "Whom a document would hit, by what customers are known to run. Nothing is published.",
    )
    .takes(of!(osv::Record))
    .gives("200", of!(Preview)),
    operation(
        "get",
        "/v1/desk/advisories/{advisory}",
        "showAdvisory",
        Credential::Agent,
        "An advisory: its record, its publications, what was said of single versions. Carries an ETag.",
    )
    .with(&[ADVISORY])
    .gives("200", of!(AdvisoryView)),
    operation(
        "put",
        "/v1/desk/advisories/{advisory}",
        "publishAdvisory",
        Credential::Agent,
        "Publish an advisory: a document as for importing that holds this one. The same again changes nothing.",
    )
    .conditional()
    .with(&[ADVISORY, NOTIFY])
    .takes(of!(osv::Record))
    .gives("200", of!(AdvisoryView)),
    operation(
        "get",
        "/v1/desk/advisories/{advisory}/affected",
        "listAffected",
        Credential::Agent,
        "Whom an advisory hits, by what customers are known to run, and who of them was told. Carries an ETag.",
    )
    .with(&[ADVISORY, CURSOR, query("limit", "1 to 100.")])
    .gives("200", of!(Preview)),
    operation(
        "post",
        "/v1/desk/advisories/{advisory}/withdraw",
        "withdrawAdvisory",
        Credential::Agent,
        "Take an advisory back, and tell those who were told of it.",
    )
    .conditional()
    .with(&[ADVISORY])
    .takes(of!(Withdraw))
    .gives("200", of!(AdvisoryView)),
    operation(
        "post",
        "/v1/desk/advisories/{advisory}/notify",
        "notifyAffected",
        Credential::Agent,
        "Tell those whom an advisory hits and who were not told of its newest revision. Nobody is told twice.",
    )
    .with(&[ADVISORY])
    .gives("200", of!(Notifications)),
    operation(
        "get",
        "/v1/desk/advisories/{advisory}/notifications",
        "listNotifications",
        Credential::Agent,
        "Who was told of an advisory's newest revision, on which channel, and how fast.",
    )
    .with(&[ADVISORY, CURSOR, query("limit", "1 to 100.")])
    .gives("200", of!(Notifications)),
    operation(
        "get",
        "/v1/desk/releases",
        "listPackages",
        Credential::Agent,
        "The packages whose releases are known.",
    )
    .gives("200", of!(Packages)),
    operation(
        "get",
        "/v1/desk/releases/{package}",
        "showReleases",
        Credential::Agent,
        "A package's releases, feeds and desk in one. Carries an ETag.",
    )
    .with(&[PACKAGE])
    .gives("200", of!(PackageReleases)),
    operation(
        "put",
        "/v1/desk/releases/{package}",
        "pushReleases",
        Credential::Agent,
        "Push a whole list of releases. It lies over what feeds list.",
    )
    .conditional()
    .with(&[PACKAGE])
    .takes(of!(Feed))
    .gives("200", of!(PackageReleases)),
    operation(
        "put",
        "/v1/desk/releases/{package}/{version}",
        "editRelease",
        Credential::Agent,
        "Say more of one release: deprecated, recalled, ended, breaking, announced. It lies over all else.",
    )
    .conditional()
    .with(&[PACKAGE, VERSION])
    .takes(of!(Release))
    .gives("200", of!(PackageReleases)),
    operation(
        "delete",
        "/v1/desk/releases/{package}/{version}",
        "uneditRelease",
        Credential::Agent,
        "Take back what the desk said of one release.",
    )
    .conditional()
    .with(&[PACKAGE, VERSION])
    .gives_nothing(),
    operation(
        "put",
        "/v1/desk/releases/{package}/guides/{id}",
        "editGuide",
        Credential::Agent,
        "Write a migration guide. It lies over all that other layers have of its id.",
    )
    .conditional()
    .with(&[PACKAGE, GUIDE])
    .takes(of!(Guide))
    .gives("200", of!(PackageReleases)),
    operation(
        "delete",
        "/v1/desk/releases/{package}/guides/{id}",
        "uneditGuide",
        Credential::Agent,
        "Take back the desk's guide, so that what lies below stands again.",
    )
    .conditional()
    .with(&[PACKAGE, GUIDE])
    .gives_nothing(),
    operation(
        "get",
        "/v1/desk/feeds",
        "listFeeds",
        Credential::Agent,
        "Where releases are read, when they last were, and what went wrong. Carries an ETag.",
    )
    .gives("200", of!(Feeds)),
    operation(
        "put",
        "/v1/desk/feeds",
        "configureFeeds",
        Credential::Agent,
        "Configure all feeds. One that is left out is read no more, and what it listed is forgotten.",
    )
    .conditional()
    .takes(of!(FeedSources))
    .gives("200", of!(Feeds)),
    operation(
        "get",
        "/v1/desk/accounts/{account}/inventory",
        "showAccountInventory",
        Credential::Agent,
        "What a customer is known to run.",
    )
    .with(&[ACCOUNT])
    .gives("200", of!(Inventory)),
    operation(
        "put",
        "/v1/desk/accounts/{account}/inventory",
        "declareAccountInventory",
        Credential::Agent,
        "Say all that one project of a customer runs, for the vendor's own machines.",
    )
    .with(&[ACCOUNT])
    .takes(of!(NewInventory))
    .gives("200", of!(Inventory)),
];
