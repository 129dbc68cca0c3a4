//! `cargo xtask dist`: the server with the page inside, one file that is ready to ship, and
//! the list of what is in it.

mod components;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::{page, server};

/// Builds both and says where they are.
pub(crate) fn dist(places: &Places, arguments: Arguments) -> Result<ExitCode, Error> {
    arguments.finish()?;
    let mut progress = Progress::new(places, page::STEPS + server::STEPS + 1);
    page::build(places, &mut progress)?;
    server::build_with_page(places, &mut progress)?;
    let list = progress.step("Components", |step| components::write(places, step))?;
    println!("\nThe page: {}", places.page().display());
    println!(
        "The server, with the page inside: {}",
        places.server().display()
    );
    println!("What is in it (CycloneDX): {}", list.display());
    Ok(ExitCode::SUCCESS)
}
