use registration::{ConsentNeeded, Outcome};
use words::{Lang, fill, page, page::Word, rules as sentences};

use super::{Icon, IconName, RuleLines};
use crate::{
    language::{Say, t, told},
    law::{Judgement, RuleStanding, use_judge},
    platform::browser,
    prelude::*,
};

/// The verdict in a line: its words, colour and icon.
pub fn headline(judgement: &Judgement) -> (Word, &'static str, IconName) {
    use Outcome::{CannotSign, NotSeparate, Online, OtherService, Refused, Resume, VisitPsc};
    match (judgement.verdict.outcome, judgement.verdict.consent) {
        (Online, Some(ConsentNeeded::CoOwners)) => {
            (Word::VerdictCoOwners, "verdict yes", IconName::Yes)
        }
        (Online, Some(ConsentNeeded::AllOwners)) => {
            (Word::VerdictAllOwners, "verdict yes", IconName::Yes)
        }
        (Online, _) => (Word::VerdictOnline, "verdict yes", IconName::Yes),
        (Refused, _) => (Word::VerdictRefused, "verdict no", IconName::No),
        (VisitPsc, _) => (Word::VerdictVisitPsc, "verdict no", IconName::House),
        (OtherService, _) => (Word::VerdictOtherService, "verdict no", IconName::Info),
        (NotSeparate, _) => (Word::VerdictNotSeparate, "verdict no", IconName::Info),
        (CannotSign, _) => (Word::VerdictCannotSign, "verdict no", IconName::No),
        (Resume, _) => (Word::VerdictResume, "verdict wait", IconName::Sheet),
        (Outcome::Unknown, _) => (Word::VerdictUnknown, "verdict wait", IconName::Wait),
    }
}

/// The verdict on the answers so far. On a phone it is one line that opens; on a wide screen it
/// stands open beside the question. It stays where it is from question to question, so that a
/// change is announced.
#[component]
pub fn VerdictPanel() -> AnyView {
    let judge = use_judge();
    let looks = Memo::new(move || judge.with(headline));
    let words = told(move |lang| looks.get().0.say(lang).to_owned());
    let still = told(move |lang| judge.with(|judgement| still_open(lang, judgement)));
    view! {
        <aside aria-label=t(Word::VerdictLabel)>
            <details class=move || looks.get().1 open=browser::is_wide()>
                <summary>
                    {move || view! { <Icon name=looks.get().2/> }}
                    <span aria-live="polite">
                        <b>{words}</b>
                        <small>{still}</small>
                    </span>
                    <Icon name=IconName::Down/>
                </summary>
                <div class="verdict-body">{move || body(judge.get())}</div>
            </details>
        </aside>
    }
    .into_any()
}

fn still_open(lang: Lang, judgement: &Judgement) -> String {
    let n = judgement.verdict.missing.len();
    if n == 0 {
        return String::new();
    }
    let phrase = page::counted(lang, page::Counted::VerdictMissing, n as u64);
    fill(phrase, &[("n", &n.to_string())])
}

fn body(judgement: Judgement) -> AnyView {
    let of = |standing| {
        judgement
            .with_standing(standing)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut deciding = of(RuleStanding::Blocks);
    deciding.extend(of(RuleStanding::Passed));
    let nothing_yet = deciding
        .is_empty()
        .then(|| view! { <p>{t(Word::VerdictNothingYet)}</p> });
    view! {
        {nothing_yet}
        <RuleLines lines=deciding/>
        {missing(&judgement)}
        {group(Word::VerdictCleared, of(RuleStanding::Cleared))}
        {group(Word::VerdictOpen, of(RuleStanding::Open))}
        <p class="verdict-small">{t(Word::VerdictNotAdvice)}</p>
    }
    .into_any()
}

/// What could still change the verdict, in the order in which it is asked.
fn missing(judgement: &Judgement) -> Option<AnyView> {
    let facts = judgement.verdict.missing.clone();
    (!facts.is_empty()).then(|| {
        let names = facts
            .into_iter()
            .map(|fact| {
                let key = String::from("fact.") + &fact.replace('.', "_");
                let name =
                    told(move |lang| sentences::by_key(lang, &key).unwrap_or_default().to_owned());
                view! { <li>{name}</li> }
            })
            .collect_view();
        view! {
            <details class="verdict-group">
                <summary>{t(Word::VerdictStillMatters)}</summary>
                <ul class="plain-list">{names}</ul>
            </details>
        }
        .into_any()
    })
}

fn group(title: Word, lines: Vec<crate::law::RuleLine>) -> Option<AnyView> {
    let n = lines.len().to_string();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="verdict-group">
                <summary>{told(move |lang| fill(title.say(lang), &[("n", &n)]))}</summary>
                <RuleLines lines/>
            </details>
        }
        .into_any()
    })
}
