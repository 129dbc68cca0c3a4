/// Removes what index.html shows until the page can draw itself.
pub fn remove() {
    if let Some(shell) = leptos::prelude::document().get_element_by_id("shell") {
        shell.remove();
    }
}
