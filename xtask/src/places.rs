//! Where things are: the repository, the build folders, the logs, the tools.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The folders `xtask` works in.
pub(crate) struct Places {
    root: PathBuf,
    target: PathBuf,
    tools: PathBuf,
}

impl Places {
    /// Finds them from the environment; creates nothing.
    pub(crate) fn find() -> Result<Self, Error> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or_else(|| Error::Unexpected("xtask/ has no parent folder".into()))?
            .to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) if !folder.is_empty() => root.join(folder),
            _ => root.join("target"),
        };
        let folder = |name: &str| {
            env::var_os(name)
                .filter(|it| !it.is_empty())
                .map(PathBuf::from)
        };
        let tools = folder("TIRKEU_TOOLS")
            .or_else(|| folder("XDG_CACHE_HOME").map(|cache| cache.join("tirkeu")))
            .or_else(|| folder("HOME").map(|home| home.join(".cache/tirkeu")))
            .or_else(|| folder("LOCALAPPDATA").map(|local| local.join("tirkeu")))
            .unwrap_or_else(|| target.join("tools"));
        Ok(Self {
            root,
            target,
            tools,
        })
    }

    /// The repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the repository.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Cargo's build folder for this machine's own programs.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Cargo's build folder for wasm. Another compiler may build it, and two compilers in one
    /// folder rebuild everything at each switch.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// The page, ready to serve.
    pub(crate) fn page(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The release build of the server.
    pub(crate) fn server(&self) -> PathBuf {
        self.target.join("release").join(program("tirkeu"))
    }

    /// The verdict module for wasm that the tests load, with its JavaScript.
    pub(crate) fn verdict_wasm(&self) -> PathBuf {
        self.target.join("verdict-wasm")
    }

    /// The output of the programs that were run, a file each.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target.join("logs")
    }

    /// Tools for all clones of this user: `bin/` and what built them.
    pub(crate) fn tools(&self) -> &Path {
        &self.tools
    }

    /// The node packages of the browser tests and of the build.
    pub(crate) fn node_modules(&self) -> PathBuf {
        self.root.join("tests/node_modules")
    }
}

/// A program's file name on this system.
pub(crate) fn program(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// The first of `names` that is on PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(program(name))))
        .find(|file| file.is_file())
}
