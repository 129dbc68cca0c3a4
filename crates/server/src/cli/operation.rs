use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use tokio::runtime::Handle;
use tracing_subscriber::{
    EnvFilter, Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt,
};

use super::CliError;
use crate::adapters::traces::Traces;

/// What is logged unless `--log` says otherwise: warnings, which law is in use, and sessions that are
/// refused.
pub(super) const LOGGED: &str = "warn,server::cli::reload=info,server::http::session=info";

/// How the service is run, whatever it does.
#[derive(Debug, Args)]
pub(super) struct OperationOptions {
    /// File with any of these options, as docs/tirkeu.example.toml shows; arguments come before the
    /// environment, and the environment before the file.
    #[arg(long, value_name = "FILE", env = "TIRKEU_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// What is logged: a level, or levels of parts such as warn,server=info.
    #[arg(long, value_name = "FILTER", env = "TIRKEU_LOG", default_value = LOGGED)]
    pub(super) log: String,
    /// How a line of the log looks.
    #[arg(
        long,
        value_name = "FORMAT",
        env = "TIRKEU_LOG_FORMAT",
        default_value = "text"
    )]
    pub(super) log_format: LogFormat,
    /// A second address to listen on, such as 127.0.0.1:9464, for numbers (/metrics), a page for the
    /// operator (/) and health. It is not for the public: nobody is asked who they are there.
    #[arg(long, value_name = "ADDRESS:PORT", env = "TIRKEU_METRICS")]
    pub(super) metrics: Option<SocketAddr>,
    /// Where traces are sent, by OpenTelemetry (OTLP over HTTP, JSON), such as
    /// http://127.0.0.1:4318/v1/traces; OTEL_TRACES_SAMPLER says how many.
    #[arg(long, value_name = "URL", env = "TIRKEU_TRACES")]
    pub(super) traces: Option<String>,
    /// For how many seconds a server that is told to stop still takes requests, while it says that it
    /// is not ready and balancers turn away from it.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "TIRKEU_DRAIN",
        default_value_t = 0
    )]
    pub(super) drain: u16,
    /// After how many seconds more it ends in any case; what is not delivered by then is delivered
    /// after the next start.
    #[arg(
        long,
        value_name = "SECONDS",
        env = "TIRKEU_STOP_WITHIN",
        default_value_t = 25
    )]
    pub(super) stop_within: u16,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// An object a line, for programs.
    Json,
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

impl OperationOptions {
    pub(super) fn drain(&self) -> Duration {
        Duration::from_secs(self.drain.into())
    }

    pub(super) fn stop_within(&self) -> Duration {
        Duration::from_secs(self.stop_within.into())
    }

    /// Begins to log, and to trace if it is told where to.
    pub(super) fn begin_to_log(&self, runtime: &Handle) -> Result<Option<Traces>, CliError> {
        let traces = self
            .traces
            .as_deref()
            .map(|collector| Traces::start(collector, runtime.clone()))
            .transpose()
            .map_err(CliError::Setting)?;
        log(&self.log, self.log_format, traces.as_ref());
        Ok(traces)
    }
}

/// Begins to log to standard error.
pub(super) fn log(filter: &str, format: LogFormat, traces: Option<&Traces>) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // Where the disk of the log is full, that would be said on the same disk, and fail a request.
        .log_internal_errors(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .boxed(),
    };
    let spans = traces.map(|traces| {
        tracing_opentelemetry::layer()
            .with_tracer(traces.tracer())
            .with_filter(Targets::new().with_target("server", tracing::Level::INFO))
    });
    // Somebody who embeds this program may log already.
    let _already = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(spans)
        .try_init();
}
