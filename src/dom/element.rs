use js_sys::Reflect;
use leptos::{ev::EventDescriptor, prelude::document};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Event;

use super::{
    IntoView, View,
    attribute::{AttributeValue, PropertyValue, Value},
    keep_up,
};
use crate::reactive::{ElementRef, keep};

/// An element under construction.
pub struct Element(web_sys::Element);

/// An HTML element, from its name and, each on a line of its own, `attribute=value`.
#[allow(
    clippy::expect_used,
    reason = "only names in our own source are ever given"
)]
#[inline(never)]
pub fn el(markup: &'static str) -> Element {
    with_attributes(markup, |name| {
        document()
            .create_element(name)
            .expect("a name of an element")
    })
}

/// An SVG element, from the same.
#[allow(
    clippy::expect_used,
    reason = "only names in our own source are ever given"
)]
#[inline(never)]
pub fn svg(markup: &'static str) -> Element {
    with_attributes(markup, |name| {
        let namespace = Some("http://www.w3.org/2000/svg");
        document()
            .create_element_ns(namespace, name)
            .expect("a name of an element")
    })
}

fn with_attributes(markup: &str, make: fn(&str) -> web_sys::Element) -> Element {
    let mut lines = markup.split('\n');
    let element = make(lines.next().unwrap_or_default());
    for (name, value) in lines.filter_map(|line| line.split_once('=')) {
        let _refused = element.set_attribute(name, value);
    }
    Element(element)
}

impl Element {
    /// Gives an attribute its value.
    pub fn attr(self, name: &'static str, value: impl AttributeValue) -> Self {
        self.attribute(name, value.value());
        self
    }

    fn attribute(&self, name: &'static str, value: Value<Option<String>>) {
        let element = self.0.clone();
        let set = move |value: Option<String>| {
            let _refused = match value {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        };
        match value {
            Value::Fixed(value) => set(value),
            Value::Followed(value) => keep_up(Box::new(move || set(value()))),
        }
    }

    /// Gives a property its value.
    pub fn prop(self, name: &'static str, value: impl PropertyValue) -> Self {
        self.property(name, value.value());
        self
    }

    fn property(&self, name: &'static str, value: Value<JsValue>) {
        let element = self.0.clone();
        let set = move |value: JsValue| {
            let name = JsValue::from_str(name);
            // Setting the value that is there would move the caret.
            if Reflect::get(&element, &name).is_ok_and(|there| there != value) {
                let _refused = Reflect::set(&element, &name, &value);
            }
        };
        match value {
            Value::Fixed(value) => set(value),
            Value::Followed(value) => keep_up(Box::new(move || set(value()))),
        }
    }

    /// Calls `act` on an event.
    pub fn on<E: EventDescriptor>(
        self,
        event: E,
        mut act: impl FnMut(E::EventType) + 'static,
    ) -> Self
    where
        E::EventType: JsCast,
    {
        self.listen(
            &event.name(),
            Box::new(move |event| act(event.unchecked_into())),
        );
        self
    }

    fn listen(&self, event: &str, act: Box<dyn FnMut(Event)>) {
        let listener = Closure::wrap(act);
        let callback = listener.as_ref().unchecked_ref();
        let _refused = self.0.add_event_listener_with_callback(event, callback);
        keep(listener);
    }

    /// Lets the element be found.
    pub fn node_ref(self, node_ref: ElementRef) -> Self {
        node_ref.set(self.0.clone());
        self
    }

    /// Puts a piece inside, at the end.
    #[inline(never)]
    pub fn put(self, piece: View) -> Self {
        piece.append_to(&self.0);
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        View(self.0.into())
    }
}
