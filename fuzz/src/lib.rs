//! What every parser of the project must hold under any input: no panic, no endless loop, no memory beyond
//! a small multiple of the input, and the promises that each function here states.
//!
//! The functions are plain ones over bytes. libFuzzer calls them from `fuzz_targets/`, and the ordinary tests
//! call them with the seeds below `seeds/` and with hostile inputs, so that what was found once stays fixed.

pub mod answers;
pub mod targets;
