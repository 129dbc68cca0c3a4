use axum::{
    extract::Path,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use wire::ProblemCode;

use crate::{error::ApiError, routes::template::WORDS_SCRIPT};

/// The looks of the citizens' page, as far as this page is made of the same parts, and its own.
const STYLE: &str = concat!(
    include_str!("../../../../../style/tokens.css"),
    include_str!("../../../../../style/base.css"),
    include_str!("../../../../../style/top_bar.css"),
    include_str!("../../../../../style/page_heading.css"),
    include_str!("../../../../../style/button.css"),
    include_str!("../../../../../style/field.css"),
    include_str!("../../../../../style/error_summary.css"),
    include_str!("../../../../../style/notice.css"),
    include_str!("../../../../../style/rule_line.css"),
    include_str!("../../../../../style/summary_list.css"),
    include_str!("../../../../../style/account.css"),
    include_str!("../../../../../style/print.css"),
    include_str!("../../../assets/staff/staff.css"),
);

/// The scripts by name.
pub(super) const SCRIPTS: [(&str, &str); 9] = [
    ("staff.js", include_str!("../../../assets/staff/staff.js")),
    ("words.js", WORDS_SCRIPT),
    ("dates.js", include_str!("../../../assets/staff/dates.js")),
    (
        "elements.js",
        include_str!("../../../assets/staff/elements.js"),
    ),
    ("form.js", include_str!("../../../assets/staff/form.js")),
    ("api.js", include_str!("../../../assets/staff/api.js")),
    (
        "sign_in.js",
        include_str!("../../../assets/staff/sign_in.js"),
    ),
    (
        "operator.js",
        include_str!("../../../assets/staff/operator.js"),
    ),
    (
        "auditor.js",
        include_str!("../../../assets/staff/auditor.js"),
    ),
];

/// A script, style or picture of the page.
pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let script = SCRIPTS.iter().find(|(known, _)| *known == name);
    let (kind, text) = match (name.as_str(), script) {
        ("staff.css", _) => ("text/css; charset=utf-8", STYLE),
        (_, Some((_, script))) => ("text/javascript; charset=utf-8", *script),
        _ => return ApiError::new(ProblemCode::NotFound).into_response(),
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_ever_read_as_html() {
        for (file, script) in SCRIPTS {
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ] {
                assert!(!script.contains(way), "{file}: {way}");
            }
        }
    }

    #[test]
    fn nothing_of_anybody_is_kept_or_stands_in_an_address() {
        for (file, script) in SCRIPTS {
            for way in [
                "sessionStorage",
                "document.cookie",
                "console.",
                "pushState",
                "location.hash",
            ] {
                assert!(!script.contains(way), "{file}: {way}");
            }
        }
    }
}
