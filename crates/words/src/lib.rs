//! All words a person reads, in Kazakh, Russian and English.
//!
//! The texts live in `locales/`; the build turns each file into an enum and stops when the three
//! languages differ in keys or placeholders. Formats of dates, money and telephone numbers are here
//! too, because browsers of 2026 still print Kazakh dates wrongly. This crate reads no clock and
//! does no IO.
//!
//! With the feature `embedded` all texts are in the program and are always there. The citizens'
//! page is without it: it [`load`]s the [`pack`](mod@pack) of one language, a third of the weight,
//! and an unloaded text is empty.
//!
//! ```
//! use words::{common, fill, Lang};
//! let text = common::counted(Lang::Ru, common::Counted::Months, 3);
//! assert_eq!(fill(text, &[("n", "3")]), "3 месяца");
//! ```

mod fill;
pub mod format;
mod lang;
pub mod pack;
pub mod plural;

pub use fill::fill;
pub use lang::Lang;
pub use pack::{is_loaded, load};

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

/// Words of the page for whoever runs the service.
pub mod operator {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/operator.rs"));
}

/// Words of the page for operators of public service centres and for auditors.
pub mod staff {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/staff.rs"));
}

/// Words of the sandbox pages.
pub mod sandbox {
    use crate::Lang;
    include!(concat!(env!("OUT_DIR"), "/sandbox.rs"));
}
