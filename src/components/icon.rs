use crate::prelude::*;

/// A drawing of 24 by 24, in the colour of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// A tick.
    Yes,
    /// A cross.
    No,
    /// A clock.
    Wait,
    /// Three dots.
    Open,
    /// An `i` in a circle.
    Info,
    /// An exclamation mark in a triangle.
    Warning,
    /// An arrow to the left.
    Back,
    /// A chevron downwards.
    Down,
    /// A house with a door.
    House,
    /// A sheet of paper.
    Sheet,
    /// An envelope.
    Message,
    /// A cloud crossed out.
    Offline,
}

impl IconName {
    fn path(self) -> &'static str {
        match self {
            Self::Yes => "m5 13 4.5 4.5L19 7",
            Self::No => "M6 6l12 12M18 6 6 18",
            Self::Wait => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 7v5l3 2",
            Self::Open => "M5.5 12h.01M12 12h.01M18.5 12h.01",
            Self::Info => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 11v5.5M12 7.5h.01",
            Self::Warning => "M12 3.5 2.5 20h19zM12 10v4.5M12 17.2h.01",
            Self::Back => "M19 12H5m6-6-6 6 6 6",
            Self::Down => "m6 9 6 6 6-6",
            Self::House => "M3 11 12 3.5 21 11M6 9.5V20h12V9.5M12 20v-5",
            Self::Sheet => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Message => "M3 6h18v12H3zM3.5 6.5 12 13l8.5-6.5",
            Self::Offline => {
                "M3 3l18 18M8 8a6 6 0 0 0-1.5 10H17M10.500 6.200A6 6 0 0 1 18 11a4 4 0 0 1 2.500 6"
            }
        }
    }
}

/// A drawing beside words, so it is hidden from those who hear the words.
#[component]
pub fn Icon(
    /// Which.
    name: IconName,
) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
    .into_any()
}
