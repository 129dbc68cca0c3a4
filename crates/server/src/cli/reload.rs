use std::path::PathBuf;

use tokio::sync::watch;

use super::{keys, policy};
use crate::{adapters::sealing::Sealer, app::App};

/// Reads the keys, and the policy if it is in a folder, again whenever the program is told to
/// (SIGHUP), until it stops. What is wrong is logged, and the service goes on by what it has.
#[cfg(unix)]
pub(super) async fn reload(
    app: App,
    folder: Option<PathBuf>,
    sealer: Sealer,
    mut stopped: watch::Receiver<bool>,
) {
    use tokio::signal::unix::{SignalKind, signal};
    let mut told = match signal(SignalKind::hangup()) {
        Ok(told) => told,
        Err(error) => {
            tracing::error!(%error, "policy and keys cannot be read again on SIGHUP");
            return;
        }
    };
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            received = told.recv() => if received.is_none() { return },
        }
        keys::refresh(&sealer);
        if let Some(folder) = &folder {
            once(&app, folder).await;
        }
    }
}

/// Where there is no such signal, the policy is read when the program starts.
#[cfg(not(unix))]
pub(super) async fn reload(
    _app: App,
    _folder: Option<PathBuf>,
    _sealer: Sealer,
    _stopped: watch::Receiver<bool>,
) {
}

#[cfg(unix)]
async fn once(app: &App, folder: &std::path::Path) {
    let (path, today) = (folder.to_owned(), app.today());
    let read = tokio::task::spawn_blocking(move || policy::fit_law(&path, today)).await;
    let version = || app.laws.current().law().outline().version();
    let folder = folder.display();
    match read {
        Ok(Ok(law)) => match app.laws.replace(law) {
            true => tracing::info!(%folder, version = version(), "another policy is in use"),
            false => tracing::info!(%folder, version = version(), "the policy is the same"),
        },
        Ok(Err(error)) => {
            tracing::error!(%folder, version = version(), %error, "the old policy stays in use");
        }
        Err(error) => {
            tracing::error!(%folder, version = version(), %error, "the old policy stays in use");
        }
    }
}
