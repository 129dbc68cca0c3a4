//! The address bar and the browser's Back, without a router: a path is a string, a link is a link.

use leptos::ev;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent, PopStateEvent};

use crate::prelude::*;

/// Paths that the server answers itself.
const NOT_OURS: [&str; 2] = ["/sandbox", "/api"];

/// Where the reader is; a context.
#[derive(Clone, Copy)]
pub struct History {
    path: RwSignal<String>,
    /// How many steps of ours lie behind.
    depth: StoredValue<u32>,
    /// Where to go once the browser has gone back to the first of our steps.
    leaving_for: StoredValue<Option<String>>,
}

impl History {
    /// Begins to follow the address bar and to answer clicks on links of this page.
    pub fn start() -> Self {
        let depth = browser().state().map(depth_of).unwrap_or_default();
        let history = Self {
            path: RwSignal::new(address()),
            depth: StoredValue::new(depth),
            leaving_for: StoredValue::new(None),
        };
        let back = window_event_listener(ev::popstate, move |event: PopStateEvent| {
            history.depth.set_value(depth_of(event.state()));
            match history.leaving_for.try_update_value(Option::take).flatten() {
                Some(path) => history.begin_anew(&path),
                None => history.path.set(address()),
            }
        });
        let clicks = window_event_listener(ev::click, move |event: MouseEvent| {
            if let Some(path) = link(&event) {
                event.prevent_default();
                history.go(&path);
            }
        });
        on_cleanup(move || {
            back.remove();
            clicks.remove();
        });
        history
    }

    /// The path; what reads it follows it.
    pub fn path(self) -> String {
        self.path.get()
    }

    /// Whether nothing of ours lies behind: the reader has just come.
    pub fn has_just_come(self) -> bool {
        self.depth.get_value() == 0
    }

    /// Goes to a path, as a click on a link does.
    pub fn go(self, path: &str) {
        if path == self.path.get_untracked() {
            return;
        }
        let depth = self.depth.get_value() + 1;
        let _refused = browser().push_state_with_url(&depth.into(), "", Some(path));
        self.depth.set_value(depth);
        self.path.set(path.to_owned());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to a path that takes the place of this one, so that Back passes it over.
    pub fn replace(self, path: &str) {
        let depth = self.depth.get_value();
        let _refused = browser().replace_state_with_url(&depth.into(), "", Some(path));
        self.path.set(path.to_owned());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to a path from the start, so that no step that led here is behind: Back leads to the start.
    pub fn leave_for(self, path: String) {
        if self.has_just_come() {
            self.begin_anew(&path);
        } else {
            // The browser answers with `popstate` when it is there.
            let steps = self.depth.get_value().cast_signed();
            self.leaving_for.set_value(Some(path));
            let _refused = browser().go_with_delta(-steps);
        }
    }

    /// Makes this step the start, and goes on from there.
    fn begin_anew(self, path: &str) {
        let _refused = browser().replace_state_with_url(&0.into(), "", Some("/"));
        self.go(path);
    }

    /// Goes where the browser's Back goes; to `otherwise` where that would leave the page.
    pub fn back(self, otherwise: &str) {
        if self.has_just_come() {
            self.go(otherwise);
        } else {
            let _refused = browser().back();
        }
    }
}

/// The history context. To be called while a component is made.
pub fn use_history() -> History {
    expect_context::<History>()
}

#[allow(
    clippy::expect_used,
    reason = "a window without a history is no browser"
)]
fn browser() -> web_sys::History {
    window().history().expect("a browser has a history")
}

fn address() -> String {
    window().location().pathname().unwrap_or_default()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a number written by `go`"
)]
fn depth_of(state: JsValue) -> u32 {
    state.as_f64().unwrap_or_default() as u32
}

/// The path of the link that was clicked, where the click is ours to answer.
fn link(event: &MouseEvent) -> Option<String> {
    let changed = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || changed {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?;
    let link = clicked.closest("a[href^='/']").ok()??;
    let path = link.get_attribute("href")?;
    let ours = !link.has_attribute("target")
        && !link.has_attribute("download")
        && !path.starts_with("//")
        && !NOT_OURS.iter().any(|prefix| path.starts_with(prefix));
    ours.then_some(path)
}
