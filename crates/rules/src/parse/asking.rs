//! What a fact declares besides its domain: whether a person can change it, how often each value
//! is expected, and after which other fact it is asked.

use std::num::NonZeroU16;

use super::cell;
use super::reader::{Report, Section, form, index_of};
use crate::fact::{FactDeclaration, FactId, Weight};

/// The keys that [`read`] knows.
pub(super) const KEYS: [&str; 3] = ["change", "weights", "after"];

/// Reads `change = 2`, `weights = { "< 18" = 1, ">= 18" = 9 }` and `after = "service"` into a
/// declaration, given those before it.
pub(super) fn read(
    section: Section<'_>,
    before: &[FactDeclaration],
    declaration: &mut FactDeclaration,
    report: &mut Report,
) {
    if let Some(after) = section.optional_text("after", report) {
        let names = before.iter().map(|fact| fact.name.as_str());
        declaration.after = index_of(after, "fact declared before", names, report).map(FactId);
    }
    declaration.change = positive(section, "change", report);
    let Some(weights) = section.section("weights", report) else {
        return;
    };
    let mut keys = weights.entries().peekable();
    if keys.peek().is_none() {
        form::<()>(weights.place, "a weight for each of some cells", report);
    }
    for (key, _, _) in keys {
        let weight = positive(weights, key.value, report);
        match (cell::parse(key.value, declaration), weight) {
            (Ok(cell), Some(weight)) => declaration.weights.push(Weight { cell, weight }),
            (Ok(_), None) => {}
            (Err((offset, problem)), _) => report.add(key.inside(offset), problem),
        }
    }
}

/// A whole number from 1 up to 65535, if the key is there.
fn positive(section: Section<'_>, key: &str, report: &mut Report) -> Option<NonZeroU16> {
    let number = section.number(key, report)?;
    let whole = number
        .to_whole()
        .and_then(|whole| u16::try_from(whole).ok());
    match whole.and_then(NonZeroU16::new) {
        Some(positive) => Some(positive),
        None => form(
            section.place_of(key),
            "a whole number from 1 up to 65535",
            report,
        ),
    }
}
