use serde::{Deserialize, Serialize};

use crate::symbol::symbols;

symbols! {
    /// What the policy answers; names are public.
    Outcome {
        /// Can be registered online.
        Online = "online",
        /// Will be refused.
        Refused = "refused",
        /// Only at a public service centre (ЦОН, PSC).
        VisitPsc = "visit_psc",
        /// Another service is the right one.
        OtherService = "other_service",
        /// A child under 14 is registered with the parents or guardians.
        NotSeparate = "not_separate",
        /// Nothing to sign with.
        CannotSign = "cannot_sign",
        /// An application for the same person is under way.
        Resume = "resume",
        /// Not known yet.
        Unknown = "unknown",
    }
}

symbols! {
    /// Who must agree.
    ConsentNeeded {
        /// Nobody.
        None = "none",
        /// Every other owner.
        CoOwners = "co_owners",
        /// Every owner.
        AllOwners = "all_owners",
    }
}

/// A rule that decided, or helped to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The rule's public id, such as `R5`.
    pub rule: String,
    /// Key of its words in `locales/*/rules.toml`: versions of one rule can say different things.
    pub message: String,
    /// Whether the rule certainly applies; otherwise one of several does, all with this outcome.
    pub certain: bool,
}

/// What the policy says of the facts known so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The outcome; `Unknown` as long as a missing fact could change it or the consent.
    pub outcome: Outcome,
    /// Who must agree; only when online.
    pub consent: Option<ConsentNeeded>,
    /// The deciding rules first, then all others that apply.
    pub because: Vec<Because>,
    /// Names of the facts that could still change the verdict, in the order to ask.
    pub missing: Vec<String>,
}

impl Verdict {
    /// Whether a rule is named among the reasons.
    #[must_use]
    pub fn names(&self, rule: &str) -> bool {
        self.because.iter().any(|because| because.rule == rule)
    }
}
