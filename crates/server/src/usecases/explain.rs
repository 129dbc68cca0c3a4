use registration::Outcome;
use wire::{ExplanationBody, ExplanationRequest, explanation_body};
use words::Lang;

use super::verdict::facts;
use crate::{
    app::App,
    error::{ApiError, Fault, FieldFault},
};

/// The verdict on facts taken apart, as anybody may ask; nothing is kept and nobody is looked up.
pub fn explain(
    app: &App,
    request: &ExplanationRequest,
    lang: Lang,
) -> Result<ExplanationBody, ApiError> {
    let on = request.on.unwrap_or_else(|| app.today());
    let law = app.laws.current().on(on)?;
    let facts = facts(law.outline(), &request.facts, lang)?;
    if request.why_not == Some(Outcome::Unknown) {
        let known = Outcome::ALL
            .iter()
            .filter(|known| **known != Outcome::Unknown);
        let symbols: Vec<&str> = known.map(|known| known.symbol()).collect();
        let fault = Fault::FactValue {
            expected: symbols.join(", "),
            nearest: None,
        };
        return Err(ApiError::fields(vec![FieldFault::new("why_not", fault)]));
    }
    // A decision is kept for all days between two changes of the law; the date is the one asked.
    let mut body = explanation_body(&law, &facts, request.why_not)?;
    body.on = on;
    Ok(body)
}
