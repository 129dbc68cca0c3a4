use std::{
    fs::DirBuilder,
    io::Write,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::Router;
use clap::Args;
use registration::{Law, identifiers::Bin};
use tokio::{net::TcpListener, sync::watch};
use words::format::local_date;

use super::{
    CliError,
    gateways::{GatewayOptions, Gateways},
    keys::refresh_keys,
    operation::OperationOptions,
    policy,
    reload::reload,
    signatures::SignatureOptions,
};
use crate::{
    adapters::{
        database::Database,
        sandbox::{Featured, Sandbox},
        sealing::Sealer,
        system::SystemClock,
        traces::Traces,
    },
    app::{App, Dependencies, Settings},
    http::{Connections, Network, TrustedProxies, serve},
    laws::Laws,
    ports::{Clock, Inbound},
    routes::{self, security_txt::SecurityTxt},
    worker::{forget, work},
};

/// The file of keys that the sandbox makes in its folder.
pub(super) const KEYS: &str = "keys.toml";

/// How many people to try are printed.
const PEOPLE_SHOWN: usize = 3;

/// `tirkeu serve`
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Work with synthetic people, registers and telephones.
    #[arg(long, env = "TIRKEU_SANDBOX")]
    sandbox: bool,
    /// Address to listen on.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "TIRKEU_LISTEN",
        default_value = "127.0.0.1"
    )]
    listen: IpAddr,
    /// Port to listen on; 0 for any that is free.
    #[arg(long, env = "TIRKEU_PORT", default_value_t = 8080)]
    port: u16,
    /// Folder for what must not be lost.
    #[arg(long, value_name = "DIR", env = "TIRKEU_DATA", default_value = "data")]
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
    /// After how many days notifications in personal accounts are removed; filings, and who did what
    /// and looked when, are kept for good. Without it they are kept too.
    #[arg(
        long,
        value_name = "DAYS",
        env = "TIRKEU_RETENTION_DAYS",
        value_parser = clap::value_parser!(u32).range(30..=36500)
    )]
    retention_days: Option<u32>,
    /// Whom to tell of a weakness, for /.well-known/security.txt: a mail or web address such as
    /// mailto:security@example.kz. Can be given several times.
    #[arg(
        long,
        value_name = "URI",
        env = "TIRKEU_SECURITY_CONTACT",
        value_delimiter = ','
    )]
    security_contact: Vec<String>,
    /// A proxy that may say in X-Forwarded-For where a request comes from: an address or a network
    /// such as 10.0.0.0/8. Can be given several times.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "TIRKEU_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    trusted_proxy: Vec<Network>,
    /// The keys with which personal data are sealed, as `tirkeu keys new` makes them; all servers of
    /// a database have the same [default with --sandbox: keys.toml in the folder for what must not
    /// be lost, made where there is none]
    #[arg(long, value_name = "FILE", env = "TIRKEU_KEYS")]
    keys: Option<PathBuf>,
    /// Folder of the built page, instead of the one inside the program; a program without a page inside
    /// serves only the API.
    #[arg(long, value_name = "DIR", env = "TIRKEU_PAGE")]
    page: Option<PathBuf>,
    /// Address under which people reach the service, for links in messages.
    #[arg(long, value_name = "URL", env = "TIRKEU_PUBLIC_URL")]
    public_url: Option<String>,
    /// Number (BIN) of the organisation that runs the service, which eGov Mobile shows to who signs.
    #[arg(long, value_name = "BIN", env = "TIRKEU_OPERATOR_BIN")]
    operator_bin: Option<Bin>,
    /// Folder of policy files, instead of those this program was built with. It is read again on
    /// SIGHUP; a policy that is wrong is refused, and the one in use stays.
    #[arg(long, value_name = "DIR", env = "TIRKEU_POLICY")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    gateways: GatewayOptions,
    #[command(flatten)]
    signatures: SignatureOptions,
    #[command(flatten)]
    operation: OperationOptions,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), CliError> {
        let runtime = runtime()?;
        let traces = self.operation.begin_to_log(runtime.handle())?;
        let served = runtime.block_on(self.serve());
        traces.iter().for_each(Traces::finish);
        served
    }

    /// Whether it could start, as far as that can be known without a database and without calling
    /// anybody.
    pub(super) fn check(&self) -> Result<(), CliError> {
        self.outside_options()?;
        self.law()?;
        match &self.keys {
            Some(file) => Sealer::open(file).map(drop).map_err(CliError::from),
            None if self.sandbox => Ok(()),
            None => Err(CliError::NoKeys),
        }
    }

    fn outside_options(&self) -> Result<Option<Gateways>, CliError> {
        if self.sandbox {
            Ok(None)
        } else {
            self.gateways.open().map(Some)
        }
    }

    fn law(&self) -> Result<Law, CliError> {
        match &self.policy {
            Some(folder) => policy::fit_law(folder, local_date(SystemClock.now())),
            None => Ok(Law::embedded()?),
        }
    }

    async fn serve(self) -> Result<(), CliError> {
        let real = self.outside_options()?;
        let law = self.law()?;
        let (drain, stop_within) = (self.operation.drain(), self.operation.stop_within());
        make_private(&self.data)?;
        let listener = listen(SocketAddr::new(self.listen, self.port)).await?;
        let address = listener.local_addr()?;
        let private = match self.operation.metrics {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let public_url = match self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{address}"),
        };
        let sandbox = match &real {
            Some(_) => None,
            None => Some(Sandbox::open(&self.data, Arc::new(SystemClock))?),
        };
        let signatures = match &sandbox {
            Some(sandbox) => Some(
                sandbox
                    .signatures(&public_url)
                    .map_err(|error| CliError::Start(error.to_string()))?,
            ),
            None => self.signatures.open()?,
        };
        let database = self
            .database
            .unwrap_or_else(|| Database::File(self.data.join("tirkeu.sqlite")));
        let sealer = match &self.keys {
            Some(file) => Sealer::open(file)?,
            None if self.sandbox => Sealer::open_or_make(&self.data.join(KEYS))?,
            None => return Err(CliError::NoKeys),
        };
        let store = database.open(sealer.clone(), SystemClock.now()).await?;
        if let Some(sandbox) = &sandbox {
            sandbox.appoint(&*store).await?;
        }
        let settings = Settings {
            public_url: public_url.clone(),
            https_only: real.is_some(),
            bin: self.operator_bin,
            page: self.page.clone(),
        };
        let outside = match (&real, &sandbox) {
            (Some(real), _) => real.outside.clone(),
            (None, Some(sandbox)) => sandbox.outside(),
            (None, None) => return Err(CliError::NothingOutside),
        };
        let app = App::new(Dependencies {
            outside,
            store,
            laws: Laws::new(law),
            settings,
            signatures,
            session_secret: sealer.session_secret(),
        });
        app.watch.disk(&self.data);
        let inbound: Arc<dyn Inbound> = Arc::new(app.clone());
        let (smpp, webhook) = real.map_or((None, None), |real| (real.smpp, real.webhook));
        let clock = app.outside.clock.clone();
        let own = routes::sandbox::OwnService::default();
        let beside = match (&sandbox, webhook) {
            (Some(sandbox), _) => {
                routes::sandbox::router(sandbox.clone(), inbound.clone(), own.clone())
            }
            (None, Some(webhook)) => routes::gateways::router(webhook, clock, inbound.clone()),
            (None, None) => Router::new(),
        };
        let clock = app.outside.clock.clone();
        let beside = match SecurityTxt::new(&self.security_contact, &public_url, clock)? {
            Some(text) => beside.merge(routes::security_txt::router(text)),
            None => beside,
        };
        let router = routes::router(&app, Some(beside)).map_err(|cause| CliError::File {
            path: self.page.unwrap_or_default().join("index.html"),
            cause,
        })?;
        own.set(router.clone());
        let router = match &sandbox {
            Some(sandbox) => routes::sandbox::watched(router, sandbox.clone()),
            None => router,
        };

        let (stop, stopped) = watch::channel(false);
        tokio::spawn(reload(
            app.clone(),
            self.policy,
            sealer.clone(),
            stopped.clone(),
        ));
        tokio::spawn(refresh_keys(app.clone(), sealer, until(stopped.clone())));
        if let Some(days) = self.retention_days {
            tokio::spawn(forget(app.clone(), days, until(stopped.clone())));
        }
        let worker = tokio::spawn(work(app.clone(), until(stopped.clone())));
        let telephones = smpp.map(|smpp| tokio::spawn(smpp.run(inbound, until(stopped))));
        let featured = sandbox.as_ref().map(Sandbox::featured);
        if let Err(error) = greet(&public_url, address, featured.as_deref()) {
            tracing::debug!(%error, "nobody reads the greeting");
        }
        if let Some(listener) = private {
            let address = listener.local_addr()?;
            if let Err(error) = writeln!(std::io::stdout(), "For the operator:  http://{address}/")
            {
                tracing::debug!(%error, "nobody reads the greeting");
            }
            let router = routes::operator::router(&app);
            // It ends with the program, so that the last numbers can still be fetched.
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        let (ending, ended) = watch::channel(false);
        let stopping = app.clone();
        let end = async move {
            interrupted().await;
            stopping.watch.stop();
            tokio::time::sleep(drain).await;
            ending.send_replace(true);
            if let Some(sandbox) = sandbox {
                sandbox.hang_up();
            }
            stop.send_replace(true);
        };
        let proxies = TrustedProxies::new(&self.trusted_proxy);
        let all = async {
            let most = Connections::default();
            serve(listener, router, most, proxies, stop_within, end).await;
            for task in [Some(worker), telephones].into_iter().flatten() {
                task.await
                    .map_err(|error| CliError::Start(error.to_string()))?;
            }
            Ok(())
        };
        let too_long = async {
            until(ended).await;
            tokio::time::sleep(stop_within).await;
        };
        tokio::select! {
            done = all => done,
            () = too_long => {
                tracing::warn!("not everything was finished in time; what waits is done after the next start");
                Ok(())
            }
        }
    }
}

