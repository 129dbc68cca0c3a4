//! Dependencies point one way, and what a crate must never reach it does not reach.

use std::process::Command;

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::wasm_target::TARGET;

/// A package and what its build may not contain, whoever brought it in.
struct Layer {
    package: &'static str,
    never: &'static [&'static str],
    /// How deep to look: everything, or only what the package itself asks for.
    own_only: bool,
}

const fn layer(package: &'static str, never: &'static [&'static str]) -> Layer {
    Layer {
        package,
        never,
        own_only: false,
    }
}

const LAYERS: [Layer; 9] = [
    layer(
        "rules",
        &[
            "tokio",
            "web-sys",
            "serde_json",
            "axum",
            "registration",
            "words",
            "wire",
        ],
    ),
    layer("json", &["serde", "rules", "words", "registration", "wire"]),
    layer(
        "dmn",
        &[
            "tokio",
            "web-sys",
            "serde_json",
            "axum",
            "rusqlite",
            "registration",
            "words",
            "wire",
        ],
    ),
    // Without its feature `issue` the verifier knows no package that holds private keys.
    layer(
        "eds",
        &[
            "tokio",
            "web-sys",
            "axum",
            "rusqlite",
            "rules",
            "registration",
            "words",
            "wire",
            "rsa",
            "openssl",
        ],
    ),
    layer(
        "words",
        &[
            "tokio",
            "web-sys",
            "axum",
            "rusqlite",
            "rules",
            "registration",
            "wire",
        ],
    ),
    layer(
        "registration",
        &["tokio", "web-sys", "axum", "rusqlite", "wire", "server"],
    ),
    layer("wire", &["tokio", "web-sys", "axum", "rusqlite", "server"]),
    layer(
        "tirkeu-page",
        &[
            "server",
            "axum",
            "rusqlite",
            "chrono-tz",
            "proptest",
            "dmn",
            "eds",
        ],
    ),
    // Leptos itself lists some of these for code that no browser runs and the linker drops.
    Layer {
        package: "tirkeu-page",
        never: &["regex", "tokio", "toml"],
        own_only: true,
    },
];

/// Asks `cargo tree` for each layer.
pub(crate) fn check(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut crossings = Vec::new();
    for layer in &LAYERS {
        let mut command = child::cargo(places);
        let tree = run(&mut command, layer)?;
        for reached in crossed(&tree, layer.never) {
            crossings.push(format!("{} reaches {reached}", layer.package));
        }
    }
    step.note(format!("{} rules", LAYERS.len()));
    if crossings.is_empty() {
        return Ok(());
    }
    Err(Error::Unexpected(format!(
        "layers are crossed:\n  {}\n`cargo tree --package A --invert B` shows the way",
        crossings.join("\n  ")
    )))
}

fn run(command: &mut Command, layer: &Layer) -> Result<String, Error> {
    command
        .args([
            "tree",
            "--package",
            layer.package,
            "--edges",
            "normal,no-proc-macro",
        ])
        .args(["--prefix", "none", "--format", "{p}", "--target", TARGET])
        .args(["--depth", if layer.own_only { "1" } else { "99" }]);
    let output = command.output().map_err(|source| Error::Start {
        command: child::shown(command),
        source,
    })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Error::Unexpected(format!(
            "{}: {said}",
            child::shown(command)
        )))
    }
}

/// Which of `never` are in the output of `cargo tree`.
fn crossed<'a>(tree: &str, never: &[&'a str]) -> Vec<&'a str> {
    let names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    never
        .iter()
        .copied()
        .filter(|name| names.contains(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::crossed;

    #[test]
    fn a_name_is_compared_whole() {
        let tree = "rules v0.1.0 (/x)\nserde v1.0.1\ntokio-util v0.7.1\n";
        assert_eq!(crossed(tree, &["tokio", "serde"]), ["serde"]);
        assert!(crossed(tree, &["tokio"]).is_empty());
    }
}
