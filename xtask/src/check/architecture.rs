//! The map of the project, its promises about security and the table of what they rest on name only
//! what exists.

use std::fs;

use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

const DOCUMENTS: [&str; 3] = ["docs/ARCHITECTURE.md", "docs/asvs.md", "SECURITY.md"];

/// Every path in backticks is a file or folder of the repository.
pub(crate) fn check(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut named = 0;
    for document in DOCUMENTS {
        let file = places.at(document);
        let text = fs::read_to_string(&file).map_err(Error::file("read", &file))?;
        let paths = paths(&text);
        named += paths.len();
        let missing: Vec<&String> = paths
            .iter()
            .filter(|path| !places.at(path).exists())
            .collect();
        if !missing.is_empty() {
            return Err(Error::Unexpected(format!(
                "{document} names what is not there: {missing:?}"
            )));
        }
    }
    step.note(format!("{named} paths"));
    Ok(())
}

/// The words in backticks that look like a path of the repository.
fn paths(text: &str) -> Vec<String> {
    let words = text.split('`').skip(1).step_by(2);
    words
        .filter(|word| is_path(word))
        .flat_map(expanded)
        .collect()
}

fn is_path(word: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || "./_-{},".contains(it);
    let known = [
        ".rs", ".toml", ".md", ".css", ".html", ".mjs", ".js", ".json", ".lock",
    ];
    let folder = word.contains('/') || known.iter().any(|ending| word.ends_with(ending));
    folder && word.chars().all(plain) && !word.starts_with(['/', '.', '-']) && !word.contains("..")
}

/// `locales/{kk,ru}/page.toml` as two paths.
fn expanded(word: &str) -> Vec<String> {
    let parts = word.split_once('{').and_then(|(head, rest)| {
        rest.split_once('}')
            .map(|(options, tail)| (head, options, tail))
    });
    match parts {
        None => vec![word.to_owned()],
        Some((head, options, tail)) => options
            .split(',')
            .flat_map(|option| expanded(&format!("{head}{}{tail}", option.trim())))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_told_from_other_words() {
        let text = "`src/main.rs` and `locales/{kk,ru}/page.toml`, not `POST /api/v1/verdict`, \
                    `/healthz`, `rules::evaluate`, `cargo xtask run`, `a.b` but `Cargo.toml`";
        let expected = [
            "src/main.rs",
            "locales/kk/page.toml",
            "locales/ru/page.toml",
            "Cargo.toml",
        ];
        assert_eq!(paths(text), expected);
    }
}
