use std::collections::BTreeSet;

use axum::http::{StatusCode, header::CONTENT_TYPE};
use words::Lang;

use super::{
    super::pages::{PEOPLE, PHONE, SHARED_WORDS, render, word},
    *,
};

#[test]
fn every_word_of_the_pages_exists_in_every_language() {
    for page in [&PEOPLE, &PHONE] {
        for key in SHARED_WORDS.iter().chain(page.words) {
            for lang in Lang::ALL {
                assert_ne!(word(lang, key), *key, "{key} in {}", lang.tag());
            }
        }
        for lang in Lang::ALL {
            let html = render(page, lang, "77000000101");
            assert!(!html.contains("{{"), "{}", page.path);
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())));
            let unknown = page.html.split("{{").skip(1).find(|rest| {
                let key = rest.split("}}").next().unwrap();
                !key.starts_with('@') && word(lang, key) == key
            });
            assert_eq!(unknown, None);
            assert!(
                html.contains("<a href=\"/sandbox")
                    && html.contains("lang=kk&amp;number=77000000101")
            );
        }
    }
}

#[test]
fn every_word_that_a_script_says_is_on_its_page() {
    let common = include_str!("../../../../assets/sandbox/common.js");
    let scripts = [
        (
            &PEOPLE,
            include_str!("../../../../assets/sandbox/people.js"),
        ),
        (&PHONE, include_str!("../../../../assets/sandbox/phone.js")),
    ];
    for (page, script) in scripts {
        let given: BTreeSet<&str> = SHARED_WORDS
            .iter()
            .chain(page.words)
            .map(|key| key.trim_start_matches("common:"))
            .collect();
        for (call, plural) in [("word(\"", ""), ("counted(\"", "_other"), ("\"clock.", "")] {
            for rest in [common, script]
                .iter()
                .flat_map(|script| script.split(call).skip(1))
            {
                let start = if call.contains("clock") { "clock." } else { "" };
                let key = format!("{start}{}{plural}", rest.split('"').next().unwrap());
                assert!(given.contains(key.as_str()), "{} lacks {key}", page.path);
            }
        }
    }
}

#[test]
fn no_text_is_ever_read_as_html() {
    for script in [
        include_str!("../../../../assets/sandbox/common.js"),
        include_str!("../../../../assets/sandbox/people.js"),
        include_str!("../../../../assets/sandbox/phone.js"),
    ] {
        for way in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ] {
            assert!(!script.contains(way), "{way}");
        }
    }
}

#[tokio::test]
async fn pages_and_their_parts_are_served() {
    let room = room(false);
    for (path, kind) in [
        ("/sandbox/", "text/html; charset=utf-8"),
        ("/sandbox/phone", "text/html; charset=utf-8"),
        (
            "/sandbox/phone?number=%2B77000000101&lang=en",
            "text/html; charset=utf-8",
        ),
        ("/sandbox/assets/sandbox.css", "text/css; charset=utf-8"),
        (
            "/sandbox/assets/common.js",
            "text/javascript; charset=utf-8",
        ),
    ] {
        let response = room.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()[CONTENT_TYPE], kind, "{path}");
    }
    assert_eq!(
        room.get("/sandbox").await.status(),
        StatusCode::PERMANENT_REDIRECT
    );
    assert_eq!(
        room.get("/sandbox/assets/people.toml").await.status(),
        StatusCode::NOT_FOUND
    );
    let hostile = room
        .get("/sandbox/phone?number=%22%3E%3Cscript%3E1&lang=%22%3E")
        .await;
    assert!(
        !String::from_utf8(bytes(hostile).await)
            .unwrap()
            .contains("\"><script>1")
    );
}
