use std::time::Duration;

/// How a breaker is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerSettings {
    /// After how many failures in a row it opens; at least one.
    pub failures: u32,
    /// For how long it lets nobody through then.
    pub rest: Duration,
}

/// A circuit breaker: after some failures in a row nobody is let through for a while, then one call
/// tries whether the register is back. It holds no clock: times are since any fixed moment, and may
/// go backwards without harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breaker {
    settings: BreakerSettings,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// All is well, or has failed so many times in a row.
    Closed { failures: u32 },
    /// Nobody is let through before then.
    Open { until: Duration },
    /// One call is trying. It may have been dropped without a word, so that after a rest another
    /// may try.
    Trying { until: Duration },
}

/// Nobody is let through for so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting(pub Duration);

impl Breaker {
    /// A breaker that lets everybody through.
    #[must_use]
    pub fn new(settings: BreakerSettings) -> Self {
        Self {
            settings,
            state: State::Closed { failures: 0 },
        }
    }

    /// Whether a call may go out now.
    ///
    /// # Errors
    /// [`Resting`] says for how long none may.
    pub fn enter(&mut self, now: Duration) -> Result<(), Resting> {
        match self.state {
            State::Closed { .. } => Ok(()),
            State::Open { until } | State::Trying { until } if now < until => {
                // A clock that went backwards must not lengthen the rest.
                Err(Resting((until - now).min(self.settings.rest)))
            }
            State::Open { .. } | State::Trying { .. } => {
                self.state = State::Trying {
                    until: now.saturating_add(self.settings.rest),
                };
                Ok(())
            }
        }
    }

    /// A call was answered.
    pub fn succeeded(&mut self) {
        self.state = State::Closed { failures: 0 };
    }

    /// A call was not answered; whether nobody is let through now.
    pub fn failed(&mut self, now: Duration) -> bool {
        let open = State::Open {
            until: now.saturating_add(self.settings.rest),
        };
        self.state = match self.state {
            State::Closed { failures } if failures + 1 < self.settings.failures => State::Closed {
                failures: failures + 1,
            },
            State::Closed { .. } | State::Trying { .. } => open,
            // Calls that were under way when it opened tell nothing new.
            State::Open { until } => State::Open { until },
        };
        matches!(self.state, State::Open { .. })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    const SETTINGS: BreakerSettings = BreakerSettings {
        failures: 3,
        rest: Duration::from_secs(10),
    };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try() {
        let mut breaker = Breaker::new(SETTINGS);
        for second in 0..3 {
            assert_eq!(breaker.enter(at(second)), Ok(()));
            breaker.failed(at(second));
        }
        assert_eq!(breaker.enter(at(4)), Err(Resting(at(8))));
        assert_eq!(breaker.enter(at(12)), Ok(()), "one tries");
        assert_eq!(breaker.enter(at(12)), Err(Resting(at(10))), "only one");
        breaker.succeeded();
        assert_eq!(breaker.enter(at(12)), Ok(()));
    }

    #[test]
    fn a_success_in_between_forgives() {
        let mut breaker = Breaker::new(SETTINGS);
        for _ in 0..10 {
            breaker.failed(at(0));
            breaker.failed(at(0));
            breaker.succeeded();
        }
        assert_eq!(breaker.enter(at(0)), Ok(()));
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Enter,
        Succeed,
        Fail,
    }

    fn steps() -> impl Strategy<Value = Vec<(Step, u64)>> {
        let step = prop_oneof![Just(Step::Enter), Just(Step::Succeed), Just(Step::Fail)];
        prop::collection::vec((step, 0_u64..40), 0..200)
    }

    proptest! {
        /// Whatever happened, with a clock that jumps as it likes: nobody waits longer than a rest,
        /// and after it somebody is let through.
        #[test]
        fn it_never_stays_shut(steps in steps()) {
            let mut breaker = Breaker::new(SETTINGS);
            for (step, now) in steps {
                match step {
                    Step::Enter => if let Err(Resting(rest)) = breaker.enter(at(now)) {
                        prop_assert!(rest > Duration::ZERO && rest <= SETTINGS.rest);
                    },
                    Step::Succeed => breaker.succeeded(),
                    Step::Fail => { breaker.failed(at(now)); }
                }
            }
            prop_assert_eq!(breaker.enter(at(60)), Ok(()));
        }

        /// With a clock that goes forward, a register that is gone is asked at most once a rest
        /// after the first failures.
        #[test]
        fn a_register_that_is_gone_is_left_alone(pauses in prop::collection::vec(0_u64..5, 1..300)) {
            let mut breaker = Breaker::new(SETTINGS);
            let mut now = 0;
            let mut asked = 0;
            for pause in pauses {
                now += pause;
                if breaker.enter(at(now)).is_ok() {
                    asked += 1;
                    breaker.failed(at(now));
                }
            }
            prop_assert!(asked <= u64::from(SETTINGS.failures) + now / 10, "{} in {} s", asked, now);
        }
    }
}
