use std::{
    fs::DirBuilder,
    io::Write,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

use super::{CliError, policy};
use crate::{
    adapters::{
        database::Database,
        sandbox::{Featured, Sandbox},
        system::SystemClock,
    },
    app::{App, Settings},
    ports::Clock as _,
    routes,
    worker::work,
};

/// How many people to try are printed.
const PEOPLE_SHOWN: usize = 3;

/// `tirkeu serve`
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Work with synthetic people, registers and telephones.
    #[arg(long)]
    sandbox: bool,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Port to listen on; 0 for any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder for what must not be lost.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Where applications are kept: a file, or postgres://USER@HOST/NAME, which any number of servers
    /// can share [default: tirkeu.sqlite in the folder for what must not be lost]
    #[arg(
        long,
        value_name = "DATABASE",
        env = "TIRKEU_DATABASE",
        hide_env_values = true
    )]
    database: Option<Database>,
    /// Folder of the built page; without it only the API is served.
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,
    /// Address under which people reach the service, for links in messages.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Folder of policy files, instead of those this program was built with.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), CliError> {
        if !self.sandbox {
            return Err(CliError::NothingOutside);
        }
        let filter =
            EnvFilter::try_from_env("TIRKEU_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
        // Somebody who embeds this program may log already.
        let _already = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init();
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(self.serve())
    }

    async fn serve(self) -> Result<(), CliError> {
        let law = policy::law(self.policy.as_deref())?;
        make_private(&self.data).map_err(|cause| CliError::File {
            path: self.data.clone(),
            cause,
        })?;
        let wanted = SocketAddr::new(self.listen, self.port);
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|cause| CliError::Listen {
                address: wanted.to_string(),
                cause,
            })?;
        let address = listener.local_addr()?;
        let public_url = match self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{address}"),
        };
        let sandbox = Sandbox::open(&self.data, Arc::new(SystemClock))?;
        let database = self
            .database
            .unwrap_or_else(|| Database::File(self.data.join("tirkeu.sqlite")));
        let store = database.open(SystemClock.now()).await?;
        let settings = Settings {
            public_url: public_url.clone(),
            https_only: false,
            page: self.page.clone(),
        };
        let app = App::new(sandbox.outside(), store, law, settings)
            .map_err(|error| CliError::Start(error.cause.unwrap_or_default()))?;
        let beside = routes::sandbox::router(sandbox.clone(), Arc::new(app.clone()));
        let router = routes::router(&app, Some(beside)).map_err(|cause| CliError::File {
            path: self.page.unwrap_or_default().join("index.html"),
            cause,
        })?;

        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(work(app.clone(), until(stopped.clone())));
        if let Err(error) = greet(&public_url, address, &sandbox.featured()) {
            tracing::debug!(%error, "nobody reads the greeting");
        }
        let end = async move {
            interrupted().await;
            sandbox.hang_up();
            stop.send_replace(true);
        };
        axum::serve(
            listener,
            router.into_make_service_with_connect_info::<SocketAddr>(),
        )
        .with_graceful_shutdown(end)
        .await?;
        worker
            .await
            .map_err(|error| CliError::Start(error.to_string()))
    }
}

/// Makes a folder that only this user can read: it will hold personal data.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender is gone only when the program is.
    let _gone = stopped.wait_for(|stopped| *stopped).await;
}

/// Waits for Ctrl-C or, where there is such a thing, for SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Says where the service is and whom to try.
fn greet(public_url: &str, address: SocketAddr, people: &[Featured]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Tirkeu is running: {public_url}/")?;
    if !public_url.ends_with(&address.to_string()) {
        writeln!(out, "Listening on:      http://{address}/")?;
    }
    writeln!(out, "Sandbox phone:     {public_url}/sandbox/")?;
    writeln!(
        out,
        "People to try (the sign-in code arrives on the sandbox phone):"
    )?;
    for person in people.iter().take(PEOPLE_SHOWN) {
        writeln!(out, "  {}  {}  {}", person.iin, person.name, person.hint.en)?;
    }
    out.flush()
}
