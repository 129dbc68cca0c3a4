//! `cargo xtask`: gets the tools that are missing, then builds, runs, tests and checks Tirkeu.
//! Standard library only, so that it compiles in seconds.

mod arguments;
mod bench;
mod check;
mod child;
mod dev;
mod dist;
mod error;
mod fingerprint;
mod fuzz_api;
mod page;
mod places;
mod progress;
mod run;
mod server;
mod test;
mod tools;
mod torture;

use std::process::ExitCode;

use arguments::Arguments;
use error::Error;
use places::Places;

const HELP: &str = "\
cargo xtask VERB

  run [--port N] [--data DIR]   build everything, start the server in sandbox mode (8080, data/)
  dev                           the same, rebuilt as files change
  test                          every test: native, wasm, browser
  check                         format, lints, docs, licences, dependencies, layers
  torture [--minutes N]         kills, races, faults and seeds, for N minutes (1)
  bench web|server|engine|rules sizes and speeds against their budgets, and against other engines
  fuzz-api [--minutes N]        requests that nobody would write, by the API's description (Python)
  dist                          the server with the page inside, one file that is ready to ship
  help                          this text

Tools go to $TIRKEU_TOOLS, else to $XDG_CACHE_HOME/tirkeu or ~/.cache/tirkeu.";

fn main() -> ExitCode {
    match dispatch(Arguments::from_environment()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(mut arguments: Arguments) -> Result<ExitCode, Error> {
    let places = Places::find()?;
    match arguments.verb().as_deref() {
        Some("run") => run::run(&places, arguments),
        Some("dev") => dev::dev(&places, arguments),
        Some("test") => test::test(&places, arguments),
        Some("check") => check::check(&places, arguments),
        Some("torture") => torture::torture(&places, arguments),
        Some("bench") => bench::bench(&places, arguments),
        Some("fuzz-api") => fuzz_api::fuzz_api(&places, arguments),
        Some("dist") => dist::dist(&places, arguments),
        Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some(other) => Err(Error::Usage(format!(
            "there is no verb “{other}”.\n\n{HELP}"
        ))),
        None => Err(Error::Usage(format!("which verb?\n\n{HELP}"))),
    }
}
