//! The reader's language, and texts that follow it.

use words::{Lang, account, common, page};

use crate::platform;
use crate::prelude::*;

/// Name of the product, the same in every language.
pub const PRODUCT: &str = "Tirkeu";

/// The reader's language; a context.
#[derive(Clone, Copy)]
pub struct Language(RwSignal<Lang>);

/// The language chosen earlier, else the browser's, else Kazakh. `index.html` asks for its words
/// in the same way while the program is still coming.
pub fn first() -> Lang {
    platform::storage::lang()
        .or_else(platform::browser::lang)
        .unwrap_or_default()
}

impl Language {
    /// The first language, whose words have to be there.
    pub fn start() -> Self {
        let lang = first();
        platform::browser::set_document_lang(lang);
        Self(RwSignal::new(lang))
    }

    /// Chooses a language, for this visit and the next. False if its words cannot be had; nothing
    /// changes then.
    pub async fn choose(self, lang: Lang) -> bool {
        if !platform::words::load(lang).await {
            return false;
        }
        platform::storage::keep_lang(lang);
        platform::browser::set_document_lang(lang);
        self.0.set(lang);
        true
    }

    /// The language; what reads it follows it.
    pub fn get(self) -> Lang {
        self.0.get()
    }

    /// The language at this moment.
    pub fn now(self) -> Lang {
        self.0.get_untracked()
    }
}

/// The language context. To be called while a component is made.
pub fn use_language() -> Language {
    expect_context::<Language>()
}

/// A word of any of the page's files of words.
pub trait Say: Copy + Send + Sync + 'static {
    /// The text in a language.
    fn say(self, lang: Lang) -> &'static str;
}

impl Say for page::Word {
    fn say(self, lang: Lang) -> &'static str {
        page::text(lang, self)
    }
}

impl Say for account::Word {
    fn say(self, lang: Lang) -> &'static str {
        account::text(lang, self)
    }
}

impl Say for common::Word {
    fn say(self, lang: Lang) -> &'static str {
        common::text(lang, self)
    }
}

/// A text that follows the reader's language. All texts have this one type, which keeps the page
/// small.
pub type Text = Signal<String>;

/// The text of a word. To be called while a component is made.
pub fn t(word: impl Say) -> Text {
    let language = use_language();
    Signal::derive(move || word.say(language.get()).to_owned())
}

/// A text made in the reader's language, for instance by [`words::fill`]. To be called while a
/// component is made.
pub fn told(make: impl Fn(Lang) -> String + Send + Sync + 'static) -> Text {
    let language = use_language();
    Signal::derive(move || make(language.get()))
}
