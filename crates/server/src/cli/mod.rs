//! The command line of `tirkeu`.

mod audit;
mod config;
mod db;
mod eds_evidence;
mod eds_verify;
mod explained;
mod facts;
mod files;
mod gateways;
mod keys;
mod operation;
mod policy;
mod reload;
mod rules_check;
mod rules_diff;
mod rules_eval;
mod rules_explain;
mod rules_export;
mod rules_import;
mod rules_tck;
mod rules_tests;
mod sandbox;
mod secret;
mod serve;
mod signatures;
mod staff;
mod wording;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

/// Status for whatever the caller can mend, as clap uses it for wrong arguments.
const REFUSED: u8 = 2;
/// Status for an answer that somebody should look at.
const FOUND: u8 = 1;

#[derive(Debug, Parser)]
#[command(
    name = "tirkeu",
    version,
    about = "Registration of residence in Kazakhstan, online"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the citizens' page and its API.
    Serve(serve::Serve),
    /// Look into the configuration.
    Config {
        #[command(subcommand)]
        command: config::ConfigCommand,
    },
    /// Serve parts of the sandbox alone.
    Sandbox {
        #[command(subcommand)]
        command: sandbox::SandboxCommand,
    },
    /// Verify the audit log.
    Audit {
        #[command(subcommand)]
        command: audit::AuditCommand,
    },
    /// Check, copy, back up or restore a database.
    Db {
        #[command(subcommand)]
        command: db::DbCommand,
    },
    /// Make and change the keys with which personal data are sealed.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Say who is an operator or an auditor.
    Staff {
        #[command(subcommand)]
        command: staff::StaffCommand,
    },
    /// Ask the rules.
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
    /// Look into digital signatures.
    Eds {
        #[command(subcommand)]
        command: EdsCommand,
    },
}

#[derive(Debug, Subcommand)]
enum EdsCommand {
    /// Print what a signature is worth, check by check.
    Verify(eds_verify::EdsVerify),
    /// Write what was kept of an application's digital signatures to files that `verify` reads.
    Evidence(eds_evidence::EdsEvidence),
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Print the verdict on facts.
    Eval(rules_eval::RulesEval),
    /// Print why: rules, rows and cells, the next question, the dates, what would help.
    Explain(rules_explain::RulesExplain),
    /// Look for faults in a whole policy: all tables, all dates.
    Check(rules_check::RulesCheck),
    /// Compare two policies: exactly what changes for whom, and when.
    Diff(rules_diff::RulesDiff),
    /// Make cases that test every row and cell, or say how far cases do.
    Tests(rules_tests::RulesTests),
    /// Write the rules as DMN 1.5 for other tools.
    Export(rules_export::RulesExport),
    /// Turn a DMN model into policy files.
    Import(rules_import::RulesImport),
    /// Run tests of the DMN technology compatibility kit.
    Tck(rules_tck::RulesTck),
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(
        "`tirkeu serve` has no state registers and no SMS gateway to work with: name them with --registers URL, \
         and --smpp URL or --sms-http URL.\nRun `tirkeu serve --sandbox` for synthetic people, registers and telephones."
    )]
    NothingOutside,
    #[error(
        "`tirkeu serve` has no keys to seal personal data with: name their file with --keys FILE.\n\
         `tirkeu keys new FILE` makes one. Keep a copy of it apart from those of the database."
    )]
    NoKeys,
    #[error("{0}")]
    Contact(#[from] crate::routes::security_txt::WrongContact),
    #[error("{0}")]
    Keys(#[from] crate::adapters::sealing::KeysError),
    #[error("{}: {cause}", path.display())]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("{}: {bytes} bytes are too many: at most {most} are read", path.display())]
    TooLarge {
        path: PathBuf,
        bytes: u64,
        most: u64,
    },
    #[error("{}: there is such a file already; choose another folder", path.display())]
    Exists { path: PathBuf },
    #[error("{}: no file here is named like *-test-*.xml", folder.display())]
    NoTests { folder: PathBuf },
    #[error("{}: no file here is named like *.toml", folder.display())]
    NoToml { folder: PathBuf },
    #[error("{0}")]
    Dmn(#[from] dmn::DmnErrors),
    #[error("{0}")]
    Export(#[from] dmn::ExportError),
    #[error("{0}")]
    Import(#[from] dmn::ImportError),
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        address: String,
        cause: std::io::Error,
    },
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Policy(#[from] rules::PolicyErrors),
    #[error("{0}")]
    Law(#[from] registration::LawError),
    #[error("{}: the service cannot work by this policy: {}", folder.display(), faults.join("\n"))]
    Unfit {
        folder: PathBuf,
        faults: Vec<String>,
    },
    #[error("{0}")]
    Compare(String),
    #[error("{0}")]
    Rules(#[from] rules::RulesError),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{}", facts.join("\n"))]
    Facts { facts: Vec<String> },
    #[error("{0}")]
    Store(#[from] crate::ports::store::StoreError),
    #[error("{0}")]
    Sandbox(#[from] crate::adapters::sandbox::SandboxError),
    #[error("{0}")]
    Eds(String),
    #[error("{0}")]
    Setting(String),
    #[error("{0}")]
    Database(String),
    #[error("the service cannot start: {0}")]
    Start(String),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let configured = match config::configured(std::env::args_os().collect()) {
        Ok(configured) => configured,
        Err(error) => return refused(&error),
    };
    let matches = Arguments::command().try_get_matches_from(&configured.arguments);
    let read = matches.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches)));
    let (arguments, matches) = match read {
        Ok(read) => read,
        Err(error) => {
            if !configured.lines.is_empty() {
                let places: Vec<&str> = configured.lines.values().map(String::as_str).collect();
                eprintln!("with what stands in {}:", places.join(", "));
            }
            error.exit()
        }
    };
    let done = |()| ExitCode::SUCCESS;
    let result = match arguments.command {
        Command::Serve(serve) => serve.run().map(done),
        Command::Config { command } => command.run(&matches, &configured.lines).map(done),
        Command::Eds { command } => match command {
            EdsCommand::Verify(verify) => verify.run(),
            EdsCommand::Evidence(evidence) => evidence.run().map(done),
        },
        Command::Sandbox { command } => command.run().map(done),
        Command::Audit { command } => command.run(),
        Command::Staff { command } => command.run().map(done),
        Command::Keys { command } => command.run().map(done),
        Command::Db { command } => command.run().map(done),
        Command::Rules { command } => match command {
            RulesCommand::Eval(eval) => eval.run().map(done),
            RulesCommand::Explain(explain) => explain.run().map(done),
            RulesCommand::Check(check) => check.run(),
            RulesCommand::Diff(diff) => diff.run(),
            RulesCommand::Tests(tests) => tests.run(),
            RulesCommand::Export(export) => export.run().map(done),
            RulesCommand::Import(import) => import.run().map(done),
            RulesCommand::Tck(tck) => tck.run(),
        },
    };
    result.unwrap_or_else(|error| refused(&error))
}

fn refused(error: &CliError) -> ExitCode {
    eprintln!("{error}");
    ExitCode::from(REFUSED)
}
