use leptos::prelude::document;
use web_sys::Node;

use super::keep_up;
use crate::reactive::Signal;

/// A piece of the page: an element, a text, several side by side, or nothing.
pub struct View(pub(super) Node);

/// What a component is given to put inside.
pub type Children = Box<dyn FnOnce() -> View>;

/// Puts the page at the end of the document. It stays until the document goes.
pub fn mount(page: impl FnOnce() -> View + 'static) {
    leptos::mount::mount_to_body(move || {
        if let Some(body) = document().body() {
            page().append_to(&body);
        }
    });
}

impl View {
    /// Nothing.
    #[inline(never)]
    pub fn nothing() -> Self {
        Self(document().create_document_fragment().into())
    }

    /// This and another piece side by side; this one has to be [`View::nothing`] or made from it.
    #[inline(never)]
    pub fn and(self, other: Self) -> Self {
        other.append_to(&self.0);
        self
    }

    pub(super) fn append_to(self, parent: &Node) {
        let _refused = parent.append_child(&self.0);
    }

    /// A text.
    #[inline(never)]
    pub(super) fn text(text: &str) -> Self {
        Self(document().create_text_node(text).into())
    }

    /// A text that follows its signal.
    #[inline(never)]
    pub(super) fn following(text: Signal<String>) -> Self {
        let node = document().create_text_node("");
        let shown = node.clone();
        keep_up(Box::new(move || shown.set_data(&text.get())));
        Self(node.into())
    }

    /// A piece that is made anew whenever a signal changes that `make` reads. It stands between two
    /// empty comments, so that its place is known when it is empty.
    pub(super) fn made_anew(make: Box<dyn Fn() -> Self>) -> Self {
        let whole = Self::nothing();
        let (first, last) = (document().create_comment(""), document().create_comment(""));
        let _refused = whole.0.append_child(&first);
        let _refused = whole.0.append_child(&last);
        keep_up(Box::new(move || {
            let Some(parent) = last.parent_node() else {
                return;
            };
            while let Some(old) = first.next_sibling().filter(|old| *old != **last) {
                let _refused = parent.remove_child(&old);
            }
            let _refused = parent.insert_before(&make().0, Some(&last));
        }));
        whole
    }
}
