//! A compiler with a standard library for wasm32: the default one if it has it, else after
//! `rustup target add`, else Debian's, with a standard library built here once.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::debian::Apt;
use super::path_with;
use crate::child;
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// The target of the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The packages that are only for wasm, as cargo takes them.
pub(crate) const FOR_WASM: [&str; 4] = ["--package", "tirkeu-page", "--package", "verdict-wasm"];

/// All others: what follows `--workspace`.
pub(crate) const NOT_NATIVE: [&str; 4] = ["--exclude", "tirkeu-page", "--exclude", "verdict-wasm"];

/// How a panic stops the page: at once, without where it was and without what was in it.
const SMALL: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// Debian's compiler, beside whatever rustup installed.
const DEBIAN: &str = "/usr/bin";

/// The compiler for the page.
#[derive(Debug, Clone)]
pub(crate) struct WasmToolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    /// The folder that goes first on PATH, when it is not the default compiler.
    folder: Option<PathBuf>,
}

impl WasmToolchain {
    fn default_compiler() -> Self {
        let cargo = env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from);
        let rustc = env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
        Self {
            cargo,
            rustc,
            folder: None,
        }
    }

    fn debian_compiler() -> Self {
        let folder = PathBuf::from(DEBIAN);
        Self {
            cargo: folder.join("cargo"),
            rustc: folder.join("rustc"),
            folder: Some(folder),
        }
    }

    /// Which one it is, in a word.
    pub(crate) fn name(&self) -> &'static str {
        if self.folder.is_some() {
            "Debian's compiler"
        } else {
            "the default compiler"
        }
    }

    /// A cargo command for wasm, with a build folder of its own.
    pub(crate) fn cargo(&self, places: &Places) -> Command {
        let mut command = child::command(&self.cargo, places.root());
        self.apply(places, &mut command);
        command
    }

    /// As [`cargo`](Self::cargo), for `clippy`. Debian's is started by its path: its cargo would
    /// take the one in the folder of rustup, which belongs to another compiler.
    pub(crate) fn clippy(&self, places: &Places) -> Command {
        let Some(folder) = &self.folder else {
            let mut command = self.cargo(places);
            command.arg("clippy");
            return command;
        };
        let mut command = child::command(folder.join("cargo-clippy"), places.root());
        self.apply(places, &mut command);
        command.arg("clippy");
        command
    }

    /// Makes `command`, and whatever it starts, use this compiler and our tools.
    pub(crate) fn apply(&self, places: &Places, command: &mut Command) {
        let tools = places.tools().join("bin");
        let mut first: Vec<&Path> = vec![&tools];
        if let Some(folder) = &self.folder {
            first.insert(0, folder);
            command
                .env("CARGO", &self.cargo)
                .env("RUSTC", &self.rustc)
                .env("RUSTDOC", folder.join("rustdoc"))
                .env_remove("RUSTUP_TOOLCHAIN");
        }
        command
            .env("PATH", path_with(&first))
            .env("CARGO_TARGET_DIR", places.wasm_target());
    }

    /// Makes cargo build what a phone downloads: with a standard library of its own, built for
    /// size, in which a panic stops the page without words. The compiler's own one is built for
    /// speed and carries the words; together that is a tenth of the page.
    pub(crate) fn apply_small(&self, places: &Places, command: &mut Command) {
        self.apply(places, command);
        command
            // Building the standard library is not yet stable in cargo, nor are these flags.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
            // They join those of .cargo/config.toml.
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL);
    }

    fn library(&self, places: &Places) -> Option<PathBuf> {
        let mut command = child::command(&self.rustc, places.root());
        command.args(["--print", "target-libdir", "--target", TARGET]);
        child::answer(&mut command).map(PathBuf::from)
    }

    /// Whether there is the standard library for wasm, and its source.
    fn is_complete(&self, places: &Places) -> bool {
        self.has_source(places) && self.has_target(places)
    }

    fn has_source(&self, places: &Places) -> bool {
        let mut command = child::command(&self.rustc, places.root());
        let sysroot = child::answer(command.args(["--print", "sysroot"])).map(PathBuf::from);
        sysroot.is_some_and(|it| {
            let source = it.join("lib/rustlib/src/rust/library/std/Cargo.toml");
            source.is_file()
        })
    }

    fn has_target(&self, places: &Places) -> bool {
        let entries = self
            .library(places)
            .and_then(|library| fs::read_dir(library).ok());
        entries.into_iter().flatten().flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    }
}

