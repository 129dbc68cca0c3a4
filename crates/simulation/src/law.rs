use std::sync::{Arc, OnceLock};

use registration::Law;
use server::{
    app::{App, Dependencies, Settings},
    error::ApiError,
    laws::Laws,
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
    let outside = world.outside();
    let mut session_secret = [0; 32];
    let drawn = outside.randomness.fill(&mut session_secret);
    drawn.map_err(ApiError::internal)?;
    Ok(App::new(Dependencies {
        outside,
        store: Arc::new(model::Model::default()),
        laws: Laws::new(Law::embedded()?),
        settings,
        signatures: None,
        session_secret,
    }))
}
