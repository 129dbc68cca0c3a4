use wasm_bindgen::JsValue;

use crate::reactive::{Memo, RwSignal, Signal};

/// What can be the value of an attribute: a text, perhaps none, or yes or no.
pub trait Plain {
    /// The text; none where the attribute is not to be there.
    fn text(self) -> Option<String>;
}

impl Plain for &str {
    fn text(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Plain for String {
    fn text(self) -> Option<String> {
        Some(self)
    }
}

impl Plain for bool {
    fn text(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn text(self) -> Option<String> {
        self.and_then(Plain::text)
    }
}

/// A value as it is, or one to be followed.
pub enum Value<T> {
    /// It stays.
    Fixed(T),
    /// It is asked for again whenever a signal changes that the closure reads.
    Followed(Box<dyn Fn() -> T>),
}

/// What can be given as the value of an attribute.
pub trait AttributeValue {
    /// The value.
    fn value(self) -> Value<Option<String>>;
}

macro_rules! fixed {
    ($($type:ty),*) => {$(
        impl AttributeValue for $type {
            fn value(self) -> Value<Option<String>> {
                Value::Fixed(self.text())
            }
        }
    )*};
}
fixed!(&str, String, bool, Option<&str>, Option<String>);

macro_rules! followed {
    ($($signal:ident),*) => {$(
        impl<T: Plain + Clone + 'static> AttributeValue for $signal<T> {
            fn value(self) -> Value<Option<String>> {
                Value::Followed(Box::new(move || self.get().text()))
            }
        }
    )*};
}
followed!(Signal, Memo, RwSignal);

impl<F: Fn() -> T + 'static, T: Plain> AttributeValue for F {
    fn value(self) -> Value<Option<String>> {
        Value::Followed(Box::new(move || self().text()))
    }
}

/// What can be given as the value of a property.
pub trait PropertyValue {
    /// The value.
    fn value(self) -> Value<JsValue>;
}

impl<T: Into<JsValue> + Clone + 'static> PropertyValue for Signal<T> {
    fn value(self) -> Value<JsValue> {
        Value::Followed(Box::new(move || self.get().into()))
    }
}

impl<T: Into<JsValue> + Clone + 'static> PropertyValue for RwSignal<T> {
    fn value(self) -> Value<JsValue> {
        Value::Followed(Box::new(move || self.get().into()))
    }
}

impl<F: Fn() -> T + 'static, T: Into<JsValue>> PropertyValue for F {
    fn value(self) -> Value<JsValue> {
        Value::Followed(Box::new(move || self().into()))
    }
}
