//! A part on the page, and how another part is made of it.

use core::cell::RefCell;
use std::borrow::Cow;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::tachys::{self, html::attribute::any_attribute::AnyAttribute};
use leptos::web_sys::{Element, Event, HtmlElement, Node, Text};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::part::{Listener, Made, Part, Value};

const SVG: &str = "http://www.w3.org/2000/svg";

/// A part on the page. Dropping it ends its effects; [`Mountable::unmount`] takes it off the page.
pub enum Drawn {
    /// A text; an empty one holds the place of nothing.
    Text {
        /// Its node.
        node: Text,
        /// What it says.
        text: Cow<'static, str>,
    },
    /// An element.
    Element(Box<DrawnElement>),
    /// Several, and an empty text that holds the place behind them.
    Many {
        /// They.
        drawn: Vec<Drawn>,
        /// Where more of them go.
        end: Text,
    },
    /// What a closure gave last.
    Live(Region),
}

/// What a closure gives, drawn anew whenever something that it read has changed.
pub struct Region(RenderEffect<Drawn>);

impl Drop for Region {
    fn drop(&mut self) {
        // The effect's task holds what was drawn until it is its turn again. Effects within would live on as long
        // and might run once more, over what their owner has disposed of by then.
        drop(self.0.take_value());
    }
}

/// An element on the page.
pub struct DrawnElement {
    tag: &'static str,
    element: Element,
    attributes: Vec<(&'static str, DrawnValue)>,
    listeners: Vec<DrawnListener>,
    children: Vec<Drawn>,
}

enum DrawnValue {
    Text(Cow<'static, str>),
    Live { _effect: RenderEffect<()> },
}

struct DrawnListener {
    event: &'static str,
    /// The browser holds the closure, which calls what stands here: it can be exchanged.
    happens: Rc<RefCell<Listener>>,
    _closure: Closure<dyn FnMut(Event)>,
}

impl Part {
    fn draw(self) -> Drawn {
        match self {
            Self::Nothing => text("".into()),
            Self::Text(words) => text(words),
            Self::Element(el) => Drawn::Element(Box::new(el.0.draw())),
            Self::Many(parts) => {
                let drawn = parts.into_iter().map(Self::draw).collect();
                Drawn::Many { drawn, end: document().create_text_node("") }
            }
            Self::Live(mut part) => Drawn::Live(Region(RenderEffect::new(move |before: Option<Drawn>| {
                let part = part();
                match before {
                    Some(mut drawn) => {
                        drawn.become_part(part);
                        drawn
                    }
                    None => part.draw(),
                }
            }))),
        }
    }
}

fn text(text: Cow<'static, str>) -> Drawn {
    Drawn::Text { node: document().create_text_node(&text), text }
}

impl Made {
    fn draw(self) -> DrawnElement {
        let namespace = matches!(self.tag, "svg" | "path").then_some(SVG);
        let made = match namespace {
            Some(_) => document().create_element_ns(namespace, self.tag),
            None => document().create_element(self.tag),
        };
        let element = made.expect("tags are names of elements, written in our own code");
        let children: Vec<Drawn> = self.children.into_iter().map(Part::draw).collect();
        for child in &children {
            child.each_node(&mut |node| put(&element, node, None));
        }
        let attributes =
            self.attributes.into_iter().map(|(name, value)| (name, value.draw(name, &element))).collect();
        let listeners = self.listeners.into_iter().map(|(event, it)| listen(&element, event, it)).collect();
        if let Some(happens) = self.when_drawn {
            happens(element.clone().unchecked_into::<HtmlElement>());
        }
        DrawnElement { tag: self.tag, element, attributes, listeners, children }
    }
}

impl Value {
    fn draw(self, name: &'static str, element: &Element) -> DrawnValue {
        let element = element.clone();
        let effect = match self {
            Self::Text(text) => {
                set(&element, name, Some(&text));
                return DrawnValue::Text(text);
            }
            Self::Live(mut value) => RenderEffect::new(move |_| set(&element, name, value().as_deref())),
            Self::LiveText(mut value) => RenderEffect::new(move |_| {
                let value = value();
                // Setting what stands there already would move the caret.
                if property(&element, name).as_string().as_deref() != Some(&value) {
                    set_property(&element, name, &value.into());
                }
            }),
            Self::LiveFlag(mut value) => {
                RenderEffect::new(move |_| set_property(&element, name, &JsValue::from_bool(value())))
            }
        };
        DrawnValue::Live { _effect: effect }
    }
}

fn set(element: &Element, name: &str, value: Option<&str>) {
    // Names are ours: the browser refuses none of them.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn property(element: &Element, name: &str) -> JsValue {
    js_sys::Reflect::get(element, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set_property(element: &Element, name: &str, value: &JsValue) {
    // A property of an element can always be set.
    let _ = js_sys::Reflect::set(element, &name.into(), value);
}

fn listen(element: &Element, event: &'static str, happens: Listener) -> DrawnListener {
    let happens = Rc::new(RefCell::new(happens));
    let owner = Owner::current().unwrap_or_default();
    let called = Rc::clone(&happens);
    let closure = Closure::<dyn FnMut(Event)>::new(move |event| {
        // An event that a listener causes itself finds it at work, and is not told it again.
        if let Ok(mut happens) = called.try_borrow_mut() {
            owner.with(|| happens(event));
        }
    });
    // The names of events are ours.
    let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    DrawnListener { event, happens, _closure: closure }
}

fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    // It fails only where `before` has left the parent meanwhile, and then nobody sees either.
    let _ = parent.insert_before(node, before);
}

impl Drawn {
    /// The nodes at its top, in order.
    fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        match self {
            Self::Text { node, .. } => visit(node),
            Self::Element(drawn) => visit(&drawn.element),
            Self::Many { drawn, end } => {
                drawn.iter().for_each(|drawn| drawn.each_node(visit));
                visit(end);
            }
            Self::Live(Region(effect)) => {
                effect.with_value_mut(|drawn| drawn.each_node(visit));
            }
        }
    }

    fn first_node(&self) -> Option<Node> {
        let mut first = None;
        self.each_node(&mut |node| {
            first.get_or_insert_with(|| node.clone());
        });
        first
    }

    /// Makes another part of what is there.
    fn become_part(&mut self, part: Part) {
        match (&mut *self, part) {
            (Self::Text { node, text }, Part::Text(words)) => {
                if *text != words {
                    node.set_data(&words);
                    *text = words;
                }
            }
            (Self::Element(drawn), Part::Element(el)) if drawn.is_like(&el.0) => drawn.become_element(*el.0),
            (Self::Many { drawn, end }, Part::Many(parts)) => become_many(drawn, end, parts),
            (Self::Text { .. } | Self::Element(_) | Self::Many { .. } | Self::Live(_), part) => {
                self.give_way(part.draw())
            }
        }
    }

    fn give_way(&mut self, to: Self) {
        let place = self.first_node();
        if let Some(parent) = place.as_ref().and_then(Node::parent_node) {
            to.each_node(&mut |node| put(&parent, node, place.as_ref()));
        }
        self.unmount();
        *self = to;
    }
}

fn become_many(drawn: &mut Vec<Drawn>, end: &Text, parts: Vec<Part>) {
    for surplus in drawn.iter_mut().skip(parts.len()) {
        surplus.unmount();
    }
    drawn.truncate(parts.len());
    for (index, part) in parts.into_iter().enumerate() {
        if let Some(known) = drawn.get_mut(index) {
            known.become_part(part);
        } else {
            let new = part.draw();
            if let Some(parent) = end.parent_node() {
                new.each_node(&mut |node| put(&parent, node, Some(end)));
            }
            drawn.push(new);
        }
    }
}

impl DrawnElement {
    /// Whether the other element has the same tag and the same names in the same order, and nothing in it
    /// that belongs to an effect of its own.
    fn is_like(&self, el: &Made) -> bool {
        let same_value = |((name, drawn), (other, value)): (&(&str, DrawnValue), &(&str, Value))| {
            name == other && matches!((drawn, value), (DrawnValue::Text(_), Value::Text(_)))
        };
        self.tag == el.tag
            && el.when_drawn.is_none()
            && self.attributes.len() == el.attributes.len()
            && self.attributes.iter().zip(&el.attributes).all(same_value)
            && self.listeners.len() == el.listeners.len()
            && self.listeners.iter().zip(&el.listeners).all(|(drawn, (event, _))| drawn.event == *event)
            && self.children.len() == el.children.len()
    }

