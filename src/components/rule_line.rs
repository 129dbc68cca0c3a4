use rules::Confidence;
use words::{Lang, fill, format, page, rules as sentences};

use super::{Icon, IconName};
use crate::{
    language::{Say, told},
    law::{RuleLine, RuleStanding},
    prelude::*,
};

/// Rules with their sentence, and the act behind each.
#[component]
pub fn RuleLines(
    /// The rules.
    lines: Vec<RuleLine>,
) -> AnyView {
    let items = lines
        .into_iter()
        .map(|line| {
            let (icon, class, word) = looks(line.standing);
            let basis = line.clone();
            view! {
                <li class=class>
                    <Icon name=icon/>
                    <div>
                        <span class="unseen">{told(move |lang| word.say(lang).to_owned())}</span>
                        {told(move |lang| rule_title(lang, &line))}
                        <small>{told(move |lang| rule_source(lang, &basis))}</small>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rules">{items}</ul> }.into_any()
}

fn looks(standing: RuleStanding) -> (IconName, &'static str, page::Word) {
    match standing {
        RuleStanding::Passed => (IconName::Yes, "passed", page::Word::RulePassed),
        RuleStanding::Blocks => (IconName::No, "blocks", page::Word::RuleBlocks),
        RuleStanding::Open => (IconName::Open, "open", page::Word::RuleOpen),
        RuleStanding::Cleared => (IconName::Yes, "cleared", page::Word::RuleCleared),
    }
}

/// What a rule means.
pub fn rule_title(lang: Lang, line: &RuleLine) -> String {
    sentence(lang, line, ".title")
}

/// What to do now because of a rule; empty where the rule is in nobody's way.
pub fn rule_next(lang: Lang, line: &RuleLine) -> String {
    sentence(lang, line, ".next")
}

fn sentence(lang: Lang, line: &RuleLine, part: &str) -> String {
    let text = sentences::by_key(lang, &(line.message.to_owned() + part)).unwrap_or_default();
    let numbers: Vec<(&str, &str)> = line
        .numbers
        .iter()
        .map(|(name, number)| (*name, number.as_str()))
        .collect();
    fill(text, &numbers)
}

/// `R5 · act, article · since 24 November 2025 · how sure`.
pub fn rule_source(lang: Lang, line: &RuleLine) -> String {
    let mut text = line.rule.clone() + " · ";
    text.push_str(sentences::by_key(lang, line.source).unwrap_or_default());
    if !line.article.is_empty() {
        let article = sentences::by_key(lang, "article.cited").unwrap_or_default();
        text.push_str(", ");
        text.push_str(&fill(article, &[("article", line.article)]));
    }
    if let Some(from) = line.from {
        text.push_str(" · ");
        let since = page::Word::RuleSince.say(lang);
        text.push_str(&fill(since, &[("date", &format::date(lang, from))]));
    }
    let confidence = match line.confidence {
        Confidence::High => "confidence.high",
        Confidence::Medium => "confidence.medium",
        Confidence::Low => "confidence.low",
    };
    text.push_str(" · ");
    text.push_str(sentences::by_key(lang, confidence).unwrap_or_default());
    text
}
