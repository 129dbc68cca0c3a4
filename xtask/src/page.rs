//! The citizens' page: Trunk, then wasm-opt, then names, integrity and precompressed copies.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::child;
use crate::error::Error;
use crate::fingerprint::{Fingerprint, files};
use crate::places::Places;
use crate::progress::{Progress, Step};
use crate::tools::wasm_target::WasmToolchain;
use crate::tools::{self, binaryen, node, trunk, wasm_bindgen, wasm_target};

/// How many steps `build` takes.
pub(crate) const STEPS: usize = 5;

/// What old web views understand.
const PLAIN: [&str; 3] = [
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
];

/// What the standard library may have brought in, and the passes that turn it into plain wasm.
const LOWERED: [&str; 4] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--llvm-memory-copy-fill-lowering",
    "--llvm-nontrapping-fptoint-lowering",
];

/// Brings `dist/` up to date, getting the tools only if there is something to build.
pub(crate) fn build(places: &Places, progress: &mut Progress) -> Result<(), Error> {
    let _alone = alone(places)?;
    let wanted = fingerprint(places)?;
    if is_current(places, &wanted) {
        return skip(progress);
    }
    let toolchain = progress.step("Compiler for wasm", |step| {
        wasm_target::ensure(places, step)
    })?;
    progress.step("Trunk", |step| trunk::ensure(places, step))?;
    progress.step("wasm-bindgen", |step| wasm_bindgen::ensure(places, step))?;
    let optimiser = progress.step("wasm-opt and node packages", |step| {
        tools::sweep(places)?;
        binaryen::ensure(places, step)
    })?;
    progress.step("Page", |step| {
        let built = run_trunk(places, step, &toolchain)?;
        drop_exports(places, step, &built)?;
        optimise(places, step, &optimiser, &wasm_of(&built)?)?;
        write_words(places, step, &built)?;
        finish(places, step, &built)?;
        replace(places, &built)?;
        let stamp = stamp(places);
        fs::write(&stamp, wanted).map_err(Error::file("write", &stamp))
    })
}

/// Waits until no other `xtask` builds the page in this clone; lets the next one in when dropped.
fn alone(places: &Places) -> Result<File, Error> {
    fs::create_dir_all(places.target()).map_err(Error::file("create", places.target()))?;
    let path = places.target().join("page.lock");
    let file = File::create(&path).map_err(Error::file("write", &path))?;
    if file.try_lock().is_err() {
        println!("Another xtask is building the page; waiting for it");
        file.lock().map_err(Error::file("lock", &path))?;
    }
    Ok(file)
}

fn skip(progress: &mut Progress) -> Result<(), Error> {
    for what in [
        "Compiler for wasm",
        "Trunk",
        "wasm-bindgen",
        "wasm-opt and node packages",
    ] {
        progress.step(what, |step| {
            step.note("not needed");
            Ok(())
        })?;
    }
    progress.step("Page", |step| {
        step.note("unchanged");
        Ok(())
    })
}

fn stamp(places: &Places) -> PathBuf {
    places.target().join("page.stamp")
}

fn is_current(places: &Places, wanted: &str) -> bool {
    let index = places.page().join("index.html");
    index.is_file() && fs::read_to_string(stamp(places)).is_ok_and(|text| text == wanted)
}

/// Of everything the page is built from: every crate but the server's, and the build itself.
fn fingerprint(places: &Places) -> Result<String, Error> {
    let mut print = Fingerprint::new(places).text(trunk::VERSION);
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "Trunk.toml",
        "index.html",
        ".cargo/config.toml",
    ] {
        print = print.file(file)?;
    }
    for file in [
        "tests/package-lock.json",
        "xtask/src/page.rs",
        "xtask/src/tools/wasm_target.rs",
    ] {
        print = print.file(file)?;
    }
    for folder in [
        "src",
        "style",
        "public",
        "locales",
        "policy",
        "xtask/scripts",
    ] {
        print = print.folder(folder)?;
    }
    for name in [
        "rules",
        "words",
        "registration",
        "wire",
        "markup",
        "json",
        "json-derive",
    ] {
        print = print.folder(&format!("crates/{name}"))?;
    }
    Ok(print.finish())
}

