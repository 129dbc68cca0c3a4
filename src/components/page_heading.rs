use words::{Lang, fill, page};

use crate::{
    language::{PRODUCT, Say, Text, use_language},
    platform::history::use_history,
    prelude::*,
};

/// The document's title; a context. It follows the heading, the language and whether an error is
/// shown.
#[derive(Clone, Copy)]
pub struct PageTitle {
    heading: RwSignal<Option<Text>>,
    wrong: RwSignal<bool>,
}

impl PageTitle {
    /// To be called once, under the language.
    pub fn start() -> Self {
        let title = Self {
            heading: RwSignal::new(None),
            wrong: RwSignal::new(false),
        };
        let language = use_language();
        effect(move || {
            let heading = title.heading.get().and_then(|heading| heading.try_get());
            document().set_title(&words_of(language.get(), heading, title.wrong.get()));
        });
        title
    }

    /// An error is shown, or none any more.
    pub(super) fn set_wrong(self, wrong: bool) {
        self.wrong.set(wrong);
    }
}

fn words_of(lang: Lang, heading: Option<String>, wrong: bool) -> String {
    let title = match heading {
        Some(heading) => heading + " – " + PRODUCT,
        None => PRODUCT.to_owned(),
    };
    if wrong {
        fill(page::Word::ErrorTitlePrefix.say(lang), &[("title", &title)])
    } else {
        title
    }
}

/// The heading of a screen. It becomes the document's title and takes the focus when the reader
/// comes from another screen, so that a screen reader begins here.
#[component]
pub fn PageHeading(
    /// What the screen is about or asks.
    #[prop(into)]
    text: Text,
    /// A sentence below it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Takes the focus even when the reader has just come: it replaces another heading.
    #[prop(optional)]
    always: bool,
) -> AnyView {
    let title = expect_context::<PageTitle>();
    title.heading.set(Some(text));
    let heading = ElementRef::new();
    if always || !use_history().has_just_come() {
        effect(move || {
            if let Some(heading) = heading.get() {
                let _refused = heading.focus();
            }
        });
    }
    view! {
        <h1 tabindex="-1" node_ref=heading>
            {text}
        </h1>
        {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
    }
    .into_any()
}
