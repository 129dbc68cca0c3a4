//! What can go wrong when a policy is used.

/// Why a policy could not be used as asked. Errors in policy files are `PolicyErrors`, of the
/// feature `parse`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// No fact is declared by this name.
    #[error("unknown fact {name:?}{}", suggestion(.nearest))]
    UnknownFact {
        /// The name as given.
        name: String,
        /// The declared fact with the most similar name, if one is similar.
        nearest: Option<String>,
    },
    /// The value is not in the domain of the fact.
    #[error("{fact} cannot be {value}: expected {expected}{}", suggestion(.nearest))]
    OutOfDomain {
        /// The fact's name.
        fact: String,
        /// The value, as a FEEL literal.
        value: String,
        /// The domain, in words.
        expected: String,
        /// The most similar value of a text fact, if one is similar.
        nearest: Option<String>,
    },
    /// The value is not of the fact's type.
    #[error("{fact} cannot be {value}: expected {expected}")]
    WrongType {
        /// The fact's name.
        fact: String,
        /// The value, as a FEEL literal.
        value: String,
        /// The domain, in words.
        expected: String,
    },
    /// No table has this goal.
    #[error("unknown goal {name:?}{}", suggestion(.nearest))]
    UnknownGoal {
        /// The name as given.
        name: String,
        /// The goal with the most similar name, if one is similar.
        nearest: Option<String>,
    },
    /// No switch is declared by this name.
    #[error("unknown switch {name:?}{}", suggestion(.nearest))]
    UnknownSwitch {
        /// The name as given.
        name: String,
        /// The switch with the most similar name, if one is similar.
        nearest: Option<String>,
    },
    /// The switch has no such option.
    #[error("switch {switch} has no option {option:?}{}", suggestion(.nearest))]
    UnknownOption {
        /// The switch's name.
        switch: String,
        /// The option as given.
        option: String,
        /// The most similar option, if one is similar.
        nearest: Option<String>,
    },
    /// No table of the goal has this output.
    #[error("unknown output {name:?}{}", suggestion(.nearest))]
    UnknownOutput {
        /// The name as given.
        name: String,
        /// The output with the most similar name, if one is similar.
        nearest: Option<String>,
    },
    /// The output never has this value.
    #[error("{output} is never {value:?}{}", suggestion(.nearest))]
    UnknownValue {
        /// The output's name.
        output: String,
        /// The value as given.
        value: String,
        /// The most similar value, if one is similar.
        nearest: Option<String>,
    },
    /// The tables of a goal depend on each other in so many ways that their diagram would not
    /// fit in memory.
    #[error("goal {goal} is too complex to be decided exactly")]
    TooComplex {
        /// The goal's name.
        goal: String,
    },
    /// The goal is not among those that were prepared.
    #[error("goal {goal} was not prepared")]
    NotPrepared {
        /// The goal's name.
        goal: String,
    },
    /// The text is not a decimal number of at most six places within the range of
    /// [`Number`](crate::Number).
    #[error("expected a decimal number of at most six places")]
    Number,
    /// The bytes are not a policy encoded by this version of the crate.
    #[error("these bytes are not a compiled policy of this version")]
    Damaged,
}

/// `, did you mean "x"?`, or nothing: how an error ends that names the [nearest](crate::nearest())
/// right name.
pub fn suggestion(nearest: &Option<String>) -> String {
    match nearest {
        Some(name) => [", did you mean \"", name, "\"?"].concat(),
        None => String::new(),
    }
}
