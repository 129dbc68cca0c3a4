//! Markup for the citizens' page: the syntax of Leptos' `view!` and `#[component]`.
//!
//! Leptos makes a type of each piece of markup, and the compiler makes code of each type. For a
//! page of forty screens on a telephone that is most of the download. These macros read the same
//! syntax and write plain calls of the page's `dom` module, in which a piece of markup is a value
//! of one type. What they do not know is a compile error, never something else than Leptos does.
//!
//! They are meant for the page alone: what they write names its `crate::dom`.

mod component;
mod view;

use proc_macro::TokenStream;

/// Markup as a piece of the page.
///
/// Elements, texts in quotes, `{expressions}`, components with their props, `on:event`,
/// `prop:name`, `node_ref`. A closure, as a child or as a value, is followed: the child is made
/// anew and the value set again whenever a signal changes that it reads.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    view::expand(tokens.into()).into()
}

/// A component: a function whose parameters are props.
///
/// `#[prop(into)]` takes whatever converts into the prop, `#[prop(optional)]` may be left out.
/// The body runs once and is not followed.
#[proc_macro_attribute]
pub fn component(_arguments: TokenStream, tokens: TokenStream) -> TokenStream {
    component::expand(tokens.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
