//! What the service does, one verb a file. Each loads what it needs, asks the domain, and commits
//! one change; who asks and how the answer travels is the business of `routes`.

mod advance;
mod announce;
mod answer_consent;
mod ask_about_dwelling;
mod check_dwelling;
mod codes;
mod deliver;
mod enter_residence;
mod expire_consents;
mod explain;
mod file_application;
pub(crate) mod known;
mod read_person;
mod receive_sms;
mod remind_owners;
mod request_sign_in_code;
mod request_signing_code;
mod search_addresses;
mod show_application;
mod show_consent;
mod sign_application;
mod sign_in;
mod sms_answer;
mod verdict;
mod view;
mod withdraw_application;

pub use answer_consent::{answer_consent, consent_of_token};
pub use check_dwelling::check_dwelling;
pub use deliver::deliver;
pub use expire_consents::expire_consents;
pub use explain::explain;
pub use file_application::file_application;
pub use read_person::read_person;
pub use receive_sms::receive_sms;
pub use remind_owners::remind_owners;
pub use request_sign_in_code::request_sign_in_code;
pub use request_signing_code::request_signing_code;
pub use search_addresses::search_addresses;
pub use show_application::{list_applications, list_messages, show_application};
pub use show_consent::show_consent;
pub use sign_application::sign_application;
pub use sign_in::{session_token, sign_in};
pub use verdict::judge;
pub use withdraw_application::withdraw_application;
