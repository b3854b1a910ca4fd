//! `aftercare_fuzz::targets::cvss` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::targets::cvss(data));
