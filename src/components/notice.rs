use super::{Icon, IconName};
use crate::language::Text;
use crate::prelude::*;

/// What a notice is about; it shows in colour, icon and words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Needs care.
    Warning,
}

impl Tone {
    fn looks(self) -> (&'static str, IconName) {
        match self {
            Self::Info => ("notice info", IconName::Info),
            Self::Warning => ("notice warning", IconName::Warning),
        }
    }
}

/// Something the reader should know here and now.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// Its first line.
    #[prop(into)]
    title: Text,
    /// More of it.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let (class, icon) = tone.looks();
    view! {
        <div class=class>
            <Icon name=icon/>
            <div>
                <strong>{title}</strong>
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
