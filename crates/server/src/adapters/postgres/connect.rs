use std::{str::FromStr, sync::Arc, time::Duration};

use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::{Config, config::TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::ports::store::StoreError;

/// How many connections one server holds at most. PostgreSQL lets commits that wait at the same
/// time share a sync, so this is also how many do.
const CONNECTIONS: usize = 24;
/// How long to wait for a connection, a new or a free one.
const PATIENCE: Duration = Duration::from_secs(5);
/// A statement or a lock that takes longer has failed, and a server that hangs within a transaction
/// loses it, so that others can go on.
const LIMITS: &str = "-c statement_timeout=20s -c lock_timeout=5s \
                      -c idle_in_transaction_session_timeout=10s -c timezone=UTC";

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        // A message of the database names tables and columns, never what stands in them; its detail
        // does, and is left out.
        match error.as_db_error() {
            Some(told) => Self::Unavailable(format!("{}: {}", told.code().code(), told.message())),
            None => Self::Unavailable(error.to_string()),
        }
    }
}

/// Reads the address of a database.
pub(super) fn config(url: &str) -> Result<Config, StoreError> {
    let mut config =
        Config::from_str(url).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    // Of several hosts, the one that is the primary: a standby may not have what was acknowledged.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    config.application_name("tirkeu");
    config.connect_timeout(PATIENCE);
    config.keepalives_idle(Duration::from_secs(30));
    config.tcp_user_timeout(Duration::from_secs(20));
    Ok(config)
}

/// Connections are made when they are needed. `sslmode=require` in the address asks for TLS, with
/// the certificates that the system trusts or those in the file that `SSL_CERT_FILE` names.
pub(super) fn pool(url: &str) -> Result<Pool, StoreError> {
    let mut config = config(url)?;
    if config.get_options().is_none() {
        config.options(LIMITS);
    }
    let how = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    Pool::builder(Manager::from_config(config, tls()?, how))
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
        .build()
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

pub(super) fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Unavailable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// A connection from the pool.
pub(super) async fn take(pool: &Pool) -> Result<Client, StoreError> {
    pool.get().await.map_err(|error| match error {
        deadpool_postgres::PoolError::Backend(error) => error.into(),
        other => StoreError::Unavailable(other.to_string()),
    })
}

/// Refuses a database that acknowledges what is not on its disk.
pub(super) async fn check(client: &Client) -> Result<(), StoreError> {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let row = client
            .query_one("SELECT current_setting($1)", &[&setting])
            .await?;
        let value: String = row.get(0);
        if value == "off" {
            return Err(StoreError::Unavailable(format!(
                "the database has {setting} = off: it would lose what it acknowledged"
            )));
        }
    }
    Ok(())
}
