//! All words a person reads, in Kazakh, Russian and English.
//!
//! The texts live in `locales/`; the build turns each file into an enum and stops when the three
//! languages differ in keys or placeholders. Formats of dates, money and telephone numbers are here
//! too, because browsers of 2026 still print Kazakh dates wrongly. This crate reads no clock and
//! does no IO, so it cannot fail.
//!
//! ```
//! use words::{common, fill, Lang};
//! let text = common::counted(Lang::Ru, common::Counted::Months, 3);
//! assert_eq!(fill(text, &[("n", "3")]), "3 месяца");
//! ```

mod fill;
pub mod format;
mod lang;
pub mod plural;

pub use fill::fill;
pub use lang::Lang;

/// Words that the page and the server share: months, regions, services, states.
pub mod common {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/common.rs"));
}

/// Words of the citizens' page.
pub mod page {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/page.rs"));
}

/// Words of the pages after filing: consent, signing, service history, the owner's page.
pub mod account {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/account.rs"));
}

/// Words of the rules, their sources and facts; looked up by key, because rules are data.
pub mod rules {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

/// Words that the server sends: SMS, notifications, problems, the signed document.
pub mod server {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/server.rs"));
}

/// Words of the sandbox pages.
pub mod sandbox {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/sandbox.rs"));
}
