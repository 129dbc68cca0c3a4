use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::prelude::StoredValue;

/// Where a value is kept: as long as the piece of the page exists in which it was made. The place
/// itself can be copied.
///
/// It is a single number where Leptos' own is two, since the page hands places around everywhere:
/// the lower half says where, the upper half how often that place was taken before, so that who
/// comes too late finds nothing rather than something else.
pub(super) struct Place<T>(u32, PhantomData<fn() -> T>);

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

thread_local! {
    static KEPT: RefCell<Kept> = const { RefCell::new(Kept { slots: vec![], free: vec![] }) };
}

struct Kept {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

struct Slot {
    /// The number under which the value is found.
    number: u32,
    value: Option<Rc<dyn Any>>,
}

const INDEX: u32 = 0xFFFF;

/// Leptos drops it with the piece of the page.
struct Lease(u32);

impl Drop for Lease {
    fn drop(&mut self) {
        // What is dropped with the value may look for other values.
        drop(KEPT.with_borrow_mut(|kept| kept.remove(self.0)));
    }
}

impl Kept {
    fn add(&mut self, value: Rc<dyn Any>) -> u32 {
        let value = Some(value);
        if let Some(slot) = self.free.pop().and_then(|free| {
            let slot = self.slots.get_mut((free & INDEX) as usize)?;
            Some((slot, free))
        }) {
            let (slot, free) = slot;
            let number = free.wrapping_add(INDEX + 1);
            *slot = Slot { number, value };
            return number;
        }
        let number = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(Slot { number, value });
        number
    }

    fn slot(&mut self, number: u32) -> Option<&mut Slot> {
        let slot = self.slots.get_mut((number & INDEX) as usize)?;
        (slot.number == number).then_some(slot)
    }

    fn remove(&mut self, number: u32) -> Option<Rc<dyn Any>> {
        let value = self.slot(number)?.value.take();
        self.free.push(number);
        value
    }
}

#[inline(never)]
fn put(value: Rc<dyn Any>) -> u32 {
    let number = KEPT.with_borrow_mut(|kept| kept.add(value));
    StoredValue::new(Lease(number));
    number
}

#[inline(never)]
fn kept(number: u32) -> Option<Rc<dyn Any>> {
    KEPT.with_borrow_mut(|kept| kept.slot(number)?.value.clone())
}

#[cold]
#[allow(
    clippy::panic,
    reason = "a mistake in the page's own code, as with Leptos' signals"
)]
fn gone() -> ! {
    panic!("a signal was read after its piece of the page")
}
