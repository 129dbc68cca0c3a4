use crate::language::Text;
use crate::prelude::*;

/// Something is on its way; it is said once to those who cannot see it.
#[component]
pub fn Loading(
    /// What is awaited.
    #[prop(into)]
    text: Text,
) -> AnyView {
    view! {
        <div class="loading" role="status">
            <i class="loading-wheel" aria-hidden="true"></i>
            <span>{text}</span>
        </div>
    }
    .into_any()
}
