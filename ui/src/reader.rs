//! Who reads: the language of words and formats.

use leptos::prelude::*;

use aftercare_shared::policy::OfferedSeverity;
use aftercare_shared::severity::Severity;
use aftercare_shared::text::{Lang, Text};

use crate::messages::ticket;

/// Who reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reader {
    /// The language of the words.
    pub lang: Lang,
}

impl Reader {
    /// Someone who reads a language.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// What the vendor wrote, in the reader's language.
    #[must_use]
    pub fn text(self, text: &Text) -> String {
        text.in_lang(self.lang).to_owned()
    }

    /// What a severity is called: by the vendor, where the policy has a name for it, else in our own word.
    #[must_use]
    pub fn severity(self, severity: Severity, offered: &[OfferedSeverity]) -> String {
        let listed = offered.iter().find(|listed| listed.severity == severity);
        let named = listed.and_then(|listed| listed.name.as_ref()).map(|name| name.in_lang(self.lang));
        named.unwrap_or_else(|| ticket::words(self.lang).severity(severity)).to_owned()
    }
}

/// Says to the components below who reads.
pub fn provide_reader(reader: Reader) {
    provide_context(reader);
}

/// Who reads; English where nobody has said.
#[must_use]
pub fn use_reader() -> Reader {
    use_context().unwrap_or_default()
}
