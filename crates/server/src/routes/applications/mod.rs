mod eds_signature;
mod file;
mod list;
mod qr;
mod remind;
mod show;
mod sign;
mod signing_code;
mod withdraw;

pub(super) use eds_signature::eds_signature;
pub(super) use file::file;
pub(super) use list::list;
pub(super) use qr::{ask as ask_by_qr, progress as qr_progress};
pub(super) use remind::remind;
pub(super) use show::show;
pub(super) use sign::sign;
pub(super) use signing_code::signing_code;
pub(super) use withdraw::withdraw;

use registration::application::ApplicationNumber;
use wire::ProblemCode;

use crate::error::ApiError;

/// The number in an address; a text that is none names nothing.
fn number(text: &str) -> Result<ApplicationNumber, ApiError> {
    ApplicationNumber::parse(text).map_err(|_| ApiError::new(ProblemCode::NotFound))
}
