use registration::application::StateName;
use wire::{ApplicationView, TimelineStep};
use words::account::Word;

use crate::{
    components::{Icon, IconName},
    language::t,
    prelude::*,
};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Done,
    Now,
    Later,
    Stopped,
}

impl Progress {
    fn looks(self) -> (IconName, &'static str, Word) {
        match self {
            Self::Done => (IconName::Yes, "done", Word::StepsDone),
            Self::Now => (IconName::Wait, "now", Word::StepsNow),
            Self::Later => (IconName::Open, "later", Word::StepsLater),
            Self::Stopped => (IconName::No, "stopped", Word::StepsStopped),
        }
    }
}

/// The steps of an application: those behind it, the one it is at, and those to come.
#[component]
pub(super) fn Steps(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    let asked = |step| view.timeline.iter().any(|entry| entry.step == step);
    let items = progress(
        view.state,
        view.consent.is_some(),
        asked(TimelineStep::ReadyToSign),
    )
    .into_iter()
    .map(|(name, progress)| {
        let (icon, class, word) = progress.looks();
        view! {
            <li class=class aria-current=(progress == Progress::Now).then_some("step")>
                <Icon name=icon/>
                <span>{t(name)}</span>
                <small>{t(word)}</small>
            </li>
        }
    })
    .collect_view();
    view! { <ol class="stages">{items}</ol> }.into_any()
}

fn progress(state: StateName, consent: bool, ready: bool) -> Vec<(Word, Progress)> {
    use Progress::{Done, Later, Now, Stopped};
    let (consented, signed, entered) = match (state, ready) {
        (StateName::AwaitingConsent, _) => (Now, Later, Later),
        (StateName::AwaitingSignature, _) => (Done, Now, Later),
        (StateName::Signed, _) => (Done, Done, Now),
        (StateName::Registered, _) => (Done, Done, Done),
        (StateName::Refused | StateName::Cancelled, _) | (StateName::Withdrawn, false) => {
            (Stopped, Later, Later)
        }
        (StateName::Withdrawn, true) => (Done, Stopped, Later),
    };
    let mut steps = vec![(Word::StepsFiled, Done)];
    if consent {
        steps.push((Word::StepsConsent, consented));
    }
    steps.extend([(Word::StepsSignature, signed), (Word::StepsEntry, entered)]);
    // What will not come is not promised.
    if let Some(end) = steps.iter().position(|(_, progress)| *progress == Stopped) {
        steps.truncate(end + 1);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{Progress::*, *};

    #[test]
    fn steps_follow_the_state() {
        let check = |state, consent, ready, expected: &[Progress]| {
            let found: Vec<_> = progress(state, consent, ready)
                .into_iter()
                .map(|(_, progress)| progress)
                .collect();
            assert_eq!(found, expected, "{state:?} {consent} {ready}");
        };
        check(
            StateName::AwaitingConsent,
            true,
            false,
            &[Done, Now, Later, Later],
        );
        check(
            StateName::AwaitingSignature,
            true,
            true,
            &[Done, Done, Now, Later],
        );
        check(
            StateName::AwaitingSignature,
            false,
            true,
            &[Done, Now, Later],
        );
        check(StateName::Signed, false, true, &[Done, Done, Now]);
        check(StateName::Registered, true, true, &[Done, Done, Done, Done]);
        check(StateName::Refused, true, false, &[Done, Stopped]);
        check(StateName::Cancelled, true, false, &[Done, Stopped]);
        check(StateName::Withdrawn, true, false, &[Done, Stopped]);
        check(StateName::Withdrawn, true, true, &[Done, Done, Stopped]);
        check(StateName::Withdrawn, false, true, &[Done, Stopped]);
    }
}
