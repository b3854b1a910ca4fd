//! What is drawn, as a value: one type for all of it.
//!
//! Leptos gives every view a type of its own, and each is compiled to code of its own: with them the panel
//! weighed three times its budget. A [`Part`] is a tree of plain data (tags, attributes, texts, listeners and
//! closures that are drawn anew when a signal they read changes), drawn by one piece of code, in [`drawn`].
//! It takes part in Leptos like any other view: owners, context, signals and effects are Leptos's, and a part
//! can stand in a `view!`.
//!
//! Where a region is drawn anew, what is there is changed, not replaced, as far as tags and attributes agree:
//! the focus stays, a live region speaks of what is new only.

mod drawn;

use std::borrow::Cow;

use leptos::web_sys::{Event, HtmlElement};

/// Something to draw.
#[derive(Default)]
pub enum Part {
    /// Nothing.
    #[default]
    Nothing,
    /// A text.
    Text(Cow<'static, str>),
    /// An element with all that is in it.
    Element(El),
    /// Several, one after the other.
    Many(Vec<Part>),
    /// What a closure gives, drawn anew when a signal that it reads changes.
    Live(Box<dyn FnMut() -> Part + Send>),
}

impl core::fmt::Debug for Part {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Part")
    }
}

#[cfg(all(test, feature = "markdown"))]
impl Part {
    /// What it is, for tests: `<p dir=auto>text</p>`. Texts stand as they are.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Nothing | Self::Live(_) => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Many(parts) => parts.iter().map(Self::written).collect(),
            Self::Element(El(made)) => {
                let attribute = |(name, value): &(&str, Value)| match value {
                    Value::Text(text) => [" ", name, "=", text].concat(),
                    Value::Live(_) | Value::LiveText(_) | Value::LiveFlag(_) => String::new(),
                };
                let attributes: String = made.attributes.iter().map(attribute).collect();
                let inside: String = made.children.iter().map(Self::written).collect();
                ["<", made.tag, &attributes, ">", &inside, "</", made.tag, ">"].concat()
            }
        }
    }
}

/// An element. What it consists of stands on the heap, so that adding to it moves a pointer.
pub struct El(Box<Made>);

