//! Feeds and lists.
