//! Turns `locales/{kk,ru,en}/*.toml` into one enum a file, so that a missing or misspelt word is a compile error, and
//! into the packs of which the citizens' page loads one.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build that cannot read its words must stop and say why"
)]

mod code;
mod locales;
mod pack;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use locales::LANGUAGES;
use pack::Packs;

const FILES: [&str; 8] = [
    "common", "page", "account", "rules", "server", "sandbox", "operator", "staff",
];

fn main() {
    let locales =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let files = FILES.map(|file| {
        let words = LANGUAGES.map(|language| locales::read(&locales, language, file));
        locales::agree(file, &words);
        (file, words)
    });
    let packs = Packs::of(&files);
    for (file, words) in &files {
        let code = code::module(words, packs.place(file));
        fs::write(out.join(format!("{file}.rs")), code).expect("OUT_DIR is writable");
    }
    for (language, pack) in LANGUAGES.iter().zip(&packs.packs) {
        fs::write(out.join(format!("{language}.pack")), pack).expect("OUT_DIR is writable");
    }
    let fingerprint = format!("{:?}", packs.fingerprint);
    fs::write(out.join("fingerprint.rs"), fingerprint).expect("OUT_DIR is writable");
}
