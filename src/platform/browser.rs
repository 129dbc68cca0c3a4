use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use words::Lang;

/// The first language we speak among those the browser asks for.
pub fn lang() -> Option<Lang> {
    window()
        .navigator()
        .languages()
        .iter()
        .find_map(|tag| Lang::from_tag(&tag.as_string()?))
}

/// Says which language the document is in.
pub fn set_document_lang(lang: Lang) {
    if let Some(root) = document().document_element() {
        let _refused = root.set_attribute("lang", lang.tag());
    }
}

/// Puts the focus on an element.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        focus_element(&element);
    }
}

/// Puts the focus on an element and so brings it into view.
pub fn focus_element(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _refused = element.focus();
    }
}

/// Whether there is room for two columns.
pub fn is_wide() -> bool {
    let query = window().match_media("(min-width: 56rem)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
