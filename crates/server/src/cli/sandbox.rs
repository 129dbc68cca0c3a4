use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use clap::{Args, Subcommand};

use super::{
    CliError,
    operation::{LOGGED, LogFormat, log},
    secret::secret,
    serve,
};
use crate::{
    adapters::{sandbox::Sandbox, system::SystemClock},
    routes,
};

/// `tirkeu sandbox`
#[derive(Debug, Subcommand)]
pub(super) enum SandboxCommand {
    /// Serve the registers of the sandbox by the contract in docs/registers.openapi.json, as a
    /// process of its own. A token in TIRKEU_REGISTERS_TOKEN, if there is one, is asked for.
    Registers(Registers),
}

/// `tirkeu sandbox registers`
#[derive(Debug, Args)]
pub(super) struct Registers {
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Port to listen on; 0 for any that is free.
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// Folder for the residences that are entered.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

impl SandboxCommand {
    pub(super) fn run(self) -> Result<(), CliError> {
        let filter = std::env::var("TIRKEU_LOG").unwrap_or_else(|_| LOGGED.to_owned());
        log(&filter, LogFormat::Text, None);
        let Self::Registers(registers) = self;
        serve::runtime()?.block_on(registers.serve())
    }
}

impl Registers {
    async fn serve(self) -> Result<(), CliError> {
        let token = secret("TIRKEU_REGISTERS_TOKEN")?;
        serve::make_private(&self.data)?;
        let sandbox = Sandbox::open(&self.data, Arc::new(SystemClock))?;
        let listener = serve::listen(SocketAddr::new(self.listen, self.port)).await?;
        println!(
            "Registers of the sandbox: http://{}/",
            listener.local_addr()?
        );
        let router = routes::registers::router(sandbox.outside(), token);
        axum::serve(listener, router)
            .with_graceful_shutdown(serve::interrupted())
            .await?;
        Ok(())
    }
}
