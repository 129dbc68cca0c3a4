use registration::application::Application;
use wire::SigningWay;

use crate::{app::App, error::ApiError};

pub(super) fn expect_way(_: &App, _: &Application, _: SigningWay) -> Result<(), ApiError> {
    Ok(())
}
