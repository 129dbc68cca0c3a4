//! The law by which requests are answered, and the one that takes its place.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use chrono::NaiveDate;
use registration::{InForce, Law, LawError};

/// The law by which requests are answered. Another one takes its place at once and as a whole: who
/// has begun with the old one ends with it.
#[derive(Debug)]
pub struct Laws(RwLock<&'static Edition>);

/// One law with its decisions kept: between two dates on which it changes, every day is alike.
#[derive(Debug)]
pub struct Edition {
    law: Law,
    changes: Vec<NaiveDate>,
    kept: Mutex<HashMap<usize, Arc<InForce<'static>>>>,
}

impl Laws {
    /// Answers by a law.
    #[must_use]
    pub fn new(law: Law) -> Self {
        Self(RwLock::new(Edition::new(law)))
    }

    /// Answers by the law of this moment, and goes its own way from then on.
    #[must_use]
    pub fn shared(&self) -> Self {
        Self(RwLock::new(self.current()))
    }

    /// The law of this moment. Whoever asks it more than one thing for one answer keeps it.
    #[must_use]
    pub fn current(&self) -> &'static Edition {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers by another law from now on; false if it is no other.
    pub fn replace(&self, law: Law) -> bool {
        if law.policy() == self.current().law.policy() {
            return false;
        }
        let edition = Edition::new(law);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = edition;
        true
    }
}

impl Edition {
    /// Keeps a law. It is never freed: decisions borrow it, a service has one more each time
    /// somebody changes the law, and each takes less than a megabyte.
    fn new(law: Law) -> &'static Self {
        Box::leak(Box::new(Self {
            changes: law.policy().dates(),
            law,
            kept: Mutex::default(),
        }))
    }

    /// The law itself.
    #[must_use]
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// The law as it stands on a date.
    ///
    /// # Errors
    /// [`LawError`] where the policy cannot be applied.
    pub fn on(&'static self, date: NaiveDate) -> Result<Arc<InForce<'static>>, LawError> {
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

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_between_two_changes_share_a_decision() {
        let laws = Laws::new(Law::embedded().unwrap());
        let law = laws.current();
        let on = |text: &str| law.on(day(text)).unwrap();
        assert!(Arc::ptr_eq(&on("2025-11-25"), &on("2025-11-26")));
        assert!(
            !Arc::ptr_eq(&on("2025-11-23"), &on("2025-11-24")),
            "the order begins on the 24th"
        );
        for later in 0..4000 {
            law.on(day("2020-01-01") + chrono::Days::new(later))
                .unwrap();
        }
        assert!(law.kept.lock().unwrap().len() <= law.changes.len() + 1);
    }

    #[test]
    fn who_has_begun_with_a_law_ends_with_it() {
        let laws = Laws::new(Law::embedded().unwrap());
        let begun = laws.current();
        let before = begun.law().outline().version().to_owned();
        assert!(
            !laws.replace(Law::embedded().unwrap()),
            "the same law is no other"
        );
        assert!(std::ptr::eq(begun, laws.current()));
        let policy = begun.law().policy();
        let switch = policy.switches().first().unwrap();
        let mut other = switch.options.iter().enumerate();
        let (_, other) = other
            .rfind(|(at, _)| *at != usize::from(switch.chosen))
            .unwrap();
        let turned = Law::new(policy.choose(&switch.name, other).unwrap());
        assert!(laws.replace(turned));
        assert_ne!(laws.current().law().outline().version(), before);
        assert_eq!(begun.law().outline().version(), before);
        assert!(begun.on(day("2026-03-01")).is_ok());
    }
}
