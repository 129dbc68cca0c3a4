//! Debian's packages, for what a machine without other downloads can still get.

use std::process::Command;

use crate::child;
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// `apt-get` as somebody who may install.
pub(crate) struct Apt {
    through_sudo: bool,
}

impl Apt {
    /// `None` without apt-get, or without root or a sudo that asks no password.
    pub(crate) fn find() -> Option<Self> {
        on_path(&["apt-get"])?;
        if child::answer(Command::new("id").arg("-u"))? == "0" {
            return Some(Self {
                through_sudo: false,
            });
        }
        child::answer(Command::new("sudo").args(["-n", "true"]))?;
        Some(Self { through_sudo: true })
    }

    /// A command as root.
    pub(crate) fn as_root(&self, places: &Places, program: &str) -> Command {
        if self.through_sudo {
            let mut command = child::command("sudo", places.root());
            command.args(["-n", program]);
            command
        } else {
            child::command(program, places.root())
        }
    }

    /// Installs packages, removing none.
    pub(crate) fn install(
        &self,
        places: &Places,
        step: &mut Step,
        packages: &[&str],
    ) -> Result<(), Error> {
        let mut update = self.as_root(places, "apt-get");
        update.args(["update", "-q"]);
        step.run("apt-update", &mut update)?;
        let mut install = self.as_root(places, "env");
        install
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-q",
                "-y",
            ])
            .args(["--no-install-recommends", "--no-remove"])
            .args(packages);
        step.run("apt-install", &mut install).map(drop)
    }
}
