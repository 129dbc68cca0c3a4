use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::RwSignal;

/// An element of a component's own markup, once it is made.
#[derive(Clone, Copy)]
pub struct ElementRef(RwSignal<Option<Element>>);

impl ElementRef {
    /// For the element that names it as its `node_ref`.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The element; what reads it is told when it is made.
    pub fn get(self) -> Option<HtmlElement> {
        self.0.get()?.dyn_into().ok()
    }

    /// The element is made.
    pub fn set(self, element: Element) {
        self.0.set(Some(element));
    }
}
