//! Digital signatures: ours beside OpenSSL's, `tests/bench/eds`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::child;
use crate::error::Error;
use crate::places::{Places, program};
use crate::progress::{Progress, Step};

/// Builds what measures, measures, and prints the table. Fails if a promise is broken.
pub(crate) fn measure(places: &Places) -> Result<ExitCode, Error> {
    let mut progress = Progress::new(places, 2);
    let native = progress.step("Signatures, ours and OpenSSL's", |step| build(places, step))?;
    super::show(places, &mut progress, "bench-eds", |_| {
        Ok(child::command(native, places.root()))
    })
}

/// Builds the package outside the workspace that knows OpenSSL.
fn build(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let target = places.target().join("bench-eds");
    let mut command = child::cargo(places);
    command
        .args(["build", "--release", "--locked", "--color", "never"])
        .arg("--manifest-path")
        .arg(places.at("tests/bench/eds/Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target);
    step.say("needs the headers of OpenSSL (Debian: libssl-dev)");
    step.run("bench-eds-build", &mut command)?;
    Ok(target.join("release").join(program("bench-eds")))
}
