//! Names and package URLs.

use crate::package::{Ecosystem, Package, Purl, PurlError};

#[test]
fn two_spellings_are_one_package_where_the_registry_says_so() {
    for (ecosystem, a, b, expected) in [
        ("PyPI", "Ruamel_Yaml", "ruamel-yaml", true),
        ("PyPI", "zope.interface", "zope--_interface", true),
        ("NuGet", "Newtonsoft.Json", "newtonsoft.json", true),
        ("SwiftURL", "https://github.com/Apple/swift-nio.git", "github.com/apple/swift-nio", true),
        ("SwiftURL", "git@github.com:apple/swift-nio.git", "github.com/apple/swift-nio/", true),
        ("SwiftURL", "ssh://git@github.com/apple/swift-nio", "github.com/apple/swift-nio", true),
        ("SwiftURL", "https://git.example.com:8443/a/b.git", "git.example.com:8443/a/b", true),
        ("SwiftURL", "git@git.example.com:a/8443", "git.example.com/a/8443", true),
        ("CocoaPods", "Firebase/Auth", "Firebase", true),
        ("Go", "github.com/Masterminds/goutils", "github.com/masterminds/goutils", true),
        ("Go", "example.com/m", "example.com/m/v2", false),
        ("npm", "JSONStream", "jsonstream", false),
        ("npm", "@babel/traverse", "babel-traverse", false),
    ] {
        let (a, b) = (Package::from_osv(ecosystem, a), Package::from_osv(ecosystem, b));
        assert_eq!(a == b, expected, "{a:?} {b:?}");
    }
    assert_ne!(Package::from_osv("npm", "zlib"), Package::from_osv("PyPI", "zlib"));
}

#[test]
fn a_record_of_another_registry_is_found_by_its_registry_and_by_the_bare_ecosystem() {
    let google = Package::from_osv("Maven:https://maven.google.com", "androidx.core:core");
    let central = Package::from_osv("Maven", "androidx.core:core");
    let other = Package::from_osv("Maven:https://repo.example.com/", "androidx.core:core");
    assert!(central.is_subject(&google) && google.is_subject(&google));
    assert!(!google.is_subject(&central) && !other.is_subject(&google));
}

#[test]
fn package_urls_are_read_and_written() {
    for (text, ecosystem, name, version, canonical) in [
        ("pkg:npm/matrix-js-sdk@23.5.0", "npm", "matrix-js-sdk", Some("23.5.0"), None),
        ("pkg:npm/%40babel/core@7.0.0", "npm", "@babel/core", Some("7.0.0"), None),
        ("pkg:npm/@babel/core", "npm", "@babel/core", None, Some("pkg:npm/%40babel/core")),
        ("PKG:NPM/left-pad@1", "npm", "left-pad", Some("1"), Some("pkg:npm/left-pad@1")),
        ("pkg:maven/io.agora.rtc/full-sdk@4.1.0", "Maven", "io.agora.rtc:full-sdk", Some("4.1.0"), None),
        (
            "pkg:swift/github.com/apple/swift-nio@2.0",
            "SwiftURL",
            "github.com/apple/swift-nio",
            Some("2.0"),
            None,
        ),
        ("pkg:cocoapods/AFNetworking@4.0.1", "CocoaPods", "AFNetworking", Some("4.0.1"), None),
        ("pkg:pub/dio@5.0.0", "Pub", "dio", Some("5.0.0"), None),
        ("pkg:pypi/Ruamel_Yaml@1.0", "PyPI", "Ruamel_Yaml", Some("1.0"), Some("pkg:pypi/ruamel-yaml@1.0")),
        (
            "pkg:golang/google.golang.org/genproto@v1.0.0",
            "Go",
            "google.golang.org/genproto",
            Some("v1.0.0"),
            None,
        ),
        ("pkg:cargo/rand@0.7.2", "crates.io", "rand", Some("0.7.2"), None),
        (
            "pkg:nuget/EnterpriseLibrary.Common@6.0.1304",
            "NuGet",
            "EnterpriseLibrary.Common",
            Some("6.0.1304"),
            None,
        ),
        ("pkg:gem/jruby-launcher@1.1.2?platform=java", "RubyGems", "jruby-launcher", Some("1.1.2"), None),
        ("pkg:composer/laravel/laravel@5.5.0", "Packagist", "laravel/laravel", Some("5.5.0"), None),
        ("pkg:pub/a@1.0.0%2B2", "Pub", "a", Some("1.0.0+2"), None),
        ("pkg://npm//a@1#dist/x", "npm", "a", Some("1"), Some("pkg:npm/a@1#dist/x")),
    ] {
        let purl: Purl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(purl.package(), &Package::new(Ecosystem::from(ecosystem), name), "{text}");
        assert_eq!(purl.version(), version, "{text}");
        assert_eq!(purl.to_string(), canonical.unwrap_or(text));
        assert_eq!(purl.to_string().parse(), Ok(purl), "{text}");
    }
}

#[test]
fn what_is_not_a_package_url_says_why() {
    for (text, error) in [
        ("", PurlError::Scheme),
        ("npm/a@1", PurlError::Scheme),
        ("pkg:npm", PurlError::Name),
        ("pkg:npm/", PurlError::Name),
        ("pkg:/a@1", PurlError::Name),
        ("pkg:n pm/a", PurlError::Type),
        ("pkg:maven/artifact@1", PurlError::Namespace),
        ("pkg:maven/group:a/artifact@1", PurlError::Name),
        ("pkg:swift/host:owner/name.git.git@1", PurlError::Name),
        ("pkg:swift/host:/name@1", PurlError::Name),
        ("pkg:npm/a%2F%2Fb@1", PurlError::Name),
        ("pkg:maven/group/artifact%3Ab@1", PurlError::Name),
        ("pkg:npm/a%", PurlError::Encoding),
        ("pkg:npm/a%f", PurlError::Encoding),
        ("pkg:npm/%ff", PurlError::Encoding),
    ] {
        assert_eq!(text.parse::<Purl>(), Err(error), "{text}");
    }
}

#[test]
fn a_mirror_in_a_qualifier_does_not_hide_the_package() {
    let purl: Purl = "pkg:maven/g/a@1?repository_url=https://mirror.example.com".parse().expect("a purl");
    assert!(purl.package().is_subject(&Package::from_osv("Maven", "g:a")));
    assert_eq!(purl.qualifiers().collect::<Vec<_>>(), [("repository_url", "https://mirror.example.com")]);
}
