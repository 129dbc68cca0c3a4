//! Puts the built page into the program where the feature `embed-page` is on: `dist/`, or the folder
//! that TIRKEU_EMBED_PAGE names.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build that cannot read its page must stop and say why"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=TIRKEU_EMBED_PAGE");
    if env::var_os("CARGO_FEATURE_EMBED_PAGE").is_none() {
        return;
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = match env::var_os("TIRKEU_EMBED_PAGE") {
        Some(folder) => PathBuf::from(folder),
        None => root.join("../../dist"),
    };
    let folder = folder.canonicalize().unwrap_or(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    assert!(
        folder.join("index.html").is_file(),
        "{} holds no built page: run `cargo xtask dist`, or name it in TIRKEU_EMBED_PAGE",
        folder.display()
    );
    let mut files = Vec::new();
    list(&folder, &mut files);
    files.sort();
    let mut code = String::from("&[\n");
    for file in files.iter().filter(|file| !is_copy(file)) {
        let path = file.strip_prefix(&folder).expect("it was found there");
        let path = path.to_str().expect("names are UTF-8").replace('\\', "/");
        let plain = bytes(file);
        let copy = |end: &str| {
            let copy = PathBuf::from(format!("{}.{end}", file.display()));
            match copy.is_file() {
                true => format!("Some({})", bytes(&copy)),
                false => "None".to_owned(),
            }
        };
        let (brotli, gzip) = (copy("br"), copy("gz"));
        code += &format!(
            "    Asset {{ path: {path:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},\n"
        );
    }
    code += "]\n";
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("page.rs"), code).expect("OUT_DIR is writable");
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the page can be read") {
        let path = entry.expect("the page can be read").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Whether a file is a compressed copy of another one.
fn is_copy(file: &Path) -> bool {
    file.extension()
        .is_some_and(|end| end == "br" || end == "gz")
        && file.with_extension("").is_file()
}

fn bytes(file: &Path) -> String {
    format!("include_bytes!({:?})", file.display().to_string())
}
