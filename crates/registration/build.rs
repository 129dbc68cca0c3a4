//! Compiles `policy/*.toml` once, so that neither the page nor the server carries a parser at run time.
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
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("policy.bin");
    fs::write(out, policy.encode()).expect("OUT_DIR is writable");
}
