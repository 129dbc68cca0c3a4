//! What pages are made of. Each component is a file with its props documented; its looks are in the
//! file of the same name in `style/`.

mod alert;
mod back_link;
mod button;
mod choice_group;
mod countdown;
mod eds_form;
mod error_summary;
mod failure;
mod form;
mod icon;
mod law_notice;
mod loading;
mod notice;
mod offline_banner;
mod page_heading;
mod resend_button;
mod rule_line;
mod select_field;
mod summary_list;
mod text_field;
mod top_bar;
mod verdict_panel;

pub use alert::Alert;
pub use back_link::BackLink;
pub use button::{Button, ButtonKind};
pub use choice_group::{Choice, ChoiceGroup};
pub use countdown::Countdown;
pub use eds_form::EdsForm;
pub use error_summary::{ErrorSummary, FieldError};
pub use failure::{Failure, said};
pub use form::Form;
pub use icon::{Icon, IconName};
pub use law_notice::LawNotice;
pub use loading::Loading;
pub use notice::{Notice, Tone};
pub use offline_banner::OfflineBanner;
pub use page_heading::{PageHeading, PageTitle};
pub use resend_button::ResendButton;
pub use rule_line::{RuleLines, rule_next, rule_source, rule_title};
pub use select_field::SelectField;
pub use summary_list::{SummaryList, SummaryRow};
pub use text_field::{InputKind, TextField};
pub use top_bar::TopBar;
pub use verdict_panel::{VerdictPanel, headline};