    fn become_element(&mut self, el: Made) {
        for ((name, drawn), (_, value)) in self.attributes.iter_mut().zip(el.attributes) {
            if let (DrawnValue::Text(known), Value::Text(text)) = (drawn, value)
                && *known != text
            {
                set(&self.element, name, Some(&text));
                *known = text;
            }
        }
        for (drawn, (_, happens)) in self.listeners.iter().zip(el.listeners) {
            // It may be the one at work that has us drawn anew: then it stays for this once.
            if let Ok(mut known) = drawn.happens.try_borrow_mut() {
                *known = happens;
            }
        }
        for (drawn, child) in self.children.iter_mut().zip(el.children) {
            drawn.become_part(child);
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.each_node(&mut |node| {
            if let Some(parent) = node.parent_node() {
                // It is its child, or there would be none.
                let _ = parent.remove_child(node);
            }
        });
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.each_node(&mut |node| put(parent, node, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.first_node();
        let parent = first.as_ref().and_then(Node::parent_element);
        if let Some(parent) = &parent {
            child.mount(parent, first.as_ref());
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        let mut elements = Vec::new();
        self.each_node(&mut |node| elements.extend(node.dyn_ref::<Element>().cloned()));
        elements
    }
}

impl Render for Part {
    type State = Drawn;

    fn build(self) -> Drawn {
        self.draw()
    }

    fn rebuild(self, drawn: &mut Drawn) {
        drawn.become_part(self);
    }
}

tachys::no_attrs!(Part);

/// What Leptos asks of a view that could be drawn on a server. There is none: both applications are drawn in
/// the browser alone, so the text form of a part is empty.
impl RenderHtml for Part {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.draw()
    }

    fn into_owned(self) -> Self {
        self
    }
}
