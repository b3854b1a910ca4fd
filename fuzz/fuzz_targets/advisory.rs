//! `aftercare_fuzz::targets::advisory` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::targets::advisory(data));
