//! `cargo xtask dist`: the server with the page inside, one file that is ready to ship.

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::{page, server};

/// Builds both and says where they are.
pub(crate) fn dist(places: &Places, arguments: Arguments) -> Result<ExitCode, Error> {
    arguments.finish()?;
    let mut progress = Progress::new(places, page::STEPS + server::STEPS);
    page::build(places, &mut progress)?;
    server::build_with_page(places, &mut progress)?;
    println!("\nThe page: {}", places.page().display());
    println!(
        "The server, with the page inside: {}",
        places.server().display()
    );
    Ok(ExitCode::SUCCESS)
}
