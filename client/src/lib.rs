//! Typed calls of the HTTP API from a browser.