pub(super) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}

/// Makes a folder that only this user can read: it will hold personal data.
pub(super) fn make_private(folder: &Path) -> Result<(), CliError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|cause| CliError::File {
        path: folder.to_owned(),
        cause,
    })
}

/// Listens on an address.
pub(super) async fn listen(wanted: SocketAddr) -> Result<TcpListener, CliError> {
    let listener = TcpListener::bind(wanted).await;
    listener.map_err(|cause| CliError::Listen {
        address: wanted.to_string(),
        cause,
    })
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender is gone only when the program is.
    let _gone = stopped.wait_for(|stopped| *stopped).await;
}

/// Waits for Ctrl-C or, where there is such a thing, for SIGTERM.
pub(super) async fn interrupted() {
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
fn greet(
    public_url: &str,
    address: SocketAddr,
    people: Option<&[Featured]>,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Tirkeu is running: {public_url}/")?;
    if !public_url.ends_with(&address.to_string()) {
        writeln!(out, "Listening on:      http://{address}/")?;
    }
    let Some(people) = people else {
        return out.flush();
    };
    writeln!(out, "Sandbox people:    {public_url}/sandbox/")?;
    writeln!(out, "Sandbox phones:    {public_url}/sandbox/phone")?;
    writeln!(
        out,
        "People to try (the sign-in code arrives on the sandbox phone):"
    )?;
    for person in people.iter().take(PEOPLE_SHOWN) {
        writeln!(out, "  {}  {}  {}", person.iin, person.name, person.hint.en)?;
    }
    out.flush()
}
