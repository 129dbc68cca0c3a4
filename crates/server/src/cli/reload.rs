use std::path::PathBuf;

use tokio::sync::watch;

use super::policy;
use crate::app::App;

/// Reads the policy again whenever the program is told to (SIGHUP), until it stops. A policy that
/// is wrong is logged, and the service goes on by the one it has.
#[cfg(unix)]
pub(super) async fn reload(app: App, folder: PathBuf, mut stopped: watch::Receiver<bool>) {
    use tokio::signal::unix::{SignalKind, signal};
    let mut told = match signal(SignalKind::hangup()) {
        Ok(told) => told,
        Err(error) => {
            tracing::error!(%error, "the policy cannot be read again while the service runs");
            return;
        }
    };
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            received = told.recv() => if received.is_none() { return },
        }
        once(&app, &folder).await;
    }
}

/// Where there is no such signal, the policy is read when the program starts.
#[cfg(not(unix))]
pub(super) async fn reload(_app: App, _folder: PathBuf, _stopped: watch::Receiver<bool>) {}

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
