//! Each form, imported and asked.

use crate::advisory::{Index, Rating};
use crate::osv::{Format, ImportError, Imported, import, sniff};
use crate::package::Purl;

fn read(format: Format, text: &str) -> Imported {
    import(format, text).unwrap_or_else(|error| panic!("{format:?}: {error}"))
}

/// The flaws that a version has; a question mark for those it may have.
fn flaws(imported: &Imported, purl: &str) -> Vec<String> {
    let purl: Purl = purl.parse().expect("a purl");
    let index = Index::compile(&imported.records).with_statements(&imported.statements);
    let findings = index.find(purl.package(), purl.version().unwrap_or_default());
    let word = |finding: crate::advisory::Finding<'_>| {
        let mark = if finding.outcome.is_err() { "?" } else { "" };
        format!("{}{mark}", finding.advisory.id())
    };
    findings.into_iter().map(word).collect()
}

#[test]
fn githubs_rest_form() {
    let imported = read(
        Format::Ghsa,
        r#"[{"ghsa_id": "GHSA-1", "cve_id": "CVE-1", "html_url": "https://github.com/advisories/GHSA-1",
        "summary": "s", "severity": "medium", "references": ["https://a.example"], "withdrawn_at": null,
        "published_at": "2024-01-01T00:00:00Z", "updated_at": "2024-01-02T00:00:00Z",
        "cvss_severities": {"cvss_v3": {"vector_string": null, "score": 0.0}, "cvss_v4": null},
        "vulnerabilities": [
          {"package": {"ecosystem": "pip", "name": "My_Pkg"}, "vulnerable_version_range": ">= 1.0, < 1.2",
           "first_patched_version": "1.2", "vulnerable_functions": []},
          {"package": {"ecosystem": "rust", "name": "c"}, "vulnerable_version_range": "<= 1.0.0",
           "first_patched_version": {"identifier": "1.0.5"}},
          {"package": {"ecosystem": "npm", "name": "n"}, "vulnerable_version_range": "= 2.0.0"},
          {"package": {"ecosystem": "npm", "name": "n"}, "vulnerable_version_range": "<= 0.9.0"},
          {"package": {"ecosystem": "npm", "name": "odd"}, "vulnerable_version_range": "~> 1.0"}]}]"#,
    );
    for (purl, expected) in [
        ("pkg:pypi/my-pkg@1.1", true),
        ("pkg:pypi/my-pkg@1.2", false),
        ("pkg:pypi/my-pkg@0.9", false),
        ("pkg:cargo/c@1.0.4", true),
        ("pkg:cargo/c@1.0.5", false),
        ("pkg:npm/n@2.0.0", true),
        ("pkg:npm/n@2.0.1", false),
        ("pkg:npm/n@0.9.0", true),
    ] {
        assert_eq!(!flaws(&imported, purl).is_empty(), expected, "{purl}");
    }
    assert_eq!(flaws(&imported, "pkg:npm/odd@1.0.0"), ["GHSA-1?"]);
    let index = Index::compile(&imported.records);
    let purl: Purl = "pkg:npm/n@2.0.0".parse().expect("a purl");
    let findings = index.find(purl.package(), "2.0.0");
    let first = findings.first().expect("a finding");
    assert_eq!((first.assessment.rating, first.aliases.as_slice()), (Rating::Medium, ["CVE-1"].as_slice()));
    assert_eq!(first.advisory.url(), Some("https://github.com/advisories/GHSA-1"));
}

