//! `tirkeu eds verify`: what a signature is worth, check by check.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io::Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, ValueEnum};
use eds::{
    Check, Content, Evidence, Outcome, Purpose, Report, Request, Revocation, Signer, Time, Trust,
};

use super::{CliError, FOUND, files};
use crate::adapters::system::SystemClock;
use crate::ports::Clock;

/// Bytes of the largest file that is read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What the certificate must be for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// Signing documents.
    Sign,
    /// Signing in.
    SignIn,
    /// Anything.
    Any,
}

/// `tirkeu eds verify`
#[derive(Debug, Args)]
pub(super) struct EdsVerify {
    /// The signed message (CMS) in DER, PEM or base64.
    #[arg(long, required_unless_present = "evidence")]
    cms: Option<PathBuf>,
    /// What was signed, if the message does not carry it itself.
    #[arg(long)]
    data: Option<PathBuf>,
    /// A folder of certificates: those in it are trusted, those in its folder `intermediates` are
    /// used if a trusted one vouches for them.
    #[arg(long)]
    trust: PathBuf,
    /// A list of revoked certificates (may be repeated).
    #[arg(long)]
    crl: Vec<PathBuf>,
    /// An answer of OCSP (may be repeated).
    #[arg(long)]
    ocsp: Vec<PathBuf>,
    /// A timestamp over the signature, besides those in the message.
    #[arg(long)]
    timestamp: Option<PathBuf>,
    /// For which time it is judged: 2026-11-25T09:00:00Z, 2026-11-25 or seconds since 1970; now if
    /// not given.
    #[arg(long)]
    at: Option<Time>,
    /// What the certificate must be for.
    #[arg(long, value_enum, default_value_t = For::Sign)]
    purpose: For,
    /// Personal number of the one person who may have signed.
    #[arg(long)]
    iin: Option<String>,
    /// It must be known that the certificate was not revoked.
    #[arg(long)]
    revocation: bool,
    /// Verify evidence that was kept, under the demands and at the time of then.
    #[arg(
        long,
        conflicts_with_all = ["cms", "crl", "ocsp", "timestamp", "at", "iin", "keep", "revocation"]
    )]
    evidence: Option<PathBuf>,
    /// Write what was verified to this file, to be verified again with --evidence.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The bytes of a file.
fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    files::bytes(path, MAX_BYTES)
}

/// The bytes of DER in a file, which may be written in base64 or PEM.
fn der(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = read(path)?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Ok(bytes);
    };
    let letters: String = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(|line| line.chars().filter(|letter| !letter.is_whitespace()))
        .collect();
    Ok(STANDARD.decode(letters).unwrap_or(bytes))
}

fn ders(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>, CliError> {
    paths.iter().map(|path| der(path)).collect()
}

impl EdsVerify {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let wrong = |error: String| CliError::Eds(error);
        let trust = Trust::read_dir(&self.trust).map_err(|error| wrong(error.to_string()))?;
        let data = self.data.as_deref().map(read).transpose()?;
        let report = match (&self.evidence, &self.cms) {
            (Some(path), _) => {
                let text = String::from_utf8_lossy(&read(path)?).into_owned();
                Evidence::from_json(&text)
                    .and_then(|evidence| evidence.verify(data.as_deref(), &trust))
                    .map_err(|error| wrong(format!("{}: {error}", path.display())))?
            }
            (None, Some(cms)) => self.verify(&der(cms)?, data.as_deref(), &trust)?,
            (None, None) => return Err(wrong("give --cms or --evidence".to_owned())),
        };
        let text = if self.json {
            let mut json = serde_json::to_value(&report)?;
            json["stands"] = report.refusal().is_none().into();
            json["refusal"] = serde_json::to_value(report.refusal())?;
            serde_json::to_string_pretty(&json)? + "\n"
        } else {
            for_people(&report)
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(match report.refusal() {
            None => ExitCode::SUCCESS,
            Some(_) => ExitCode::from(FOUND),
        })
    }

    /// Verifies a message, and keeps the evidence if that is asked for.
    fn verify(&self, cms: &[u8], data: Option<&[u8]>, trust: &Trust) -> Result<Report, CliError> {
        let (crls, ocsp) = (ders(&self.crl)?, ders(&self.ocsp)?);
        let timestamp = self.timestamp.as_deref().map(der).transpose()?;
        let content = data.map_or(Content::Carried, Content::Detached);
        let now = || Time::from_unix(SystemClock.now().timestamp());
        let purpose = match self.purpose {
            For::Sign => Purpose::Sign,
            For::SignIn => Purpose::SignIn,
            For::Any => Purpose::Any,
        };
        let mut request = Request::new(cms, content, self.at.unwrap_or_else(now), purpose);
        request.iin = self.iin.as_deref();
        request.crls = crls.iter().map(Vec::as_slice).collect();
        request.ocsp = ocsp.iter().map(Vec::as_slice).collect();
        request.timestamp = timestamp.as_deref();
        if !self.revocation {
            request.revocation = Revocation::IfGiven;
        }
        let report = eds::verify(&request, trust);
        if let Some(path) = &self.keep {
            let json = Evidence::of(&request, &report, trust)
                .to_json()
                .map_err(|error| CliError::Eds(error.to_string()))?;
            fs::write(path, json).map_err(|cause| CliError::File {
                path: path.clone(),
                cause,
            })?;
        }
        Ok(report)
    }
}

fn for_people(report: &Report) -> String {
    let mut text = format!("judged for {}\n", report.at);
    write_checks(&mut text, &report.checks);
    for (at, signer) in report.signers.iter().enumerate() {
        text.push_str(&format!("\nsignature {} of {}\n", at + 1, named(signer)));
        write_checks(&mut text, &signer.checks);
    }
    let signatures = match report.signers.len() {
        1 => "the signature stands".to_owned(),
        count => format!("{count} signatures stand"),
    };
    text.push_str(&match report.refusal() {
        None => format!("\n{signatures}\n"),
        Some(refusal) => format!("\nREFUSED: {refusal} ({})\n", refusal.code()),
    });
    text
}

fn named(signer: &Signer) -> String {
    let subject = &signer.subject;
    let mut parts: Vec<String> = subject.common_name.iter().cloned().collect();
    parts.extend(subject.patronymic.clone());
    let mut text = parts.join(" ");
    for (label, number) in [("IIN", &subject.iin), ("BIN", &subject.bin)] {
        if let Some(number) = number {
            text.push_str(&format!(", {label} {number}"));
        }
    }
    if text.is_empty() {
        text.push_str("somebody unknown");
    }
    text
}

fn write_checks(text: &mut String, checks: &[Check]) {
    for check in checks {
        let sign = match check.outcome {
            Outcome::Passed => "ok",
            Outcome::Failed(_) => "NO",
            Outcome::NotAsked => "--",
        };
        text.push_str(&format!(
            "  {sign}  {:<12}{}\n",
            check.name.label(),
            check.found
        ));
    }
}
