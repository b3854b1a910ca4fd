//! What is kept about a release says what asking every advisory says.

use serde_json::json;

use super::*;
use crate::osv::{Record, Statement, VexStatus};
use crate::package::Purl;
use crate::release::Feed;

fn record(id: &str, package: &str, affected: serde_json::Value) -> Record {
    let mut affected = affected;
    affected["package"] = json!({"ecosystem": package, "name": "g:chat"});
    let record = json!({"id": id, "modified": "2026-01-01T00:00:00Z", "affected": [affected]});
    serde_json::from_value(record).expect("a record")
}

fn range(introduced: &str, fixed: &str) -> serde_json::Value {
    let events = json!([{"introduced": introduced}, {"fixed": fixed}]);
    json!({"ranges": [{"type": "ECOSYSTEM", "events": events}]})
}

#[test]
fn what_is_kept_about_a_release_is_what_every_advisory_says() {
    let elsewhere = "Maven:https://maven.example.com/releases";
    let records = [
        record("A-1", "Maven", range("0", "1.2.0")),
        record("A-2", "Maven", range("1.1.0", "2.0.0")),
        record("A-3", "Maven", json!({"versions": ["1.1.0", "odd one"]})),
        record("A-4", elsewhere, range("0", "9.0.0")),
        record("A-5", "Maven", range("not a version?", "3.0.0")),
        record("A-6", "Maven", range("1.0.0", "2.0.0")),
    ];
    let vouched = Statement {
        names: vec!["A-6".to_owned()],
        about: serde_json::from_value(json!({"package": {"ecosystem": "Maven", "name": "g:chat"},
            "versions": ["1.1.0"]}))
        .expect("an entry"),
        status: VexStatus::NotAffected,
        justification: None,
        at: None,
    };
    let index = || Index::compile(&records).with_statements(std::slice::from_ref(&vouched));
    let asked = ["1.0.0", "1.1.0", "1.1", "1.2.0", "2.0.0", "3.0.0", "0.1", "1.1.5", "99"];
    for home in ["Maven", elsewhere] {
        let package = Package::from_osv(home, "g:chat");
        let releases = ["1.0.0", "1.1.0", "1.2.0", "2.0.0", "3.0.0"].map(|it| json!({"version": it}));
        let feed = json!({"package": "pkg:maven/g/chat", "releases": releases});
        let mut feed: Feed = serde_json::from_value(feed).expect("a feed");
        feed.package = Purl::new(package, None);
        let catalogue = Catalogue::new(index(), [ReleaseList::compile(feed)]);
        for from in ["Maven", elsewhere] {
            let package = Package::from_osv(from, "g:chat");
            for version in asked {
                let version = Version::parse(&Ecosystem::Maven, version).expect("a version");
                let told = |findings: Vec<Finding<'_>>| format!("{findings:?}");
                let kept = told(catalogue.findings(&package, &version));
                let whole = told(index().find_version(&package, &version));
                assert_eq!(kept, whole, "{version} from {from}, released in {home}");
            }
        }
    }
}
