//! What `cargo xtask bench` measures, and the data it measures on.
//!
//! The data is made here, the same each time: no file to fetch, no seed to remember. The package stands
//! apart from `shared` so that the tests never build what only a measurement needs.

pub mod advisories;
pub mod desk;
pub mod lockfile;
pub mod office;
