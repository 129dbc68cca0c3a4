use super::place::Place;

/// Something to do, to be given to components.
pub struct Callback<A>(Place<Box<dyn Fn(A)>>);

impl<A> Clone for Callback<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Callback<A> {}

impl<A: 'static> Callback<A> {
    /// Something to do.
    pub fn new(act: impl Fn(A) + 'static) -> Self {
        Self(Place::new(Box::new(act)))
    }

    /// Does it; nothing happens where its piece of the page is gone.
    pub fn run(self, argument: A) {
        if let Some(act) = self.0.try_get() {
            act(argument);
        }
    }
}

impl<F: Fn() + 'static> From<F> for Callback<()> {
    fn from(act: F) -> Self {
        Self::new(move |()| act())
    }
}
