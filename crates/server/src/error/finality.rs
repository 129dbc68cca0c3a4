use wire::ProblemCode;

/// What a refusal says of the request, and so whether a repetition gets it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finality {
    /// The request was judged, and this is the answer to it.
    Final,
    /// The request was not judged: the same one, with the same key, may succeed later.
    ForNow,
}

impl Finality {
    /// What a code says.
    #[must_use]
    pub fn of(code: ProblemCode) -> Self {
        use ProblemCode as Code;
        match code {
            // The law, the state of things, or what was sent stands in the way.
            Code::InvalidFields
            | Code::CodeWrong
            | Code::CodeExpired
            | Code::NotFound
            | Code::NotEligible
            | Code::SubjectNotYours
            | Code::WrongState
            | Code::ConsentTooLate
            | Code::ConsentAnswered
            | Code::OtherDocument
            | Code::NoPhone
            | Code::EdsDemanded
            | Code::EdsMalformed
            | Code::EdsAltered
            | Code::EdsExpired
            | Code::EdsNotYetValid
            | Code::EdsRevoked
            | Code::EdsOtherPerson
            | Code::EdsWrongPurpose
            | Code::EdsUnknownAuthority
            | Code::ChallengeExpired => Self::Final,
            // It could not be read.
            Code::MalformedRequest
            | Code::TooLarge
            | Code::RequestTimeout
            | Code::MethodNotAllowed
            | Code::UnsupportedMediaType
            | Code::IdempotencyKeyMissing
            // The key has another answer, or will have one.
            | Code::IdempotencyKeyInFlight
            | Code::IdempotencyKeyReused
            // It matters who asks, and that can change.
            | Code::SignInNeeded
            | Code::Forbidden
            // It is asked too often.
            | Code::TooManyFailures
            | Code::TooManyCodes
            | Code::TooManyGuesses
            | Code::TooManyRequests
            | Code::TooManyRefusals
            | Code::TooManyOwners
            | Code::TooManyDwellings
            // Something does not work.
            | Code::EdsRevocationUnknown
            | Code::RegisterDown
            | Code::StoreDown
            | Code::Internal => Self::ForNow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_too_often_or_does_not_work_may_be_asked_again() {
        for code in ProblemCode::ALL {
            if matches!(code.status(), 400 | 401 | 403 | 429 | 500..) {
                assert_eq!(Finality::of(*code), Finality::ForNow, "{code:?}");
            }
        }
    }
}
