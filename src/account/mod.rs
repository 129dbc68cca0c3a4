//! The pages after filing: an application, the service history, messages, and the page on which an
//! owner is asked.

mod again;
mod announce;
mod application;
mod applications;
mod awaiting_consent;
mod awaiting_signature;
mod case;
mod confirm;
mod ended;
mod messages;
mod owner;
mod owner_answered;
mod owner_asked;
mod owner_eds;
mod owners;
mod particulars;
mod registered;
mod reminder;
mod rules_cited;
mod signed;
mod signing_code;
mod signing_eds;
mod signing_qr;
mod signing_ways;
mod state_heading;
mod state_tag;
mod steps;
mod ticking;
mod timeline;
mod withdrawal;

pub use application::ApplicationPage;
pub use applications::Applications;
pub use messages::MessagesPage;
pub use owner::OwnerPage;