struct Made {
    tag: &'static str,
    attributes: Vec<(&'static str, Value)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Part>,
    when_drawn: Option<Box<dyn FnOnce(HtmlElement) + Send>>,
}

type Listener = Box<dyn FnMut(Event) + Send>;

/// The value of an attribute, or of a property of the element where it is one that the reader changes.
enum Value {
    Text(Cow<'static, str>),
    Live(Box<dyn FnMut() -> Option<Cow<'static, str>> + Send>),
    LiveText(Box<dyn FnMut() -> String + Send>),
    LiveFlag(Box<dyn FnMut() -> bool + Send>),
}

/// An element of a class; without one where it is empty.
#[must_use]
pub fn el(tag: &'static str, class: impl Into<Cow<'static, str>>) -> El {
    made(tag, class.into())
}

#[inline(never)]
fn made(tag: &'static str, class: Cow<'static, str>) -> El {
    let made =
        Made { tag, attributes: Vec::new(), listeners: Vec::new(), children: Vec::new(), when_drawn: None };
    let el = El(Box::new(made));
    if class.is_empty() { el } else { el.with_attribute("class", Value::Text(class)) }
}

/// A block.
#[must_use]
pub fn div(class: impl Into<Cow<'static, str>>) -> El {
    el("div", class)
}

/// A stretch within a line.
#[must_use]
pub fn span(class: impl Into<Cow<'static, str>>) -> El {
    el("span", class)
}

/// A paragraph.
#[must_use]
pub fn p(class: impl Into<Cow<'static, str>>) -> El {
    el("p", class)
}

/// A button that does something when it is pressed, and nothing else.
#[must_use]
pub fn button(class: &'static str, mut pressed: impl FnMut() + Send + 'static) -> El {
    el("button", class).attr("type", "button").on("click", move |_| pressed())
}

/// A text for those who hear the page.
#[must_use]
pub fn unseen(text: impl Into<Part>) -> El {
    span("unseen").child(text)
}

/// What a closure gives, drawn anew when a signal that it reads changes.
pub fn live<P: Into<Part>>(mut draw: impl FnMut() -> P + Send + 'static) -> Part {
    Part::Live(Box::new(move || draw().into()))
}

/// The value of an attribute that holds or does not, such as `aria-expanded`.
#[must_use]
pub fn claim(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

/// A list of parts, made of a list of anything.
pub fn many<T, P: Into<Part>>(items: impl IntoIterator<Item = T>, draw: impl FnMut(T) -> P) -> Part {
    let mut draw = draw;
    Part::Many(items.into_iter().map(|item| draw(item).into()).collect())
}

impl El {
    /// An attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.with_attribute(name, Value::Text(value.into()))
    }

    /// An attribute that stands there while there is a value.
    #[must_use]
    pub fn live_attr<V: Into<Cow<'static, str>>>(
        self,
        name: &'static str,
        mut value: impl FnMut() -> Option<V> + Send + 'static,
    ) -> Self {
        self.with_attribute(name, Value::Live(Box::new(move || value().map(Into::into))))
    }

    /// A property of the element that holds a text, such as a field's `value`.
    #[must_use]
    pub fn live_text(self, name: &'static str, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with_attribute(name, Value::LiveText(Box::new(value)))
    }

    /// A property of the element that holds or does not, such as `checked` or `disabled`.
    #[must_use]
    pub fn live_flag(self, name: &'static str, value: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with_attribute(name, Value::LiveFlag(Box::new(value)))
    }

    /// What happens on an event.
    #[must_use]
    pub fn on(self, event: &'static str, happens: impl FnMut(Event) + Send + 'static) -> Self {
        self.with_listener(event, Box::new(happens))
    }

    /// Adds something to what is in it.
    #[must_use]
    pub fn child(self, child: impl Into<Part>) -> Self {
        self.with_child(child.into())
    }

    /// What happens with the element once, when it was made and before it stands on the page.
    #[must_use]
    pub fn when_drawn(mut self, happens: impl FnOnce(HtmlElement) + Send + 'static) -> Self {
        self.0.when_drawn = Some(Box::new(happens));
        self
    }

    /// Adds something to what is in it, where it stands.
    #[cfg(feature = "markdown")]
    pub(crate) fn add(&mut self, child: Part) {
        self.0.children.push(child);
    }

    /// Whether it is an element of that name.
    #[cfg(feature = "markdown")]
    pub(crate) fn is(&self, tag: &str) -> bool {
        self.0.tag == tag
    }

    // What the methods above do, once for all types of what they are given.

    #[inline(never)]
    fn with_attribute(mut self, name: &'static str, value: Value) -> Self {
        self.0.attributes.push((name, value));
        self
    }

    #[inline(never)]
    fn with_listener(mut self, event: &'static str, happens: Listener) -> Self {
        self.0.listeners.push((event, happens));
        self
    }

    #[inline(never)]
    fn with_child(mut self, child: Part) -> Self {
        self.0.children.push(child);
        self
    }
}

impl From<El> for Part {
    fn from(el: El) -> Self {
        Self::Element(el)
    }
}

impl From<&'static str> for Part {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<P: Into<Self>> From<Option<P>> for Part {
    fn from(part: Option<P>) -> Self {
        part.map_or(Self::Nothing, Into::into)
    }
}

impl From<Vec<Self>> for Part {
    fn from(parts: Vec<Self>) -> Self {
        Self::Many(parts)
    }
}

impl<const N: usize> From<[Self; N]> for Part {
    fn from(parts: [Self; N]) -> Self {
        Self::Many(parts.into())
    }
}
