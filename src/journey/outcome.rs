use registration::Outcome as LegalOutcome;
use words::{page::Word, rules as sentences};

use super::{answer_rows::AnswerRows, navigation::use_journey, order::Step, pass_by::PassBy};
use crate::{
    components::{BackLink, Notice, PageHeading, RuleLines, Tone, headline},
    language::{t, told},
    law::{Judgement, RuleLine, RuleStanding, use_judge},
    prelude::*,
};

/// Where the journey ends without a filing: what the verdict is, why, and what to do now.
#[component]
pub fn Outcome() -> AnyView {
    let journey = use_journey();
    if journey.next() != Step::Outcome {
        return view! { <PassBy/> }.into_any();
    }
    let judgement = use_judge().now();
    let page = if judgement.is_stopped() {
        stopped(&judgement)
    } else {
        so_far(&judgement)
    };
    view! {
        <BackLink to="/"/>
        {page}
        <h2>{t(Word::OutcomeAnswers)}</h2>
        <p class="hint">{t(Word::OutcomeAnswersHint)}</p>
        <AnswerRows/>
    }
    .into_any()
}

fn stopped(judgement: &Judgement) -> AnyView {
    let (word, _, _) = headline(judgement);
    let blocking: Vec<RuleLine> = judgement
        .with_standing(RuleStanding::Blocks)
        .cloned()
        .collect();
    let steps = blocking
        .iter()
        .map(|line| {
            let key = line.message.to_owned() + ".next";
            let step =
                told(move |lang| sentences::by_key(lang, &key).unwrap_or_default().to_owned());
            view! { <li>{step}</li> }
        })
        .collect_view();
    let resume = (judgement.verdict.outcome == LegalOutcome::Resume).then(|| {
        view! {
            <div class="actions">
                <a class="button" href="/applications">
                    {t(Word::NavApplications)}
                </a>
            </div>
        }
    });
    view! {
        <PageHeading text=t(word)/>
        <h2>{t(Word::OutcomeWhy)}</h2>
        <RuleLines lines=blocking/>
        <h2>{t(Word::OutcomeNext)}</h2>
        <ul class="steps">{steps}</ul>
        {resume}
    }
    .into_any()
}

/// All that can be said without signing in.
fn so_far(judgement: &Judgement) -> AnyView {
    let passed: Vec<RuleLine> = judgement
        .with_standing(RuleStanding::Passed)
        .cloned()
        .collect();
    let missing = judgement
        .verdict
        .missing
        .iter()
        .map(|fact| {
            let key = String::from("fact.") + &fact.replace('.', "_");
            let name =
                told(move |lang| sentences::by_key(lang, &key).unwrap_or_default().to_owned());
            view! { <li>{name}</li> }
        })
        .collect_view();
    view! {
        <PageHeading text=t(Word::OutcomeSoFar) hint=t(Word::OutcomeSoFarHint)/>
        <RuleLines lines=passed/>
        <Notice tone=Tone::Info title=t(Word::OutcomeRegisters)>
            <ul class="plain-list">{missing}</ul>
        </Notice>
        <div class="actions">
            <a class="button" href="/sign-in">
                {t(Word::OutcomeSignIn)}
            </a>
        </div>
    }
    .into_any()
}
