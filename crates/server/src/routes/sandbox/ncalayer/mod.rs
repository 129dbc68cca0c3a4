//! NCALayer as a page meets it: a websocket that speaks the protocol of the program of the national
//! certification authority, and a switch for what goes wrong.

mod answer;
mod order;
mod settings;
mod socket;

pub(super) use settings::{read, set};
pub(super) use socket::open;
