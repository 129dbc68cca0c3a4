use leptos::prelude::untrack;

use super::{Memo, RwSignal, place::Place};

/// A value that can be read; what reads it follows it.
pub struct Signal<T>(Place<Box<dyn Fn() -> Option<T>>>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// What `make` makes, each time it is read.
    pub fn derive(make: impl Fn() -> T + 'static) -> Self {
        Self(Place::new(Box::new(move || Some(make()))))
    }

    /// The value; what reads it follows it.
    #[allow(
        clippy::expect_used,
        reason = "a mistake in the page's own code, as with Leptos' signals"
    )]
    pub fn get(self) -> T {
        self.try_get()
            .expect("a signal that still exists when it is read")
    }

    /// The value, none where its piece of the page is gone; what reads it follows it.
    pub fn try_get(self) -> Option<T> {
        (self.0.try_get()?)()
    }

    /// Reads the value and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(&self.get())
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> T {
        untrack(|| self.get())
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// A value that stays.
    pub fn stored(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

impl<T: Clone + Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: Clone + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T: Clone + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(Place::new(Box::new(move || signal.try_get())))
    }
}

impl<T: Clone + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}
