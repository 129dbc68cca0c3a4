//! The page's elements, kept up to date by Leptos' reactive system.
//!
//! `view!` and `#[component]` of the crate `markup` read Leptos' syntax and write calls of this
//! module. A piece of markup is a value of one type, [`View`], whatever is in it, which makes the
//! page a third of what it would be (docs/adr/0006-markup.md). The rules are Leptos' own: what a
//! closure reads is followed, and everything made in it is disposed of when it is made anew.
//!
//! Nothing here takes HTML as text, so nothing that was typed or received can become markup.

mod attribute;
mod component;
mod element;
mod into_view;
mod view;

pub use component::{Props, builder, typed_builder};
pub use element::{el, svg};
pub use into_view::{CollectView, IntoView};
pub use view::{Children, View, mount};

use leptos::prelude::RenderEffect;

use crate::reactive::keep;

/// Does something now, and again whenever a signal that it reads changes, as long as the piece
/// under construction exists.
fn keep_up(mut act: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| act()));
}
