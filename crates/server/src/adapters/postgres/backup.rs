use std::{path::Path, process::Command};

use tokio_postgres::config::Host;

use super::{Postgres, connect};
use crate::ports::store::StoreError;

impl Postgres {
    /// Runs `pg_dump`, which reads one moment while servers write, into a file in its own format.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what `pg_dump` says, or where it is not on PATH.
    pub fn back_up(url: &str, copy: &Path) -> Result<(), StoreError> {
        if copy.exists() {
            let text = format!("{}: there is such a file already", copy.display());
            return Err(StoreError::Unavailable(text));
        }
        let mut command = program("pg_dump", url)?;
        command
            .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
            .arg(copy);
        run(command)
    }

    /// Runs `pg_restore` into an empty database, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what `pg_restore` says, or where it is not on PATH.
    pub fn restore(copy: &Path, url: &str) -> Result<(), StoreError> {
        let database = connect::config(url)?;
        let name = database.get_dbname().unwrap_or("postgres").to_owned();
        let mut command = program("pg_restore", url)?;
        command
            .args(["--single-transaction", "--exit-on-error", "--no-owner"])
            .args(["--no-privileges", "--dbname", &name])
            .arg(copy);
        run(command)
    }
}

/// A program of PostgreSQL that is to connect to a database. The password travels in the
/// environment, since everybody on the machine can read arguments.
fn program(name: &str, url: &str) -> Result<Command, StoreError> {
    let config = connect::config(url)?;
    let mut command = Command::new(name);
    if let Some(user) = config.get_user() {
        command.env("PGUSER", user);
    }
    if let Some(password) = config.get_password() {
        command.env("PGPASSWORD", String::from_utf8_lossy(password).as_ref());
    }
    if let Some(database) = config.get_dbname() {
        command.env("PGDATABASE", database);
    }
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.to_string_lossy().into_owned(),
        })
        .collect();
    let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
    command
        .env("PGHOST", hosts.join(","))
        .env("PGPORT", ports.join(","));
    Ok(command)
}

fn run(mut command: Command) -> Result<(), StoreError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| StoreError::Unavailable(format!("{name}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(StoreError::Unavailable(said.trim().to_owned()))
}
