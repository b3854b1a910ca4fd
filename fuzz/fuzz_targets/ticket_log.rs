//! `aftercare_fuzz::targets::ticket_log` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| aftercare_fuzz::targets::ticket_log(data));
