//! A file of each format, as its tool writes it.

use proptest::prelude::*;

use crate::lockfile::{Format, LockfileError, read};

fn purls(name: &str, text: &str) -> Vec<String> {
    let format = Format::of_name(name).unwrap_or_else(|| panic!("{name}"));
    let found = read(format, text, &|_| true).unwrap_or_else(|error| panic!("{name}: {error}"));
    found.iter().map(ToString::to_string).collect()
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

#[test]
fn only_what_is_wanted_leaves() {
    let text = "[[package]]\nname = \"mine\"\nversion = \"1.0.0\"\n[[package]]\nname = \"theirs\"\nversion = \"2.0.0\"\n";
    let found = read(Format::Cargo, text, &|package| package.name() == "mine").expect("a lockfile");
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["pkg:cargo/mine@1.0.0"]);
}

#[test]
fn a_file_of_another_kind_is_refused_with_its_line() {
    for (name, text, line) in [
        ("package-lock.json", "{\n  \"packages\": [\n", 2),
        ("package-lock.json", "{}", 1),
        ("yarn.lock", "# c\na@^1:\n  version \"1\"\nnonsense\n", 4),
        ("pnpm-lock.yaml", "hello: world\n", 1),
        ("Cargo.lock", "<html>", 1),
        ("go.sum", "a v1.0.0 h1:x\nb v1\n", 2),
        ("go.sum", "a v1.0.0 sha1:x\n", 1),
        ("gradle.lockfile", "a:b:1=c\nhello\n", 2),
        ("Podfile.lock", "hello", 1),
        ("Package.resolved", "{\"version\": 2}", 1),
        ("pubspec.lock", "hello", 1),
        ("Gemfile.lock", "hello", 1),
        ("packages.lock.json", "[]", 1),
    ] {
        let format = Format::of_name(name).expect("a format");
        match read(format, text, &|_| true) {
            Err(LockfileError::Malformed { line: found, .. }) => assert_eq!(found, line, "{name} {text}"),
            other => panic!("{name}: {text}: {other:?}"),
        }
    }
}

const NAMES: [&str; 15] = [
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "Cargo.lock",
    "go.sum",
    "gradle.lockfile",
    "Podfile.lock",
    "Package.resolved",
    "pubspec.lock",
    "Gemfile.lock",
    "poetry.lock",
    "Pipfile.lock",
    "requirements.txt",
    "packages.lock.json",
    "packages-lock.json",
];

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
