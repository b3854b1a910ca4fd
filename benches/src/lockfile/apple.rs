//! CocoaPods and Swift.

use crate::lockfile::{Page, comma, version};

/// What is locked, who depends on it, and a checksum of each.
pub(super) fn podfile(bytes: usize) -> String {
    let page = Page::new(bytes, "PODS:\n").fill(bytes * 2 / 3, |page, turn| {
        let (version, other) = (version(turn), turn / 2);
        page.put(format_args!("  - call-kit-{turn} ({version}):\n    - call-kit-{other} (~> 1.0)\n"));
    });
    Page(page.end("\nDEPENDENCIES:\n  - call-kit-7\n\nSPEC CHECKSUMS:\n"))
        .fill(bytes, |page, turn| page.put(format_args!("  call-kit-{turn}: {turn:040x}\n")))
        .end("\nPODFILE CHECKSUM: 0000\n\nCOCOAPODS: 1.16.2\n")
}

pub(super) fn package_resolved(bytes: usize) -> String {
    Page::new(bytes, "{\n  \"originHash\" : \"0000\",\n  \"pins\" : [")
        .fill(bytes, |page, turn| {
            let (comma, version) = (comma(turn), version(turn));
            page.put(format_args!(
                "{comma}\n    {{\n      \"identity\" : \"call-kit-{turn}\",\n      \"kind\" : \"remoteSourceControl\",\n      \
                 \"location\" : \"https://github.com/acme/call-kit-{turn}\",\n      \"state\" : {{\n        \
                 \"revision\" : \"{turn:040x}\",\n        \"version\" : \"{version}\"\n      }}\n    }}"
            ));
        })
        .end("\n  ],\n  \"version\" : 3\n}\n")
}
