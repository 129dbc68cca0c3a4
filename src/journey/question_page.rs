use super::{
    QuestionName, address, age, agreement, area, capacity, check, citizenship, institution, kind,
    months, owner, owners, ownership, pass_by::PassBy, reason, region, relation, relation_to_owner,
    service, signing, subject,
};
use crate::{components::BackLink, prelude::*, session::use_session};

/// The page of a question. A question that a register has answered since is passed by.
#[component]
pub fn QuestionPage(
    /// Which question.
    name: QuestionName,
) -> AnyView {
    if !name.is_for(use_session().is_signed_in()) {
        return view! { <PassBy/> }.into_any();
    }
    let page = match name {
        QuestionName::Service => service::page(),
        QuestionName::Months => months::page(),
        QuestionName::Subject => subject::page(),
        QuestionName::Citizenship => citizenship::page(),
        QuestionName::Relation => relation::page(),
        QuestionName::Age => age::page(),
        QuestionName::Capacity => capacity::page(),
        QuestionName::Ownership => ownership::page(),
        QuestionName::Address => address::page(),
        QuestionName::Owner => owner::page(),
        QuestionName::Check => check::page(),
        QuestionName::Agreement => agreement::page(),
        QuestionName::Region => region::page(),
        QuestionName::Kind => kind::page(),
        QuestionName::Institution => institution::page(),
        QuestionName::Owners => owners::page(),
        QuestionName::RelationToOwner => relation_to_owner::page(),
        QuestionName::Area => area::page(),
        QuestionName::Signing => signing::page(),
        QuestionName::Reason => reason::page(),
    };
    view! {
        <BackLink to="/"/>
        {page}
    }
    .into_any()
}
