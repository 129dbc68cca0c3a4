//! The citizens' page: questions one by one, the verdict beside each, then filing and what follows.
//!
//! It runs in the browser only. Law is asked from `registration`, words from `words`, and the
//! server through [`api`], the only place that makes requests. What is known follows from answers
//! and registers by memos; nothing that can be derived is stored.

#![allow(
    unreachable_pub,
    reason = "a program has no items for others; `pub` tells what a module offers the rest"
)]

mod account;
mod api;
mod app;
mod components;
mod dom;
mod draft;
mod journey;
mod language;
mod law;
mod platform;
mod prelude;
mod reactive;
mod screen;
mod session;

fn main() {
    // Leptos' own way to run this begins with the page.
    js_sys::futures::spawn_local(async {
        if platform::words::load(language::first()).await {
            platform::shell::remove();
            dom::mount(|| prelude::view! { <app::App/> });
        } else {
            platform::shell::has_failed();
        }
    });
}
