//! Leptos' prelude, with this page's markup in place of Leptos'.

pub use leptos::prelude::*;
pub use markup::{component, view};

pub use crate::dom::{Children, CollectView, IntoView, IntoView as IntoAny, View as AnyView};
pub use crate::reactive::{Callback, ElementRef, Memo, RwSignal, Signal, StoredValue, effect};
