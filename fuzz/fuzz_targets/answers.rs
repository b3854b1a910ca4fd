//! `aftercare_fuzz::answers::answers` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::answers::answers(data));
