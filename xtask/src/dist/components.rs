//! The list of components of what ships, as CycloneDX 1.6: `tirkeu.cdx.json` beside the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// What cargo is asked for each package, with a sign between that stands in none of them.
const ASKED: &str = "{p}\t{l}";

/// A crate that is in the program, in the page or in the building of either.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Component {
    name: String,
    version: String,
    /// SPDX, as its author says.
    licence: String,
    /// Whether it is one of this repository.
    own: bool,
}

/// Writes the list, and says where it is.
pub(super) fn write(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let server = ["--package", "server", "--features", "embed-page"];
    let page = [
        "--package",
        "tirkeu-page",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let mut components = BTreeSet::new();
    for (name, what) in [("components-server", server), ("components-page", page)] {
        let mut command = child::cargo(places);
        command
            .args("tree --locked --edges normal,build --prefix none --format".split(' '))
            .arg(ASKED)
            .args(what);
        let log = step.run(name, &mut command)?;
        let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
        components.extend(text.lines().filter_map(component));
    }
    let file = places.target().join("release/tirkeu.cdx.json");
    fs::write(&file, listed(&components)).map_err(Error::file("write", &file))?;
    step.note(format!("{} components", components.len()));
    Ok(file)
}

/// A line such as `hyper v1.8.1 (proc-macro)\tMIT (*)`.
fn component(line: &str) -> Option<Component> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    // Behind a package of this repository stands its folder.
    let own = words.any(|word| word.starts_with("(/") || word.contains(":\\"));
    let licence = licence.strip_suffix(" (*)").unwrap_or(licence);
    Some(Component {
        name: name.to_owned(),
        version: version.to_owned(),
        // How licences were joined before SPDX.
        licence: licence.replace('/', " OR "),
        own,
    })
}

/// The list as JSON. It has no time and no number of its own, so that what is built twice is the same.
fn listed(components: &BTreeSet<Component>) -> String {
    let each: Vec<String> = components.iter().map(written).collect();
    format!(
        "{{\n\"bomFormat\": \"CycloneDX\",\n\"specVersion\": \"1.6\",\n\"version\": 1,\n\
         \"metadata\": {{\"component\": {{\"type\": \"application\", \"name\": \"tirkeu\"}}}},\n\
         \"components\": [\n{}\n]\n}}\n",
        each.join(",\n")
    )
}

fn written(one: &Component) -> String {
    let (name, version) = (quoted(&one.name), quoted(&one.version));
    let mut text = format!("{{\"type\": \"library\", \"name\": {name}, \"version\": {version}");
    if !one.licence.is_empty() {
        let licence = quoted(&one.licence);
        text.push_str(&format!(", \"licenses\": [{{\"expression\": {licence}}}]"));
    }
    if !one.own {
        // https://github.com/package-url/purl-spec: a plus would be a space.
        let version = one.version.replace('+', "%2B");
        let purl = quoted(&format!("pkg:cargo/{}@{version}", one.name));
        text.push_str(&format!(", \"purl\": {purl}, \"bom-ref\": {purl}"));
    }
    text.push('}');
    text
}

/// A text in JSON; names, versions and licences of crates have no letters that need more.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_of_a_package_is_read() {
        let check = |line: &str, expected: Option<(&str, &str, &str, bool)>| {
            let found = component(line);
            let found = found
                .as_ref()
                .map(|it| (&*it.name, &*it.version, &*it.licence, it.own));
            assert_eq!(found, expected, "{line}");
        };
        check("hyper v1.8.1\tMIT", Some(("hyper", "1.8.1", "MIT", false)));
        check(
            "serde_derive v1.0.228 (proc-macro)\tMIT OR Apache-2.0 (*)",
            Some(("serde_derive", "1.0.228", "MIT OR Apache-2.0", false)),
        );
        check(
            "old v0.1.0\tMIT/Apache-2.0",
            Some(("old", "0.1.0", "MIT OR Apache-2.0", false)),
        );
        check(
            "rules v0.1.0 (/src/crates/rules)\tMIT",
            Some(("rules", "0.1.0", "MIT", true)),
        );
        check("", None);
        check("[build-dependencies]", None);
    }

    #[test]
    fn a_component_is_named_by_its_address_in_the_registry() {
        let one = component("openssl-src v3.0.1+1.2\tMIT").map(|one| written(&one));
        let expected = concat!(
            r#"{"type": "library", "name": "openssl-src", "version": "3.0.1+1.2", "#,
            r#""licenses": [{"expression": "MIT"}], "#,
            r#""purl": "pkg:cargo/openssl-src@3.0.1%2B1.2", "bom-ref": "pkg:cargo/openssl-src@3.0.1%2B1.2"}"#
        );
        assert_eq!(one.as_deref(), Some(expected));
    }
}
