//! A file of each format, as its tool writes it.

use proptest::prelude::*;

use crate::lockfile::{Flaw, Format, FoundSdk, NAMES, Outcome, read, read_bytes};

fn purls(name: &str, text: &str) -> Vec<String> {
    let format = Format::of_name(name).unwrap_or_else(|| panic!("{name}"));
    let found = read(format, text, &|_| true).unwrap_or_else(|error| panic!("{name}: {error}"));
    found.found.iter().map(|it| it.purl.to_string()).collect()
}

#[test]
fn every_format_is_read() {
    for (name, text, expected) in [
        (
            "app/package-lock.json",
            r#"{"name": "app", "lockfileVersion": 3, "packages": {
                "": {"name": "app", "version": "1.0.0"}, "packages/own": {"version": "1.0.0"},
                "node_modules/own": {"resolved": "packages/own", "link": true},
                "node_modules/matrix-js-sdk": {"version": "23.5.0"},
                "node_modules/alias": {"name": "real", "version": "2.0.0"},
                "node_modules/x/node_modules/@a/b": {"version": "1.0.0-rc.1"}}}"#,
            &["pkg:npm/%40a/b@1.0.0-rc.1", "pkg:npm/matrix-js-sdk@23.5.0", "pkg:npm/real@2.0.0"][..],
        ),
        (
            "npm-shrinkwrap.json",
            r#"{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "dependencies": {
                "b": {"version": "2.0.0"}}}, "c": {"version": "npm:@d/e@3.0.0"}}}"#,
            &["pkg:npm/%40d/e@3.0.0", "pkg:npm/a@1.0.0", "pkg:npm/b@2.0.0"],
        ),
        (
            "yarn.lock",
            "# yarn lockfile v1\n\n\n\"@a/b@^1.0.0\", \"@a/b@~1.2\":\n  version \"1.2.3\"\n  resolved \"https://r\"\n  \
             dependencies:\n    version \"9\"\n\nc@^2:\n  version \"2.0.0\"\n\nalias@npm:real@^3:\n  version \"3.1.0\"\n",
            &["pkg:npm/%40a/b@1.2.3", "pkg:npm/c@2.0.0", "pkg:npm/real@3.1.0"],
        ),
        (
            "yarn.lock",
            "__metadata:\n  version: 8\n\n\"@a/b@npm:^1.0.0, @a/b@npm:~1.2\":\n  version: 1.2.3\n  resolution: \
             \"@a/b@npm:1.2.3\"\n\n\"app@workspace:.\":\n  version: 0.0.0-use.local\n",
            &["pkg:npm/%40a/b@1.2.3"],
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '9.0'\n\npackages:\n\n  '@a/b@1.2.3':\n    resolution: {integrity: x}\n\n  c@2.0.0:\n    \
             engines: {}\n\nsnapshots:\n\n  d@3.0.0:\n    x: y\n",
            &["pkg:npm/%40a/b@1.2.3", "pkg:npm/c@2.0.0"],
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: 5.4\npackages:\n  /@a/b/1.2.3_react@18.0.0:\n    dev: true\n  /c/2.0.0:\n    dev: true\n  \
             /d@3.0.0(react@18.0.0):\n    dev: true\n",
            &["pkg:npm/%40a/b@1.2.3", "pkg:npm/c@2.0.0", "pkg:npm/d@3.0.0"],
        ),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\nsource = \"registry\"\n\n[[package]]\nname = \
             \"b\"\nversion = \"1.0.0+x\"\n\n[metadata]\nname = \"c\"\n",
            &["pkg:cargo/a@0.1.0", "pkg:cargo/b@1.0.0%2Bx"],
        ),
        (
            "poetry.lock",
            "[[package]]\nname = \"My_Pkg\"\nversion = \"1.0\"\n\n[package.dependencies]\nname = \"x\"\n",
            &["pkg:pypi/my-pkg@1.0"],
        ),
        (
            "go.sum",
            "example.com/a v1.9.0 h1:x=\nexample.com/a v1.10.0 h1:x=\nexample.com/a v1.11.0/go.mod h1:x=\n",
            &["pkg:golang/example.com/a@v1.10.0"],
        ),
        (
            "go.mod",
            "module example.com/app // the app\n\ngo 1.22\n\nrequire example.com/a v1.9.0\n\nrequire (\n\texample.com/b \
             v0.3.0 // indirect\n\texample.com/c v1.0.0\n\t\"example.com/d\" v1.0.0\n)\n\nreplace example.com/c => \
             example.com/fork v1.0.1\nreplace (\n\texample.com/d v1.0.0 => ../d\n)\nexclude example.com/a v1.8.0\n",
            &[
                "pkg:golang/example.com/a@v1.9.0",
                "pkg:golang/example.com/b@v0.3.0",
                "pkg:golang/example.com/d",
                "pkg:golang/example.com/fork@v1.0.1",
            ],
        ),
        (
            "android/pom.xml",
            "\u{feff}<?xml version=\"1.0\"?>\n<!-- <dependency> --><project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n \
             <parent><groupId>g</groupId><version>7</version></parent>\n <properties><sdk.version>4.1.0</sdk.version>\
             <own>${project.version}</own></properties>\n <dependencyManagement><dependencies><dependency>\
             <groupId>io.agora</groupId><artifactId>chat</artifactId><version>[1.2]</version></dependency>\
             <dependency><groupId>not</groupId><artifactId>used</artifactId><version>1</version></dependency>\
             </dependencies></dependencyManagement>\n <dependencies>\n <dependency>\n <groupId>io.agora.rtc</groupId>\n \
             <artifactId>full-sdk</artifactId><version> ${sdk.version} </version>\n </dependency>\
             <dependency><groupId>io.agora</groupId><artifactId>chat</artifactId></dependency>\
             <dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${own}</version></dependency>\
             <dependency><groupId>a</groupId><artifactId>ranged</artifactId><version>[1,2)</version>\
             <exclusions><exclusion><groupId>x</groupId></exclusion></exclusions></dependency>\
             <dependency><groupId>a</groupId><artifactId>inherited</artifactId></dependency><dependency/>\n \
             </dependencies></project>\n",
            &[
                "pkg:maven/a/inherited",
                "pkg:maven/a/ranged",
                "pkg:maven/g/own@7",
                "pkg:maven/io.agora.rtc/full-sdk@4.1.0",
                "pkg:maven/io.agora/chat@1.2",
            ],
        ),
        (
            "gradle/dependency-locks/releaseRuntimeClasspath.lockfile",
            "com.a:b:1.0\n",
            &["pkg:maven/com.a/b@1.0"],
        ),
        (
            "gradle.lockfile",
            "# generated\nio.agora.rtc:full-sdk:4.1.0=debugRuntimeClasspath,releaseRuntimeClasspath\nempty=x\n",
            &["pkg:maven/io.agora.rtc/full-sdk@4.1.0"],
        ),
        (
            "Podfile.lock",
            "PODS:\n  - Agora_RTC (4.1.0):\n    - Agora_RTC/All (= 4.1.0)\n  - \"Firebase/Auth (10.0.0)\"\n  - \
             Firebase/Core (10.0.0)\n\nDEPENDENCIES:\n  - Other (1.0)\n",
            &["pkg:cocoapods/Agora_RTC@4.1.0", "pkg:cocoapods/Firebase@10.0.0"],
        ),
        (
            "Package.resolved",
            r#"{"pins": [{"identity": "nio", "kind": "remoteSourceControl", "location": "https://github.com/Apple/swift-nio.git",
                "state": {"revision": "x", "version": "2.0.0"}},
                {"location": "https://github.com/a/b", "state": {"branch": "main", "revision": "y"}}], "version": 2}"#,
            &["pkg:swift/github.com/a/b", "pkg:swift/github.com/apple/swift-nio@2.0.0"],
        ),
        (
            "Package.resolved",
            r#"{"object": {"pins": [{"package": "P", "repositoryURL": "https://github.com/a/b.git",
                "state": {"branch": null, "version": "1.0.0"}}]}, "version": 1}"#,
            &["pkg:swift/github.com/a/b@1.0.0"],
        ),
        (
            "pubspec.lock",
            "packages:\n  dio:\n    dependency: \"direct main\"\n    description:\n      name: dio\n      version: no\n    \
             source: hosted\n    version: \"5.0.0\"\n  flutter:\n    source: sdk\n    version: \"0.0.0\"\nsdks:\n  dart: \">=3\"\n",
            &["pkg:pub/dio@5.0.0"],
        ),
        (
            "Gemfile.lock",
            "GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (7.0.1)\n      rack (>= 2)\n    nokogiri \
             (1.15.0-x86_64-linux)\n\nPLATFORMS\n    ruby (1)\n",
            &["pkg:gem/nokogiri@1.15.0", "pkg:gem/rails@7.0.1"],
        ),
        (
            "Pipfile.lock",
            r#"{"_meta": {}, "default": {"a": {"version": "==1.0"}}, "develop": {"b": {"git": "x"}}}"#,
            &["pkg:pypi/a@1.0", "pkg:pypi/b"],
        ),
        (
            "requirements-prod.txt",
            "# all\na[extra]==1.0 ; python_version > '3'\nb>=2\nc == 3.0 \\\n    --hash=sha256:x\n-r other.txt\n",
            &["pkg:pypi/a@1.0", "pkg:pypi/c@3.0"],
        ),
        (
            "packages.lock.json",
            r#"{"version": 1, "dependencies": {"net8.0": {"My.Sdk": {"type": "Direct", "resolved": "1.2.3"},
                "own": {"type": "Project"}}}}"#,
            &["pkg:nuget/My.Sdk@1.2.3"],
        ),
        (
            "Packages/packages-lock.json",
            r#"{"dependencies": {"com.v.sdk": {"version": "1.2.3", "depth": 0, "source": "registry"},
                "com.v.own": {"version": "file:../own", "source": "local"}}}"#,
            &["pkg:npm/com.v.own", "pkg:npm/com.v.sdk@1.2.3"],
        ),
    ] {
        assert_eq!(purls(name, text), expected, "{name}");
    }
    assert_eq!(Format::of_name("photo.png"), None);
}