const CSAF: &str = r#"{"document": {"category": "csaf_vex", "csaf_version": "2.0", "title": "T",
    "tracking": {"id": "V-2026-1", "version": "1", "status": "final", "current_release_date": "2026-01-01T00:00:00Z"}},
    "product_tree": {"branches": [{"category": "vendor", "name": "V", "branches": [
      {"category": "product_name", "name": "sdk", "branches": [
        {"category": "product_version_range", "name": "vers:npm/>=1.0.0|<1.2.0|1.5.0",
         "product": {"product_id": "R", "name": "r", "product_identification_helper": {"purl": "pkg:npm/sdk"}}},
        {"category": "product_version_range", "name": "all before last spring",
         "product": {"product_id": "P", "name": "p", "product_identification_helper": {"purl": "pkg:npm/prose"}}},
        {"category": "product_version", "name": "1.1.9",
         "product": {"product_id": "E", "name": "e", "product_identification_helper": {"purl": "pkg:npm/sdk"}}}]}]}],
     "full_product_names": [
        {"product_id": "F", "name": "f", "product_identification_helper": {"purl": "pkg:npm/span@2.0.0"}},
        {"product_id": "X", "name": "x", "product_identification_helper": {"purl": "pkg:npm/span@3.0.0"}},
        {"product_id": "CPE", "name": "c", "product_identification_helper": {"cpe": "cpe:2.3:a:v"}}]},
    "vulnerabilities": [{"cve": "CVE-9", "product_status": STATUS,
        "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["E"]}],
        "scores": [{"products": ["R"], "cvss_v3": {"vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}}]}]}"#;

#[test]
fn csaf() {
    let imported = read(
        Format::Csaf,
        &CSAF.replace(
            "STATUS",
            r#"{"known_affected": ["R", "P", "CPE"], "known_not_affected": ["E"], "first_affected": ["F"],
                "first_fixed": ["X"], "recommended": ["X"]}"#,
        ),
    );
    assert_eq!(imported.skipped, ["CVE-9: CPE"]);
    for (purl, expected) in [
        ("pkg:npm/sdk@1.1.0", &["CVE-9"][..]),
        ("pkg:npm/sdk@1.5.0", &["CVE-9"][..]),
        ("pkg:npm/sdk@1.2.0", &[][..]),
        // In the range, and vouched for by the vendor.
        ("pkg:npm/sdk@1.1.9", &[][..]),
        ("pkg:npm/span@2.5.0", &["CVE-9"][..]),
        ("pkg:npm/span@3.0.0", &[][..]),
        ("pkg:npm/prose@1.0.0", &["CVE-9?"][..]),
    ] {
        assert_eq!(flaws(&imported, purl), expected, "{purl}");
    }
}

#[test]
fn a_csaf_document_that_contradicts_itself_is_refused() {
    let text = CSAF.replace("STATUS", r#"{"known_affected": ["R"], "fixed": ["R"]}"#);
    let error = ImportError::Contradiction { flaw: "CVE-9".to_string(), product: "R".to_string() };
    assert_eq!(import(Format::Csaf, &text), Err(error));
    let text =
        CSAF.replace("STATUS", r#"{"known_affected": ["R"], "last_affected": ["R"], "recommended": ["R"]}"#);
    assert!(import(Format::Csaf, &text).is_ok());
}

#[test]
fn openvex_and_the_newest_word() {
    let said = |status: &str, at: &str, product: &str| {
        format!(
            r#"{{"vulnerability": {{"name": "CVE-5", "aliases": ["GHSA-5"]}}, "status": "{status}",
            "timestamp": "{at}", "products": [{{"@id": "{product}"}}]}}"#
        )
    };
    let document = |statements: &[String]| {
        format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "timestamp": "2026-01-01T00:00:00Z",
            "statements": [{}]}}"#,
            statements.join(",")
        )
    };
    let affected = said("affected", "2026-01-01T00:00:00Z", "pkg:npm/a");
    let one = said("not_affected", "2026-01-02T00:00:00Z", "pkg:npm/a@1.0.0");
    let fixed = said("fixed", "2026-01-02T00:00:00Z", "pkg:npm/a@2.0.0");
    let again = said("under_investigation", "2026-01-03T00:00:00Z", "pkg:npm/a@2.0.0");
    let other = r#"{"vulnerability": "CVE-6", "status": "fixed", "products": ["urn:x"]}"#.to_string();
    let imported = read(Format::OpenVex, &document(&[affected.clone(), one, fixed.clone(), other]));
    assert_eq!(imported.skipped, ["CVE-6: urn:x"]);
    assert_eq!(flaws(&imported, "pkg:npm/a@1.0.0"), Vec::<String>::new());
    assert_eq!(flaws(&imported, "pkg:npm/a@2.0"), Vec::<String>::new());
    assert_eq!(flaws(&imported, "pkg:npm/a@3.0.0"), ["CVE-5"]);
    let taken_back = read(Format::OpenVex, &document(&[again, affected, fixed]));
    assert_eq!(flaws(&taken_back, "pkg:npm/a@2.0.0"), ["CVE-5"]);
}

#[test]
fn what_is_of_another_form_is_refused() {
    for format in [Format::Ghsa, Format::Csaf, Format::OpenVex] {
        for text in ["", "{}", "null", "<html>", "[7]"] {
            assert!(import(format, text).is_err(), "{format:?} {text}");
        }
    }
    assert_eq!(read(Format::Osv, r#"{"id": "A"}"#).records.len(), 1);
    assert_eq!(read(Format::Osv, r#"[{"id": "A"}, {"id": "B"}]"#).records.len(), 2);
}

#[test]
fn what_the_vendor_is_looking_into_is_unknown_unless_a_record_says_more() {
    let statement = |status: &str, at: &str| {
        format!(
            r#"{{"vulnerability": {{"name": "CVE-7"}}, "timestamp": "{at}", "status": "{status}",
            "products": [{{"@id": "pkg:npm/n@1.5.0"}}], "justification": "component_not_present"}}"#
        )
    };
    let vex = |statements: &[String]| {
        let text = format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://acme.example/vex/1",
            "timestamp": "2024-01-01T00:00:00Z", "version": 1, "statements": [{}]}}"#,
            statements.join(",")
        );
        read(Format::OpenVex, &text)
    };
    let open = statement("under_investigation", "2024-01-02T00:00:00Z");
    let said = vex(std::slice::from_ref(&open));
    assert_eq!(said.document.as_deref(), Some("https://acme.example/vex/1"));
    assert_eq!(flaws(&said, "pkg:npm/n@1.5.0"), ["CVE-7?"]);
    assert_eq!(flaws(&said, "pkg:npm/n@1.6.0"), [] as [&str; 0]);

    let cleared = vex(&[open.clone(), statement("not_affected", "2024-01-03T00:00:00Z")]);
    assert_eq!(flaws(&cleared, "pkg:npm/n@1.5.0"), [] as [&str; 0]);
    let opened_again = vex(&[open, statement("not_affected", "2024-01-01T12:00:00Z")]);
    assert_eq!(flaws(&opened_again, "pkg:npm/n@1.5.0"), ["CVE-7?"]);

    let record = r#"{"id": "GHSA-7", "aliases": ["CVE-7"], "modified": "2024-01-01T00:00:00Z", "affected": [
        {"package": {"ecosystem": "npm", "name": "n"},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "FIXED"}]}]}]}"#;
    for (fixed, expected) in [("2.0.0", "GHSA-7"), ("1.2.0", "CVE-7?")] {
        let mut imported = read(Format::Osv, &record.replace("FIXED", fixed));
        imported.statements.clone_from(&said.statements);
        assert_eq!(flaws(&imported, "pkg:npm/n@1.5.0"), [expected], "fixed in {fixed}");
    }
}

#[test]
fn a_documents_form_is_told_by_its_fields() {
    for (text, expected) in [
        (r#"{"id": "A", "modified": "x"}"#, Some(Format::Osv)),
        (r#"[{"id": "A", "affected": []}]"#, Some(Format::Osv)),
        (r#"[{"ghsa_id": "GHSA-1", "id": 7}]"#, Some(Format::Ghsa)),
        (r#"{"document": {"csaf_version": "2.0"}}"#, Some(Format::Csaf)),
        (r#"{"statements": []}"#, Some(Format::OpenVex)),
        (r#"{"document": {}}"#, None),
        (r#"[{"statements": []}]"#, None),
        ("[]", None),
        ("{}", None),
        ("null", None),
        ("7", None),
    ] {
        let value = serde_json::from_str(text).expect("JSON");
        assert_eq!(sniff(&value), expected, "{text}");
    }
}
