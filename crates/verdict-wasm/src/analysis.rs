//! The analysis of the whole policy, to be timed where a browser does it.

use registration::Law;
use rules::analysis::{Lacking, Layout, STEPS, check};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::judge::failed;

/// Reads the policy from its bytes and looks for faults in it, on all days and for everybody:
/// `{"findings","finished","steps"}`.
///
/// # Errors
/// What is wrong with the law, in English.
#[wasm_bindgen]
pub fn analyse() -> Result<String, JsError> {
    let law = Law::embedded().map_err(failed)?;
    let report = check(
        law.policy(),
        &Layout::default(),
        &|_| Lacking::default(),
        STEPS,
    );
    Ok(format!(
        r#"{{"findings":{},"finished":{},"steps":{}}}"#,
        report.findings.len(),
        report.finished,
        report.steps
    ))
}
