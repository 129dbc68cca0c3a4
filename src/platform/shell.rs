/// Says, in every language, that the page could not be loaded whole: without words it cannot say
/// it itself.
pub fn has_failed() {
    if let Some(failed) = leptos::prelude::document().get_element_by_id("failed") {
        let _refused = failed.remove_attribute("hidden");
    }
    remove();
}

/// Removes what index.html shows until the page can draw itself.
pub fn remove() {
    if let Some(shell) = leptos::prelude::document().get_element_by_id("shell") {
        shell.remove();
    }
}
