use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::{Get, GetUntracked},
    reactive::computed::ArcMemo,
};
use send_wrapper::SendWrapper;

use super::place::Place;

/// A value that follows from others. It is worked out when it is read and something that it
/// follows has changed; what reads it is told only if it has become another value.
pub struct Memo<T>(Place<Derived<T>>);

struct Derived<T> {
    value: Rc<RefCell<Option<T>>>,
    /// How often the value has become another.
    version: ArcMemo<u32>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + 'static> Memo<T> {
    /// A memo of what `make` makes.
    pub fn new(make: impl Fn() -> T + 'static) -> Self {
        let value = Rc::new(RefCell::new(None));
        let kept = Rc::clone(&value);
        let version = version(Box::new(move || {
            let fresh = Some(make());
            let is_other = *kept.borrow() != fresh;
            if is_other {
                let before = kept.replace(fresh);
                drop(before);
            }
            is_other
        }));
        Self(Place::new(Derived { value, version }))
    }
}

impl<T: 'static> Memo<T> {
    /// Reads the value and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        let derived = self.0.get();
        follow(&derived.version);
        derived.read(read)
    }
}

impl<T: Clone + 'static> Memo<T> {
    /// The value; what reads it follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> T {
        let derived = self.0.get();
        look(&derived.version);
        derived.read(T::clone)
    }
}

impl<T> Derived<T> {
    #[allow(
        clippy::expect_used,
        reason = "asking for the version has worked the value out"
    )]
    fn read<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        let value = self.value.borrow();
        read(value.as_ref().expect("a value"))
    }
}

/// Counts how often `renew` says that the value has become another.
fn version(renew: Box<dyn Fn() -> bool>) -> ArcMemo<u32> {
    let renew = SendWrapper::new(renew);
    ArcMemo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        before.wrapping_add(u32::from(renew()))
    })
}

#[inline(never)]
fn follow(version: &ArcMemo<u32>) {
    version.get();
}

#[inline(never)]
fn look(version: &ArcMemo<u32>) {
    version.get_untracked();
}
