//! The page around the frame: the loader, spoken with by `postMessage`.
//!
//! A message counts only from the window that holds the frame, and only from the origin of the first
//! `init`; answers go to that origin alone. `ready` says nothing but that, so it may go to anybody. A
//! message that can't be read is dropped: the page around the frame is not ours.

use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use crate::route::Route;
use aftercare_client::wire::{Decode, Value, field};
use aftercare_client::{decode_struct, decode_words};
use aftercare_shared::id::TicketId;
use aftercare_ui::{State, listen};

/// What the loader says.
#[derive(Debug)]
pub(crate) enum Word {
    /// Who and where we are.
    Init(Init),
    /// A new identity token, as asked for.
    Identity {
        /// The token.
        token: Option<String>,
    },
    /// The page runs other SDKs now.
    Sdks {
        /// Package URLs.
        sdks: Vec<String>,
    },
    /// The frame is in view.
    Shown {
        /// With this view.
        to: Option<View>,
        /// The page's address, which may have changed since.
        page: Option<String>,
        /// The page's theme, which may have changed since.
        theme: Option<String>,
    },
    /// The frame is not in view.
    Hidden,
    /// A card was put away in the page around.
    Dismissed {
        /// Its name.
        card: String,
    },
}

/// Who and where we are.
#[derive(Debug, Default)]
pub(crate) struct Init {
    /// The language of the page, as a BCP 47 tag.
    pub(crate) lang: Option<String>,
    /// `light`, `dark` or `auto`.
    pub(crate) theme: Option<String>,
    /// The SDKs of the page, as package URLs.
    pub(crate) sdks: Vec<String>,
    /// The page's address.
    pub(crate) page: Option<String>,
    /// The identity token, where the visitor is known.
    pub(crate) identity: Option<String>,
    /// Whether the frame is in view.
    pub(crate) open: bool,
    /// With which view to begin.
    pub(crate) to: Option<View>,
    /// The names of cards that were put away before we were there.
    pub(crate) dismissed: Vec<String>,
}

/// A view, by the loader's name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum View {
    Home,
    New,
    Tickets,
    Updates,
}

impl From<View> for Route {
    fn from(view: View) -> Self {
        match view {
            View::Home => Self::Home,
            View::New => Self::New,
            View::Tickets => Self::Tickets,
            View::Updates => Self::Updates,
        }
    }
}

/// What we say.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Saying<'a> {
    /// Asks for `init`.
    Ready,
    /// The reader wants to close the panel.
    Close,
    /// How many tickets hold something new.
    Unread {
        /// As a number.
        count: usize,
    },
    /// The session runs out: ask the vendor's backend for a new token.
    IdentityNeeded,
    /// A ticket was received.
    Submitted {
        /// Which.
        ticket: Submitted<'a>,
    },
    /// These cards were put away, on whatever page. The loader waits for it with its first.
    Dismissed {
        /// Their names.
        cards: &'a [String],
    },
}

/// A ticket, as the page around may know it.
#[derive(Debug, Serialize)]
pub(crate) struct Submitted<'a> {
    pub(crate) id: &'a TicketId,
    pub(crate) number: u32,
}

decode_words!(View { "home" => Home, "new" => New, "tickets" => Tickets, "updates" => Updates });
decode_struct!(Init { lang, theme, sdks, page, identity, open, to, dismissed });

impl Decode for Word {
    fn decode(json: &Value) -> Option<Self> {
        Some(match json.get("type")?.as_str()? {
            "init" => Self::Init(Decode::decode(json)?),
            "identity" => Self::Identity { token: field(json, "token")? },
            "sdks" => Self::Sdks { sdks: field(json, "sdks")? },
            "shown" => Self::Shown {
                to: field(json, "to")?,
                page: field(json, "page")?,
                theme: field(json, "theme")?,
            },
            "hidden" => Self::Hidden,
            "dismissed" => Self::Dismissed { card: field(json, "card")? },
            _ => return None,
        })
    }
}

#[derive(Serialize)]
struct Sent<'a> {
    aftercare: u8,
    #[serde(flatten)]
    saying: &'a Saying<'a>,
}

/// The loader, if there is one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Host {
    framed: bool,
    origin: State<Option<String>>,
}

impl Host {
    /// Looks whether the page is in a frame.
    pub(crate) fn find() -> Self {
        let parent = window().parent().ok().flatten();
        let framed = parent.is_some_and(|parent| JsValue::from(parent) != JsValue::from(window()));
        Self { framed, origin: State::new(None) }
    }

    /// Whether there is a page around this one.
    pub(crate) fn is_framed(&self) -> bool {
        self.framed
    }

    /// Hears the loader, and tells it that we do.
    pub(crate) fn listen(&self, hear: impl Fn(Word) + 'static) {
        if !self.framed {
            return;
        }
        let host = *self;
        listen("message", move |event| {
            let Ok(event) = event.dyn_into::<MessageEvent>() else { return };
            let parent = window().parent().ok().flatten();
            let source = event.source().map(JsValue::from);
            if source.is_none() || source != parent.map(JsValue::from) {
                return;
            }
            let origin = event.origin();
            if host.origin.with_untracked(|pinned| pinned.as_ref().is_some_and(|pinned| *pinned != origin)) {
                return;
            }
            let Some(word) = read(&event.data()) else { return };
            if matches!(word, Word::Init(_)) {
                host.origin.set(Some(origin));
            } else if host.origin.with_untracked(Option::is_none) {
                return;
            }
            hear(word);
        });
        self.post(&Saying::Ready, &embedder().unwrap_or_else(|| "*".to_owned()));
    }

    /// Tells the loader something; nothing where there is none, or it has not introduced itself.
    pub(crate) fn tell(&self, saying: &Saying<'_>) {
        if let Some(origin) = self.origin.get_untracked() {
            self.post(saying, &origin);
        }
    }

    fn post(&self, saying: &Saying<'_>, origin: &str) {
        let Some(parent) = window().parent().ok().flatten().filter(|_| self.framed) else { return };
        let sent = Sent { aftercare: 1, saying };
        let json = serde_json::to_string(&sent).ok();
        if let Some(message) = json.and_then(|json| js_sys::JSON::parse(&json).ok()) {
            // Nobody listens any more if this fails.
            let _ = parent.post_message(&message, origin);
        }
    }
}

/// A message as the structured clone gave it.
fn read(data: &JsValue) -> Option<Word> {
    if !data.is_object() {
        return None;
    }
    let json = js_sys::JSON::stringify(data).ok()?.as_string()?;
    let json: Value = Value::parse(&json)?;
    if field::<u8>(&json, "aftercare")? == 1 { Word::decode(&json) } else { None }
}

/// The origin of the page that made the frame, where the browser tells.
fn embedder() -> Option<String> {
    let referrer = document().referrer();
    let mut parts = referrer.split('/');
    let (scheme, _, host) = (parts.next()?, parts.next()?, parts.next()?);
    Some([scheme, "//", host].concat())
}
