//! Every word that people read, in English and Simplified Chinese.
//!
//! A file a theme. Each holds a struct of texts, one value of it a language, and `words(lang)`; the
//! compiler sees to it that none is missing. A sentence with values in it is a function of the struct's
//! language, so that word order is the language's own. No library: these are 2 KB. `words` stays a call
//! when compiled: inlined, every use of a word chooses between both languages again.

pub mod desk;
pub mod lockfile;
pub mod panel;
pub mod promise;
pub mod ticket;
pub mod trouble;
pub mod updates;

pub use promise::PromiseWords;
pub use ticket::TicketWords;
pub use trouble::TroubleWords;
