use std::{any::Any, marker::PhantomData, rc::Rc};

use leptos::prelude::{GetValue, LocalStorage, StoredValue};

/// Where a value is kept: as long as the piece of the page exists in which it was made. The place
/// itself can be copied.
pub(super) struct Place<T>(
    StoredValue<Rc<dyn Any>, LocalStorage>,
    PhantomData<fn() -> T>,
);

impl<T> Clone for Place<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Place<T> {}

impl<T: 'static> Place<T> {
    pub(super) fn new(value: T) -> Self {
        Self(put(Rc::new(value)), PhantomData)
    }

    /// The value; none where its piece of the page is gone.
    pub(super) fn try_get(self) -> Option<Rc<T>> {
        kept(self.0)?.downcast().ok()
    }

    /// The value. Whoever can outlive its piece of the page asks with [`Self::try_get`].
    pub(super) fn get(self) -> Rc<T> {
        self.try_get().unwrap_or_else(|| gone())
    }
}

/// Keeps something as long as the piece under construction exists.
pub fn keep(thing: impl Any) {
    put(Rc::new(thing));
}

#[inline(never)]
fn put(value: Rc<dyn Any>) -> StoredValue<Rc<dyn Any>, LocalStorage> {
    StoredValue::new_local(value)
}

#[inline(never)]
fn kept(place: StoredValue<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    place.try_get_value()
}

#[cold]
#[allow(
    clippy::panic,
    reason = "a mistake in the page's own code, as with Leptos' signals"
)]
fn gone() -> ! {
    panic!("a signal was read after its piece of the page")
}
