use std::collections::BTreeMap;

use chrono::NaiveDate;
use json::{FromJson, ToJson};
use registration::{ConsentNeeded, InForce, Outcome, Verdict};
use rules::{Decides, Facts, Number, Outline, RuleVersion, RulesError, Value};
use serde::{Deserialize, Serialize};
use words::Lang;

/// Asks for the verdict on facts. Names and values are the public vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictRequest {
    /// On which date; today where it is left out.
    #[serde(default, with = "crate::time::day_if_any")]
    pub on: Option<NaiveDate>,
    /// What is known; anything may be left out, and null is the same as left out.
    #[serde(default)]
    pub facts: BTreeMap<String, serde_json::Value>,
}

/// What the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct VerdictBody {
    /// The outcome; `unknown` as long as a missing fact could change it.
    pub outcome: Outcome,
    /// Who must agree; only when online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentNeeded>,
    /// The deciding rules first, then all others that apply.
    pub because: Vec<BecauseBody>,
    /// Facts that could still change the verdict, in the order to ask.
    pub missing: Vec<String>,
}

/// A rule among the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct BecauseBody {
    /// Its public id.
    pub rule: String,
    /// Names the words of this version of the rule, such as `R24_child`.
    pub message: String,
    /// The act, as it is called in Russian, the language of the sources.
    pub act: String,
    /// Article, paragraph or page of the act.
    pub article: String,
    /// First day in force.
    #[serde(default, with = "crate::time::day_if_any")]
    pub from: Option<NaiveDate>,
    /// Last day in force.
    #[serde(default, with = "crate::time::day_if_any")]
    pub until: Option<NaiveDate>,
    /// `high`, `medium` or `low`: how sure the source is.
    pub confidence: String,
    /// Whether the rule certainly applies; otherwise one of several does, all with this outcome.
    pub certain: bool,
    /// What it means, in each language.
    pub text: Texts,
}

/// A sentence in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Texts {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Texts {
    /// What is made for each language.
    pub fn each(mut make: impl FnMut(Lang) -> String) -> Self {
        Self {
            kk: make(Lang::Kk),
            ru: make(Lang::Ru),
            en: make(Lang::En),
        }
    }

    /// The text in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

/// Why facts in JSON are not facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsError {
    /// Name of the fact.
    pub fact: String,
    /// What is wrong with it.
    pub problem: RulesError,
}

/// Reads facts from JSON.
///
/// # Errors
/// Every fact that is unknown, of another type, or outside its domain.
pub fn facts_from_json(
    outline: Outline<'_>,
    given: &BTreeMap<String, serde_json::Value>,
) -> Result<Facts, Vec<FactsError>> {
    let mut facts = Facts::new();
    let mut problems = Vec::new();
    for (name, json) in given {
        let value = match json {
            serde_json::Value::Null => continue,
            serde_json::Value::Bool(value) => Ok(Value::Bool(*value)),
            serde_json::Value::String(text) => Ok(Value::Text(text)),
            serde_json::Value::Number(number) => {
                number.to_string().parse::<Number>().map(Value::Number)
            }
            // An unknown fact is reported as one, whatever it is given.
            serde_json::Value::Array(_) | serde_json::Value::Object(_)
                if outline.fact(name).is_none() =>
            {
                Ok(Value::Bool(false))
            }
            serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                Err(RulesError::WrongType {
                    fact: name.clone(),
                    value: json.to_string(),
                    expected: domain(outline, name),
                })
            }
        };
        let set = value.and_then(|value| outline.set(&mut facts, name, value));
        if let Err(problem) = set {
            problems.push(FactsError {
                fact: name.clone(),
                problem,
            });
        }
    }
    if problems.is_empty() {
        Ok(facts)
    } else {
        Err(problems)
    }
}

fn domain(outline: Outline<'_>, name: &str) -> String {
    outline
        .fact(name)
        .and_then(|fact| outline.facts().get(fact.index()))
        .map_or_else(String::new, |declaration| declaration.kind.domain())
}

/// The verdict with the act, article, dates and words of each rule.
#[must_use]
pub fn verdict_body<P: Decides>(law: &InForce<'_, P>, verdict: &Verdict) -> VerdictBody {
    let because = verdict.because.iter().map(|because| {
        let version = law.version(because);
        BecauseBody {
            rule: because.rule.clone(),
            message: because.message.clone(),
            act: version
                .map(|version| act(&version).to_owned())
                .unwrap_or_default(),
            article: version
                .map(|version| version.article.to_owned())
                .unwrap_or_default(),
            from: version.and_then(|version| version.from),
            until: version.and_then(|version| version.until),
            confidence: version
                .map(|version| version.confidence.as_str().to_owned())
                .unwrap_or_default(),
            certain: because.certain,
            text: title(&because.message),
        }
    });
    VerdictBody {
        outcome: verdict.outcome,
        consent: verdict.consent,
        because: because.collect(),
        missing: verdict.missing.clone(),
    }
}

/// The act that a rule rests on, as it is called in Russian, the language of the sources.
pub(crate) fn act(version: &RuleVersion<'_>) -> &'static str {
    words::rules::by_key(Lang::Ru, &version.source.title).unwrap_or_default()
}

/// What the rule with this message means, in each language.
pub(crate) fn title(message: &str) -> Texts {
    let key = format!("{message}.title");
    Texts::each(|lang| {
        words::rules::by_key(lang, &key)
            .unwrap_or_default()
            .to_owned()
    })
}
