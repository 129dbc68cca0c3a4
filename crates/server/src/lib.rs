//! The service: HTTP in front, the life cycle of applications on a durable store, registers and
//! gateways behind ports.
//!
//! A request goes `routes` → `usecases` → `registration`; what it changes is one
//! [`ports::store::Change`], and what follows from that is done by the [`worker`].

pub mod adapters;
pub mod app;
pub mod cli;
mod draw;
pub mod error;
pub mod http;
mod inbound;
pub mod laws;
pub mod metrics;
pub mod ports;
pub mod readiness;
pub mod routes;
pub mod usecases;
pub mod worker;
