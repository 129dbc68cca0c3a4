//! Pages that the server writes itself: HTML in which `{{marks}}` stand for words.

use words::Lang;

/// The script with which the scripts of such a page say its words.
pub(super) const WORDS_SCRIPT: &str = include_str!("../../assets/words.js");

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

/// What scripts may say in a language, as the `<template>` that `assets/words.js` reads.
pub(super) fn said_in(lang: Lang, words: &str) -> String {
    let tag = lang.tag();
    format!("<template class=\"words\" lang=\"{tag}\">\n{words}</template>\n")
}

/// A word that a script says, as an element of that template.
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