/// Finds the compiler for wasm, getting what is missing.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<WasmToolchain, Error> {
    for toolchain in [
        WasmToolchain::default_compiler(),
        WasmToolchain::debian_compiler(),
    ] {
        if toolchain.is_complete(places) {
            step.note(toolchain.name());
            return Ok(toolchain);
        }
    }
    let default = WasmToolchain::default_compiler();
    let refused = match by_rustup(places, step) {
        Ok(()) if default.is_complete(places) => {
            step.note("rustup target add");
            return Ok(default);
        }
        Ok(()) => "rustup added it, but the default compiler is not rustup's.".to_owned(),
        Err(error) => format!("rustup could not add it: {error}"),
    };
    let Some(apt) = Apt::find() else {
        return Err(Error::Missing {
            what: format!("Rust's standard library for {TARGET}, and its source"),
            why: format!("{refused}\nThe other way, Debian's packages, needs apt-get as root."),
            next: format!(
                "run `rustup target add {TARGET}` and `rustup component add rust-src` where rustup can download"
            ),
        });
    };
    by_debian(places, step, &apt)?;
    let debian = WasmToolchain::debian_compiler();
    if debian.is_complete(places) {
        step.note(debian.name());
        return Ok(debian);
    }
    Err(Error::Unexpected(format!(
        "{DEBIAN}/rustc has no {TARGET} with its source even after it was built"
    )))
}

fn by_rustup(places: &Places, step: &mut Step) -> Result<(), Error> {
    if on_path(&["rustup"]).is_none() {
        return Err(Error::Unexpected("it is not installed".into()));
    }
    for (what, name) in [("target", TARGET), ("component", "rust-src")] {
        step.say(&format!("rustup {what} add {name}"));
        let mut command = child::command("rustup", places.root());
        command.args([what, "add", name]);
        let limit = Duration::from_secs(180);
        step.run_within(limit, &format!("rustup-{what}-add"), &mut command)?;
    }
    Ok(())
}

fn by_debian(places: &Places, step: &mut Step, apt: &Apt) -> Result<(), Error> {
    let debian = WasmToolchain::debian_compiler();
    step.say("rustup cannot download the target; installing Debian's compiler");
    let compiler = [
        "rustc-web",
        "cargo-web",
        "rust-web-src",
        "rust-web-llvm",
        "rust-web-clippy",
    ];
    apt.install(
        places,
        step,
        &[&compiler[..], &["libstd-rust-web-dev"]].concat(),
    )?;
    let version = child::answer(child::command(&debian.rustc, places.root()).arg("-vV"));
    let version = version.unwrap_or_default();
    let llvm = version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "));
    let Some(major) = llvm.and_then(|version| version.split('.').next()) else {
        return Err(Error::Unexpected(format!(
            "{DEBIAN}/rustc -vV names no LLVM:\n{version}"
        )));
    };
    apt.install(places, step, &[&format!("lld-{major}")])?;
    step.say("building the standard library for wasm, once, about two minutes");
    let folder = build_library(places, step, &debian)?;
    let Some(library) = debian.library(places) else {
        return Err(Error::Unexpected(format!(
            "{DEBIAN}/rustc does not say where {TARGET} goes"
        )));
    };
    install_library(places, step, apt, &folder, &library)
}

/// Builds std for wasm from Debian's source in an empty crate; bitcode is embedded so that link
/// time optimisation can reach into it.
fn build_library(
    places: &Places,
    step: &mut Step,
    toolchain: &WasmToolchain,
) -> Result<PathBuf, Error> {
    let folder = places.tools().join("std");
    let source = folder.join("src");
    fs::create_dir_all(&source).map_err(Error::file("create", &source))?;
    let manifest = "[package]\nname = \"std_for_wasm\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
                    [workspace]\n";
    let file = folder.join("Cargo.toml");
    fs::write(&file, manifest).map_err(Error::file("write", &file))?;
    let file = source.join("lib.rs");
    fs::write(&file, "").map_err(Error::file("write", &file))?;
    let mut command = toolchain.cargo(places);
    command
        .current_dir(&folder)
        .args([
            "build",
            "--release",
            "-Zbuild-std=std,panic_abort,test,proc_macro",
        ])
        .args(["--target", TARGET])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    step.run("build-std", &mut command)?;
    Ok(folder.join("target").join(TARGET).join("release/deps"))
}

/// Copies the libraries of `from` beside those of the compiler, all or nothing.
fn install_library(
    places: &Places,
    step: &mut Step,
    apt: &Apt,
    from: &Path,
    library: &Path,
) -> Result<(), Error> {
    let mut libraries = Vec::new();
    for entry in fs::read_dir(from).map_err(Error::file("read", from))? {
        let file = entry.map_err(Error::file("read", from))?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".rlib") && !name.contains("std_for_wasm") {
            libraries.push(file);
        }
    }
    let fresh = library.with_extension("fresh");
    let mut folder = apt.as_root(places, "mkdir");
    step.run("std-folder", folder.arg("-p").arg(&fresh))?;
    let mut copy = apt.as_root(places, "cp");
    step.run("std-copy", copy.args(&libraries).arg(&fresh))?;
    let mut clear = apt.as_root(places, "rm");
    step.run("std-clear", clear.arg("-rf").arg(library))?;
    let mut put = apt.as_root(places, "mv");
    step.run("std-move", put.arg(&fresh).arg(library)).map(drop)
}
