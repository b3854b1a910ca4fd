//! What is served as files: the loader, the panel, the desk; with the headers that guard them.

use std::collections::{BTreeMap, BTreeSet};

use aftercare_tests::world::{ORIGIN, OTHER_SITE, SITE};
use aftercare_tests::{Answer, World};

/// A Content-Security-Policy, by directive.
fn policy(answer: &Answer) -> BTreeMap<String, BTreeSet<String>> {
    let text = answer.header("content-security-policy").expect("a page has a Content-Security-Policy");
    let directives = text.split(';').map(str::trim).filter(|directive| !directive.is_empty());
    directives
        .map(|directive| {
            let mut words = directive.split_whitespace().map(str::to_owned);
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect()
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn the_panel_is_framed_by_its_sites_origins_only() {
    let answer = World::shared().get(&format!("/panel/?site={SITE}")).send();
    answer.expect_status(200);
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    let csp = policy(&answer);
    let ancestors = csp.get("frame-ancestors").expect("it says who may frame it");
    assert!(ancestors.contains(ORIGIN), "{ancestors:?}");
    assert!(!ancestors.contains("*") && !ancestors.contains("https://partner.example.com"), "{ancestors:?}");
    assert_eq!(answer.header("x-frame-options"), None, "it would forbid what frame-ancestors allows");

    let other = policy(&World::shared().get(&format!("/panel/?site={OTHER_SITE}")).send());
    assert!(other["frame-ancestors"].contains("https://partner.example.com"));
    assert!(!other["frame-ancestors"].contains(ORIGIN));
    for query in
        ["", "?site=nowhere", "?site=", "?site=console%0d%0aX-Evil:1", "?site=console;script-src%20*"]
    {
        let answer = World::shared().get(&format!("/panel/{query}")).send();
        if answer.status < 400 {
            let ancestors = policy(&answer)["frame-ancestors"].clone();
            assert!(ancestors == set(&["'none'"]) || ancestors == set(&["'self'"]), "{query}: {ancestors:?}");
        }
        assert_eq!(answer.header("x-evil"), None);
    }
}

#[test]
fn pages_run_nothing_but_what_we_built() {
    let world = World::shared();
    for path in [format!("/panel/?site={SITE}"), "/desk/".to_owned()] {
        let answer = world.get(&path).send();
        answer.expect_status(200);
        let csp = policy(&answer);
        assert_eq!(csp["default-src"], set(&["'none'"]), "{path}");
        assert_eq!(csp["script-src"], set(&["'self'", "'wasm-unsafe-eval'"]), "{path}");
        assert_eq!(csp["style-src"], set(&["'self'"]), "{path}");
        assert_eq!(csp["connect-src"], set(&["'self'"]), "{path}");
        assert_eq!(csp["base-uri"], set(&["'none'"]), "{path}");
        assert_eq!(csp["form-action"], set(&["'none'"]), "{path}");
        let html = answer.text();
        for inline in ["<style", " style=", "javascript:", " onclick=", " onload="] {
            assert!(!html.contains(inline), "{path}: {inline} would be refused by the policy");
        }
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains("src="), "{path}: an inline script would be refused by the policy: {tag}");
        }
        guarded(&answer, &path);
    }
    assert_eq!(policy(&world.get("/desk/").send())["frame-ancestors"], set(&["'none'"]));
}

fn guarded(answer: &Answer, path: &str) {
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    let referrer = answer.header("referrer-policy").unwrap_or_default();
    assert!(
        ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "origin"]
            .contains(&referrer),
        "{path}: {referrer:?}"
    );
}

#[test]
fn a_page_is_asked_for_anew_and_its_parts_are_kept() {
    let world = World::shared();
    for (page, folder) in
        [(format!("/panel/?site={SITE}"), "/panel/assets/"), ("/desk/".to_owned(), "/desk/assets/")]
    {
        let answer = world.get(&page).send();
        let control = answer.header("cache-control").unwrap_or_default().to_owned();
        assert!(
            control.contains("no-cache") || control.contains("max-age=0") || control.contains("no-store"),
            "{page}: {control}"
        );
        let html = answer.text();
        let parts: BTreeSet<&str> =
            html.split(['"', '\'']).filter(|text| text.contains("assets/") && !text.contains(' ')).collect();
        assert!(parts.len() >= 2, "{page} has a style sheet and a script: {parts:?}");
        for part in parts {
            let path = if part.starts_with('/') {
                part.to_owned()
            } else {
                format!("{folder}{}", part.rsplit('/').next().unwrap_or_default())
            };
            let asset = world.get(&path).send();
            asset.expect_status(200);
            let control = asset.header("cache-control").unwrap_or_default();
            assert!(
                control.contains("immutable") && control.contains("max-age=31536000"),
                "{path}: {control}"
            );
            assert_eq!(asset.header("x-content-type-options"), Some("nosniff"), "{path}");
            let kind = asset.header("content-type").unwrap_or_default();
            let expected = match path.rsplit('.').next() {
                Some("js") => "javascript",
                Some("css") => "text/css",
                Some("wasm") => "application/wasm",
                other => panic!("{path}: what is {other:?}?"),
            };
            assert!(kind.contains(expected), "{path}: {kind}");
        }
    }
}

#[test]
fn the_loader_is_a_small_script_for_any_page() {
    let answer = World::shared().get("/widget.js").send();
    answer.expect_status(200);
    assert!(answer.header("content-type").is_some_and(|kind| kind.contains("javascript")));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_ne!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "other sites embed it");
    let control = answer.header("cache-control").unwrap_or_default();
    assert!(!control.contains("immutable"), "its name stays, its content changes: {control}");
    let text = answer.text();
    for storage in ["localStorage", "sessionStorage", "document.cookie", "indexedDB", "eval(", "new Function"]
    {
        assert!(!text.contains(storage), "the loader stores nothing and evaluates nothing: {storage}");
    }
}

#[test]
fn a_file_that_is_not_there_is_not_found() {
    let world = World::shared();
    for path in [
        "/panel/assets/nothing.js",
        "/desk/assets/..%2f..%2fwrangler.toml",
        "/_headers",
        "/widget.js.map",
        "/.dev.vars",
    ] {
        let answer = world.get(path).fetch();
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
}
