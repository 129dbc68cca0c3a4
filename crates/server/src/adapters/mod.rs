//! What stands behind the ports.
//!
//! `sandbox` holds synthetic people and registers:
//! `sandbox::Sandbox::open(folder for its own data, the machine's clock) -> Result<Sandbox, SandboxError>`,
//! `Sandbox::outside(&self) -> ports::Outside`, `Sandbox::featured(&self) -> Vec<Featured>`; its pages
//! are `routes::sandbox::router(Sandbox, Arc<dyn ports::Inbound>, OwnService) -> axum::Router`.

pub mod audit_days;
pub mod authority;
pub mod client;
pub mod copy;
pub mod database;
mod encoding;
pub mod http_sms;
mod jitter;
pub mod postgres;
pub mod registers;
pub mod sandbox;
pub mod sealing;
pub mod smpp;
pub mod sqlite;
pub mod system;
pub mod traces;
