use std::collections::BTreeMap;

use rules::{FactType, Facts, Outline, RulesError};
use wire::{FactsError, VerdictBody, VerdictRequest, facts_from_json, verdict_body};
use words::{
    Lang, fill,
    server::{self, Word},
};

use crate::{
    app::App,
    error::{ApiError, Fault, FieldFault},
};

/// How many wrong facts of a request are named, so that the answer to nonsense is not larger than it.
const NAMED: usize = 20;

/// The verdict on facts that anybody may ask about; nothing is kept and nobody is looked up.
pub fn judge(app: &App, request: &VerdictRequest, lang: Lang) -> Result<VerdictBody, ApiError> {
    let on = request.on.unwrap_or_else(|| app.today());
    let law = app.laws.current().on(on)?;
    let facts = facts(law.outline(), &request.facts, lang)?;
    let verdict = law.verdict(&facts)?;
    Ok(verdict_body(&law, &verdict))
}

/// The facts of a request, or everything that is wrong with them.
pub(super) fn facts(
    outline: Outline<'_>,
    given: &BTreeMap<String, serde_json::Value>,
    lang: Lang,
) -> Result<Facts, ApiError> {
    facts_from_json(outline, given).map_err(|errors| {
        let fault = |error: FactsError| fault(outline, error, lang);
        ApiError::fields(errors.into_iter().take(NAMED).map(fault).collect())
    })
}

fn fault(outline: Outline<'_>, error: FactsError, lang: Lang) -> FieldFault {
    let FactsError { fact, problem } = error;
    let fault = match problem {
        RulesError::UnknownFact { nearest, .. } => Fault::UnknownFact { nearest },
        RulesError::OutOfDomain { nearest, .. } => Fault::FactValue {
            expected: expected(outline, &fact, lang),
            nearest,
        },
        _ if outline.fact(&fact).is_none() => Fault::UnknownFact { nearest: None },
        _ => Fault::FactValue {
            expected: expected(outline, &fact, lang),
            nearest: None,
        },
    };
    FieldFault::new(format!("facts.{fact}"), fault)
}

/// The domain of a fact in words.
fn expected(outline: Outline<'_>, fact: &str, lang: Lang) -> String {
    let declared = outline
        .fact(fact)
        .and_then(|fact| outline.facts().get(fact.index()));
    let text = |word| server::text(lang, word);
    match declared.map(|declared| &declared.kind) {
        None => String::new(),
        Some(FactType::Text { values }) => values.join(", "),
        Some(FactType::Boolean) => "true, false".to_owned(),
        Some(FactType::Whole {
            min: Some(min),
            max: Some(max),
        }) => fill(
            text(Word::FieldWholeNumberBetween),
            &[("min", &min.to_string()), ("max", &max.to_string())],
        ),
        Some(FactType::Whole { .. }) => text(Word::FieldWholeNumber).to_owned(),
        Some(FactType::Number { min: Some(min), .. }) => {
            fill(text(Word::FieldNumberAtLeast), &[("min", &min.to_string())])
        }
        Some(FactType::Number { .. }) => text(Word::FieldNumber).to_owned(),
    }
}
