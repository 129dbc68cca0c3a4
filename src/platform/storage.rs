//! What the browser keeps: the language for good, the draft and unanswered writes for this tab.
//! A browser that forbids storage loses nothing but this memory.

use leptos::prelude::window;
use web_sys::Storage;
use words::Lang;

const LANG: &str = "tirkeu.lang";
const SIGNED_IN: &str = "tirkeu.signed-in";
const DRAFT: &str = "tirkeu.draft";
const CODE_SENT: &str = "tirkeu.code-sent";
const WRITE: &str = "tirkeu.write.";

/// The language chosen earlier.
pub fn lang() -> Option<Lang> {
    Lang::from_tag(&window().local_storage().ok()??.get_item(LANG).ok()??)
}

/// Keeps the language.
pub fn keep_lang(lang: Lang) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _full = storage.set_item(LANG, lang.tag());
    }
}

/// Whether somebody has signed in with this browser and not out again; none where nothing can be
/// kept. It saves a question to the server, and opens nothing.
pub fn signed_in() -> Option<bool> {
    let storage = window().local_storage().ok()??;
    Some(storage.get_item(SIGNED_IN).ok()?.is_some())
}

/// Notes that somebody has signed in, or out.
pub fn keep_signed_in(signed_in: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _full = if signed_in {
            storage.set_item(SIGNED_IN, "1")
        } else {
            storage.remove_item(SIGNED_IN)
        };
    }
}

/// The draft of this tab, as JSON.
pub fn draft() -> Option<String> {
    tab()?.get_item(DRAFT).ok()?
}

/// Keeps the draft for this tab.
pub fn keep_draft(json: &str) {
    if let Some(storage) = tab() {
        let _full = storage.set_item(DRAFT, json);
    }
}

/// Forgets the draft.
pub fn forget_draft() {
    if let Some(storage) = tab() {
        let _refused = storage.remove_item(DRAFT);
    }
}

/// To whom a code to sign in with was sent, and its times, as kept.
pub fn code_sent() -> Option<String> {
    tab()?.get_item(CODE_SENT).ok()?
}

/// Keeps to whom a code was sent: a phone may load the page anew when its owner comes back from
/// reading the SMS.
pub fn keep_code_sent(sent: &str) {
    if let Some(storage) = tab() {
        let _full = storage.set_item(CODE_SENT, sent);
    }
}

/// The code is used, or another number is to be typed.
pub fn forget_code_sent() {
    if let Some(storage) = tab() {
        let _refused = storage.remove_item(CODE_SENT);
    }
}

/// The key under which a write was sent that nobody has answered yet.
pub fn write_key(write: &str) -> Option<String> {
    tab()?.get_item(&(WRITE.to_owned() + write)).ok()?
}

/// Keeps the key of a write until it is answered.
pub fn keep_write_key(write: &str, key: &str) {
    if let Some(storage) = tab() {
        let _full = storage.set_item(&(WRITE.to_owned() + write), key);
    }
}

/// The write has been answered.
pub fn forget_write_key(write: &str) {
    if let Some(storage) = tab() {
        let _refused = storage.remove_item(&(WRITE.to_owned() + write));
    }
}

fn tab() -> Option<Storage> {
    window().session_storage().ok()?
}
