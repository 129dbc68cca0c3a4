//! Reads `policy/*.toml` once, so that neither the page nor the server carries a parser, and prepares the verdict, so
//! that the page carries no compiler of tables either.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build with a broken policy must stop and say why"
)]

use std::{env, fs, path::Path};

use rules::{Policy, PolicyFile};

fn main() {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../policy");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut texts = Vec::new();
    for entry in fs::read_dir(&folder).expect("policy/ is there") {
        let path = entry.expect("policy/ can be listed").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let name = path
                .file_name()
                .expect("a file")
                .to_string_lossy()
                .into_owned();
            texts.push((name, fs::read_to_string(&path).expect("UTF-8")));
        }
    }
    texts.sort();
    let files: Vec<PolicyFile<'_>> = texts
        .iter()
        .map(|(name, text)| PolicyFile { name, text })
        .collect();
    let policy =
        Policy::parse(&files).unwrap_or_else(|errors| panic!("policy/ is wrong:\n{errors}"));
    let prepared = policy
        .prepare(&["verdict", "notices"])
        .unwrap_or_else(|error| panic!("policy/ cannot be prepared: {error}"));
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let out = Path::new(&out);
    fs::write(out.join("policy.bin"), policy.encode()).expect("OUT_DIR is writable");
    fs::write(out.join("prepared.bin"), prepared).expect("OUT_DIR is writable");
}
