use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::{Notify, Track},
    reactive::signal::ArcTrigger,
};

use super::place::Place;

/// A value that can be read and set; what reads it follows it.
pub struct RwSignal<T>(Place<Source<T>>);

struct Source<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self(Place::new(Source {
            value: RefCell::new(value),
            changed: ArcTrigger::new(),
        }))
    }

    /// Reads the value and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        let source = self.0.get();
        source.changed.track();
        read(&source.value.borrow())
    }

    /// Reads the value as it is at this moment.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(&self.0.get().value.borrow())
    }

    /// Reads the value as it is at this moment; none where its piece of the page is gone.
    pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        Some(read(&self.0.try_get()?.value.borrow()))
    }

    /// Changes the value; nothing happens where its piece of the page is gone.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(source) = self.0.try_get() {
            change(&mut source.value.borrow_mut());
            notify(&source.changed);
        }
    }

    /// Sets the value; nothing happens where its piece of the page is gone.
    pub fn set(self, value: T) {
        let _gone = self.try_set(value);
    }

    /// Sets the value; gives it back where its piece of the page is gone.
    pub fn try_set(self, value: T) -> Option<T> {
        let Some(source) = self.0.try_get() else {
            return Some(value);
        };
        let before = source.value.replace(value);
        drop(before);
        notify(&source.changed);
        None
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    /// The value; what reads it follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value, none where its piece of the page is gone; what reads it follows it.
    pub(super) fn try_get(self) -> Option<T> {
        let source: Rc<Source<T>> = self.0.try_get()?;
        source.changed.track();
        let value = source.value.borrow();
        Some(value.clone())
    }
}

#[inline(never)]
fn notify(changed: &ArcTrigger) {
    changed.notify();
}
