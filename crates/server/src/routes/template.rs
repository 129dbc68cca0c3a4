//! Pages that the server writes itself: HTML in which `{{marks}}` stand for words.

/// Parts of a page one after the other, each `{{mark}}` in them filled; what is filled in has to be
/// HTML already.
pub(super) fn filled<'a>(parts: &[&'a str], fill: impl Fn(&'a str) -> String) -> String {
    let mut html = String::new();
    for part in parts {
        let mut rest = *part;
        while let Some((before, after)) = rest.split_once("{{") {
            let (mark, after) = after.split_once("}}").unwrap_or((after, ""));
            html.push_str(before);
            html.push_str(&fill(mark));
            rest = after;
        }
        html.push_str(rest);
    }
    html
}

/// A word that a script says, as an element of the page's `<template id="words">`.
pub(super) fn said(key: &str, text: &str) -> String {
    format!("<i data-word=\"{key}\">{}</i>\n", escaped(text))
}

/// A text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
