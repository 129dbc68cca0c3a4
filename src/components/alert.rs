use super::{Icon, IconName, page_heading::PageTitle};
use crate::language::Text;
use crate::prelude::*;

/// Something did not succeed: what, and what to do now. It takes the focus when it comes up, and
/// the document's title says that there is an error.
#[component]
pub fn Alert(
    /// What did not succeed.
    #[prop(into)]
    title: Text,
    /// What to do now.
    #[prop(into)]
    detail: Text,
    /// Buttons to do it with.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let page_title = expect_context::<PageTitle>();
    page_title.set_wrong(true);
    on_cleanup(move || page_title.set_wrong(false));
    let shown = ElementRef::new();
    effect(move || {
        if let Some(shown) = shown.get() {
            let _refused = shown.focus();
        }
    });
    view! {
        <div class="notice bad failure" role="alert" tabindex="-1" node_ref=shown>
            <Icon name=IconName::Warning/>
            <div>
                <strong>{title}</strong>
                <p>{detail}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
