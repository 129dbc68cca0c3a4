//! The program `tirkeu`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
