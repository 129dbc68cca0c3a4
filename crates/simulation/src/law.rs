use std::sync::{Arc, OnceLock};

use registration::Law;
use server::{
    app::{App, Settings},
    error::ApiError,
};

use crate::{chance::Chance, faults::Faults, store::model, world::World};

/// Where links in messages lead.
pub(crate) const PUBLIC_URL: &str = "http://tirkeu";

/// The service from which every simulated process has its law and its settings.
pub(crate) fn first() -> Result<App, String> {
    static FIRST: OnceLock<Result<App, String>> = OnceLock::new();
    FIRST
        .get_or_init(|| begin().map_err(|error| format!("{error:?}")))
        .clone()
}

fn begin() -> Result<App, ApiError> {
    let world = World::new(Chance::of(0), Faults::NONE, false);
    let settings = Settings {
        public_url: PUBLIC_URL.to_owned(),
        https_only: true,
        bin: None,
        page: None,
    };
    let law = Law::embedded()?;
    App::new(
        world.outside(),
        Arc::new(model::Model::default()),
        law,
        settings,
    )
}
