//! What every route shares: who asks and in which language, writes that are done once, answers,
//! limits, headers.

mod caller;
mod headers;
mod hear_out;
mod in_flight;
mod json;
mod limits;
mod once;
mod problems;
mod proxies;
mod reply;
mod serve;
mod session;
mod shape;
mod slow;
mod write;

pub use caller::Caller;
pub use headers::Headers;
pub(crate) use headers::secure;
pub(crate) use hear_out::hear_out;
pub use in_flight::InFlight;
pub use limits::{Asker, Limit, Limits};
pub(crate) use limits::{limit_all, limit_sign_in};
pub use once::{Keep, Slot, Who};
pub(crate) use problems::log;
pub use problems::{render_problems, unknown_address, wrong_method};
pub use proxies::{Network, TrustedProxies};
pub use reply::{Reply, ok};
pub use serve::{Connections, serve};
pub use session::{
    SESSION_HOURS, SESSION_IDLE_MINUTES, SignedIn, clear_cookie, session_cookie, session_until,
};
pub(crate) use slow::cut_off_slow;
pub use write::{Ask, MAX_BODY, Ticket, Write};
