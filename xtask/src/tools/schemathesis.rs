//! Schemathesis, which makes requests from a description of an API, and the Python that it needs.

use std::fs;
use std::path::PathBuf;

use crate::child;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// What is installed, to the last package.
const PINNED: &str = "xtask/scripts/fuzz-api.requirements.txt";

/// Programs of the environment that `ensure` makes.
pub(crate) struct Schemathesis {
    /// Python.
    pub(crate) python: PathBuf,
    /// Schemathesis.
    pub(crate) program: PathBuf,
}

/// Makes an environment of Python's own under the build folder, once for each list of packages.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<Schemathesis, Error> {
    let folder = places.target().join("schemathesis");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let found = Schemathesis {
        python: programs.join(crate::places::program("python")),
        program: programs.join(crate::places::program("schemathesis")),
    };
    let stamp = folder.join(".tirkeu-stamp");
    let wanted = Fingerprint::new(places).file(PINNED)?.finish();
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(found);
    }
    let Some(python) = on_path(&["python3", "python"]) else {
        return Err(Error::Missing {
            what: "Python".into(),
            why: "It is not on PATH.".into(),
            next: "install Python 3.10 or newer with venv and pip, from python.org or your system"
                .into(),
        });
    };
    step.say("pip install schemathesis");
    let mut make = child::command(python, places.root());
    step.run(
        "python-venv",
        make.args(["-m", "venv", "--clear"]).arg(&folder),
    )?;
    let mut install = child::command(&found.python, places.root());
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "-r",
        PINNED,
    ]);
    step.run("pip-install", &mut install)?;
    fs::write(&stamp, wanted).map_err(Error::file("write", &stamp))?;
    Ok(found)
}
