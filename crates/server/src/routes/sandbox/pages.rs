use axum::{
    extract::Query,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, VARY},
    },
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use words::{Lang, common, sandbox};

use crate::{
    http::Caller,
    routes::template::{escaped, filled, said, said_in},
};

const HEAD: &str = include_str!("../../../assets/sandbox/head.html");
const FOOT: &str = include_str!("../../../assets/sandbox/foot.html");

/// A page of the sandbox: its own part between the head and foot that all share.
pub(super) struct Page {
    pub(super) path: &'static str,
    pub(super) html: &'static str,
    script: &'static str,
    title: &'static str,
    /// Which mark of the navigation is set.
    here: &'static str,
    /// Words that its script says, as keys of `sandbox.toml`, or of `common.toml` after `common:`.
    pub(super) words: &'static [&'static str],
}

pub(super) const PEOPLE: Page = Page {
    path: "/sandbox/",
    html: include_str!("../../../assets/sandbox/people.html"),
    script: "people.js",
    title: "people.title",
    here: "@at_people",
    words: &[
        "people.found_none",
        "people.found",
        "people.sign_in",
        "people.copied",
        "people.not_copied",
        "people.copy",
        "people.copy_label",
        "people.iin",
        "people.bin",
        "people.phone",
        "people.no_phone",
        "people.eds",
        "people.no_eds",
        "people.rules",
        "people.rules_later",
        "people.organisations",
        "people.organisations_lead",
        "age.years_one",
        "age.years_few",
        "age.years_many",
        "age.years_other",
        "group.owners",
        "group.co_owners",
        "group.tenants",
        "group.children",
        "group.wards",
        "group.state_rental",
        "group.dormitory",
        "group.astana",
        "group.signing",
        "group.foreigners",
        "group.staff",
        "journey.title",
        "journey.service",
        "journey.term",
        "journey.reason",
        "journey.subject",
        "journey.myself",
        "journey.dwelling",
        "journey.rca",
        "journey.owns",
        "journey.owns_sole",
        "journey.owns_shared",
        "journey.owns_none",
        "journey.owns_state",
        "journey.owner",
        "journey.relation",
        "journey.relation_owner",
        "journey.relation_spouse",
        "journey.relation_close_relative",
        "journey.relation_relative",
        "journey.relation_ward",
        "journey.relation_student",
        "journey.relation_none",
        "common:service.permanent",
        "common:service.temporary",
        "common:reason.moved",
        "common:reason.bought",
        "common:reason.family",
        "common:reason.work",
        "common:reason.study",
        "common:reason.treatment",
        "common:reason.other",
    ],
};

pub(super) const PHONE: Page = Page {
    path: "/sandbox/phone",
    html: include_str!("../../../assets/sandbox/phone.html"),
    script: "phone.js",
    title: "phone.title",
    here: "@at_phone",
    words: &[
        "phone.title",
        "phone.title_of",
        "phone.empty",
        "phone.from",
        "phone.to",
        "phone.failed",
        "phone.lost",
        "phone.none_found",
        "phone.unknown",
        "phone.scan_busy",
        "phone.scan_none",
        "phone.scan_dead",
        "phone.scan_failed",
        "phone.scan_signed",
        "phone.scan_no_certificate",
    ],
};

/// Words that the script of every page says.
pub(super) const SHARED_WORDS: &[&str] = &[
    "product",
    "nav.new_tab",
    "people.failed",
    "clock.ahead",
    "clock.real",
    "clock.days_short",
    "clock.hours_short",
    "clock.minutes_short",
    "clock.moved",
    "clock.failed",
    "phone.unread_one",
    "phone.unread_few",
    "phone.unread_many",
    "phone.unread_other",
];

/// What the address of a page may say.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Shown {
    /// Language; that of the browser where it is left out.
    lang: Option<String>,
    /// The telephone to show.
    number: Option<String>,
}

/// The page of people to try.
pub(super) async fn people(caller: Caller, Query(shown): Query<Shown>) -> Response {
    respond(&PEOPLE, caller, &shown)
}

/// The page of the telephones.
pub(super) async fn phone(caller: Caller, Query(shown): Query<Shown>) -> Response {
    respond(&PHONE, caller, &shown)
}

fn respond(page: &Page, caller: Caller, shown: &Shown) -> Response {
    let lang = shown
        .lang
        .as_deref()
        .and_then(Lang::from_tag)
        .unwrap_or(caller.lang);
    let number = shown.number.as_deref().unwrap_or_default();
    let number: String = number
        .chars()
        .filter(char::is_ascii_digit)
        .take(11)
        .collect();
    let mut response = Html(render(page, lang, &number)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    response
}

/// The page in a language. `number` is digits only.
pub(super) fn render(page: &Page, lang: Lang, number: &str) -> String {
    filled(&[HEAD, page.html, FOOT], |key| {
        match key.strip_prefix('@') {
            Some(_) => mark(page, lang, number, key),
            None => escaped(word(lang, key)),
        }
    })
}

/// What a mark that is no word stands for.
fn mark(page: &Page, lang: Lang, number: &str, key: &str) -> String {
    let current = |is: bool| String::from(if is { " aria-current=\"page\"" } else { "" });
    match key {
        "@lang" => lang.tag().to_owned(),
        "@title" => escaped(word(lang, page.title)),
        "@script" => page.script.to_owned(),
        "@at_people" | "@at_phone" => current(key == page.here),
        "@words" => template(page, lang),
        _ => {
            let tag = key.rsplit('_').next().unwrap_or_default();
            let other = Lang::from_tag(tag).unwrap_or(lang);
            if key.starts_with("@href_") {
                let number = if number.is_empty() {
                    String::new()
                } else {
                    format!("&amp;number={number}")
                };
                format!("{}?lang={}{number}", page.path, other.tag())
            } else {
                current(other == lang)
            }
        }
    }
}

/// The words that scripts say, as a template.
fn template(page: &Page, lang: Lang) -> String {
    let words = SHARED_WORDS.iter().chain(page.words);
    let items = words.map(|key| said(key.trim_start_matches("common:"), word(lang, key)));
    said_in(lang, &items.collect::<String>())
}

/// A word by its key; the key itself where there is none, which a test rules out.
pub(super) fn word(lang: Lang, key: &'static str) -> &'static str {
    match key.strip_prefix("common:") {
        Some(key) => common::by_key(lang, key),
        None => sandbox::by_key(lang, key),
    }
    .unwrap_or(key)
}
