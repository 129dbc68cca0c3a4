use super::View;
use crate::reactive::Signal;

/// What can stand as a piece of the page.
pub trait IntoView: Sized {
    /// The piece.
    fn into_view(self) -> View;

    /// The piece; where Leptos' views differ in type, these do not.
    fn into_any(self) -> View {
        self.into_view()
    }
}

/// Pieces side by side.
pub trait CollectView {
    /// All of them as one.
    fn collect_view(self) -> View;
}

impl<T: IntoIterator<Item: IntoView>> CollectView for T {
    fn collect_view(self) -> View {
        self.into_iter()
            .map(IntoView::into_view)
            .fold(View::nothing(), View::and)
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::nothing()
    }
}

impl IntoView for &str {
    fn into_view(self) -> View {
        View::text(self)
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::text(&self)
    }
}

impl IntoView for Signal<String> {
    fn into_view(self) -> View {
        View::following(self)
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or_else(View::nothing, IntoView::into_view)
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> IntoView for F {
    fn into_view(self) -> View {
        View::made_anew(Box::new(move || self().into_view()))
    }
}
