use std::cell::RefCell;

use super::place::Place;

/// A value that nothing follows.
pub struct StoredValue<T>(Place<RefCell<T>>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    /// A value.
    pub fn new(value: T) -> Self {
        Self(Place::new(RefCell::new(value)))
    }

    /// Sets the value; nothing happens where its piece of the page is gone.
    pub fn set_value(self, value: T) {
        let _gone = self.try_set_value(value);
    }

    /// Sets the value; gives it back where its piece of the page is gone.
    pub fn try_set_value(self, value: T) -> Option<T> {
        let Some(place) = self.0.try_get() else {
            return Some(value);
        };
        let before = place.replace(value);
        drop(before);
        None
    }

    /// Changes the value; none where its piece of the page is gone.
    pub fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let place = self.0.try_get()?;
        let mut value = place.borrow_mut();
        Some(change(&mut value))
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// The value.
    pub fn get_value(self) -> T {
        self.0.get().borrow().clone()
    }

    /// The value; none where its piece of the page is gone.
    pub fn try_get_value(self) -> Option<T> {
        Some(self.0.try_get()?.borrow().clone())
    }
}
