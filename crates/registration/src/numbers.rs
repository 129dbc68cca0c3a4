use chrono::NaiveDate;
use rules::Decides;

use crate::law::Law;

/// A number of the law that the words of a rule mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalNumber {
    /// How many, such as days.
    Count(u32),
    /// An amount of money, in tenge.
    Tenge(u64),
}

impl<P: Decides> Law<P> {
    /// The numbers that the words of a rule mention on a date, by placeholder; none for most rules.
    /// `None` where one of them is not in force.
    pub fn numbers(&self, rule: &str, on: NaiveDate) -> Option<Vec<(&'static str, LegalNumber)>> {
        let mut numbers = Vec::new();
        for (in_words, parameter) in mentioned(rule) {
            let number = self.number(parameter, on)?;
            // Fines are set in monthly calculation indices.
            numbers.push((
                *in_words,
                match parameter.starts_with("fine.") {
                    false => LegalNumber::Count(number),
                    true => {
                        let index = self.number("fine.mrp", on)?;
                        LegalNumber::Tenge(u64::from(number) * u64::from(index))
                    }
                },
            ));
        }
        Some(numbers)
    }
}

/// The placeholders in the words of a rule, each with the parameter that it stands for.
fn mentioned(rule: &str) -> &'static [(&'static str, &'static str)] {
    match rule {
        "R9" => &[("minutes", "consent.minutes")],
        "R21" => &[
            ("days", "unregistered.days"),
            ("amount", "fine.applicant_mrp"),
            ("repeat", "fine.applicant_repeat_mrp"),
        ],
        "R22" => &[
            ("amount", "fine.owner_mrp"),
            ("repeat", "fine.owner_repeat_mrp"),
        ],
        _ => &[],
    }
}
