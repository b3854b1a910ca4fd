//! The rules of each order, a table each.
