use rules::{Decides, Facts, Truth};

use crate::{
    known::{KnownApplicant, Service},
    law::InForce,
    verdict::Outcome,
};

impl<P: Decides> InForce<'_, P> {
    /// Whether somebody with these means may sign an application for this service (R18), whatever
    /// else is known of it: no rule that they cannot is certain to apply.
    #[must_use]
    pub fn may_sign(&self, service: Service, means: &KnownApplicant) -> bool {
        let outline = self.outline();
        let mut facts = Facts::new();
        // A fact that the policy does not declare is passed over, as everywhere.
        outline.admit(&mut facts, "service", service.symbol().into());
        for (name, known) in [
            ("applicant.has_eds", means.has_eds),
            ("applicant.phone_in_mobile_base", means.phone_in_mobile_base),
        ] {
            if let Some(known) = known {
                outline.admit(&mut facts, name, known.into());
            }
        }
        let standing = self.decision().standing(&facts);
        !standing.iter().any(|standing| {
            standing.truth == Truth::True
                && outline
                    .rule_version(standing.rule)
                    .is_some_and(|version| version.output == Outcome::CannotSign.symbol())
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use chrono::NaiveDate;

    use super::*;
    use crate::law::Law;

    #[test]
    fn what_it_takes_to_sign_follows_from_the_policy() {
        let embedded = Law::embedded().unwrap();
        let on = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let check = |reading: &str, service, has_eds, phone, expected| {
            let policy = embedded.policy().choose("permanent_signing", reading);
            let law = Law::new(policy.unwrap());
            let means = KnownApplicant {
                has_eds,
                phone_in_mobile_base: phone,
            };
            assert_eq!(
                law.in_force(on).unwrap().may_sign(service, &means),
                expected,
                "{reading} {service:?} {means:?}"
            );
        };
        let (yes, no) = (Some(true), Some(false));
        for service in [Service::Permanent, Service::Temporary] {
            check("either", service, yes, no, true);
            check("either", service, no, yes, true);
            check("either", service, no, no, false);
            check("both", service, yes, yes, true);
            check("both", service, yes, None, true);
            check("both", service, no, no, false);
        }
        check("both", Service::Permanent, no, yes, false);
        check("both", Service::Permanent, yes, no, false);
        check("both", Service::Permanent, no, None, false);
        check("both", Service::Temporary, no, yes, true);
        check("both", Service::Temporary, yes, no, true);
    }
}
