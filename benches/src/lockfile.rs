//! A `package-lock.json` as large as they come.

use std::fmt::Write;

/// A lockfile of version 3 of at least so many bytes, as npm lays it out.
///
/// # Panics
/// Never: writing to a text does not fail.
#[must_use]
pub fn package_lock(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str("{\n  \"name\": \"console\",\n  \"lockfileVersion\": 3,\n  \"requires\": true,\n  \"packages\": {\n    \"\": {\"name\": \"console\"}");
    for turn in 0_usize.. {
        if text.len() >= bytes {
            break;
        }
        let version = format!("{}.{}.{}", turn % 9, turn % 13, turn % 31);
        write!(
            text,
            ",\n    \"node_modules/call-kit-{turn}\": {{\n      \"version\": \"{version}\",\n      \
             \"resolved\": \"https://registry.example.com/call-kit-{turn}/-/call-kit-{turn}-{version}.tgz\",\n      \
             \"integrity\": \"sha512-{turn:086}==\",\n      \"license\": \"MIT\",\n      \
             \"dependencies\": {{\n        \"call-kit-{}\": \"^1.0.0\"\n      }}\n    }}",
            turn / 2
        )
        .expect("a text takes what is written");
    }
    text.push_str("\n  }\n}\n");
    text
}
