//! How the reader likes the desk: language, light or dark, single-key shortcuts.

use aftercare_shared::text::Lang;
use aftercare_ui::watch;
use leptos::prelude::*;

use crate::storage::{self, Keep};

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in the document's `data-theme` and in the store.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that a word stands for.
    pub(crate) fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or(Self::Auto)
    }
}

/// The reader's choices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preferences {
    /// The language of the desk.
    pub(crate) lang: RwSignal<Lang>,
    /// Its colours.
    pub(crate) theme: RwSignal<Theme>,
    /// Whether a single key acts (WCAG 2.1.4).
    pub(crate) shortcuts: RwSignal<bool>,
}

impl Preferences {
    /// Reads the choices, keeps them as they change, and lays language and theme on the document.
    pub(crate) fn kept() -> Self {
        let read = |name| storage::read(Keep::Browser, name);
        let tag = read("lang").or_else(|| window().navigator().language()).unwrap_or_default();
        let preferences = Self {
            lang: RwSignal::new(Lang::from_tag(&tag)),
            theme: RwSignal::new(Theme::from_word(&read("theme").unwrap_or_default())),
            shortcuts: RwSignal::new(read("shortcuts").as_deref() != Some("off")),
        };
        watch(move || mark("lang", preferences.lang.get().tag()));
        watch(move || mark("data-theme", preferences.theme.get().as_str()));
        preferences
    }

    /// Chooses a language.
    pub(crate) fn choose_lang(self, lang: Lang) {
        storage::write(Keep::Browser, "lang", lang.tag());
        self.lang.set(lang);
    }

    /// Chooses a theme.
    pub(crate) fn choose_theme(self, theme: Theme) {
        storage::write(Keep::Browser, "theme", theme.as_str());
        self.theme.set(theme);
    }

    /// Switches the single-key shortcuts on or off.
    pub(crate) fn choose_shortcuts(self, on: bool) {
        storage::write(Keep::Browser, "shortcuts", if on { "on" } else { "off" });
        self.shortcuts.set(on);
    }
}

fn mark(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Only a name that is no attribute's is refused, and these two are.
        let _named = root.set_attribute(attribute, value);
    }
}