fn run_trunk(
    places: &Places,
    step: &mut Step,
    toolchain: &WasmToolchain,
) -> Result<PathBuf, Error> {
    let program = trunk::ensure(places, step)?;
    let built = places.target().join("page");
    if built.exists() {
        fs::remove_dir_all(&built).map_err(Error::file("remove", &built))?;
    }
    let mut command = child::command(program, places.root());
    toolchain.apply_small(places, &mut command);
    command
        .args(["build", "--release", "--offline", "--locked", "--minify"])
        .args(["--cargo-profile", "web", "--color", "never", "--dist"])
        .arg(&built)
        // Set by some CI services to a value Trunk does not understand.
        .env_remove("NO_COLOR");
    fetch(places, step, toolchain)?;
    step.run("trunk", &mut command)?;
    Ok(built)
}

/// Downloads the crates first: Trunk is kept offline so that it fetches no programs of its own.
fn fetch(places: &Places, step: &mut Step, toolchain: &WasmToolchain) -> Result<(), Error> {
    let mut command = toolchain.cargo(places);
    toolchain.apply_small(places, &mut command);
    command.args(["fetch", "--locked", "--target", wasm_target::TARGET]);
    step.run("cargo-fetch", &mut command).map(drop)
}

fn wasm_of(built: &Path) -> Result<PathBuf, Error> {
    let is_wasm = |file: &PathBuf| file.extension().is_some_and(|it| it == "wasm");
    let mut found: Vec<PathBuf> = files(built)?.into_iter().filter(is_wasm).collect();
    match (found.pop(), found.is_empty()) {
        (Some(file), true) => Ok(file),
        _ => Err(Error::Unexpected(format!(
            "{} should hold one wasm file",
            built.display()
        ))),
    }
}

/// Makes the wasm small and plain, and proves that it is plain.
fn optimise(places: &Places, step: &mut Step, optimiser: &Path, wasm: &Path) -> Result<(), Error> {
    let small = wasm.with_extension("small");
    let mut command = child::command(optimiser, places.root());
    command
        .args(PLAIN)
        .args(LOWERED)
        // Rust's stack lies below everything else, so nothing is at the lowest addresses.
        .args(["--low-memory-unused", "-Oz", "--converge"])
        // Once more over another order of the same instructions.
        .args(["--flatten", "--rereloop", "-Oz", "-Oz"])
        .arg("--strip-target-features");
    step.run("wasm-opt", command.arg(wasm).arg("-o").arg(&small))?;
    let mut proof = child::command(optimiser, places.root());
    proof.args(PLAIN).arg(&small);
    step.run("wasm-opt-proof", &mut proof)?;
    fs::rename(&small, wasm).map_err(Error::file("replace", wasm))
}

/// The words of each language, of which the page loads one.
fn write_words(places: &Places, step: &mut Step, built: &Path) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command.args(["run", "--quiet", "--locked", "--package", "words"]);
    command.args(["--features", "embedded", "--bin", "word-packs", "--"]);
    step.run("word-packs", command.arg(built)).map(drop)
}

fn drop_exports(places: &Places, step: &mut Step, built: &Path) -> Result<(), Error> {
    run_script(places, step, "drop_exports", built)
}

fn finish(places: &Places, step: &mut Step, built: &Path) -> Result<(), Error> {
    run_script(places, step, "finish", built)
}

fn run_script(places: &Places, step: &mut Step, name: &str, built: &Path) -> Result<(), Error> {
    let node = node::ensure(places, step)?;
    let mut command = child::command(node, places.root());
    command.arg(format!("xtask/scripts/{name}.mjs")).arg(built);
    step.run(name, &mut command).map(drop)
}

/// Puts the new page where the old one was, so that `dist/` is never half a page.
fn replace(places: &Places, built: &Path) -> Result<(), Error> {
    let page = places.page();
    let old = places.target().join("page.old");
    if old.exists() {
        fs::remove_dir_all(&old).map_err(Error::file("remove", &old))?;
    }
    if page.exists() {
        fs::rename(&page, &old).map_err(Error::file("move away", &page))?;
    }
    fs::rename(built, &page).map_err(Error::file("move to", &page))?;
    if old.exists() {
        fs::remove_dir_all(&old).map_err(Error::file("remove", &old))?;
    }
    Ok(())
}