/// What a reader says of a text, with the vendor's packages.
fn outcome(name: &str, text: &str, vendor: &[&str]) -> Outcome {
    read_bytes(name, text.as_bytes(), vendor.iter().copied())
}

#[test]
fn only_the_vendors_packages_leave() {
    let text = "[[package]]\nname = \"mine\"\nversion = \"1.0.0\"\n[[package]]\nname = \"theirs\"\nversion = \"2.0.0\"\n\
                [[package]]\nname = \"theirs\"\nversion = \"3.0.0\"\n[[package]]\nname = \"more\"\nversion = \"1.0.0\"\n";
    let mine = FoundSdk { purl: "pkg:cargo/mine@1.0.0".into(), line: 1 };
    for vendor in [&["pkg:cargo/mine"][..], &["no url", "pkg:npm/theirs", "pkg:cargo/mine@9"]] {
        let expected = Outcome::Read { found: vec![mine.clone()], others: 2 };
        assert_eq!(outcome("Cargo.lock", text, vendor), expected, "another package counts once: {vendor:?}");
    }
    assert_eq!(outcome("Cargo.lock", text, &[]), Outcome::Read { found: vec![], others: 3 });
    let told = serde_json::to_string(&outcome("Cargo.lock", text, &["pkg:cargo/mine"])).unwrap();
    assert!(!told.contains("theirs") && !told.contains("more"), "{told}");
}

