//! `aftercare_fuzz::targets::holidays` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::targets::holidays(data));
