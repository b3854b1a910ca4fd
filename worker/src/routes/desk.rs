//! `/v1/desk`: what support engineers see and do.

pub(crate) mod accounts;
pub(crate) mod advisories;
pub(crate) mod feeds;
pub(crate) mod me;
pub(crate) mod policies;
pub(crate) mod releases;
pub(crate) mod sessions;
pub(crate) mod tickets;