#[test]
fn a_package_is_the_vendors_by_its_registrys_idea_of_a_name() {
    for (name, text, vendor, found) in [
        (
            "poetry.lock",
            "[[package]]\nname = \"My_Pkg\"\nversion = \"1\"\n",
            "pkg:pypi/my-pkg",
            "pkg:pypi/my-pkg@1",
        ),
        ("Podfile.lock", "PODS:\n  - Chat/UI (1.2):\n", "pkg:cocoapods/Chat", "pkg:cocoapods/Chat@1.2"),
        (
            "Package.resolved",
            r#"{"pins": [{"location": "https://github.com/Acme/Chat.git", "state": {"version": "1.0.0"}}], "version": 2}"#,
            "pkg:swift/github.com/acme/chat",
            "pkg:swift/github.com/acme/chat@1.0.0",
        ),
    ] {
        match outcome(name, text, &[vendor]) {
            Outcome::Read { found: sdks, others: 0 } => assert_eq!(sdks[0].purl, found, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_found_is_told_with_its_line() {
    for (name, text, vendor, line) in [
        (
            "package-lock.json",
            "{\"packages\": {\n\"\": {},\n\n \"node_modules/a\": {\n\"version\": \"1\"}}}",
            "pkg:npm/a",
            4,
        ),
        (
            "package-lock.json",
            "{\"packages\": {\n\"node_modules/x/node_modules/a\": {\"version\": \"1\"},\n\"node_modules/a\": {\"version\": \"1\"}}}",
            "pkg:npm/a",
            2,
        ),
        ("npm-shrinkwrap.json", "{\"dependencies\": {\n\"a\":\n {\"version\": \"1\"}}}", "pkg:npm/a", 3),
        ("yarn.lock", "\na@^1:\n  version \"1\"\n", "pkg:npm/a", 2),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    x: y\n", "pkg:npm/a", 3),
        ("Cargo.lock", "\n[[package]]\nname = \"a\"\n", "pkg:cargo/a", 2),
        ("go.sum", "a v1.0.0 h1:x\na v1.1.0 h1:x\n", "pkg:golang/a", 2),
        ("go.mod", "module x\nrequire (\n\ta v1.0.0\n)\n", "pkg:golang/a", 3),
        ("gradle.lockfile", "# x\na:b:1=c\n", "pkg:maven/a/b", 2),
        (
            "pom.xml",
            "<project>\n<dependencies>\n<dependency><groupId>a</groupId>\n<artifactId>b</artifactId></dependency></dependencies></project>",
            "pkg:maven/a/b",
            3,
        ),
        ("Podfile.lock", "PODS:\n  - A (1.0)\n", "pkg:cocoapods/A", 2),
        (
            "Package.resolved",
            "{\"pins\": [\n{\"location\": \"https://github.com/a/b\"}]}",
            "pkg:swift/github.com/a/b",
            2,
        ),
        ("pubspec.lock", "packages:\n  a:\n    version: \"1\"\n", "pkg:pub/a", 2),
        ("Gemfile.lock", "GEM\n  specs:\n    a (1)\n", "pkg:gem/a", 3),
        ("Pipfile.lock", "{\"default\": {\n\"a\": {\"version\": \"==1\"}}}", "pkg:pypi/a", 2),
        ("requirements.txt", "\n\na==1\n", "pkg:pypi/a", 3),
        (
            "packages.lock.json",
            "{\"dependencies\": {\"n\": {\"A\":\n{\"resolved\": \"1\"}}}}",
            "pkg:nuget/A",
            2,
        ),
        ("packages-lock.json", "{\"dependencies\":\n{\"a\": {\"version\": \"1\"}}}", "pkg:npm/a", 2),
    ] {
        match outcome(name, text, &[vendor]) {
            Outcome::Read { found, .. } => {
                assert_eq!(found.iter().map(|it| it.line).collect::<Vec<_>>(), [line], "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn of_both_forms_in_one_npm_file_the_flat_one_counts() {
    let flat = r#""packages": {"node_modules/a": {"version": "1.0.0"}}"#;
    let nested = r#""dependencies": {"a": {"version": "2.0.0"}}"#;
    for text in [format!("{{{flat}, {nested}}}"), format!("{{{nested}, {flat}}}")] {
        assert_eq!(purls("package-lock.json", &text), ["pkg:npm/a@1.0.0"]);
    }
}

#[test]
fn a_damaged_file_is_refused_with_its_line_and_what_is_wrong() {
    let missing = |what: &'static str| Flaw::Missing(what.into());
    let expected = |form: &'static str| Flaw::Expected(form.into());
    for (name, text, line, flaw) in [
        ("package-lock.json", "{\n  \"packages\": [\n", 3, Flaw::EndsEarly),
        ("package-lock.json", "{\n<<<<<<< HEAD\n", 2, Flaw::Unexpected('<')),
        ("package-lock.json", "{}", 1, missing("`packages` or `dependencies`")),
        ("yarn.lock", "# c\na@^1:\n  version \"1\"\nnonsense\n", 4, expected("name@range:")),
        ("pnpm-lock.yaml", "hello: world\n", 1, missing("`lockfileVersion`")),
        ("pnpm-lock.yaml", "lockfileVersion: 6.0\npackages:\n\n  /a@1.0.0\n", 4, expected("name@version:")),
        ("pnpm-lock.yaml", "lockfileVersion: 6.0\n=======\n", 2, expected("key:")),
        ("Cargo.lock", "<html>", 1, missing("`[[package]]`")),
        ("Cargo.lock", "[[package]]\nname = \"a", 2, expected("name = \"…\"")),
        ("poetry.lock", "[[package]]\nname = \"a\"\nversi", 3, expected("key = value")),
        ("go.sum", "a v1.0.0 h1:x\nb v1\n", 2, expected("module version h1:…")),
        ("go.sum", "a v1.0.0 sha1:x\n", 1, expected("module version h1:…")),
        ("go.sum", "a v1.0.0 h1:x\na one h1:x\n", 2, Flaw::Version("one".into())),
        ("go.mod", "module a\nrequire b\n", 2, expected("require module version")),
        ("go.mod", "module a\nrequire (\n\tb v1.0.0\n", 3, Flaw::EndsEarly),
        ("go.mod", "go 1.22\n", 1, missing("`module`")),
        ("go.mod", "{}", 1, expected("module, go, require, replace")),
        ("gradle.lockfile", "a:b:1=c\nhello\n", 2, expected("group:artifact:version=configurations")),
        ("pom.xml", "<html></html>", 1, missing("`<project>`")),
        ("pom.xml", "<project>\n<a></b></project>", 2, expected("</a>")),
        ("pom.xml", "<project>\n<a>\n", 2, Flaw::EndsEarly),
        ("pom.xml", "{}", 1, Flaw::Unexpected('{')),
        ("pom.xml", "", 1, Flaw::EndsEarly),
        ("pom.xml", "<project/>\n<project/>", 2, Flaw::Unexpected('<')),
        ("Podfile.lock", "hello", 1, missing("`PODS:`")),
        ("Podfile.lock", "PODS:\n  - A (1.0)\n  - B (1.\n", 3, expected("- Name (1.2.3)")),
        ("Package.resolved", "{\"version\": 2}", 1, missing("`pins`")),
        ("pubspec.lock", "hello: 1", 1, missing("`packages:`")),
        ("pubspec.lock", "packages:\n  dio\n", 2, expected("name:")),
        ("Gemfile.lock", "hello", 1, missing("`specs:`")),
        ("Gemfile.lock", "GEM\n  specs:\n    rails (7.\n", 3, expected("name (1.2.3)")),
        ("Pipfile.lock", "{\"develop\": {}}", 1, missing("`default`")),
        ("requirements.txt", "a==1\n<html>\n", 2, expected("name==version")),
        ("packages.lock.json", "[]", 1, missing("`dependencies`")),
        ("packages-lock.json", "{\"dependencies\": {\n\"a\" 1}}", 2, Flaw::Unexpected('1')),
    ] {
        assert_eq!(outcome(name, text, &["pkg:npm/a"]), Outcome::Malformed { line, flaw }, "{name} {text}");
    }
    let bytes = b"a==1\n\nb\xff\n";
    assert_eq!(
        read_bytes("requirements.txt", bytes, []),
        Outcome::Malformed { line: 3, flaw: Flaw::Encoding }
    );
    assert_eq!(outcome("photo.png", "x", &[]), Outcome::UnknownName);
}

#[test]
fn whoever_brings_an_unknown_file_is_told_names_that_are_known() {
    for name in NAMES {
        assert!(Format::of_name(name).is_some(), "{name}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(
        text in "(([ ]{0,4}|  - )[-@/:'\"()=_a-zé0-9. \\[\\]]{0,20}\n){0,8}",
        head in prop::sample::select(vec!["PODS:\n", "packages:\n", "GEM\n  specs:\n", "[[package]]\n", "", "\u{feff}"]),
    ) {
        for name in NAMES {
            if let Some(format) = Format::of_name(name) {
                let _ = read(format, &format!("{head}{text}"), &|_| true);
            }
        }
    }
}

#[test]
fn utf_16_is_read_where_its_mark_says_so() {
    let pins = "# täglich 𝄞\r\ncall-kit==1.2.3\r\n";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let mut bytes: Vec<u8> = std::iter::once(0xfeff).chain(pins.encode_utf16()).flat_map(unit).collect();
        let outcome = read_bytes("requirements.txt", &bytes, ["pkg:pypi/call-kit"]);
        let found = vec![FoundSdk { purl: "pkg:pypi/call-kit@1.2.3".to_owned(), line: 2 }];
        assert_eq!(outcome, Outcome::Read { found, others: 0 });
        // Half a sign at the end, and half a pair of surrogates.
        bytes.push(0);
        let broken = Outcome::Malformed { line: 3, flaw: Flaw::Encoding };
        assert_eq!(read_bytes("requirements.txt", &bytes, []), broken);
        bytes.pop();
        bytes.extend(unit(0xd834));
        assert_eq!(read_bytes("requirements.txt", &bytes, []), broken);
    }
    let broken = Outcome::Malformed { line: 2, flaw: Flaw::Encoding };
    assert_eq!(read_bytes("requirements.txt", b"\xef\xbb\xbfa==1\n\xff", []), broken);
}
