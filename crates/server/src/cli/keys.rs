//! `tirkeu keys`: the keys with which personal data are sealed.

use std::{io::Write, path::PathBuf, time::Duration};

use clap::Subcommand;

use super::CliError;
use crate::{
    adapters::{
        database::Database,
        sealing::{KeysFile, Sealer},
        system::SystemRandomness,
    },
    app::App,
};

/// How often a server looks whether its file of keys has changed.
const LOOK: Duration = Duration::from_secs(5);

/// `tirkeu keys …`
#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make a file of keys, or add a newer key to the one that is there. Servers read it within
    /// seconds, and seal with the newest key from then on.
    New {
        /// The file, which only its owner may read.
        keys: PathBuf,
    },
    /// Put everything in a database under the newest key, also while servers work. Run it when
    /// every server has read the newest key; one that has not can no longer read what was there, and
    /// writes nothing until it has.
    Rotate {
        /// The database.
        database: Database,
        /// The file of keys.
        #[arg(long, value_name = "FILE", env = "TIRKEU_KEYS")]
        keys: PathBuf,
        /// Take the older keys out of the file afterwards; older backups need them still, so keep a
        /// copy as long as those.
        #[arg(long)]
        forget: bool,
    },
}

impl KeysCommand {
    pub(super) fn run(self) -> Result<(), CliError> {
        let mut out = std::io::stdout();
        match self {
            Self::New { keys } => {
                let shown = keys.display();
                if keys.exists() {
                    let mut file = KeysFile::read(&keys)?;
                    let id = file.add(&SystemRandomness)?;
                    file.replace(&keys)?;
                    writeln!(out, "{shown} has key {id} now, which seals from here on")?;
                } else {
                    KeysFile::new(&SystemRandomness)?.write_new(&keys)?;
                    writeln!(
                        out,
                        "{shown} has key 1. Keep a copy apart from the database's."
                    )?;
                }
            }
            Self::Rotate {
                database,
                keys,
                forget,
            } => {
                let sealer = Sealer::open(&keys)?;
                let rotated = tokio::runtime::Builder::new_multi_thread()
                    .enable_all()
                    .build()?
                    .block_on(rotate(&database, &sealer))?;
                let newest = sealer.newest();
                writeln!(
                    out,
                    "{rotated} rows are under key {newest} now, and all others were"
                )?;
                if forget {
                    let mut file = KeysFile::read(&keys)?;
                    let forgotten = file.forget_before(newest)?;
                    file.replace(&keys)?;
                    writeln!(
                        out,
                        "{forgotten} older keys are no longer in {}",
                        keys.display()
                    )?;
                }
            }
        }
        Ok(())
    }
}

/// Rotates until nothing is left: until older keys were out of use, servers may have written with them.
async fn rotate(database: &Database, sealer: &Sealer) -> Result<u64, CliError> {
    let mut total = database.rotate(sealer).await?;
    loop {
        let changed = database.rotate(sealer).await?;
        total += changed;
        if changed == 0 {
            return Ok(total);
        }
    }
}

/// Reads the file of keys again whenever it changes, until the server stops, and lets requests go
/// elsewhere while the newest key in it is out of use.
pub(super) async fn refresh_keys(app: App, sealer: Sealer, stopped: impl Future<Output = ()>) {
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        refresh(&sealer);
        app.watch.keys(sealer.is_out_of_use());
    }
}

/// Reads the file of keys again where it has changed; one that is wrong is logged.
pub(super) fn refresh(sealer: &Sealer) {
    match sealer.refresh() {
        Ok(false) => {}
        Ok(true) => tracing::info!(newest = sealer.newest(), "the keys were read again"),
        Err(error) => tracing::error!(%error, "the keys in use stay"),
    }
}
