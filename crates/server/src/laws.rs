use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use registration::{InForce, Law, LawError};

/// The law with its decisions kept: between two dates on which it changes, every day is alike.
#[derive(Debug)]
pub struct Laws {
    law: &'static Law,
    changes: Vec<NaiveDate>,
    kept: Mutex<HashMap<usize, Arc<InForce<'static>>>>,
}

impl Laws {
    /// Keeps a law. It is never freed: a service has one, for as long as it runs.
    #[must_use]
    pub fn new(law: Law) -> Self {
        let law: &'static Law = Box::leak(Box::new(law));
        Self {
            law,
            changes: law.policy().dates(),
            kept: Mutex::default(),
        }
    }

    /// The law itself.
    #[must_use]
    pub fn law(&self) -> &'static Law {
        self.law
    }

    /// The law as it stands on a date.
    ///
    /// # Errors
    /// [`LawError`] where the policy cannot be applied.
    pub fn on(&self, date: NaiveDate) -> Result<Arc<InForce<'static>>, LawError> {
        let period = self.changes.partition_point(|change| *change <= date);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get(&period) {
            return Ok(Arc::clone(found));
        }
        let made = Arc::new(self.law.in_force(date)?);
        kept.insert(period, Arc::clone(&made));
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn days_between_two_changes_share_a_decision() {
        let laws = Laws::new(Law::embedded().unwrap());
        let on = |text: &str| laws.on(text.parse().unwrap()).unwrap();
        assert!(Arc::ptr_eq(&on("2025-11-25"), &on("2025-11-26")));
        assert!(
            !Arc::ptr_eq(&on("2025-11-23"), &on("2025-11-24")),
            "the order begins on the 24th"
        );
        for day in 0..4000 {
            laws.on(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(day))
                .unwrap();
        }
        assert!(laws.kept.lock().unwrap().len() <= laws.changes.len() + 1);
    }
}
