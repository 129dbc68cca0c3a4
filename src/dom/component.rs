pub use typed_builder;

use super::View;

/// The props of a component.
pub trait Props {
    /// What they are given to, one by one.
    type Builder;

    /// Begins to build them.
    fn builder() -> Self::Builder;
}

/// Begins to build the props of this component.
pub fn builder<P: Props>(_component: &impl Fn(P) -> View) -> P::Builder {
    P::builder()
}
